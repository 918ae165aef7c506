#include "models/ladder/selected_ladder.h"

#include "models/grid/format.h"
#include "models/ladder/ladder_store.h"
#include "models/store/changes.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <set>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(SelectedLadder)
};

struct Place {
    QString sku, location, category;
};

std::map<int, Place> readPlaces(Store& store)
{
    const auto text = [](const sql::Statement& row, int column) {
        const std::string_view bytes = row.text(column);
        return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    };
    std::map<int, Place> places;
    sql::Statement rows(
        store.db(), "SELECT s.series_id, p.sku, l.code, coalesce(c.path, '') FROM series s"
                    " JOIN product p USING (product_id) LEFT JOIN category c USING (category_id)"
                    " JOIN location l USING (location_id)");
    while (rows.step())
        places[static_cast<int>(rows.integer(0))] = {text(rows, 1), text(rows, 2), text(rows, 3)};
    return places;
}

QString staleness(Store& store, const LadderRun& run, Day lastSale)
{
    if (lastSale > run.asOf)
        return Texts::tr("Sales up to %1 came in after this replay, which knows them up to %2.")
            .arg(format::day(lastSale), format::day(run.asOf));
    const auto any = [&](const char* select) {
        sql::Statement later(store.db(), select);
        later.bind(1, run.madeAt);
        return later.step() && later.integer(0) > 0;
    };
    if (any("SELECT count(*) FROM import WHERE (made_at > ?1 AND undone_at IS NULL) OR undone_at > ?1"))
        return Texts::tr("Data were imported or taken back after this replay was made.");
    if (changedSince(store, kDemandChanged, run.madeAt))
        return Texts::tr("What counts as demand changed after this replay was made.");
    if (changedSince(store, kAssumptionsChanged, run.madeAt))
        return Texts::tr("Assumptions were changed after this replay was made.");
    return {};
}

/// What a rung earns over another for one series, drawn towards its segment; NaN where one does not apply.
Gain shrunkGain(const RungChoice& choice, std::size_t to, std::size_t from)
{
    if (to == from)
        return {};
    if (to > from)
        return choice.gains[to][from];
    const Gain& lost = choice.gains[from][to];
    return {-lost.mean, -lost.high, -lost.low};
}

void weigh(
    SelectedLadder& made, std::span<const ClimbedSeries> climbed, const std::vector<int>& used,
    const std::vector<int>& inForce)
{
    const auto money = [&](double value) { return format::money(value, made.currency); };
    const LadderReport& report = made.report;
    if (made.pinned == 0) {
        made.leave.why = Texts::tr("Nobody holds a rung here: the ladder decides.");
    } else {
        Gain& gain = made.leave.gain;
        gain = report.series == 1 && used.front() > 0 && inForce.front() > 0
                   ? shrunkGain(
                         report.choices.front(), static_cast<std::size_t>(inForce.front()),
                         static_cast<std::size_t>(used.front()))
                   : gainOfChoice(climbed, inForce, used);
        made.leave.pays = gain.low > 0.0;
        made.leave.why =
            (gain.mean < 0.0 ? Texts::tr("Left to the ladder, this would cost %1 a year more (%2 to %3).")
                             : Texts::tr("Left to the ladder, this would save %1 a year (%2 to %3)."))
                .arg(
                    money(std::abs(gain.mean)), money(gain.mean < 0.0 ? -gain.high : gain.low),
                    money(gain.mean < 0.0 ? -gain.low : gain.high));
    }
    for (std::size_t k = 0; k < kRungs; ++k) {
        RungPays& one = made.pays[k];
        const QString title = LadderService::rungTitle(static_cast<Rung>(k));
        one.gain = report.series == 1 && used.front() > 0
                       ? shrunkGain(report.choices.front(), k, static_cast<std::size_t>(used.front()))
                       : report.rungs[k].overUsed;
        if (static_cast<Rung>(k) == Rung::Today) {
            one.why = Texts::tr(
                "Today's way of ordering is no forecast. What it costs is what every rung must beat.");
            continue;
        }
        if (report.rungs[k].applies == 0) {
            const auto reason = made.skipped[k].begin();
            one.why = Texts::tr("%1 does not apply here: %2.")
                          .arg(
                              title, reason == made.skipped[k].end()
                                         ? Texts::tr("no series was replayed")
                                         : QCoreApplication::translate(
                                               "LadderService", reason->first.toUtf8().constData()));
            continue;
        }
        if (made.used[k] == report.series) {
            one.why = Texts::tr("%1 is in use already.").arg(title);
            continue;
        }
        const Gain& gain = one.gain;
        if (!(gain.mean > 0.0))
            one.why = Texts::tr("%1 would cost %2 a year more than what is in use (%3 to %4).")
                          .arg(title, money(-gain.mean), money(-gain.high), money(-gain.low));
        else if (!(gain.low > 0.0))
            one.why =
                Texts::tr("What %1 would earn over what is in use, %2 a year, is within noise (%3 to %4).")
                    .arg(title, money(gain.mean), money(gain.low), money(gain.high));
        else if (!(gain.mean > report.threshold))
            one.why = Texts::tr("%1 would earn %2 a year, less than the %3 that a change must earn.")
                          .arg(title, money(gain.mean), money(report.threshold));
        else {
            one.pays = true;
            one.why = Texts::tr("%1 earns %2 a year more than what is in use (%3 to %4).")
                          .arg(title, money(gain.mean), money(gain.low), money(gain.high));
        }
    }
}

