#include "engine/inventory/reorder.h"

#include "engine/core/parallel.h"
#include "engine/core/random.h"
#include "engine/forecast/distributions.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

using namespace merch;

namespace
{

/// Poisson pieces of that mean a day: every number below can be checked by hand.
Forecast pieces(double mean, Grain grain = Grain::Daily, double overdispersion = 1.0)
{
    Forecast forecast;
    forecast.grain = grain;
    forecast.first = dayOf(2026, 6, 1);
    forecast.mean.assign(28, mean);
    forecast.errors.countVariance = overdispersion;
    return forecast;
}

/// Normal errors of that deviation a period.
Forecast normal(double mean, double sd, Grain grain = Grain::Daily)
{
    Forecast forecast;
    forecast.grain = grain;
    forecast.first = dayOf(2026, 6, 1);
    forecast.mean.assign(28, mean);
    forecast.errors.scaleBase = sd;
    return forecast;
}

ReorderInputs inputs()
{
    ReorderInputs in;
    in.leadTime = LeadTime::of(5, 0);
    in.reviewDays = 7;
    in.money.price = 10;
    in.money.cost = 6;
    in.money.holdingRate = 0.25;
    return in;
}

double poissonCdf(double mean, int k)
{
    double term = std::exp(-mean), sum = term;
    for (int i = 1; i <= k; ++i)
        sum += term *= mean / i;
    return sum;
}

} // namespace

class TestReorder : public QObject
{
    Q_OBJECT
private slots:
    void aLeadTimeIsAGammaInWholeDays()
    {
        const LeadTime lead = LeadTime::of(10, 2);
        double sum = 0, mean = 0, square = 0;
        int before = -1;
        for (const LeadTime::Point& point : lead.points) {
            QVERIFY(point.days > before);
            before = point.days;
            sum += point.chance;
            mean += point.chance * point.days;
            square += point.chance * point.days * point.days;
        }
        QVERIFY(std::abs(sum - 1) < 1e-12);
        QVERIFY(std::abs(mean - 10) < 0.05);
        QVERIFY(std::abs(std::sqrt(square - mean * mean) - 2) < 0.1);
        QVERIFY(std::abs(lead.mean() - mean) < 1e-12);
        QVERIFY(lead.cdf(before) > 1 - 1e-12);
        QCOMPARE(LeadTime::of(21, 0).points.size(), std::size_t{1});
        QCOMPARE(LeadTime::of(21, 0).points[0].days, 21);
        QCOMPARE(LeadTime::of(0, 3).points[0].days, 0);
        QCOMPARE(LeadTime::of(std::numeric_limits<double>::quiet_NaN(), 1).points.size(), std::size_t{1});
        QVERIFY(LeadTime::of(60, 20).points.size() <= 24);
        QVERIFY(std::abs(LeadTime::of(60, 20).mean() - 60) < 0.3);
    }

    void demandIsThatOfTheSum()
    {
        // 12 days of Poisson 1.5 are Poisson 18.
        const LeadTimeDemand demand(pieces(1.5), LeadTime::of(5, 0), 7);
        QVERIFY(std::abs(demand.mean() - 18) < 1e-9);
        QVERIFY(std::abs(demand.variance() - 18) < 1e-3);
        for (const int k : {5, 12, 18, 25, 30})
            QVERIFY(std::abs(demand.cdf(k) - poissonCdf(18, k)) < 1e-9);
        // The smallest whole number whose chance is enough.
        const double q = demand.quantile(0.95);
        QVERIFY(
            poissonCdf(18, static_cast<int>(q)) >= 0.95 && poissonCdf(18, static_cast<int>(q) - 1) < 0.95);
        double shortage = 0;
        for (int k = 20; k < 90; ++k)
            shortage += 1 - poissonCdf(18, k);
        QVERIFY(std::abs(demand.shortage(20) - shortage) < 1e-8);
        QVERIFY(std::abs(demand.shortage(-4) - 22) < 1e-6);
    }

