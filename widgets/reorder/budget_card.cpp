#include "widgets/reorder/budget_card.h"

#include "models/grid/format.h"
#include "models/planning/plan_figures.h"
#include "widgets/frame/kit.h"
#include "widgets/reorder/supplier_totals.h"
#include "widgets/theme/theme.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;

namespace
{

constexpr int kHeight = 195, kLowHeight = 172;

/// A figure that can be typed over. Escape puts back what was there.
class AmountEdit final : public QLineEdit
{
public:
    using QLineEdit::QLineEdit;

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Escape && isModified()) {
            undoAll();
            return;
        }
        QLineEdit::keyPressEvent(event);
    }
    void focusInEvent(QFocusEvent* event) override
    {
        QLineEdit::focusInEvent(event);
        m_before = text();
        QMetaObject::invokeMethod(this, &QLineEdit::selectAll, Qt::QueuedConnection);
    }

private:
    void undoAll()
    {
        setText(m_before);
        setModified(false);
        selectAll();
    }
    QString m_before;
};

/// A figure with a dotted line below it where it rests on an assumption.
class FigureLabel final : public QLabel
{
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QLabel::paintEvent(event);
        if (!property("assumed").toBool())
            return;
        QPainter p(this);
        p.setPen(QPen(theme::t().muted, 1, Qt::DotLine));
        p.drawLine(0, height() - 1, std::min(width(), fontMetrics().horizontalAdvance(text())), height() - 1);
    }
};

void markAssumed(QLabel* label, bool assumed)
{
    if (label->property("assumed").toBool() == assumed)
        return;
    label->setProperty("assumed", assumed);
    label->setToolTip(assumed ? BudgetCard::tr("Rests on an assumption.") : QString());
    label->setAccessibleDescription(label->toolTip());
    label->update();
}

/// "33,000", "£33,000", "33k", "" and "all"; no value where it is none of these.
std::optional<Budget> budgetOf(QString typed, const QString& currency, double minor)
{
    typed = typed.simplified();
    const QString sign = format::currencySign(currency).trimmed();
    if (!sign.isEmpty())
        typed.remove(sign, Qt::CaseInsensitive);
    typed = typed.trimmed();
    if (typed.isEmpty() || typed.compare(BudgetCard::tr("all"), Qt::CaseInsensitive) == 0)
        return Budget();
    double factor = 1;
    const QChar last = typed.back().toLower();
    if (last == u'k' || last == u'm') {
        factor = last == u'k' ? 1e3 : 1e6;
        typed.chop(1);
    }
    bool good = false;
    double value = QLocale().toDouble(typed.trimmed(), &good);
    if (!good)
        value = QLocale::c().toDouble(typed.trimmed(), &good);
    value *= factor;
    if (!good || !(value >= 0) || value > 1e12)
        return {};
    return Budget(std::llround(value * minor));
}

} // namespace

BudgetCard::BudgetCard(QWidget* parent)
    : QFrame(parent)
    , m_amount(new AmountEdit)
    , m_legend(new QWidget)
    , m_chart(new BudgetChart)
    , m_suppliers(new SupplierTotals)
{
    setProperty("card", true);
    setFixedHeight(px(kHeight));
    auto* row = kit::tight(new QHBoxLayout(this), 20, {16, 12, 16, 10});

    auto* figures = new QWidget;
    figures->setObjectName(u"reorder.figures"_s);
    figures->setFixedWidth(px(284)); // fixed, so that the chart stands still while the slider moves
    auto* left = kit::tight(new QVBoxLayout(figures));
    auto* top = kit::tight(new QHBoxLayout, 20);
    auto* budget = new QWidget;
    auto* budgetColumn = kit::tight(new QVBoxLayout(budget), 1);
    auto* budgetName = kit::label(tr("Open-to-buy &budget"), "muted");
    budgetName->setBuddy(m_amount);
    m_amount->setObjectName(u"reorder.amount"_s);
    m_amount->setProperty("figure", true);
    m_amount->setAccessibleName(tr("Open-to-buy budget"));
    m_amount->setFixedWidth(px(132));
    m_of = kit::label({}, "caption");
    budgetColumn->addWidget(budgetName);
    budgetColumn->addWidget(m_amount);
    budgetColumn->addWidget(m_of);
    top->addWidget(budget);
    top->addWidget(figure(tr("Margin saved"), &m_saved, &m_savedNote, "figure"));
    top->addStretch();
    left->addLayout(top);
    left->addStretch();
    left->addWidget(kit::hairline());
    left->addSpacing(px(8));
    auto* low = kit::tight(new QHBoxLayout, 16);
    low->addWidget(figure(tr("Lines in"), &m_in, &m_inNote, "h1"));
    low->addWidget(figure(tr("Lines out"), &m_out, &m_outNote, "h1"));
    QWidget* next = figure(tr("Next unit saves"), &m_next, &m_nextNote, "h1");
    m_nextName = next->findChild<QLabel*>(u"name"_s);
    low->addWidget(next);
    low->addStretch();
    left->addLayout(low);
    row->addWidget(figures);

    auto* middle = kit::tight(new QVBoxLayout, 2);
    auto* head = kit::tight(new QHBoxLayout, 12);
    auto* title = kit::label(tr("Margin saved against money spent"), "strong");
    title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(title, 1);
    auto* legend = kit::tight(new QHBoxLayout(m_legend), 12);
    legend->addWidget(kit::legendItem(&Tokens::accent, tr("in budget"), kit::Key::Line));
    legend->addWidget(kit::legendItem(&Tokens::series2, tr("beyond"), kit::Key::Dots));
    head->addWidget(m_legend);
    middle->addLayout(head);
    middle->addWidget(m_chart, 1);
    row->addLayout(middle, 1);
    row->addWidget(m_suppliers);
    m_suppliers->setFixedWidth(px(386));

    connect(m_chart, &BudgetChart::budgetMoved, this, &BudgetCard::budgetMoved);
    connect(m_chart, &BudgetChart::budgetChosen, this, &BudgetCard::budgetChosen);
    connect(m_amount, &QLineEdit::editingFinished, this, &BudgetCard::takeAmount);
    connect(&theme::notifier(), &theme::Notifier::changed, this, [this] {
        setFixedHeight(px(m_low ? kLowHeight : kHeight));
    });
}

