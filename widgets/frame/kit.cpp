#include "widgets/frame/kit.h"

#include "widgets/theme/draw.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace merch::kit
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

QFrame* card(QWidget* parent)
{
    auto* frame = new QFrame(parent);
    frame->setProperty("card", true);
    return frame;
}

QLabel* label(const QString& text, const char* role, QWidget* parent)
{
    auto* l = new QLabel(text, parent);
    if (role)
        l->setProperty("role", QString::fromLatin1(role));
    return l;
}

QLabel* wrapped(const QString& text, const char* role, QWidget* parent)
{
    QLabel* l = label(text, role, parent);
    l->setWordWrap(true);
    return l;
}

namespace
{

class ElidedLabel : public QLabel
{
public:
    using QLabel::QLabel;
    QSize minimumSizeHint() const override { return {px(16), QLabel::minimumSizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        style()->drawItemText(
            &p, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(), shown(),
            foregroundRole());
    }
    bool event(QEvent* event) override
    {
        if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && shown() != text()) {
            QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text(), this);
            return true;
        }
        return QLabel::event(event);
    }

private:
    virtual QString shown() const
    {
        return fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    }
};

class WholeLabel final : public ElidedLabel
{
public:
    using ElidedLabel::ElidedLabel;

private:
    QString shown() const override
    {
        return fontMetrics().horizontalAdvance(text()) <= contentsRect().width() ? text() : QString();
    }
};

constexpr int kFactGap = 22;

double factWidth(const FactRow::Fact& fact)
{
    return draw::textWidth(fact.name, 13) + (fact.name.isEmpty() ? 0 : px(6)) +
           draw::textWidth(fact.value, 13, QFont::DemiBold);
}

} // namespace

QLabel* elided(const QString& text, const char* role, QWidget* parent)
{
    auto* l = new ElidedLabel(text, parent);
    if (role)
        l->setProperty("role", QString::fromLatin1(role));
    l->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    return l;
}

QLabel* wholeOrNone(const QString& text, const char* role, QWidget* parent)
{
    auto* l = new WholeLabel(text, parent);
    if (role)
        l->setProperty("role", QString::fromLatin1(role));
    l->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return l;
}

QToolButton* flatButton(const QString& icon, const QString& name, QWidget* parent)
{
    auto* b = new QToolButton(parent);
    b->setProperty("flat", true);
    b->setIcon(theme::icon(icon, &Tokens::muted, &Tokens::accent));
    b->setIconSize(QSize(px(18), px(18)));
    b->setToolTip(name);
    b->setAccessibleName(name);
    return b;
}

QPushButton* button(const QString& text, Look look, const QString& icon, QWidget* parent)
{
    // A button's icon touches its text: a space keeps them apart, and stays out of the spoken name.
    auto* b = new QPushButton(icon.isEmpty() ? text : u' ' + text, parent);
    QString spoken = text;
    b->setAccessibleName(spoken.remove(u'&'));
    const bool primary = look == Look::Primary || look == Look::SmallPrimary;
    if (primary)
        b->setProperty("primary", true);
    if (look == Look::Small || look == Look::SmallPrimary)
        b->setProperty("small", true);
    if (look == Look::Link) {
        b->setProperty("link", true);
        b->setCursor(Qt::PointingHandCursor);
    }
    if (look == Look::Danger)
        b->setProperty("danger", true);
    if (!icon.isEmpty()) {
        b->setIcon(theme::icon(
            icon, primary              ? &Tokens::onAccent
                  : look == Look::Link ? &Tokens::accent
                                       : &Tokens::muted));
        b->setIconSize(QSize(px(16), px(16)));
    }
    return b;
}

void setBlocked(QWidget* control, const QString& reason, const QString& tipWhenFree)
{
    control->setEnabled(reason.isEmpty());
    control->setToolTip(reason.isEmpty() ? tipWhenFree : reason);
}

QFrame* hairline(bool vertical, QWidget* parent)
{
    auto* f = new QFrame(parent);
    f->setProperty("line", true);
    if (vertical)
        f->setFixedSize(1, px(22));
    else
        f->setFixedHeight(1);
    return f;
}

QHBoxLayout* cardHead(const QString& title, QLabel** note, const QString& noteText)
{
    auto* row = tight(new QHBoxLayout, 10);
    row->addWidget(elided(title, "h2"));
    row->addStretch();
    if (note || !noteText.isEmpty()) {
        QLabel* l = elided(noteText, "muted");
        row->addWidget(l);
        if (note)
            *note = l;
    }
    return row;
}

