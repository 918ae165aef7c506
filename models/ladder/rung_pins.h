#pragma once

#include "engine/core/result.h"
#include "engine/ladder/climb.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <span>

namespace merch
{

/// An edit for EditJournal::edit(page, "rung_pin", text, before, after).
struct RungEdit {
    QString text;
    QJsonObject before, after;
};

/// Rungs that people hold to. Register once: journal.registerKind("rung_pin", &RungPins::apply).
class RungPins
{
public:
    RungPins(const QString& path, const QString& user);

    /// Holds series to a rung that forecasts, or (nothing) leaves them to the ladder again. Changes nothing
    /// by itself. InvalidInput for Rung::Today, which is no forecast.
    Result<RungEdit> pin(std::span<const int> seriesIds, std::optional<Rung> rung) const;

    /// Puts a state into the store in one transaction.
    static Outcome apply(const QString& path, const QJsonObject& state);

private:
    QString m_path;
    QString m_user;
};

} // namespace merch
