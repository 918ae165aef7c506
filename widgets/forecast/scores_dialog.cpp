#include "widgets/forecast/scores_dialog.h"

#include "models/forecast/value_added_models.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/theme/theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace merch
{

namespace
{

constexpr int kMostChanges = 1000;

} // namespace

ScoresDialog::ScoresDialog(Workspace& workspace, QWidget* parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_whose(new kit::Segments({tr("Mine"), tr("Everybody's")}))
    , m_tabs(new kit::Tabs({tr("Steps"), tr("Reasons"), tr("Categories"), tr("People"), tr("Changes")}))
    , m_verdict(kit::wrapped({}))
    , m_left(kit::wrapped({}, "muted"))
    , m_steps(new StepScoresModel(this))
    , m_reasons(new GroupScoresModel(tr("Reason"), this))
    , m_categories(new GroupScoresModel(tr("Category"), this))
    , m_people(new GroupScoresModel(tr("Person"), this))
    , m_changes(new NumberHistoryModel(this))
    , m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("forecast.scoresDialog"));
    setWindowTitle(tr("Scores of overrides"));
    m_whose->setObjectName(QStringLiteral("scores.whose"));
    m_verdict->setObjectName(QStringLiteral("scores.verdict"));
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = kit::tight(new QVBoxLayout(this), 12, {20, 16, 20, 16});
    auto* head = kit::tight(new QHBoxLayout, 12);
    head->addWidget(m_verdict, 1);
    head->addWidget(m_whose, 0, Qt::AlignTop);
    column->addLayout(head);
    column->addWidget(m_left);
    column->addWidget(m_tabs);
    const auto add = [&](const char* id, const QString& title, GridModel* model, const QString& empty,
                         const QString& more) {
        auto* panel = new GridPanel(QLatin1String(id), title, &workspace);
        panel->setModel(model);
        panel->setEmpty(QStringLiteral("trending-up"), empty, more, {});
        m_stack->addWidget(panel);
        return panel;
    };
    const QString none = tr("Nothing to score yet.");
    const QString how = tr("Commit a number of your own: it is scored when its week is over.");
    add("scores.steps", tr("Step by step"), m_steps, none, how);
    add("scores.reasons", tr("By reason"), m_reasons, none, how);
    add("scores.categories", tr("By category"), m_categories, none, how);
    m_peoplePanel = add("scores.people", tr("By person"), m_people, none, how);
    add("scores.changes", tr("Changes of numbers"), m_changes, tr("No number was changed."),
        tr("Who changed what, when and why is kept here."));
    column->addWidget(m_stack, 1);
    auto* row = kit::tight(new QHBoxLayout, 8);
    row->addStretch();
    auto* close = kit::button(tr("Close"));
    row->addWidget(close);
    column->addLayout(row);
    connect(m_tabs, &kit::Tabs::chosen, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_whose, &kit::Segments::chosen, this, &ScoresDialog::load);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    resize(theme::px(960), theme::px(520));
    load();
    m_workspace.run<std::vector<NumberChange>>(
        tr("Reading the changes"),
        [path = m_workspace.path()](const Progress&) {
            return ValueAddedService(path).history(kMostChanges);
        },
        [dialog = QPointer<ScoresDialog>(this)](std::vector<NumberChange>& changes) {
            if (dialog)
                dialog->m_changes->setChanges(std::move(changes), QDateTime::currentMSecsSinceEpoch());
        });
}

void ScoresDialog::load()
{
    const bool all = m_whose->current() == 1;
    m_workspace.run<ValueAddedReport>(
        tr("Scoring the overrides"),
        [path = m_workspace.path(), user = m_workspace.user(), all](const Progress& progress) {
            return ValueAddedService(path).report(all ? std::nullopt : std::optional(user), progress);
        },
        [dialog = QPointer<ScoresDialog>(this), asked = ++m_asked](ValueAddedReport& report) {
            if (dialog && asked == dialog->m_asked)
                dialog->fill(report);
        });
}

void ScoresDialog::fill(const ValueAddedReport& report)
{
    m_verdict->setText(ValueAddedService::verdict(report));
    QStringList left;
    if (report.all.periods > 0 && report.waiting > 0)
        left << tr("%Ln wait(s) for the week to end", nullptr, report.waiting);
    if (report.emptyShelf > 0)
        left << tr(
            "%Ln left out: the shelf was empty, or nothing is known of a day", nullptr, report.emptyShelf);
    if (report.unkept > 0)
        left << tr("%Ln left out: made before forecasts were kept", nullptr, report.unkept);
    if (const int unpriced = report.all.periods - report.all.priced; unpriced > 0)
        left << tr("%Ln without a known margin count in units alone", nullptr, unpriced);
    m_left->setText(left.join(QStringLiteral(" · ")));
    m_left->setVisible(!left.isEmpty());
    m_steps->setScores(report.all, report.currency);
    m_reasons->setGroups(report.reasons, report.currency);
    m_categories->setGroups(report.categories, report.currency);
    m_people->setGroups(report.people, report.currency);
    m_peoplePanel->setEmpty(
        QStringLiteral("user"),
        report.person.isEmpty() ? tr("Nothing to score yet.") : tr("Yours stand alone here."),
        report.person.isEmpty() ? QString() : tr("Choose Everybody's to see each person."), {});
}

} // namespace merch

#include "moc_scores_dialog.cpp"
