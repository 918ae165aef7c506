#include "models/ladder/ladder_bars.h"

#include "models/forecast/demand_words.h"
#include "models/grid/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(LadderBars)
};

Tone toneOf(const Gain& gain)
{
    return gain.low > 0.0 ? Tone::Good : gain.high < 0.0 ? Tone::Bad : Tone::Neutral;
}

QString notKnown()
{
    return format::count(BarRow::kNone);
}

/// Why a rung has no replay in any of the series.
QString whyNot(const SelectedLadder& ladder, std::size_t rung)
{
    const auto why = ladder.skipped[rung].begin();
    return why == ladder.skipped[rung].end()
               ? QString()
               : QCoreApplication::translate("LadderService", why->first.toUtf8().constData());
}

QString usedPill(const SelectedLadder& ladder, std::size_t rung)
{
    const int used = ladder.used[rung];
    if (used == 0 || rung == 0)
        return {};
    if (used < ladder.report.series)
        return Texts::tr("%n in use", nullptr, used);
    return ladder.held ? Texts::tr("held") : Texts::tr("in use");
}

QString costTip(const SelectedLadder& ladder, const QString& name, const LadderTotal& total)
{
    const auto money = [&](double value) { return format::money(value, ladder.currency); };
    QString tip = Texts::tr("%1 costs %2 a year: %3 of holding stock, %4 of lost margin, %5 of ordering")
                      .arg(
                          name, money(total.money()), money(total.perYear.holding), money(total.perYear.lost),
                          money(total.perYear.ordering));
    if (total.perYear.spoiled > 0.0)
        tip += Texts::tr(", %1 spoiled").arg(money(total.perYear.spoiled));
    return tip + QStringLiteral(".\n") +
           Texts::tr("%1 of what was asked for is served, %2 units lie in stock on average.")
               .arg(format::percent(total.fillRate, 1), format::count(total.stockUnits));
}

BarRow costRow(const SelectedLadder& ladder, const QString& name, const LadderTotal& total, bool isToday)
{
    BarRow row;
    row.name = name;
    row.to = total.money();
    const Gain& gain = total.overToday;
    if (!isToday) { // what is uncertain is the difference to today
        const double today = ladder.report.rungs.front().total.money();
        row.low = today - gain.high;
        row.high = today - gain.low;
    }
    row.tip = costTip(ladder, name, total);
    if (!isToday)
        row.tip += QLatin1Char('\n') + Texts::tr("Against today %1 a year (%2 to %3).")
                                           .arg(
                                               format::signedMoney(-gain.mean, ladder.currency),
                                               format::signedMoney(-gain.high, ladder.currency),
                                               format::signedMoney(-gain.low, ladder.currency));
    return row;
}

/// Below zero it is no share: the money says by how much.
QString shareCell(double share)
{
    return !std::isfinite(share) ? notKnown() : share < 0.0 ? Texts::tr("none") : format::percent(share);
}

} // namespace

