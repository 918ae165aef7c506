#include "widgets/data/import_summary.h"

#include "models/data/data_models.h"
#include "models/grid/format.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"

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

} // namespace

ImportSummary::ImportSummary(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("card"));
    setFixedWidth(theme::px(272));
    m_outer = kit::tight(new QVBoxLayout(this), 10, {16, 14, 16, 14});
    m_outer->addWidget(kit::label(tr("What will happen"), "h2"));
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_bodyBox = new QWidget;
    m_body = kit::tight(new QVBoxLayout(m_bodyBox), 7, {0, 0, 6, 0});
    scroll->setWidget(m_bodyBox);
    m_outer->addWidget(scroll, 1);
    m_reason = kit::wrapped(QString(), "warn");
    m_outer->addWidget(m_reason);
    auto* buttons = kit::tight(new QHBoxLayout, 8);
    m_dry = kit::button(tr("Dry run"));
    m_dry->setObjectName(QStringLiteral("import.dry"));
    m_dry->setToolTip(tr("Reads everything and counts; writes nothing."));
    m_import = kit::button(tr("Import"), kit::Look::Primary);
    m_import->setObjectName(QStringLiteral("import.run"));
    m_close = kit::button(tr("Done"), kit::Look::Primary);
    m_close->setObjectName(QStringLiteral("import.done"));
    buttons->addWidget(m_dry, 1);
    buttons->addWidget(m_import, 1);
    buttons->addWidget(m_close, 1);
    m_outer->addLayout(buttons);
    m_close->hide();
    connect(m_dry, &QPushButton::clicked, this, &ImportSummary::dryRunRequested);
    connect(m_import, &QPushButton::clicked, this, &ImportSummary::importRequested);
    connect(m_close, &QPushButton::clicked, this, &ImportSummary::closeRequested);
    setReport(nullptr, false);
}

void ImportSummary::setReport(const ImportReport* report, bool done)
{
    // A fresh body each time: rows come and go with what the report holds.
    auto* body = new QWidget;
    auto* column = kit::tight(new QVBoxLayout(body), 7, {0, 0, 6, 0});
    if (!report) {
        column->addWidget(kit::wrapped(
            tr("Nothing is written until you press Import. A dry run reads every row and says what would be "
               "taken and what "
               "would be rejected."),
            "lead"));
    } else if (report->skipped) {
        column->addWidget(kit::wrapped(
            tr("This very file is already in, as import %1. It is skipped.").arg(report->importId), "lead"));
    } else {
        column->addWidget(kit::label(done ? tr("Rows read") : tr("Rows to read"), "muted"));
        column->addWidget(kit::label(format::count(static_cast<double>(report->rowsRead)), "figure"));
        addRow(column, tr("Accepted"), format::count(static_cast<double>(report->rowsAccepted)), "good");
        addRow(
            column, tr("Rejected"), format::count(static_cast<double>(report->rowsRejected)),
            report->rowsRejected > 0 ? "bad" : "muted");
        if (!report->rejects.empty())
            addRejects(column, *report);
        column->addWidget(kit::hairline());
        column->addWidget(kit::label(done ? tr("What changed") : tr("What will change"), "strong"));
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
        if (!report->overlapped.isEmpty())
            addRow(
                column, tr("Imports it overlaps"),
                format::count(static_cast<double>(report->overlapped.size())));
        for (const QString& note : report->notes)
            column->addWidget(kit::wrapped(note, "muted"));
        if (done)
            addRow(column, tr("Took"), format::duration(report->seconds));
    }
    column->addStretch();
    auto* scroll = qobject_cast<QScrollArea*>(m_bodyBox->parentWidget()->parentWidget());
    scroll->setWidget(body); // deletes the former one
    m_bodyBox = body;
}

void ImportSummary::setBlocked(const QString& reason)
{
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    kit::setBlocked(m_import, reason);
    kit::setBlocked(m_dry, reason, tr("Reads everything and counts; writes nothing."));
}

void ImportSummary::setRunning(bool running)
{
    setBlocked(running ? tr("Reading. The bar below shows how far.") : QString());
}

void ImportSummary::setFinished()
{
    m_reason->hide();
    m_dry->hide();
    m_import->hide();
    m_close->show();
    m_close->setFocus();
}

} // namespace merch

#include "moc_import_summary.cpp"
