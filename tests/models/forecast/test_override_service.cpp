#include "models/forecast/forecast_detail_models.h"
#include "models/forecast/override_service.h"
#include "models/forecast/selected_demand.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/models/forecast/support_forecast_store.h"
#include "tests/models/support_child.h"
#include "tests/models/support_journal.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace merch;
using test::ForecastStore;

/// A person's numbers in the place of the method's: how they spread, when they count, and the way back.
class TestOverrideService : public QObject
{
    Q_OBJECT

    static constexpr Day kRunning = startOfWeek(ForecastStore::kLast), kNext = kRunning + 7;
    std::unique_ptr<ForecastStore> m_store;

    QString path() const { return m_store->path(); }
    OverrideService service(const QString& user = QStringLiteral("ann")) const { return {path(), user}; }
    std::vector<Override> kept() const
    {
        const auto all = service().list();
        return all ? *all : std::vector<Override>();
    }
    void put(const Result<OverrideEdit>& edit) const
    {
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY(OverrideService::apply(path(), edit->after));
    }
    void set(const std::vector<int>& ids, Day week, double units) const
    {
        put(service().setWeek(ids, week, units));
    }
    void commitAll(std::optional<Day> expires = {}) const
    {
        std::vector<std::int64_t> ids;
        for (const Override& o : kept())
            if (!o.committed)
                ids.push_back(o.id);
        put(service().commit(ids, QStringLiteral("fair"), expires));
    }
    double effective(int series, Day week) const
    {
        const auto forecast = ForecastService(path()).effectiveForecast(series);
        for (const ForecastWeek& w : weeksOf(*forecast))
            if (w.week == week)
                return forecast->sum(w.from, w.count);
        return -1;
    }
    double unitsOf(int series) const
    {
        for (const Override& o : kept())
            if (o.seriesId == series && !o.committed)
                return o.units;
        return -1;
    }
    /// What the store holds of overrides, without the times at which rows were taken away.
    QByteArray content() const
    {
        auto store = Store::open(path().toStdString(), Store::Mode::ReadOnly);
        sql::Statement rows(
            store->db(), "SELECT series_id, week, units, baseline, reason, owner, expires, committed,"
                         " enabled FROM override WHERE removed_at IS NULL ORDER BY 1, 2, 8");
        QByteArray all;
        while (rows.step())
            for (int c = 0; c < 9; ++c)
                all += QByteArray::fromStdString(std::string(rows.text(c))) + (c < 8 ? ' ' : '\n');
        return all;
    }

private slots:
    void init() { m_store = std::make_unique<ForecastStore>(); }
    void cleanup() { m_store.reset(); }

    void aGroupSpreadsByWhatEachIsForecastToSell()
    {
        const std::vector<int> all{1, 2, 3, 4, 5, 6}; // forecast 28, 280, 56, 560, 84 and 840 that week
        set(all, kNext, 3696);                        // twice their sum
        double sum = 0;
        for (const Override& o : kept()) {
            sum += o.units;
            QVERIFY2(
                std::abs(o.units / o.baseline - 3696.0 / 1848.0) < 0.01,
                qPrintable(QString::number(o.units / o.baseline)));
        }
        QVERIFY(std::abs(sum - 3696) < 1e-6);
        QCOMPARE(kept().size(), all.size());
        for (const Override& o : kept())
            QCOMPARE(o.groupId, kept().front().groupId);
        QVERIFY(kept().front().groupId != 0);
    }

    void aMemberThatSellsNothingTakesNothing()
    {
        set({1}, kNext, 0);
        commitAll();
        QCOMPARE(effective(1, kNext), 0.0);
        set({1, 2}, kNext, 500);
        QCOMPARE(unitsOf(1), 0.0);
        QVERIFY(std::abs(unitsOf(2) - 500) < 1e-6);
    }

    void aGroupThatSellsNothingIsSharedEvenly()
    {
        set({1}, kNext, 0);
        set({2}, kNext, 0);
        set({3}, kNext, 0);
        commitAll();
        set({1, 2, 3}, kNext, 120);
        for (const int series : {1, 2, 3})
            QVERIFY(std::abs(unitsOf(series) - 40) < 1e-9);
        commitAll();
        double sum = 0;
        for (const int series : {1, 2, 3})
            sum += effective(series, kNext);
        QVERIFY2(std::abs(sum - 120) < 1e-6, qPrintable(QString::number(sum)));
        set({1, 2, 3}, kNext + 7, 0); // and a whole group can be set to none
        for (const int series : {1, 2, 3})
            QCOMPARE(unitsOf(series), 0.0);
    }

