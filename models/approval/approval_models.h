#pragma once

#include "models/approval/approval_service.h"
#include "models/export/currency.h"
#include "models/grid/grid_model.h"

#include <QAbstractListModel>

namespace merch
{

/// Words for a plan: "Reorder plan 12".
QString planTitle(const PlanSummary& plan);
QString riskTitle(PlanRisk risk);
Tone riskTone(PlanRisk risk);
/// How long ago: "12 min", "5 h", "3 d".
QString ageText(qint64 ms, qint64 nowMs);

/// Plans as the queue shows them, one part of them at a time.
class PlanQueueModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class Part { Waiting, Drafts, Decided };
    using QAbstractListModel::QAbstractListModel;

    void setPlans(std::vector<PlanSummary> plans, const QString& currency, qint64 nowMs);
    void setPart(Part part);
    Part part() const { return m_part; }
    static Part partOf(PlanState state);
    int countOf(Part part) const;
    /// Of all plans, whatever part is shown; null = there is none of that number.
    const PlanSummary* find(std::int64_t planId) const;

    const PlanSummary& plan(int row) const
    {
        return m_plans[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(row)])];
    }
    int rowOf(std::int64_t planId) const; ///< -1 = not in this part
    QString age(int row) const;
    const QString& currency() const { return m_currency; }

    int rowCount(const QModelIndex& parent = {}) const override;
    /// DisplayRole is the whole card in words, for screen readers and tests.
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void rebuild();
    std::vector<PlanSummary> m_plans;
    std::vector<int> m_rows;
    Part m_part = Part::Waiting;
    QString m_currency;
    qint64 m_now = 0;
};

/// Lines of one plan, before and after, with a tick for those that a decision takes.
class PlanLinesModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column {
        Take,
        Product,
        Location,
        Supplier,
        Stock,
        OrderPoint,
        OrderUpTo,
        Order,
        Value,
        Margin,
        Marks,
        State,
        Why
    };
    explicit PlanLinesModel(QObject* parent = nullptr);

    /// Waiting lines are ticked, but for those that need a look: a failed critical check, or inputs of their
    /// own that changed. The same plan keeps the ticks set by hand.
    void setLines(
        std::int64_t planId, std::int64_t submission, std::vector<PlanLine> lines, const QString& currency);
    const PlanLine& line(int item) const { return m_lines[static_cast<std::size_t>(item)]; }
    const std::vector<PlanLine>& lines() const { return m_lines; }
    bool waits(int item) const { return line(item).state == PlanState::Submitted && line(item).orders(); }
    bool needsLook(int item) const { return !line(item).critical.isEmpty() || line(item).changedItself; }
    bool ticked(int item) const { return m_ticked[static_cast<std::size_t>(item)] != 0; }
    /// All of them on, or off if all of them were on.
    void toggle(const std::vector<int>& items);
    int tickedCount() const;
    int waitingCount() const;
    /// Lines that wait, are not ticked and need a look; they stand first.
    int heldCount() const;
    std::vector<LineKey> tickedKeys() const;
    /// Of the ticked lines; where none waits, of all that are bought (none of what was rejected, unless all
    /// was).
    struct Sums {
        int lines = 0;
        std::int64_t value = 0, margin = 0, assumed = 0;
        int suppliers = 0;
    };
    Sums sums() const;
    /// Lines that order nothing (below the cut, excluded) are hidden unless asked for.
    void showAll(bool all);

    int itemCount() const override { return static_cast<int>(m_lines.size()); }

signals:
    void ticksChanged();

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;
    QString longestNumber(int column) const override;
    QString searchText(int item) const override;

private:
    std::vector<PlanLine> m_lines;
    std::vector<char> m_ticked;
    std::int64_t m_planId = 0, m_submission = 0;
    QString m_currency;
    bool m_all = false;
};

/// The entries of an audit trail, newest first.
class AuditTrailModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    /// Oldest first, as the service gives them.
    void setEntries(std::vector<AuditEntry> entries, qint64 nowMs);
    const AuditEntry& entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }
    QString when(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<AuditEntry> m_entries;
    qint64 m_now = 0;
};

/// The whole log as a grid.
class AuditLogModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Entry, When, User, About, What, Comment, Link };
    explicit AuditLogModel(QObject* parent = nullptr);
    void add(std::vector<AuditEntry> older, qint64 nowMs);
    std::int64_t oldest() const { return m_entries.empty() ? 0 : m_entries.back().entryId; }
    int itemCount() const override { return static_cast<int>(m_entries.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    std::vector<AuditEntry> m_entries;
    qint64 m_now = 0;
};

} // namespace merch
