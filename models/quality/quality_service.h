#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QMap>
#include <QString>

#include <optional>
#include <vector>

namespace merch
{

struct QualityFinding {
    QString rule, severity, entity, key, field, value, message, suggestion;
    std::optional<qint64> money; ///< minor units a month
    QString state;               ///< "open", "accepted"
};

/// What a run of the checks found.
struct QualityReport {
    qint64 runId = 0;
    double score = 1.0;               ///< 0..1, the mean of the dimensions
    QMap<QString, double> dimensions; ///< 0..1
    std::vector<QualityFinding> findings;
    QMap<QString, int> counts; ///< open findings by severity
    int heldBack = 0;          ///< series kept to the simple rule
    QString currency;
};

/// Runs the rules of resources/sql/checks over a store: each is a file that says what it looks at and what it
/// finds. A series that fails a critical rule is marked. What was accepted before stays accepted. One
/// transaction.
class QualityService
{
public:
    explicit QualityService(const QString& path);
    /// `rulesFile` changes the rules or adds some (quality_rules.h).
    Result<QualityReport>
    run(const QString& user, const QString& commandLine, const Progress& progress,
        const QString& rulesFile = {}) const;

private:
    QString m_path;
};

} // namespace merch
