#pragma once

#include <QFrame>
#include <QJsonArray>
#include <QJsonObject>
#include <QTimer>

class QLabel;
class QLineEdit;
class QStackedLayout;
class QToolButton;
class QHBoxLayout;

namespace merch
{

class GridModel;
class GridView;
class Workspace;

namespace kit
{
class EmptyState;
class FlowLayout;
} // namespace kit

/// A grid with its head: title and count, quick filter (Ctrl+F), filter chips, groups, columns, saved views.
/// `id` names it in tests (objectName) and in the store ("forecast.series").
class GridPanel : public QFrame
{
    Q_OBJECT
public:
    GridPanel(const QString& id, const QString& title, Workspace* workspace, QWidget* parent = nullptr);
    ~GridPanel() override;

    void setModel(GridModel* model);
    GridView* view() const { return m_view; }
    GridModel* model() const { return m_model; }

    void setTitle(const QString& title);
    /// What the rows are called: tr("products"); the count reads "214 of 8,430 products".
    /// What is counted; `one` is said of a single one.
    void setUnit(const QString& unit, const QString& one = {});
    /// Shown instead of the grid while it has no items at all. The signal emptyAction() is its button.
    void setEmpty(const QString& icon, const QString& sentence, const QString& more, const QString& action);
    /// A control of the page in the place of the title: what is shown can be chosen there.
    void setTitleWidget(QWidget* widget);
    /// The page's own controls stand in the head, before the buttons.
    void addTool(QWidget* tool);
    /// For a narrow panel of few rows: no filter nor buttons of its own in the head.
    void setCompact();
    void focusFilter();
    void clearFilters();

    QJsonObject viewState() const;
    void setViewState(const QJsonObject& state);

signals:
    void emptyAction();

protected:
    void focusInEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void fitHead();
    void refresh();
    void refreshChips();
    void showFilterMenu();
    void showColumnMenu();
    void showGroupMenu();
    void showViewMenu();
    void editFilter(int column);
    void loadLastView();
    void keepLastView();
    void writeLastView();
    QJsonArray sortingState() const;

    QString m_id;
    Workspace* m_workspace;
    GridModel* m_model = nullptr;
    GridView* m_view;
    QLabel *m_title, *m_count;
    QLineEdit* m_filter;
    QToolButton *m_filters, *m_groups, *m_columns, *m_views;
    QHBoxLayout* m_tools;
    QWidget* m_chips;
    kit::FlowLayout* m_chipFlow;
    QStackedLayout* m_stack;
    kit::EmptyState *m_empty, *m_nothing;
    QString m_unit, m_one;
    QJsonObject m_kept; ///< columns and order as last seen
    QTimer m_keep;
    bool m_hasEmpty = false;
};

} // namespace merch
