#include "models/forecast/suspected_stockouts.h"

#include "models/forecast/learnable_history.h"
#include "models/workspace/workspace.h"
#include "tests/models/support_journal.h"
#include "tests/models/support_store.h"

#include <QTest>

#include <cmath>

using namespace merch;
using namespace merch::test;

namespace
{

constexpr Day kSilentFrom = kFirstSale + 100, kSilentTo = kFirstSale + 108; ///< of P09 in the web shop

} // namespace

/// Likely stockouts are offered from sales alone, and change what is learned only once accepted.
class TestSuspectedStockouts : public QObject
{
    Q_OBJECT

    std::unique_ptr<TempStore> m_store;
    int m_silent = 0;

    SuspectedStockouts service() const { return {m_store->qpath(), QStringLiteral("ann")}; }
    std::vector<SuspectedStockout> listed() const
    {
        Result<std::vector<SuspectedStockout>> all = service().list();
        if (!all)
            throw std::runtime_error(all.error().text());
        return std::move(*all);
    }
    int unknownDays()
    {
        for (const SeriesInfo& info : loadSeries(m_store->store()))
            if (info.seriesId == m_silent) {
                const SeriesHistory history = loadHistory(m_store->store(), info);
                const DemandHistory demand = learnableHistory(history, info.lastDay);
                return static_cast<int>(std::count_if(
                    demand.values.begin(), demand.values.end(), [](double v) { return std::isnan(v); }));
            }
        return -1;
    }
    std::int64_t theSilence() const
    {
        for (const SuspectedStockout& one : listed())
            if (one.seriesId == m_silent && one.first <= kSilentFrom && one.last >= kSilentTo - 1)
                return one.id;
        return -1;
    }
    void find()
    {
        const Result<SuspicionSearch> search = service().find(2, {});
        QVERIFY2(search, search ? "" : search.error().text().c_str());
    }

private slots:
    void init()
    {
        // 200 days of two sellers at one place without any stock imported; one of them falls silent.
        m_store = std::make_unique<TempStore>(TempStore::Filled::Dictionaries);
        sql::Transaction transaction(m_store->db());
        const std::int64_t import = newImport(m_store->store(), false);
        CellWriter writer(m_store->store(), import, false);
        for (const int product : {8, 9}) {
            const int series = ensureSeries(m_store->store(), product, 3, Grain::Daily, 0);
            Random random(7, static_cast<std::uint64_t>(product));
            for (Day day = kFirstSale; day < kFirstSale + 200; ++day)
                if (product != 9 || day < kSilentFrom || day >= kSilentTo)
                    writer.add(Measure::Units, series, day, 1 + static_cast<int>(random.below(8)));
            m_silent = series;
        }
        writer.finish({});
        transaction.commit();
    }

    void aSilenceIsOfferedAndChangesNothing()
    {
        QCOMPARE(unknownDays(), 0);
        find();
        QCOMPARE(listed().size(), 1U);
        const SuspectedStockout one = listed().front();
        QCOMPARE(one.sku, QStringLiteral("P09"));
        QCOMPARE(one.location, QStringLiteral("WEB"));
        QCOMPARE(one.first, kSilentFrom);
        QCOMPARE(one.last, kSilentTo - 1);
        QVERIFY(one.probability > 0.9 && one.expected > 20.0);
        QVERIFY(one.state == SuspectedStockout::State::Offered);
        QCOMPARE(unknownDays(), 0);
    }

    void anAcceptedOneIsReadAsDaysWithoutStockUntilItIsTakenBack()
    {
        find();
        const std::int64_t id = theSilence();
        QVERIFY(service().decideNow(std::span(&id, 1), SuspectedStockout::State::Accepted, {}));
        QCOMPARE(unknownDays(), 8);
        QVERIFY(!m_store->store().meta("demand_changed_at").empty());
        m_store->reopen();
        QCOMPARE(unknownDays(), 8);
        QCOMPARE(listed().front().decidedBy, QStringLiteral("ann"));
        QVERIFY(service().decideNow(std::span(&id, 1), SuspectedStockout::State::Offered, {}));
        QCOMPARE(unknownDays(), 0);
        QVERIFY(listed().front().decidedBy.isEmpty());
    }

