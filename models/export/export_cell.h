#pragma once

#include "engine/core/day.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <span>
#include <variant>
#include <vector>

namespace merch
{

/// A number as a file shows it: exact, so that no format rounds what another does not.
struct Decimal {
    std::int64_t value = 0; ///< in 10^-digits
    int digits = 0;
    int least = 0; ///< digits shown even where they are zero

    double toDouble() const;
    QString text() const; ///< "12.50", `.` whatever the locale
    bool operator==(const Decimal&) const = default;
};

/// `value` rounded half away from zero to `digits`; trailing zeros are not shown.
Decimal decimalOf(double value, int digits);

struct DateCell {
    Day day = 0;
    bool operator==(const DateCell&) const = default;
};

/// "2024-03-31".
QString isoDay(Day day);

/// Empty, a number, a date or a text. A text never becomes a formula, whatever it begins with.
using ExportCell = std::variant<std::monostate, Decimal, DateCell, QString>;

struct ExportColumn {
    enum class Kind : std::uint8_t { Text, Units, Money, Number, Date };
    QString name; ///< heading, as the contract has it
    Kind kind = Kind::Text;
    int digits = 0; ///< Money and Number: digits shown in a spreadsheet
};

/// Takes one row; false = stop.
using RowSink = std::function<bool(std::span<const ExportCell>)>;

} // namespace merch
