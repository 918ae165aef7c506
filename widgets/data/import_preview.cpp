#include "widgets/data/import_preview.h"

#include "models/data/data_models.h"
#include "models/grid/format.h"
#include "models/import/mapping_hints.h"
#include "models/import/preview_model.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

namespace
{

constexpr int kHeaderHeight = 64;

class PreviewDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Tokens& k = theme::t();
        const bool wrong = !index.data(PreviewModel::ProblemRole).toString().isEmpty();
        const bool doubt = index.data(PreviewModel::DoubtRole).toBool();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->fillRect(option.rect, wrong ? k.badSoft : selected ? k.accentSoft : k.surface);
        if (doubt && !wrong)
            painter->fillRect(option.rect, draw::faded(k.warnSoft, 107));
        painter->setPen(k.border);
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        draw::text(
            *painter, QRectF(option.rect).adjusted(theme::px(12), 0, -theme::px(12), -1),
            index.data(Qt::DisplayRole).toString(),
            wrong                 ? k.bad
            : index.column() == 0 ? k.muted
                                  : k.text,
            13, QFont::Normal, index.data(Qt::TextAlignmentRole).toInt());
        painter->restore();
    }
};

class PreviewHeader final : public QHeaderView
{
public:
    explicit PreviewHeader(QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
        setFixedHeight(theme::px(kHeaderHeight));
        setMinimumSectionSize(theme::px(60));
    }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override
    {
        const Tokens& k = theme::t();
        painter->save();
        painter->fillRect(rect, k.surfaceAlt);
        painter->setPen(k.border);
        painter->drawLine(rect.bottomLeft(), rect.bottomRight());
        painter->drawLine(rect.topLeft(), rect.topRight());
        draw::text(
            *painter,
            QRectF(
                rect.left() + theme::px(12), rect.top() + theme::px(6), rect.width() - theme::px(24),
                theme::px(20)),
            model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString(), k.muted, 12,
            QFont::DemiBold);
        painter->restore();
    }
};

} // namespace

ImportPreview::ImportPreview(QWidget* parent)
    : QFrame(parent)
    , m_model(new PreviewModel(this))
{
    setObjectName(QStringLiteral("card"));
    auto* body = new QWidget;
    auto* column = kit::tight(new QVBoxLayout(body), 0, {1, 1, 1, 1});
    m_nothing = new kit::EmptyState(QStringLiteral("file-text"), tr("Nothing to show."));
    m_stack = new QStackedLayout(this);
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(body);
    m_stack->addWidget(m_nothing);
    auto* head = kit::tight(new QHBoxLayout, 10, {15, 9, 11, 9});
    head->addWidget(kit::label(tr("Preview"), "h2"));
    m_note = kit::label(QString(), "muted");
    head->addWidget(m_note);
    head->addStretch();
    m_show = new kit::Segments({tr("All"), tr("In doubt"), tr("Rejected")});
    m_show->setAccessibleName(tr("Rows shown"));
    head->addWidget(m_show);
    column->addLayout(head);
    m_questions = kit::tight(new QVBoxLayout, 8, {11, 0, 11, 10});
    column->addLayout(m_questions);

    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("import.preview"));
    m_table->setAccessibleName(tr("First rows of the file"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new PreviewDelegate(m_table));
    auto* header = new PreviewHeader(m_table);
    m_table->setHorizontalHeader(header);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(theme::px(36));
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    header->setStretchLastSection(true);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    column->addWidget(m_table, 1);
    column->addWidget(kit::hairline());
    auto* legend = kit::tight(new QHBoxLayout, 18, {15, 10, 15, 10});
    legend->addWidget(kit::legendItem(&Tokens::good, tr("sure"), kit::Key::Block));
    legend->addWidget(kit::legendItem(&Tokens::warn, tr("in doubt"), kit::Key::Block));
    legend->addWidget(kit::legendItem(&Tokens::bad, tr("rejected (hover: why)"), kit::Key::Block));
    legend->addStretch();
    legend->addWidget(kit::elided(tr("The button under a heading changes its field"), "muted"));
    column->addLayout(legend);

    connect(m_show, &kit::Segments::chosen, this, [this](int index) {
        m_model->setShow(static_cast<PreviewModel::Show>(index));
    });
    connect(header, &QHeaderView::sectionResized, this, &ImportPreview::placePills);
    connect(m_table->horizontalScrollBar(), &QScrollBar::valueChanged, this, &ImportPreview::placePills);
    header->viewport()->installEventFilter(this);
}

