#include "widgets/data/import_summary.h"

#include "models/data/data_models.h"
#include "models/grid/format.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"

#include <QFileInfo>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

namespace
{

void addRow(QVBoxLayout* to, const QString& name, const QString& value, const char* role = "strong")
{
    auto* row = kit::tight(new QHBoxLayout, 8);
    row->addWidget(kit::wrapped(name, "muted"), 1);
    row->addWidget(kit::label(value, role), 0, Qt::AlignRight | Qt::AlignTop);
    to->addLayout(row);
}

void addCount(QVBoxLayout* to, const QString& name, qint64 value)
{
    if (value != 0)
        addRow(to, name, format::count(static_cast<double>(value)));
}

void addRejects(QVBoxLayout* to, const ImportReport& report)
{
    to->addWidget(kit::hairline());
    to->addWidget(kit::label(ImportSummary::tr("Rejected by reason"), "strong"));
    qint64 most = 1;
    for (const RejectGroup& group : report.rejects)
        most = std::max(most, group.count);
    for (std::size_t i = 0; i < std::min<std::size_t>(report.rejects.size(), 8); ++i) {
        const RejectGroup& group = report.rejects[i];
        addRow(to, group.reason, format::count(static_cast<double>(group.count)), "bad");
        auto* bar = new kit::Canvas(
            ImportSummary::tr("%1: %2 rows, first in line %3")
                .arg(
                    group.reason, format::count(static_cast<double>(group.count)),
                    format::count(static_cast<double>(group.firstLine))),
            {100, 5},
            [share = static_cast<double>(group.count) / static_cast<double>(most)](
                QPainter& p, const QRectF& r) { draw::shareBar(p, r, share, theme::t().bad); });
        bar->setFixedHeight(theme::px(6));
        bar->setToolTip(bar->accessibleName());
        to->addWidget(bar);
    }
}

/// The reports of several files as if they were one.
ImportReport together(const std::vector<const ImportReport*>& reports)
{
    ImportReport all;
    for (const ImportReport* one : reports) {
        if (one->skipped) {
            all.notes << ImportSummary::tr("%1 is already in, as import %2; it is skipped.")
                             .arg(QFileInfo(one->file).fileName())
                             .arg(one->importId);
            continue;
        }
        all.rowsRead += one->rowsRead;
        all.rowsAccepted += one->rowsAccepted;
        all.rowsRejected += one->rowsRejected;
        all.returns += one->returns;
        all.newProducts += one->newProducts;
        all.changedProducts += one->changedProducts;
        all.stubProducts += one->stubProducts;
        all.stubLocations += one->stubLocations;
        all.newSeries += one->newSeries;
        all.duplicates += one->duplicates;
        all.notListed += one->notListed;
        all.overlapped += one->overlapped;
        if (one->firstDay && (!all.firstDay || *one->firstDay < *all.firstDay))
            all.firstDay = one->firstDay;
        if (one->lastDay && (!all.lastDay || *all.lastDay < *one->lastDay))
            all.lastDay = one->lastDay;
        for (auto it = one->classified.begin(); it != one->classified.end(); ++it)
            all.classified[it.key()] += it.value();
        for (const RejectGroup& group : one->rejects) {
            const auto known =
                std::find_if(all.rejects.begin(), all.rejects.end(), [&](const RejectGroup& other) {
                    return other.reason == group.reason;
                });
            if (known == all.rejects.end())
                all.rejects.push_back(group);
            else
                known->count += group.count;
        }
        for (const QString& note : one->notes)
            if (!all.notes.contains(note))
                all.notes << note;
    }
    std::stable_sort(all.rejects.begin(), all.rejects.end(), [](const RejectGroup& a, const RejectGroup& b) {
        return a.count > b.count;
    });
    return all;
}

} // namespace

