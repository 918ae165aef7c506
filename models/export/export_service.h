#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "models/approval/plan_state.h"
#include "models/export/clipboard_table.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace merch
{

struct ExportRequest {
    QString what;            ///< one of ExportService::kinds()
    QString file;            ///< where to; for PDF a folder, too: one file per supplier
    QString format;          ///< "csv", "xlsx", "json", "pdf"; empty = by the file's ending, else csv
    QString preset;          ///< a platform's columns; empty = the contract's
    QString supplier;        ///< purchase orders of this supplier only; empty = all
    std::int64_t planId = 0; ///< 0 = the latest reorder plan
    bool again = false;      ///< says so that lines leave a second time
    QString user;
    QString commandLine; ///< for the store's command log; empty = not logged
};

struct ExportResult {
    QStringList files;        ///< one, but for purchase orders into a folder
    QStringList reverseFiles; ///< beside each
    std::int64_t rows = 0;    ///< of all files
    std::int64_t planId = 0;  ///< 0 = not of a plan
    PlanState state = PlanState::Draft;
    bool report = false; ///< left undecided, as a report that says so
    QStringList notes;   ///< what the buyer should know: orders below a supplier's minimum
};

/// What stands against an export, before it is asked for.
struct ExportCheck {
    QString refusal; ///< why it would be refused, in words for a tooltip; empty = it would be written
    int left = 0;    ///< lines that left before: it needs `again`
    QString leftHow; ///< "last on 2026-11-25 14:02 UTC in plan.csv"
};

/// What leaves the store. Files are written whole or not at all; each export of a plan is written together
/// with the file that would undo it, and recorded with its hashes in the audit log. A plan that was not
/// approved leaves only as a report that says so; orders and platform formats need approval; lines leave
/// once, unless `again`. Opens its own connection per call: any thread. PDF needs a QGuiApplication.
class ExportService
{
public:
    explicit ExportService(const QString& storePath);

    /// "forecasts", "reorder-plan", "order-points", "purchase-orders", "findings", "problems".
    static QStringList kinds();
    static QStringList presets();
    /// FILE with ".reverse" before its ending.
    static QString reverseName(const QString& file);

    Result<ExportResult> write(const ExportRequest& request, const Progress& progress = {}) const;

    /// Looks at the store only, at no file.
    ExportCheck check(const ExportRequest& request) const;

    /// The named lines of a plan (all that order something when none is named), with the locale's decimal
    /// sign.
    Result<ClipboardTable> clipboard(std::int64_t planId, const std::vector<int>& lines) const;

private:
    QString m_path;
};

} // namespace merch