bool ImportPreview::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        placePills();
    return QFrame::eventFilter(watched, event);
}

void ImportPreview::clear(const QString& reason)
{
    setGuess({});
    m_nothing->set(
        QStringLiteral("file-text"), reason.isEmpty() ? tr("Nothing to show.") : reason,
        reason.isEmpty() ? tr("Choose a file on the left, or drop some on the window.") : QString(), {});
    m_stack->setCurrentIndex(1);
}

void ImportPreview::setGuess(const ImportGuess& guess)
{
    m_guess = guess;
    m_stack->setCurrentIndex(0);
    m_model->setGuess(guess);
    const int shown = static_cast<int>(guess.preview.size());
    m_note->setText(
        shown == 0   ? tr("nothing to show")
        : guess.rows ? tr("first %1 of %2 rows")
                           .arg(format::count(shown), format::count(static_cast<double>(*guess.rows)))
                     : tr("first %1 rows").arg(format::count(shown)));
    m_show->setTexts(
        {tr("All"), tr("In doubt"), tr("Rejected %1").arg(format::count(m_model->rejectedShown()))});
    for (int c = 0; c < m_model->columnCount(); ++c) {
        // Wide enough for the heading, the pill and the first rows.
        double width = draw::textWidth(
            m_model->headerData(c, Qt::Horizontal, Qt::DisplayRole).toString(), 12, QFont::DemiBold);
        if (c > 0)
            width = std::max(
                width, draw::textWidth(readable(m_guess.columns[static_cast<std::size_t>(c - 1)].field), 12) +
                           theme::px(58));
        for (int r = 0; r < std::min(30, m_model->rowCount()); ++r)
            width = std::max(width, draw::textWidth(m_model->index(r, c).data().toString(), 13));
        m_table->setColumnWidth(
            c, std::clamp(static_cast<int>(width) + theme::px(30), theme::px(64), theme::px(260)));
    }
    rebuildQuestions();
    rebuildPills();
}

