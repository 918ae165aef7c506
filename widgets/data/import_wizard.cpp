#include "widgets/data/import_wizard.h"

#include "models/data/data_models.h"
#include "models/grid/format.h"
#include "models/import/mapping_hints.h"
#include "models/workspace/workspace.h"
#include "widgets/data/import_preview.h"
#include "widgets/data/import_summary.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

namespace
{

enum ListRole { KindRole = Qt::UserRole + 1, ReadRole, StateRole, SizeRole };

/// Two lines and a pill for each file.
class FileDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {theme::px(200), theme::px(84)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Tokens& k = theme::t();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QRectF r = option.rect;
        painter->save();
        painter->fillRect(r, selected ? k.accentSoft : k.surface);
        if (selected)
            painter->fillRect(QRectF(r.left(), r.top(), theme::px(3), r.height()), k.accent);
        painter->setPen(k.border);
        painter->drawLine(r.bottomLeft(), r.bottomRight());
        const double left = r.left() + theme::px(16);
        const QString state = index.data(StateRole).toString();
        draw::text(
            *painter, {left, r.top() + theme::px(9), r.width() - theme::px(28), theme::px(20) * 1.0},
            index.data(Qt::DisplayRole).toString(), k.text, 13, selected ? QFont::DemiBold : QFont::Medium);
        draw::text(
            *painter, {left, r.top() + theme::px(30), r.width() - theme::px(28), theme::px(18) * 1.0},
            index.data(ReadRole).toString(), k.muted, 12);
        const QString kind = index.data(KindRole).toString();
        double x = left;
        if (!kind.isEmpty()) {
            draw::pill(
                *painter, {x, r.top() + theme::px(64)}, kind, Tone::Accent, selected ? k.surface : QColor());
            x += draw::pillWidth(kind) + theme::px(8);
        }
        if (!state.isEmpty())
            draw::text(
                *painter, {x, r.top() + theme::px(54), r.right() - x - theme::px(66), theme::px(20) * 1.0},
                state,
                index.data(Qt::UserRole).toInt() == 2   ? k.bad
                : index.data(Qt::UserRole).toInt() == 1 ? k.warn
                                                        : k.good,
                12, QFont::Medium);
        draw::text(
            *painter,
            {r.right() - theme::px(70), r.top() + theme::px(54), theme::px(58) * 1.0, theme::px(20) * 1.0},
            index.data(SizeRole).toString(), k.muted, 12, QFont::Normal, draw::kRightMid);
        painter->restore();
    }
};

} // namespace

