#pragma once

#include "models/forecast/forecast_grid.h"
#include "models/grid/grid_model.h"
#include "models/ladder/ladder_columns.h"

#include <vector>

namespace merch
{

/// All series of the latest forecast.
class ForecastGridModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column {
        Product,
        Sku,
        Location,
        Category,
        Supplier,
        Class,
        Line,
        Last28,
        Units28,
        Weeks,
        Error,
        ErrorShare,
        DayError,
        DayErrorShare,
        Bias,
        OnHand,
        Method,
        Gain,
        Flags
    };
    enum class Segment { All, Flagged, Changed };

    explicit ForecastGridModel(QObject* parent = nullptr);

    void setSeries(std::vector<ForecastSeries> series);
    void applyChanges(const std::vector<SeriesChange>& changes);
    /// Of all series: those it does not name have no gain and are held to nothing.
    void applyLadder(const LadderCells& ladder);
    const std::vector<ForecastSeries>& series() const { return m_series; }
    const ForecastSeries& at(int item) const { return m_series[static_cast<std::size_t>(item)]; }
    int itemOf(int seriesId) const;
    std::vector<int> itemsOf(const QString& sku, const QString& location = {}) const;

    /// The rows of one location and of a category with all below it; empty = all.
    void setScope(const QString& location, const QString& category);
    void setSegment(Segment segment);
    Segment segment() const { return m_segment; }
    /// Rows of a segment within the scope.
    int countOf(Segment segment) const;
    std::vector<int> shownItems() const;

    int itemCount() const override { return static_cast<int>(m_series.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;
    QString text(int item, int column) const override;
    QString searchText(int item) const override;
    Cell groupCell(const QString& name, int members, double sum, int column) const override;

private:
    bool inScope(int item) const;
    bool inSegment(int item, Segment segment) const;
    void narrow();

    std::vector<ForecastSeries> m_series;
    QString m_location, m_category, m_currency;
    Segment m_segment = Segment::All;
};

} // namespace merch
