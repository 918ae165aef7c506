#include "app/window/job_bar.h"

#include "models/grid/format.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPropertyAnimation>
#include <QPushButton>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;

JobBar::JobBar(Workspace& workspace, QWidget* parent)
    : QFrame(parent)
    , m_workspace(workspace)
    , m_what(kit::label({}, "strong"))
    , m_share(kit::label({}, "strong"))
    , m_rate(kit::label({}, "muted"))
    , m_left(kit::label({}, "muted"))
    , m_more(kit::label({}, "muted"))
    , m_bar(new QProgressBar)
    , m_cancel(kit::button(tr("Cancel"), kit::Look::Small))
    , m_motion(new QPropertyAnimation(this, "maximumHeight", this))
{
    setObjectName(u"jobbar"_s);
    m_cancel->setObjectName(u"cancelJob"_s);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    auto* row = kit::tight(new QHBoxLayout(this), 14, {20, 0, 20, 0});
    row->addWidget(m_what);
    row->addWidget(m_bar, 1);
    row->addWidget(m_share);
    row->addWidget(m_rate);
    row->addWidget(m_left);
    row->addWidget(m_more);
    row->addWidget(m_cancel);
    setMaximumHeight(0);
    hide();

    m_patience.setSingleShot(true);
    m_patience.setInterval(250);
    m_clock.setInterval(500);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (!m_job)
            return;
        slide(true);
        refresh();
        m_clock.start();
    });
    connect(&m_clock, &QTimer::timeout, this, &JobBar::refresh);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (!m_job)
            return;
        m_cancel->setEnabled(false);
        m_cancel->setToolTip(tr("Stopping…"));
        m_job->cancel();
    });
    connect(&workspace, &Workspace::jobStarted, this, &JobBar::follow);
    connect(&workspace, &Workspace::jobEnded, this, &JobBar::follow);
    m_motion->setDuration(120);
    connect(m_motion, &QPropertyAnimation::finished, this, [this] {
        if (maximumHeight() == 0)
            hide();
    });
}

void JobBar::follow()
{
    const QList<BackgroundJob*> jobs = m_workspace.jobs();
    if (jobs.isEmpty()) {
        m_job = nullptr;
        m_patience.stop();
        m_clock.stop();
        slide(false);
        return;
    }
    if (m_job != jobs.first()) {
        if (m_job)
            m_job->disconnect(this);
        m_job = jobs.first();
        m_cancel->setEnabled(true);
        m_cancel->setToolTip(tr("Stop; the store stays as it was before"));
        connect(m_job, &BackgroundJob::progressed, this, &JobBar::refresh);
    }
    if (!isVisible() && !m_patience.isActive())
        m_patience.start();
    refresh();
}

void JobBar::refresh()
{
    if (!m_job)
        return;
    const double share = m_job->share(), left = m_job->secondsLeft();
    m_what->setText(m_job->title());
    m_bar->setRange(0, share >= 0 ? 1000 : 0);
    if (share >= 0)
        m_bar->setValue(static_cast<int>(share * 1000));
    m_share->setText(share >= 0 ? format::percent(share) : QString());
    const double rate = m_job->bytesPerSecond();
    m_rate->setText(rate > 0 ? tr("%1 a second").arg(format::bytes(static_cast<qint64>(rate))) : QString());
    m_rate->setVisible(rate > 0);
    m_left->setText(left >= 1 ? tr("about %1 left").arg(format::duration(left)) : QString());
    const int others = static_cast<int>(m_workspace.jobs().size()) - 1;
    m_more->setText(others > 0 ? tr("and %n more", nullptr, others) : QString());
    setAccessibleName(u"%1 %2"_s.arg(m_what->text(), m_share->text()));
}

void JobBar::slide(bool in)
{
    if (in == (isVisible() && m_motion->endValue().toInt() > 0))
        return;
    if (in)
        show();
    m_motion->stop();
    m_motion->setStartValue(height() > px(44) || !isVisible() ? 0 : maximumHeight());
    m_motion->setStartValue(in ? 0 : px(44));
    m_motion->setEndValue(in ? px(44) : 0);
    m_motion->start();
}

} // namespace merch

#include "moc_job_bar.cpp"