void restyle(QWidget* widget, const char* property, const QVariant& value)
{
    if (widget->property(property) == value)
        return;
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    const auto children = widget->findChildren<QLabel*>();
    for (QLabel* child : children) {
        child->style()->unpolish(child);
        child->style()->polish(child);
    }
}

Segments::Segments(const QStringList& names, QWidget* parent)
    : QFrame(parent)
    , m_group(new QButtonGroup(this))
{
    setObjectName(u"segbox"_s);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* row = tight(new QHBoxLayout(this), 2, {3, 3, 3, 3});
    for (qsizetype i = 0; i < names.size(); ++i) {
        auto* b = new QPushButton(names[i]);
        b->setProperty("seg", true);
        b->setCheckable(true);
        b->setAccessibleName(names[i]);
        m_group->addButton(b, static_cast<int>(i));
        row->addWidget(b);
    }
    setCurrent(0);
    connect(m_group, &QButtonGroup::idClicked, this, &Segments::chosen);
}

int Segments::current() const
{
    return m_group->checkedId();
}

void Segments::setCurrent(int index)
{
    if (QAbstractButton* b = m_group->button(index))
        b->setChecked(true);
}

void Segments::setTexts(const QStringList& names)
{
    for (qsizetype i = 0; i < names.size(); ++i)
        if (QAbstractButton* b = m_group->button(static_cast<int>(i))) {
            b->setText(names[i]);
            b->setAccessibleName(names[i]);
        }
}

Tabs::Tabs(const QStringList& names, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    auto* row = tight(new QHBoxLayout(this), 18);
    for (qsizetype i = 0; i < names.size(); ++i) {
        auto* b = new QPushButton(names[i]);
        b->setProperty("tab", true);
        b->setCheckable(true);
        b->setAccessibleName(names[i]);
        m_group->addButton(b, static_cast<int>(i));
        row->addWidget(b);
    }
    row->addStretch();
    setCurrent(0);
    connect(m_group, &QButtonGroup::idClicked, this, &Tabs::chosen);
}

int Tabs::current() const
{
    return m_group->checkedId();
}

void Tabs::setCurrent(int index)
{
    if (QAbstractButton* b = m_group->button(index))
        b->setChecked(true);
}

Pill::Pill(const QString& text, Tone tone, QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    set(text, tone);
}

void Pill::set(const QString& text, Tone tone)
{
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    return {static_cast<int>(draw::pillWidth(m_text)) + 1, px(22)};
}

void Pill::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    draw::pill(p, {0, height() / 2.0 + 0.5}, m_text, m_tone);
}

KpiCard::KpiCard(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_title(title)
{
    setProperty("card", true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    set({u"–"_s, {}, Tone::Neutral, {}, {}, {}, false});
}

void KpiCard::set(const Value& value)
{
    m_value = value;
    setToolTip(value.tip);
    setCursor(value.actionable ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setFocusPolicy(value.actionable ? Qt::StrongFocus : Qt::NoFocus);
    setAccessibleName(u"%1: %2"_s.arg(m_title, value.value));
    setAccessibleDescription(u"%1 %2. %3"_s.arg(value.delta, value.note, value.tip));
    update();
}

QSize KpiCard::sizeHint() const
{
    return {px(220), px(104)};
}
QSize KpiCard::minimumSizeHint() const
{
    return {px(120), px(104)};
}

void KpiCard::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    QPainter p(this);
    const bool narrow = width() < px(156);
    const QRectF in = QRectF(rect()).adjusted(px(narrow ? 12 : 16), px(13), -px(narrow ? 8 : 14), -px(14));
    draw::text(p, {in.left(), in.top(), in.width(), double(px(16))}, m_title, t().muted, 12, QFont::Medium);
    QFont figure = theme::font(25, QFont::DemiBold);
    figure.setLetterSpacing(QFont::AbsoluteSpacing, -0.4);
    const double numberWidth = QFontMetricsF(figure).horizontalAdvance(m_value.value);
    if (numberWidth > in.width())
        figure.setPixelSize(std::max(12, int(figure.pixelSize() * in.width() / numberWidth)));
    p.setFont(figure);
    p.setPen(t().text);
    p.drawText(
        QRectF(in.left() - 1, in.top() + px(19), in.width() + 2, px(32)), draw::kLeftMid, m_value.value);
    double x = in.left();
    const double y = in.bottom() - px(10);
    if (!m_value.delta.isEmpty()) {
        draw::pill(p, {x, y}, m_value.delta, m_value.tone);
        x += draw::pillWidth(m_value.delta) + px(narrow ? 5 : 8);
    }
    draw::text(p, {x, y - px(10), in.right() - x, double(px(20))}, m_value.note, t().muted, 12);
    if (m_value.trend.size() > 1 && numberWidth + px(84) < in.width())
        draw::sparkline(
            p, {in.right() - px(72), in.top() + px(20), double(px(70)), double(px(28))}, m_value.trend,
            t().accent, true);
    if (hasFocus() || (m_value.actionable && underMouse())) {
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(hasFocus() ? t().accent : t().borderStrong, hasFocus() ? 2 : 1));
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 9, 9);
    }
}

