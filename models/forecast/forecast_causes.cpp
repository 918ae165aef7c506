#include "models/forecast/forecast_causes.h"

#include "models/forecast/forecast_all.h"
#include "models/forecast/forecast_store.h"
#include "models/grid/format.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ForecastCauses)
};

/// How the latest run was made.
ForecastOptions optionsOfLatest(Store& store, const ForecastRun& run)
{
    ForecastOptions options;
    options.asOf = run.asOf;
    options.horizon = run.horizon;
    sql::Statement row(store.db(), "SELECT options, seed FROM forecast_run WHERE run_id = ?1");
    if (row.bind(1, run.runId).step()) {
        const std::string_view text = row.text(0);
        const QJsonObject kept =
            QJsonDocument::fromJson(QByteArray(text.data(), static_cast<qsizetype>(text.size()))).object();
        options.method = kept.value(QStringLiteral("method")).toString().toStdString();
        options.folds = kept.value(QStringLiteral("folds")).toInt(options.folds);
        options.withPlans = kept.value(QStringLiteral("with_plans")).toBool();
        options.seed = static_cast<std::uint64_t>(row.integer(1));
    }
    return options;
}

/// What is kept has single precision.
bool isKept(const Forecast& kept, const Forecast& made)
{
    if (kept.first != made.first || kept.mean.size() != made.mean.size())
        return false;
    for (std::size_t i = 0; i < kept.mean.size(); ++i)
        if (std::abs(kept.mean[i] - made.mean[i]) > 1e-4 * std::max(1.0, kept.mean[i]))
            return false;
    return true;
}

/// Of a forecast and of what it would be without its causes.
double logMean(double a, double b)
{
    return a <= 0.0 || b <= 0.0 ? 0.0 : std::abs(a - b) < 1e-12 * a ? a : (a - b) / std::log(a / b);
}

QString amount(double units)
{
    return format::decimal(units, std::abs(units) < 100.0 ? 1 : 0);
}

} // namespace

Result<ForecastCauses> loadForecastCauses(const QString& path, int seriesId, const Progress& progress)
{
    return reporting("work out the causes", [&]() -> Result<ForecastCauses> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        ForecastCauses made;
        made.seriesId = seriesId;
        const std::optional<ForecastRun> run = readLatestRun(*store);
        std::vector<SeriesForecast> kept = readForecasts(*store, std::span(&seriesId, 1));
        if (!run || kept.empty())
            return Error{ErrorCode::NotFound, "This series has no forecast.", "Run the forecast first.", {}};
        const Forecast& forecast = kept.front().forecast;
        made.mean = forecast.mean;
        for (int step = 0; step < forecast.horizon(); ++step)
            made.days.push_back(forecast.dayOfStep(step));

        ForecastOptions options = optionsOfLatest(*store, *run);
        if (options.method != "auto") {
            made.why = Texts::tr(
                "The method was asked for by name: it forecasts without season, events and offers.");
            return made;
        }
        std::vector<SeriesInfo> series;
        std::size_t one = 0;
        for (const SeriesInfo& info : loadSeries(*store)) {
            if (info.lastDay < info.firstDay || info.firstDay > run->asOf)
                continue;
            if (info.seriesId == seriesId)
                one = series.size();
            series.push_back(info);
        }
        const auto half = [&progress](std::size_t done, std::size_t total) {
            return !progress || progress(done, 2 * std::max<std::size_t>(1, total));
        };
        const std::vector<SeriesHistory> histories = loadHistories(*store, series, run->asOf, half);
        if (histories.empty())
            throw CancelledWork();
        const auto rest = [&progress](std::size_t done, std::size_t total) {
            return !progress ||
                   progress(std::max<std::size_t>(1, total) + done, 2 * std::max<std::size_t>(1, total));
        };
        // A run does not say whether it knew what was planned for later.
        for (const bool planned : {true, false}) {
            options.withPlans = planned;
            ExplainedForecast explained =
                explainForecast(*store, series, histories, run->asOf, options, one, rest);
            if (!isKept(forecast, explained.forecast))
                continue;
            made.factors = std::move(explained.causes);
            if (made.factors.empty())
                made.why =
                    Texts::tr("There are no causes in this forecast: the replay on history spoke against "
                              "them, the series is held to a simpler rung, or too little is known of its "
                              "category.");
            return made;
        }
        made.why =
            Texts::tr("Data, plans or rungs were changed since the forecast was made. Run the forecast again "
                      "to see its causes.");
        return made;
    });
}