    void theRunningWeekIsSpreadByWhatLiesAhead()
    {
        set({1, 2}, kRunning, 700);
        QVERIFY(std::abs(unitsOf(1) + unitsOf(2) - 700) < 1e-6);
        commitAll();
        // Four of its seven days are forecast, and take their part of the whole week.
        QVERIFY(std::abs(effective(1, kRunning) + effective(2, kRunning) - 700 * 4 / 7.0) < 1e-6);
    }

    void whatCannotBeIsRefusedAndChangesNothing()
    {
        const QByteArray before = content();
        const std::vector<int> one{1}, none, unknown{999};
        const std::int64_t noId = 4711;
        QCOMPARE(service().setWeek(one, kNext, -1).error().code, ErrorCode::InvalidInput);
        QCOMPARE(
            service().setWeek(one, kNext, std::numeric_limits<double>::quiet_NaN()).error().code,
            ErrorCode::InvalidInput);
        QCOMPARE(
            service().setWeek(one, kNext, std::numeric_limits<double>::infinity()).error().code,
            ErrorCode::InvalidInput);
        QCOMPARE(service().setWeek(one, kNext + 7 * 40, 5).error().code, ErrorCode::InvalidInput);
        QCOMPARE(service().setWeek(one, kRunning - 7, 5).error().code, ErrorCode::InvalidInput);
        QCOMPARE(service().setWeek(none, kNext, 5).error().code, ErrorCode::InvalidInput);
        QCOMPARE(service().setWeek(unknown, kNext, 5).error().code, ErrorCode::NotFound);
        QCOMPARE(
            service().commit(std::span(&noId, 1), QStringLiteral("fair"), {}).error().code,
            ErrorCode::NotFound);
        QCOMPARE(service().discard(std::span(&noId, 1)).error().code, ErrorCode::NotFound);
        set({1}, kNext, 50);
        const std::int64_t id = kept().front().id;
        QCOMPARE(
            service().commit(std::span(&id, 1), QStringLiteral(" \t"), {}).error().code,
            ErrorCode::InvalidInput);
        put(service().discard(std::span(&id, 1)));
        QCOMPARE(content(), before);
    }

    void anOverrideHoldsThroughItsLastDay_data()
    {
        QTest::addColumn<int>("expires"); // days after the first one that is forecast
        QTest::addColumn<bool>("holds");
        QTest::newRow("the day before") << -1 << false;
        QTest::newRow("the same day") << 0 << true;
        QTest::newRow("later") << 30 << true;
    }

    void anOverrideHoldsThroughItsLastDay()
    {
        QFETCH(int, expires);
        QFETCH(bool, holds);
        const double method = effective(3, kNext);
        set({3}, kNext, 156);
        commitAll(ForecastStore::kLast + 1 + expires);
        QVERIFY(std::abs(effective(3, kNext) - (holds ? 156 : method)) < 1e-6);
        QCOMPARE(kept().size(), std::size_t{1}); // run out or not, it is shown
        const auto shown = loadSelectedDemand(path(), {{3}, 12}, nullptr);
        QCOMPARE(shown->chart.weeks[1].overridden, holds);
        OverrideGridModel model;
        model.setDemand(*shown);
        QCOMPARE(
            model.index(0, OverrideGridModel::State).data().toString(),
            holds ? QStringLiteral("In force") : QStringLiteral("Run out"));
        const Cell reason = model.index(0, OverrideGridModel::Reason).data(CellRole).value<Cell>();
        QCOMPARE(reason.text, QStringLiteral("fair"));
        QVERIFY(reason.note.startsWith(QStringLiteral("ann, until")));
    }

    void aLaterRunLetsAnOverrideRunOut()
    {
        set({3}, kNext, 156);
        commitAll(ForecastStore::kLast + 3);
        QVERIFY(std::abs(effective(3, kNext) - 156) < 1e-6);
        {
            auto opened = Store::open(path().toStdString(), Store::Mode::ReadWrite);
            sql::Transaction transaction(opened->db());
            CellWriter writer(*opened, test::newImport(*opened, false), false);
            for (Day day = ForecastStore::kLast + 1; day <= ForecastStore::kLast + 4; ++day)
                for (int series = 1; series <= 6; ++series)
                    writer.add(Measure::Units, series, day, 2 * (weekdayOf(day) + 1));
            writer.finish({});
            transaction.commit();
        }
        m_store->run(60, ForecastStore::kLast + 4);
        QVERIFY(std::abs(effective(3, kNext) - 156) > 20);
    }

