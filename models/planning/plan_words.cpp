#include "models/planning/plan_words.h"

#include "models/grid/format.h"

#include <QCoreApplication>

#include <cmath>

namespace merch::planwords
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ReorderPlan)
};

QString days(double value)
{
    return value >= 999.0 ? Texts::tr("more than 999") : format::count(std::floor(value));
}

/// "at 4 %", and never a false zero.
QString chance(double share)
{
    if (share > 0.0 && share < 0.005)
        return Texts::tr("below 1 %");
    return Texts::tr("at %1").arg(format::percent(share));
}

QString plainChance(double share)
{
    return share > 0.0 && share < 0.005 ? Texts::tr("below 1 %") : format::percent(share);
}

QString howLong(const ReorderPlanLine& line, const Proposal& what)
{
    const double position = line.onHand.value_or(0.0) + line.onOrder;
    if (position <= 0.0)
        return line.onHand.value_or(0.0) < 0.0 ? Texts::tr("Stock is below zero and nothing is on its way")
                                               : Texts::tr("Nothing is in stock or on its way");
    if (line.onHand.value_or(0.0) <= 0.0)
        return Texts::tr("The shelf is empty; what is on its way lasts %1 days").arg(days(what.positionDays));
    if (line.onOrder > 0.0)
        return Texts::tr("Stock and open orders last %1 days").arg(days(what.positionDays));
    return Texts::tr("Stock lasts %1 days").arg(days(what.positionDays));
}

} // namespace

QString units(double value)
{
    return value == std::round(value) ? format::count(value) : format::decimal(value, 3);
}

QString proposal(const ReorderPlanLine& line, const Proposal& what)
{
    const QString lead = format::count(std::round(line.leadTimeDays));
    QString said;
    switch (what.decision) {
    case ReorderDecision::Order:
        if (const double empty = std::round(line.leadTimeDays - what.positionDays); empty >= 2.0)
            said =
                Texts::tr(
                    "%1; what is ordered now arrives in %2, so the shelf is empty for about %3 days first; "
                    "%4 more keep the chance of running out after that %5.")
                    .arg(
                        howLong(line, what), lead, format::count(empty), units(what.quantity),
                        chance(what.chanceWith));
        else
            said = Texts::tr(
                       "%1; what is ordered now arrives in %2; %3 more keep the chance of running out before "
                       "the order after it %4.")
                       .arg(howLong(line, what), lead, units(what.quantity), chance(what.chanceWith));
        if (what.quantity > what.need && line.packSize > 1.0 && what.quantity > line.moq)
            said += QLatin1Char(' ') + Texts::tr("%1 are needed; whole packs of %2 make it %3.")
                                           .arg(units(what.need), units(line.packSize), units(what.quantity));
        else if (what.quantity > what.need && what.quantity <= line.moq)
            said += QLatin1Char(' ') + Texts::tr("%1 are needed; the supplier's minimum is %2.")
                                           .arg(units(what.need), units(line.moq));
        break;
    case ReorderDecision::Enough:
        said = Texts::tr(
                   "%1, more than the order point of %2 asks for; the chance of running out before the next "
                   "order arrives stands %3.")
                   .arg(howLong(line, what), units(line.orderPoint), chance(what.chanceWithout));
        break;
    case ReorderDecision::NoDemand:
        said = Texts::tr("No sales are expected, so nothing is ordered.");
        break;
    case ReorderDecision::NoMargin:
        said = Texts::tr(
            "A unit costs as much to buy and serve as it sells for, or more, so nothing is ordered.");
        break;
    case ReorderDecision::DoesNotFit:
        said =
            Texts::tr("%1 are needed, but less than a pack or the minimum order would sell before it spoils.")
                .arg(units(what.need));
        break;
    case ReorderDecision::LosesMoney:
        said =
            Texts::tr(
                "It sells so rarely that even the smallest order, %1, would cost more to hold than it earns.")
                .arg(units(what.least));
        break;
    }
    if (what.stockAge > 0 && what.decision != ReorderDecision::NoDemand)
        said += QLatin1Char(' ') +
                Texts::tr("Stock was last counted %1 days ago.").arg(format::count(what.stockAge));
    if (!line.critical.isEmpty())
        said += QLatin1Char(' ') + Texts::tr("Its data failed a check, so its simple forecast is used.");
    return said;
}

QString whatIf(const ReorderPlanLine& line, double chanceOut)
{
    if (line.orderQty <= 0.0)
        return Texts::tr("Without an order the chance of running out before the next one can arrive is %1.")
            .arg(plainChance(chanceOut));
    return Texts::tr("%1 more keep the chance of running out before the next one %2.")
        .arg(units(line.orderQty), chance(chanceOut));
}

QString ended(const QString& status)
{
    return Texts::tr("The product is marked \"%1\", so nothing is ordered.").arg(status);
}

QString unknown()
{
    return Texts::tr("The catalog does not know the product, so nothing is ordered.");
}

QString notGoods(const QString& kind)
{
    return Texts::tr("It is not a product to stock but %1, so nothing is ordered.").arg(kind);
}

QString noMoney()
{
    return Texts::tr("Neither its cost nor its price is known, so nothing is ordered.");
}

QString withDecision(const QString& proposal, const ReorderPlanLine& line)
{
    if (!line.excluded.isEmpty())
        return proposal + QLatin1Char(' ') + Texts::tr("Left out: %1.").arg(line.excluded);
    if (!line.inBudget)
        return proposal + QLatin1Char(' ') + Texts::tr("The budget does not reach it.");
    if (line.orderQty == line.proposedQty)
        return proposal;
    if (!line.byHand)
        return proposal + QLatin1Char(' ') +
               Texts::tr("The budget pays for %1 of %2.").arg(units(line.orderQty), units(line.proposedQty));
    return proposal + QLatin1Char(' ') + Texts::tr("Set to %1 by hand.").arg(units(line.orderQty));
}

} // namespace merch::planwords
