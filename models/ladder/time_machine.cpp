#include "models/ladder/time_machine.h"

#include "models/grid/format.h"

#include <QCoreApplication>

#include <cmath>
#include <limits>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(TimeMachine)
};

ReplaySide sideOf(const SeriesReplay& replay, const ReplayPath& path, const RungReplay& rung)
{
    const LadderTrace& trace = replay.trace;
    ReplaySide side;
    const std::size_t days = trace.demand.size();
    std::vector<std::int64_t> arrived(days, 0);
    for (const Review& review : trace.reviews) {
        const auto at = static_cast<std::size_t>(review.day + review.leadDays);
        if (at < days)
            arrived[at] += path.orders[static_cast<std::size_t>(review.day)];
    }
    const auto units = [&](std::int64_t pieces) { return static_cast<double>(pieces) / replay.scale; };
    std::int64_t onOrder = 0;
    double soFar = 0.0;
    for (std::size_t i = 0; i < days; ++i) {
        onOrder += path.orders[i] - arrived[i];
        const bool counts = i >= static_cast<std::size_t>(trace.reported);
        soFar += counts ? path.costs[i].total() : 0.0;
        if (i < static_cast<std::size_t>(trace.counted))
            continue; // the warm-up
        ReplayDay day;
        day.day = trace.first + static_cast<Day>(i);
        day.demand = units(trace.demand[i]);
        day.lost = units(path.lost[i]);
        day.arrived = units(arrived[i]);
        day.ordered = units(path.orders[i]);
        day.stock = units(path.stock[i]);
        day.onOrder = units(onOrder);
        day.costs = path.costs[i];
        day.soFar = soFar;
        day.estimated = trace.estimated[i];
        side.lostDays += path.lost[i] > 0;
        side.days.push_back(day);
    }
    side.counts = trace.reported - trace.counted;
    side.rest = rung.reported.total() - soFar;
    side.perYear = moneyPerYear(replay.climbed, rung);
    return side;
}

} // namespace

std::vector<ReplaySide> replaySides(const SeriesReplay& replay)
{
    std::vector<ReplaySide> sides;
    for (std::size_t k = 0; k < kRungs; ++k) {
        if (!replay.trace.rungs[k])
            continue;
        ReplaySide side = sideOf(replay, *replay.trace.rungs[k], replay.climbed.rungs[k]);
        side.rung = static_cast<Rung>(k);
        side.name = LadderService::rungTitle(static_cast<Rung>(k));
        sides.push_back(std::move(side));
    }
    ReplaySide best = sideOf(replay, replay.trace.bestForecaster, replay.climbed.bestForecaster);
    best.name = Texts::tr("Best forecaster");
    sides.push_back(std::move(best));
    return sides;
}

ChartSpec replayChart(const ReplaySide& side, Day now)
{
    constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
    ChartSpec spec;
    spec.name = Texts::tr("Stock, day by day: %1").arg(side.name);
    spec.description =
        Texts::tr("%1 of %2 days had something asked for that was not there.")
            .arg(format::count(side.lostDays), format::count(static_cast<double>(side.days.size())));
    spec.yName = Texts::tr("Units");
    ChartLine stock, demand, arrives;
    stock.name = Texts::tr("Stock");
    stock.ink = ChartInk::Forecast;
    stock.steps = stock.filled = true;
    demand.name = Texts::tr("Asked for");
    demand.ink = ChartInk::Plain;
    demand.steps = true;
    arrives.name = Texts::tr("Order arrives");
    arrives.ink = ChartInk::Good;
    arrives.handles = true;
    for (const ReplayDay& day : side.days) {
        for (ChartLine* line : {&stock, &demand, &arrives})
            line->x.push_back(day.day);
        stock.y.push_back(day.stock);
        demand.y.push_back(day.demand);
        arrives.y.push_back(day.arrived > 0.0 ? day.arrived : kGap);
        if (!(day.lost > 0.0))
            continue;
        const QString words = Texts::tr("lost %1").arg(format::decimal(day.lost, day.lost < 10 ? 1 : 0));
        if (!spec.spans.empty() && spec.spans.back().to == day.day)
            spec.spans.back().to = day.day + 1;
        else
            spec.spans.push_back({ChartSpan::Kind::Stockout, double(day.day), double(day.day) + 1, words});
    }
    spec.lines = {stock, demand, arrives};
    spec.decimals = 0;
    spec.now = now;
    return spec;
}

ChartSpec replayCosts(const ReplaySide& a, const ReplaySide& b, const QString& currency, Day now)
{
    ChartSpec spec;
    spec.name = Texts::tr("Cost so far, %1").arg(format::currencySign(currency));
    spec.description =
        Texts::tr("What holding, lost margin and orders cost from the first day that counts on");
    spec.yName = format::currencySign(currency);
    spec.decimals = 2;
    for (const ReplaySide* side : {&a, &b}) {
        ChartLine line;
        line.name = side->name;
        line.ink = side == &a ? ChartInk::History : ChartInk::Forecast;
        line.dashed = side == &a;
        for (const ReplayDay& day : side->days) {
            line.x.push_back(day.day);
            line.y.push_back(day.soFar);
        }
        spec.lines.push_back(line);
    }
    spec.now = now;
    return spec;
}

} // namespace merch