    void oneNumberAWeekIsInForceAndTheWayBackIsExact()
    {
        set({3}, kNext, 156);
        commitAll();
        const QByteArray first = content();
        const auto second = service(QStringLiteral("bob")).setWeek(std::vector<int>{3}, kNext, 90);
        put(second);
        QCOMPARE(kept().size(), std::size_t{2});
        QVERIFY(std::abs(effective(3, kNext) - 156) < 1e-6); // until the new one is committed
        const std::int64_t id = kept().back().id;
        const auto commit = service(QStringLiteral("bob"))
                                .commit(std::span(&id, 1), QStringLiteral("fair is over"), kNext + 6);
        put(commit);
        QCOMPARE(kept().size(), std::size_t{1});
        QCOMPARE(kept().front().owner, QStringLiteral("bob"));
        QVERIFY(std::abs(effective(3, kNext) - 90) < 1e-6);
        QVERIFY(OverrideService::apply(path(), commit->before));
        QVERIFY(OverrideService::apply(path(), second->before));
        QCOMPARE(content(), first);
        QVERIFY(std::abs(effective(3, kNext) - 156) < 1e-6);
    }

    void undoAndRedoOutliveTheProgram()
    {
        const auto edit = [this](const Result<OverrideEdit>& made) {
            QVERIFY2(made, made ? "" : made.error().text().c_str());
            Workspace workspace;
            workspace.setUser(QStringLiteral("ann"));
            EditJournal journal(workspace);
            journal.registerKind(QStringLiteral("override"), &OverrideService::applyIn);
            QVERIFY(workspace.openStore(path()));
            QVERIFY(test::edited(
                journal, QStringLiteral("forecast"), QStringLiteral("override"),
                {made->text, made->before, made->after}));
        };
        std::vector<QByteArray> states{content()};
        const std::vector<int> pair{1, 2};
        edit(service().setWeek(pair, kNext, 616));
        states.push_back(content());
        const std::vector<std::int64_t> ids{kept()[0].id, kept()[1].id};
        edit(service().commit(ids, QStringLiteral("fair"), kNext + 20));
        states.push_back(content());
        edit(service().setEnabled(std::span(&ids[0], 1), false));
        states.push_back(content());
        edit(service().discard(std::span(&ids[1], 1)));
        states.push_back(content());
        const auto travel = [this](bool back) { // each step in a program of its own
            Workspace workspace;
            EditJournal journal(workspace);
            journal.registerKind(QStringLiteral("override"), &OverrideService::applyIn);
            QVERIFY(workspace.openStore(path()));
            const Outcome done = back ? test::undone(journal) : test::redone(journal);
            QVERIFY2(done, done ? "" : done.error().text().c_str());
        };
        for (std::size_t at = states.size() - 1; at > 0; --at) {
            travel(true);
            QCOMPARE(content(), states[at - 1]);
        }
        for (std::size_t at = 1; at < states.size(); ++at) {
            travel(false);
            QCOMPARE(content(), states[at]);
        }
    }

    void twoProgramsLoseNothingOfEachOther()
    {
        // Both commit numbers of their own series at once, week after week.
        const auto fill = [this](int series, const QString& user) {
            const OverrideService its(path(), user);
            for (int w = 1; w <= 8; ++w) {
                const Day week = kRunning + 7 * w;
                const auto made = its.setWeek(std::span(&series, 1), week, 100 + w);
                if (!made || !OverrideService::apply(path(), made->after))
                    return false;
                const auto live = its.list(series);
                if (!live)
                    return false;
                for (const Override& o : *live) {
                    if (o.committed)
                        continue;
                    const auto commit = its.commit(std::span(&o.id, 1), user, {});
                    if (!commit || !OverrideService::apply(path(), commit->after))
                        return false;
                }
            }
            return true;
        };
        test::Child other([&](const test::Child::Say&) {
            if (!fill(4, QStringLiteral("bob")))
                throw std::runtime_error("an override was not kept");
        });
        QVERIFY(fill(3, QStringLiteral("ann")));
        QCOMPARE(other.wait(), 0);
        const std::vector<Override> all = kept();
        QCOMPARE(all.size(), std::size_t{16});
        for (const Override& o : all) {
            QVERIFY(o.committed);
            QCOMPARE(o.owner, o.seriesId == 3 ? QStringLiteral("ann") : QStringLiteral("bob"));
            QCOMPARE(o.units, 100.0 + (o.week - kRunning) / 7);
        }
        auto store = Store::open(path().toStdString(), Store::Mode::ReadOnly);
        sql::Statement check(store->db(), "PRAGMA integrity_check");
        QVERIFY(check.step());
        QCOMPARE(std::string(check.text(0)), std::string("ok"));
    }
};

QTEST_GUILESS_MAIN(TestOverrideService)
#include "test_override_service.moc"
