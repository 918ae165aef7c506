#pragma once

#include "models/today/today_service.h"
#include "widgets/frame/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace merch
{

class Chart;
class FreshnessModel;
class GridPanel;
class ProblemBoard;
class ProblemItemsModel;
class ProblemsModel;

namespace kit
{
class EmptyState;
class KpiCard;
} // namespace kit

/// Where is the money going, and what needs me now?
class TodayPage final : public Page
{
    Q_OBJECT
public:
    explicit TodayPage(Workspace& workspace, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("today"); }
    QString title() const override { return tr("Today"); }
    QString question() const override { return tr("Where is the money going, and what needs me now?"); }
    QString iconName() const override { return QStringLiteral("layout-dashboard"); }
    QList<QAction*> pageActions() const override;
    void reveal(const QString& target) override;
    void focusFilter() override;

    const TodayReport& report() const { return m_report; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildBody();
    QWidget* buildSide();
    void reload();
    void apply(TodayReport& report);
    void showCards();
    void showSide();
    void showProblem(int row);
    void workOn(int row);
    void openItem(int item);
    void giveWay();

    Workspace& m_workspace;
    TodayReport m_report;
    QAction *m_import, *m_refresh, *m_work;
    QStackedWidget* m_stack;
    kit::EmptyState* m_empty;
    QString m_emptyPage, m_emptyTarget;
    kit::KpiCard *m_risk, *m_out, *m_soon, *m_excess, *m_pending, *m_quality;
    ProblemsModel* m_problems;
    ProblemItemsModel* m_items;
    FreshnessModel* m_sources;
    ProblemBoard* m_board;
    GridPanel *m_itemsPanel, *m_sourcesPanel;
    QPushButton* m_workButton;
    QWidget* m_side;
    QLabel* m_changesWhen;
    QVBoxLayout* m_changeRows;
    QLabel* m_lostNote;
    QString m_lostLong, m_lostShort; ///< by the room there is
    Chart* m_lost;
    QStackedWidget* m_lostStack;
    QString m_chosen; ///< key of the problem that is worked on
    int m_asked = 0;
    bool m_stale = true;
};

} // namespace merch
