#include "models/import/workbook_reader.h"

#include "models/import/byte_source.h"

#include <QDate>
#include <QString>
#include <QXmlStreamReader>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>

namespace merch
{

namespace
{

constexpr std::size_t kMostPart = 64U << 20;   ///< of the small parts: list of sheets, styles
constexpr std::size_t kMostTexts = 512U << 20; ///< of the shared texts, unpacked
constexpr std::size_t kMostCell = 1U << 20;    ///< Excel itself ends at 32,767
constexpr std::size_t kMostColumns = 8192;

std::string utf8(QStringView text)
{
    return text.toUtf8().toStdString();
}

QByteArray part(const std::string& path, const std::string& member)
{
    return QByteArray::fromStdString(readMember(path, member, kMostPart));
}

/// A number as workbooks keep it, with a point in any locale.
double numberOf(const std::string& text)
{
    double number = 0.0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// "BC12" -> 54.
int columnOfCell(QStringView reference)
{
    int column = 0;
    for (const QChar letter : reference) {
        if (letter < QLatin1Char('A') || letter > QLatin1Char('Z'))
            break;
        column = column * 26 + (letter.unicode() - 'A' + 1);
        if (column > 1'000'000)
            break;
    }
    return column - 1;
}

bool isDateFormat(int id, const QString& code)
{
    if ((id >= 14 && id <= 22) || (id >= 45 && id <= 47))
        return true;
    bool quoted = false, bracket = false;
    for (const QChar letter : code) {
        if (letter == QLatin1Char('"'))
            quoted = !quoted;
        else if (letter == QLatin1Char('['))
            bracket = true;
        else if (letter == QLatin1Char(']'))
            bracket = false;
        else if (!quoted && !bracket && QStringLiteral("ymdhsYMDHS").contains(letter))
            return true;
    }
    return false;
}

struct Sheet {
    std::string name, member;
};

void refuseDangers(const std::string& path)
{
    const std::string file = std::filesystem::path(path).filename().string();
    if (hasMember(path, "xl/vbaProject.bin"))
        throw ReadError(file + " holds macros: save it as .xlsx or .csv without them and import that.");
    for (const std::string& name : archiveNames(path)) {
        if (name.rfind("xl/externalLinks/", 0) == 0)
            throw ReadError(
                file + " takes cells from other workbooks: break its links, or save the sheet as .csv, and "
                       "import that.");
    }
}

std::vector<Sheet> readSheets(const std::string& path, bool& from1904)
{
    refuseDangers(path);
    std::map<QString, std::string> targets;
    QXmlStreamReader links(part(path, "xl/_rels/workbook.xml.rels"));
    while (!links.atEnd()) {
        if (links.readNext() == QXmlStreamReader::StartElement &&
            links.name() == QLatin1String("Relationship")) {
            QString target = links.attributes().value(QLatin1String("Target")).toString();
            target = target.startsWith(QLatin1Char('/')) ? target.mid(1) : QStringLiteral("xl/") + target;
            targets[links.attributes().value(QLatin1String("Id")).toString()] = target.toStdString();
        }
    }
    std::vector<Sheet> sheets;
    QXmlStreamReader book(part(path, "xl/workbook.xml"));
    while (!book.atEnd()) {
        if (book.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (book.name() == QLatin1String("workbookPr"))
            from1904 = book.attributes().value(QLatin1String("date1904")) == QLatin1String("1") ||
                       book.attributes().value(QLatin1String("date1904")) == QLatin1String("true");
        if (book.name() == QLatin1String("sheet")) {
            QString id;
            for (const QXmlStreamAttribute& attribute : book.attributes()) {
                if (attribute.name() == QLatin1String("id"))
                    id = attribute.value().toString();
            }
            const auto target = targets.find(id);
            if (target != targets.end() && target->second.find("worksheets/") != std::string::npos)
                sheets.push_back({utf8(book.attributes().value(QLatin1String("name"))), target->second});
        }
    }
    if (book.hasError() || links.hasError() || sheets.empty())
        throw ReadError(
            std::filesystem::path(path).filename().string() +
            " is damaged: its list of sheets cannot be read.");
    return sheets;
}

std::vector<bool> readDateStyles(const std::string& path)
{
    std::vector<bool> dates;
    if (!hasMember(path, "xl/styles.xml"))
        return dates;
    std::map<int, QString> codes;
    bool cells = false;
    QXmlStreamReader xml(part(path, "xl/styles.xml"));
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == QLatin1String("cellXfs"))
            cells = false;
        if (token != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("numFmt"))
            codes[xml.attributes().value(QLatin1String("numFmtId")).toInt()] =
                xml.attributes().value(QLatin1String("formatCode")).toString();
        else if (xml.name() == QLatin1String("cellXfs"))
            cells = true;
        else if (cells && xml.name() == QLatin1String("xf")) {
            const int id = xml.attributes().value(QLatin1String("numFmtId")).toInt();
            const auto code = codes.find(id);
            dates.push_back(isDateFormat(id, code == codes.end() ? QString() : code->second));
        }
    }
    return dates;
}

/// XML of a zip member, brought in block by block.
class XmlStream
{
public:
    XmlStream(const std::string& path, const std::string& member)
        : m_name(std::filesystem::path(path).filename().string() + "/" + member)
        , m_source(openBytes(path, member))
    {
    }
    QXmlStreamReader xml;
    /// The next token, or NoToken at the end of the part. `text` gathers a cell beyond bounds -> error.
    QXmlStreamReader::TokenType next()
    {
        for (;;) {
            const auto token = xml.readNext();
            if (token != QXmlStreamReader::Invalid)
                return token;
            if (xml.error() != QXmlStreamReader::PrematureEndOfDocumentError)
                throw ReadError(m_name + " is damaged: " + xml.errorString().toStdString() + ".");
            m_block.resize(256 * 1024);
            const std::size_t got = m_source->read(m_block.data(), static_cast<std::size_t>(m_block.size()));
            if (got == 0)
                throw ReadError(m_name + " is cut off: it ends in the middle.");
            // A token that never ends would gather block after block.
            m_sinceToken = m_lastOffset == xml.characterOffset() ? m_sinceToken + got : 0;
            m_lastOffset = xml.characterOffset();
            if (m_sinceToken > 16 * kMostCell)
                throw ReadError(m_name + " holds a cell that is too long: this is not a table.");
            m_block.resize(static_cast<qsizetype>(got));
            xml.addData(m_block);
        }
    }
    double share() const
    {
        return static_cast<double>(m_source->position()) /
               static_cast<double>(std::max<std::uint64_t>(1, m_source->size()));
    }
    const std::string& name() const { return m_name; }

private:
    std::string m_name;
    std::unique_ptr<ByteSource> m_source;
    QByteArray m_block;
    std::size_t m_sinceToken = 0;
    qint64 m_lastOffset = -1;
};

void append(std::string& to, const QXmlStreamReader& xml, const std::string& where)
{
    to += utf8(xml.text());
    if (to.size() > kMostCell)
        throw ReadError(where + " holds a cell that is too long: this is not a table.");
}

std::vector<std::string> readTexts(const std::string& path)
{
    std::vector<std::string> texts;
    if (!hasMember(path, "xl/sharedStrings.xml"))
        return texts;
    XmlStream stream(path, "xl/sharedStrings.xml");
    bool inText = false, phonetic = false;
    std::size_t bytes = 0;
    std::string text;
    for (auto token = stream.next(); token != QXmlStreamReader::EndDocument; token = stream.next()) {
        const auto name = stream.xml.name();
        if (token == QXmlStreamReader::StartElement) {
            if (name == QLatin1String("si"))
                text.clear();
            else if (name == QLatin1String("rPh"))
                phonetic = true;
            else if (name == QLatin1String("t"))
                inText = !phonetic;
        } else if (token == QXmlStreamReader::Characters && inText) {
            append(text, stream.xml, stream.name());
        } else if (token == QXmlStreamReader::EndElement) {
            if (name == QLatin1String("t"))
                inText = false;
            else if (name == QLatin1String("rPh"))
                phonetic = false;
            else if (name == QLatin1String("si")) {
                bytes += text.size() + sizeof(std::string);
                if (bytes > kMostTexts)
                    throw ReadError(stream.name() + " holds too much text: this is not an extract.");
                texts.push_back(text);
            }
        }
    }
    return texts;
}

} // namespace

std::vector<std::string> sheetsOf(const std::string& path)
{
    bool from1904 = false;
    std::vector<std::string> names;
    for (const Sheet& sheet : readSheets(path, from1904))
        names.push_back(sheet.name);
    return names;
}

struct WorkbookReader::State {
    std::vector<std::string> texts;
    std::vector<bool> dates;
    bool from1904 = false;
    std::unique_ptr<XmlStream> sheet;
    std::vector<std::string> cells;
    std::string raw, value;
    std::int64_t line = 0;

