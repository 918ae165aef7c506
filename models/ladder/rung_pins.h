#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/ladder/climb.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <span>

namespace merch
{

class Store;

/// An edit for EditJournal::edit(page, "rung_pin", text, before, after).
struct RungEdit {
    QString text;
    QJsonObject before, after;
};

/// Rungs that people hold to. Register once: journal.registerKind("rung_pin", &RungPins::applyIn).
class RungPins
{
public:
    RungPins(const QString& path, const QString& user);

    /// Holds series to a rung that forecasts, or (nothing) leaves them to the ladder again. Changes nothing
    /// by itself. InvalidInput for Rung::Today, which is no forecast.
    Result<RungEdit> pin(std::span<const int> seriesIds, std::optional<Rung> rung) const;

    /// Puts a state into the store: the whole of an edit, in the journal's transaction.
    static Outcome applyIn(Store& store, const QJsonObject& state, const Progress& progress);
    /// The same in a transaction of its own.
    static Outcome apply(const QString& path, const QJsonObject& state);

private:
    QString m_path;
    QString m_user;
};

} // namespace merch
