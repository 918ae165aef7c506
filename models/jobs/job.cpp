#include "models/jobs/job.h"

namespace merch
{

double BackgroundJob::secondsLeft() const
{
    if (m_share <= 0.02 || !m_clock.isValid())
        return -1.0;
    const double elapsed = static_cast<double>(m_clock.elapsed()) / 1000.0;
    return elapsed * (1.0 - m_share) / m_share;
}

double BackgroundJob::bytesPerSecond() const
{
    const qint64 elapsed = m_clock.isValid() ? m_clock.elapsed() : 0;
    if (m_bytes <= 0 || m_share <= 0.0 || elapsed < 200)
        return -1.0;
    return static_cast<double>(m_bytes) * m_share * 1000.0 / static_cast<double>(elapsed);
}

} // namespace merch

#include "moc_job.cpp"
