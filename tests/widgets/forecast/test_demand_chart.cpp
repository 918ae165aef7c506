#include "widgets/forecast/demand_chart.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <limits>

using namespace merch;

class TestDemandChart : public QObject
{
    Q_OBJECT

    static constexpr Day kAsOf = dayOf(2026, 11, 22); // a Sunday
    static constexpr int kWeeks = 13;
    DemandChart* m_chart = nullptr;
    QWidget* m_pressed = nullptr;

    static DemandLines lines(Grain grain)
    {
        DemandLines l;
        l.grain = grain;
        const int scale = grain == Grain::Daily ? 1 : 7;
        l.first = startOfWeek(kAsOf) - 7 * 103;
        l.future = kAsOf + 1;
        const int history = (kAsOf + 1 - l.first) / scale, ahead = kWeeks * 7 / scale;
        const auto value = [&](int p) {
            return static_cast<float>(scale * (50 + 20 * std::sin(p * scale / 58.0)));
        };
        for (int p = 0; p < history; ++p)
            l.sold.push_back(value(p));
        for (int p = 0; p < history + ahead; ++p)
            l.lastYear.push_back(
                p * scale < 364 ? std::numeric_limits<float>::quiet_NaN() : value(p - 364 / scale) * 0.9f);
        const float z[] = {-1.96f, -1.28f, -0.67f, 0.67f, 1.28f, 1.96f};
        for (int s = 0; s < ahead; ++s) {
            l.known.push_back(0);
            l.mean.push_back(value(history + s));
            l.method.push_back(l.mean.back());
            for (std::size_t b = 0; b < kFanLevels.size(); ++b)
                l.fan[b].push_back(l.mean.back() * (1 + 0.12f * z[b]));
        }
        return l;
    }

    static DemandChartData data()
    {
        DemandChartData d;
        d.title = QStringLiteral("Merino crew, navy");
        d.note = QStringLiteral("MC-2041");
        d.currency = QStringLiteral("GBP");
        d.asOf = kAsOf;
        d.lines = {lines(Grain::Weekly), lines(Grain::Daily)};
        const DemandLines& weekly = d.lines.front();
        for (int w = 0; w < kWeeks; ++w) {
            const double units = weekly.mean[static_cast<std::size_t>(w)];
            d.weeks.push_back({weekly.futureDay(w), 7, 0, units, units, false, {}, {}});
        }
        for (DemandLines& l : d.lines) {
            for (auto* edge : {&l.asked, &l.askedLow, &l.askedHigh})
                edge->assign(l.sold.size(), std::numeric_limits<float>::quiet_NaN());
            for (std::size_t p = 0; p < l.sold.size(); ++p) {
                const Day day = l.dayOf(static_cast<int>(p)), end = addPeriods(day, l.grain, 1) - 1;
                if (end < kAsOf - 100 || day > kAsOf - 90)
                    continue;
                const auto whole = static_cast<float>(end - day + 1);
                l.asked[p] = 60 * whole;
                l.askedLow[p] = 41 * whole;
                l.askedHigh[p] = 83 * whole;
                l.sold[p] = l.grain == Grain::Daily ? 0 : l.sold[p] / 2;
            }
        }
        d.stockouts = {{kAsOf - 100, kAsOf - 90, QStringLiteral("11 days")}};
        d.promotions = {
            {kAsOf - 60, kAsOf - 50, QStringLiteral("20 % off")},
            {kAsOf + 10, kAsOf + 20, QStringLiteral("20 % off")}};
        d.events = {
            {kAsOf + 5, kAsOf + 5, QStringLiteral("Black Friday")},
            {kAsOf + 33, kAsOf + 33, QStringLiteral("Christmas")}};
        d.prices = {{weekly.first, 55}, {kAsOf - 60, 45}, {kAsOf - 49, 55}};
        return d;
    }

