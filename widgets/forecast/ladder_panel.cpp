#include "widgets/forecast/ladder_panel.h"

#include "models/grid/format.h"
#include "models/jobs/job.h"
#include "models/ladder/ladder_bars.h"
#include "widgets/chart/bar_chart.h"
#include "widgets/frame/kit.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <cmath>

namespace merch
{

namespace
{

constexpr int kSegmentsShown = 6, kSeriesShown = 6;
constexpr int kRungOf[] = {0, 1, 2, 3}; ///< by entry of the list; 0 = the ladder decides

} // namespace

LadderPanel::LadderPanel(QWidget* parent)
    : QWidget(parent)
    , m_extent(new kit::Segments({tr("Selected"), tr("All shown")}))
    , m_notice(new kit::NoticeBar)
    , m_empty(new kit::EmptyState(QStringLiteral("bar-chart"), {}))
    , m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("forecast.ladder"));
    m_extent->setObjectName(QStringLiteral("ladder.extent"));
    auto* column = kit::tight(new QVBoxLayout(this));
    column->addWidget(m_notice);
    column->addWidget(buildRunning());
    column->addWidget(m_stack, 1);
    m_stack->addWidget(buildContent());
    m_stack->addWidget(m_empty);
    m_notice->hide();
    m_running->hide();
    connect(m_empty, &kit::EmptyState::actionClicked, this, &LadderPanel::runAsked);
    connect(m_extent, &kit::Segments::chosen, this, &LadderPanel::extentChosen);
    m_clock.setInterval(500);
    connect(&m_clock, &QTimer::timeout, this, &LadderPanel::refreshRunning);
    setLadder({});
}

QWidget* LadderPanel::buildRunning()
{
    m_running = new QFrame;
    m_running->setObjectName(QStringLiteral("ladder.running"));
    auto* row = kit::tight(new QHBoxLayout(m_running), 10, {16, 8, 12, 8});
    m_progress = kit::label({}, "strong");
    m_progress->setObjectName(QStringLiteral("ladder.progress"));
    m_bar = new QProgressBar;
    m_bar->setAccessibleName(tr("Replay of the history"));
    m_left = kit::wholeOrNone({}, "muted");
    m_cancel = kit::button(tr("Cancel"), kit::Look::Small);
    m_cancel->setObjectName(QStringLiteral("ladder.cancel"));
    m_cancel->setAccessibleName(tr("Cancel the replay"));
    row->addWidget(m_progress);
    row->addWidget(m_bar, 1);
    row->addWidget(m_left);
    row->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_job)
            m_job->cancel();
        m_cancel->setEnabled(false);
    });
    return m_running;
}

QWidget* LadderPanel::section(const QString& title, std::initializer_list<QWidget*> parts)
{
    auto* box = new QWidget;
    auto* column = kit::tight(new QVBoxLayout(box), 6, {0, 8, 0, 0});
    column->addWidget(kit::hairline());
    column->addSpacing(theme::px(4));
    column->addWidget(kit::label(title, "strong"));
    for (QWidget* part : parts)
        column->addWidget(part);
    return box;
}

