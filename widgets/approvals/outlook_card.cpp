#include "widgets/approvals/outlook_card.h"

#include "models/approval/approval_models.h"
#include "models/grid/format.h"
#include "widgets/chart/chart.h"
#include "widgets/frame/kit.h"

#include <QLabel>
#include <QVBoxLayout>

namespace merch
{

using theme::px;

namespace
{

constexpr int kHeight = 247, kLowHeight = 104;

} // namespace

OutlookCard::OutlookCard(QWidget* parent)
    : QFrame(parent)
    , m_note(kit::label({}, "caption"))
    , m_take(kit::label({}, "figure"))
    , m_takeMore(kit::wrapped({}, "muted"))
    , m_nothing(kit::label({}, "figure"))
    , m_nothingMore(kit::wrapped({}, "muted"))
    , m_charts(new QWidget)
    , m_stock(new Chart)
    , m_out(new Chart)
{
    setProperty("card", true);
    setObjectName(QStringLiteral("approvals.outlook"));
    auto* column = kit::tight(new QVBoxLayout(this), 4, {16, 10, 14, 8});
    auto* head = kit::tight(new QHBoxLayout, 12);
    head->addWidget(kit::legendItem(&Tokens::accent, tr("Take it"), kit::Key::Line));
    head->addWidget(kit::legendItem(&Tokens::text, tr("Do nothing"), kit::Key::Dashes));
    head->addStretch();
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    head->addWidget(m_note, 1);
    column->addLayout(head);
    auto* sides = kit::tight(new QHBoxLayout, 16);
    const auto side = [&](QLabel* figure, QLabel* more, const char* name) {
        figure->setObjectName(QStringLiteral("approvals.%1").arg(QLatin1String(name)));
        more->setObjectName(QStringLiteral("approvals.%1More").arg(QLatin1String(name)));
        auto* box = kit::tight(new QVBoxLayout, 1);
        box->addWidget(figure);
        box->addWidget(more);
        sides->addLayout(box, 1);
    };
    side(m_take, m_takeMore, "take");
    side(m_nothing, m_nothingMore, "nothing");
    column->addLayout(sides);
    auto* charts = kit::tight(new QHBoxLayout(m_charts), 16);
    m_stock->setObjectName(QStringLiteral("approvals.stockChart"));
    m_out->setObjectName(QStringLiteral("approvals.outChart"));
    for (const auto& [chart, title] :
         {std::pair(m_stock, tr("Stock at cost")), std::pair(m_out, tr("Lines that ran out, expected"))}) {
        auto* box = kit::tight(new QVBoxLayout, 0);
        box->addWidget(kit::label(title, "caption"));
        box->addWidget(chart, 1);
        charts->addLayout(box, 1);
    }
    column->addWidget(m_charts, 1);
    setFixedHeight(px(kHeight));
}

void OutlookCard::setOutlook(const PlanOutlook& outlook, const QString& currency)
{
    if (outlook.take.stockValue.empty()) {
        setNothing(
            outlook.ofLines == 0 ? tr("This plan orders nothing.")
                                 : tr("There is no forecast to look ahead with."));
        return;
    }
    const auto money = [&](std::int64_t minor) {
        return format::moneyShort(majorUnits(minor, currency), currency);
    };
    const auto out = [](double lines) { return format::decimal(lines, lines < 9.95 ? 1 : 0); };
    const QString until = format::shortDay(
        static_cast<Day>(outlook.first + static_cast<Day>(outlook.take.stockValue.size()) - 1));
    m_note->setText(
        outlook.lines < outlook.ofLines
            ? tr("until %1, the %2 largest of %3 lines (%4 of the money)")
                  .arg(
                      until, QLocale().toString(outlook.lines), QLocale().toString(outlook.ofLines),
                      format::percent(outlook.share))
            : tr("until %1, %2 lines").arg(until, QLocale().toString(outlook.lines)));
    m_note->setToolTip(tr("As far as lines of half the money are within their lead time and review period; "
                          "later their next order counts"));
    m_take->setText(tr("%1 saved").arg(money(outlook.marginSaved)));
    m_takeMore->setText(tr("for %1 spent; %2 lines run out")
                            .arg(money(outlook.orderValue), out(outlook.take.linesOut.back())));
    m_nothing->setText(tr("%1 lost").arg(money(outlook.marginSaved)));
    m_nothingMore->setText(tr("nothing spent; %1 lines run out").arg(out(outlook.nothing.linesOut.back())));
    m_stock->setSpec(outlookChart(outlook, true, currency));
    m_out->setSpec(outlookChart(outlook, false, currency));
    m_charts->setVisible(!m_low);
}

void OutlookCard::setNothing(const QString& why)
{
    m_note->setText(why);
    for (QLabel* label : {m_take, m_takeMore, m_nothing, m_nothingMore})
        label->clear();
    m_charts->hide();
}

void OutlookCard::setLow(bool low)
{
    m_low = low;
    setFixedHeight(px(low ? kLowHeight : kHeight));
    m_charts->setVisible(!low && !m_take->text().isEmpty());
}

} // namespace merch

#include "moc_outlook_card.cpp"