    std::string dateText(double serial) const
    {
        double whole = 0.0;
        const double part = std::modf(serial, &whole);
        auto seconds = static_cast<int>(std::lround(part * 86400.0));
        auto days = static_cast<qint64>(whole);
        if (seconds >= 86400) {
            seconds -= 86400;
            ++days;
        }
        const QDate base = from1904 ? QDate(1904, 1, 1) : QDate(1899, 12, 30);
        std::string text = base.addDays(days).toString(Qt::ISODate).toStdString();
        if (seconds > 0) {
            char time[16];
            std::snprintf(
                time, sizeof time, " %02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
            text += time;
        }
        return text;
    }
    std::string cellText(const QString& type, int style)
    {
        if (type == QLatin1String("s")) {
            const auto index = static_cast<std::size_t>(std::strtoull(value.c_str(), nullptr, 10));
            return index < texts.size() ? texts[index] : std::string();
        }
        if (type == QLatin1String("b"))
            return value == "1" ? "TRUE" : "FALSE";
        if (type == QLatin1String("e"))
            return {}; // #N/A and its like are no value
        if (type.isEmpty() || type == QLatin1String("n")) {
            if (style >= 0 && static_cast<std::size_t>(style) < dates.size() &&
                dates[static_cast<std::size_t>(style)] && !value.empty()) {
                const double serial = numberOf(value);
                if (serial >= 1.0 && serial < 3'000'000.0)
                    return dateText(serial);
            }
            // 0.1 is kept as 0.10000000000000001: sixteen digits are what was typed.
            if (value.size() > 16 && value.find_first_of(".eE") != std::string::npos) {
                char shorter[40];
                const auto end = std::to_chars(
                    shorter, shorter + sizeof shorter, numberOf(value), std::chars_format::general, 15);
                return {shorter, end.ptr};
            }
        }
        return value;
    }
};

WorkbookReader::WorkbookReader(const std::string& path, const std::string& sheet)
    : m_state(std::make_unique<State>())
{
    const std::vector<Sheet> sheets = readSheets(path, m_state->from1904);
    const auto chosen =
        sheet.empty()
            ? sheets.begin()
            : std::find_if(sheets.begin(), sheets.end(), [&](const Sheet& s) { return s.name == sheet; });
    if (chosen == sheets.end())
        throw ReadError(std::filesystem::path(path).filename().string() + " has no sheet " + sheet + ".");
    m_state->dates = readDateStyles(path);
    m_state->texts = readTexts(path);
    m_state->sheet = std::make_unique<XmlStream>(path, chosen->member);
}

WorkbookReader::~WorkbookReader() = default;

double WorkbookReader::share() const
{
    return m_state->sheet->share();
}

bool WorkbookReader::next(Record& record)
{
    State& s = *m_state;
    XmlStream& stream = *s.sheet;
    record.fields.clear();
    record.fault = Record::Fault::None;
    s.cells.clear();
    QString type;
    int column = -1, style = -1;
    bool inValue = false, inRow = false;
    for (auto token = stream.next(); token != QXmlStreamReader::EndDocument; token = stream.next()) {
        const auto name = stream.xml.name();
        if (token == QXmlStreamReader::StartElement) {
            if (name == QLatin1String("row")) {
                inRow = true;
                const auto number = stream.xml.attributes().value(QLatin1String("r"));
                s.line = number.isEmpty() ? s.line + 1 : number.toLongLong();
                column = -1;
            } else if (name == QLatin1String("c")) {
                const auto attributes = stream.xml.attributes();
                const auto reference = attributes.value(QLatin1String("r"));
                column = reference.isEmpty() ? column + 1 : columnOfCell(reference);
                type = attributes.value(QLatin1String("t")).toString();
                const auto given = attributes.value(QLatin1String("s"));
                style = given.isEmpty() ? -1 : given.toInt();
                s.value.clear();
                if (column < 0 || static_cast<std::size_t>(column) >= kMostColumns)
                    throw ReadError(
                        stream.name() + " has more than " + std::to_string(kMostColumns) +
                        " columns; more are not read");
            } else if (name == QLatin1String("v") || name == QLatin1String("t")) {
                inValue = true;
            }
        } else if (token == QXmlStreamReader::Characters && inValue) {
            append(s.value, stream.xml, stream.name());
        } else if (token == QXmlStreamReader::EndElement) {
            if (name == QLatin1String("v") || name == QLatin1String("t")) {
                inValue = false;
            } else if (name == QLatin1String("c")) {
                if (static_cast<std::size_t>(column) >= s.cells.size())
                    s.cells.resize(static_cast<std::size_t>(column) + 1);
                s.cells[static_cast<std::size_t>(column)] = s.cellText(type, style);
            } else if (name == QLatin1String("row") && inRow) {
                inRow = false;
                if (std::all_of(s.cells.begin(), s.cells.end(), [](const auto& c) { return c.empty(); })) {
                    s.cells.clear();
                    continue;
                }
                s.raw.clear();
                for (const std::string& cell : s.cells) {
                    s.raw += record.fields.empty() ? "" : ",";
                    if (cell.find_first_of(",\"\n\r") != std::string::npos) {
                        s.raw += '"';
                        for (const char c : cell)
                            s.raw += c == '"' ? std::string("\"\"") : std::string(1, c);
                        s.raw += '"';
                    } else {
                        s.raw += cell;
                    }
                    record.fields.emplace_back(cell);
                }
                record.raw = s.raw;
                record.line = s.line;
                return true;
            }
        }
    }
    return false;
}

} // namespace merch
