#include "models/forecast/override_service.h"
#include "models/forecast/value_added_service.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/models/forecast/support_forecast_store.h"

#include <QTest>

#include <cmath>

using namespace merch;
using test::ForecastStore;

/// What people put in the place of the forecast, scored when the truth is there.
class TestValueAddedService : public QObject
{
    Q_OBJECT

    static constexpr Day kAsOf = ForecastStore::kLast - 31; ///< a Sunday: four whole weeks are known after it
    static constexpr Day kWeek = kAsOf + 1;                 ///< a Monday
    std::unique_ptr<ForecastStore> m_store;

    QString path() const { return m_store->path(); }
    /// Demand of a whole week, by the shop's rule: 28 times the product, ten times that at the second shop.
    static double truth(int product, int shop) { return 28.0 * product * (shop == 1 ? 1 : 10); }

    void put(const Result<OverrideEdit>& edit) const
    {
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY(OverrideService::apply(path(), edit->after));
    }
    std::int64_t draft(const OverrideService& service, int series) const
    {
        const auto all = service.list(series);
        std::int64_t found = 0;
        for (const Override& o : *all)
            if (!o.committed)
                found = o.id;
        return found;
    }
    void
    say(const char* who, int series, Day week, double units, const char* why,
        std::optional<Day> expires = {}) const
    {
        const OverrideService service(path(), QLatin1String(who));
        const OverrideService::WeekUnits one{week, units};
        put(service.setWeeks(std::span(&series, 1), std::span(&one, 1)));
        const std::int64_t id = draft(service, series);
        put(service.commit(std::span(&id, 1), QLatin1String(why), expires));
    }
    ValueAddedReport report(const char* who = nullptr) const
    {
        const auto made = ValueAddedService(path()).report(
            who ? std::optional<QString>(QLatin1String(who)) : std::nullopt, {});
        if (!made)
            throw std::runtime_error(made.error().text());
        return *made;
    }

private slots:
    void init()
    {
        m_store = std::make_unique<ForecastStore>(false);
        m_store->run(56, kAsOf);
    }

    void anOverrideIsScoredAgainstWhatCame()
    {
        const int series = ForecastStore::seriesOf(2, 1);
        say("ann", series, kWeek, truth(2, 1) + 10, "fair");
        const ValueAddedReport made = report("ann");
        QCOMPARE(made.all.periods, 1);
        QCOMPARE(made.all.actual, truth(2, 1));
        // The shop sells by the same rule week after week: the naive forecast is right.
        QVERIFY(made.all.of(ForecastStep::Naive).absoluteError < 1e-3);
        QCOMPARE(made.all.of(ForecastStep::Override).absoluteError, 10.0);
        QVERIFY(
            std::abs(
                made.all.of(ForecastStep::Override).unitsAdded -
                (made.all.of(ForecastStep::Causal).absoluteError - 10.0)) < 1e-9);
        QCOMPARE(made.all.of(ForecastStep::Final).unitsAdded, 0.0);
        QCOMPARE(made.reasons.size(), std::size_t(1));
        QCOMPARE(made.reasons[0].name, QStringLiteral("fair"));
        QCOMPARE(made.categories[0].name, QStringLiteral("Kitchen > Mugs"));
    }

    /// The snapshot of decision time counts, whatever is forecast later.
    void whatWasForecastThenIsKept()
    {
        const int series = ForecastStore::seriesOf(2, 1);
        say("ann", series, kWeek, 40, "fair");
        const StepScore before = report("ann").all.of(ForecastStep::Causal);
        m_store->run(28);
        const StepScore after = report("ann").all.of(ForecastStep::Causal);
        QCOMPARE(after.absoluteError, before.absoluteError);
        const auto kept = OverrideService(path(), QStringLiteral("ann")).list(series);
        QVERIFY(kept->front().basis);
        QCOMPARE(kept->front().basis->asOf, kAsOf);
        QVERIFY(std::abs(kept->front().basis->steps.naive - truth(2, 1)) < 1e-3);
    }

    /// A unit too few costs its margin: of 4.50 at half, less what comes back; twice as many cost twice that.
    void errorsAreMoney()
    {
        const int series = ForecastStore::seriesOf(2, 1);
        say("ann", series, kWeek, truth(2, 1) - 10, "fair");
        QCOMPARE(report("ann").all.priced, 0); // neither cost nor margin is known
        {
            auto store = Store::open(path().toStdString(), Store::Mode::ReadWrite);
            store->db().execute("INSERT INTO assumption (name, value, made_at, made_by)"
                                " VALUES ('margin', '0.5', 0, 'ann')");
        }
        const StepScore ten = report("ann").all.of(ForecastStep::Override);
        QCOMPARE(report("ann").all.priced, 1);
        QVERIFY2(ten.cost > 0.0 && ten.cost <= 10 * 2.25 + 1e-9, qPrintable(QString::number(ten.cost)));
        say("ann", series, kWeek, truth(2, 1) - 20, "fair");
        QVERIFY(std::abs(report("ann").all.of(ForecastStep::Override).cost - 2 * ten.cost) < 1e-6);
        // Too many only have to be carried, which costs far less.
        say("ann", series, kWeek, truth(2, 1) + 20, "fair");
        QVERIFY(report("ann").all.of(ForecastStep::Override).cost < ten.cost);
    }

