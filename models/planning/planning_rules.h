#pragma once

#include <QString>
#include <QStringList>

#include <map>

/// Standards and bounds of planning, from resources/rules/planning.json. Private to models.
namespace merch
{

struct PlanningRules {
    std::map<QString, double> standards; ///< holding_rate, review_days, recapture, goodwill
    double leadTimeSdShare = 0.0;        ///< of the lead time
    double leastService = 0.0, mostService = 0.0;
    QStringList notOrderedStatus; ///< lower case
    int recentPriceDays = 0;      ///< over which the price paid is averaged
    int oldStockDays = 0;         ///< a count of stock older than this is said to be old

    double standard(const char* name) const { return standards.at(QString::fromLatin1(name)); }
};

const PlanningRules& planningRules();

} // namespace merch