ImportSummary::ImportSummary(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("card"));
    auto* outer = kit::tight(new QVBoxLayout(this), 10, {16, 14, 16, 14});
    m_title = kit::label(tr("What will happen"), "h2");
    outer->addWidget(m_title);
    m_which = new kit::Segments({tr("All files"), tr("This file")});
    m_which->setAccessibleName(tr("Counts of"));
    outer->addWidget(m_which, 0, Qt::AlignLeft);
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(m_scroll, 1);
    m_rejects = kit::button(QString(), kit::Look::Link);
    m_rejects->setObjectName(QStringLiteral("import.rejects"));
    outer->addWidget(m_rejects, 0, Qt::AlignLeft);
    m_reason = kit::wrapped(QString(), "warn");
    outer->addWidget(m_reason);
    auto* buttons = kit::tight(new QHBoxLayout, 8);
    m_dry = kit::button(tr("Dry run"));
    m_dry->setObjectName(QStringLiteral("import.dry"));
    m_dry->setToolTip(tr("Reads everything and counts; writes nothing."));
    m_import = kit::button(tr("Import"), kit::Look::Primary);
    m_import->setObjectName(QStringLiteral("import.run"));
    m_close = kit::button(tr("Done"));
    m_close->setObjectName(QStringLiteral("import.done"));
    m_check = kit::button(tr("Check the data"), kit::Look::Primary);
    m_check->setObjectName(QStringLiteral("import.check"));
    m_check->setToolTip(tr("Looks for what would poison a plan in what is in the store now"));
    buttons->addWidget(m_dry, 1);
    buttons->addWidget(m_import, 1);
    buttons->addWidget(m_close, 1);
    buttons->addWidget(m_check, 1);
    outer->addLayout(buttons);
    for (QPushButton* later : {m_close, m_check, m_rejects})
        later->hide();
    connect(m_which, &kit::Segments::chosen, this, [this](int which) {
        rebuild(which == 0 ? &m_all : m_hasOne ? &m_one : nullptr, m_shown);
    });
    connect(m_dry, &QPushButton::clicked, this, &ImportSummary::dryRunRequested);
    connect(m_import, &QPushButton::clicked, this, &ImportSummary::importRequested);
    connect(m_close, &QPushButton::clicked, this, &ImportSummary::closeRequested);
    connect(m_check, &QPushButton::clicked, this, &ImportSummary::checkRequested);
    connect(m_rejects, &QPushButton::clicked, this, &ImportSummary::rejectsRequested);
    show({});
}

void ImportSummary::show(const Shown& shown)
{
    m_shown = shown;
    m_title->setText(shown.done ? tr("What was done") : tr("What will happen"));
    m_all = shown.reports.size() == 1 ? *shown.reports.front() : together(shown.reports);
    m_hasOne = shown.current != nullptr;
    m_one = m_hasOne ? *shown.current : ImportReport{};
    m_shown.reports.clear(); // they may go before this does
    m_shown.current = nullptr;
    m_which->setVisible(shown.reports.size() > 1);
    const bool one = shown.reports.size() > 1 && m_which->current() == 1;
    rebuild(shown.reports.empty() ? nullptr : !one ? &m_all : m_hasOne ? &m_one : nullptr, m_shown);
}

