#include "models/grid/format.h"
#include "models/ladder/ladder_service.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(LadderService)
};

QString method(Rung rung)
{
    switch (rung) {
    case Rung::Today:
        return Texts::tr("today's way of ordering");
    case Rung::Rule:
        return Texts::tr("the simple rule (averages of the last weeks by weekday)");
    case Rung::Statistical:
        return Texts::tr("the statistical forecast");
    case Rung::Causal:
        break;
    }
    return Texts::tr("the causal forecast (season, events and promotions)");
}

} // namespace

QString ladderWords(NotReplayed why)
{
    switch (why) {
    case NotReplayed::NothingSold:
        return Texts::tr("nothing sold");
    case NotReplayed::TooShort:
        return Texts::tr("history too short");
    case NotReplayed::NoMargin:
        return Texts::tr("sold without a margin");
    case NotReplayed::BadData:
        return Texts::tr("data failed a critical check");
    case NotReplayed::No:
    case NotReplayed::NotTried:
        break;
    }
    return {};
}

QString LadderService::rungName(Rung rung)
{
    switch (rung) {
    case Rung::Today:
        return QStringLiteral("today");
    case Rung::Rule:
        return QStringLiteral("rule");
    case Rung::Statistical:
        return QStringLiteral("statistical");
    case Rung::Causal:
        break;
    }
    return QStringLiteral("causal");
}

QString LadderService::rungTitle(Rung rung)
{
    switch (rung) {
    case Rung::Today:
        return Texts::tr("Today");
    case Rung::Rule:
        return Texts::tr("Rule");
    case Rung::Statistical:
        return Texts::tr("Statistical");
    case Rung::Causal:
        break;
    }
    return Texts::tr("Causal");
}

QString ladderVerdict(const LadderReport& report, const QString& currency)
{
    const auto money = [&](double value) { return format::money(value, currency); };
    const LadderTotal& today = report.rungs.front().total;
    if (report.atCeiling())
        return Texts::tr(
            "Today's way of ordering costs about as little as anybody could make it who knew the true "
            "demand: there is nothing to gain here.");
    if (report.rungs.front().chosen == report.series)
        return Texts::tr("No rung pays: today's way of ordering is as good as anything here. What a perfect "
                         "forecaster would save, %1 a year, is out of reach of these methods.")
            .arg(money(report.bestForecaster.overToday.mean));

    // The rung that most of the series above today's take.
    std::size_t main = 1;
    int risen = 0;
    for (std::size_t rung = 1; rung < kRungs; ++rung) {
        risen += report.rungs[rung].chosen;
        if (report.rungs[rung].chosen > report.rungs[main].chosen)
            main = rung;
    }
    const Gain& gain = report.chosen.overToday;
    const QString who =
        (report.rungs[main].chosen == risen ? Texts::tr("For %1 of %2 series %3")
                                            : Texts::tr("For %1 of %2 series a better method, mostly %3,"))
            .arg(risen)
            .arg(report.series)
            .arg(method(static_cast<Rung>(main)));
    if (gain.high < 0.0)
        return Texts::tr(
                   "%1 promised to be worth it, but on the last fold it would have cost %2 a year more: keep "
                   "today's way of ordering.")
            .arg(who, money(-gain.mean));
    if (!(gain.low > 0.0))
        return Texts::tr(
                   "%1 promised to be worth it, but what it saves on the last fold, %2 a year, is within "
                   "noise: "
                   "nothing sure to gain.")
            .arg(who, money(gain.mean));
    QString verdict =
        Texts::tr("%1 pays: on the last fold it saves %2 a year (%3 to %4), %5 of today's stock cost")
            .arg(
                who, money(gain.mean), money(gain.low), money(gain.high),
                format::percent(today.money() > 0.0 ? gain.mean / today.money() : 0.0));
    if (const double share = report.shareOfGap(report.chosen.money()); std::isfinite(share))
        verdict += Texts::tr(" and %1 of what a perfect forecaster would").arg(format::percent(share));
    verdict += QLatin1Char('.');
    const bool moreAdds = std::any_of(
        report.rungs.begin() + static_cast<std::ptrdiff_t>(main) + 1, report.rungs.end(),
        [](const RungTotal& rung) { return rung.overBelow.low > 0.0; });
    if (main + 1 < kRungs && !moreAdds)
        verdict += QLatin1Char(' ') + Texts::tr("Anything more complicated adds nothing.");
    return verdict;
}

} // namespace merch
