#include "widgets/data/data_page.h"

#include "models/data/data_models.h"
#include "models/data/finding_state.h"
#include "models/import/import_service.h"
#include "models/quality/quality_service.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "widgets/data/import_wizard.h"
#include "widgets/data/line_rules_panel.h"
#include "widgets/data/quality_strip.h"
#include "widgets/data/rejects_panel.h"
#include "widgets/data/source_dialog.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"

#include <QAction>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace merch
{

namespace
{

constexpr int kMostFindings = 20'000;

QStringList localFiles(const QMimeData* mime)
{
    QStringList files;
    for (const QUrl& url : mime->urls()) {
        if (url.isLocalFile())
            files += url.toLocalFile();
    }
    return files;
}

} // namespace

DataPage::DataPage(Workspace& workspace, EditJournal& journal, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_journal(journal)
    , m_stack(new QStackedWidget)
    , m_rules(new RulesModel(this))
    , m_findings(new FindingsModel(this))
    , m_sources(new SourcesModel(this))
    , m_imports(new ImportsModel(this))
{
    setObjectName(QStringLiteral("page.data"));
    setAcceptDrops(true);
    journal.registerKind(QStringLiteral("finding_state"), &applyFindingStates);

    m_importAction = new QAction(tr("Import..."), this);
    m_importAction->setObjectName(QStringLiteral("data.import"));
    m_importAction->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_O));
    m_importAction->setToolTip(tr("Read extracts of another system into the store (Ctrl+O)"));
    connect(m_importAction, &QAction::triggered, this, &DataPage::chooseFiles);
    m_checkAction = new QAction(tr("Run the checks"), this);
    m_checkAction->setObjectName(QStringLiteral("data.check"));
    connect(m_checkAction, &QAction::triggered, this, &DataPage::runCheck);
    m_lineRulesAction = new QAction(tr("Line rules"), this);
    m_lineRulesAction->setObjectName(QStringLiteral("data.line_rules"));
    m_lineRulesAction->setToolTip(tr("Which order lines count as demand: postage, fees, samples, returns"));
    connect(m_lineRulesAction, &QAction::triggered, this, &DataPage::showLineRules);
    addActions({m_importAction, m_checkAction, m_lineRulesAction});

    m_stack->addWidget(buildOverview());
    kit::tight(new QVBoxLayout(this))->addWidget(m_stack);

    connect(&workspace, &Workspace::changed, this, [this](Topic topic) {
        if (topic == Topic::Forecasts || topic == Topic::Plans || topic == Topic::Approvals ||
            topic == Topic::Overrides)
            return;
        m_stale = true;
        if (isVisible())
            reload();
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        closeWizard();
        m_lower->setCurrentWidget(m_findingsPanel);
        DataOverview nothing;
        apply(nothing);
    });
}

DataPage::~DataPage() = default;