QWidget* LadderPanel::buildContent()
{
    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("scrolled"));
    auto* column = kit::tight(new QVBoxLayout(page), 8, {16, 10, 16, 14});

    auto* head = kit::tight(new QHBoxLayout, 10);
    m_window = kit::elided({}, "muted");
    m_window->setObjectName(QStringLiteral("ladder.window"));
    head->addWidget(m_extent);
    head->addWidget(m_window, 1);
    column->addLayout(head);

    m_verdict = kit::wrapped({}, "strong");
    m_verdict->setObjectName(QStringLiteral("ladder.verdict"));
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_verdict);
    auto* closed = kit::tight(new QHBoxLayout, 8);
    m_share = kit::label({}, "h1");
    m_share->setObjectName(QStringLiteral("ladder.gapClosed"));
    m_shareWords = kit::elided(tr("of the gap to the best forecaster is closed"), "muted");
    closed->addWidget(m_share);
    closed->addWidget(m_shareWords, 1);
    column->addLayout(closed);
    m_note = kit::wrapped(
        tr("One series is mostly chance: the verdict leans on series like it and on earlier days, the bars "
           "are "
           "its own last days."),
        "muted");
    column->addWidget(m_note);

    m_money = new BarChart;
    m_money->setObjectName(QStringLiteral("ladder.money"));
    column->addWidget(m_money);

    m_rung = new QComboBox;
    m_rung->setObjectName(QStringLiteral("ladder.rung"));
    m_rung->setAccessibleName(tr("Forecast with"));
    m_rung->addItem(tr("As the ladder says"));
    for (const Rung rung : {Rung::Rule, Rung::Statistical, Rung::Causal})
        m_rung->addItem(LadderService::rungTitle(rung));
    m_paysWords = kit::wrapped({});
    m_paysWords->setObjectName(QStringLiteral("ladder.pays"));
    m_hold = kit::button({}, kit::Look::Small);
    m_hold->setObjectName(QStringLiteral("ladder.hold"));
    m_replay = kit::button(tr("Day by day…"), kit::Look::Small, QStringLiteral("history"));
    m_replay->setObjectName(QStringLiteral("ladder.replay"));
    auto* choice = new QWidget;
    auto* flow = new kit::FlowLayout(8, choice);
    for (QWidget* part :
         {static_cast<QWidget*>(m_rung), static_cast<QWidget*>(m_hold), static_cast<QWidget*>(m_replay)})
        flow->addWidget(part);
    column->addWidget(section(tr("Does it pay?"), {choice, m_paysWords}));
    connect(m_rung, &QComboBox::currentIndexChanged, this, &LadderPanel::refreshPays);
    connect(m_hold, &QPushButton::clicked, this, [this] { emit holdAsked(chosenRung()); });
    connect(m_replay, &QPushButton::clicked, this, &LadderPanel::replayAsked);
    connect(m_money, &BarChart::rowChosen, this, [this](int bar) {
        if (bar < m_rung->count())
            m_rung->setCurrentIndex(bar); // a bar asks whether its rung pays
    });

    m_segments = new BarChart;
    m_segments->setObjectName(QStringLiteral("ladder.segments"));
    auto* groups = kit::button(tr("Show in the grid"), kit::Look::Link);
    groups->setObjectName(QStringLiteral("ladder.groups"));
    groups->setToolTip(tr("Groups the series by category, those that gain the most first"));
    connect(groups, &QPushButton::clicked, this, &LadderPanel::groupsAsked);
    m_segmentSection = section(tr("Where a better method earns anything"), {m_segments, groups});
    column->addWidget(m_segmentSection);
    m_most = new BarChart;
    m_most->setObjectName(QStringLiteral("ladder.most"));
    m_mostSection = section(tr("Series that hold most of it"), {m_most});
    column->addWidget(m_mostSection);
    connect(m_most, &BarChart::rowChosen, this, [this](int bar) {
        const LadderSeriesGain& gain = m_ladder.gains[static_cast<std::size_t>(bar)];
        emit seriesAsked(gain.sku, gain.location);
    });

    m_chance = kit::wrapped({}, "muted");
    m_chance->setObjectName(QStringLiteral("ladder.chance"));
    m_accuracy = new BarChart;
    m_accuracy->setObjectName(QStringLiteral("ladder.accuracy"));
    column->addWidget(section(tr("Accuracy, which comes second"), {m_accuracy, m_chance}));

    m_leftOut = kit::wrapped({}, "muted");
    m_leftOut->setObjectName(QStringLiteral("ladder.leftOut"));
    m_leftOutSection = section(tr("Left out"), {m_leftOut});
    column->addWidget(m_leftOutSection);
    column->addStretch();

    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(page);
    return area;
}

