#include "widgets/data/import_wizard.h"

#include "models/data/data_models.h"
#include "models/grid/format.h"
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
    files->setFixedWidth(theme::px(236));
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
    auto* add = kit::button(tr("Add files..."), kit::Look::Plain, QStringLiteral("plus"));
    add->setObjectName(QStringLiteral("import.add"));
    add->setToolTip(tr("Or drop them anywhere on the window"));
    auto* remove = kit::button(tr("Leave this one out"), kit::Look::Small);
    remove->setObjectName(QStringLiteral("import.remove"));
    auto* back = kit::button(tr("Close without importing"), kit::Look::Link);
    back->setObjectName(QStringLiteral("import.close"));
    tools->addWidget(add);
    tools->addWidget(remove);
    tools->addWidget(back);
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
    m_preview = new ImportPreview;
    middle->addWidget(m_preview, 1);
    row->addLayout(middle, 1);

    m_summary = new ImportSummary;
    row->addWidget(m_summary);

    connect(m_list, &QListWidget::currentRowChanged, this, &ImportWizard::show);
    connect(add, &QPushButton::clicked, this, [this] {
        addFiles(QFileDialog::getOpenFileNames(
            this, tr("Choose extracts"), {},
            tr("Extracts (*.csv *.tsv *.txt *.xlsx *.gz *.zip);;All files (*)")));
    });
    connect(remove, &QPushButton::clicked, this, &ImportWizard::removeCurrent);
    connect(back, &QPushButton::clicked, this, &ImportWizard::closed);
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
    refreshSummary();
}

int ImportWizard::current() const
{
    const int row = m_list->currentRow();
    return row >= 0 && row < static_cast<int>(m_items.size()) ? row : -1;
}

void ImportWizard::addFiles(const QStringList& files)
{
    if (files.isEmpty() || m_done)
        return;
    for (const QString& file : files) {
        if (QFileInfo(file).isDir())
            continue;
        Result<QStringList> parts = ImportService::parts(file);
        if (!parts || parts->isEmpty()) {
            addItem(file, {});
            if (!parts)
                m_items.back()->failure = QString::fromStdString(parts.error().text());
            continue;
        }
        for (const QString& part : *parts)
            addItem(file, part);
    }
    refreshList();
    if (m_list->currentRow() < 0 && m_list->count() > 0)
        m_list->setCurrentRow(0);
}

void ImportWizard::addItem(const QString& file, const QString& part)
{
    const bool known = std::any_of(m_items.begin(), m_items.end(), [&](const auto& item) {
        return item->request.file == file && item->request.part == part;
    });
    if (known)
        return;
    m_items.push_back(std::make_unique<Item>());
    m_items.back()->request.file = file;
    m_items.back()->request.part = part;
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
        [this, at, asked](Looked& looked) {
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
        m_kind->setCurrentIndex(m_kind->findData(shown.guess->kind));
        m_preset->setCurrentIndex(std::max(0, m_preset->findData(shown.guess->preset)));
    } else {
        m_preview->clear();
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
            kind = readable(g.kind);
            if (item.report && m_done)
                state = item.report->skipped ? tr("skipped") : tr("in");
            else if (g.importedAs)
                state = tr("already in");
            else if (!g.questions.empty()) {
                state = tr("%n question(s)", nullptr, static_cast<int>(g.questions.size()));
                tone = 1;
            } else if (!g.missing.isEmpty()) {
                state = tr("%n field(s) missing", nullptr, static_cast<int>(g.missing.size()));
                tone = 2;
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
    int ready = 0;
    for (const auto& item : m_items) {
        if (!item->failure.isEmpty())
            continue;
        const QString name = QFileInfo(item->request.file).fileName();
        if (!item->guess)
            return tr("Still looking at %1.").arg(name);
        if (item->guess->importedAs)
            continue;
        if (!item->guess->questions.empty())
            return tr("Answer the question about %1 first.").arg(name);
        if (!item->guess->missing.isEmpty())
            return tr("%1: no column is taken for %2. Choose it under its heading, or leave the file out.")
                .arg(name, readable(item->guess->missing.join(QStringLiteral(", "))));
        ++ready;
    }
    return ready > 0 ? QString() : tr("There is nothing to import yet.");
}

void ImportWizard::refreshSummary()
{
    const int item = current();
    const ImportReport* report = item >= 0 && m_items[static_cast<std::size_t>(item)]->report
                                     ? &*m_items[static_cast<std::size_t>(item)]->report
                                     : nullptr;
    m_summary->setReport(report, m_done);
    if (!m_done)
        m_summary->setBlocked(blocked());
}

std::vector<ImportRequest> ImportWizard::requests() const
{
    std::vector<ImportRequest> all;
    for (const auto& item : m_items) {
        if (!item->failure.isEmpty() || !item->guess)
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
    refreshSummary();
    BackgroundJob* job = m_workspace.run<ImportBatch>(
        dry ? tr("Dry run of %n file(s)", nullptr, static_cast<int>(m_items.size()))
            : tr("Importing %n file(s)", nullptr, static_cast<int>(m_items.size())),
        [path = m_workspace.path(), all = requests(), user = m_workspace.user(),
         dry](const Progress& progress) {
            return dry ? ImportService(path).dryRun(all, progress)
                       : ImportService(path).run(all, user, QStringLiteral("import wizard"), progress);
        },
        [this, dry](ImportBatch& batch) {
            for (ImportReport& report : batch.imports) {
                for (auto& item : m_items) {
                    if (item->request.file == report.file && item->request.part == report.part)
                        item->report = report;
                }
            }
            m_done = !dry;
        });
    connect(job, &BackgroundJob::finished, this, [this] {
        m_running = false;
        refreshList();
        refreshSummary();
        if (m_done) {
            m_summary->setFinished();
            m_workspace.announce(Topic::Imports);
        }
    });
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
