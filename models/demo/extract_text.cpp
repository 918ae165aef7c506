#include "models/demo/extract_text.h"

#include <charconv>
#include <cmath>

namespace merch::demo
{

void ExtractText::separate()
{
    if (m_begun)
        m_bytes += ',';
    m_begun = true;
}

ExtractText& ExtractText::text(std::string_view value)
{
    separate();
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
        m_bytes += value;
        return *this;
    }
    m_bytes += '"';
    for (const char c : value) {
        if (c == '"')
            m_bytes += '"';
        m_bytes += c;
    }
    m_bytes += '"';
    return *this;
}

ExtractText& ExtractText::number(std::int64_t value)
{
    separate();
    char buffer[24];
    const auto done = std::to_chars(buffer, buffer + sizeof buffer, value);
    m_bytes.append(buffer, done.ptr);
    return *this;
}

namespace
{

void putTwo(std::string& out, unsigned value)
{
    out += static_cast<char>('0' + value / 10 % 10);
    out += static_cast<char>('0' + value % 10);
}

void putDate(std::string& out, Day day)
{
    const auto date = civil(day);
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
    putTwo(out, year / 100);
    putTwo(out, year);
    out += '-';
    putTwo(out, static_cast<unsigned>(date.month()));
    out += '-';
    putTwo(out, static_cast<unsigned>(date.day()));
}

} // namespace

ExtractText& ExtractText::date(Day day)
{
    separate();
    putDate(m_bytes, day);
    return *this;
}

ExtractText& ExtractText::time(Day day, int second)
{
    separate();
    putDate(m_bytes, day);
    const auto s = static_cast<unsigned>(second);
    m_bytes += 'T';
    putTwo(m_bytes, s / 3600);
    m_bytes += ':';
    putTwo(m_bytes, s / 60 % 60);
    m_bytes += ':';
    putTwo(m_bytes, s % 60);
    return *this;
}

ExtractText& ExtractText::money(std::int64_t pence)
{
    number(pence / 100);
    m_bytes += '.';
    putTwo(m_bytes, static_cast<unsigned>(std::abs(pence % 100)));
    return *this;
}

ExtractText& ExtractText::share(double value, int digits)
{
    separate();
    char buffer[40];
    const auto done = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits);
    m_bytes.append(buffer, done.ptr);
    return *this;
}

void ExtractText::end()
{
    m_bytes += '\n';
    ++m_rows;
    m_begun = false;
}

void ExtractText::clear()
{
    m_bytes.clear();
    m_rows = 0;
    m_begun = false;
}

ExtractFile::ExtractFile(const QString& folder, const char* name, std::string_view headings)
    : m_file(folder + QLatin1Char('/') + QString::fromLatin1(name))
    , m_headings(headings)
{
}

Outcome ExtractFile::open()
{
    if (!m_file.open(QIODevice::WriteOnly))
        return failure();
    m_file.write(m_headings.data(), static_cast<qint64>(m_headings.size()));
    m_file.write("\n", 1);
    return success();
}

void ExtractFile::write(const ExtractText& rows)
{
    m_file.write(rows.bytes().data(), static_cast<qint64>(rows.bytes().size()));
    m_rows += rows.rows();
}

Outcome ExtractFile::commit()
{
    if (!m_file.commit())
        return failure();
    return success();
}

Error ExtractFile::failure() const
{
    return {
        ErrorCode::Storage,
        m_file.fileName().toStdString() + " could not be written: " + m_file.errorString().toStdString() +
            ".",
        "Choose a folder that can be written and has room.",
        {}};
}

} // namespace merch::demo
