#include "models/import/delimited_reader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace merch
{

namespace
{

constexpr std::size_t kBlock = 8U << 20;
constexpr std::size_t kPad = 64; ///< readable bytes after the text, so that wide loads need no bound

/// Bits of the 16 bytes at p that can end a field or change how it is read.
inline unsigned specials(const char* p, char delimiter)
{
#if defined(__SSE2__)
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i hit = _mm_or_si128(
        _mm_or_si128(
            _mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter)), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))),
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))));
    return static_cast<unsigned>(_mm_movemask_epi8(hit));
#else
    unsigned mask = 0;
    for (unsigned i = 0; i < 16; ++i)
        if (p[i] == delimiter || p[i] == '\n' || p[i] == '\r' || p[i] == '"')
            mask |= 1U << i;
    return mask;
#endif
}

/// Length of the UTF-8 sequence at p, 0 where there is none; `left` bytes are there. -1: cut at the end.
int sequenceAt(const unsigned char* p, std::size_t left)
{
    const unsigned char c = p[0];
    const int n = c < 0x80                   ? 1
                  : (c >= 0xC2 && c <= 0xDF) ? 2
                  : (c >= 0xE0 && c <= 0xEF) ? 3
                  : (c >= 0xF0 && c <= 0xF4) ? 4
                                             : 0;
    if (n < 2)
        return n;
    for (int i = 1; i < n; ++i) {
        if (static_cast<std::size_t>(i) >= left)
            return -1;
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    }
    if ((c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) || (c == 0xF0 && p[1] < 0x90) ||
        (c == 0xF4 && p[1] > 0x8F))
        return 0;
    return n;
}

/// First byte above 127 or NUL, or the end.
const char* plainUntil(const char* p, const char* end)
{
#if defined(__SSE2__)
    const __m128i zero = _mm_setzero_si128();
    for (; end - p >= 16; p += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        const int hit = _mm_movemask_epi8(bytes) | _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, zero));
        if (hit != 0)
            return p + std::countr_zero(static_cast<unsigned>(hit));
    }
#endif
    while (p < end && static_cast<unsigned char>(*p) < 0x80 && *p != '\0')
        ++p;
    return p;
}

void appendUtf8(char*& to, std::uint32_t code)
{
    if (code < 0x80) {
        *to++ = static_cast<char>(code);
    } else if (code < 0x800) {
        *to++ = static_cast<char>(0xC0 | (code >> 6));
        *to++ = static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *to++ = static_cast<char>(0xE0 | (code >> 12));
        *to++ = static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        *to++ = static_cast<char>(0x80 | (code & 0x3F));
    } else {
        *to++ = static_cast<char>(0xF0 | (code >> 18));
        *to++ = static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        *to++ = static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        *to++ = static_cast<char>(0x80 | (code & 0x3F));
    }
}

// Windows-1252, 0x80..0x9F; 0 = not assigned.
constexpr std::array<std::uint16_t, 32> kWindows{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::int64_t linesIn(const char* begin, const char* end)
{
    std::int64_t lines = 0;
    for (const char* p = begin; p < end; ++p)
        lines += *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] != '\n'));
    return lines;
}

} // namespace

const char* encodingName(Encoding encoding)
{
    switch (encoding) {
    case Encoding::Ascii:
    case Encoding::Utf8:
        return "UTF-8";
    case Encoding::Utf16Le:
        return "UTF-16LE";
    case Encoding::Utf16Be:
        return "UTF-16BE";
    case Encoding::Latin1:
        return "Latin-1";
    case Encoding::Windows1252:
        return "Windows-1252";
    }
    return "UTF-8";
}

bool isUtf8(std::string_view text, bool open)
{
    const char* p = text.data();
    const char* const end = p + text.size();
    for (;;) {
        p = plainUntil(p, end);
        if (p == end)
            return true;
        const int n =
            sequenceAt(reinterpret_cast<const unsigned char*>(p), static_cast<std::size_t>(end - p));
        if (n == -1)
            return open;
        if (n < 2)
            return false;
        p += n;
    }
}

TextReader::TextReader(std::unique_ptr<ByteSource> source, std::optional<Encoding> asked)
    : m_source(std::move(source))
    , m_asked(asked)
{
}

