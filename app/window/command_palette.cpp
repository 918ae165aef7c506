#include "app/window/command_palette.h"

#include "models/workspace/search.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"
#include "widgets/frame/page.h"
#include "widgets/theme/draw.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

namespace
{

enum Role { IconRole = Qt::UserRole + 1, NoteRole, KindRole };

class ChoiceDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {px(100), px(38)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QPainter& p = *painter;
        p.save();
        p.setRenderHint(QPainter::Antialiasing);
        const QRectF r = QRectF(option.rect).adjusted(px(6), 1, -px(6), -1);
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
            p.setPen(Qt::NoPen);
            p.setBrush(option.state & QStyle::State_Selected ? t().accentSoft : t().hover);
            p.drawRoundedRect(r, 7, 7);
        }
        p.drawPixmap(
            QPointF(r.left() + px(10), std::round(r.center().y() - px(8))),
            theme::pixmap(
                index.data(IconRole).toString(), t().muted, px(16), p.device()->devicePixelRatioF()));
        const QString kind = index.data(KindRole).toString(), text = index.data().toString();
        const double kindWidth = draw::textWidth(kind, 12) + px(12);
        const double left = r.left() + px(38), right = r.right() - kindWidth;
        draw::text(p, {left, r.top(), right - left, r.height()}, text, t().text, 13, QFont::Medium);
        const double noteLeft = left + draw::textWidth(text, 13, QFont::Medium) + px(10);
        if (right - noteLeft > px(40))
            draw::text(
                p, {noteLeft, r.top() + 1, right - noteLeft - px(8), r.height()},
                index.data(NoteRole).toString(), t().muted, 12);
        draw::text(
            p, {right, r.top(), kindWidth - px(10), r.height()}, kind, t().muted, 12, QFont::Normal,
            draw::kRightMid);
        p.restore();
    }
};

/// All words occur, each at the beginning of a word of the text.
bool matches(const QString& text, const QStringList& words)
{
    return std::all_of(words.begin(), words.end(), [&](const QString& word) {
        const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
        return at >= 0 && (at == 0 || !text[at - 1].isLetterOrNumber() || word.size() > 2);
    });
}

/// The page that an action belongs to; none = the window's own.
const Page* pageOf(const QAction* action)
{
    for (const QObject* at = action->parent(); at; at = at->parent())
        if (const auto* page = qobject_cast<const Page*>(at))
            return page;
    return nullptr;
}

} // namespace

