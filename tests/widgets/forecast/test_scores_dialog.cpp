#include "models/forecast/value_added_models.h"
#include "tests/widgets/forecast/support_forecast_page.h"
#include "widgets/forecast/scores_dialog.h"
#include "widgets/frame/kit.h"

#include <QTimer>

using namespace merch;
using test::ForecastStore;

/// Scores of overrides, opened from the page and looked at with the mouse.
class TestScoresDialog : public test::ForecastPageTest
{
    Q_OBJECT

    static constexpr Day kAsOf = ForecastStore::kLast - 31, kWeek = kAsOf + 1;

    void say(const char* who, int series, double units, const char* why) const
    {
        const OverrideService service(m_store->path(), QLatin1String(who));
        const auto typed = service.setWeek(std::span(&series, 1), kWeek, units);
        QVERIFY(typed);
        QVERIFY(OverrideService::apply(m_store->path(), typed->after));
        const auto live = service.list(series);
        const std::int64_t id = live->back().id;
        const auto committed = service.commit(std::span(&id, 1), QLatin1String(why), {});
        QVERIFY(committed);
        QVERIFY(OverrideService::apply(m_store->path(), committed->after));
    }
    /// Opens the dialog as a person does and works in it; it is closed afterwards.
    void inDialog(const std::function<void(ScoresDialog*)>& work)
    {
        bool done = false;
        QTimer::singleShot(0, this, [&] {
            auto* dialog = qobject_cast<ScoresDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            settle();
            work(dialog);
            done = true;
            dialog->reject();
        });
        QTest::keyClick(m_page.get(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(done);
    }
    static QString cellOf(ScoresDialog* dialog, const char* grid, int row, int column)
    {
        return dialog->findChild<GridView*>(QLatin1String(grid))
            ->model()
            ->index(row, column)
            .data()
            .toString();
    }
    static int rowsOf(ScoresDialog* dialog, const char* grid)
    {
        return dialog->findChild<GridView*>(QLatin1String(grid))->model()->rowCount();
    }

private slots:
    void init()
    {
        m_store = std::make_unique<ForecastStore>(false);
        m_store->run(56, kAsOf);
    }
    void cleanup()
    {
        m_page.reset();
        m_journal.reset();
        m_workspace.reset();
    }

    /// P2 at the first shop sells 56 a week: 66 is 10 too many. Bob's numbers do not show until asked for.
    void onesOwnComeFirstAndAlone()
    {
        say("ann", ForecastStore::seriesOf(2, 1), 66, "fair");
        say("bob", ForecastStore::seriesOf(2, 2), 600, "weather");
        openWindow();
        inDialog([&](ScoresDialog* dialog) {
            QCOMPARE(rowsOf(dialog, "scores.steps.grid"), kForecastSteps);
            QCOMPARE(
                cellOf(dialog, "scores.steps.grid", int(ForecastStep::Override), StepScoresModel::Error),
                QStringLiteral("10.0"));
            QCOMPARE(rowsOf(dialog, "scores.reasons.grid"), 1);
            QCOMPARE(rowsOf(dialog, "scores.people.grid"), 0);
            QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("scores.verdict"))
                        ->text()
                        .contains(QStringLiteral("of 1 week")));
            auto* whose = dialog->findChild<kit::Segments*>(QStringLiteral("scores.whose"));
            for (auto* button : whose->findChildren<QPushButton*>())
                if (button->text().startsWith(QLatin1String("Every")))
                    click(button);
            settle();
            QCOMPARE(rowsOf(dialog, "scores.people.grid"), 2);
            QCOMPARE(rowsOf(dialog, "scores.reasons.grid"), 2);
            QCOMPARE(
                cellOf(dialog, "scores.steps.grid", int(ForecastStep::Override), StepScoresModel::Error),
                QStringLiteral("50.0")); // and bob's 40 too many
        });
    }

    void theChangesSayFromWhatToWhat()
    {
        say("bob", ForecastStore::seriesOf(2, 1), 44, "weather");
        openWindow();
        inDialog([&](ScoresDialog* dialog) {
            QCOMPARE(rowsOf(dialog, "scores.changes.grid"), 1);
            QCOMPARE(
                cellOf(dialog, "scores.changes.grid", 0, NumberHistoryModel::Who), QStringLiteral("bob"));
            QCOMPARE(
                cellOf(dialog, "scores.changes.grid", 0, NumberHistoryModel::To), QStringLiteral("44.0"));
            QCOMPARE(
                cellOf(dialog, "scores.changes.grid", 0, NumberHistoryModel::Why), QStringLiteral("weather"));
        });
    }

    void withoutOverridesItSaysHowToBegin()
    {
        openWindow();
        inDialog([&](ScoresDialog* dialog) {
            QCOMPARE(rowsOf(dialog, "scores.steps.grid"), 0);
            QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("scores.verdict"))
                        ->text()
                        .contains(QStringLiteral("Nothing to score yet")));
        });
    }
};

QTEST_MAIN(TestScoresDialog)
#include "test_scores_dialog.moc"