QWidget* DataPage::buildOverview()
{
    auto* page = new QWidget;
    auto* row = kit::tight(new QHBoxLayout(page), 14, {20, 16, 20, 16});
    auto* main = kit::tight(new QVBoxLayout, 14);

    m_quality = new QualityStrip;
    connect(m_quality, &QualityStrip::checkRequested, m_checkAction, &QAction::trigger);
    main->addWidget(m_quality);

    m_rulesPanel = new GridPanel(QStringLiteral("data.rules"), tr("Checks"), &m_workspace);
    m_rulesPanel->setUnit(tr("rules"), tr("rule"));
    m_rulesPanel->setModel(m_rules);
    m_rulesPanel->setEmpty(
        QStringLiteral("list-checks"), tr("No check has run yet."),
        tr("Import extracts, then run the checks."), tr("Run the checks"));
    connect(m_rulesPanel, &GridPanel::emptyAction, m_checkAction, &QAction::trigger);
    connect(m_rulesPanel->view(), &GridView::currentItemChanged, this, [this](int item) {
        if (item >= 0)
            showRule(m_rules->rule(item).rule);
    });

    m_findingsPanel = new GridPanel(QStringLiteral("data.findings"), tr("Findings"), &m_workspace);
    m_findingsPanel->setUnit(tr("findings"), tr("finding"));
    m_findingsPanel->setModel(m_findings);
    m_findingsPanel->setEmpty(
        QStringLiteral("circle-check"), tr("Nothing found by this rule."),
        tr("Choose a rule above to see what it found."), {});
    m_accept = kit::button(tr("Accept"), kit::Look::Small);
    m_accept->setObjectName(QStringLiteral("findings.accept"));
    m_findingsPanel->addTool(m_accept);
    connect(m_accept, &QPushButton::clicked, this, &DataPage::acceptFindings);
    const auto refreshAccept = [this] {
        const bool any = !m_findingsPanel->view()->selectedItems().empty();
        kit::setBlocked(
            m_accept, any ? QString() : tr("Select findings first."),
            tr("They stay as they are on purpose, and no longer count as open"));
    };
    connect(m_findingsPanel->view(), &GridView::selectionChangedTo, this, refreshAccept);
    refreshAccept();

    m_rejects = new RejectsPanel(m_workspace);
    m_lower = new QStackedWidget;
    m_lower->addWidget(m_findingsPanel);
    m_lower->addWidget(m_rejects);
    m_lineRules = new LineRulesPanel(m_workspace, m_journal);
    m_lower->addWidget(m_lineRules);
    connect(
        m_lineRules, &LineRulesPanel::closed, this, [this] { m_lower->setCurrentWidget(m_findingsPanel); });
    connect(m_rejects, &RejectsPanel::closed, this, [this] { m_lower->setCurrentWidget(m_findingsPanel); });

    auto* grids = new QSplitter(Qt::Vertical);
    grids->setHandleWidth(theme::px(14));
    grids->setChildrenCollapsible(false);
    grids->addWidget(m_rulesPanel);
    grids->addWidget(m_lower);
    grids->setStretchFactor(0, 5);
    grids->setStretchFactor(1, 4);
    main->addWidget(grids, 1);
    row->addLayout(main, 1);

    auto* side = new QSplitter(Qt::Vertical);
    side->setHandleWidth(theme::px(14));
    side->setChildrenCollapsible(false);
    m_sourcesPanel = new GridPanel(QStringLiteral("data.sources"), tr("Sources"), &m_workspace);
    m_sourcesPanel->setUnit(tr("sources"), tr("source"));
    m_sourcesPanel->setModel(m_sources);
    m_sourcesPanel->setEmpty(
        QStringLiteral("database"), tr("No source yet."),
        tr("Each import remembers where its file came from."), tr("Import..."));
    connect(m_sourcesPanel, &GridPanel::emptyAction, m_importAction, &QAction::trigger);
    connect(m_sourcesPanel->view(), &GridView::itemActivated, this, &DataPage::editSource);
    auto* lineRules = kit::button(tr("Line rules"), kit::Look::Small);
    lineRules->setObjectName(QStringLiteral("sources.line_rules"));
    lineRules->setToolTip(m_lineRulesAction->toolTip());
    connect(lineRules, &QPushButton::clicked, m_lineRulesAction, &QAction::trigger);
    m_sourcesPanel->addTool(lineRules);
    m_importsPanel = new GridPanel(QStringLiteral("data.imports"), tr("Imports"), &m_workspace);
    m_importsPanel->setUnit(tr("imports"), tr("import"));
    m_importsPanel->setModel(m_imports);
    m_importsPanel->setEmpty(
        QStringLiteral("upload"), tr("Nothing was imported yet."), tr("Drop files anywhere on the window."),
        tr("Import..."));
    connect(m_importsPanel, &GridPanel::emptyAction, m_importAction, &QAction::trigger);
    m_repair = kit::button(tr("Rejected rows"), kit::Look::Small);
    m_repair->setObjectName(QStringLiteral("imports.rejects"));
    m_undo = kit::button(tr("Undo"), kit::Look::Small);
    m_undo->setObjectName(QStringLiteral("imports.undo"));
    m_importsPanel->addTool(m_repair);
    m_importsPanel->addTool(m_undo);
    const auto refreshImport = [this](int item) {
        const bool any = item >= 0;
        const bool undone = any && m_imports->import(item).undone;
        kit::setBlocked(
            m_undo,
            !any     ? tr("Select an import first.")
            : undone ? tr("This import was taken back already.")
                     : QString(),
            tr("Takes this import back out, exactly, whatever came later"));
        kit::setBlocked(
            m_repair, !any                                    ? tr("Select an import first.")
                      : m_imports->import(item).rejected == 0 ? tr("No row of this import was rejected.")
                                                              : QString());
    };
    connect(m_importsPanel->view(), &GridView::currentItemChanged, this, refreshImport);
    refreshImport(-1);
    connect(m_undo, &QPushButton::clicked, this, &DataPage::undoImport);
    connect(m_repair, &QPushButton::clicked, this, [this] {
        if (const int item = m_importsPanel->view()->currentItem(); item >= 0)
            showImport(m_imports->import(item).id);
    });
    m_sourcesPanel->setCompact();
    m_importsPanel->setCompact();
    side->addWidget(m_sourcesPanel);
    side->addWidget(m_importsPanel);
    side->setFixedWidth(theme::px(344));
    row->addWidget(side);
    return page;
}

