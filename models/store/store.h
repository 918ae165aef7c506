#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

namespace merch::sql
{
class Connection;
}

namespace merch
{

/// One connection to one store file (*.merch). Belongs to one thread; open another for another thread:
/// readers never block, a second writer waits (busy timeout) and is then told who writes. Private to models:
/// widgets and app see services.
class Store
{
public:
    enum class Mode { ReadOnly, ReadWrite };
    static constexpr std::int32_t kApplicationId = 0x4D524348; // "MRCH"

    /// Makes an empty store. Storage error if the file exists.
    static Result<Store> create(const std::string& path, const std::string& currency);

    /// Opens a store, migrating an older one after a backup beside it (path + ".before-vN"). Refuses what is
    /// not a store, is damaged, or was written by a newer version; the message says which.
    static Result<Store> open(const std::string& path, Mode mode);

    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    sql::Connection& db();
    const std::string& path() const;
    int schemaVersion() const;
    std::string currency();

    std::string meta(const std::string& key);
    void setMeta(const std::string& key, const std::string& value);

    /// PRAGMA integrity_check, foreign keys and the CRC of every chunk and layer. A line for each thing that is
    /// wrong; empty text = whole.
    Result<std::string> checkIntegrity(const Progress& progress);

    /// Appends to command_log. Call inside the command's own transaction.
    void logCommand(const std::string& user, const std::string& command, const std::string& outcome);


private:
    struct State;
    explicit Store(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Thrown inside models when progress asked to stop; reporting() makes ErrorCode::Cancelled of it.
struct CancelledWork final : std::runtime_error {
    CancelledWork()
        : std::runtime_error("cancelled")
    {
    }
};

/// Runs `body` and turns an exception of SQLite or the standard library into an Error that says what was
/// being done ("import the sales extract") and, for a locked or full store, what to do. Defined for use at
/// the border of models only.
Error storageError(const std::string& doing, const std::exception& failure);

template <typename F> auto reporting(const std::string& doing, F&& body) -> decltype(body())
{
    try {
        return body();
    } catch (const std::exception& failure) {
        return storageError(doing, failure);
    }
}

/// Unix milliseconds, UTC; the one clock of models.
std::int64_t nowMs();

/// The login name, used where no user was given.
std::string loginName();

} // namespace merch
