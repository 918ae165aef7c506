#include "app/window/start_page.h"

#include "app/window/settings.h"
#include "widgets/frame/kit.h"

#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace merch
{

namespace
{

QFrame* choice(const QString& icon, const QString& title, const QString& words, QPushButton* button)
{
    QFrame* card = kit::card();
    card->setMinimumHeight(theme::px(188));
    auto* column = kit::tight(new QVBoxLayout(card), 8, {20, 18, 20, 18});
    auto* picture = new QLabel;
    picture->setPixmap(theme::icon(icon, &Tokens::accent).pixmap(theme::px(24)));
    column->addWidget(picture);
    column->addWidget(kit::label(title, "h2"));
    column->addWidget(kit::wrapped(words, "lead"), 1);
    column->addWidget(button, 0, Qt::AlignLeft);
    return card;
}

} // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent)
    , m_recent(new QListWidget)
{
    setObjectName(QStringLiteral("start"));
    auto* outer = kit::tight(new QHBoxLayout(this), 0, {20, 16, 20, 16});
    auto* body = new QWidget;
    body->setMaximumWidth(theme::px(1080));
    outer->addStretch();
    outer->addWidget(body, 100);
    outer->addStretch();
    auto* column = kit::tight(new QVBoxLayout(body), 16);
    column->addStretch(3);
    column->addWidget(kit::label(tr("Merchbench"), "hero"));
    column->addWidget(kit::wrapped(
        tr("Forecasts, orders and their approval on one file on this computer. Nothing leaves it but what "
           "you export."),
        "lead"));
    auto* row = kit::tight(new QHBoxLayout, 14);
    auto* demo = kit::button(tr("Make the demo shop"), kit::Look::Primary);
    demo->setObjectName(QStringLiteral("start.demo"));
    auto* open = kit::button(tr("Open a store..."));
    open->setObjectName(QStringLiteral("start.open"));
    auto* make = kit::button(tr("New store..."));
    make->setObjectName(QStringLiteral("start.new"));
    row->addWidget(choice(
        QStringLiteral("store"), tr("Look around"),
        tr("A made-up retailer with 400 products, 6 locations and three years of days, planted faults "
           "included."),
        demo));
    row->addWidget(choice(
        QStringLiteral("folder-open"), tr("Go on"),
        tr("A store is one file with the ending .merch. Copy it, back it up, hand it on."), open));
    row->addWidget(choice(
        QStringLiteral("upload"), tr("Bring your own"),
        tr("Make an empty store, then drop your extracts on the window: catalog, sales, stock, as CSV, also "
           "zipped."),
        make));
    column->addLayout(row);
    m_recentBox = new QWidget;
    auto* recent = kit::tight(new QVBoxLayout(m_recentBox), 6);
    recent->addWidget(kit::label(tr("Opened before"), "h2"));
    m_recent->setObjectName(QStringLiteral("start.recent"));
    m_recent->setAccessibleName(tr("Stores opened before"));
    m_recent->setFrameShape(QFrame::NoFrame);
    m_recent->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_recent->setMaximumHeight(theme::px(200));
    recent->addWidget(m_recent);
    column->addWidget(m_recentBox);
    column->addStretch(4);
    connect(demo, &QPushButton::clicked, this, &StartPage::demoAsked);
    connect(open, &QPushButton::clicked, this, &StartPage::openAsked);
    connect(make, &QPushButton::clicked, this, &StartPage::newAsked);
    connect(m_recent, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        emit storeChosen(item->data(Qt::UserRole).toString());
    });
    refresh();
}

void StartPage::refresh()
{
    m_recent->clear();
    for (const QString& path : recentStores()) {
        auto* item =
            new QListWidgetItem(QStringLiteral("%1    %2").arg(QFileInfo(path).completeBaseName(), path));
        item->setData(Qt::UserRole, path);
        m_recent->addItem(item);
    }
    m_recentBox->setVisible(m_recent->count() > 0);
}

} // namespace merch

#include "moc_start_page.cpp"