ImportWizard::ImportWizard(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
{
    auto* row = kit::tight(new QHBoxLayout(this), 14, {20, 16, 20, 16});

    QFrame* files = kit::card();
    m_files = files;
    auto* left = kit::tight(new QVBoxLayout(files), 0, {1, 1, 1, 12});
    auto* head = kit::tight(new QHBoxLayout, 8, {15, 12, 12, 12});
    head->addWidget(kit::label(tr("Files"), "h2"));
    head->addStretch();
    m_count = kit::label(QString(), "muted");
    head->addWidget(m_count);
    left->addLayout(head);
    m_list = new QListWidget;
    m_list->setObjectName(QStringLiteral("import.files"));
    m_list->setAccessibleName(tr("Files to import"));
    m_list->setItemDelegate(new FileDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    left->addWidget(m_list, 1);
    auto* tools = kit::tight(new QVBoxLayout, 8, {12, 8, 12, 0});
    m_add = kit::button(tr("Add files..."), kit::Look::Plain, QStringLiteral("plus"));
    m_add->setObjectName(QStringLiteral("import.add"));
    m_add->setToolTip(tr("Or drop them anywhere on the window"));
    m_remove = kit::button(tr("Leave this one out"), kit::Look::Small);
    m_remove->setObjectName(QStringLiteral("import.remove"));
    m_back = kit::button(tr("Close without importing"), kit::Look::Link);
    m_back->setObjectName(QStringLiteral("import.close"));
    tools->addWidget(m_add);
    tools->addWidget(m_remove);
    tools->addWidget(m_back);
    left->addLayout(tools);
    row->addWidget(files);

    auto* middle = kit::tight(new QVBoxLayout, 10);
    auto* choices = kit::tight(new QHBoxLayout, 8);
    auto* kindLabel = kit::label(tr("&Kind"), "muted");
    m_kind = new QComboBox;
    m_kind->setObjectName(QStringLiteral("import.kind"));
    m_kind->setAccessibleName(tr("Kind of extract"));
    kindLabel->setBuddy(m_kind);
    for (const ImportKind& kind : ImportService::kinds()) {
        m_kind->addItem(readable(kind.name), kind.name);
        m_kind->setItemData(m_kind->count() - 1, kind.text, Qt::ToolTipRole);
    }
    auto* presetLabel = kit::label(tr("&Preset"), "muted");
    m_preset = new QComboBox;
    m_preset->setObjectName(QStringLiteral("import.preset"));
    m_preset->setAccessibleName(tr("Preset of a known platform"));
    presetLabel->setBuddy(m_preset);
    m_preset->addItem(tr("none"), QString());
    for (const QString& preset : ImportService::presets())
        m_preset->addItem(preset, preset);
    choices->addWidget(kindLabel);
    choices->addWidget(m_kind);
    choices->addSpacing(theme::px(8));
    choices->addWidget(presetLabel);
    choices->addWidget(m_preset);
    choices->addStretch();
    middle->addLayout(choices);
    m_kind->setPlaceholderText(tr("Choose..."));
    m_preview = new ImportPreview;
    middle->addWidget(m_preview, 1);
    row->addLayout(middle, 1);

    m_summary = new ImportSummary;
    row->addWidget(m_summary);

    connect(m_list, &QListWidget::currentRowChanged, this, &ImportWizard::show);
    connect(m_add, &QPushButton::clicked, this, [this] {
        addFiles(QFileDialog::getOpenFileNames(
            this, tr("Choose extracts"), {},
            tr("Extracts (*.csv *.tsv *.txt *.xlsx *.gz *.zip);;All files (*)")));
    });
    connect(m_remove, &QPushButton::clicked, this, &ImportWizard::removeCurrent);
    connect(m_back, &QPushButton::clicked, this, &ImportWizard::closed);
    connect(m_kind, &QComboBox::activated, this, [this](int index) {
        if (const int item = current(); item >= 0) {
            m_items[static_cast<std::size_t>(item)]->request.kind = m_kind->itemData(index).toString();
            inspect(item);
        }
    });
    connect(m_preset, &QComboBox::activated, this, [this](int index) {
        if (const int item = current(); item >= 0) {
            m_items[static_cast<std::size_t>(item)]->request.preset = m_preset->itemData(index).toString();
            inspect(item);
        }
    });
    connect(m_preview, &ImportPreview::mapped, this, [this](const QString& field, const QString& heading) {
        if (const int item = current(); item >= 0) {
            m_items[static_cast<std::size_t>(item)]->request.map[field] = heading;
            inspect(item);
        }
    });
    connect(m_preview, &ImportPreview::answered, this, [this](const QString& id, const QString& choice) {
        const int item = current();
        if (item < 0)
            return;
        ImportRequest& request = m_items[static_cast<std::size_t>(item)]->request;
        if (id == QLatin1String("overlap"))
            request.overlap = choice;
        else if (id == QLatin1String("kind"))
            request.kind = choice;
        else
            request.answers[id] = choice;
        inspect(item);
    });
    connect(m_summary, &ImportSummary::dryRunRequested, this, [this] { run(true); });
    connect(m_summary, &ImportSummary::importRequested, this, [this] { run(false); });
    connect(m_summary, &ImportSummary::closeRequested, this, &ImportWizard::closed);
    connect(m_summary, &ImportSummary::checkRequested, this, &ImportWizard::checkAsked);
    connect(m_summary, &ImportSummary::rejectsRequested, this, [this] {
        // Of the file looked at, else of the first that lost rows.
        const int shown = current();
        const auto lost = [](const auto& item) { return item->report && item->report->rowsRejected > 0; };
        if (shown >= 0 && lost(m_items[static_cast<std::size_t>(shown)])) {
            emit rejectsAsked(m_items[static_cast<std::size_t>(shown)]->report->importId);
            return;
        }
        const auto first = std::find_if(m_items.begin(), m_items.end(), lost);
        if (first != m_items.end())
            emit rejectsAsked((*first)->report->importId);
    });
    refreshSummary();
}

int ImportWizard::current() const
{
    const int row = m_list->currentRow();
    return row >= 0 && row < static_cast<int>(m_items.size()) ? row : -1;
}

bool ImportWizard::Item::leftOut() const
{
    return guess && request.kind.isEmpty() && isUnrecognised(*guess);
}

void ImportWizard::addFiles(const QStringList& files)
{
    if (files.isEmpty() || m_done || m_running)
        return;
    for (const QString& file : files) {
        if (QFileInfo(file).isDir())
            continue;
        // Members of an archive and sheets of a workbook are extracts of their own.
        ++m_opening;
        using Parts = std::pair<QStringList, QString>;
        m_workspace.run<Parts>(
            tr("Opening %1").arg(QFileInfo(file).fileName()),
            [file](const Progress&) -> Result<Parts> {
                Result<QStringList> parts = ImportService::parts(file);
                if (!parts)
                    return Parts{{}, QString::fromStdString(parts.error().text())};
                return Parts{std::move(*parts), {}};
            },
            [self = QPointer(this), file](Parts& parts) {
                if (!self)
                    return;
                --self->m_opening;
                if (parts.first.isEmpty())
                    self->addItem(file, {}, parts.second);
                for (const QString& part : parts.first)
                    self->addItem(file, part);
                self->refreshList();
                if (self->m_list->currentRow() < 0 && self->m_list->count() > 0)
                    self->m_list->setCurrentRow(0);
                self->refreshSummary();
            });
    }
    refreshSummary();
}

void ImportWizard::addItem(const QString& file, const QString& part, const QString& failure)
{
    const bool known = std::any_of(m_items.begin(), m_items.end(), [&](const auto& item) {
        return item->request.file == file && item->request.part == part;
    });
    if (known)
        return;
    m_items.push_back(std::make_unique<Item>());
    m_items.back()->request.file = file;
    m_items.back()->request.part = part;
    m_items.back()->failure = failure;
    if (failure.isEmpty())
        inspect(static_cast<int>(m_items.size()) - 1);
}

void ImportWizard::inspect(int item)
{
    Item* at = m_items[static_cast<std::size_t>(item)].get();
    const int asked = ++at->asked;
    at->report.reset();
    at->failure.clear();
    // A file that cannot be read stays in the list with its reason, so the failure is a value here, not a
    // notice.
    using Looked = std::pair<std::optional<ImportGuess>, QString>;
    m_workspace.run<Looked>(
        tr("Looking at %1").arg(QFileInfo(at->request.file).fileName()),
        [path = m_workspace.path(), request = at->request](const Progress&) -> Result<Looked> {
            Result<ImportGuess> guess = ImportService(path).inspect(request);
            if (!guess)
                return Looked{std::nullopt, QString::fromStdString(guess.error().text())};
            return Looked{std::move(*guess), QString()};
        },
        [self = QPointer(this), this, at, asked](Looked& looked) {
            if (!self)
                return;
            const auto place = std::find_if(
                m_items.begin(), m_items.end(), [at](const auto& known) { return known.get() == at; });
            if (place == m_items.end() || at->asked != asked)
                return;
            at->guess = std::move(looked.first);
            at->failure = looked.second;
            refreshList();
            if (current() == static_cast<int>(place - m_items.begin()))
                show(current());
            refreshSummary();
        });
    refreshSummary();
}

void ImportWizard::show(int item)
{
    if (item < 0 || item >= static_cast<int>(m_items.size())) {
        m_preview->clear();
        refreshSummary();
        return;
    }
    const Item& shown = *m_items[static_cast<std::size_t>(item)];
    if (shown.guess) {
        m_preview->setGuess(*shown.guess);
        m_kind->setCurrentIndex(shown.leftOut() ? -1 : m_kind->findData(shown.guess->kind));
        m_preset->setCurrentIndex(std::max(0, m_preset->findData(shown.guess->preset)));
    } else {
        m_preview->clear(shown.failure);
    }
    refreshSummary();
}

void ImportWizard::refreshList()
{
    const QSignalBlocker quiet(m_list);
    const int row = m_list->currentRow();
    while (m_list->count() < static_cast<int>(m_items.size()))
        m_list->addItem(QString());
    while (m_list->count() > static_cast<int>(m_items.size()))
        delete m_list->takeItem(m_list->count() - 1);
    for (int i = 0; i < m_list->count(); ++i) {
        const Item& item = *m_items[static_cast<std::size_t>(i)];
        QListWidgetItem* shown = m_list->item(i);
        const QString name =
            QFileInfo(item.request.file).fileName() +
            (item.request.part.isEmpty() ? QString() : QStringLiteral(" \u203a ") + item.request.part);
        shown->setText(name);
        shown->setToolTip(item.failure.isEmpty() ? item.request.file : item.failure);
        QString read, state, kind;
        int tone = 0;
        if (!item.failure.isEmpty()) {
            read = item.failure;
            state = tr("left out");
            tone = 2;
        } else if (!item.guess) {
            read = tr("looking...");
        } else {
            const ImportGuess& g = *item.guess;
            read = g.delimiter.isEmpty() ? g.encoding : tr("%1, %2").arg(g.encoding, g.delimiter);
            kind = item.leftOut() ? QString() : readable(g.kind);
            if (item.leftOut()) {
                state = tr("left out: not recognised");
                tone = 1;
            } else if (item.report && m_done) {
                state = item.report->skipped ? tr("skipped") : tr("in");
            } else if (g.importedAs) {
                state = tr("already in");
            } else if (!g.questions.empty()) {
                state = tr("%n question(s)", nullptr, static_cast<int>(g.questions.size()));
                tone = 1;
            } else if (!g.missing.isEmpty()) {
                state = tr("%n missing", "fields", static_cast<int>(g.missing.size()));
                tone = 2;
            } else if (item.report && item.report->rowsRejected > 0) {
                state = tr("%1 rejected").arg(format::count(static_cast<double>(item.report->rowsRejected)));
                tone = 1;
            } else {
                state = item.report ? tr("all rows fit") : tr("ready");
            }
        }
        shown->setData(KindRole, kind);
        shown->setData(ReadRole, read);
        shown->setData(StateRole, state);
        shown->setData(Qt::UserRole, tone);
        shown->setData(SizeRole, format::bytes(QFileInfo(item.request.file).size()));
        shown->setData(
            Qt::AccessibleTextRole, QStringList{name, kind, read, state}.join(QStringLiteral(", ")));
    }
    m_list->setCurrentRow(std::min(row, m_list->count() - 1));
    m_count->setText(tr("%n file(s)", nullptr, m_list->count()));
}

QString ImportWizard::blocked() const
{
    if (m_running)
        return tr("Reading. The bar below shows how far.");
    if (m_opening > 0)
        return tr("Still opening files.");
    int ready = 0, unknown = 0;
    for (const auto& item : m_items) {
        if (!item->failure.isEmpty())
            continue;
        const QString name = QFileInfo(item->request.file).fileName();
        if (!item->guess)
            return tr("Still looking at %1.").arg(name);
        if (item->guess->importedAs)
            continue;
        if (item->leftOut()) {
            ++unknown;
            continue;
        }
        if (!item->guess->questions.empty())
            return tr("Answer the question about %1 first.").arg(name);
        if (!item->guess->missing.isEmpty())
            return tr("%1: no column is taken for %2. Choose it under its heading, or leave the file out.")
                .arg(name, readable(item->guess->missing.join(QStringLiteral(", "))));
        ++ready;
    }
    return ready > 0     ? QString()
           : unknown > 0 ? tr("Choose what kind of extract this is, above the preview.")
                         : tr("There is nothing to import yet.");
}

void ImportWizard::refreshSummary()
{
    const int item = current();
    ImportSummary::Shown shown;
    for (const auto& one : m_items)
        if (one->report)
            shown.reports.push_back(&*one->report);
    if (item >= 0 && m_items[static_cast<std::size_t>(item)]->report)
        shown.current = &*m_items[static_cast<std::size_t>(item)]->report;
    shown.done = m_done;
    shown.seconds = m_seconds;
    shown.rowsPerSecond = m_rowsPerSecond;
    m_summary->show(shown);
    if (!m_done)
        m_summary->setBlocked(blocked());
    const QString busy = m_running ? tr("Reading. The bar below shows how far, and cancels.") : QString();
    const QString over = m_done ? tr("This import is in.") : busy;
    kit::setBlocked(m_add, over, tr("Or drop them anywhere on the window"));
    kit::setBlocked(m_remove, !over.isEmpty() ? over : item < 0 ? tr("Choose a file first.") : QString());
    kit::setBlocked(m_back, busy);
    m_back->setVisible(!m_done);
    const QString none = !over.isEmpty() ? over
                         : item < 0 || !m_items[static_cast<std::size_t>(item)]->guess
                             ? tr("Choose a file that can be read first.")
                             : QString();
    kit::setBlocked(m_kind, none, tr("What the file holds"));
    kit::setBlocked(m_preset, none, tr("The headings of a known platform"));
    m_preview->setEnabled(over.isEmpty());
}

std::vector<ImportRequest> ImportWizard::requests() const
{
    std::vector<ImportRequest> all;
    for (const auto& item : m_items) {
        if (!item->failure.isEmpty() || !item->guess || item->leftOut())
            continue;
        ImportRequest request = item->request;
        request.kind = item->guess->kind;
        request.source = item->guess->source;
        all.push_back(std::move(request));
    }
    return all;
}

void ImportWizard::run(bool dry)
{
    if (!blocked().isEmpty())
        return;
    m_running = true;
    m_seconds = 0.0;
    refreshSummary();
    qint64 bytes = 0;
    const std::vector<ImportRequest> all = requests();
    for (const auto& item : m_items)
        bytes += item->guess && item->failure.isEmpty() && !item->leftOut() ? item->guess->bytes : 0;
    BackgroundJob* job = m_workspace.run<ImportBatch>(
        dry ? tr("Dry run of %n file(s)", nullptr, static_cast<int>(all.size()))
            : tr("Importing %n file(s)", nullptr, static_cast<int>(all.size())),
        [path = m_workspace.path(), all, user = m_workspace.user(), dry](const Progress& progress) {
            return dry ? ImportService(path).dryRun(all, progress)
                       : ImportService(path).run(all, user, QStringLiteral("import wizard"), progress);
        },
        [self = QPointer(this), this, dry](ImportBatch& batch) {
            if (!self)
                return;
            for (ImportReport& report : batch.imports) {
                for (auto& item : m_items) {
                    if (item->request.file == report.file && item->request.part == report.part)
                        item->report = report;
                }
            }
            m_seconds = batch.seconds;
            m_rowsPerSecond = batch.rowsPerSecond;
            m_done = !dry;
        });
    job->setBytes(bytes);
    connect(job, &BackgroundJob::finished, this, [this, dry] { finish(dry); });
}

void ImportWizard::finish(bool dry)
{
    m_running = false;
    refreshList();
    show(current());
    if (dry || !m_done)
        return;
    qint64 rejected = 0;
    for (const auto& item : m_items)
        rejected += item->report ? item->report->rowsRejected : 0;
    m_summary->setFinished(rejected);
    m_workspace.announce(Topic::Imports);
}

void ImportWizard::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool narrow = width() < theme::px(1080);
    m_files->setFixedWidth(theme::px(narrow ? 206 : 236));
    m_summary->setFixedWidth(theme::px(narrow ? 236 : 272));
}

void ImportWizard::removeCurrent()
{
    const int item = current();
    if (item < 0 || m_running || m_done)
        return;
    m_items.erase(m_items.begin() + item);
    refreshList();
    show(current());
}

} // namespace merch

#include "moc_import_wizard.cpp"
