#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/measure/stock_problems.h"

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <vector>

namespace merch
{

enum class ProblemKind : unsigned char {
    OutOfStock,
    RunsOut,
    Overstock,
    DeadStock,
    HeldBack,
    UnknownStock,
    LateSource
};

/// "out_of_stock"; stable, for the command line and for targets.
QString problemKindName(ProblemKind kind);

/// One product at one location that is part of a problem. Units in the product's own unit, money in currency
/// units.
struct ProblemItem {
    int seriesId = 0;
    QString sku, title, location;
    std::optional<double> onHand; ///< absent = not known
    double onOrder = 0;
    double perDay = 0;          ///< forecast over the next month
    double coverDays = 0;       ///< infinity where nothing sells; NaN where the stock is not known
    std::optional<Day> due;     ///< of the next open order
    std::optional<int> daysOut; ///< how long the shelf has been empty
    std::optional<Day> emptyOn; ///< when it is expected to run short
    double excess = 0, capital = 0;
    MoneyRange money; ///< a month
    bool moneyKnown = false;
    bool assumed = false; ///< rests on an assumption (margin or lead time)
};

/// What loses money, with its evidence and the simplest remedy.
struct Problem {
    ProblemKind kind = ProblemKind::OutOfStock;
    QString key; ///< "out_of_stock:SUP003"; stable
    QString title, evidence, remedy;
    MoneyRange money;        ///< currency units a month
    bool moneyKnown = false; ///< false: no cost can be computed; `atStake` says what rests on it
    double atStake = 0;      ///< margin a month that rests on it
    double capital = 0;      ///< tied up
    int unvalued = 0;        ///< items without a margin or cost: in the list, not in the money
    bool assumed = false;
    QString page, target;           ///< where work on it begins
    std::vector<ProblemItem> items; ///< dearest first
};

struct SourceFreshness {
    qint64 id = 0;
    QString name, kind;
    std::optional<Day> lastDay;
    double ageDays = 0, promisedDays = 0; ///< promised 0 = nothing promised
    bool late = false;
    QString why; ///< of late
};

struct StoreChange {
    QString icon;
    QString text;
    bool warn = false;
    QString page, target; ///< where to look; may be empty
};

/// All that the Today page shows.
struct TodayReport {
    QString currency;
    std::optional<Day> asOf; ///< last day that is known
    bool hasSales = false, hasStock = false, hasForecast = false, checked = false;
    bool forecastOld = false;      ///< there are sales after the day the forecast was made for
    std::vector<Problem> problems; ///< by the lower end of their money, then by its middle
    MoneyRange atRisk;             ///< sum of what can be computed, a month
    MoneyRange lost, carrying;     ///< its two parts
    int outNow = 0, runsOut = 0, overstocked = 0, dead = 0;
    double excessCapital = 0, stockAtCost = 0;
    int shelves = 0, noStock = 0, noMargin = 0, noLeadTime = 0,
        heldBack = 0; ///< what was looked at, left out
    bool assumed = false;
    std::vector<float> outByDay;        ///< shelves without stock, oldest day first
    std::vector<MoneyRange> lostByWeek; ///< margin, oldest first; empty = no stock history
    MoneyRange lostLately;              ///< over the last kLatelyWeeks of them
    int latelyWeeks = 0;
    Day firstWeek = 0; ///< first day of the oldest of them

    int pendingPlans = 0, pendingLines = 0;
    std::optional<double> oldestPendingDays;
    std::optional<double> quality, qualityBefore;
    std::vector<float> qualityTrend;
    int openErrors = 0;

    qint64 lastImportMs = 0;
    std::vector<StoreChange> changes;
    std::vector<SourceFreshness> sources;
};

struct TodayOptions {
    std::optional<Day> asOf; ///< absent = the latest forecast's day
    bool forecastIfNone =
        false; ///< work one out in memory, for the command line; else say that there is none
    int threads = 0;
};

/// Where the money goes, from what the store holds. Reads only; opens its own connection: any thread.
class TodayService
{
    Q_DECLARE_TR_FUNCTIONS(merch::TodayService)
public:
    explicit TodayService(const QString& path);

    Result<TodayReport> report(const TodayOptions& options, const Progress& progress) const;

private:
    QString m_path;
};

} // namespace merch
