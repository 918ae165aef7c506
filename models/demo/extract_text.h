#pragma once

#include "engine/core/day.h"
#include "engine/core/result.h"

#include <QSaveFile>
#include <QString>

#include <cstdint>
#include <string>
#include <string_view>

namespace merch::demo
{

/// Rows of CSV being put together. A blank field is added by text("").
class ExtractText
{
public:
    ExtractText& text(std::string_view value);
    ExtractText& number(std::int64_t value);
    ExtractText& date(Day day);
    ExtractText& time(Day day, int second); ///< "2024-03-31T14:05:00"
    ExtractText& money(std::int64_t pence); ///< "12.99"
    ExtractText& share(double value, int digits);
    void end(); ///< of the row

    const std::string& bytes() const { return m_bytes; }
    std::int64_t rows() const { return m_rows; }
    void clear();

private:
    void separate();
    std::string m_bytes;
    std::int64_t m_rows = 0;
    bool m_begun = false;
};

/// A file that appears under its name only when it is whole.
class ExtractFile
{
public:
    ExtractFile(const QString& folder, const char* name, std::string_view headings);
    Outcome open();
    /// Appends rows. A failure shows in commit().
    void write(const ExtractText& rows);
    Outcome commit();

    std::int64_t rows() const { return m_rows; }
    /// Line on which the next row will stand.
    std::int64_t nextLine() const { return m_rows + 2; }
    QString path() const { return m_file.fileName(); }

private:
    Error failure() const;
    QSaveFile m_file;
    std::string m_headings;
    std::int64_t m_rows = 0;
};

} // namespace merch::demo