    void normalDemandHasItsTextbookQuantileAndLoss()
    {
        // 16 days of N(10, 3) errors: mean 160, deviation 12.
        const LeadTimeDemand demand(normal(10, 3), LeadTime::of(9, 0), 7);
        QVERIFY(std::abs(demand.quantile(0.975) - (160 + 12 * 1.959963985)) < 1e-3);
        const double z = 0.5;
        const double loss = 12 * (std::exp(-z * z / 2) / std::sqrt(2 * M_PI) - z * normalCdf(-z));
        QVERIFY(std::abs(demand.shortage(160 + 12 * z) - loss) < 1e-9);
        QVERIFY(std::abs(demand.variance() - 144) < 1e-6);
    }

    void aRandomLeadTimeAddsItsOwnVariance()
    {
        // Var = E[L+R] var(d) + mean(d)^2 Var(L), of the lead time as it was read in whole days.
        const LeadTime lead = LeadTime::of(10, 2);
        double square = 0;
        for (const LeadTime::Point& point : lead.points)
            square += point.chance * std::pow(point.days - lead.mean(), 2);
        for (const Forecast& forecast : {pieces(4), normal(4, 2)}) {
            const LeadTimeDemand demand(forecast, lead, 7);
            const double expected = (lead.mean() + 7) * 4 + 16 * square;
            QVERIFY2(
                std::abs(demand.variance() / expected - 1) < 0.002,
                qPrintable(QString::number(demand.variance())));
            QVERIFY(std::abs(demand.mean() - 4 * (lead.mean() + 7)) < 1e-9);
            QVERIFY(demand.quantile(0.95) > LeadTimeDemand(forecast, LeadTime::of(10, 0), 7).quantile(0.95));
        }
    }

    void manyPiecesAreReadOnAGridCloseToTheTruth()
    {
        // Negative binomial of mean 3000 and deviation 1732: hundreds of pieces share a step.
        Forecast forecast = pieces(250, Grain::Daily, 1000);
        const LeadTimeDemand demand(forecast, LeadTime::of(5, 0), 7);
        for (const double level : {0.5, 0.9, 0.975, 0.99}) {
            const double exact = countQuantile(3000, 3'000'000, level);
            QVERIFY2(
                std::abs(demand.quantile(level) / exact - 1) < 0.005, qPrintable(QString::number(level)));
        }
        QVERIFY(std::abs(demand.shortage(0) / 3000 - 1) < 0.005);
        QVERIFY(std::abs(demand.variance() / 3e6 - 1) < 0.02);
    }

    void aWeeklySeriesIsReadAtFractionsOfItsWeeks()
    {
        // 12 days of 14 a week: 24 units.
        const LeadTimeDemand demand(pieces(14, Grain::Weekly), LeadTime::of(5, 0), 7);
        QVERIFY(std::abs(demand.mean() - 24) < 1e-9);
        QVERIFY(std::abs(demand.cdf(24) - poissonCdf(24, 24)) < 1e-9);
        // June has 30 days: 15 days are half of it, and 30 + 15.5 are June and half of July.
        Forecast monthly = pieces(60, Grain::Monthly);
        QVERIFY(std::abs(demandOverDays(monthly, 15).expected() - 30) < 1e-9);
        QVERIFY(std::abs(periodsOfDays(monthly, 30) - 1) < 1e-12);
        QVERIFY(std::abs(periodsOfDays(monthly, 45) - (1 + 15.0 / 31)) < 1e-12);
    }

