#pragma once

#include <QDialog>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace merch
{

class Workspace;

class SettingsDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit SettingsDialog(Workspace& workspace, QWidget* parent = nullptr);

private:
    void keep();
    Workspace& m_workspace;
    QComboBox *m_theme, *m_scale, *m_language, *m_numbers;
    QLineEdit* m_user;
    QSpinBox* m_threads;
};

} // namespace merch
