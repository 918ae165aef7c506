#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QString>

#include <optional>
#include <vector>

namespace merch
{

/// What the Data page shows, read in one go off the GUI thread.
struct QualityPoint {
    qint64 atMs = 0;
    double score = 0; ///< 0..1
};

struct QualityDimension {
    QString name; ///< "completeness"
    double score = 0;
    std::vector<double> history; ///< oldest first, one a check
};

/// One rule of the newest check: how many rows it looked at and what it found.
struct RuleSummary {
    QString rule, title, dimension, severity, suggestion;
    qint64 lookedAt = 0, found = 0;
    qint64 open = 0, accepted = 0, mended = 0;
    std::optional<qint64> money; ///< minor units a month; only where a finding says so
};

struct FindingRow {
    qint64 id = 0;
    QString rule, severity, entity, key, field, value, message, suggestion, state, owner;
    std::optional<qint64> money;
};

struct SourceRow {
    qint64 id = 0;
    QString name, kind, owner;
    double promisedDays = 0; ///< 0 = nothing promised
    double ageDays = 0;      ///< since its last import that still counts
    std::optional<int> lastDay;
    bool everImported = false;
};

struct ImportRow {
    qint64 id = 0;
    QString file, kind, source, by;
    qint64 read = 0, accepted = 0, rejected = 0, openRejects = 0;
    qint64 atMs = 0;
    bool undone = false;
};

struct DataOverview {
    std::vector<QualityPoint> scores;
    std::vector<QualityDimension> dimensions;
    std::vector<RuleSummary> rules;
    std::vector<SourceRow> sources;
    std::vector<ImportRow> imports; ///< newest first
    int heldBack = 0;               ///< series that a critical check keeps to the simple rule
    bool checked = false;
};

/// Reads the store at `path`. Quick: aggregates only.
Result<DataOverview> loadDataOverview(const QString& path);

/// Findings of one rule in the newest check, worst money first, at most `limit`.
Result<std::vector<FindingRow>> loadFindings(const QString& path, const QString& rule, int limit);

/// Names a source's owner and the age at which it counts as late. One transaction.
Outcome setSourcePromise(const QString& path, qint64 sourceId, const QString& owner, double freshDays);

} // namespace merch
