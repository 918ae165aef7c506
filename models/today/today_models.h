#pragma once

#include "models/grid/grid_model.h"
#include "models/today/today_service.h"

#include <QAbstractListModel>

namespace merch
{

/// The ranked problems, one row each.
class ProblemsModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        RankRole = Qt::UserRole + 1, ///< int, from 1
        IconRole,                    ///< a file of resources/icons
        EvidenceRole,
        RemedyRole,
        MoneyRole, ///< double; NaN where no cost can be computed
        LowRole,
        HighRole,
        MoneyTextRole, ///< "4,180"
        RangeTextRole, ///< "2,900–5,600"
        AssumedRole
    };
    enum class Show { All, Stock, Excess, Data };

    explicit ProblemsModel(QObject* parent = nullptr);
    void setProblems(std::vector<Problem> problems, const QString& currency);
    void setShown(Show show);
    Show shown() const { return m_show; }

    const Problem& problem(int row) const { return m_problems[m_rows[static_cast<std::size_t>(row)]]; }
    int rowOf(const QString& key) const; ///< -1 = none, or not shown
    int count() const { return static_cast<int>(m_problems.size()); }
    /// End of the bars' scale: a round number at or above the highest end of all ranges.
    double top() const { return m_top; }
    bool anyMoney() const { return m_anyMoney; } ///< of any problem something can be computed
    const QString& currency() const { return m_currency; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void choose();

    std::vector<Problem> m_problems;
    std::vector<std::size_t> m_rows;
    QString m_currency;
    Show m_show = Show::All;
    double m_top = 1.0;
    bool m_anyMoney = false;
};

/// The items of one problem.
class ProblemItemsModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Product, Sku, Location, OnHand, OnOrder, PerDay, Cover, When, Capital, Money, Low, High };
    explicit ProblemItemsModel(QObject* parent = nullptr);
    void setProblem(const Problem* problem, const QString& currency); ///< nullptr = none
    const ProblemItem& item(int i) const { return m_items[static_cast<std::size_t>(i)]; }
    ProblemKind kind() const { return m_kind; }

    int itemCount() const override { return static_cast<int>(m_items.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;
    Cell groupCell(const QString& name, int members, double sum, int column) const override;

private:
    static std::vector<GridColumn> itemColumns();

    ProblemKind m_kind = ProblemKind::OutOfStock;
    std::vector<ProblemItem> m_items;
    QString m_currency;
    double m_most = 0;
};

/// How far each source reaches, late ones first.
class FreshnessModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Name, Reaches, State };
    explicit FreshnessModel(QObject* parent = nullptr);
    void setSources(std::vector<SourceFreshness> sources);
    const SourceFreshness& source(int i) const { return m_sources[static_cast<std::size_t>(i)]; }

    int itemCount() const override { return static_cast<int>(m_sources.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    std::vector<SourceFreshness> m_sources;
};

/// Icon of a kind of problem.
QString problemIcon(ProblemKind kind);

} // namespace merch
