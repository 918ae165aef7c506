#include "models/ladder/rung_pins.h"

#include "models/ladder/ladder_service.h"
#include "models/ladder/ladder_store.h"
#include "models/store/changes.h"
#include "models/store/changing.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <set>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(RungPins)
};

QJsonObject stateOf(
    const std::set<int>& series, const std::map<int, RungInUse>& pins, const std::map<int, qint64>& madeAt)
{
    QJsonArray rows;
    for (const int id : series) {
        QJsonObject row{{QStringLiteral("series"), id}};
        if (const auto pin = pins.find(id); pin != pins.end()) {
            row[QStringLiteral("rung")] = static_cast<int>(pin->second.rung);
            row[QStringLiteral("owner")] = pin->second.pinnedBy;
            row[QStringLiteral("made_at")] = madeAt.at(id);
        }
        rows.append(row);
    }
    return {{QStringLiteral("rows"), rows}};
}

} // namespace

RungPins::RungPins(const QString& path, const QString& user)
    : m_path(path)
    , m_user(user)
{
}

Result<RungEdit> RungPins::pin(std::span<const int> seriesIds, std::optional<Rung> rung) const
{
    if (seriesIds.empty())
        return Error{ErrorCode::InvalidInput, "Nothing was changed.", {}, {}};
    if (rung == Rung::Today)
        return Error{ErrorCode::InvalidInput, "Today's way of ordering is no forecast.", {}, {}};
    return reporting("hold a rung", [&]() -> Result<RungEdit> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const std::set<int> series(seriesIds.begin(), seriesIds.end());
        std::map<int, qint64> madeAt;
        sql::Statement rows(store->db(), "SELECT series_id, made_at FROM rung_pin");
        while (rows.step())
            madeAt[static_cast<int>(rows.integer(0))] = rows.integer(1);
        const std::map<int, RungInUse> before = readPins(*store);
        std::map<int, RungInUse> after;
        const std::map<int, qint64> was = madeAt;
        if (rung) {
            const qint64 now = nowMs();
            for (const int id : series) {
                after[id] = {*rung, m_user};
                madeAt[id] = now;
            }
        }
        const int n = static_cast<int>(series.size());
        const QString text = !rung ? Texts::tr("leave %n series to the ladder", nullptr, n)
                                   : Texts::tr("hold %n series on a rung", nullptr, n) +
                                         QStringLiteral(": ") + LadderService::rungTitle(*rung);
        return RungEdit{text, stateOf(series, before, was), stateOf(series, after, madeAt)};
    });
}

Outcome RungPins::applyIn(Store& store, const QJsonObject& state, const Progress&)
{
    sql::Statement drop(store.db(), "DELETE FROM rung_pin WHERE series_id = ?1");
    sql::Statement put(
        store.db(), "INSERT OR REPLACE INTO rung_pin (series_id, rung, owner, made_at)"
                    " VALUES (?1, ?2, ?3, ?4)");
    const QJsonArray rows = state.value(QStringLiteral("rows")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        const int id = row.value(QStringLiteral("series")).toInt();
        if (!row.contains(QStringLiteral("rung"))) {
            drop.bind(1, id).run();
            continue;
        }
        put.bind(1, id).bind(2, row.value(QStringLiteral("rung")).toInt());
        put.bind(3, row.value(QStringLiteral("owner")).toString().toStdString());
        put.bind(4, static_cast<std::int64_t>(row.value(QStringLiteral("made_at")).toInteger())).run();
    }
    stampChange(store, kRungsHeld);
    return success();
}

Outcome RungPins::apply(const QString& path, const QJsonObject& state)
{
    return changing(path, "hold a rung", [&](Store& store) { return applyIn(store, state, {}); });
}

} // namespace merch