void ImportSummary::rebuild(const ImportReport* report, const Shown& shown)
{
    // A fresh body each time: rows come and go with what the report holds.
    auto* body = new QWidget;
    body->setObjectName(QStringLiteral("scrolled"));
    auto* column = kit::tight(new QVBoxLayout(body), 7, {0, 0, 6, 0});
    if (!report && shown.done) {
        column->addWidget(kit::wrapped(tr("This file was left out."), "lead"));
    } else if (!report) {
        column->addWidget(kit::wrapped(
            tr("Nothing is written until you press Import. A dry run reads every row and says what would be "
               "taken and what would be rejected."),
            "lead"));
    } else if (report->skipped) {
        column->addWidget(kit::wrapped(
            tr("This very file is already in, as import %1. It is skipped.").arg(report->importId), "lead"));
    } else if (!report->leftOut.isEmpty()) {
        column->addWidget(kit::wrapped(tr("Left out: %1").arg(report->leftOut), "lead"));
    } else {
        column->addWidget(kit::label(shown.done ? tr("Rows read") : tr("Rows to read"), "muted"));
        column->addWidget(kit::label(format::count(static_cast<double>(report->rowsRead)), "figure"));
        const double share = report->rowsRead > 0 ? static_cast<double>(report->rowsAccepted) /
                                                        static_cast<double>(report->rowsRead)
                                                  : 0.0;
        column->addWidget(new kit::Canvas(
            tr("%1 of the rows are accepted").arg(format::percent(share, 1)), {0, 8},
            [share](QPainter& p, const QRectF& r) {
                draw::shareBar(p, r, 1.0, share < 1.0 ? theme::t().bad : theme::t().good);
                if (share > 0.0 && share < 1.0)
                    draw::shareBar(
                        p, QRectF(r.left(), r.top(), std::max(r.height(), r.width() * share - 2), r.height()),
                        1.0, theme::t().good);
            }));
        addRow(
            column, tr("Accepted"),
            tr("%1 (%2)").arg(
                format::count(static_cast<double>(report->rowsAccepted)), format::percent(share, 1)),
            "good");
        addRow(
            column, tr("Rejected"), format::count(static_cast<double>(report->rowsRejected)),
            report->rowsRejected > 0 ? "bad" : "muted");
        if (!report->rejects.empty())
            addRejects(column, *report);
        column->addWidget(kit::hairline());
        column->addWidget(kit::label(shown.done ? tr("What changed") : tr("What will change"), "strong"));
        if (report->firstDay && report->lastDay)
            addRow(
                column, tr("Span"),
                tr("%1 to %2").arg(format::shortDay(*report->firstDay), format::day(*report->lastDay)));
        addCount(column, tr("New products"), report->newProducts);
        addCount(column, tr("Changed products"), report->changedProducts);
        addCount(column, tr("Products not in a catalog, added as stubs"), report->stubProducts);
        addCount(column, tr("Locations added as stubs"), report->stubLocations);
        addCount(column, tr("New series"), report->newSeries);
        addCount(column, tr("Returns netted, lines"), report->returns);
        for (auto it = report->classified.begin(); it != report->classified.end(); ++it)
            addCount(column, tr("Kept out of demand: %1").arg(it.key()), it.value());
        addCount(column, tr("Rows equal to an earlier one"), report->duplicates);
        addCount(column, tr("Not listed yet"), report->notListed);
        addCount(column, tr("Imports it overlaps"), report->overlapped.size());
        for (const QString& note : report->notes)
            column->addWidget(kit::wrapped(note, "muted"));
        if (shown.seconds > 0.0) {
            addRow(
                column, tr("Took"), shown.seconds < 1.0 ? tr("under 1 s") : format::duration(shown.seconds));
            addRow(column, tr("Rows a second"), format::count(shown.rowsPerSecond));
        }
    }
    column->addStretch();
    m_scroll->setWidget(body); // deletes the former one
}

void ImportSummary::setBlocked(const QString& reason)
{
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    kit::setBlocked(m_import, reason);
    kit::setBlocked(m_dry, reason, tr("Reads everything and counts; writes nothing."));
}

void ImportSummary::setFinished(qint64 rejected)
{
    for (QWidget* before : std::initializer_list<QWidget*>{m_reason, m_dry, m_import})
        before->hide();
    m_close->show();
    m_check->show();
    m_check->setFocus();
    m_rejects->setText(tr("Repair %n rejected row(s)", nullptr, static_cast<int>(rejected)));
    m_rejects->setAccessibleName(m_rejects->text());
    m_rejects->setVisible(rejected > 0);
}

} // namespace merch

#include "moc_import_summary.cpp"
