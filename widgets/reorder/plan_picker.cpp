#include "widgets/reorder/plan_picker.h"

#include "models/export/currency.h"
#include "models/grid/format.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QDateTime>
#include <QMenu>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;

PlanPicker::PlanPicker(QWidget* parent)
    : QPushButton(parent)
{
    setObjectName(u"reorder.plans"_s);
    setProperty("small", true);
    setIcon(theme::icon(u"chevron-down"_s));
    setIconSize(QSize(px(14), px(14)));
    setLayoutDirection(Qt::RightToLeft); // the arrow stands behind the words
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(this, &QPushButton::clicked, this, &PlanPicker::open);
}

QString PlanPicker::titleOf(const PlanHead& plan)
{
    return tr("Plan %1 · %2").arg(plan.planId).arg(stateTitle(plan.state));
}

void PlanPicker::setPlans(std::vector<PlanHead> plans, std::int64_t current, const QString& currency)
{
    m_plans = std::move(plans);
    m_current = current;
    m_currency = currency;
    for (const PlanHead& plan : m_plans) {
        if (plan.planId != current)
            continue;
        const QString title = titleOf(plan);
        setText(title + u' ');
        setAccessibleName(tr("Shown: %1").arg(title));
        setToolTip(tr("Made by %1 %2, with sales up to %3. Click for other plans.")
                       .arg(
                           plan.madeBy, format::moment(plan.madeAt, QDateTime::currentMSecsSinceEpoch()),
                           format::day(plan.asOf)));
    }
}

void PlanPicker::open()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(u"reorder.planMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setLayoutDirection(Qt::LayoutDirectionAuto);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const PlanHead& plan : m_plans) {
        QAction* action = menu->addAction(
            titleOf(plan) + u'\t' + format::money(majorUnits(plan.orderValue, m_currency), m_currency) +
                u"   "_s + format::moment(plan.madeAt, now),
            this, [this, id = plan.planId] { emit chosen(id); });
        action->setCheckable(true);
        action->setChecked(plan.planId == m_current);
    }
    menu->addSeparator();
    menu->addActions(m_more);
    menu->popup(mapToGlobal(QPoint(0, height() + 4)));
}

} // namespace merch

#include "moc_plan_picker.cpp"