void KpiCard::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_value.actionable && event->button() == Qt::LeftButton &&
        rect().contains(event->position().toPoint()))
        emit clicked();
}

void KpiCard::keyPressEvent(QKeyEvent* event)
{
    const bool press =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (m_value.actionable && press)
        emit clicked();
    else
        QFrame::keyPressEvent(event);
}

EmptyState::EmptyState(
    const QString& icon, const QString& sentence, const QString& more, const QString& action, QWidget* parent)
    : QWidget(parent)
    , m_picture(new QLabel)
    , m_sentence(label({}, "h2"))
    , m_more(wrapped({}, "lead"))
    , m_button(button(action, Look::Primary))
{
    auto* column = tight(new QVBoxLayout(this), 8, {24, 24, 24, 24});
    column->addStretch(2);
    for (QLabel* l : {m_picture, m_sentence, m_more})
        l->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_sentence->setWordWrap(true);
    column->addWidget(m_picture);
    column->addWidget(m_sentence);
    column->addWidget(m_more);
    column->addSpacing(px(6));
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_button);
    row->addStretch();
    column->addLayout(row);
    column->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionClicked);
    connect(&theme::notifier(), &theme::Notifier::changed, this, [this] {
        set(m_icon, m_sentence->text(), m_more->text(), m_button->text());
    });
    set(icon, sentence, more, action);
}

void EmptyState::set(const QString& icon, const QString& sentence, const QString& more, const QString& action)
{
    m_icon = icon;
    m_picture->setPixmap(theme::pixmap(icon, t().faint, px(36), devicePixelRatioF()));
    m_sentence->setText(sentence);
    m_more->setText(more);
    m_more->setVisible(!more.isEmpty());
    m_button->setText(action);
    m_button->setAccessibleName(action);
    m_button->setVisible(!action.isEmpty());
}

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel)
    , m_text(wrapped({}))
    , m_detail(wrapped({}, "muted"))
    , m_more(button(tr("Details"), Look::Link))
    , m_action(button({}, Look::Small))
{
    setObjectName(u"notice"_s);
    auto* column = tight(new QVBoxLayout(this), 4, {20, 8, 12, 8});
    auto* row = tight(new QHBoxLayout, 10);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_more);
    row->addWidget(m_action);
    QToolButton* close = flatButton(u"x"_s, tr("Dismiss"));
    row->addWidget(close);
    column->addLayout(row);
    column->addWidget(m_detail);
    m_more->setCheckable(true);
    connect(m_more, &QPushButton::toggled, m_detail, &QWidget::setVisible);
    connect(m_action, &QPushButton::clicked, this, [this] {
        hide();
        if (m_run)
            m_run();
    });
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeBar::put(const QString& message, Tone tone, const QString& detail, const QString& action)
{
    const char* tones[] = {"neutral", "accent", "good", "warn", "bad"};
    restyle(this, "tone", QString::fromLatin1(tones[static_cast<int>(tone)]));
    m_icon->setPixmap(theme::pixmap(
        tone == Tone::Good                        ? u"circle-check"_s
        : tone == Tone::Bad || tone == Tone::Warn ? u"triangle-alert"_s
                                                  : u"bell"_s,
        draw::toneText(tone), px(18), devicePixelRatioF()));
    m_text->setText(message);
    m_detail->setText(detail);
    m_more->setVisible(!detail.isEmpty());
    m_more->setChecked(false);
    m_detail->setVisible(false);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(message);
    show();
}

void NoticeBar::showNotice(const QString& message, Tone tone, const QString& remedy, const QString& detail)
{
    m_run = {};
    put(remedy.isEmpty() ? message : message + u' ' + remedy, tone, detail, {});
}

void NoticeBar::showAction(
    const QString& message, Tone tone, const QString& action, std::function<void()> run)
{
    m_run = std::move(run);
    put(message, tone, {}, action);
}

QString NoticeBar::message() const
{
    return m_text->text();
}

