#include "models/planning/planning_rules.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace merch
{

const PlanningRules& planningRules()
{
    static const PlanningRules rules = [] {
        PlanningRules read;
        QFile file(QStringLiteral(":/rules/planning.json"));
        const bool opened = file.open(QIODevice::ReadOnly);
        Q_ASSERT(opened);
        const QJsonObject root = QJsonDocument::fromJson(opened ? file.readAll() : QByteArray()).object();
        Q_ASSERT(!root.isEmpty());
        const QJsonObject standards = root.value(QStringLiteral("standards")).toObject();
        for (auto it = standards.begin(); it != standards.end(); ++it) {
            const QJsonObject one = it.value().toObject();
            if (one.contains(QStringLiteral("value")))
                read.standards[it.key()] = one.value(QStringLiteral("value")).toDouble();
            else
                read.leadTimeSdShare = one.value(QStringLiteral("share_of_lead_time")).toDouble();
        }
        const QJsonObject bounds = root.value(QStringLiteral("service_bounds")).toObject();
        read.leastService = bounds.value(QStringLiteral("least")).toDouble();
        read.mostService = bounds.value(QStringLiteral("most")).toDouble();
        for (const QJsonValue& status : root.value(QStringLiteral("not_ordered_status")).toArray())
            read.notOrderedStatus << status.toString();
        read.recentPriceDays = root.value(QStringLiteral("recent_price_days")).toInt();
        read.oldStockDays = root.value(QStringLiteral("old_stock_days")).toInt();
        return read;
    }();
    return rules;
}

} // namespace merch
