#include "widgets/approvals/decision_panel.h"

#include "models/grid/format.h"
#include "widgets/approvals/audit_trail.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"

#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace merch
{

using theme::px;
using theme::t;

namespace
{

/// A full-width button with its key painted at the right.
class KeyButton final : public QPushButton
{
public:
    KeyButton(const QString& text, const QString& icon, const QString& key, bool primary)
        : m_key(key)
    {
        setText(QLatin1Char(' ') + text);
        setProperty("keyed", true);
        if (primary)
            setProperty("primary", true);
        setIcon(theme::icon(icon, primary ? &Tokens::onAccent : &Tokens::muted));
        setIconSize(QSize(px(16), px(16)));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setAccessibleName(text);
    }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPushButton::paintEvent(event);
        if (m_key.isEmpty())
            return;
        const double side = px(18);
        const QRectF cap(width() - side - px(10), (height() - side) / 2.0, side, side);
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        const QColor ink = !isEnabled() ? t().faint : property("primary").toBool() ? t().onAccent : t().muted;
        p.setPen(QPen(draw::faded(ink, 150), 1));
        p.drawRoundedRect(cap.adjusted(.5, .5, -.5, -.5), 4, 4);
        draw::text(p, cap, m_key, ink, 11, QFont::DemiBold, Qt::AlignCenter);
    }

private:
    QString m_key;
};

constexpr int kWidth = 244, kNarrowWidth = 224;

} // namespace

DecisionPanel::DecisionPanel(QWidget* parent)
    : QFrame(parent)
    , m_title(kit::label(tr("Your decision"), "h2"))
    , m_risk(new kit::Pill)
    , m_riskReason(kit::wrapped({}, "caption"))
    , m_comment(new QPlainTextEdit)
    , m_hint(kit::wrapped({}, "caption"))
    , m_exportMenu(new QMenu(this))
    , m_trail(new AuditTrail)
{
    setProperty("card", true);
    setObjectName(QStringLiteral("approvals.decision"));
    setFixedWidth(px(kWidth));
    auto* column = kit::tight(new QVBoxLayout(this), 8, {16, 12, 14, 10});
    auto* head = kit::tight(new QHBoxLayout, 6);
    head->addWidget(m_title);
    head->addStretch();
    head->addWidget(m_risk);
    column->addLayout(head);
    column->addWidget(m_riskReason);
    const QStringList names{
        tr("Lines taken"), tr("Order value"), tr("Margin saved"), tr("On assumptions"), tr("Suppliers")};
    auto* facts = kit::tight(new QVBoxLayout, 3);
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
        auto* row = kit::tight(new QHBoxLayout, 6);
        row->addWidget(kit::label(names[static_cast<qsizetype>(i)], "muted"));
        row->addStretch();
        m_facts[i] = kit::label({}, "strong");
        m_facts[i]->setObjectName(QStringLiteral("approvals.fact%1").arg(i));
        row->addWidget(m_facts[i]);
        facts->addLayout(row);
    }
    column->addLayout(facts);

    m_comment->setObjectName(QStringLiteral("approvals.comment"));
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setTabChangesFocus(true);
    m_comment->setFixedHeight(px(56));
    m_comment->installEventFilter(this);
    column->addWidget(m_comment);
    m_hint->setObjectName(QStringLiteral("approvals.hint"));

    const auto add = [&](Verb verb, const char* id, const QString& text, const QString& icon,
                         const QString& key, bool primary) {
        auto* made = new KeyButton(text, icon, key, primary);
        made->setObjectName(QLatin1String(id));
        connect(made, &QPushButton::clicked, this, [this, verb] { ask(verb); });
        m_buttons[static_cast<std::size_t>(verb)] = made;
        column->addWidget(made);
    };
    add(Verb::Submit, "approvals.submitButton", tr("Submit for approval"), QStringLiteral("send"),
        QStringLiteral("S"), true);
    add(Verb::Approve, "approvals.approveButton", tr("Approve"), QStringLiteral("check"), QStringLiteral("A"),
        true);
    add(Verb::Reject, "approvals.rejectButton", tr("Reject"), QStringLiteral("x"), QStringLiteral("R"),
        false);
    add(Verb::SendBack, "approvals.sendBackButton", tr("Send back"), QStringLiteral("corner-up-left"),
        QStringLiteral("B"), false);
    add(Verb::Comment, "approvals.commentButton", tr("Add the comment"), QStringLiteral("message-square"), {},
        false);
    m_export = new KeyButton(tr("Export"), QStringLiteral("download"), QStringLiteral("X"), false);
    m_export->setObjectName(QStringLiteral("approvals.exportButton"));
    m_export->setAutoDefault(false);
    connect(m_export, &QPushButton::clicked, this, &DecisionPanel::showExportMenu);
    m_exportMenu->setToolTipsVisible(true);
    m_exportMenu->setObjectName(QStringLiteral("approvals.exportMenu"));
    column->addWidget(m_export);
    column->addWidget(m_hint);
    column->addWidget(kit::hairline());
    column->addWidget(m_trail, 1);
    connect(m_comment, &QPlainTextEdit::textChanged, this, &DecisionPanel::refresh);
    refresh();
}