LadderPanel::Extent LadderPanel::extent() const
{
    return static_cast<Extent>(m_extent->current());
}

void LadderPanel::setCounts(int selected, int shown)
{
    m_extent->setTexts(
        {tr("Selected %1").arg(format::count(selected)), tr("All shown %1").arg(format::count(shown))});
}

void LadderPanel::setRunning(BackgroundJob* job)
{
    m_job = job;
    m_cancel->setEnabled(true);
    m_running->show();
    m_clock.start();
    connect(job, &BackgroundJob::progressed, this, &LadderPanel::refreshRunning);
    connect(job, &BackgroundJob::finished, this, [this] {
        m_job = nullptr;
        m_clock.stop();
        m_running->hide();
        refreshStack();
    });
    refreshRunning();
    refreshStack();
}

void LadderPanel::refreshRunning()
{
    if (!m_job) { // gone with its store
        m_clock.stop();
        m_running->hide();
        return refreshStack();
    }
    const double share = std::max(0.0, m_job->share()), left = m_job->secondsLeft();
    m_progress->setText(tr("Replaying history, %1").arg(format::percent(share)));
    m_bar->setRange(0, m_job->share() > 0.0 ? 1000 : 0);
    m_bar->setValue(static_cast<int>(1000 * share));
    m_left->setText(left >= 0.0 ? tr("about %1 left").arg(format::duration(left)) : QString());
}

void LadderPanel::setLadder(SelectedLadder ladder)
{
    m_ladder = std::move(ladder);
    const LadderReport& report = m_ladder.report;
    m_money->setSpec(ladderBars(m_ladder));
    m_accuracy->setSpec(accuracyBars(m_ladder));
    m_segments->setSpec(segmentBars(m_ladder, kSegmentsShown));
    m_most->setSpec(seriesBars(m_ladder, kSeriesShown));
    m_segmentSection->setVisible(report.segments.size() > 1);
    m_mostSection->setVisible(report.series > 1 && !m_most->spec().rows.empty());
    m_verdict->setText(m_ladder.verdict);
    m_chance->setText(chanceWords(m_ladder));
    m_chance->setVisible(!m_chance->text().isEmpty());
    const double closed = gapClosed(m_ladder);
    m_share->setText(closed >= 0.0 ? format::percent(closed) : QString());
    m_share->setVisible(closed >= 0.0);
    m_shareWords->setVisible(closed >= 0.0);
    m_note->setVisible(report.series == 1);
    m_share->setAccessibleName(tr("%1 of the gap to the best forecaster is closed").arg(m_share->text()));
    const QString perfect =
        format::percent(report.series > 0 ? report.shareOfPerfectGap(report.used.money()) : std::nan(""));
    m_share->setToolTip(
        tr("By the rungs in use, from today's way to the best forecaster. Of the gap to perfect "
           "information: %1")
            .arg(perfect));
    const QStringList left = leftOutWords(m_ladder);
    m_leftOut->setText(left.join(QLatin1Char('\n')));
    m_leftOutSection->setVisible(!left.isEmpty());
    if (m_ladder.run) {
        const LadderRun& run = *m_ladder.run;
        m_window->setText(tr("%1 of %2 replayed, %3 – %4")
                              .arg(format::count(report.series), format::count(m_ladder.asked))
                              .arg(format::shortDay(run.reportedFrom), format::day(run.asOf)));
        m_window->setToolTip(
            tr("History from %1 was replayed with each method; the method was chosen on the days before %2, "
               "and the money is what it would have cost from then on, scaled to a year.")
                .arg(format::day(run.windowFrom), format::day(run.reportedFrom)) +
            (report.estimatedShare > 0.0
                 ? QLatin1Char('\n') +
                       tr("%1 of the demand was not seen, for the shelf was empty, but estimated.")
                           .arg(format::percent(report.estimatedShare, 1))
                 : QString()));
    }
    if (m_ladder.stale.isEmpty())
        m_notice->hide();
    else
        m_notice->showAction(m_ladder.stale, Tone::Warn, tr("Replay again"), [this] { emit runAsked(); });
    {
        const QSignalBlocker quiet(m_rung);
        m_rung->setCurrentIndex(m_ladder.held ? static_cast<int>(*m_ladder.held) : 0);
    }
    refreshPays();
    refreshStack();
}

