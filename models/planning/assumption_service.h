#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace merch
{

class Store;

/// What the extracts lack and somebody settled. Scope: everywhere, a location, a category with all below it,
/// or both; the narrowest wins (both, then category, then location, then everywhere).
struct Assumption {
    std::int64_t id = 0;
    QString location; ///< code; empty = all
    QString category; ///< path; empty = all
    QString name;     ///< one of AssumptionService::names()
    QString value;
    std::int64_t madeAt = 0;
    QString madeBy;
};

/// One thing that a plan cannot be made without.
struct MissingInput {
    QString name;    ///< the assumption that would settle it
    QString title;   ///< "Lead time"
    QString lacking; ///< what the extracts lack: "lead time", "unit cost"
    int series = 0;  ///< how many lack it
    QString example; ///< "85123A@MAIN"
};

struct AssumptionEdit {
    QString text;
    QJsonObject before, after;
};

/// Assumptions of a store. Opens its own connection per call: any thread.
/// Journal kind "assumption": journal.registerKind("assumption", &AssumptionService::applyIn).
class AssumptionService
{
public:
    explicit AssumptionService(const QString& path);

    /// margin, lead_time_days, lead_time_sd, review_days, holding_rate, opening_stock_days, supplier,
    /// service, recapture, goodwill.
    static QStringList names();
    static QString help(const QString& name); ///< what it means, in a buyer's words
    static QString title(const QString& name);
    /// Why `value` cannot be that; empty = it can. Rates are shares.
    static QString refusal(const QString& name, const QString& value);
    /// What holds where nothing is said (resources/rules/planning.json); empty = must be settled if lacking.
    static QString standard(const QString& name);

    Result<std::vector<Assumption>> list() const;
    /// What a plan made now would lack.
    Result<std::vector<MissingInput>> missing() const;

    /// Changes nothing: the journal applies it. An empty value takes the assumption away.
    Result<AssumptionEdit>
    set(const QString& location, const QString& category, const std::map<QString, QString>& values,
        const QString& user) const;
    /// The same at once, for the command line; logged.
    Outcome setNow(
        const QString& location, const QString& category, const std::map<QString, QString>& values,
        const QString& user, const QString& commandLine) const;
    /// Puts a state into the store: the whole of an edit, in the journal's transaction.
    static Outcome applyIn(Store& store, const QJsonObject& state, const Progress& progress);
    static Outcome apply(const QString& path, const QJsonObject& state);

private:
    QString m_path;
};

} // namespace merch