    void theLineIsTheNewsvendors()
    {
        ReorderInputs in = inputs();
        in.onHand = 3;
        in.onOrder = 4;
        in.mostService = 0.9999;
        const ReorderLine line = planReorder(pieces(1.5), in);
        // Underage 4, overage 6 * 0.25 * 7 / 365.
        const double over = 6 * 0.25 * 7 / 365.0, ratio = 4 / (4 + over);
        QVERIFY(std::abs(line.service - ratio) < 1e-12);
        int s = 0;
        while (poissonCdf(18, s) < ratio)
            ++s;
        QCOMPARE(line.orderPoint, std::int64_t{s});
        QCOMPARE(line.orderUpTo, std::int64_t{s});
        QCOMPARE(line.need, std::int64_t{s - 7});
        QCOMPARE(line.quantity, line.need);
        QVERIFY(std::abs(line.safetyStock - (s - 7.5)) < 1e-9);
        QVERIFY(std::abs(line.chanceOutWithout - (1 - poissonCdf(18, 7))) < 1e-9);
        QVERIFY(std::abs(line.chanceOutWith - (1 - poissonCdf(18, s))) < 1e-9);
        double earned = 0;
        for (int k = 1; k <= line.quantity; ++k) {
            const double needed = 1 - poissonCdf(18, 7 + k - 1);
            earned += 4 * needed - over * (1 - needed);
        }
        QVERIFY2(
            std::abs(line.marginSaved() - earned) < 1e-6, qPrintable(QString::number(line.marginSaved())));
        QVERIFY(std::abs(marginOfOrder(pieces(1.5), in, line.quantity) - earned) < 1e-6);
    }

    void identitiesHoldWhateverTheNumbers()
    {
        Random random(7);
        int ordered = 0;
        for (int i = 0; i < 600; ++i) {
            ReorderInputs in = inputs();
            in.onHand = static_cast<std::int64_t>(random.below(120)) - 20;
            in.onOrder = random.below(40);
            in.leadTime = LeadTime::of(random.below(60), random.below(12));
            in.reviewDays = 1 + static_cast<int>(random.below(28));
            in.money.price = 0.5 + 20 * random.uniform();
            in.money.cost = 15 * random.uniform();
            in.rules.pack = 1 + random.below(24);
            in.rules.moq = random.below(60);
            in.orderCost = i % 3 == 0 ? 5 * random.uniform() : 0;
            if (i % 5 == 0)
                in.service = 0.5 + 0.49 * random.uniform();
            const double mean = 3 * random.uniform();
            const Forecast forecast = i % 2 ? pieces(mean) : normal(mean, 1.2 * mean);
            const ReorderLine line = planReorder(forecast, in);
            const std::int64_t position = in.onHand + in.onOrder;
            QCOMPARE(line.need, std::max<std::int64_t>(0, line.orderUpTo - position));
            QVERIFY(line.orderUpTo >= line.orderPoint);
            const std::int64_t wanted =
                position <= line.orderPoint
                    ? roundOrder(line.orderUpTo - position, in.rules, position).quantity
                    : 0;
            if (line.decision == ReorderDecision::Order || line.decision == ReorderDecision::Enough)
                QCOMPARE(line.quantity, wanted);
            else
                QCOMPARE(line.quantity, std::int64_t{0});
            QVERIFY(line.need > 0 || line.quantity == 0);
            std::int64_t units = 0;
            for (const OrderCase& one : line.cases)
                units += one.units;
            QCOMPARE(units, line.quantity);
            QVERIFY(line.cases.size() <= std::size_t{kMostCases});
            QVERIFY(std::isfinite(line.marginSaved()) && std::isfinite(line.safetyStock));
            if (line.quantity > 0) {
                ++ordered;
                QVERIFY(line.quantity >= in.rules.moq && line.quantity % in.rules.pack == 0);
                QVERIFY(line.chanceOutWith <= line.chanceOutWithout);
                if (!in.service)
                    QVERIFY2(line.marginSaved() > 0, "an order that money asks for earns something");
                QVERIFY(std::abs(line.marginSaved() - marginOfOrder(forecast, in, line.quantity)) < 1e-6);
            }
        }
        QVERIFY(ordered > 100);
    }

