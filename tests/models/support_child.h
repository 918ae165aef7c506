#pragma once

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace merch::test
{

/// A child process that runs `work` and says on a pipe what it has committed. No connection to a store may be
/// open here while it is made.
class Child
{
public:
    using Say = std::function<void(std::int64_t)>;

    explicit Child(const std::function<void(const Say&)>& work)
    {
        int ends[2];
        if (pipe(ends) != 0)
            throw std::runtime_error("no pipe");
        m_process = fork();
        if (m_process == 0) {
            ::close(ends[0]);
            try {
                work([&](std::int64_t number) {
                    if (::write(ends[1], &number, sizeof number) != sizeof number)
                        _exit(3);
                });
            } catch (const std::exception& failure) {
                std::fprintf(stderr, "child: %s\n", failure.what());
                _exit(2);
            }
            _exit(0);
        }
        ::close(ends[1]);
        m_pipe = ends[0];
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child()
    {
        stop();
        ::close(m_pipe);
    }

    pid_t process() const { return m_process; }

    /// The next number the child says, waiting for it; false when it has ended.
    bool hear(std::int64_t& number) { return ::read(m_pipe, &number, sizeof number) == sizeof number; }

    void stop()
    {
        if (m_process > 0) {
            kill(m_process, SIGKILL);
            wait();
        }
    }
    int wait()
    {
        int status = 0;
        waitpid(m_process, &status, 0);
        m_process = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t m_process = -1;
    int m_pipe = -1;
};

} // namespace merch::test