double TextReader::share() const
{
    return m_source->size() == 0
               ? 1.0
               : static_cast<double>(m_source->position()) / static_cast<double>(m_source->size());
}

void TextReader::settle(std::string_view block)
{
    std::size_t whole = 0, broken = 0;
    bool windows = false;
    for (std::size_t i = 0; i < block.size();) {
        const auto* p = reinterpret_cast<const unsigned char*>(block.data() + i);
        const int n = sequenceAt(p, block.size() - i);
        whole += n >= 2;
        broken += n == 0;
        windows = windows || (n == 0 && *p >= 0x80 && *p < 0xA0);
        i += static_cast<std::size_t>(std::max(n, 1));
    }
    m_encoding = broken * 4 <= whole ? Encoding::Utf8 : windows ? Encoding::Windows1252 : Encoding::Latin1;
    m_single = m_encoding != Encoding::Utf8;
}

std::size_t TextReader::read(char* to, std::size_t n)
{
    if (m_single || m_encoding == Encoding::Utf16Le || m_encoding == Encoding::Utf16Be)
        return convert(to, n);

    std::size_t got = m_raw.size();
    std::memcpy(to, m_raw.data(), got);
    m_raw.clear();
    std::size_t more = 0;
    while (got < n && (more = m_source->read(to + got, n - got)) > 0)
        got += more;
    std::string_view block(to, got);
    if (!m_begun) {
        m_begun = true;
        std::size_t skip = 0;
        if (block.starts_with("\xEF\xBB\xBF")) {
            m_encoding = Encoding::Utf8;
            skip = 3;
        } else if (block.starts_with("\xFF\xFE") || block.starts_with("\xFE\xFF")) {
            m_encoding = block[0] == '\xFF' ? Encoding::Utf16Le : Encoding::Utf16Be;
            skip = 2;
        } else {
            const std::string_view head = block.substr(0, 4096);
            std::array<std::size_t, 2> zeros{};
            std::size_t controls = 0;
            for (std::size_t i = 0; i < head.size(); ++i) {
                const auto c = static_cast<unsigned char>(head[i]);
                zeros[i % 2] += c == 0;
                controls += c != 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
            }
            if (zeros[1] * 3 > head.size() && zeros[0] * 20 < head.size())
                m_encoding = Encoding::Utf16Le;
            else if (zeros[0] * 3 > head.size() && zeros[1] * 20 < head.size())
                m_encoding = Encoding::Utf16Be;
            else if (
                zeros[0] + zeros[1] > 0 || controls * 50 > head.size() || head.starts_with("%PDF") ||
                head.starts_with("\x89PNG"))
                throw ReadError("it holds binary data, not a table of text");
        }
        if (m_asked) {
            m_encoding = *m_asked;
            m_single = m_encoding == Encoding::Latin1 || m_encoding == Encoding::Windows1252;
            if (m_single) {
                m_raw.assign(block);
                return convert(to, n);
            }
        }
        if (skip > 0) {
            std::memmove(to, to + skip, got - skip);
            got -= skip;
            block = {to, got};
        }
        if (m_encoding == Encoding::Utf16Le || m_encoding == Encoding::Utf16Be) {
            m_raw.assign(block);
            return convert(to, n);
        }
    }
    const char* const end = to + got;
    const char* p = plainUntil(to, end);
    if (p == end)
        return got;
    if (m_encoding == Encoding::Ascii && static_cast<unsigned char>(*p) >= 0x80) {
        settle({p, static_cast<std::size_t>(end - p)});
        if (m_single) {
            m_raw.assign(block);
            return convert(to, n);
        }
    }
    while (p < end) {
        const int length =
            sequenceAt(reinterpret_cast<const unsigned char*>(p), static_cast<std::size_t>(end - p));
        if (length == -1 && got == n) { // the rest comes with the next block
            m_raw.assign(p, end);
            return static_cast<std::size_t>(p - to);
        }
        m_bad = m_bad || length < 1 || *p == '\0';
        p = plainUntil(p + std::max(length, 1), end);
    }
    return got;
}