/// One series is mostly noise: what is said of it leans on its segment.
QString verdictOfOne(const SelectedLadder& made)
{
    const RungChoice& choice = made.report.choices.front();
    const auto money = [&](double value) { return format::money(value, made.currency); };
    const QString title = LadderService::rungTitle(static_cast<Rung>(choice.rung));
    if (made.report.atCeiling())
        return Texts::tr(
            "Today's way of ordering costs about as little as anybody could make it who knew the true "
            "demand: nothing to gain here.");
    if (choice.rung == 0)
        return Texts::tr("No method is surely better than today's way of ordering here: nothing to gain.");
    const auto rung = static_cast<std::size_t>(choice.rung);
    const Gain& gain = choice.gains[rung][0];
    QString verdict = Texts::tr("%1 is worth about %2 a year here (%3 to %4)")
                          .arg(title, money(gain.mean), money(gain.low), money(gain.high));
    return verdict + (rung + 1 < kRungs ? Texts::tr("; anything more complicated adds nothing sure.")
                                        : QStringLiteral("."));
}

/// What season, events and promotions explain of the error that the statistical forecast makes.
QString explained(const LadderReport& report)
{
    const double plain = report.rungs[static_cast<std::size_t>(Rung::Statistical)].accuracy.wape;
    const double causal = report.rungs[static_cast<std::size_t>(Rung::Causal)].accuracy.wape;
    const double chance = report.leastError.wape;
    constexpr double kWorthSaying = 0.1;
    if (!(plain > 0.0) || !std::isfinite(causal) || !(plain > chance))
        return {};
    const double share = (plain - causal) / (plain - chance); // of what is not chance
    if (!(share > kWorthSaying))
        return {};
    return QLatin1Char(' ') +
           Texts::tr("Season, events and promotions explain %1 of the error that can be avoided.")
               .arg(format::percent(std::min(1.0, share)));
}

} // namespace