    void onesOwnScoresStandAlone()
    {
        say("ann", ForecastStore::seriesOf(2, 1), kWeek, 40, "fair");
        say("bob", ForecastStore::seriesOf(2, 2), kWeek, 600, "weather");
        const ValueAddedReport own = report("ann");
        QCOMPARE(own.all.periods, 1);
        QVERIFY(own.people.empty());
        QCOMPARE(own.reasons.size(), std::size_t(1));
        const ValueAddedReport all = report();
        QCOMPARE(all.all.periods, 2);
        QCOMPARE(all.people.size(), std::size_t(2));
        double units = 0.0;
        for (const ValueAddedGroup& one : all.people)
            units += one.added.of(ForecastStep::Override).unitsAdded;
        QVERIFY(std::abs(units - all.all.of(ForecastStep::Override).unitsAdded) < 1e-9);
    }

    void whatExpiredOrIsOffIsNotFinal()
    {
        const int series = ForecastStore::seriesOf(2, 1);
        say("ann", series, kWeek, truth(2, 1) + 50, "fair", kWeek - 1);
        const ValueAddedReport made = report("ann");
        QCOMPARE(made.all.of(ForecastStep::Override).absoluteError, 50.0);
        QCOMPARE(
            made.all.of(ForecastStep::Final).absoluteError, made.all.of(ForecastStep::Causal).absoluteError);
        QVERIFY(made.all.of(ForecastStep::Final).unitsAdded > 40.0);
    }

    void aWeekThatIsNotOverWaits()
    {
        say("ann", ForecastStore::seriesOf(2, 1), startOfWeek(ForecastStore::kLast), 40, "fair");
        const ValueAddedReport made = report("ann");
        QCOMPARE(made.all.periods, 0);
        QCOMPARE(made.waiting, 1);
        QVERIFY(ValueAddedService::verdict(made).contains(QLatin1String("1 ")));
    }

    void draftsAreNotScored()
    {
        const OverrideService service(path(), QStringLiteral("ann"));
        const int series = ForecastStore::seriesOf(2, 1);
        put(service.setWeek(std::span(&series, 1), kWeek, 12));
        QCOMPARE(report("ann").all.periods, 0);
        QCOMPARE(report("ann").waiting, 0);
    }

    /// Sales of an empty shelf are no demand, so there is no truth to hold a number against.
    void weeksWithAnEmptyShelfAreLeftOut()
    {
        m_store->run(56, ForecastStore::kEmptyFrom - 8);
        say("ann", ForecastStore::seriesOf(1, 1), startOfWeek(ForecastStore::kEmptyFrom), 40, "fair");
        const ValueAddedReport made = report("ann");
        QCOMPARE(made.all.periods, 0);
        QCOMPARE(made.emptyShelf, 1);
    }

    void theHistorySaysWhoWhenFromToAndWhy()
    {
        const int series = ForecastStore::seriesOf(2, 1);
        say("ann", series, kWeek, 40, "fair");
        say("bob", series, kWeek, 44, "weather");
        const auto history = ValueAddedService(path()).history(10);
        QVERIFY(history);
        QCOMPARE(history->size(), std::size_t(2));
        const NumberChange &last = history->front(), &first = history->back();
        QCOMPARE(last.who, QStringLiteral("bob"));
        QCOMPARE(last.from, 40.0);
        QCOMPARE(last.to, 44.0);
        QCOMPARE(last.why, QStringLiteral("weather"));
        QVERIFY(last.fate == NumberChange::Fate::InForce);
        QVERIFY(first.fate == NumberChange::Fate::GoneBack);
        QCOMPARE(first.sku, QStringLiteral("P2"));
        QVERIFY(first.at > 0);
    }

    void undoTakesTheScoreAlong()
    {
        const OverrideService service(path(), QStringLiteral("ann"));
        const int series = ForecastStore::seriesOf(2, 1);
        put(service.setWeek(std::span(&series, 1), kWeek, 12));
        const std::int64_t id = draft(service, series);
        const auto edit = service.commit(std::span(&id, 1), QStringLiteral("fair"), {});
        put(edit);
        QCOMPARE(report("ann").all.periods, 1);
        QVERIFY(OverrideService::apply(path(), edit->before));
        QCOMPARE(report("ann").all.periods, 0);
        QVERIFY(OverrideService::apply(path(), edit->after));
        QCOMPARE(report("ann").all.periods, 1);
    }
};

QTEST_GUILESS_MAIN(TestValueAddedService)
#include "test_value_added_service.moc"