QList<QAction*> DataPage::pageActions() const
{
    return {m_importAction, m_checkAction, m_lineRulesAction};
}

void DataPage::focusFilter()
{
    if (m_stack->currentIndex() == 0)
        m_rulesPanel->focusFilter();
}

void DataPage::reveal(const QString& target)
{
    m_pendingTarget.clear();
    if (target.startsWith(QLatin1String("import:"))) {
        const QString file = target.mid(7);
        if (file.isEmpty())
            chooseFiles();
        else
            importFiles(file.split(QLatin1Char('\n'), Qt::SkipEmptyParts));
    } else if (target.startsWith(QLatin1String("finding:"))) {
        const int item = m_rules->itemOf(target.mid(8));
        if (item < 0)
            m_pendingTarget = target;
        else
            m_rulesPanel->view()->selectItem(item);
    } else if (target.startsWith(QLatin1String("rejects:"))) {
        m_pendingTarget = target;
        reload();
    } else if (target == QLatin1String("line-rules")) {
        showLineRules();
    } else if (target == QLatin1String("check")) {
        runCheck();
    } else if (m_stack->currentIndex() == 0) {
        m_rulesPanel->view()->setFocus();
    }
}

void DataPage::importFiles(const QStringList& files)
{
    if (!m_workspace.isOpen() || files.isEmpty())
        return;
    if (m_wizard && m_wizard->isRunning()) {
        emit m_workspace.notice(
            {ErrorCode::Refused,
             tr("An import is running.").toStdString(),
             tr("Add these files when it is in.").toStdString(),
             {}});
        return;
    }
    if (m_wizard && m_wizard->isDone())
        closeWizard();
    if (!m_wizard) {
        m_wizard = new ImportWizard(m_workspace);
        m_stack->addWidget(m_wizard);
        connect(m_wizard, &ImportWizard::closed, this, &DataPage::closeWizard);
        connect(m_wizard, &ImportWizard::checkAsked, this, [this] {
            closeWizard();
            runCheck();
        });
        connect(m_wizard, &ImportWizard::rejectsAsked, this, [this](qint64 importId) {
            m_pendingTarget = QStringLiteral("rejects:%1").arg(importId);
            closeWizard();
        });
    }
    m_stack->setCurrentWidget(m_wizard);
    m_wizard->addFiles(files);
}

void DataPage::closeWizard()
{
    if (!m_wizard)
        return;
    m_stack->setCurrentIndex(0);
    m_stack->removeWidget(m_wizard);
    m_wizard->deleteLater();
    m_wizard = nullptr;
    m_rulesPanel->view()->setFocus();
    reload();
}

void DataPage::chooseFiles()
{
    if (!m_workspace.isOpen())
        return;
    importFiles(QFileDialog::getOpenFileNames(
        this, tr("Choose extracts"), {},
        tr("Extracts (*.csv *.tsv *.txt *.xlsx *.gz *.zip);;All files (*)")));
}

void DataPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (m_workspace.isOpen() && !localFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DataPage::dropEvent(QDropEvent* event)
{
    importFiles(localFiles(event->mimeData()));
}

void DataPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_stale)
        reload();
}

void DataPage::reload()
{
    if (!m_workspace.isOpen())
        return;
    m_stale = false;
    const int asked = ++m_asked;
    m_workspace.run<DataOverview>(
        tr("Reading the state of the data"),
        [path = m_workspace.path()](const Progress&) { return loadDataOverview(path); },
        [this, asked](DataOverview& overview) {
            if (asked == m_asked)
                apply(overview);
        });
}

