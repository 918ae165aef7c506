#include "models/workspace/saved_views.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>

namespace merch
{

namespace
{

/// The window must not wait for an import that is writing.
sql::Connection quickConnection(const QString& path, sql::Connection::Mode mode)
{
    sql::Connection db(path.toStdString(), mode);
    sqlite3_busy_timeout(db.get(), 250);
    return db;
}

} // namespace

Result<QStringList> SavedViews::names(const QString& page) const
{
    return reporting("read the saved views", [&]() -> Result<QStringList> {
        auto db = quickConnection(m_path, sql::Connection::Mode::ReadOnly);
        sql::Statement rows(db, "SELECT name FROM saved_view WHERE page = ?1 ORDER BY name COLLATE NOCASE");
        rows.bind(1, page.toStdString());
        QStringList names;
        while (rows.step())
            names << QString::fromStdString(std::string(rows.text(0)));
        return names;
    });
}

Result<QJsonObject> SavedViews::load(const QString& page, const QString& name) const
{
    return reporting("read a saved view", [&]() -> Result<QJsonObject> {
        auto db = quickConnection(m_path, sql::Connection::Mode::ReadOnly);
        sql::Statement row(db, "SELECT body FROM saved_view WHERE page = ?1 AND name = ?2");
        row.bind(1, page.toStdString()).bind(2, name.toStdString());
        if (!row.step())
            return Error{
                ErrorCode::NotFound,
                "There is no view named “" + name.toStdString() + "”.",
                "It may have been deleted in another window.",
                {}};
        const std::string_view body = row.text(0);
        return QJsonDocument::fromJson(QByteArray(body.data(), static_cast<qsizetype>(body.size()))).object();
    });
}

Outcome SavedViews::save(const QString& page, const QString& name, const QJsonObject& view)
{
    return reporting("save the view", [&]() -> Outcome {
        auto db = quickConnection(m_path, sql::Connection::Mode::ReadWrite);
        sql::Statement put(
            db, "INSERT INTO saved_view VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET body = excluded.body");
        put.bind(1, page.toStdString()).bind(2, name.toStdString());
        put.bind(3, QJsonDocument(view).toJson(QJsonDocument::Compact).toStdString());
        put.run();
        return success();
    });
}

Outcome SavedViews::remove(const QString& page, const QString& name)
{
    return reporting("delete the view", [&]() -> Outcome {
        auto db = quickConnection(m_path, sql::Connection::Mode::ReadWrite);
        sql::Statement row(db, "DELETE FROM saved_view WHERE page = ?1 AND name = ?2");
        row.bind(1, page.toStdString()).bind(2, name.toStdString());
        row.run();
        return success();
    });
}

} // namespace merch