void ImportPreview::rebuildQuestions()
{
    while (QLayoutItem* item = m_questions->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    if (isUnrecognised(m_guess)) {
        ask(QStringLiteral("unknown"), tr("No heading of this file is known. What does it hold?"),
            tr("It is left out until its kind is chosen above."), {}, {});
        return;
    }
    for (const ImportQuestion& question : m_guess.questions) {
        const QString id =
            question.column.isEmpty() ? question.id : question.id + QLatin1Char(':') + question.column;
        ask(question.id, question.text,
            question.column.isEmpty() ? QString() : tr("Column %1").arg(question.column), question.choices,
            [this, id](const QString& value) { emit answered(id, value); });
    }
    // One at a time: the answer to one takes a column away from the others.
    const std::vector<MappingHint> hints = mappingHints(m_guess);
    if (!hints.empty()) {
        const MappingHint& hint = hints.front();
        std::vector<ImportQuestion::Choice> choices;
        for (const QString& heading : hint.headings)
            choices.push_back({heading, heading});
        ask(QStringLiteral("field.") + hint.field,
            tr("Which column is %1?").arg(readable(hint.field).toLower()),
            hint.headings.isEmpty() ? tr("None looks like it. The button under a heading takes it for one.")
                                    : tr("These could be it. The button under a heading takes another."),
            choices, [this, field = hint.field](const QString& heading) { emit mapped(field, heading); });
    }
}

void ImportPreview::ask(
    const QString& id, const QString& text, const QString& more,
    const std::vector<ImportQuestion::Choice>& choices, const std::function<void(const QString&)>& answer)
{
    auto* box = new QFrame;
    box->setObjectName(QStringLiteral("question"));
    auto* column = kit::tight(new QVBoxLayout(box), 8, {14, 9, 12, 9});
    auto* row = kit::tight(new QHBoxLayout, 10);
    auto* icon = new QLabel;
    icon->setPixmap(
        theme::pixmap(QStringLiteral("circle-help"), theme::t().warn, theme::px(18), devicePixelRatioF()));
    row->addWidget(icon, 0, Qt::AlignTop);
    auto* words = kit::tight(new QVBoxLayout, 1);
    words->addWidget(kit::wrapped(text, "strong"));
    if (!more.isEmpty())
        words->addWidget(kit::wrapped(more, "muted"));
    row->addLayout(words, 1);
    column->addLayout(row);
    if (!choices.empty()) {
        auto* buttons = new kit::FlowLayout(8);
        buttons->setContentsMargins(theme::px(28), 0, 0, 0);
        for (const ImportQuestion::Choice& choice : choices) {
            QPushButton* button = kit::button(choice.text, kit::Look::Small);
            button->setObjectName(QStringLiteral("answer.%1.%2").arg(id, choice.value));
            button->setAccessibleName(tr("%1 %2").arg(text, choice.text));
            connect(button, &QPushButton::clicked, this, [answer, value = choice.value] { answer(value); });
            buttons->addWidget(button);
        }
        column->addLayout(buttons);
    }
    m_questions->addWidget(box);
}

void ImportPreview::rebuildPills()
{
    for (QToolButton* pill : m_pills) {
        pill->hide();
        pill->deleteLater();
    }
    m_pills.clear();
    QWidget* header = m_table->horizontalHeader()->viewport();
    for (int c = 0; c + 1 < m_model->columnCount(); ++c) {
        const ImportColumn& column = m_guess.columns[static_cast<std::size_t>(c)];
        const bool skipped = column.field.isEmpty();
        const char* state = column.doubtful || (!skipped && column.confidence < 0.6) ? "doubt"
                            : skipped                                                ? "skip"
                                                                                     : "sure";
        const QString sign = *state == 'd' ? QStringLiteral("? ")
                             : skipped     ? QString::fromUtf8("\u2013 ")
                                           : QString::fromUtf8("\u2713 ");
        auto* pill = new QToolButton(header);
        pill->setProperty("mapping", QLatin1String(state));
        pill->setText(sign + (skipped ? tr("skip") : readable(column.field)));
        pill->setToolButtonStyle(Qt::ToolButtonTextOnly);
        pill->setFocusPolicy(Qt::StrongFocus);
        pill->setObjectName(QStringLiteral("column.") + column.heading);
        pill->setAccessibleName(
            skipped ? tr("%1 is skipped; change").arg(column.heading)
                    : tr("%1 is read as %2; change").arg(column.heading, readable(column.field)));
        pill->setToolTip(
            column.style.isEmpty() ? pill->accessibleName()
                                   : tr("%1 (%2)").arg(pill->accessibleName(), column.style));
        auto* menu = new QMenu(pill);
        connect(menu, &QMenu::aboutToShow, this, [this, menu, c] { fillFields(menu, c); });
        pill->setMenu(menu);
        pill->setPopupMode(QToolButton::InstantPopup);
        pill->show();
        m_pills.push_back(pill);
    }
    placePills();
}

void ImportPreview::placePills()
{
    const QHeaderView* header = m_table->horizontalHeader();
    for (std::size_t c = 0; c < m_pills.size(); ++c) {
        const int section = static_cast<int>(c) + 1;
        const int width =
            std::min(m_pills[c]->sizeHint().width(), header->sectionSize(section) - theme::px(12));
        m_pills[c]->setGeometry(
            header->sectionViewportPosition(section) + theme::px(8), theme::px(31),
            std::max(theme::px(30), width), theme::px(24));
    }
}

void ImportPreview::fillFields(QMenu* menu, int column)
{
    menu->clear();
    const ImportColumn& current = m_guess.columns[static_cast<std::size_t>(column)];
    const auto& kinds = ImportService::kinds();
    const auto kind = std::find_if(
        kinds.begin(), kinds.end(), [this](const ImportKind& known) { return known.name == m_guess.kind; });
    QAction* skip = menu->addAction(tr("Skip this column"));
    skip->setEnabled(!current.field.isEmpty());
    connect(
        skip, &QAction::triggered, this, [this, field = current.field] { emit mapped(field, QString()); });
    menu->addSeparator();
    if (kind == kinds.end())
        return;
    for (const ImportField& field : kind->fields) {
        QAction* action = menu->addAction(
            field.required ? tr("%1 (required)").arg(readable(field.name)) : readable(field.name));
        action->setCheckable(true);
        action->setChecked(field.name == current.field);
        connect(action, &QAction::triggered, this, [this, name = field.name, heading = current.heading] {
            emit mapped(name, heading);
        });
    }
}

} // namespace merch

#include "moc_import_preview.cpp"
