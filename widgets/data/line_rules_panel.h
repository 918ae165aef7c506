#pragma once

#include "models/import/line_rule_service.h"

#include <QWidget>

class QPushButton;
class QToolButton;

namespace merch
{

class EditJournal;
class GridPanel;
class LineRulesModel;
class Workspace;

/// The rules by which order lines count as demand: in their order, to be added, changed, moved and switched.
class LineRulesPanel final : public QWidget
{
    Q_OBJECT
public:
    LineRulesPanel(Workspace& workspace, EditJournal& journal, QWidget* parent = nullptr);
    void reload();

signals:
    void closed();

private:
    void editRule(std::size_t place);
    void move(int by);
    void keep(std::vector<LineRule> rules, const QString& text, int thenItem);
    void refreshButtons();

    Workspace& m_workspace;
    EditJournal& m_journal;
    LineRulesModel* m_model;
    GridPanel* m_panel;
    QPushButton *m_add, *m_edit, *m_switch, *m_remove;
    QToolButton *m_up, *m_down;
    int m_asked = 0;
    int m_thenItem = -1;
};

} // namespace merch