std::size_t TextReader::convert(char* to, std::size_t n)
{
    char* out = to;
    const char* const room = to + n - 8;
    while (out < room) {
        if (m_raw.size() - m_rawAt < 4) {
            m_raw.erase(0, m_rawAt);
            m_rawAt = 0;
            const std::size_t had = m_raw.size();
            m_raw.resize(had + (1U << 20));
            m_raw.resize(had + m_source->read(m_raw.data() + had, 1U << 20));
            if (m_raw.empty())
                break;
        }
        const auto* p = reinterpret_cast<const unsigned char*>(m_raw.data() + m_rawAt);
        if (m_single) {
            const unsigned char c = *p;
            ++m_rawAt;
            const std::uint32_t code =
                m_encoding == Encoding::Windows1252 && c >= 0x80 && c < 0xA0 ? kWindows[c - 0x80] : c;
            if (code == 0) {
                *out++ = '\xFF';
                m_bad = true;
            } else {
                appendUtf8(out, code);
            }
            continue;
        }
        if (m_raw.size() - m_rawAt < 2)
            throw ReadError("it is cut off: UTF-16 ends inside a character");
        const auto unit = [&](int i) {
            return m_encoding == Encoding::Utf16Le ? static_cast<std::uint32_t>(p[i] | (p[i + 1] << 8))
                                                   : static_cast<std::uint32_t>((p[i] << 8) | p[i + 1]);
        };
        std::uint32_t code = unit(0);
        m_rawAt += 2;
        if (code >= 0xD800 && code < 0xDC00 && m_raw.size() - m_rawAt >= 2 && unit(2) >= 0xDC00 &&
            unit(2) < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (unit(2) - 0xDC00);
            m_rawAt += 2;
        } else if ((code >= 0xD800 && code < 0xE000) || code == 0) {
            *out++ = '\xFF';
            m_bad = true;
            continue;
        }
        appendUtf8(out, code);
    }
    return static_cast<std::size_t>(out - to);
}

DelimitedReader::DelimitedReader(
    std::unique_ptr<ByteSource> source, const Dialect& dialect, std::optional<Encoding> encoding)
    : m_text(std::move(source), encoding)
    , m_dialect(dialect)
{
    m_buffer.resize(kBlock + kPad);
    m_at = m_end = m_buffer.data();
}

DelimitedReader::~DelimitedReader() = default;

/// Brings more text behind what is not yet consumed. False at the end of the input.
bool DelimitedReader::fill()
{
    if (m_eof)
        return false;
    const auto left = static_cast<std::size_t>(m_end - m_at);
    if (left + kBlock / 2 + kPad > m_buffer.size()) {
        std::string larger(m_buffer.size() * 2, '\0');
        std::memcpy(larger.data(), m_at, left);
        m_buffer.swap(larger);
    } else {
        std::memmove(m_buffer.data(), m_at, left);
    }
    m_at = m_buffer.data();
    const std::size_t got = m_text.read(m_buffer.data() + left, m_buffer.size() - kPad - left);
    m_end = m_at + left + got;
    std::memset(m_buffer.data() + left + got, 0, kPad);
    m_eof = got == 0;
    return got > 0;
}

const char* DelimitedReader::lineEnd(const char* begin, const char* end) const
{
    const char* p = begin;
    while (p < end && *p != '\n' && !(m_dialect.bareCr && *p == '\r'))
        ++p;
    return p;
}

DelimitedReader::Scan DelimitedReader::splitBlanks(Record& record, const char* begin, const char*& after)
{
    const char* stop = lineEnd(begin, m_end);
    if (stop == m_end && !m_eof)
        return Scan::NeedMore;
    const char* const textEnd = stop > begin && stop[-1] == '\r' ? stop - 1 : stop;
    for (const char* p = begin; p < textEnd;) {
        while (p < textEnd && *p == ' ')
            ++p;
        const char* start = p;
        while (p < textEnd && *p != ' ')
            ++p;
        if (p > start)
            record.fields.emplace_back(start, static_cast<std::size_t>(p - start));
    }
    record.raw = {begin, static_cast<std::size_t>(textEnd - begin)};
    after = stop < m_end ? stop + 1 : stop;
    return Scan::Done;
}

