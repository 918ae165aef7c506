#include "widgets/approvals/plan_queue.h"

#include "models/grid/format.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

using theme::px;
using theme::t;

namespace
{

constexpr int kCard = 92, kGap = 8;

class CardDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {px(120), px(kCard + kGap)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto* model = static_cast<const PlanQueueModel*>(index.model());
        const PlanSummary& plan = model->plan(index.row());
        const bool selected = option.state & QStyle::State_Selected;
        const bool hovered = option.state & QStyle::State_MouseOver;
        QPainter& p = *painter;
        p.save();
        p.setRenderHint(QPainter::Antialiasing);
        const QRectF card = QRectF(option.rect).adjusted(1, 1, -2, -px(kGap));
        p.setPen(QPen(selected ? t().accent : hovered ? t().borderStrong : t().border, selected ? 1.5 : 1));
        p.setBrush(selected ? t().accentSoft : t().surface);
        p.drawRoundedRect(card, 8, 8);
        if (selected && (option.state & QStyle::State_HasFocus)) {
            p.setPen(QPen(t().accent, 1));
            p.setBrush(Qt::NoBrush);
            p.drawRoundedRect(card.adjusted(3, 3, -3, -3), 6, 6);
        }
        const QRectF in = card.adjusted(px(10), px(9), -px(10), -px(9));
        const double row = in.height() / 3;
        p.drawPixmap(
            QPointF(in.left(), in.top() + (row - px(16)) / 2),
            theme::pixmap(
                QStringLiteral("shopping-cart"), selected ? t().accent : t().muted, px(16),
                p.device()->devicePixelRatioF()));
        const QString age = model->age(index.row());
        const double ageWidth = draw::textWidth(age, 12) + px(6);
        const double left = in.left() + px(22);
        const double titleWidth = in.right() - left - ageWidth;
        const bool fits = draw::textWidth(planTitle(plan), 13, QFont::DemiBold) <= titleWidth;
        draw::text(
            p, {left, in.top(), titleWidth, row},
            fits ? planTitle(plan) : PlanQueue::tr("Plan %1").arg(plan.planId), t().text, 13,
            QFont::DemiBold);
        draw::text(
            p, {in.left(), in.top(), in.width(), row}, age, t().muted, 12, QFont::Normal, draw::kRightMid);
        const double second = in.top() + row;
        const bool waits = plan.state == PlanState::Submitted;
        const QString pill = waits ? riskTitle(plan.risk) : stateTitle(plan.state);
        const Tone tone = waits ? riskTone(plan.risk)
                          : plan.state == PlanState::Approved || plan.state == PlanState::Exported
                              ? Tone::Good
                          : plan.state == PlanState::Rejected ? Tone::Bad
                          : plan.state == PlanState::Returned ? Tone::Warn
                                                              : Tone::Neutral;
        const double pillWidth = draw::pillWidth(pill);
        draw::text(
            p, {left, second, in.right() - left - pillWidth - px(4), row},
            format::moneyShort(majorUnits(plan.orderValue, model->currency()), model->currency()), t().text,
            13, QFont::DemiBold);
        draw::pill(
            p, {in.right() - pillWidth, second + row / 2}, pill, tone, selected ? t().surface : QColor());
        draw::text(
            p, {left, second + row, in.right() - left, row},
            PlanQueue::tr("%1 lines · %2")
                .arg(
                    QLocale().toString(plan.orderLines),
                    plan.submittedBy.isEmpty() ? plan.madeBy : plan.submittedBy),
            t().muted, 12);
        p.restore();
    }
};

/// Letters are the page's, not a search by letter.
class QueueView final : public QListView
{
public:
    using QListView::QListView;

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        const QString typed = event->text();
        if (!(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) && typed.size() == 1 &&
            typed[0].isPrint()) {
            event->ignore();
            return;
        }
        QListView::keyPressEvent(event);
    }
};

} // namespace