QWidget* BudgetCard::figure(const QString& name, QLabel** value, QLabel** note, const char* role)
{
    auto* w = new QWidget;
    auto* column = kit::tight(new QVBoxLayout(w), 1);
    QLabel* title = kit::label(name, "muted");
    title->setObjectName(u"name"_s);
    *value = new FigureLabel;
    (*value)->setProperty("role", QLatin1StringView(role));
    *note = kit::label({}, "caption");
    column->addWidget(title);
    column->addWidget(*value);
    column->addWidget(*note);
    return w;
}

void BudgetCard::setPlan(const ReorderPlan& plan)
{
    const PlanFigures f = figuresOf(plan);
    m_currency = plan.currency;
    m_minor = minorPerUnit(plan.currency);
    m_budget = plan.budget;
    const auto money = [this](double minor, int digits = 0) {
        return format::money(minor / m_minor, m_currency, digits);
    };
    if (!m_amount->hasFocus() || !m_amount->isModified()) {
        m_amount->setText(money(static_cast<double>(m_budget.value_or(f.proposed))));
        m_amount->setModified(false);
    }
    m_of->setText(
        m_budget ? tr("of %1 proposed").arg(money(static_cast<double>(f.proposed)))
                 : tr("all that is proposed"));
    m_saved->setText(money(static_cast<double>(f.saved)));
    m_savedNote->setText(
        f.spend > 0 ? tr("%1 for each %2")
                          .arg(
                              money(m_minor * static_cast<double>(f.saved) / static_cast<double>(f.spend), 2),
                              money(m_minor))
                    : tr("nothing is ordered"));
    m_in->setText(format::count(f.linesIn));
    m_inNote->setText(tr("%1 units").arg(format::count(f.unitsIn)));
    m_out->setText(format::count(f.linesOut));
    m_outNote->setText(
        f.linesOut > 0 ? tr("%1 of orders").arg(format::moneyShort(majorUnits(f.cut, m_currency), m_currency))
                       : tr("nothing is cut"));
    m_nextName->setText(tr("Next %1 saves").arg(money(m_minor)));
    m_next->setText(f.nextReturn > 0 ? money(f.nextReturn * m_minor, 2) : u"–"_s);
    m_nextNote->setText(f.nextReturn > 0 ? tr("of margin") : tr("all is bought"));
    const bool assumed = f.assumed > 0;
    markAssumed(m_saved, assumed);
    markAssumed(m_in, assumed);
    markAssumed(m_next, assumed && f.nextReturn > 0);
    m_chart->setPlan(plan);
    m_suppliers->setPlan(plan);
}

void BudgetCard::takeAmount()
{
    if (!m_amount->isModified())
        return;
    m_amount->setModified(false);
    const std::optional<Budget> typed = budgetOf(m_amount->text(), m_currency, m_minor);
    if (!typed) {
        emit refused(tr("“%1” is not an amount of money.").arg(m_amount->text()));
        m_amount->setText(
            m_budget ? format::money(majorUnits(*m_budget, m_currency), m_currency) : tr("all"));
        return;
    }
    emit budgetMoved(*typed);
    emit budgetChosen(*typed);
}

void BudgetCard::setBlocked(const QString& reason)
{
    m_chart->setBlocked(reason);
    m_suppliers->setBlocked(reason);
    kit::setBlocked(
        m_amount, reason, tr("Type an amount and press Enter; leave it empty to take all that is proposed"));
}

void BudgetCard::setRoom(int width, bool low)
{
    m_low = low;
    setFixedHeight(px(low ? kLowHeight : kHeight));
    const bool wide = width >= px(1100);
    m_suppliers->setColumns(wide ? 2 : 1);
    m_suppliers->setFixedWidth(px(wide ? 386 : 204));
    m_legend->setVisible(width >= px(1180));
}

} // namespace merch

#include "moc_budget_card.cpp"
