#pragma once

#include <QWidget>

#include <map>

class QPushButton;

namespace merch
{

class GridPanel;
class RejectsModel;
class Workspace;

/// Rejected rows of one import: type over a row to repair it, then import what was repaired.
class RejectsPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit RejectsPanel(Workspace& workspace, QWidget* parent = nullptr);
    void showImport(qint64 importId, const QString& file);
    qint64 importId() const { return m_import; }

signals:
    void closed();
    void imported();

private:
    void reload();
    void repair(std::map<qint64, QString> rows);
    void importRepaired();
    void refreshButtons();

    Workspace& m_workspace;
    RejectsModel* m_model;
    GridPanel* m_panel;
    QPushButton *m_alike, *m_take;
    qint64 m_import = 0;
    int m_asked = 0;
};

} // namespace merch
