#pragma once

#include <QDialog>

class QLabel;
class QPushButton;

namespace merch
{

class AuditLogModel;
class GridPanel;
class Workspace;

/// The whole audit log, newest first, as far back as is asked for.
class AuditDialog final : public QDialog
{
    Q_OBJECT
public:
    AuditDialog(Workspace& workspace, QWidget* parent);

private:
    void more();
    void verify();
    Workspace& m_workspace;
    AuditLogModel* m_log;
    GridPanel* m_panel;
    QLabel* m_state;
    QPushButton* m_more;
};

} // namespace merch
