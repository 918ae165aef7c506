#include "app/window/nav_rail.h"

#include "widgets/frame/kit.h"
#include "widgets/frame/page.h"
#include "widgets/theme/draw.h"

#include <QButtonGroup>
#include <QEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

namespace
{

QToolButton* railButton(const QString& icon, const QString& text)
{
    auto* b = new QToolButton;
    b->setProperty("rail", true);
    b->setIcon(theme::icon(icon, &Tokens::railText, &Tokens::railOn));
    b->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    b->setAccessibleName(text);
    b->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return b;
}

} // namespace

NavRail::NavRail(QWidget* parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout(this))
    , m_group(new QButtonGroup(this))
    , m_brand(new QLabel(u"Merchbench"_s))
    , m_store(new QLabel)
    , m_settings(railButton(u"settings"_s, tr("Settings")))
{
    setObjectName(u"rail"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_logo =
        new kit::Canvas(u"Merchbench"_s, {30, 30}, [](QPainter& p, const QRectF& r) { draw::logo(p, r); });
    m_brand->setObjectName(u"brand"_s);
    m_store->setObjectName(u"storeName"_s);
    m_settings->setObjectName(u"rail.settings"_s);
    auto* names = kit::tight(new QVBoxLayout);
    names->addWidget(m_brand);
    names->addWidget(m_store);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(10);
    head->addWidget(m_logo);
    head->addLayout(names, 1);
    m_rows->setSpacing(2);
    m_rows->addLayout(head);
    m_rows->addSpacing(12);
    m_rows->addStretch(1);
    m_rows->addWidget(m_settings);
    connect(m_settings, &QToolButton::clicked, this, &NavRail::settingsChosen);
    connect(&theme::notifier(), &theme::Notifier::changed, this, &NavRail::restyleAll);
    restyleAll();
    setStore({});
}

void NavRail::addPage(Page* page)
{
    QToolButton* button = railButton(page->iconName(), page->title());
    button->setObjectName(u"rail."_s + page->id());
    button->setCheckable(true);
    m_group->addButton(button);
    auto* badge = new QLabel(button);
    badge->setAlignment(Qt::AlignCenter);
    badge->setAttribute(Qt::WA_TransparentForMouseEvents);
    button->installEventFilter(this);
    m_rows->insertWidget(m_rows->count() - 2, button);
    m_entries.push_back({page, button, badge});
    connect(button, &QToolButton::clicked, this, [this, page] { emit pageChosen(page->id()); });
    connect(page, &Page::badgeChanged, this, [this] { restyleAll(); });
    restyleAll();
}

void NavRail::setCurrent(const QString& pageId)
{
    m_group->setExclusive(false);
    for (const Entry& entry : m_entries)
        entry.button->setChecked(entry.page->id() == pageId);
    m_group->setExclusive(!pageId.isEmpty());
}

void NavRail::setStore(const QString& name)
{
    m_storeName = name;
    m_store->setText(name);
    m_store->setVisible(!name.isEmpty() && !m_narrow);
    restyleAll();
}

void NavRail::setNarrow(bool narrow)
{
    if (narrow == m_narrow)
        return;
    m_narrow = narrow;
    restyleAll();
}

void NavRail::restyleAll()
{
    setFixedWidth(px(m_narrow ? 60 : 208));
    const int side = px(m_narrow ? 10 : 12);
    m_rows->setContentsMargins(side, px(14), side, px(12));
    m_brand->setVisible(!m_narrow);
    m_store->setVisible(!m_narrow && !m_storeName.isEmpty());
    m_store->setText(m_store->fontMetrics().elidedText(m_storeName, Qt::ElideMiddle, px(130)));
    m_store->setToolTip(m_storeName);
    m_logo->setFixedSize(px(30), px(30));
    m_logo->setToolTip(m_storeName);
    m_settings->setIconSize(QSize(px(18), px(18)));
    m_settings->setText(m_narrow ? QString() : u"  "_s + tr("Settings"));
    m_settings->setToolTip(m_narrow ? tr("Settings (Ctrl+,)") : QString());
    m_settings->setToolButtonStyle(m_narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    for (const Entry& entry : m_entries)
        refresh(entry);
}

void NavRail::refresh(const Entry& entry)
{
    const bool open = !m_storeName.isEmpty();
    const int badge = open ? entry.page->badge() : 0;
    const QString title = entry.page->title();
    entry.button->setIconSize(QSize(px(18), px(18)));
    entry.button->setText(m_narrow ? QString() : u"  "_s + title);
    entry.button->setToolButtonStyle(m_narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    entry.button->setEnabled(open);
    entry.button->setToolTip(!open ? tr("Open a store first") : m_narrow ? title : entry.page->question());
    entry.button->setAccessibleName(badge > 0 ? tr("%1, %n waiting", nullptr, badge).arg(title) : title);
    entry.badge->setText(badge > 999 ? u"999+"_s : QString::number(badge));
    entry.badge->setVisible(badge > 0);
    entry.badge->setStyleSheet(
        u"background:%1;color:%2;border-radius:%3px;font-size:%4px;font-weight:600;padding:0 %5px;"_s.arg(
            t().accent.name(), t().onAccent.name(), QString::number(px(9)), QString::number(px(11)),
            QString::number(px(5))));
    placeBadge(entry);
}

void NavRail::placeBadge(const Entry& entry)
{
    const int h = px(18), w = std::max(h + px(4), entry.badge->sizeHint().width());
    const int x = m_narrow ? entry.button->width() - w + px(4) : entry.button->width() - w - px(10);
    entry.badge->setGeometry(x, m_narrow ? 0 : (entry.button->height() - h) / 2, w, h);
}

bool NavRail::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        for (const Entry& entry : m_entries)
            if (entry.button == watched)
                placeBadge(entry);
    return QWidget::eventFilter(watched, event);
}

} // namespace merch

#include "moc_nav_rail.cpp"