Result<SelectedLadder> loadSelectedLadder(
    const QString& path, const std::optional<std::vector<int>>& seriesIds, const Progress& progress)
{
    return reporting("read the ladder", [&]() -> Result<SelectedLadder> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        SelectedLadder made;
        made.currency = QString::fromStdString(store->currency());
        const Day last = lastSalesDay(*store);
        made.anySales = last >= 0;
        made.run = readLadderRun(*store);
        made.asked = seriesIds ? static_cast<int>(seriesIds->size()) : 0;
        if (!made.run)
            return made;
        made.stale = staleness(*store, *made.run, last);
        std::vector<KeptSeries> kept = readLadderSeries(
            *store, made.run->runId,
            seriesIds ? std::optional<std::span<const int>>(*seriesIds) : std::nullopt, progress);
        if (!seriesIds)
            made.asked = static_cast<int>(kept.size());
        const std::map<int, Place> places = readPlaces(*store);
        const std::map<int, RungInUse> pins = readPins(*store);
        const auto goOn = [&] {
            if (progress && !progress(0, 0))
                throw CancelledWork();
        };

        std::vector<ClimbedSeries> climbed;
        std::vector<RungChoice> choices;
        std::vector<int> used, inForce, segmentOf;
        std::set<QString> holders;
        std::set<int> heldTo;
        std::map<std::pair<QString, DemandClass>, int> segments;
        for (KeptSeries& one : kept) {
            if (!one.leftOut.isEmpty()) {
                ++made.left[one.leftOut];
                continue;
            }
            const auto pin = pins.find(one.seriesId);
            const int rung = pin != pins.end() ? static_cast<int>(pin->second.rung) : one.inForce;
            if (pin != pins.end()) {
                ++made.pinned;
                holders.insert(pin->second.pinnedBy);
                heldTo.insert(rung);
            }
            ++made.used[static_cast<std::size_t>(rung)];
            for (std::size_t k = 0; k < kRungs; ++k)
                if (!one.climbed.rungs[k].skipped.empty())
                    ++made.skipped[k][QString::fromStdString(one.climbed.rungs[k].skipped)];
            used.push_back(rung);
            inForce.push_back(one.inForce);
            const auto place = places.find(one.seriesId);
            const QString category = place == places.end() ? QString() : place->second.category;
            segmentOf.push_back(
                segments
                    .emplace(std::pair(category, one.climbed.demandClass), static_cast<int>(segments.size()))
                    .first->second);
            if (place != places.end())
                made.gains.push_back(
                    {place->second.sku, place->second.location, static_cast<Rung>(one.choice.rung),
                     moneyPerYear(one.climbed, one.climbed.rungs.front()),
                     moneyPerYear(
                         one.climbed, replayUpTo(one.climbed, static_cast<std::size_t>(one.choice.rung))),
                     moneyPerYear(one.climbed, one.climbed.bestForecaster)});
            made.replayed.push_back(one.seriesId);
            climbed.push_back(std::move(one.climbed));
            choices.push_back(std::move(one.choice));
        }
        goOn();
        if (climbed.empty())
            return made;
        ChoiceOptions options;
        options.thresholdShare = made.run->thresholdShare;
        made.report = sumLadder(climbed, segmentOf, std::move(choices), used, options);
        goOn();
        std::vector<std::pair<QString, DemandClass>> names(segments.size());
        for (const auto& [name, at] : segments)
            names[static_cast<std::size_t>(at)] = name;
        for (const SegmentTotal& total : made.report.segments) {
            const auto& [category, demandClass] = names[static_cast<std::size_t>(total.segment)];
            made.segments.push_back({category, demandClass, total});
        }
        std::stable_sort(
            made.gains.begin(), made.gains.end(), [](const LadderSeriesGain& a, const LadderSeriesGain& b) {
                return a.today - a.chosen > b.today - b.chosen;
            });
        made.pinnedBy = QStringList(holders.begin(), holders.end());
        if (made.pinned == made.report.series && heldTo.size() == 1)
            made.held = static_cast<Rung>(*heldTo.begin());
        weigh(made, climbed, used, inForce);
        made.verdict =
            (made.report.series == 1 ? verdictOfOne(made) : ladderVerdict(made.report, made.currency)) +
            explained(made.report);
        return made;
    });
}

} // namespace merch
