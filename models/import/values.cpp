#include "models/import/values.h"

#include "engine/core/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstring>

namespace merch
{

namespace
{

__extension__ typedef unsigned __int128 Wide; // sums of up to thirty digits

constexpr std::string_view kBlank = " \t\r\n\v\f";

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes a prefix off and tells whether it was there.
bool take(std::string_view& text, std::string_view prefix)
{
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool takeBack(std::string_view& text, std::string_view suffix)
{
    if (!text.ends_with(suffix))
        return false;
    text.remove_suffix(suffix.size());
    return true;
}

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};

/// A number as digits with its sign and power of ten; what readScaled and readReal share.
struct Plain {
    bool negative = false;
    bool percent = false;
    char digits[48] = {};
    int count = 0;
    int exponent = 0; ///< power of ten of the last digit
};

bool readPlain(std::string_view text, const NumberStyle& style, Plain& out)
{
    text = trimmed(text);
    if (takeBack(text, "%")) {
        out.percent = true;
        text = trimmed(text);
    }
    if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
        out.negative = true;
        text = trimmed(text.substr(1, text.size() - 2));
    }
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view sign :
             {"\xC2\xA3", "\xE2\x82\xAC", "$", "\xC2\xA5", "GBP", "EUR", "USD"}) {
            if (take(text, sign) || takeBack(text, sign)) {
                text = trimmed(text);
                again = true;
            }
        }
        if (take(text, "-") || take(text, "\xE2\x88\x92")) {
            out.negative = !out.negative;
            text = trimmed(text);
            again = true;
        } else if (take(text, "+")) {
            again = true;
        }
    }
    if (takeBack(text, "-"))
        out.negative = !out.negative;
    if (text.empty())
        return false;
    bool decimals = false, any = false;
    int sinceGroup = -1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isDigit(c)) {
            any = true;
            if (sinceGroup >= 0 && !decimals)
                ++sinceGroup;
            if (out.count > 0 || c != '0') {
                if (out.count < 40)
                    out.digits[out.count++] = c;
                else if (!decimals)
                    return false;
                else
                    continue;
            }
            if (decimals)
                --out.exponent;
        } else if (c == style.decimal && !decimals) {
            if (sinceGroup >= 0 && sinceGroup != 3)
                return false;
            decimals = true;
        } else if (
            style.group != '\0' && !decimals && any &&
            (c == style.group ||
             (style.group == ' ' &&
              (static_cast<unsigned char>(c) == 0xC2 || static_cast<unsigned char>(c) == 0xA0 ||
               static_cast<unsigned char>(c) == 0xE2 || static_cast<unsigned char>(c) == 0x80 ||
               static_cast<unsigned char>(c) == 0xAF)))) {
            if (sinceGroup > 0 && sinceGroup != 3)
                return false;
            sinceGroup = 0;
        } else if ((c == 'e' || c == 'E') && any) {
            int power = 0;
            std::string_view rest = text.substr(i + 1);
            take(rest, "+");
            const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), power);
            if (error != std::errc() || end != rest.data() + rest.size() || std::abs(power) > 300)
                return false;
            out.exponent += power;
            return true;
        } else {
            return false;
        }
    }
    return any && (sinceGroup < 0 || decimals || sinceGroup == 3);
}

bool readInteger(std::string_view text, int& value)
{
    if (text.empty() || !std::all_of(text.begin(), text.end(), isDigit))
        return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

bool makeDay(int year, int month, int day, Day& out)
{
    const std::chrono::year_month_day ymd{
        std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}};
    if (month < 1 || day < 1 || !ymd.ok() || year < 1900 || year > 2200)
        return false;
    out = static_cast<Day>(std::chrono::sys_days{ymd}.time_since_epoch().count());
    return true;
}