PlanQueue::PlanQueue(QWidget* parent)
    : QWidget(parent)
    , m_model(new PlanQueueModel(this))
    , m_parts(new kit::Segments({tr("Waiting"), tr("Drafts"), tr("Decided")}))
    , m_view(new QueueView)
    , m_nothing(kit::wrapped({}, "lead"))
    , m_foot(kit::wrapped({}, "caption"))
{
    auto* column = kit::tight(new QVBoxLayout(this), 8);
    m_parts->setStyleSheet(QStringLiteral("QPushButton[seg=\"true\"] { padding: 0 4px; }"));
    m_parts->setObjectName(QStringLiteral("approvals.parts"));
    m_view->setObjectName(QStringLiteral("approvals.queue"));
    m_view->setAccessibleName(tr("Plans"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new CardDelegate(m_view));
    m_view->setStyleSheet(QStringLiteral("QListView { background: transparent; }"));
    m_view->setMouseTracking(true);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_nothing->setAlignment(Qt::AlignTop);
    m_nothing->setMargin(px(4));
    column->addWidget(m_parts);
    column->addWidget(m_nothing);
    column->addWidget(m_view, 1);
    column->addWidget(m_foot);
    connect(m_parts, &kit::Segments::chosen, this, [this](int part) {
        setPart(static_cast<PlanQueueModel::Part>(part));
        if (m_model->rowCount() > 0)
            m_view->setCurrentIndex(m_model->index(0));
    });
    connect(
        m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& current) {
            const std::int64_t plan = current.isValid() ? m_model->plan(current.row()).planId : 0;
            if (plan == 0 || plan == m_current)
                return;
            m_current = plan;
            emit currentPlanChanged(plan);
        });
    refreshHead();
}

void PlanQueue::setPlans(std::vector<PlanSummary> plans, const QString& currency)
{
    m_model->setPlans(std::move(plans), currency, QDateTime::currentMSecsSinceEpoch());
    refreshHead();
    // The part stays: what was just decided leaves the queue, and its plan stays in sight until moved on.
    if (const int row = m_model->rowOf(m_current); row >= 0)
        m_view->setCurrentIndex(m_model->index(row));
    else if (!m_model->find(m_current))
        m_current = 0;
}

std::int64_t PlanQueue::currentPlan() const
{
    return m_current;
}

bool PlanQueue::select(std::int64_t planId)
{
    const PlanSummary* plan = m_model->find(planId);
    if (!plan)
        return false;
    setPart(PlanQueueModel::partOf(plan->state));
    m_view->setCurrentIndex(m_model->index(m_model->rowOf(planId)));
    return true;
}

void PlanQueue::selectFirst()
{
    for (const auto part :
         {PlanQueueModel::Part::Waiting, PlanQueueModel::Part::Drafts, PlanQueueModel::Part::Decided}) {
        if (m_model->countOf(part) == 0)
            continue;
        setPart(part);
        m_view->setCurrentIndex(m_model->index(0));
        return;
    }
}

void PlanQueue::step(int by)
{
    if (m_model->rowCount() == 0)
        return;
    const int now = m_model->rowOf(m_current);
    const int to = now < 0 ? 0 : std::clamp(now + by, 0, m_model->rowCount() - 1);
    m_view->setCurrentIndex(m_model->index(to));
}

void PlanQueue::setPart(PlanQueueModel::Part part)
{
    m_model->setPart(part);
    m_parts->setCurrent(static_cast<int>(part));
    refreshHead();
}

void PlanQueue::refreshHead()
{
    const bool any = m_model->rowCount() > 0;
    m_view->setVisible(any);
    m_nothing->setVisible(!any);
    m_nothing->setText(
        m_model->part() == PlanQueueModel::Part::Waiting  ? tr("Nothing waits for a decision.")
        : m_model->part() == PlanQueueModel::Part::Drafts ? tr("No plan is being worked on.")
                                                          : tr("Nothing was decided yet."));
    layout()->setAlignment(m_nothing, any ? Qt::Alignment() : Qt::AlignTop);
    m_foot->setText(any ? tr("J / K next, previous") : QString());
}

} // namespace merch

#include "moc_plan_queue.cpp"