BarSpec ladderBars(const SelectedLadder& ladder)
{
    const LadderReport& report = ladder.report;
    BarSpec spec;
    spec.name = Texts::tr("Cost of each way to order");
    spec.description = ladder.verdict;
    spec.rowName = Texts::tr("Method");
    spec.valueName = Texts::tr("%1 a year").arg(format::currencySign(ladder.currency));
    spec.currency = ladder.currency;
    spec.columns = {spec.valueName, Texts::tr("Saves"), Texts::tr("Gap closed")};
    if (report.series == 0)
        return spec;
    for (std::size_t k = 0; k < kRungs; ++k) {
        const RungTotal& rung = report.rungs[k];
        const QString title = LadderService::rungTitle(static_cast<Rung>(k));
        if (rung.applies == 0) {
            BarRow none;
            none.name = title;
            none.cells = {notKnown(), notKnown(), notKnown()};
            none.tip = Texts::tr("%1 does not apply here: %2.").arg(title, whyNot(ladder, k));
            spec.rows.push_back(none);
            continue;
        }
        BarRow row = costRow(ladder, title, rung.total, k == 0);
        row.pill = usedPill(ladder, k);
        row.tone = ladder.held ? Tone::Warn : Tone::Good;
        if (!row.pill.isEmpty())
            row.tip +=
                QLatin1Char('\n') + Texts::tr("In use for %1 of %2 series.")
                                        .arg(format::count(ladder.used[k]), format::count(report.series));
        row.strong = ladder.used[k] == report.series;
        row.ink = row.strong ? ChartInk::Forecast : ChartInk::Plain;
        row.cells << format::count(row.to);
        row.cells << (k == 0 ? notKnown() : format::signedCount(rung.total.overToday.mean));
        row.cells << (k == 0 ? notKnown() : shareCell(report.shareOfGap(row.to)));
        row.cellTones = {Tone::Neutral, k == 0 ? Tone::Neutral : toneOf(rung.total.overToday)};
        if (k > 1)
            row.tip += QLatin1Char('\n') + Texts::tr("Against the rung below %1 a year (%2 to %3).")
                                               .arg(
                                                   format::signedMoney(-rung.overBelow.mean, ladder.currency),
                                                   format::signedMoney(-rung.overBelow.high, ladder.currency),
                                                   format::signedMoney(-rung.overBelow.low, ladder.currency));
        if (k > 0 && rung.applies < report.series)
            row.tip += QLatin1Char('\n') +
                       Texts::tr("It applies to %1 of %2 series; the others keep the rung below.")
                           .arg(rung.applies)
                           .arg(report.series);
        spec.rows.push_back(row);
    }
    if (report.series > 1) {
        BarRow own = costRow(ladder, Texts::tr("Each its own"), report.chosen, false);
        own.strong = true;
        own.ink = ChartInk::Forecast;
        own.cells = {
            format::count(own.to), format::signedCount(report.chosen.overToday.mean),
            shareCell(report.shareOfGap(own.to))};
        own.cellTones = {Tone::Neutral, toneOf(report.chosen.overToday)};
        own.tip =
            Texts::tr("Each series with the rung that the ladder chose for it, on other days than these.") +
            QLatin1Char('\n') + own.tip;
        spec.rows.push_back(own);
    }
    spec.marks.push_back(
        {Texts::tr("Perfect information %1").arg(format::moneyShort(report.perfect, ladder.currency)),
         report.perfect, ChartInk::History, true});
    spec.marks.push_back(
        {Texts::tr("Best forecaster %1")
             .arg(format::moneyShort(report.bestForecaster.money(), ladder.currency)),
         report.bestForecaster.money(), ChartInk::Good, false});
    return spec;
}

BarSpec accuracyBars(const SelectedLadder& ladder)
{
    const LadderReport& report = ladder.report;
    BarSpec spec;
    spec.name = Texts::tr("Error of each method");
    spec.description = chanceWords(ladder);
    spec.rowName = Texts::tr("Method");
    spec.valueName = Texts::tr("WAPE, %");
    spec.decimals = 1;
    spec.columns = {
        Texts::tr("WAPE, %"), Texts::tr("Bias, %"), Texts::tr("MASE"), Texts::tr("RMSSE"),
        Texts::tr("Pinball")};
    if (report.series == 0)
        return spec;
    const auto cell = [](double value, int digits) {
        return std::isfinite(value) ? format::decimal(value, digits) : notKnown();
    };
    for (std::size_t k = 0; k < kRungs; ++k) {
        const LadderAccuracy& accuracy = report.rungs[k].accuracy;
        BarRow row;
        row.name = LadderService::rungTitle(static_cast<Rung>(k));
        row.strong = k > 0 && ladder.used[k] == report.series;
        row.ink = row.strong ? ChartInk::Forecast : ChartInk::Plain;
        row.to = report.rungs[k].applies > 0 ? 100.0 * accuracy.wape : BarRow::kNone;
        row.cells = {
            cell(100.0 * accuracy.wape, 1), cell(100.0 * accuracy.bias, 1), cell(accuracy.mase, 2),
            cell(accuracy.rmsse, 2), cell(accuracy.pinball, 2)};
        if (!std::isfinite(accuracy.wape))
            row.tip = report.rungs[k].applies == 0
                          ? Texts::tr("%1 does not apply here: %2.").arg(row.name, whyNot(ladder, k))
                          : Texts::tr("%1 says nothing of what will sell.").arg(row.name);
        else
            row.tip = Texts::tr("%1: WAPE %2 %, bias %3 %, MASE %4, RMSSE %5, pinball %6 units a period")
                          .arg(row.name)
                          .arg(row.cells[0], row.cells[1], row.cells[2], row.cells[3], row.cells[4]);
        spec.rows.push_back(row);
    }
    if (std::isfinite(report.leastError.wape))
        spec.marks.push_back(
            {Texts::tr("Chance alone %1").arg(format::percent(report.leastError.wape)),
             100.0 * report.leastError.wape, ChartInk::Good, false});
    return spec;
}