    /// The plot widget below the chart, which the mouse really hits.
    QWidget* hit(QPoint at) const
    {
        QWidget* child = m_chart->childAt(at);
        return child ? child : m_chart;
    }
    void mouse(QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::KeyboardModifiers keys = {})
    {
        QWidget* target = m_pressed ? m_pressed : hit(at); // a pressed button holds the mouse
        m_pressed = type == QEvent::MouseButtonPress     ? target
                    : type == QEvent::MouseButtonRelease ? nullptr
                                                         : m_pressed;
        const QPoint local = target->mapFrom(m_chart, at);
        QMouseEvent event(
            type, local, target->mapToGlobal(local), button,
            type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, keys);
        QApplication::sendEvent(target, &event);
    }
    void dragFromTo(QPoint from, QPoint to, Qt::KeyboardModifiers keys = {})
    {
        mouse(QEvent::MouseButtonPress, from, Qt::LeftButton, keys);
        mouse(QEvent::MouseMove, (from + to) / 2, Qt::NoButton, keys);
        mouse(QEvent::MouseMove, to, Qt::NoButton, keys);
        mouse(QEvent::MouseButtonRelease, to, Qt::LeftButton, keys);
    }
    double meanOf(int week) const
    {
        return m_chart->demand().weeks[static_cast<std::size_t>(week)].committed;
    }
    Day weekDay(int week) const { return m_chart->demand().weeks[static_cast<std::size_t>(week)].week; }

private slots:
    void initTestCase() { theme::apply(*qApp, theme::Mode::Light); }