    void whatCasesEarnFalls()
    {
        ReorderInputs in = inputs();
        in.rules.pack = 3;
        for (const Forecast& forecast : {pieces(4, Grain::Daily, 3), normal(4, 3)}) {
            const ReorderLine line = planReorder(forecast, in);
            QVERIFY(line.cases.size() > 5);
            for (std::size_t i = 1; i < line.cases.size(); ++i) {
                const OrderCase &a = line.cases[i - 1], &b = line.cases[i];
                QVERIFY(
                    b.margin / static_cast<double>(b.units) <=
                    a.margin / static_cast<double>(a.units) + 1e-9);
                QVERIFY(b.margin > 0);
            }
        }
    }

    void moreServiceLeadTimeOrDemandNeedsMore()
    {
        std::int64_t before = 0;
        for (const double service : {0.6, 0.8, 0.9, 0.95, 0.99}) {
            ReorderInputs in = inputs();
            in.service = service;
            const ReorderLine line = planReorder(pieces(3), in);
            QVERIFY(line.orderPoint > before);
            before = line.orderPoint;
        }
        before = 0;
        for (const int days : {2, 6, 12, 40}) {
            ReorderInputs in = inputs();
            in.leadTime = LeadTime::of(days, 0.2 * days);
            const std::int64_t point = planReorder(normal(3, 2), in).orderPoint;
            QVERIFY(point > before);
            before = point;
        }
        std::int64_t last = std::numeric_limits<std::int64_t>::max();
        for (std::int64_t stock = -10; stock < 80; stock += 5) {
            ReorderInputs in = inputs();
            in.onHand = stock;
            in.rules.pack = 4;
            const std::int64_t quantity = planReorder(pieces(3), in).quantity;
            QVERIFY(quantity <= last);
            last = quantity;
        }
        QCOMPARE(last, std::int64_t{0});
    }

    void onHandAndOnOrderCountTheSame()
    {
        ReorderInputs a = inputs(), b = inputs();
        a.onHand = 9;
        b.onHand = 2;
        b.onOrder = 7;
        QCOMPARE(planReorder(pieces(2), a).quantity, planReorder(pieces(2), b).quantity);
        // Backorders are served as well.
        ReorderInputs owed = inputs();
        owed.onHand = -12;
        QCOMPARE(planReorder(pieces(2), owed).quantity, planReorder(pieces(2), inputs()).quantity + 12);
    }

    void anOrderThatCostsSomethingIsLarger()
    {
        ReorderInputs in = inputs();
        in.orderCost = 4;
        const ReorderLine line = planReorder(pieces(2), in), plain = planReorder(pieces(2), inputs());
        QCOMPARE(line.orderPoint, plain.orderPoint);
        // EOQ = sqrt(2 K lambda / h), of which a review's demand is in the order point already.
        const double lot = std::sqrt(2 * 4 * 2 / (6 * 0.25 / 365));
        QCOMPARE(line.orderUpTo, plain.orderPoint + std::llround(lot - 14));
        QVERIFY(line.cases.back().margin >= 0);
    }

    void aLargeMinimumWaitsUntilItPays()
    {
        ReorderInputs in = inputs();
        const ReorderLine plain = planReorder(pieces(2), in);
        in.rules.moq = 60;
        const ReorderLine line = planReorder(pieces(2), in);
        QCOMPARE(line.orderUpTo, plain.orderUpTo);
        QVERIFY(line.orderPoint < plain.orderPoint);
        // One unit more in stock and the order would lose money; at the order point it earns.
        in.onHand = line.orderPoint;
        QVERIFY(planReorder(pieces(2), in).quantity >= 60);
        QVERIFY(marginOfOrder(pieces(2), in, 60) > 0);
        in.onHand += 2;
        QCOMPARE(planReorder(pieces(2), in).quantity, std::int64_t{0});
        QVERIFY(marginOfOrder(pieces(2), in, 60) <= 0);
        // A level that was set does not wait.
        in.service = 0.98;
        QVERIFY(planReorder(pieces(2), in).quantity >= 60);

        ReorderInputs never = inputs();
        never.rules.moq = 5000;
        const ReorderLine rare = planReorder(pieces(0.002), never);
        QCOMPARE(rare.decision, ReorderDecision::LosesMoney);
        QCOMPARE(rare.quantity, std::int64_t{0});
        QCOMPARE(rare.orderUpTo, std::int64_t{0});
    }