void DecisionPanel::setPlan(const PlanSummary* plan, const QString& currency)
{
    if (plan && (!m_has || plan->planId != m_plan.planId))
        setPending(false, Verb::Comment);
    m_has = plan != nullptr;
    m_plan = plan ? *plan : PlanSummary{};
    m_currency = currency;
    refresh();
}

void DecisionPanel::setTicks(const PlanLinesModel& lines)
{
    const PlanLinesModel::Sums sums = lines.sums();
    m_ticked = lines.tickedCount();
    m_waiting = lines.waitingCount();
    m_held = lines.heldCount();
    const auto money = [this](std::int64_t minor) {
        return format::money(majorUnits(minor, m_currency), m_currency);
    };
    m_facts[0]->setText(
        m_waiting > 0 ? tr("%1 of %2").arg(QLocale().toString(m_ticked), QLocale().toString(m_waiting))
                      : QLocale().toString(sums.lines));
    m_facts[1]->setText(money(sums.value));
    m_facts[2]->setText(money(sums.margin));
    m_facts[3]->setText(
        sums.value > 0 ? format::percent(static_cast<double>(sums.assumed) / static_cast<double>(sums.value))
                       : QStringLiteral("–"));
    m_facts[3]->setToolTip(
        tr("Share of the order value that rests on an assumption: %1").arg(money(sums.assumed)));
    m_facts[4]->setText(QLocale().toString(sums.suppliers));
    refresh();
}

void DecisionPanel::setNarrow(bool narrow)
{
    setFixedWidth(px(narrow ? kNarrowWidth : kWidth));
}

void DecisionPanel::showExportMenu()
{
    if (m_export->isEnabled())
        m_exportMenu->popup(m_export->mapToGlobal(QPoint(0, m_export->height() + 2)));
}

void DecisionPanel::setBusy(bool busy)
{
    m_busy = busy;
    refresh();
}

QString DecisionPanel::comment() const
{
    return m_comment->toPlainText().trimmed();
}

void DecisionPanel::clearComment()
{
    m_comment->clear();
    setPending(false, Verb::Comment);
}

QString DecisionPanel::refusal(Verb verb) const
{
    if (!m_has)
        return tr("There is no plan here.");
    if (m_busy)
        return tr("The last step is still being kept.");
    const QString state = stateTitle(m_plan.state).toLower();
    switch (verb) {
    case Verb::Comment:
        return comment().isEmpty() ? tr("Write a comment first.") : QString();
    case Verb::Submit:
        return isEditable(m_plan.state) ? QString() : tr("This plan is already %1.").arg(state);
    case Verb::Approve:
    case Verb::Reject:
    case Verb::SendBack:
        if (isEditable(m_plan.state))
            return tr("This plan is %1: submit it first.").arg(state);
        if (m_plan.state != PlanState::Submitted)
            return tr("This plan is already %1.").arg(state);
        if (m_ticked == 0 && m_waiting > 0)
            return tr("Tick the lines that you mean (Space).");
        return {};
    }
    return {};
}

void DecisionPanel::ask(Verb verb)
{
    const QString why = refusal(verb);
    if (!why.isEmpty()) {
        m_hint->setText(why);
        return;
    }
    if ((verb == Verb::Reject || verb == Verb::SendBack) && comment().isEmpty()) {
        setPending(true, verb);
        m_comment->setFocus();
        return;
    }
    emit decided(verb, comment());
}

