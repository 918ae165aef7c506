#include "engine/core/random.h"
#include "models/forecast/forecast_service.h"
#include "models/forecast/override_service.h"
#include "models/query/read_only_query.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace merch;

class TestForecastService : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
    static constexpr Day kFirst = dayOf(2025, 1, 6); // a Monday
    static constexpr int kDays = 280;

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(QStringLiteral("f.merch"));
        auto store = Store::create(m_path.toStdString(), "GBP");
        QVERIFY(store);
        store->db().execute("INSERT INTO source (source_id, name, kind) VALUES (1, 's', 'sales');"
                            "INSERT INTO import (import_id, source_id, kind, file, sha256, bytes, mapping, "
                            "overlap, rows_read, rows_accepted,"
                            " rows_rejected, made_at, made_by) VALUES (1, 1, 'sales', 'f', 'x', 0, '{}', "
                            "'replace', 0, 0, 0, 0, 'me');"
                            "INSERT INTO location (code) VALUES ('L1')");
        sql::Transaction transaction(store->db());
        CellWriter writer(*store, 1, false);
        for (int p = 1; p <= 6; ++p) {
            store->db().execute("INSERT INTO product (sku) VALUES ('P" + std::to_string(p) + "')");
            const int series = ensureSeries(*store, p, 1, Grain::Daily, 0);
            Random random(1, static_cast<std::uint64_t>(p));
            for (Day d = 0; d < kDays; ++d)
                writer.add(Measure::Units, series, kFirst + d, random.poisson(p * 3.0));
        }
        writer.finish({});
        transaction.commit();
    }

    void aRunForecastsEverySeriesFromTheDayAfter()
    {
        const ForecastService service(m_path);
        const auto summary = service.run({}, {});
        QVERIFY2(summary, summary ? "" : summary.error().text().c_str());
        QCOMPARE(summary->series, 6);
        QCOMPARE(summary->asOf, kFirst + kDays - 1);
        const auto all = service.loadAll();
        QVERIFY(all);
        QCOMPARE(all->size(), std::size_t{6});
        for (const SeriesForecast& one : *all) {
            QCOMPARE(one.forecast.first, kFirst + kDays);
            QCOMPARE(one.forecast.horizon(), 28);
            const double truth = one.seriesId * 3.0 * 28;
            QVERIFY(std::abs(one.forecast.sum(0, 28) - truth) < 0.2 * truth);
        }
    }

    void withAsOfNothingLaterIsUsed()
    {
        ForecastOptions options;
        options.asOf = kFirst + 150;
        QVERIFY(ForecastService(m_path).run(options, {}));
        const auto early = ForecastService(m_path).load(1);
        QVERIFY(early);
        QCOMPARE(early->first, kFirst + 151);
        {
            auto store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
            sql::Transaction transaction(store->db());
            store->db().execute("INSERT INTO import (import_id, source_id, kind, file, sha256, bytes, "
                                "mapping, overlap, rows_read,"
                                " rows_accepted, rows_rejected, made_at, made_by) VALUES (2, 1, 'sales', "
                                "'g', 'y', 0, '{}', 'replace', 0, 0, 0, 0, 'me')");
            CellWriter writer(*store, 2, false);
            for (Day d = 200; d < 230; ++d)
                writer.add(Measure::Units, 1, kFirst + d, 5000);
            writer.finish({});
            transaction.commit();
        }
        QVERIFY(ForecastService(m_path).run(options, {}));
        const auto again = ForecastService(m_path).load(1);
        QVERIFY(again);
        QCOMPARE(again->mean, early->mean);
    }

    void aPlannedPromotionCountsWhereItIsKnown()
    {
        {
            auto store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
            sql::Transaction transaction(store->db());
            store->db().execute(
                "INSERT INTO promotion (promotion_id, from_day, to_day, sku, discount, mechanic)"
                " SELECT 'ahead', " +
                std::to_string(kFirst + kDays + 7) + ", " + std::to_string(kFirst + kDays + 13) +
                ", sku, 0.3, 'price cut' FROM product WHERE product_id = 6");
            transaction.commit();
        }
        const auto weeks = [&](std::optional<Day> asOf, bool withPlans) {
            ForecastOptions options;
            options.asOf = asOf;
            options.withPlans = withPlans;
            const auto made = ForecastService(m_path).run(options, {});
            const auto one = ForecastService(m_path).load(6);
            return std::array<double, 3>{
                one->sum(0, 7), one->sum(7, 7), static_cast<double>(made->plansIgnored)};
        };
        const auto planned = weeks({}, false), replanned = weeks(kFirst + kDays - 1, true),
                   unknown = weeks(kFirst + kDays - 1, false);
        QVERIFY(planned[1] > 1.2 * planned[0]);
        QCOMPARE(replanned[1], planned[1]);
        QVERIFY(replanned[2] < 6);
        QVERIFY(std::abs(unknown[1] - unknown[0]) < 0.05 * unknown[0]);
    }

    void threadsAndSeedGiveTheSameBytes()
    {
        ForecastOptions options;
        options.threads = 1;
        QVERIFY(ForecastService(m_path).run(options, {}));
        const auto one = ForecastService(m_path).loadAll();
        options.threads = 8;
        QVERIFY(ForecastService(m_path).run(options, {}));
        const auto eight = ForecastService(m_path).loadAll();
        for (std::size_t i = 0; i < one->size(); ++i)
            QCOMPARE((*one)[i].forecast.mean, (*eight)[i].forecast.mean);
    }

    void cancellingLeavesTheStoreAsItWas()
    {
        const auto stopped =
            ForecastService(m_path).run({}, [](std::size_t done, std::size_t) { return done < 300; });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(!ForecastService(m_path).latestRun()->has_value());
    }

    void anOverrideCountsOnceCommittedAndGoesBackExactly()
    {
        const ForecastService service(m_path);
        QVERIFY(service.run({}, {}));
        const OverrideService overrides(m_path, QStringLiteral("ann"));
        const std::vector<ForecastWeek> weeks = weeksOf(*service.load(2));
        const Day week = weeks[1].week;
        const double before = service.effectiveForecast(2)->sum(weeks[1].from, weeks[1].count);
        const int id = 2;
        auto edit = overrides.setWeek(std::span(&id, 1), week, 400);
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY(OverrideService::apply(m_path, edit->after));
        QCOMPARE(
            service.effectiveForecast(2)->sum(weeks[1].from, weeks[1].count), before); // not committed yet
        auto live = overrides.list(2);
        QCOMPARE(live->size(), std::size_t{1});
        const std::int64_t made = live->front().id;
        QVERIFY(!overrides.commit(std::span(&made, 1), QStringLiteral("  "), {}));
        const auto commit =
            overrides.commit(std::span(&made, 1), QStringLiteral("window display"), week + 30);
        QVERIFY(commit);
        QVERIFY(OverrideService::apply(m_path, commit->after));
        QVERIFY(std::abs(service.effectiveForecast(2)->sum(weeks[1].from, weeks[1].count) - 400) < 1e-3);
        const auto off = overrides.setEnabled(std::span(&made, 1), false);
        QVERIFY(OverrideService::apply(m_path, off->after));
        QVERIFY(std::abs(service.effectiveForecast(2)->sum(weeks[1].from, weeks[1].count) - before) < 1e-3);
        QVERIFY(OverrideService::apply(m_path, off->before));
        QVERIFY(OverrideService::apply(m_path, commit->before));
        QVERIFY(OverrideService::apply(m_path, edit->before));
        QVERIFY(overrides.list()->empty());
        QVERIFY(std::abs(service.effectiveForecast(2)->sum(weeks[1].from, weeks[1].count) - before) < 1e-3);
    }

    void aGroupOverrideSpreadsInProportion()
    {
        const ForecastService service(m_path);
        QVERIFY(service.run({}, {}));
        const Day week = weeksOf(*service.load(1))[1].week;
        const std::vector<int> ids{1, 6};
        const auto edit = OverrideService(m_path, QStringLiteral("ann")).setWeek(ids, week, 1000);
        QVERIFY(OverrideService::apply(m_path, edit->after));
        const auto live = OverrideService(m_path, {}).list();
        QCOMPARE(live->size(), std::size_t{2});
        QVERIFY(std::abs((*live)[0].units + (*live)[1].units - 1000) < 1e-6);
        QVERIFY(
            std::abs((*live)[1].units / (*live)[0].units - (*live)[1].baseline / (*live)[0].baseline) < 1e-6);
        QVERIFY((*live)[0].groupId != 0);
        QCOMPARE((*live)[0].groupId, (*live)[1].groupId);
    }

    void theForecastReadsBySql()
    {
        QVERIFY(ForecastService(m_path).run({}, {}));
        const auto answer = runReadOnlyQuery(
            m_path,
            QStringLiteral(
                "SELECT count(*), min(p05 <= p50 AND p50 <= p95) FROM forecast_day WHERE sku = 'P3'"),
            {});
        QVERIFY2(answer, answer ? "" : answer.error().text().c_str());
        QCOMPARE(answer->rows[0][0].toInt(), 28);
        QCOMPARE(answer->rows[0][1].toInt(), 1);
    }
};

QTEST_GUILESS_MAIN(TestForecastService)
#include "test_forecast_service.moc"
