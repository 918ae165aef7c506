#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace merch
{

class Store;

/// What is kept per series and period, each in chunk blobs of its own table.
enum class Measure : std::uint8_t { Units, Revenue, Price, OnHand, OnOrder, Availability, Estimate };
inline constexpr int kMeasures = 7;

inline constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

/// Dictionary of series, loaded once and held by whoever needs it.
struct SeriesInfo {
    int seriesId = 0;
    int productId = 0;
    int locationId = 0;
    Grain grain = Grain::Daily;
    int weekStart = 0;
    Day firstDay = 0; ///< first period with any cell
    Day lastDay = -1; ///< last period with any cell; < firstDay = none
    std::string critical;
};

/// Values of a measure over consecutive periods: units as sold, money in minor units (Revenue) or 1/10,000
/// (Price), Availability as a share 0..1. kUnknown where nothing was imported.
struct MeasureColumn {
    Day first = 0;
    std::vector<float> values;
};

/// Everything the forecaster or a chart needs of one series, aligned on [first, first + n) periods.
/// `units` is 0 where a sales import covers the day and nothing was sold, and kUnknown where none does or
/// where the location was closed: a day on which nothing at all was sold there.
struct SeriesHistory {
    SeriesInfo info;
    Day first = 0;
    unsigned closedWeekdays =
        0; ///< bit 0 = Monday: weekdays on which the location has never sold in its last year
    std::vector<float> units;
    std::vector<float> price;        ///< currency units; may be empty
    std::vector<float> onHand;       ///< may be empty
    std::vector<float> availability; ///< 0..1; may be empty
};

/// Writes one import's cells as its own layer and refreshes the merged chunks. Cells may come in any order;
/// date order is fast. Repeated cells of one (series, day) within an import are summed for Units and Revenue,
/// last wins for the others. Call inside one transaction; finish() before commit.
///
/// Units cover a span: from the first to the last day that the import has units for at a location, each of
/// its series there counts as sold nothing on the days without a row, from its own first day on. An import
/// that replaces does so for the whole span: series that it does not mention sold nothing in it.
class CellWriter
{
public:
    CellWriter(Store& store, std::int64_t importId, bool adds);
    ~CellWriter();
    CellWriter(const CellWriter&) = delete;
    CellWriter& operator=(const CellWriter&) = delete;

    /// A series by pointer, for callers that name the same ones again and again; good until finish().
    class Handle;
    Handle* handle(int seriesId);
    /// Says that cells of these series are about to come: their memory is fetched meanwhile.
    static void expect(const Handle* next, const Handle* afterNext);

    /// Units and stock in the product's unit scale, Revenue in minor units, Price in 1/10,000, Availability
    /// in thousandths. Throws where the day is outside kFirstDay..kLastDay or the value beyond kLargestCell.
    void add(Measure measure, int seriesId, Day day, std::int64_t value)
    {
        add(measure, handle(seriesId), day, value);
    }
    void add(Measure measure, Handle* series, Day day, std::int64_t value);
    /// Encodes, merges, refreshes series spans and weekly roll-ups. False from progress = throws Cancelled.
    void finish(const Progress& progress);

private:
    struct State;
    State* m_state;
};

/// Removes an import's layer and rebuilds the touched chunks, spans and roll-ups, whatever came later.
void removeLayer(Store& store, std::int64_t importId, const Progress& progress);

/// Works out all weekly roll-ups anew; call after products changed category.
void rebuildRolls(Store& store, const Progress& progress);

std::vector<SeriesInfo> loadSeries(Store& store);
/// Ids of the series of a product and location, made when absent.
int ensureSeries(Store& store, int productId, int locationId, Grain grain, int weekStart);

MeasureColumn loadMeasure(Store& store, Measure measure, const SeriesInfo& series);
SeriesHistory loadHistory(Store& store, const SeriesInfo& series, Day upTo = std::numeric_limits<Day>::max());
/// Histories of many series in key order, in one pass per measure: seconds for M5 size.
std::vector<SeriesHistory>
loadHistories(Store& store, std::span<const SeriesInfo> series, Day upTo, const Progress& progress);

/// Last day any series has units for (by grain), or -1: the calendar's end and the default "as of".
Day lastSalesDay(Store& store);

/// Weekdays (bit 0 = Monday) on which a location sold nothing at all in its last 52 weeks of sales.
unsigned closedWeekdays(Store& store, int locationId);

/// Weekly roll-up of a node (see roll_week): Mondays and units.
struct WeekRoll {
    Day week = 0;
    double units = 0;
    double revenue = 0;
    double stockoutDays = 0;
};
std::vector<WeekRoll> loadRoll(Store& store, int level, std::int64_t node);

} // namespace merch
