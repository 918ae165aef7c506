#include "models/forecast/forecast_causes.h"

#include "models/forecast/forecast_service.h"
#include "models/forecast/override_service.h"
#include "models/forecast/selected_demand.h"
#include "models/grid/format.h"
#include "tests/models/support_store.h"

#include <QTest>

#include <cmath>

using namespace merch;
using namespace merch::test;

/// A shop of two years whose first six products sell twice as much in promotions of 30 % off.
class PromotedStore
{
public:
    static constexpr Day kFirst = dayOf(2023, 1, 2), kDays = 104 * 7;
    static constexpr Day kPromotion = kFirst + kDays + 7; ///< the next one, of a week
    static bool promoted(Day day) { return (day - kFirst) / 7 % 8 == 5; }

    PromotedStore()
        : m_store(TempStore::Filled::Dictionaries)
    {
        Store& store = m_store.store();
        sql::Transaction transaction(store.db());
        const std::int64_t import = newImport(store, false);
        CellWriter writer(store, import, false);
        for (int p = 1; p <= 12; ++p) {
            const int series = ensureSeries(store, p, 3, Grain::Daily, 0);
            Random random(7, static_cast<std::uint64_t>(p));
            for (Day day = kFirst; day < kFirst + kDays; ++day) {
                const double season = 1.0 + 0.4 * std::sin(2.0 * 3.14159265 * day / 365.25);
                const double rate = 20.0 * season * (promoted(day) ? 2.0 : 1.0);
                writer.add(
                    Measure::Units, series, day,
                    static_cast<std::int64_t>(rate * (0.7 + 0.6 * random.uniform())));
            }
        }
        writer.finish({});
        sql::Statement promotion(
            store.db(), "INSERT INTO promotion (promotion_id, from_day, to_day, sku, category, location,"
                        " discount, mechanic) VALUES (?1, ?2, ?3, ?4, NULL, NULL, 0.3, 'price cut')");
        int id = 0;
        for (int p = 1; p <= 12; ++p) {
            const std::string sku = (p < 10 ? "P0" : "P") + std::to_string(p);
            const auto add = [&](Day from) {
                promotion.bind(1, std::to_string(++id)).bind(2, from).bind(3, from + 6).bind(4, sku).run();
            };
            for (Day week = kFirst; week < kFirst + kDays; week += 7)
                if (promoted(week))
                    add(week);
            add(kPromotion);
        }
        transaction.commit();
    }
    QString path() const { return m_store.qpath(); }
    TempStore& store() { return m_store; }

private:
    TempStore m_store;
};

class TestForecastCauses : public QObject
{
    Q_OBJECT

    std::unique_ptr<PromotedStore> m_store;

    SelectedDemand shown(int series) const
    {
        Result<SelectedDemand> made =
            loadSelectedDemand(m_store->path(), DemandSelection{{series}, 8}, nullptr, {});
        if (!made)
            throw std::runtime_error(made.error().text());
        return std::move(*made);
    }
    ForecastCauses causes(int series) const
    {
        Result<ForecastCauses> made = loadForecastCauses(m_store->path(), series, {});
        if (!made)
            throw std::runtime_error(made.error().text());
        return std::move(*made);
    }
    static double sum(const CauseSteps& s)
    {
        return s.base + s.season + s.event + s.promotion + s.price + s.held + s.overrides;
    }

private slots:
    void init()
    {
        m_store = std::make_unique<PromotedStore>();
        ForecastOptions options;
        options.horizon = 56;
        const auto made = ForecastService(m_store->path()).run(options, {});
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        QVERIFY(made->caused > 0);
    }

    void theCausesAddUpToTheForecastOfAnySpan()
    {
        int told = 0;
        for (int series = 1; series <= 12; ++series) {
            const ForecastCauses by = causes(series);
            const SelectedDemand demand = shown(series);
            const std::vector<OverrideWeek>& weeks = demand.chart.weeks;
            const CauseSteps all = causeSteps(by, weeks, {});
            double committed = 0.0, parts = 0.0;
            for (const OverrideWeek& week : weeks) {
                committed += week.committed;
                const CauseSteps one = causeSteps(by, weeks, std::pair{week.week, week.week});
                QVERIFY(std::abs(sum(one) - week.committed) < 1e-3);
                parts += one.season;
            }
            QVERIFY(std::abs(all.shown - committed) < 1e-9);
            QVERIFY(std::abs(sum(all) - committed) < 1e-2);
            QVERIFY(std::abs(parts - all.season) < 1e-6);
            QVERIFY(all.overrides == 0.0);
            told += by.why.isEmpty();
        }
        QVERIFY(told >= 6);
    }

    void aPromotionAheadIsSeenInItsWeekAndInNoOther()
    {
        int seen = 0;
        for (int series = 1; series <= 12; ++series) {
            const ForecastCauses by = causes(series);
            if (!by.why.isEmpty())
                continue;
            const SelectedDemand demand = shown(series);
            const auto in = [&](Day week) {
                const CauseSteps steps = causeSteps(by, demand.chart.weeks, std::pair{week, week});
                return steps.price + steps.promotion;
            };
            const double before = in(PromotedStore::kPromotion - 7), during = in(PromotedStore::kPromotion);
            const CauseSteps week = causeSteps(
                by, demand.chart.weeks, std::pair{PromotedStore::kPromotion, PromotedStore::kPromotion});
            QVERIFY(std::abs(before) < 0.3 * std::abs(during));
            QVERIFY(during > 0.4 * (week.shown - during)); // it sold twice as much
            ++seen;
        }
        QVERIFY(seen >= 6);
    }

    void anOverrideIsAStepOfItsOwnAndTheBarsEndAtTheForecast()
    {
        const SelectedDemand before = shown(1);
        OverrideService service(m_store->path(), QStringLiteral("ann"));
        const Day week = before.chart.weeks[1].week;
        const std::vector<int> series{1};
        const std::vector<OverrideService::WeekUnits> units{{week, 400.0}};
        const auto typed = service.setWeeks(series, units);
        QVERIFY(typed);
        QVERIFY(OverrideService::apply(m_store->path(), typed->after));
        std::vector<std::int64_t> ids;
        for (const Override& o : shown(1).overrides)
            ids.push_back(o.id);
        const auto kept = service.commit(ids, QStringLiteral("fair"), std::nullopt);
        QVERIFY(kept);
        QVERIFY(OverrideService::apply(m_store->path(), kept->after));
        const SelectedDemand after = shown(1);
        const CauseSteps steps = causeSteps(causes(1), after.chart.weeks, {});
        QVERIFY(std::abs(steps.overrides - (400.0 - before.chart.weeks[1].committed)) < 0.1);
        QVERIFY(std::abs(sum(steps) - steps.shown) < 1e-2);
        const BarSpec bars = causeBars(steps);
        QCOMPARE(bars.rows.back().to, steps.shown);
        for (std::size_t i = 1; i + 1 < bars.rows.size(); ++i)
            QCOMPARE(bars.rows[i].from, bars.rows[i - 1].to);
        QVERIFY(std::abs(bars.rows[bars.rows.size() - 2].to - steps.shown) < 0.06);
    }

    void whereTheDataChangedSinceItSaysSo()
    {
        m_store->store().db().execute("DELETE FROM promotion");
        int changed = 0;
        for (int series = 1; series <= 12; ++series)
            changed += causes(series).why.contains(QStringLiteral("Run the forecast again"));
        QVERIFY(changed > 0);
    }
};

QTEST_GUILESS_MAIN(TestForecastCauses)
#include "test_forecast_causes.moc"
