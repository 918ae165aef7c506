#include "widgets/reorder/what_if_strip.h"

#include "models/grid/format.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;

namespace
{

constexpr int kRestMs = 350;
constexpr double kServices[] = {0.8, 0.85, 0.9, 0.92, 0.95, 0.97, 0.98, 0.99, 0.995};

} // namespace

WhatIfStrip::WhatIfStrip(QWidget* parent)
    : QFrame(parent)
    , m_lead(new QSpinBox)
    , m_demand(new QSpinBox)
    , m_service(new QComboBox)
    , m_result(kit::elided({}, "strong"))
    , m_only(new QCheckBox(tr("Only what &changes")))
    , m_make(kit::button(tr("Make this plan"), kit::Look::SmallPrimary))
{
    setProperty("card", true);
    setObjectName(u"reorder.whatIf"_s);
    auto* column = kit::tight(new QVBoxLayout(this), 6, {16, 8, 10, 8});
    auto* row = kit::tight(new QHBoxLayout, 8);
    row->addWidget(kit::label(tr("What if"), "h2"));
    row->addSpacing(px(6));
    const auto add = [&](const QString& name, QWidget* box, const char* id, int width) {
        auto* label = kit::label(name, "muted");
        label->setBuddy(box);
        box->setObjectName(QLatin1StringView(id));
        QString spoken = name;
        box->setAccessibleName(spoken.remove(u'&'));
        box->setFixedWidth(px(width));
        row->addWidget(label);
        row->addWidget(box);
        row->addSpacing(px(6));
    };
    m_lead->setRange(-60, 180);
    m_lead->setSuffix(tr(" days"));
    m_lead->setToolTip(tr("Added to every lead time"));
    m_service->addItem(tr("as planned"), 0.0);
    for (const double share : kServices)
        m_service->addItem(format::percent(share, share > 0.99 ? 1 : 0), share);
    m_service->setToolTip(tr("One share of order cycles without a stockout, for all lines"));
    m_demand->setRange(10, 500);
    m_demand->setSingleStep(5);
    m_demand->setSuffix(tr(" %"));
    m_demand->setToolTip(tr("Of the forecast, for all lines"));
    add(tr("&lead times"), m_lead, "whatIf.lead", 92);
    add(tr("&service"), m_service, "whatIf.service", 122);
    add(tr("&demand"), m_demand, "whatIf.demand", 86);
    row->addStretch();
    m_only->setObjectName(u"whatIf.only"_s);
    m_make->setObjectName(u"whatIf.make"_s);
    row->addWidget(m_only);
    row->addWidget(m_make);
    auto* close = kit::flatButton(u"x"_s, tr("Discard the what-if"));
    close->setObjectName(u"whatIf.discard"_s);
    row->addWidget(close);
    column->addLayout(row);
    m_result->setObjectName(u"whatIf.result"_s);
    column->addWidget(m_result);

    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &WhatIfStrip::asked);
    connect(m_lead, &QSpinBox::valueChanged, this, &WhatIfStrip::touched);
    connect(m_demand, &QSpinBox::valueChanged, this, &WhatIfStrip::touched);
    connect(m_service, &QComboBox::currentIndexChanged, this, &WhatIfStrip::touched);
    connect(m_only, &QCheckBox::toggled, this, &WhatIfStrip::onlyChangedToggled);
    connect(m_make, &QPushButton::clicked, this, &WhatIfStrip::makeAsked);
    connect(close, &QToolButton::clicked, this, [this] {
        reset();
        emit discarded();
    });
    reset();
}

void WhatIfStrip::touched()
{
    setBusy();
    m_rest.start();
}

void WhatIfStrip::reset()
{
    const QSignalBlocker q1(m_lead), q2(m_demand), q3(m_service), q4(m_only);
    m_lead->setValue(0);
    m_demand->setValue(100);
    m_service->setCurrentIndex(0);
    m_only->setChecked(false);
    m_rest.stop();
    m_result->clear();
    m_result->hide();
    kit::setBlocked(m_make, tr("Change a lead time, the service or the demand first."));
    kit::setBlocked(m_only, tr("Change a lead time, the service or the demand first."));
}

bool WhatIfStrip::asksNothing() const
{
    return m_lead->value() == 0 && m_demand->value() == 100 && m_service->currentIndex() <= 0;
}

ReorderOptions WhatIfStrip::applied(ReorderOptions options) const
{
    options.leadTimeDaysMore = m_lead->value();
    options.demandFactor = m_demand->value() / 100.0;
    if (m_service->currentIndex() > 0)
        options.service = m_service->currentData().toDouble();
    return options;
}

void WhatIfStrip::setBusy()
{
    m_result->setText(tr("Working it out…"));
    m_result->show();
    kit::setBlocked(m_make, tr("The what-if is being worked out."));
}

void WhatIfStrip::setFailed()
{
    m_result->setText(tr("The what-if could not be worked out."));
    kit::setBlocked(m_make, tr("The what-if could not be worked out."));
}

void WhatIfStrip::setDifference(const PlanDifference& d, const QString& currency)
{
    if (d.changed == 0)
        m_result->setText(tr("Nothing would change."));
    else
        m_result->setText(tr("Against the plan: order value %1, margin saved %2, %3 units, %4 order lines; "
                             "%Ln line(s) differ.",
                             nullptr, d.changed)
                              .arg(
                                  format::signedMoney(majorUnits(d.spend, currency), currency),
                                  format::signedMoney(majorUnits(d.saved, currency), currency),
                                  format::signedCount(d.units), format::signedCount(d.lines)));
    kit::setBlocked(
        m_make, {},
        tr("Writes a new draft made this way, your edits, locks and exclusions in it; this one stays in the "
           "list"));
    kit::setBlocked(m_only, d.changed > 0 ? QString() : tr("Nothing would change."));
}

bool WhatIfStrip::onlyChanged() const
{
    return m_only->isChecked();
}

QString WhatIfStrip::result() const
{
    return m_result->text();
}

} // namespace merch

#include "moc_what_if_strip.cpp"