CauseSteps causeSteps(
    const ForecastCauses& causes, const std::vector<OverrideWeek>& weeks,
    std::optional<std::pair<Day, Day>> span)
{
    CauseSteps steps;
    double method = 0.0;
    for (const OverrideWeek& week : weeks) {
        if (span && (week.week < span->first || week.week > span->second))
            continue;
        method += week.method;
        steps.shown += week.committed;
        const auto next = std::find_if(
            weeks.begin(), weeks.end(), [&](const OverrideWeek& other) { return other.week > week.week; });
        // The first week may have begun before the forecast: `days` of it lie ahead.
        const Day end = next == weeks.end()
                            ? std::max(week.week, causes.days.empty() ? 0 : causes.days.front()) + week.days
                            : next->week;
        for (std::size_t i = 0; i < causes.days.size(); ++i) {
            if (causes.days[i] < week.week || causes.days[i] >= end)
                continue;
            if (i >= causes.factors.size()) {
                steps.base += causes.mean[i];
                continue;
            }
            const CauseFactors& by = causes.factors[i];
            const double all = by.season * by.event * by.promotion * by.price * by.held;
            const double base = causes.mean[i] / all, weight = logMean(causes.mean[i], base);
            steps.base += base;
            steps.season += weight * std::log(by.season);
            steps.event += weight * std::log(by.event);
            steps.promotion += weight * std::log(by.promotion);
            steps.price += weight * std::log(by.price);
            steps.held += weight * std::log(by.held);
        }
    }
    steps.overrides = steps.shown - method;
    return steps;
}

BarSpec causeBars(const CauseSteps& steps)
{
    BarSpec spec;
    spec.name = Texts::tr("What makes the forecast");
    spec.rowName = Texts::tr("Cause");
    spec.valueName = Texts::tr("Units");
    spec.decimals = 1;
    spec.joined = true;
    spec.columns = {Texts::tr("Units"), Texts::tr("Of base")};
    const auto share = [&](double units) {
        return steps.base > 0.0 ? format::signedPercent(units / steps.base) : format::count(BarRow::kNone);
    };
    BarRow base;
    base.name = Texts::tr("Base");
    base.to = steps.base;
    base.cells = {amount(steps.base), format::percent(steps.base > 0.0 ? 1.0 : BarRow::kNone)};
    base.tip = Texts::tr("%1 units by level and weekday alone").arg(amount(steps.base));
    spec.rows.push_back(base);
    double at = steps.base;
    const auto add = [&](const QString& name, double units, bool always) {
        if (!always && std::abs(units) < 0.05)
            return;
        BarRow row;
        row.name = name;
        row.from = at;
        row.to = at += units;
        row.ink = std::abs(units) < 0.05 ? ChartInk::Plain : units < 0.0 ? ChartInk::Bad : ChartInk::Good;
        row.cells = {
            (units > 0.0 ? QStringLiteral("+") : QString()) + amount(std::abs(units) < 0.05 ? 0.0 : units),
            share(units)};
        row.tip = (units < 0.0 ? Texts::tr("%1 takes away %2 units") : Texts::tr("%1 adds %2 units"))
                      .arg(name, amount(std::abs(units)));
        spec.rows.push_back(row);
    };
    add(Texts::tr("Season"), steps.season, true);
    add(Texts::tr("Events"), steps.event, true);
    add(Texts::tr("Promotion"), steps.promotion, true);
    add(Texts::tr("Price"), steps.price, true);
    add(Texts::tr("Held within limits"), steps.held, false);
    add(Texts::tr("Overrides"), steps.overrides, false);
    BarRow all;
    all.name = Texts::tr("Forecast");
    all.to = steps.shown;
    all.ink = ChartInk::Forecast;
    all.strong = true;
    all.cells = {amount(steps.shown), share(steps.shown - steps.base)};
    all.tip = Texts::tr("%1 units are forecast").arg(amount(steps.shown));
    spec.rows.push_back(all);
    spec.description = all.tip;
    return spec;
}

} // namespace merch