FactRow::FactRow(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void FactRow::setFacts(std::vector<Fact> facts)
{
    m_facts = std::move(facts);
    QStringList all;
    for (const Fact& fact : m_facts)
        all << (fact.name + u' ' + fact.value).trimmed();
    setAccessibleName(all.join(u", "_s));
    setToolTip(all.join(u'\n'));
    update();
}

int FactRow::shownFacts() const
{
    double used = 0;
    int shown = 0;
    for (const Fact& fact : m_facts) {
        used += (shown > 0 ? px(kFactGap) : 0) + factWidth(fact);
        if (used > width())
            break;
        ++shown;
    }
    return shown;
}

QSize FactRow::sizeHint() const
{
    double all = 0;
    for (const Fact& fact : m_facts)
        all += factWidth(fact) + px(kFactGap);
    return {static_cast<int>(all), px(20)};
}

QSize FactRow::minimumSizeHint() const
{
    return {px(60), px(20)};
}

void FactRow::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    double x = 0;
    const int shown = shownFacts();
    for (int i = 0; i < shown; ++i) {
        const Fact& fact = m_facts[static_cast<std::size_t>(i)];
        const double name = draw::textWidth(fact.name, 13) + (fact.name.isEmpty() ? 0 : px(6));
        draw::text(p, QRectF(x, 0, name, height()), fact.name, t().muted, 13);
        draw::text(
            p, QRectF(x + name, 0, factWidth(fact) - name + 1, height()), fact.value, t().text, 13,
            QFont::DemiBold);
        x += factWidth(fact) + px(kFactGap);
    }
}

FlowLayout::FlowLayout(int spacing, QWidget* parent)
    : QLayout(parent)
    , m_gap(px(spacing))
{
    setContentsMargins({});
}

FlowLayout::~FlowLayout()
{
    for (QLayoutItem* item : m_items)
        delete item;
}

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items.push_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    QLayoutItem* item = itemAt(index);
    if (item)
        m_items.erase(m_items.begin() + index);
    return item;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem* item : m_items)
        size = size.expandedTo(item->minimumSize());
    const QMargins m = contentsMargins();
    return size + QSize(m.left() + m.right(), m.top() + m.bottom());
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool apply) const
{
    const QMargins m = contentsMargins();
    const QRect in = rect.marginsRemoved(m);
    int x = in.x(), y = in.y(), line = 0;
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint();
        if (x > in.x() && x + size.width() > in.right() + 1) {
            x = in.x();
            y += line + m_gap;
            line = 0;
        }
        if (apply)
            item->setGeometry(QRect(QPoint(x, y), size));
        x += size.width() + m_gap;
        line = std::max(line, size.height());
    }
    return y + line - rect.y() + m.bottom();
}

Canvas::Canvas(const QString& accessibleName, const QSize& hint, Draw draw, QWidget* parent)
    : QWidget(parent)
    , m_hint(hint)
    , m_draw(std::move(draw))
{
    setAccessibleName(accessibleName);
    if (hint.height() > 0)
        setFixedHeight(px(hint.height()));
    if (hint.width() > 0)
        setFixedWidth(px(hint.width()));
}

void Canvas::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    m_draw(p, QRectF(rect()));
}

QWidget* legendItem(ColorToken color, const QString& text, Key key)
{
    auto* item = new QWidget;
    auto* row = tight(new QHBoxLayout(item), 5);
    row->addWidget(new Canvas(text, {14, 10}, [color, key](QPainter& p, const QRectF& r) {
        const QColor c = t().*color;
        const double y = r.center().y();
        switch (key) {
        case Key::Block:
            p.setPen(Qt::NoPen);
            p.setBrush(draw::faded(c, 110));
            p.drawRoundedRect(QRectF(0, 1, r.width(), r.height() - 2), 2, 2);
            break;
        case Key::Hatch:
            p.fillRect(QRectF(0, 1, r.width(), r.height() - 2), draw::hatch(c));
            break;
        case Key::Step:
            p.setPen(QPen(c, 1.5));
            p.drawPolyline(
                QPolygonF({{0, y - 2}, {r.width() / 2, y - 2}, {r.width() / 2, y + 3}, {r.width(), y + 3}}));
            break;
        default:
            QPen pen(c, 2, key == Key::Dots ? Qt::DotLine : Qt::SolidLine, Qt::RoundCap);
            if (key == Key::Dashes) { // two of them, whatever the width
                pen.setCapStyle(Qt::FlatCap);
                pen.setDashPattern({r.width() / 5.0, r.width() / 8.0});
            }
            p.setPen(pen);
            p.drawLine(QPointF(1, y), QPointF(r.width() - 1, y));
        }
    }));
    row->addWidget(label(text, "caption"));
    item->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return item;
}

} // namespace merch::kit

#include "moc_kit.cpp"