DelimitedReader::Scan
DelimitedReader::split(Record& record, const char* begin, const char*& after, std::int64_t& lines)
{
    const char delimiter = m_dialect.delimiter;
    const char* field = begin;
    const char* block = begin;
    unsigned mask = specials(block, delimiter);
    for (;;) {
        while (mask == 0) {
            block += 16;
            if (block >= m_end)
                break;
            mask = specials(block, delimiter);
        }
        const char* p = mask == 0 ? m_end : block + std::countr_zero(mask);
        if (p >= m_end) {
            if (!m_eof)
                return Scan::NeedMore;
            record.fields.emplace_back(field, static_cast<std::size_t>(m_end - field));
            record.raw = {begin, static_cast<std::size_t>(m_end - begin)};
            after = m_end;
            return Scan::Done;
        }
        mask &= mask - 1;
        const char c = *p;
        if (c == delimiter) {
            record.fields.emplace_back(field, static_cast<std::size_t>(p - field));
            field = p + 1;
            continue;
        }
        if (c == '\r') {
            if (p + 1 == m_end && !m_eof)
                return Scan::NeedMore;
            if (!m_dialect.bareCr && !(p + 1 < m_end && p[1] == '\n'))
                continue; // text
            record.fields.emplace_back(field, static_cast<std::size_t>(p - field));
            record.raw = {begin, static_cast<std::size_t>(p - begin)};
            after = p + 1 < m_end && p[1] == '\n' ? p + 2 : p + 1;
            return Scan::Done;
        }
        if (c == '\n') {
            record.fields.emplace_back(field, static_cast<std::size_t>(p - field));
            record.raw = {begin, static_cast<std::size_t>(p - begin)};
            after = p + 1;
            return Scan::Done;
        }
        if (p != field)
            continue; // a quote inside an unquoted field is text

        const char* close = p + 1;
        bool doubled = false;
        for (;;) {
            close =
                static_cast<const char*>(std::memchr(close, '"', static_cast<std::size_t>(m_end - close)));
            if (!close || (close + 1 == m_end && !m_eof)) {
                if (!m_eof && static_cast<std::size_t>(m_end - begin) < kMostRecord)
                    return Scan::NeedMore;
                if (!close) {
                    m_why = "a quoted field is never closed";
                    return Scan::Broken;
                }
            }
            if (close + 1 < m_end && close[1] == '"') {
                doubled = true;
                close += 2;
                continue;
            }
            break;
        }
        lines += linesIn(p + 1, close);
        std::string_view text(p + 1, static_cast<std::size_t>(close - p - 1));
        if (doubled) {
            if (m_unquotedUsed == m_unquoted.size())
                m_unquoted.emplace_back();
            std::string& plain = m_unquoted[m_unquotedUsed++];
            plain.clear();
            for (std::size_t i = 0; i < text.size(); ++i) {
                plain += text[i];
                i += text[i] == '"';
            }
            text = plain;
        }
        const char* next = close + 1;
        if (next == m_end) { // only at the end of the input
            record.fields.push_back(text);
            record.raw = {begin, static_cast<std::size_t>(m_end - begin)};
            after = m_end;
            return Scan::Done;
        }
        if (*next == '\r' && next + 1 == m_end && !m_eof)
            return Scan::NeedMore;
        if (*next == delimiter) {
            record.fields.push_back(text);
            field = next + 1;
            block = field;
            mask = specials(block, delimiter);
            continue;
        }
        if (*next == '\n' || *next == '\r') {
            record.fields.push_back(text);
            record.raw = {begin, static_cast<std::size_t>(next - begin)};
            after = *next == '\r' && next + 1 < m_end && next[1] == '\n' ? next + 2 : next + 1;
            return Scan::Done;
        }
        m_why = "a quote closes in the middle of a field";
        return Scan::Broken;
    }
}

