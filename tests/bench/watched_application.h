#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QMetaEnum>
#include <QPointer>

#include <algorithm>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace merch::bench
{

/// CPU milliseconds of this thread: what a hold costs whatever else the machine does.
inline double threadMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

/// An application that knows which event held its thread longest, and who took it.
class WatchedApplication final : public QApplication
{
public:
    struct Hold {
        double wall = 0, cpu = 0; ///< ms
        std::string culprit;      ///< from the event to the innermost receiver that took most of it
    };
    using QApplication::QApplication;

    /// The longest hold since the last call.
    Hold take() { return std::exchange(m_longest, Hold()); }

    bool notify(QObject* receiver, QEvent* event) override
    {
        const char* kind = receiver->metaObject()->className(); // it may be gone after its event
        const QPointer<QObject> guard(receiver);
        const int type = event->type();
        m_frames.push_back({});
        QElapsedTimer clock;
        clock.start();
        const double cpu = threadMilliseconds();
        const bool taken = QApplication::notify(receiver, event);
        const double tookCpu = threadMilliseconds() - cpu;
        const Frame own = std::move(m_frames.back());
        m_frames.pop_back();
        double& longest = m_frames.empty() ? m_longest.cpu : m_frames.back().longest;
        if (tookCpu <= std::max(longest, kWorthNaming))
            return taken;
        longest = tookCpu;
        std::string path = nameOf(kind, guard, type);
        if (own.longest > 0.5 * tookCpu)
            path += " > " + own.path;
        if (m_frames.empty()) {
            m_longest.wall = static_cast<double>(clock.nsecsElapsed()) / 1e6;
            m_longest.culprit = std::move(path);
        } else {
            m_frames.back().path = std::move(path);
        }
        return taken;
    }

private:
    struct Frame {
        double longest = 0;
        std::string path;
    };
    static constexpr double kWorthNaming = 0.5; ///< ms
    static std::string nameOf(const char* kind, const QObject* named, int type)
    {
        std::string name = kind;
        while (named &&
               (named->objectName().isEmpty() || named->objectName().startsWith(QLatin1String("qt_"))))
            named = named->parent();
        if (named)
            name += '(' + named->objectName().toStdString() + ')';
        const char* key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
        return name + ' ' + (key ? key : std::to_string(type));
    }

    Hold m_longest;
    std::vector<Frame> m_frames;
};

} // namespace merch::bench