void LadderPanel::refreshStack()
{
    const bool running = m_job != nullptr;
    if (running)
        m_notice->hide();
    if (m_ladder.run && m_ladder.report.series > 0) {
        m_stack->setCurrentIndex(0);
        return;
    }
    m_stack->setCurrentIndex(1);
    if (!m_ladder.run)
        m_empty->set(
            QStringLiteral("bar-chart"),
            running ? tr("History is being replayed.") : tr("What is a better forecast worth?"),
            running
                ? tr("What it finds stands here as soon as it is done. You can go on working.")
                : tr("A replay of your history says what each way to forecast would have cost in stock and "
                     "lost sales, and how far any forecast could get."),
            running ? QString() : tr("Replay history"));
    else if (m_ladder.asked == 0)
        m_empty->set(
            QStringLiteral("bar-chart"), tr("No series is selected."),
            tr("Select one or several, or a group, and see what a better forecast is worth for them."), {});
    else
        m_empty->set(
            QStringLiteral("bar-chart"), tr("There is no replay of what is selected."),
            leftOutWords(m_ladder).join(QLatin1Char('\n')),
            m_ladder.stale.isEmpty() ? QString() : tr("Replay again"));
    m_empty->actionButton()->setVisible(!m_empty->actionButton()->text().isEmpty() && !running);
    m_empty->actionButton()->setObjectName(QStringLiteral("ladder.run"));
}

std::optional<Rung> LadderPanel::chosenRung() const
{
    const int at = m_rung->currentIndex();
    return at > 0 ? std::optional<Rung>(static_cast<Rung>(kRungOf[at])) : std::nullopt;
}

void LadderPanel::refreshPays()
{
    const LadderReport& report = m_ladder.report;
    const std::optional<Rung> rung = chosenRung();
    const RungPays& pays = rung ? m_ladder.pays[static_cast<std::size_t>(*rung)] : m_ladder.leave;
    QString words = pays.why;
    if (m_ladder.pinned > 0)
        words += QLatin1Char(' ') +
                 tr("%1 of %2 held by %3.")
                     .arg(format::count(m_ladder.pinned), format::count(report.series))
                     .arg(m_ladder.pinnedBy.join(QStringLiteral(", "))) +
                 QLatin1Char(' ') + tr("A rung that is held or left counts from the next forecast on.");
    m_paysWords->setText(words);
    QString blocked;
    if (!rung)
        blocked =
            m_ladder.pinned == 0 ? tr("Nobody holds a rung here: the ladder decides already.") : QString();
    else if (m_ladder.held == rung)
        blocked = tr("It is held already.");
    else if (report.rungs[static_cast<std::size_t>(*rung)].applies == 0)
        blocked = pays.why;
    m_hold->setText(
        !rung ? tr("Leave to the ladder")
        : pays.pays || m_ladder.used[static_cast<std::size_t>(*rung)] == report.series
            ? tr("Hold to it")
            : tr("Hold to it anyway"));
    m_hold->setAccessibleName(m_hold->text());
    kit::setBlocked(m_hold, blocked, tr("Counts from the next forecast on. Undo takes it back"));
    kit::setBlocked(
        m_replay,
        report.series == 1 ? QString() : tr("Select one series: its days can then be gone through."),
        tr("Stock, orders and lost sales of two ways to order, day by day"));
}

} // namespace merch

#include "moc_ladder_panel.cpp"
