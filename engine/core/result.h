#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace merch {

/// What went wrong, in terms a caller can branch on. The CLI's exit status follows from it.
enum class ErrorCode {
    Usage,        ///< the call itself was wrong (exit 2)
    InvalidInput, ///< an input could not be read or is open to two readings (exit 3)
    NotFound,     ///< something named does not exist (exit 3)
    Refused,      ///< a step that is not allowed now: approval order, second export (exit 1)
    Storage,      ///< the store could not be opened or written (exit 4)
    Cancelled,    ///< the user stopped it; the store is as it was (exit 130)
    Internal      ///< a bug; the text says what is known (exit 4)
};

/// A failure that the user can be told about: one sentence of what failed, where, and what to do about it.
/// `detail` is for the log (SQL text, file offset, system error).
struct Error {
    ErrorCode code = ErrorCode::InvalidInput;
    std::string message; ///< "Line 812 of sales.csv: 2024-13-02 is not a date."
    std::string remedy;  ///< "Choose the date style, or repair the row." May be empty.
    std::string detail;

    /// Message and remedy as one line.
    std::string text() const { return remedy.empty() ? message : message + " " + remedy; }
};

/// Either a value or an Error. Returned by every public function that can fail for a reason outside the
/// program; broken preconditions assert instead. The vocabulary is std::expected's.
template <typename T> class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    const T& value() const& { return assert(has_value()), std::get<0>(m_state); }
    T& value() & { return assert(has_value()), std::get<0>(m_state); }
    T&& value() && { return assert(has_value()), std::get<0>(std::move(m_state)); }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    const Error& error() const { return assert(!has_value()), std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// For operations that only succeed or fail.
using Outcome = Result<std::monostate>;
inline Outcome success() { return std::monostate{}; }

} // namespace merch