BarSpec segmentBars(const SelectedLadder& ladder, int most)
{
    BarSpec spec;
    spec.name = Texts::tr("Where a better method earns anything");
    spec.description = Texts::tr("Money a year that the rungs chosen save over today's way, by category");
    spec.rowName = Texts::tr("Category, demand class");
    spec.valueName = Texts::tr("Saves, %1 a year").arg(format::currencySign(ladder.currency));
    spec.currency = ladder.currency;
    spec.columns = {Texts::tr("%1 a year").arg(format::currencySign(ladder.currency)), Texts::tr("Series")};
    for (std::size_t i = 0; i < ladder.segments.size() && i < static_cast<std::size_t>(most); ++i) {
        const LadderSegment& segment = ladder.segments[i];
        BarRow row;
        row.name = (segment.category.isEmpty() ? Texts::tr("no category")
                                               : segment.category.section(QLatin1String(" > "), -1)) +
                   QStringLiteral(", ") + demandClassWord(segment.demandClass);
        row.to = segment.total.gain.mean;
        row.low = segment.total.gain.low;
        row.high = segment.total.gain.high;
        row.ink = row.low > 0.0 ? ChartInk::Good : row.high < 0.0 ? ChartInk::Bad : ChartInk::Plain;
        row.cells = {format::signedCount(row.to), format::count(segment.total.series)};
        row.cellTones = {toneOf(segment.total.gain)};
        row.tip =
            Texts::tr("%1, %2: %3 a year over today's way (%4 to %5); the best forecaster would save %6.")
                .arg(segment.category, demandClassWord(segment.demandClass))
                .arg(
                    format::signedMoney(row.to, ladder.currency),
                    format::signedMoney(row.low, ladder.currency),
                    format::signedMoney(row.high, ladder.currency),
                    format::money(segment.total.today - segment.total.best, ladder.currency));
        spec.rows.push_back(row);
    }
    return spec;
}

BarSpec seriesBars(const SelectedLadder& ladder, int most)
{
    BarSpec spec;
    spec.name = Texts::tr("Series that hold most of the gain");
    spec.description = Texts::tr("Money that their rungs saved over today's way, a year, on the last fold");
    spec.rowName = Texts::tr("Series");
    spec.valueName = Texts::tr("Saved, %1 a year").arg(format::currencySign(ladder.currency));
    spec.currency = ladder.currency;
    spec.columns = {Texts::tr("%1 a year").arg(format::currencySign(ladder.currency)), Texts::tr("Rung")};
    for (const LadderSeriesGain& gain : ladder.gains) {
        if (static_cast<int>(spec.rows.size()) == most || !(gain.today - gain.chosen > 0.0))
            break;
        BarRow row;
        row.name = gain.sku + QStringLiteral(" · ") + gain.location;
        row.to = gain.today - gain.chosen;
        row.cells = {format::signedCount(row.to), LadderService::rungTitle(gain.rung)};
        row.tip =
            Texts::tr("%1 at %2 cost %3 a year today's way, %4 with its rung; the best forecaster %5.")
                .arg(gain.sku, gain.location)
                .arg(
                    format::money(gain.today, ladder.currency), format::money(gain.chosen, ladder.currency),
                    format::money(gain.best, ladder.currency));
        spec.rows.push_back(row);
    }
    return spec;
}

double gapClosed(const SelectedLadder& ladder)
{
    return ladder.report.series > 0 ? ladder.report.shareOfGap(ladder.report.used.money()) : BarRow::kNone;
}

QString chanceWords(const SelectedLadder& ladder)
{
    const LadderReport& report = ladder.report;
    const double chance = report.leastError.wape;
    double least = BarRow::kNone;
    for (const RungTotal& rung : report.rungs)
        if (rung.applies > 0 && std::isfinite(rung.accuracy.wape))
            least = std::isfinite(least) ? std::min(least, rung.accuracy.wape) : rung.accuracy.wape;
    if (!std::isfinite(chance) || !std::isfinite(least) || report.series == 0)
        return {};
    if (least <= chance * 1.02)
        return Texts::tr("The error that is left, %1 of sales, is chance: no forecaster gets below it.")
            .arg(format::percent(chance));
    return Texts::tr("Of the error that is left, %1 of sales, %2 is chance: no forecaster gets below it.")
        .arg(format::percent(least), format::percent(chance));
}

QStringList leftOutWords(const SelectedLadder& ladder)
{
    std::vector<std::pair<QString, int>> all(ladder.left.begin(), ladder.left.end());
    std::stable_sort(
        all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    QStringList words;
    int known = ladder.report.series;
    for (const auto& [why, count] : all) {
        words << Texts::tr("%n series: ", nullptr, count) + why;
        known += count;
    }
    if (ladder.run && known < ladder.asked)
        words << Texts::tr("%n series: ", nullptr, ladder.asked - known) + Texts::tr("new since the replay");
    return words;
}

} // namespace merch