void DecisionPanel::setPending(bool pending, Verb verb)
{
    m_pending = pending;
    m_verb = verb;
    refresh();
}

void DecisionPanel::refresh()
{
    m_title->setText(m_has ? planTitle(m_plan) : tr("Your decision"));
    const bool risky = m_has && m_plan.state == PlanState::Submitted;
    m_risk->set(
        !m_has                              ? QString()
        : risky || isEditable(m_plan.state) ? riskTitle(m_plan.risk)
                                            : stateTitle(m_plan.state),
        !m_has                                ? Tone::Neutral
        : risky || isEditable(m_plan.state)   ? riskTone(m_plan.risk)
        : m_plan.state == PlanState::Rejected ? Tone::Bad
                                              : Tone::Good);
    QString reason = m_has ? m_plan.riskReason : QString();
    if (!reason.isEmpty())
        reason[0] = reason[0].toUpper();
    if (m_has && m_plan.state == PlanState::Returned)
        reason = tr("Sent back to be changed. ") + reason;
    m_riskReason->setText(reason);
    m_riskReason->setVisible(!reason.isEmpty());
    m_comment->setPlaceholderText(
        m_pending ? (m_verb == Verb::Reject ? tr("Why is it rejected? Enter rejects, Esc leaves")
                                            : tr("What is to be changed? Enter sends back, Esc leaves"))
                  : tr("Comment (needed to reject or send back)"));
    const bool editable = m_has && isEditable(m_plan.state);
    const bool waits = m_has && m_plan.state == PlanState::Submitted;
    button(Verb::Submit)->setVisible(editable);
    button(Verb::Approve)->setVisible(!editable);
    button(Verb::Reject)->setVisible(!editable);
    button(Verb::SendBack)->setVisible(!editable);
    button(Verb::Comment)->setVisible(!comment().isEmpty() && !m_pending);
    const QString many = waits && m_waiting > 0 ? QLatin1Char(' ') + QLocale().toString(m_ticked) : QString();
    button(Verb::Approve)->setText(QLatin1Char(' ') + tr("Approve") + many);
    button(Verb::Reject)->setText(QLatin1Char(' ') + tr("Reject") + many);
    button(Verb::SendBack)->setText(QLatin1Char(' ') + tr("Send back") + many);
    for (const Verb verb : {Verb::Submit, Verb::Approve, Verb::Reject, Verb::SendBack, Verb::Comment}) {
        QPushButton* b = button(verb);
        b->setAccessibleName(b->text().trimmed());
        QString tip;
        if (verb == Verb::Approve)
            tip = tr("Approves the ticked lines (A)");
        else if (verb == Verb::Reject)
            tip = tr("Rejects the ticked lines, with a reason (R)");
        else if (verb == Verb::SendBack)
            tip = tr("Sends the ticked lines back to be changed, with a reason (B)");
        else if (verb == Verb::Submit)
            tip = tr("Asks for a decision; the plan cannot be changed meanwhile (S)");
        else
            tip = tr("Keeps the comment in the audit log without deciding (Ctrl+Enter)");
        kit::setBlocked(b, refusal(verb), tip);
    }
    kit::setBlocked(
        m_export, m_has ? QString() : tr("There is no plan here."), tr("Writes the plan to a file (X)"));
    const int open = m_waiting - m_ticked;
    m_hint->setText(
        m_busy ? tr("Keeping the decision…")
        : waits && open > 0
            ? (m_held == open
                   ? tr("%Ln line(s) stay open: a check failed or an input changed; they stand first",
                        nullptr, open)
                   : tr("%Ln line(s) stay open: not ticked", nullptr, open))
            : QString());
    m_hint->setVisible(!m_hint->text().isEmpty());
}

bool DecisionPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_comment && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && key->modifiers() == Qt::ControlModifier) {
            ask(Verb::Comment);
            return true;
        }
        if (enter && m_pending && !(key->modifiers() & Qt::ShiftModifier)) {
            if (!comment().isEmpty())
                ask(m_verb);
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            setPending(false, Verb::Comment);
            emit leftComment();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace merch

#include "moc_decision_panel.cpp"