CommandPalette::CommandPalette(Workspace& workspace, QWidget* window)
    : QFrame(window)
    , m_workspace(workspace)
    , m_field(new QLineEdit)
    , m_list(new QListView)
    , m_model(new QStandardItemModel(this))
{
    setObjectName(u"popup"_s);
    m_field->setObjectName(u"palette"_s);
    m_field->setPlaceholderText(tr("A product, a page or an action"));
    m_field->setAccessibleName(tr("Find anything"));
    m_list->setObjectName(u"palette.list"_s);
    m_list->setAccessibleName(tr("Found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ChoiceDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    auto* column = kit::tight(new QVBoxLayout(this), 0, {1, 1, 1, 6});
    auto* row = kit::tight(new QHBoxLayout, 6, {14, 4, 12, 4});
    auto* glass = new kit::Canvas(tr("Search"), {18, 18}, [](QPainter& p, const QRectF& r) {
        p.drawPixmap(
            r.topLeft(), theme::pixmap(u"search"_s, t().muted, px(18), p.device()->devicePixelRatioF()));
    });
    row->addWidget(glass);
    row->addWidget(m_field, 1);
    row->addWidget(kit::label(tr("Enter opens · Ctrl+Enter opens in Reorder · Esc closes"), "caption"));
    column->addLayout(row);
    column->addWidget(kit::hairline());
    column->addSpacing(px(4));
    column->addWidget(m_list, 1);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::open()
{
    if (m_searchPath != m_workspace.path()) {
        m_searchPath = m_workspace.path();
        m_search = m_workspace.isOpen() ? std::make_unique<ProductSearch>(m_searchPath) : nullptr;
    }
    const QWidget* window = parentWidget();
    const int w = std::min(px(640), window->width() - px(60)),
              h = std::min(px(430), window->height() - px(120));
    setGeometry((window->width() - w) / 2, px(72), w, h);
    m_field->clear();
    find({});
    QFrame::show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::find(const QString& words)
{
    const QStringList parts = words.split(u' ', Qt::SkipEmptyParts);
    std::vector<Choice> found;
    for (Page* page : m_pages)
        if (matches(page->title() + u' ' + page->question(), parts) && m_workspace.isOpen())
            found.push_back(
                {page->iconName(),
                 page->title(),
                 page->question(),
                 tr("Page"),
                 [this, page] { emit pageChosen(page->id(), {}); },
                 {}});
    for (QAction* action : m_actions) {
        QString text = action->text();
        text.remove(u'&');
        if (!matches(text, parts) || (parts.isEmpty() && found.size() >= 14))
            continue;
        // What a page out of sight has selected must not be acted on unseen: the page comes first, and only
        // what asks before it does anything follows at once.
        const Page* page = pageOf(action);
        const bool unseen = page && !page->isVisible();
        const bool asks = text.endsWith(u"…"_s) || text.endsWith(u"..."_s);
        QString note =
            action->isEnabled() ? action->shortcut().toString(QKeySequence::NativeText) : action->toolTip();
        if (unseen && !asks && action->isEnabled())
            note = tr("goes to %1, to be chosen there").arg(page->title());
        found.push_back(
            {action->isEnabled() ? u"command"_s : u"ban"_s,
             unseen ? tr("%1: %2").arg(page->title(), text) : text,
             note,
             tr("Action"),
             [this, action, page, unseen, asks] {
                 if (unseen)
                     emit pageChosen(page->id(), {});
                 if (!unseen || asks)
                     action->trigger();
             },
             {}});
    }
    if (m_search && !parts.isEmpty())
        if (const auto hits = m_search->find(words))
            for (const ProductHit& hit : *hits)
                found.push_back(
                    {u"package"_s, hit.title.isEmpty() ? hit.sku : hit.title,
                     hit.title.isEmpty() ? hit.category : hit.sku + u"  "_s + hit.category, tr("Product"),
                     [this, sku = hit.sku] { emit pageChosen(u"forecast"_s, sku); }, hit.sku});
    show(std::move(found));
}

void CommandPalette::show(std::vector<Choice> choices)
{
    m_choices = std::move(choices);
    m_model->clear();
    for (const Choice& choice : m_choices) {
        auto* item = new QStandardItem(choice.text);
        item->setData(choice.icon, IconRole);
        item->setData(choice.note, NoteRole);
        item->setData(choice.kind, KindRole);
        item->setData(u"%1, %2, %3"_s.arg(choice.text, choice.kind, choice.note), Qt::AccessibleTextRole);
        item->setToolTip(choice.note);
        m_model->appendRow(item);
    }
    if (m_choices.empty()) {
        auto* nothing = new QStandardItem(tr("Nothing found"));
        nothing->setData(u"search"_s, IconRole);
        nothing->setFlags(Qt::NoItemFlags);
        m_model->appendRow(nothing);
    } else {
        m_list->setCurrentIndex(m_model->index(0, 0));
    }
}

void CommandPalette::choose()
{
    const int row = m_list->currentIndex().row();
    if (row < 0 || row >= static_cast<int>(m_choices.size()))
        return;
    const auto run = m_choices[static_cast<std::size_t>(row)].run;
    hide();
    run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::MouseButtonPress && isVisible())
        hide();
    if (watched == m_field && event->type() == QEvent::FocusOut)
        hide();
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const int row = m_list->currentIndex().row(), last = m_model->rowCount() - 1;
    const auto go = [&](int to) { m_list->setCurrentIndex(m_model->index(std::clamp(to, 0, last), 0)); };
    switch (key->key()) {
    case Qt::Key_Down:
        go(row == last ? 0 : row + 1);
        return true;
    case Qt::Key_Up:
        go(row <= 0 ? last : row - 1);
        return true;
    case Qt::Key_PageDown:
        go(row + 8);
        return true;
    case Qt::Key_PageUp:
        go(row - 8);
        return true;
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (key->modifiers() & Qt::ControlModifier && row >= 0 && row < static_cast<int>(m_choices.size()) &&
            !m_choices[static_cast<std::size_t>(row)].sku.isEmpty()) {
            const QString sku = m_choices[static_cast<std::size_t>(row)].sku;
            hide();
            emit pageChosen(u"reorder"_s, sku);
            return true;
        }
        choose();
        return true;
    default:
        return false;
    }
}

} // namespace merch

#include "moc_command_palette.cpp"
