#include "models/data/finding_state.h"

#include "models/data/data_overview.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonArray>

namespace merch
{

namespace
{

QJsonObject one(qint64 id, const QString& state, const QString& owner)
{
    return {{QStringLiteral("id"), id}, {QStringLiteral("state"), state}, {QStringLiteral("owner"), owner}};
}

} // namespace

QJsonObject findingStates(const std::vector<FindingRow>& findings)
{
    QJsonArray rows;
    for (const FindingRow& finding : findings)
        rows.append(one(finding.id, finding.state, finding.owner));
    return {{QStringLiteral("findings"), rows}};
}

QJsonObject findingStates(const std::vector<FindingRow>& findings, const QString& state, const QString& owner)
{
    QJsonArray rows;
    for (const FindingRow& finding : findings)
        rows.append(one(finding.id, state, owner));
    return {{QStringLiteral("findings"), rows}};
}

Outcome applyFindingStates(Store& store, const QJsonObject& states, const Progress&)
{
    sql::Statement update(store.db(), "UPDATE finding SET state = ?2, owner = ?3 WHERE finding_id = ?1");
    for (const QJsonValue& value : states.value(QStringLiteral("findings")).toArray()) {
        const QJsonObject row = value.toObject();
        update.bind(1, static_cast<std::int64_t>(row.value(QStringLiteral("id")).toInteger()));
        update.bind(2, row.value(QStringLiteral("state")).toString().toStdString());
        const QString owner = row.value(QStringLiteral("owner")).toString();
        if (owner.isEmpty())
            update.bindNull(3);
        else
            update.bind(3, owner.toStdString());
        update.run();
    }
    return success();
}

} // namespace merch
