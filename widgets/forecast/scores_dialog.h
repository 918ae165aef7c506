#pragma once

#include <QDialog>

class QLabel;
class QStackedWidget;

namespace merch
{

class GridPanel;
class GroupScoresModel;
class NumberHistoryModel;
class StepScoresModel;
class Workspace;
struct ValueAddedReport;

namespace kit
{
class Segments;
class Tabs;
} // namespace kit

/// What people's numbers were worth: one's own first and alone, everybody's only when asked for.
class ScoresDialog final : public QDialog
{
    Q_OBJECT
public:
    enum Part { Steps, Reasons, Categories, People, Changes };
    ScoresDialog(Workspace& workspace, QWidget* parent);

private:
    void load();
    void fill(const ValueAddedReport& report);

    Workspace& m_workspace;
    kit::Segments* m_whose;
    kit::Tabs* m_tabs;
    QLabel *m_verdict, *m_left;
    StepScoresModel* m_steps;
    GroupScoresModel *m_reasons, *m_categories, *m_people;
    NumberHistoryModel* m_changes;
    QStackedWidget* m_stack;
    GridPanel* m_peoplePanel = nullptr;
    int m_asked = 0;
};

} // namespace merch