bool DelimitedReader::next(Record& record)
{
    for (;;) {
        if (m_at == m_end && !fill())
            return false;
        record.fields.clear();
        record.fault = Record::Fault::None;
        m_unquotedUsed = 0;
        const char* after = nullptr;
        std::int64_t lines = 1;
        const Scan scan =
            m_dialect.delimiter == ' ' ? splitBlanks(record, m_at, after) : split(record, m_at, after, lines);
        if (scan == Scan::NeedMore) {
            const auto held = static_cast<std::size_t>(m_end - m_at);
            if (held > kMostRecord && lineEnd(m_at, m_end) == m_end)
                throw ReadError(
                    "line " + std::to_string(m_line) + " is longer than " +
                    std::to_string(kMostRecord >> 20) + " MB: this is not a table");
            fill();
            continue;
        }
        record.line = m_line;
        if (scan == Scan::Broken) {
            const char* const stop = lineEnd(m_at, m_end);
            m_cut = m_cut || (stop == m_end && m_eof);
            const char* const textEnd = stop > m_at && stop[-1] == '\r' ? stop - 1 : stop;
            record.fields.clear();
            record.raw = {m_at, static_cast<std::size_t>(textEnd - m_at)};
            record.fault = Record::Fault::Unsplittable;
            record.why = m_why;
            after = stop < m_end ? stop + 1 : stop;
            lines = 1;
        } else if (record.fields.size() > kMostFields) {
            throw ReadError(
                "line " + std::to_string(m_line) + " has " + std::to_string(record.fields.size()) +
                " columns; more than " + std::to_string(kMostFields) + " are not read");
        } else if (after == m_end && m_eof && after > m_at && after[-1] != '\n' && after[-1] != '\r') {
            m_cut = m_cut || (m_usual > 1 && record.fields.size() < m_usual);
        }
        m_line += lines;
        m_at = after;
        if (record.raw.empty() && record.fault == Record::Fault::None)
            continue; // a blank line
        m_usual = record.fields.size();
        if (m_text.sawBadByte() && record.fault == Record::Fault::None && !isUtf8(record.raw)) {
            record.fault = Record::Fault::BadByte;
            record.why = std::string("a byte that is not ") + encodingName(m_text.encoding());
        }
        return true;
    }
}

Dialect guessDialect(std::string_view sample)
{
    Dialect dialect;
    // Record ends outside quotes; a file without any LF ends its records with CR.
    dialect.bareCr =
        sample.find('\n') == std::string_view::npos && sample.find('\r') != std::string_view::npos;

    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < sample.size() && lines.size() < 200; ++i) {
        const char c = sample[i];
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '\n' || (dialect.bareCr && c == '\r'))) {
            if (i > begin)
                lines.push_back(sample.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    if (begin < sample.size() && lines.empty())
        lines.push_back(sample.substr(begin));

    // The delimiter that splits most lines into the same number of fields, and into more than one.
    double best = 0.0;
    for (const char candidate : {',', ';', '\t', '|', ' '}) {
        std::vector<std::size_t> counts;
        for (const std::string_view line : lines) {
            std::size_t fields = 1;
            bool inside = false;
            for (std::size_t i = 0; i < line.size(); ++i) {
                if (line[i] == '"')
                    inside = !inside;
                else if (
                    !inside && line[i] == candidate && !(candidate == ' ' && (i == 0 || line[i - 1] == ' ')))
                    ++fields;
            }
            if (candidate == ' ' && !line.empty() && line.front() == ' ')
                --fields; // a margin is no column
            counts.push_back(fields);
        }
        if (counts.empty())
            continue;
        std::vector<std::size_t> sorted = counts;
        // Title lines above a short table must not outvote it: what follows them has to agree.
        const auto table =
            std::find_if(counts.begin(), counts.end(), [](std::size_t fields) { return fields > 1; });
        if (counts.end() - table >= 2 && *table > 2 &&
            std::all_of(table, counts.end(), [&table](std::size_t fields) { return fields == *table; }))
            sorted.assign(table, counts.end());
        std::sort(sorted.begin(), sorted.end());
        const std::size_t usual = sorted[sorted.size() / 2];
        if (usual < 2)
            continue;
        const auto agreeing = static_cast<double>(std::count(counts.begin(), counts.end(), usual));
        double score = agreeing / static_cast<double>(counts.size()) *
                       (1.0 + 0.01 * static_cast<double>(std::min<std::size_t>(usual, 50)));
        if (candidate == ' ')
            score *= agreeing == static_cast<double>(counts.size()) ? 0.5 : 0.0; // prose has blanks too
        if (candidate == ',' || candidate == '\t')
            score *= 1.001; // where two fit equally well
        if (score > best) {
            best = score;
            dialect.delimiter = candidate;
        }
    }
    return dialect;
}

} // namespace merch