int fullYear(int year, std::size_t digits)
{
    return digits > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

int monthNamed(std::string_view word)
{
    if (word.size() < 3)
        return 0;
    const std::string low = asciiLower(std::string(word.substr(0, 3)));
    const auto at = std::find(kMonths.begin(), kMonths.end(), low);
    return at == kMonths.end() ? 0 : static_cast<int>(at - kMonths.begin()) + 1;
}

/// "08:26", "08:26:05.123", "8:26 PM", with a zone behind it.
bool readTime(std::string_view text, Moment& moment)
{
    text = trimmed(text);
    if (text.empty())
        return true;
    bool afternoon = false, morning = false;
    for (const std::string_view zone : {"Z", "UTC", "GMT", "BST", "CET", "CEST", "EST", "EDT", "PST", "PDT"})
        takeBack(text, zone);
    text = trimmed(text);
    if (takeBack(text, "PM") || takeBack(text, "pm"))
        afternoon = true;
    else if (takeBack(text, "AM") || takeBack(text, "am"))
        morning = true;
    text = trimmed(text);
    if (const std::size_t zone = text.find_first_of("+-"); zone != std::string_view::npos)
        text = trimmed(text.substr(0, zone));
    int parts[3] = {0, 0, 0}, count = 0;
    while (!text.empty() && count < 3) {
        const std::size_t end = text.find(':');
        std::string_view part = text.substr(0, end);
        if (const std::size_t dot = part.find_first_of(".,"); dot != std::string_view::npos)
            part = part.substr(0, dot);
        if (part.size() > 2 || !readInteger(part, parts[count]))
            return false;
        ++count;
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    if (count < 2 || parts[0] > 24 || parts[1] > 59 || parts[2] > 60 || !text.empty())
        return false;
    if (afternoon && parts[0] < 12)
        parts[0] += 12;
    if (morning && parts[0] == 12)
        parts[0] = 0;
    moment.second = parts[0] * 3600 + parts[1] * 60 + parts[2];
    moment.hasTime = true;
    return true;
}

/// Splits "a<sep>b<sep>c rest"; true with three parts of digits (or a word in `word`).
bool threeParts(std::string_view text, std::string_view parts[3], std::string_view& rest)
{
    int count = 0;
    std::size_t at = 0;
    while (count < 3) {
        const std::size_t start = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        if (at == start)
            return false;
        parts[count++] = text.substr(start, at - start);
        if (count < 3) {
            if (at >= text.size() || !std::strchr("/.- ", text[at]))
                return false;
            ++at;
        }
    }
    rest = text.substr(at);
    return rest.empty() || rest.front() == ' ' || rest.front() == 'T' || rest.front() == ',';
}

bool readTail(std::string_view rest, Moment& moment)
{
    if (!rest.empty())
        rest.remove_prefix(1);
    return readTime(rest, moment);
}

} // namespace

std::string_view textCell(std::string_view cell)
{
    const std::string_view text = trimmed(cell);
    if (text.size() < 2 || text.front() != '\'')
        return text;
    const std::string_view inner = text.substr(1);
    for (const std::string_view sign :
         {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"})
        if (inner.starts_with(sign))
            return trimmed(inner);
    return text;
}

std::string_view trimmed(std::string_view text)
{
    const auto plain = [](char c) { return c > ' ' && c < 0x7F; };
    if (text.empty() || (plain(text.front()) && plain(text.back())))
        return text;
    for (bool again = true; again;) {
        const std::size_t first = text.find_first_not_of(kBlank);
        text = first == std::string_view::npos ? std::string_view() : text.substr(first);
        const std::size_t last = text.find_last_not_of(kBlank);
        text = last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
        again = take(text, "\xC2\xA0") || takeBack(text, "\xC2\xA0"); // no-break blank
    }
    return text;
}

bool readScaled(std::string_view text, const NumberStyle& style, int digits, std::int64_t& value, bool* exact)
{
    // The usual case first: plain digits, with a decimal point or without.
    if (!text.empty() && text.size() <= 15) {
        std::int64_t plain = 0;
        int after = -1; // digits behind the point
        bool simple = true;
        for (const char c : text) {
            if (isDigit(c)) {
                plain = plain * 10 + (c - '0');
                after += after >= 0;
            } else if (c == style.decimal && after < 0) {
                after = 0;
            } else {
                simple = false;
                break;
            }
        }
        const int places = after < 0 ? 0 : after;
        if (simple && places <= digits && static_cast<int>(text.size()) > (after >= 0 ? 1 : 0)) {
            static constexpr std::int64_t kPower[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000};
            if (digits - places <= 6 && plain <= 9'000'000'000'000LL) {
                value = plain * kPower[digits - places];
                if (exact)
                    *exact = true;
                return true;
            }
        }
    }
    Plain number;
    if (!readPlain(text, style, number))
        return false;
    int shift = number.exponent + digits - (number.percent ? 2 : 0);
    Wide whole = 0;
    bool sure = true;
    const int keep = shift < 0 ? number.count + shift : number.count;
    if (keep > 30 || (shift > 0 && number.count + shift > 30 && number.count > 0))
        return false;
    for (int i = 0; i < std::max(0, keep); ++i)
        whole = whole * 10 + static_cast<unsigned>(number.digits[i] - '0');
    if (shift < 0 && number.count > 0) {
        // Half to even on what is cut off.
        bool above = false, half = false, rest = false;
        if (keep >= 0 && keep < number.count) {
            const char next = number.digits[keep];
            for (int i = keep + 1; i < number.count; ++i)
                rest = rest || number.digits[i] != '0';
            above = next > '5' || (next == '5' && rest);
            half = next == '5' && !rest;
            sure = next == '0' && !rest;
        } else {
            sure = false;
        }
        if (above || (half && (whole & 1) != 0))
            ++whole;
    }
    for (; shift > 0 && number.count > 0; --shift)
        whole *= 10;
    if (whole > 9'200'000'000'000'000'000ULL)
        return false;
    value = static_cast<std::int64_t>(whole);
    if (number.negative)
        value = -value;
    if (exact)
        *exact = sure;
    return true;
}

bool readReal(std::string_view text, const NumberStyle& style, double& value)
{
    Plain number;
    if (!readPlain(text, style, number))
        return false;
    double whole = 0.0;
    if (number.count > 0) {
        char plain[80];
        const int length = std::snprintf(
            plain, sizeof plain, "%.*se%d", number.count, number.digits,
            number.exponent - (number.percent ? 2 : 0));
        if (std::from_chars(plain, plain + length, whole).ec != std::errc())
            return false;
    }
    value = number.negative ? -whole : whole;
    return std::isfinite(value);
}

bool readDate(std::string_view text, DateStyle style, Moment& moment)
{
    text = trimmed(text);
    if (text.empty() || text.size() > 64)
        return false;
    moment = {};
    std::string_view parts[3], rest;
    int a = 0, b = 0, c = 0;
    switch (style) {
    case DateStyle::Iso:
        return threeParts(text, parts, rest) && parts[0].size() == 4 && readInteger(parts[0], a) &&
               readInteger(parts[1], b) && readInteger(parts[2], c) && makeDay(a, b, c, moment.day) &&
               readTail(rest, moment);
    case DateStyle::Dmy:
    case DateStyle::Mdy:
        if (!threeParts(text, parts, rest) || parts[0].size() > 2 || parts[1].size() > 2 ||
            (parts[2].size() != 4 && parts[2].size() != 2))
            return false;
        if (!readInteger(parts[0], a) || !readInteger(parts[1], b) || !readInteger(parts[2], c))
            return false;
        if (style == DateStyle::Mdy)
            std::swap(a, b);
        return makeDay(fullYear(c, parts[2].size()), b, a, moment.day) && readTail(rest, moment);
    case DateStyle::Compact:
        return text.size() == 8 && readInteger(text, a) &&
               makeDay(a / 10000, a / 100 % 100, a % 100, moment.day);
    case DateStyle::NamedMonth: {
        std::string words(text);
        for (char& letter : words)
            letter = std::strchr("-,/.", letter) && letter != '\0' ? ' ' : letter;
        std::vector<std::string_view> pieces;
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t start = words.find_first_not_of(' ', at);
            if (start == std::string::npos)
                break;
            const std::size_t end = std::min(words.find(' ', start), words.size());
            pieces.push_back(std::string_view(words).substr(start, end - start));
            at = end;
        }
        if (pieces.size() < 3)
            return false;
        int day = 0, month = monthNamed(pieces[1]), year = 0;
        std::string_view dayText = pieces[0];
        if (month == 0) {
            month = monthNamed(pieces[0]);
            dayText = pieces[1];
        }
        for (const std::string_view suffix : {"st", "nd", "rd", "th"})
            takeBack(dayText, suffix);
        if (month == 0 || !readInteger(dayText, day) || !readInteger(pieces[2], year) ||
            !makeDay(fullYear(year, pieces[2].size()), month, day, moment.day))
            return false;
        return pieces.size() == 3 || readTime(pieces[3], moment);
    }
    case DateStyle::YearMonth: {
        if (text.size() == 6 && readInteger(text, a))
            return makeDay(a / 100, a % 100, 1, moment.day);
        if (text.size() == 7 && (text[4] == '-' || text[4] == '/' || text[4] == 'M') &&
            readInteger(text.substr(0, 4), a) && readInteger(text.substr(5), b))
            return makeDay(a, b, 1, moment.day);
        if (const int month = monthNamed(text); month != 0) {
            std::string_view year = text.substr(3);
            while (!year.empty() && !isDigit(year.front()))
                year.remove_prefix(1);
            return (year.size() == 2 || year.size() == 4) && readInteger(year, a) &&
                   makeDay(fullYear(a, year.size()), month, 1, moment.day);
        }
        if (text.size() >= 8 && readInteger(text.substr(0, 4), a)) {
            const int month = monthNamed(trimmed(text.substr(4)));
            return month != 0 && makeDay(a, month, 1, moment.day);
        }
        return false;
    }
    case DateStyle::IsoWeek: {
        if (text.size() < 7 || !readInteger(text.substr(0, 4), a))
            return false;
        std::string_view week = text.substr(4);
        while (!week.empty() &&
               (week.front() == '-' || week.front() == ' ' || week.front() == 'W' || week.front() == 'w'))
            week.remove_prefix(1);
        if (!readInteger(week, b) || b < 1 || b > 53 || a < 1900 || a > 2200)
            return false;
        moment.day = startOfWeek(dayOf(a, 1, 4)) + 7 * (b - 1);
        return true;
    }
    case DateStyle::ExcelSerial: {
        double serial = 0.0;
        if (!readReal(text, {}, serial) || serial < 10'000 || serial > 110'000)
            return false;
        moment.day = static_cast<Day>(std::floor(serial)) - 25569;
        const double part = serial - std::floor(serial);
        moment.hasTime = part > 0.0;
        moment.second = static_cast<std::int32_t>(std::lround(part * 86400.0)) % 86400;
        return true;
    }
    case DateStyle::UnixSeconds:
    case DateStyle::UnixMillis:
    case DateStyle::UnixMicros: {
        double seconds = 0.0;
        if (!readReal(text, {}, seconds))
            return false;
        seconds /= style == DateStyle::UnixMillis ? 1e3 : style == DateStyle::UnixMicros ? 1e6 : 1.0;
        if (seconds < 1e8 || seconds > 7e9)
            return false;
        moment.day = static_cast<Day>(std::floor(seconds / 86400.0));
        moment.second = static_cast<std::int32_t>(seconds - 86400.0 * moment.day);
        moment.hasTime = true;
        return true;
    }
    }
    return false;
}

const char* dateStyleName(DateStyle style)
{
    switch (style) {
    case DateStyle::Iso:
        return "2010-12-31";
    case DateStyle::Dmy:
        return "31/12/2010";
    case DateStyle::Mdy:
        return "12/31/2010";
    case DateStyle::Compact:
        return "20101231";
    case DateStyle::NamedMonth:
        return "31 Dec 2010";
    case DateStyle::YearMonth:
        return "2010-12";
    case DateStyle::IsoWeek:
        return "2010-W52";
    case DateStyle::ExcelSerial:
        return "Excel day number";
    case DateStyle::UnixSeconds:
        return "Unix seconds";
    case DateStyle::UnixMillis:
        return "Unix milliseconds";
    case DateStyle::UnixMicros:
        return "Unix microseconds";
    }
    return "";
}

void NumberEvidence::add(std::string_view text)
{
    text = trimmed(text);
    if (text.empty())
        return;
    ++m_values;
    std::int64_t scratch = 0;
    const bool dot = readScaled(text, {'.', ','}, 4, scratch);
    const bool comma = readScaled(text, {',', '.'}, 4, scratch);
    const bool blank = readScaled(text, {',', ' '}, 4, scratch) || readScaled(text, {'.', ' '}, 4, scratch);
    const bool quote = !blank && readScaled(text, {'.', '\''}, 4, scratch);
    if (!dot && !comma && !blank && !quote)
        return;
    ++m_numbers;
    const std::size_t dots = static_cast<std::size_t>(std::count(text.begin(), text.end(), '.'));
    const std::size_t commas = static_cast<std::size_t>(std::count(text.begin(), text.end(), ','));
    if (!dot && !comma)
        ++(quote ? m_groupQuote : m_groupBlank);
    if (dots > 0 && commas > 0) {
        if (text.rfind('.') > text.rfind(','))
            ++m_groupComma, ++m_decimalDot;
        else
            ++m_groupDot, ++m_decimalComma;
    } else if (dots > 1) {
        ++m_groupDot;
    } else if (commas > 1) {
        ++m_groupComma;
    } else if (dots == 1) {
        // 1.234 could group thousands; 1.5, 12.3456 and 0.125 could not.
        const std::size_t after = text.size() - text.find('.') - 1;
        if (after == 3 && text.find('.') <= 3 && text.front() != '0' && comma) {
            ++m_openDot;
            if (m_doubtful.empty())
                m_doubtful = text;
        } else {
            ++m_decimalDot;
        }
    } else if (commas == 1) {
        const std::size_t after = text.size() - text.find(',') - 1;
        if (after == 3 && text.find(',') <= 3 && text.front() != '0' && dot) {
            ++m_openComma;
            if (m_doubtful.empty())
                m_doubtful = text;
        } else {
            ++m_decimalComma;
        }
    }
}

std::optional<NumberStyle> NumberEvidence::style() const
{
    NumberStyle made;
    if (dotSurely() && !commaSurely()) {
        made = {'.', m_groupComma + m_openComma > 0 ? ',' : '\0'};
    } else if (commaSurely() && !dotSurely()) {
        made = {',', m_groupDot + m_openDot > 0 ? '.' : '\0'};
    } else if (dotSurely() && commaSurely()) {
        made = m_decimalComma > m_decimalDot ? NumberStyle{',', '.'} : NumberStyle{'.', ','};
    } else if (m_openDot > 0 || m_openComma > 0) {
        return std::nullopt;
    }
    if (m_groupBlank > 0)
        made.group = ' ';
    else if (m_groupQuote > 0)
        made.group = '\'';
    return made;
}

bool NumberEvidence::open() const
{
    return !style().has_value();
}

DateEvidence::DateEvidence()
    : m_read(static_cast<std::size_t>(DateStyle::UnixMicros) + 1, 0)
{
}

void DateEvidence::add(std::string_view text)
{
    text = trimmed(text);
    if (text.empty() || text == m_previous)
        return;
    m_previous = text;
    ++m_values;
    Moment dmy, mdy;
    for (std::size_t s = 0; s < m_read.size(); ++s) {
        Moment moment;
        if (!readDate(text, static_cast<DateStyle>(s), moment))
            continue;
        ++m_read[s];
        if (static_cast<DateStyle>(s) == DateStyle::Dmy)
            dmy = moment;
        if (static_cast<DateStyle>(s) == DateStyle::Mdy)
            mdy = moment;
    }
    if (dmy.day != 0 && mdy.day != 0 && dmy.day != mdy.day) {
        ++m_differing;
        if (m_doubtful.empty())
            m_doubtful = text;
    }
}

std::optional<DateStyle> DateEvidence::style(double share) const
{
    std::size_t best = 0;
    for (std::size_t s = 1; s < m_read.size(); ++s) {
        if (m_read[s] > m_read[best])
            best = s;
    }
    if (m_values == 0 || static_cast<double>(m_read[best]) < share * static_cast<double>(m_values))
        return std::nullopt;
    return static_cast<DateStyle>(best);
}

bool DateEvidence::ambiguous() const
{
    const std::size_t dmy = m_read[static_cast<std::size_t>(DateStyle::Dmy)],
                      mdy = m_read[static_cast<std::size_t>(DateStyle::Mdy)];
    const std::optional<DateStyle> taken = style();
    return taken && (*taken == DateStyle::Dmy || *taken == DateStyle::Mdy) && dmy == mdy && m_differing > 0;
}

} // namespace merch