    void init()
    {
        m_chart = new DemandChart;
        m_chart->resize(640, 360);
        m_chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chart));
        m_chart->setDemand(data(), false);
        QCoreApplication::processEvents();
    }
    void cleanup()
    {
        const QString shots = qEnvironmentVariable("MERCHBENCH_SCREENSHOTS");
        if (!shots.isEmpty())
            m_chart->grab().save(QDir(shots).filePath(
                QStringLiteral("demand-chart-%1.png").arg(QLatin1String(QTest::currentTestFunction()))));
        delete std::exchange(m_chart, nullptr);
    }

    void draggingThePointOfAWeekSetsItsUnits()
    {
        QSignalSpy chosen(m_chart, &DemandChart::draftChosen);
        const double before = meanOf(3), wanted = before + 80;
        dragFromTo(m_chart->pixelOf(weekDay(3), before), m_chart->pixelOf(weekDay(3), wanted));
        QCOMPARE(chosen.size(), 1);
        const auto weeks = chosen[0][0].value<WeekUnits>();
        QCOMPARE(weeks.size(), std::size_t(1));
        QCOMPARE(weeks.begin()->first, weekDay(3));
        const double onePixel = m_chart->unitsAt({0, 100}) - m_chart->unitsAt({0, 101});
        QVERIFY2(
            std::abs(weeks.begin()->second - wanted) <= onePixel + 0.5,
            qPrintable(QString::number(weeks.begin()->second)));
        QCOMPARE(weeks.begin()->second, std::round(weeks.begin()->second));
    }

    void aWeekCannotBeDraggedBelowZero()
    {
        QSignalSpy chosen(m_chart, &DemandChart::draftChosen);
        dragFromTo(m_chart->pixelOf(weekDay(2), meanOf(2)), m_chart->pixelOf(weekDay(2), 0) + QPoint(0, 60));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<WeekUnits>().begin()->second, 0.0);
    }

    void historyCannotBeDragged()
    {
        QSignalSpy chosen(m_chart, &DemandChart::draftChosen);
        const auto before = m_chart->shownDays();
        const Day week = startOfWeek(kAsOf) - 70;
        const auto& weekly = m_chart->demand().lines.front();
        const double sold =
            weekly.sold[static_cast<std::size_t>(periodsBetween(weekly.first, week, Grain::Weekly))];
        dragFromTo(m_chart->pixelOf(week, sold), m_chart->pixelOf(week, sold + 60) + QPoint(80, 0));
        QCOMPARE(chosen.size(), 0);
        QVERIFY(m_chart->shownDays().first < before.first); // it panned
    }

    void aReadOnlyChartIsNotDragged()
    {
        m_chart->setEditable(false);
        QSignalSpy chosen(m_chart, &DemandChart::draftChosen);
        dragFromTo(m_chart->pixelOf(weekDay(3), meanOf(3)), m_chart->pixelOf(weekDay(3), meanOf(3) + 80));
        QCOMPARE(chosen.size(), 0);
    }

    void weeksOfASelectedSpanKeepTheirShape()
    {
        QSignalSpy selected(m_chart, &DemandChart::weeksSelected), chosen(m_chart, &DemandChart::draftChosen);
        dragFromTo(m_chart->pixelOf(weekDay(2), 20), m_chart->pixelOf(weekDay(5), 20), Qt::ShiftModifier);
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected[0][0].toInt(), weekDay(2));
        QCOMPARE(selected[0][1].toInt(), weekDay(5) + 6);
        dragFromTo(m_chart->pixelOf(weekDay(4), meanOf(4)), m_chart->pixelOf(weekDay(4), meanOf(4) * 1.25));
        QCOMPARE(chosen.size(), 1);
        const auto weeks = chosen[0][0].value<WeekUnits>();
        QCOMPARE(weeks.size(), std::size_t(4));
        const double ratio = weeks.at(weekDay(4)) / meanOf(4);
        QVERIFY(ratio > 1.15);
        for (int w = 2; w <= 5; ++w)
            QVERIFY(std::abs(weeks.at(weekDay(w)) - meanOf(w) * ratio) <= 1.0);
    }

    void draggingADayTakesItsWeekAlong()
    {
        m_chart->zoomTo(kAsOf - 20, kAsOf + 30);
        QCOMPARE(m_chart->drawnGrain(), Grain::Daily);
        QSignalSpy chosen(m_chart, &DemandChart::draftChosen);
        const auto& daily = m_chart->demand().lines[1];
        const Day day = weekDay(1) + 3;
        const double mean = daily.mean[static_cast<std::size_t>(day - daily.future)];
        dragFromTo(m_chart->pixelOf(day, mean), m_chart->pixelOf(day, mean * 1.2));
        QCOMPARE(chosen.size(), 1);
        const auto weeks = chosen[0][0].value<WeekUnits>();
        QCOMPARE(weeks.begin()->first, weekDay(1));
        QVERIFY(std::abs(weeks.begin()->second / meanOf(1) - 1.2) < 0.05);
    }

    void keysMoveTheCrosshairAndChangeTheWeek()
    {
        QSignalSpy chosen(m_chart, &DemandChart::draftChosen);
        m_chart->setFocus();
        QTest::keyClick(m_chart, Qt::Key_Right); // first forecast week
        QTest::keyClick(m_chart, Qt::Key_Right);
        QVERIFY(m_chart->tipText().contains(QStringLiteral("Forecast")));
        QTest::keyClick(m_chart, Qt::Key_PageUp);
        QCOMPARE(chosen.size(), 1);
        const auto weeks = chosen[0][0].value<WeekUnits>();
        QCOMPARE(weeks.begin()->first, weekDay(1));
        QCOMPARE(weeks.begin()->second, std::round(meanOf(1) + std::round(meanOf(1) * 0.10)));
        QTest::keyClick(m_chart, Qt::Key_Left);
        QTest::keyClick(m_chart, Qt::Key_Left); // into history
        QVERIFY(m_chart->tipText().contains(QStringLiteral("Sold")));
        QTest::keyClick(m_chart, Qt::Key_PageUp);
        QCOMPARE(chosen.size(), 1);
    }

    void theTipTellsAllValues()
    {
        mouse(QEvent::MouseMove, m_chart->pixelOf(weekDay(4), 100), Qt::NoButton);
        const QString tip = m_chart->tipText();
        QVERIFY2(tip.contains(QStringLiteral("Week of 21 Dec 2026")), qPrintable(tip));
        for (const char* word :
             {"Forecast", "50 % range", "80 % range", "95 % range", "Last year", "Christmas"})
            QVERIFY2(tip.contains(QLatin1String(word)), word);
        mouse(QEvent::MouseMove, m_chart->pixelOf(startOfWeek(kAsOf - 95), 100), Qt::NoButton);
        QVERIFY(m_chart->tipText().contains(QStringLiteral("Shelf empty")));
        QVERIFY(m_chart->tipText().contains(QStringLiteral("55.00")));
    }

    void estimatedDemandIsDrawnAboveSalesAndToldApart()
    {
        const Day monday = startOfWeek(kAsOf - 95);
        mouse(QEvent::MouseMove, m_chart->pixelOf(monday, 420), Qt::NoButton);
        const QString tip = m_chart->tipText();
        QVERIFY2(tip.contains(QStringLiteral("Estimated demand")), qPrintable(tip));
        QVERIFY2(tip.contains(QStringLiteral("420")), qPrintable(tip));
        QVERIFY2(tip.contains(QStringLiteral("287 to 581")), qPrintable(tip));
        mouse(QEvent::MouseMove, m_chart->pixelOf(monday - 28, 100), Qt::NoButton);
        QVERIFY(!m_chart->tipText().contains(QStringLiteral("Estimated demand")));
        const QPoint at = m_chart->pixelOf(monday, 500);
        mouse(QEvent::MouseMove, {2, 2}, Qt::NoButton);
        const QImage with = m_chart->grab().toImage();
        DemandChartData without = data();
        for (DemandLines& l : without.lines) {
            l.asked.clear();
            l.askedLow.clear();
            l.askedHigh.clear();
        }
        m_chart->setDemand(without, true);
        QCoreApplication::processEvents();
        QVERIFY(m_chart->grab().toImage().pixelColor(at) != with.pixelColor(at)); // its range
        m_chart->setDemand(data(), true);
        const DemandLines& weekly = m_chart->demand().lines.front();
        const auto period = static_cast<qsizetype>(periodsBetween(weekly.first, monday, Grain::Weekly));
        const QStringList row =
            m_chart->numbers().split(QLatin1Char('\n'))[1 + period].split(QLatin1Char('\t'));
        QCOMPARE(row[11], QStringLiteral("420"));
        QCOMPARE(row[12], QStringLiteral("287"));
        QVERIFY(row[1] != row[11]);
    }

    void theWheelZoomsToDaysAndADoubleClickGoesBack()
    {
        QSignalSpy drawn(m_chart, &DemandChart::grainDrawn);
        const auto all = m_chart->shownDays();
        const QPoint at = m_chart->pixelOf(weekDay(0), 100);
        QWidget* target = hit(at);
        for (int i = 0; i < 14; ++i) {
            const QPointF local = target->mapFrom(m_chart, at);
            QWheelEvent wheel(
                local, target->mapToGlobal(local), {}, {0, 120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
            QApplication::sendEvent(target, &wheel);
        }
        QCOMPARE(m_chart->drawnGrain(), Grain::Daily);
        QCOMPARE(drawn.size(), 1);
        const auto near = m_chart->shownDays();
        QVERIFY(near.second - near.first < 60);
        QVERIFY(near.first <= weekDay(0) && near.second >= weekDay(0)); // the day under the mouse stays
        QTest::mouseDClick(hit(at), Qt::LeftButton, {}, hit(at)->mapFrom(m_chart, at));
        QCOMPARE(m_chart->shownDays(), all);
        QCOMPARE(m_chart->drawnGrain(), Grain::Weekly);
    }

    void newDataKeepsTheZoomIfAsked()
    {
        m_chart->zoomTo(kAsOf - 200, kAsOf + 14);
        const auto shown = m_chart->shownDays();
        m_chart->setDemand(data(), true);
        QCOMPARE(m_chart->shownDays(), shown);
        m_chart->setDemand(data(), false);
        QVERIFY(m_chart->shownDays() != shown);
    }

    void theNumbersCanBeTakenAway()
    {
        m_chart->setDrafts({{weekDay(1), 500.0}});
        const QStringList rows = m_chart->numbers().split(QLatin1Char('\n'));
        QCOMPARE(rows.size(), 1 + 104 + kWeeks);
        const QStringList week = rows[1 + 104 + 1].split(QLatin1Char('\t'));
        QCOMPARE(week[0], QStringLiteral("2026-11-30"));
        QCOMPARE(week[3], QStringLiteral("500"));
    }

    void picturesAreWritten()
    {
        QTemporaryDir dir;
        for (const char* name : {"a.png", "a.svg", "a.pdf"}) {
            const QString file = dir.filePath(QLatin1String(name));
            QVERIFY2(m_chart->exportTo(file), name);
            QVERIFY(QFileInfo(file).size() > 2000);
        }
    }

    void dark()
    {
        theme::apply(*qApp, theme::Mode::Dark);
        m_chart->setDrafts({{weekDay(2), meanOf(2) + 90}, {weekDay(3), meanOf(3) + 120}});
        QCoreApplication::processEvents();
        const QImage picture = m_chart->grab().toImage();
        QCOMPARE(picture.pixelColor(8, 60), theme::t().surface);
        const QString shots = qEnvironmentVariable("MERCHBENCH_SCREENSHOTS");
        if (!shots.isEmpty())
            picture.save(QDir(shots).filePath(QStringLiteral("demand-chart-darkened.png")));
        theme::apply(*qApp, theme::Mode::Light);
    }

    void anEmptyChartTakesInputQuietly()
    {
        m_chart->setDemand({}, false);
        dragFromTo({200, 100}, {300, 150});
        QTest::keyClick(m_chart, Qt::Key_Right);
        QVERIFY(m_chart->numbers().isEmpty());
        QVERIFY(!m_chart->weekAt({300, 100}));
    }
};

QTEST_MAIN(TestDemandChart)
#include "test_demand_chart.moc"
