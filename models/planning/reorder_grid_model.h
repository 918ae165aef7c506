#pragma once

#include "models/grid/grid_model.h"
#include "models/planning/reorder_plan.h"

#include <QHash>
#include <QSet>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace merch
{

/// The lines of a reorder plan. Items are the plan's lines in its own order (best margin per money first);
/// what the budget cuts stands below a divider. Typed and pasted quantities are only asked for: whoever keeps
/// them answers with a new plan.
class ReorderGridModel final : public GridModel
{
    Q_OBJECT
public:
    explicit ReorderGridModel(QObject* parent = nullptr);

    enum class Shown : std::uint8_t {
        Orders, ///< what orders something, was cut, or somebody touched
        Edited, ///< typed over, locked or excluded
        All
    };

    /// A plan with the same lines as before changes in place: an open editor, the selection and the order of
    /// the rows stay.
    void setPlan(ReorderPlan plan);
    const ReorderPlan& plan() const { return m_plan; }
    const ReorderPlanLine& line(int item) const { return m_plan.lines[static_cast<std::size_t>(item)]; }
    int itemOfLine(int line) const; ///< -1 = none
    int itemOf(const QString& sku, const QString& location = {}) const;
    /// As the grid shows it, and back; null where no line has it.
    QString supplierName(const QString& code) const;
    QString supplierCode(const QString& name) const;

    /// What a budget would buy, in memory; see applyBudget().
    void tryBudget(std::optional<std::int64_t> budget);

    void setShown(Shown shown);
    Shown shown() const { return m_show; }
    /// The scope of the top bar; empty = all.
    void setScope(const QString& location, const QString& category);
    /// Quantities can be typed.
    void setEditable(bool editable);
    /// Quantities of a what-if by item, shown beside the plan's; empty = none.
    void setWhatIf(std::vector<double> quantities, bool onlyChanged);
    bool hasWhatIf() const { return !m_whatIf.empty(); }
    /// What was typed shows at once, until the next plan has it.
    void addPending(const std::vector<std::pair<int, double>>& itemQuantities);

    int itemCount() const override { return static_cast<int>(m_plan.lines.size()); }
    std::pair<QString, QString> dividerTexts() const override;
    int paste(int row, int column, const QList<QStringList>& table) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// A quantity as people type it ("1,200", "1200", "0"); nothing if it is none.
    static std::optional<double> quantityOf(const QString& typed);

signals:
    /// (item, units) of one edit.
    void quantitiesTyped(const std::vector<std::pair<int, double>>& quantities);
    void refused(const QString& why);

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;
    double summand(int item, int column) const override; ///< of what is ordered only
    QString text(int item, int column) const override;
    QString searchText(int item) const override;
    bool isEditable(int item, int column) const override;
    QVariant editValue(int item, int column) const override;
    bool edit(int item, int column, const QVariant& value) override;
    Cell groupCell(const QString& name, int members, double sum, int column) const override;
    void arrange(std::vector<int>& order) const override;

private:
    bool passes(int item) const;
    void applyPredicate();
    Cell stateCell(const ReorderPlanLine& line) const;
    Cell flagsCell(const ReorderPlanLine& line) const;
    QString assumedTip(const ReorderPlanLine& line, const QString& before) const;
    double shownQuantity(int item) const;

    ReorderPlan m_plan;
    QHash<int, int> m_itemOfLine;
    QSet<QString> m_below; ///< suppliers below their minimum
    QHash<int, double> m_pending;
    double m_minor = 100; ///< minor units in a unit of the currency
    std::vector<double> m_whatIf;
    QString m_location, m_category;
    Shown m_show = Shown::Orders;
    bool m_editable = true, m_onlyChanged = false;
};

} // namespace merch
