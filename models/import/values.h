#pragma once

#include "engine/core/day.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace merch
{

std::string_view trimmed(std::string_view text);

/// A cell as text: trimmed, and without the apostrophe that exports put before what a spreadsheet would run
/// as a formula ("'=1+1" is "=1+1").
std::string_view textCell(std::string_view cell);

/// How one column writes its numbers.
struct NumberStyle {
    char decimal = '.';
    char group = '\0'; ///< ',', '.', ' ' (also no-break blanks) or '\''; 0 = none
    bool operator==(const NumberStyle&) const = default;
};

/// Reads `text` as value × 10^digits, rounded half to even. Signs, (brackets), a currency sign or code, a
/// percent sign (the value becomes a share) and exponents are understood. False where it is no number of that
/// style or beyond ±9.2e18.
bool readScaled(
    std::string_view text, const NumberStyle& style, int digits, std::int64_t& value, bool* exact = nullptr);
bool readReal(std::string_view text, const NumberStyle& style, double& value);

enum class DateStyle {
    Iso,         ///< 2010-12-31, 2010/12/31, 2010.12.31, with or without a time
    Dmy,         ///< 31/12/2010, 31.12.10
    Mdy,         ///< 12/31/2010
    Compact,     ///< 20101231
    NamedMonth,  ///< 31 Dec 2010, Dec 31, 2010, 31-Dec-10
    YearMonth,   ///< 2010-12, 201012, Dec 2010, DEC96, 1982 Apr
    IsoWeek,     ///< 2010-W05, 2009 W03
    ExcelSerial, ///< 40543 (1900 system)
    UnixSeconds, ///< 1293753600, with or without a fraction
    UnixMillis,
    UnixMicros
};

struct Moment {
    Day day = 0;
    std::int32_t second = 0; ///< of the day, as written; the zone is not applied
    bool hasTime = false;
};

/// Reads a date of one style. False where it is none or does not exist.
bool readDate(std::string_view text, DateStyle style, Moment& moment);

/// "31/12/2010"; for a person.
const char* dateStyleName(DateStyle style);

/// Evidence of a column's way with numbers, gathered over as many values as one likes.
class NumberEvidence
{
public:
    void add(std::string_view text);
    std::size_t values() const { return m_values; }
    std::size_t numbers() const { return m_numbers; }
    bool fractions() const { return m_decimalDot + m_decimalComma > 0; }
    bool dotSurely() const { return m_decimalDot > 0 || m_groupComma > 0; }
    bool commaSurely() const { return m_decimalComma > 0 || m_groupDot > 0; }
    /// Settled, or nullopt where `1,234` (or `1.234`) could be either and nothing else decides.
    std::optional<NumberStyle> style() const;
    bool open() const; ///< more values could settle it
    const std::string& doubtfulValue() const { return m_doubtful; }

private:
    std::size_t m_values = 0, m_numbers = 0;
    std::size_t m_decimalDot = 0, m_decimalComma = 0, m_groupDot = 0, m_groupComma = 0, m_groupBlank = 0,
                m_groupQuote = 0;
    std::size_t m_openDot = 0, m_openComma = 0;
    std::string m_doubtful;
};

/// Evidence of a column's way with dates.
class DateEvidence
{
public:
    DateEvidence();
    void add(std::string_view text);
    std::size_t values() const { return m_values; }
    /// The style that reads most values; nullopt where fewer than `share` are dates.
    std::optional<DateStyle> style(double share = 0.8) const;
    /// Day-month and month-day read equally many and mean different days.
    bool ambiguous() const;
    const std::string& doubtfulValue() const { return m_doubtful; }

private:
    std::size_t m_values = 0;
    std::vector<std::size_t> m_read; ///< by style
    std::size_t m_differing = 0;
    std::string m_doubtful;
    std::string m_previous;
};

} // namespace merch