    void theServiceThatIsPlannedIsReachedInReplay()
    {
        // Weeks of (R,S) with backorders: every review orders up to the level; lead times are drawn anew for
        // each order. Counted: cycles in which all demand until the order after could arrive was met.
        constexpr int kCycles = 40'000;
        for (const auto& [daily, leadSd, service] :
             {std::tuple{0.3, 0.0, 0.9}, {3.0, 2.0, 0.8}, {3.0, 4.0, 0.95}, {11.0, 3.0, 0.98}}) {
            ReorderInputs in = inputs();
            in.leadTime = LeadTime::of(10, leadSd);
            in.service = service;
            const ReorderLine line = planReorder(pieces(daily), in);
            QCOMPARE(line.orderPoint, line.orderUpTo);
            Random random(5, static_cast<std::uint64_t>(1000 * daily + leadSd));
            const auto demandOf = [&](int days) {
                int units = 0; // arrivals of a Poisson stream
                for (double clock = -std::log(1 - random.uniform()); clock < daily * days;
                     clock -= std::log(1 - random.uniform()))
                    ++units;
                return units;
            };
            int met = 0, justMet = 0;
            for (int cycle = 0; cycle < kCycles; ++cycle) {
                double left = random.uniform();
                int days = in.leadTime.points.back().days;
                for (const LeadTime::Point& point : in.leadTime.points)
                    if ((left -= point.chance) < 0) {
                        days = point.days;
                        break;
                    }
                const int wanted = demandOf(days + in.reviewDays);
                met += wanted <= line.orderUpTo;
                justMet += wanted == line.orderUpTo;
            }
            const double reached = met / double(kCycles),
                         noise = 4 * std::sqrt(service * (1 - service) / kCycles);
            // Whole pieces: one piece less would not have done.
            QVERIFY2(reached > service - noise, qPrintable(QString::number(reached)));
            QVERIFY2(
                reached - justMet / double(kCycles) < service + noise,
                qPrintable(QStringLiteral("%1 for %2").arg(reached).arg(service)));
        }
    }

    void whatCannotBeOrderedSaysWhy()
    {
        QCOMPARE(planReorder(pieces(0), inputs()).decision, ReorderDecision::NoDemand);
        QCOMPARE(planReorder(Forecast(), inputs()).decision, ReorderDecision::NoDemand);
        ReorderInputs dear = inputs();
        dear.money.cost = 10;
        QCOMPARE(planReorder(pieces(2), dear).decision, ReorderDecision::NoMargin);
        dear.money.cost = 12;
        QCOMPARE(planReorder(pieces(2), dear).quantity, std::int64_t{0});
        dear.money.cost = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(planReorder(pieces(2), dear).decision, ReorderDecision::NoMargin);
        Forecast broken = pieces(2);
        broken.mean[3] = std::numeric_limits<double>::infinity();
        QCOMPARE(planReorder(broken, inputs()).decision, ReorderDecision::NoDemand);
        QCOMPARE(marginOfOrder(broken, inputs(), 5), 0.0);
        ReorderInputs full = inputs();
        full.rules.pack = 24;
        full.rules.capacity = 20;
        QCOMPARE(planReorder(pieces(2), full).decision, ReorderDecision::DoesNotFit);
    }

