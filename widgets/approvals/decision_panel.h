#pragma once

#include "models/approval/approval_models.h"

#include <QFrame>

#include <array>

class QLabel;
class QMenu;
class QPlainTextEdit;
class QPushButton;

namespace merch
{

class AuditTrail;

namespace kit
{
class Pill;
}

/// What the decision is about, the decision itself, and who decided what before. Letters act from anywhere on
/// the page; a rejection and a plan sent back need a reason.
class DecisionPanel final : public QFrame
{
    Q_OBJECT
public:
    enum class Verb { Approve, Reject, SendBack, Submit, Comment };

    explicit DecisionPanel(QWidget* parent = nullptr);

    void setPlan(const PlanSummary* plan, const QString& currency); ///< null = none
    void setTicks(const PlanLinesModel& lines);
    /// Nothing can be decided while a step is on its way.
    void setBusy(bool busy);
    void setNarrow(bool narrow);
    void showExportMenu();

    /// Carries the verb out, or asks for the reason that it needs first.
    void ask(Verb verb);
    /// Why the verb cannot be done now; empty = it can.
    QString refusal(Verb verb) const;
    QString comment() const;
    void clearComment();

    QMenu* exportMenu() const { return m_exportMenu; }
    AuditTrail* trail() const { return m_trail; }
    QPushButton* button(Verb verb) const { return m_buttons[static_cast<std::size_t>(verb)]; }
    QPlainTextEdit* commentEdit() const { return m_comment; }
    QPushButton* exportButton() const { return m_export; }

signals:
    void decided(merch::DecisionPanel::Verb verb, const QString& comment);
    void leftComment(); ///< Esc in the comment: back to the lines

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void setPending(bool pending, Verb verb);

    PlanSummary m_plan;
    bool m_has = false, m_busy = false, m_pending = false;
    Verb m_verb = Verb::Comment;
    QString m_currency;
    int m_ticked = 0, m_waiting = 0, m_held = 0;
    QLabel* m_title;
    kit::Pill* m_risk;
    QLabel* m_riskReason;
    std::array<QLabel*, 5> m_facts{};
    QPlainTextEdit* m_comment;
    QLabel* m_hint;
    std::array<QPushButton*, 5> m_buttons{};
    QPushButton* m_export;
    QMenu* m_exportMenu;
    AuditTrail* m_trail;
};

} // namespace merch
