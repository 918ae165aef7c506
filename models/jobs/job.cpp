#include "models/jobs/job.h"

namespace merch {

double BackgroundJob::secondsLeft() const
{
    if (m_share <= 0.02 || !m_clock.isValid())
        return -1.0;
    const double elapsed = static_cast<double>(m_clock.elapsed()) / 1000.0;
    return elapsed * (1.0 - m_share) / m_share;
}

} // namespace merch

#include "moc_job.cpp"