void DataPage::apply(DataOverview& overview)
{
    m_quality->setOverview(overview);
    m_sources->setSources(std::move(overview.sources));
    m_imports->setImports(std::move(overview.imports), QDateTime::currentMSecsSinceEpoch());
    m_rules->setRules(std::move(overview.rules), m_workspace.currency());
    int item = m_rules->itemOf(m_rule);
    if (m_pendingTarget.startsWith(QLatin1String("finding:"))) {
        item = m_rules->itemOf(m_pendingTarget.mid(8));
        m_pendingTarget.clear();
    }
    const bool toRejects = m_pendingTarget.startsWith(QLatin1String("rejects:"));
    const qint64 rejectsOf = toRejects ? m_pendingTarget.mid(8).toLongLong() : 0;
    if (toRejects)
        m_pendingTarget.clear();
    if (item < 0 && m_rules->itemCount() > 0)
        item = 0;
    if (item >= 0) {
        m_rulesPanel->view()->selectItem(item);
        showRule(m_rules->rule(item).rule);
    } else {
        m_findings->setFindings({}, m_workspace.currency());
    }
    if (toRejects)
        showImport(rejectsOf);
    if (m_lower->currentWidget() == m_lineRules)
        m_lineRules->reload();
}

void DataPage::runCheck()
{
    if (!m_workspace.isOpen())
        return;
    m_workspace.run<QualityReport>(
        tr("Running the checks"),
        [path = m_workspace.path(), user = m_workspace.user()](const Progress& progress) {
            return QualityService(path).run(user, QStringLiteral("checks on the Data page"), progress);
        },
        [this](QualityReport&) { m_workspace.announce(Topic::Findings); });
}

void DataPage::showRule(const QString& rule)
{
    if (rule != m_rule)
        m_lower->setCurrentWidget(m_findingsPanel);
    m_rule = rule;
    if (const int item = m_rules->itemOf(rule); item >= 0)
        m_findingsPanel->setTitle(m_rules->rule(item).title);
    m_workspace.run<std::vector<FindingRow>>(
        tr("Reading findings"),
        [path = m_workspace.path(), rule](const Progress&) {
            return loadFindings(path, rule, kMostFindings);
        },
        [this, rule](std::vector<FindingRow>& found) {
            if (rule == m_rule)
                m_findings->setFindings(std::move(found), m_workspace.currency());
        });
}

void DataPage::showImport(qint64 importId)
{
    for (int item = 0; item < m_imports->itemCount(); ++item) {
        if (m_imports->import(item).id != importId)
            continue;
        m_rejects->showImport(importId, m_imports->import(item).file);
        m_lower->setCurrentWidget(m_rejects);
        return;
    }
}

void DataPage::showLineRules()
{
    if (!m_workspace.isOpen())
        return;
    if (m_stack->currentIndex() == 0) {
        m_lower->setCurrentWidget(m_lineRules);
        m_lineRules->reload();
    }
}

void DataPage::acceptFindings()
{
    std::vector<FindingRow> chosen;
    for (const int item : m_findingsPanel->view()->selectedItems())
        chosen.push_back(m_findings->finding(item));
    if (chosen.empty())
        return;
    m_journal.edit(
        id(), QStringLiteral("finding_state"),
        {tr("accept %n finding(s)", nullptr, static_cast<int>(chosen.size())), findingStates(chosen),
         findingStates(chosen, QStringLiteral("accepted"), m_workspace.user())},
        [workspace = &m_workspace](const Outcome&) { workspace->announce(Topic::Findings); });
}

void DataPage::undoImport()
{
    const int item = m_importsPanel->view()->currentItem();
    if (item < 0 || m_imports->import(item).undone)
        return;
    const ImportRow chosen = m_imports->import(item);
    const auto answer = QMessageBox::question(
        this, tr("Take the import back?"),
        tr("%1 rows of %2 leave the store, as if they had never been read. The file can be imported again.")
            .arg(
                m_workspace.isOpen() ? QLocale().toString(chosen.accepted) : QString(),
                QFileInfo(chosen.file).fileName()),
        QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Cancel);
    if (answer != QMessageBox::Yes)
        return;
    m_workspace.run<std::monostate>(
        tr("Taking back %1").arg(QFileInfo(chosen.file).fileName()),
        [path = m_workspace.path(), import = chosen.id, user = m_workspace.user()](const Progress& progress) {
            return ImportService(path).undo(import, user, QStringLiteral("undo on the Data page"), progress);
        },
        [this](std::monostate&) { m_workspace.announce(Topic::Imports); });
}

void DataPage::editSource(int item)
{
    const SourceRow source = m_sources->source(item);
    SourceDialog dialog(source, this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const Outcome kept = setSourcePromise(m_workspace.path(), source.id, dialog.owner(), dialog.freshDays());
    if (!kept)
        emit m_workspace.notice(kept.error());
    m_workspace.announce(Topic::Findings);
}

} // namespace merch

#include "moc_data_page.cpp"
