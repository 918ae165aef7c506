#include "app/window/top_bar.h"

#include "models/workspace/edit_journal.h"
#include "models/workspace/search.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"
#include "widgets/frame/page.h"
#include "widgets/theme/draw.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

namespace
{

constexpr int kWeeks[] = {4, 8, 12, 13, 26, 52};

/// Looks like a field, opens the palette.
class FindButton : public QPushButton
{
public:
    using QPushButton::QPushButton;

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPushButton::paintEvent(event);
        QPainter p(this);
        const double cap = px(46), h = px(20);
        const bool wide = width() > px(150);
        if (wide)
            draw::keycap(p, QRectF(width() - cap - px(7), (height() - h) / 2.0, cap, h), u"Ctrl K"_s);
    }
};

QComboBox* combo(const QString& name)
{
    auto* c = new QComboBox;
    c->setAccessibleName(name);
    c->setToolTip(name);
    c->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    c->setMinimumContentsLength(4);
    c->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return c;
}

} // namespace

TopBar::TopBar(Workspace& workspace, EditJournal& journal, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_journal(journal)
    , m_title(kit::label({}, "h1"))
    , m_question(kit::elided({}, "lead"))
    , m_period(combo(tr("Period")))
    , m_location(combo(tr("Location")))
    , m_category(combo(tr("Category")))
    , m_find(new FindButton(u" "_s + tr("Find anything")))
    , m_primary(kit::button({}, kit::Look::Primary))
    , m_undo(kit::flatButton(u"undo-2"_s, tr("Undo")))
    , m_redo(kit::flatButton(u"redo-2"_s, tr("Redo")))
    , m_jobs(kit::flatButton(u"refresh-cw"_s, tr("Running work")))
    , m_help(kit::flatButton(u"circle-help"_s, tr("Keyboard shortcuts (F1)")))
{
    setObjectName(u"topbar"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName(u"pageTitle"_s);
    m_period->setObjectName(u"scope.period"_s);
    m_location->setObjectName(u"scope.location"_s);
    m_category->setObjectName(u"scope.category"_s);
    m_find->setObjectName(u"find"_s);
    m_primary->setObjectName(u"primary"_s);
    m_undo->setObjectName(u"undo"_s);
    m_redo->setObjectName(u"redo"_s);
    m_find->setIcon(theme::icon(u"search"_s));
    m_find->setAccessibleName(tr("Find anything"));
    m_find->setToolTip(tr("Any product, page or action (Ctrl+K)"));
    m_find->setStyleSheet(u"text-align:left;"_s);
    m_question->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* row = kit::tight(new QHBoxLayout(this), 8, {20, 0, 20, 0});
    row->addWidget(m_title);
    row->addSpacing(px(4));
    row->addWidget(m_question, 1);
    for (QComboBox* c : {m_period, m_location, m_category})
        row->addWidget(c);
    row->addWidget(m_find);
    row->addWidget(kit::hairline(true));
    row->addWidget(m_undo);
    row->addWidget(m_redo);
    row->addWidget(m_jobs);
    row->addWidget(m_help);
    row->addWidget(m_primary);

    for (const int weeks : kWeeks)
        m_period->addItem(tr("Next %n weeks", nullptr, weeks), weeks);
    loadChoices();

    connect(m_find, &QPushButton::clicked, this, &TopBar::findAsked);
    connect(m_help, &QToolButton::clicked, this, &TopBar::helpAsked);
    connect(m_undo, &QToolButton::clicked, this, &TopBar::undo);
    connect(m_redo, &QToolButton::clicked, this, &TopBar::redo);
    connect(m_jobs, &QToolButton::clicked, this, [this] {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (BackgroundJob* job : m_workspace.jobs())
            menu->addAction(tr("Cancel: %1").arg(job->title()), job, &BackgroundJob::cancel);
        menu->popup(m_jobs->mapToGlobal(QPoint(0, m_jobs->height() + 4)));
    });
    for (QComboBox* c : {m_period, m_location, m_category}) {
        connect(c, &QComboBox::activated, this, &TopBar::applyScope);
        connect(c, &QComboBox::currentTextChanged, this, &TopBar::giveWay);
    }
    connect(&m_journal, &EditJournal::changed, this, &TopBar::refreshUndo);
    connect(&m_workspace, &Workspace::jobStarted, this, &TopBar::refreshJobs);
    connect(&m_workspace, &Workspace::jobEnded, this, &TopBar::refreshJobs);
    connect(&m_workspace, &Workspace::scopeChanged, this, &TopBar::loadChoices);
    connect(&m_workspace, &Workspace::changed, this, [this](Topic topic) {
        if (topic == Topic::Everything || topic == Topic::Imports || topic == Topic::Catalog)
            loadChoices();
    });
    connect(&theme::notifier(), &theme::Notifier::changed, this, [this] {
        setFixedHeight(px(60));
        giveWay();
    });
    setFixedHeight(px(60));
    refreshUndo();
    refreshJobs();
    setPage(nullptr);
}

void TopBar::setPage(Page* page)
{
    m_page = page;
    m_title->setText(page ? page->title() : tr("Welcome"));
    m_question->setToolTip(page ? page->question() : QString());
    for (QWidget* w : std::initializer_list<QWidget*>{m_find, m_undo, m_redo})
        w->setVisible(page != nullptr);
    refreshPrimary();
    giveWay();
}

void TopBar::refreshPrimary()
{
    disconnect(m_actionChanged);
    disconnect(m_actionTriggered);
    const QList<QAction*> actions = m_page ? m_page->pageActions() : QList<QAction*>();
    m_action = actions.isEmpty() ? nullptr : actions.first();
    m_primary->setVisible(m_action != nullptr);
    if (!m_action)
        return;
    const auto show = [this] {
        QString spoken = m_action->text();
        spoken.remove(u'&');
        const bool hasIcon = !m_action->icon().isNull();
        m_primary->setText((hasIcon ? u" "_s : QString()) + spoken);
        m_primary->setAccessibleName(spoken);
        m_primary->setIcon(m_action->icon());
        m_primary->setEnabled(m_action->isEnabled());
        m_primary->setToolTip(m_action->toolTip());
    };
    show();
    m_actionChanged = connect(m_action, &QAction::changed, this, show);
    m_actionTriggered = connect(m_primary, &QPushButton::clicked, m_action, &QAction::trigger);
}

void TopBar::undo()
{
    m_journal.undo();
}

void TopBar::redo()
{
    m_journal.redo();
}

void TopBar::refreshUndo()
{
    m_undo->setEnabled(m_journal.canUndo());
    m_undo->setToolTip(
        m_journal.canUndo() ? tr("Undo: %1 (Ctrl+Z)").arg(m_journal.undoText()) : tr("Nothing to undo"));
    m_redo->setEnabled(m_journal.canRedo());
    m_redo->setToolTip(
        m_journal.canRedo() ? tr("Redo: %1 (Ctrl+Shift+Z)").arg(m_journal.redoText())
                            : tr("Nothing to redo"));
}

void TopBar::refreshJobs()
{
    QStringList titles;
    for (const BackgroundJob* job : m_workspace.jobs())
        titles << job->title();
    m_jobs->setVisible(!titles.isEmpty());
    m_jobs->setToolTip(titles.join(u'\n'));
    m_jobs->setAccessibleName(tr("%n pieces of work running", nullptr, static_cast<int>(titles.size())));
}

void TopBar::loadChoices()
{
    const Scope& scope = m_workspace.scope();
    const QSignalBlocker quiet1(m_location), quiet2(m_category);
    m_location->clear();
    m_category->clear();
    ScopeChoices choices;
    if (m_workspace.isOpen())
        if (Result<ScopeChoices> read = scopeChoices(m_workspace.path()))
            choices = *read;
    m_location->addItem(tr("All locations"), QString());
    for (const auto& choice : choices.locations)
        m_location->addItem(choice.name, choice.key);
    m_category->addItem(tr("All categories"), QString());
    for (const auto& choice : choices.categories)
        m_category->addItem(choice.name, choice.key);
    m_location->setCurrentIndex(std::max(0, m_location->findData(scope.location)));
    m_category->setCurrentIndex(std::max(0, m_category->findData(scope.category)));
    const int weeks = m_period->findData(scope.weeks);
    m_period->setCurrentIndex(weeks >= 0 ? weeks : m_period->findData(12));
    for (QComboBox* c : {m_location, m_category})
        c->setToolTip(
            c->count() > 1 ? c->accessibleName() : tr("Nothing to choose from until a file is imported"));
    giveWay();
}

void TopBar::applyScope()
{
    Scope scope = m_workspace.scope();
    scope.weeks = m_period->currentData().toInt();
    scope.location = m_location->currentData().toString();
    scope.category = m_category->currentData().toString();
    m_workspace.setScope(scope);
}

void TopBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    giveWay();
}

void TopBar::giveWay()
{
    const bool page = m_page != nullptr;
    const int w = width();
    // Without words it still takes the room that is left, or the buttons would stretch.
    m_question->setText(page && w >= px(1130) ? m_page->question() : QString());
    m_find->setText(w >= px(980) ? u" "_s + tr("Find anything") : QString());
    m_find->setFixedWidth(px(w >= px(1130) ? 220 : w >= px(980) ? 190 : 40));
    // On Today the whole shop is judged: the filters would not change it.
    const bool scoped =
        page && m_page->id() != u"today" && m_page->id() != u"data" && m_page->id() != u"approvals";
    for (QComboBox* c : {m_period, m_location, m_category}) {
        c->setVisible(scoped);
        const int most = px(w >= px(1130) ? 190 : w >= px(900) ? 150 : 112);
        const int wanted = c->fontMetrics().horizontalAdvance(c->currentText()) + px(46);
        c->setFixedWidth(std::clamp(wanted, px(84), most));
    }
}

} // namespace merch

#include "moc_top_bar.cpp"