    void decisionsOutliveANewSearch()
    {
        find();
        const std::int64_t id = theSilence();
        QVERIFY(service().decideNow(std::span(&id, 1), SuspectedStockout::State::Dismissed, {}));
        const Result<SuspicionSearch> again = service().find(1, {});
        QVERIFY(again);
        QCOMPARE(again->offered, 0);
        QCOMPARE(again->decided, 1);
        QVERIFY(listed().front().state == SuspectedStockout::State::Dismissed);
        QCOMPARE(unknownDays(), 0);
    }

    void stockThatArrivesLaterIsBelievedMore()
    {
        find();
        const std::int64_t id = theSilence();
        QVERIFY(service().decideNow(std::span(&id, 1), SuspectedStockout::State::Accepted, {}));
        sql::Transaction transaction(m_store->db());
        CellWriter writer(m_store->store(), newImport(m_store->store(), false, "stock"), false);
        for (Day day = kSilentFrom; day < kSilentFrom + 3; ++day)
            writer.add(Measure::OnHand, m_silent, day, 40);
        writer.finish({});
        transaction.commit();
        QCOMPARE(unknownDays(), 5);
    }

    void theJournalTakesADecisionBackAndMakesItAgain()
    {
        find();
        const std::int64_t id = theSilence();
        Workspace workspace;
        EditJournal journal(workspace);
        journal.registerKind(QStringLiteral("suspected_stockout"), &SuspectedStockouts::applyIn);
        QVERIFY(workspace.openStore(m_store->qpath()));
        const Result<SuspicionEdit> edit =
            service().decide(std::span(&id, 1), SuspectedStockout::State::Accepted);
        QVERIFY(edit);
        QVERIFY(edited(
            journal, QStringLiteral("forecast"), QStringLiteral("suspected_stockout"),
            {edit->text, edit->before, edit->after}));
        QCOMPARE(unknownDays(), 8);
        QVERIFY(undone(journal));
        QCOMPARE(unknownDays(), 0);
        QVERIFY(redone(journal));
        QCOMPARE(unknownDays(), 8);
    }

    void anEditDoesNotDecideOnWhatANewSearchPutInItsPlace()
    {
        find();
        const std::int64_t id = theSilence();
        const Result<SuspicionEdit> edit =
            service().decide(std::span(&id, 1), SuspectedStockout::State::Accepted);
        QVERIFY(edit);
        // The sales of those days arrive late, and another product proves silent.
        sql::Transaction late(m_store->db());
        CellWriter writer(m_store->store(), newImport(m_store->store(), true), true);
        for (Day day = kSilentFrom; day < kSilentTo; ++day)
            writer.add(Measure::Units, m_silent, day, 4);
        const int other = ensureSeries(m_store->store(), 7, 3, Grain::Daily, 0);
        Random random(7, 7);
        for (Day day = kFirstSale; day < kFirstSale + 200; ++day)
            if (day < kSilentFrom + 20 || day >= kSilentTo + 20)
                writer.add(Measure::Units, other, day, 1 + static_cast<int>(random.below(8)));
        writer.finish({});
        late.commit();
        find();
        QCOMPARE(listed().size(), 1U);
        QCOMPARE(listed().front().id, id); // the id is given again
        QCOMPARE(listed().front().seriesId, other);

        const Outcome outcome = SuspectedStockouts::applyIn(m_store->store(), edit->after, {});
        QVERIFY(!outcome);
        QCOMPARE(static_cast<int>(outcome.error().code), static_cast<int>(ErrorCode::NotFound));
        QVERIFY(listed().front().state == SuspectedStockout::State::Offered);
    }

    void anUnknownIdIsNamed()
    {
        const std::int64_t id = 4711;
        const Outcome outcome =
            service().decideNow(std::span(&id, 1), SuspectedStockout::State::Accepted, {});
        QVERIFY(!outcome);
        QCOMPARE(static_cast<int>(outcome.error().code), static_cast<int>(ErrorCode::NotFound));
        QVERIFY(outcome.error().message.find("4711") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestSuspectedStockouts)
#include "test_suspected_stockouts.moc"
