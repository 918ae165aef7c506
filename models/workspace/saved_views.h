#pragma once

#include "engine/core/result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace merch
{

/// Named views of a page (filters, columns, sort, groups), kept in the store so that they travel with it.
/// Quick; for the GUI thread. A store that is being written answers within 250 ms that it is busy.
class SavedViews
{
public:
    explicit SavedViews(QString storePath)
        : m_path(std::move(storePath))
    {
    }

    Result<QStringList> names(const QString& page) const;
    Result<QJsonObject> load(const QString& page, const QString& name) const;
    Outcome save(const QString& page, const QString& name, const QJsonObject& view);
    Outcome remove(const QString& page, const QString& name);

private:
    QString m_path;
};

} // namespace merch
