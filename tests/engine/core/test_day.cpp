#include "engine/core/day.h"

#include <QTest>

class TestDay : public QObject
{
    Q_OBJECT
private slots:
    void weeksBeginOnMonday()
    {
        QCOMPARE(merch::dayOf(1970, 1, 1), 0);
        QCOMPARE(merch::weekdayOf(0), 3); // a Thursday
        QCOMPARE(merch::startOfWeek(merch::dayOf(2026, 11, 24)), merch::dayOf(2026, 11, 23));
        QCOMPARE(merch::weekdayOf(merch::dayOf(1969, 12, 29)), 0);
    }
    void monthsAddAcrossYears()
    {
        QCOMPARE(merch::addPeriods(merch::dayOf(2025, 11, 1), merch::Grain::Monthly, 3), merch::dayOf(2026, 2, 1));
        QCOMPARE(merch::addPeriods(merch::dayOf(2025, 2, 1), merch::Grain::Monthly, -3), merch::dayOf(2024, 11, 1));
        QCOMPARE(merch::periodsBetween(merch::dayOf(2025, 11, 1), merch::dayOf(2026, 2, 1), merch::Grain::Monthly), 3);
    }
};

QTEST_GUILESS_MAIN(TestDay)
#include "test_day.moc"
