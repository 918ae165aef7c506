#include "models/export/table_file.h"

#include "models/export/formula_guard.h"
#include "models/export/xlsx_file.h"

#include <QCoreApplication>
#include <QFile>

#include <optional>

namespace merch
{
namespace
{

constexpr qsizetype kBufferBytes = 1 << 16;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ExportService)
};

QString jsonText(const QString& text)
{
    QString out = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\') {
            out += u'\\';
            out += c;
        } else if (c.unicode() < 0x20) {
            out += QStringLiteral("\\u%1").arg(static_cast<uint>(c.unicode()), 4, 16, QLatin1Char('0'));
        } else {
            out += c;
        }
    }
    return out + u'"';
}

QString csvCell(const ExportCell& cell)
{
    if (const auto* number = std::get_if<Decimal>(&cell))
        return number->text();
    if (const auto* date = std::get_if<DateCell>(&cell))
        return isoDay(date->day);
    if (const auto* text = std::get_if<QString>(&cell))
        return csvText(*text);
    return {};
}

QString jsonCell(const ExportCell& cell)
{
    if (const auto* number = std::get_if<Decimal>(&cell))
        return number->text();
    if (const auto* date = std::get_if<DateCell>(&cell))
        return u'"' + isoDay(date->day) + u'"';
    if (const auto* text = std::get_if<QString>(&cell))
        return jsonText(*text);
    return QStringLiteral("null");
}

bool wouldRun(const ExportCell& cell)
{
    const auto* text = std::get_if<QString>(&cell);
    return text && runsAsFormula(*text);
}

Error unguardable(const ExportTable& table, const QString& column, const QString& text)
{
    return {
        ErrorCode::InvalidInput,
        Texts::tr(
            "%1 “%2” would run as a formula where the file is opened in a spreadsheet, and %3 takes the "
            "apostrophe that prevents it for a part of the value.")
            .arg(column, text, table.name)
            .toStdString(),
        Texts::tr("Export as xlsx or json, or leave that line out.").toStdString(),
        {}};
}

/// Text, buffered; after a failure nothing more is written.
class TextFile
{
public:
    explicit TextFile(const QString& path)
        : m_file(path)
    {
        m_good = m_file.open(QIODevice::WriteOnly | QIODevice::Truncate);
    }
    bool write(const QString& text)
    {
        m_buffer += text.toUtf8();
        return m_buffer.size() < kBufferBytes ? m_good : flush();
    }
    bool flush()
    {
        m_good = m_good && m_file.write(m_buffer) == m_buffer.size() && m_file.flush();
        m_buffer.clear();
        return m_good;
    }
    QString reason() const { return m_file.errorString(); }

private:
    QFile m_file;
    QByteArray m_buffer;
    bool m_good = false;
};

Result<std::int64_t> writeText(const ExportTable& table, const QString& path, bool json)
{
    TextFile file(path);
    QStringList keys;
    for (const ExportColumn& column : table.columns)
        keys << (json ? jsonText(column.name) + u':' : csvText(column.name));
    std::int64_t rows = 0;
    std::optional<Error> runs;
    bool good = file.write(json ? QStringLiteral("[") : keys.join(u',') + u'\n');
    const Outcome read = table.rows([&](std::span<const ExportCell> cells) {
        QString line = !json ? QString() : rows > 0 ? QStringLiteral(",\n{") : QStringLiteral("\n{");
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0)
                line += u',';
            if (!json && table.apostropheCounts && wouldRun(cells[i])) {
                runs = unguardable(table, table.columns[i].name, std::get<QString>(cells[i]));
                return false;
            }
            line += json ? keys[static_cast<qsizetype>(i)] + jsonCell(cells[i]) : csvCell(cells[i]);
        }
        line += json ? u'}' : u'\n';
        ++rows;
        good = file.write(line);
        return good;
    });
    if (!read)
        return read.error();
    if (runs)
        return *runs;
    if (json)
        good = file.write(QStringLiteral("\n]\n"));
    if (!good || !file.flush())
        return Error{
            ErrorCode::Storage,
            Texts::tr("%1 cannot be written: %2.").arg(path, file.reason()).toStdString(),
            Texts::tr("Make room or choose another place.").toStdString(),
            {}};
    return rows;
}

} // namespace

QString csvText(const QString& text)
{
    QString out = guarded(text);
    bool quote = out.startsWith(u' ') || out.endsWith(u' ');
    for (const QChar c : {u',', u'"', u'\n', u'\r', u';', u'\t'})
        quote = quote || out.contains(c);
    if (!quote)
        return out;
    return u'"' + out.replace(u'"', QLatin1String("\"\"")) + u'"';
}

Result<std::int64_t> writeTable(const ExportTable& table, TableFormat format, const QString& path)
{
    if (format == TableFormat::Xlsx)
        return writeXlsx(table, path);
    return writeText(table, path, format == TableFormat::Json);
}

} // namespace merch