    void goodsByWeightAreTheSameInThousandths()
    {
        ReorderInputs in = inputs();
        in.onHand = 4;
        const ReorderLine whole = planReorder(normal(2.5, 1.5), in);
        in.onHand = 4000;
        for (double* money : {&in.money.price, &in.money.cost})
            *money /= 1000;
        const ReorderLine thousandths = planReorder(inThousandths(normal(2.5, 1.5)), in);
        QVERIFY(
            std::abs(
                static_cast<double>(thousandths.orderPoint) / 1000 - static_cast<double>(whole.orderPoint)) <=
            1.0);
        QVERIFY(std::abs(thousandths.marginSaved() / whole.marginSaved() - 1) < 0.01);
        QVERIFY(
            std::abs(
                inThousandths(pieces(3)).sumQuantile(0, 10, 0.9) / 1000 - pieces(3).sumQuantile(0, 10, 0.9)) <
            1);
    }

    void stockIsProjectedWithAndWithoutTheOrder()
    {
        ReorderInputs in = inputs();
        in.onHand = 10;
        in.onOrder = 6;
        const StockProjection p = projectStock(pieces(2), in, 30, {{2, 6}});
        QCOMPARE(p.arrivalDay, 5);
        QCOMPARE(p.with.mean.size(), std::size_t{14});
        // 10, less 2 a day, plus 6 on the third day, plus 30 on the sixth.
        const double without[] = {8, 6, 10, 8, 6, 4, 2, 0, 0};
        for (int day = 0; day < 9; ++day) {
            QVERIFY(std::abs(p.without.mean[static_cast<std::size_t>(day)] - without[day]) < 1e-9);
            const double with = day < 5 ? without[day] : 36 - 2.0 * (day - 4);
            QVERIFY2(
                std::abs(p.with.mean[static_cast<std::size_t>(day)] - with) < 1e-9,
                qPrintable(QString::number(day)));
        }
        for (const StockProjection::Path* path : {&p.with, &p.without}) {
            for (std::size_t day = 0; day < path->mean.size(); ++day) {
                QVERIFY(path->low[day] <= path->mean[day] && path->mean[day] <= path->high[day] + 1e-9);
                QVERIFY(path->low[day] >= 0);
                QVERIFY(day == 0 || path->chanceOut[day] >= path->chanceOut[day - 1]);
                QVERIFY(path->chanceEmpty[day] >= 0 && path->chanceEmpty[day] <= path->chanceOut[day]);
            }
        }
        QVERIFY(std::abs(p.without.chanceOut[1] - (1 - poissonCdf(4, 10))) < 1e-9);
        QVERIFY(p.with.chanceOut.back() < p.without.chanceOut.back());
        QVERIFY(p.without.chanceOut.back() > 0.98);
        // What arrives fills the shelf again: 16 by the sixth day, then 46.
        QVERIFY(std::abs(p.without.chanceEmpty[5] - (1 - poissonCdf(12, 16))) < 1e-9);
        QVERIFY(std::abs(p.with.chanceEmpty[5] - (1 - poissonCdf(12, 46))) < 1e-9);
        QVERIFY(p.with.chanceEmpty[5] < p.with.chanceEmpty[4]);
    }

    void threadsDoNotMatter()
    {
        std::vector<ReorderLine> one(300), many(300);
        const auto plan = [](std::vector<ReorderLine>& lines, int threads) {
            parallelFor(lines.size(), threads, {}, [&](std::size_t i) {
                ReorderInputs in = inputs();
                in.leadTime = LeadTime::of(4 + static_cast<int>(i % 30), 3);
                in.rules.pack = 6;
                lines[i] = planReorder(pieces(0.05 * static_cast<double>(i), Grain::Daily, 2), in);
            });
        };
        plan(one, 1);
        plan(many, 8);
        for (std::size_t i = 0; i < one.size(); ++i) {
            QCOMPARE(one[i].quantity, many[i].quantity);
            const double a = one[i].marginSaved(), b = many[i].marginSaved();
            QVERIFY(std::memcmp(&a, &b, sizeof a) == 0);
        }
    }
};

QTEST_APPLESS_MAIN(TestReorder)
#include "test_reorder.moc"
