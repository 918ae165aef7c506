#pragma once

#include "models/import/line_rule_service.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace merch
{

class Workspace;

/// One line rule, with what it would do to the lines that are in while it is typed.
class LineRuleDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `place`: of the rule in `rules`; rules.size() = a new one, tried at the first place.
    LineRuleDialog(
        Workspace& workspace, const std::vector<LineRule>& rules, std::size_t place,
        QWidget* parent = nullptr);
    /// The rules with this one in place.
    std::vector<LineRule> rules() const;

private:
    LineRule rule() const;
    void fillOperators();
    void changed();
    void tryIt();

    Workspace& m_workspace;
    std::vector<LineRule> m_rules;
    std::size_t m_place;
    QComboBox *m_field, *m_op, *m_class, *m_preset;
    QLineEdit *m_value, *m_note;
    QLabel* m_effect;
    QPushButton* m_save;
    QTimer m_wait;
    int m_asked = 0;
};

} // namespace merch
