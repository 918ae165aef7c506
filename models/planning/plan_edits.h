#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace merch
{

class Store;

/// An edit for EditJournal::edit("reorder", "plan_line", text, before, after).
struct PlanEdit {
    QString text;
    QJsonObject before, after;
};

/// Edits of a draft or returned plan. The functions that return a PlanEdit change nothing: the journal
/// applies it and its undo through apply(). Register once: registerKind("plan_line", &PlanEdits::applyIn).
/// Refused (with words) where the plan may no longer be edited. Quantities keep MOQ and packs: what does not
/// fit is rounded up by roundOrder() and the text says so. A locked line refuses other quantities.
class PlanEdits
{
public:
    PlanEdits(const QString& path, std::int64_t planId);

    struct Quantity {
        int line = 0;
        double units = 0; ///< 0 = do not order
    };
    Result<PlanEdit> setQuantities(std::span<const Quantity> quantities) const;
    Result<PlanEdit> setLocked(std::span<const int> lines, bool locked) const;
    /// An empty reason includes the lines again.
    Result<PlanEdit> setExcluded(std::span<const int> lines, const QString& reason) const;
    /// Takes the best cases first until the budget ends; absent = all. Edited and locked lines stay.
    Result<PlanEdit> setBudget(std::optional<std::int64_t> budget) const;
    /// Raises the best cases of a supplier until its minimum order value is met.
    Result<PlanEdit> fillSupplier(const QString& supplier) const;
    /// Back to what was proposed, all edits, locks and exclusions gone.
    Result<PlanEdit> revert(std::span<const int> lines) const;

    /// Puts a state into the store: the whole of an edit, in the journal's transaction.
    static Outcome applyIn(Store& store, const QJsonObject& state, const Progress& progress);
    static Outcome apply(const QString& path, const QJsonObject& state);

private:
    QString m_path;
    std::int64_t m_plan;
};

} // namespace merch
