#include "models/import/reading_plan.h"

#include "models/grid/format.h"
#include "models/import/byte_source.h"
#include "models/import/delimited_reader.h"
#include "models/import/file_digest.h"
#include "models/import/workbook_reader.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSet>

#include <algorithm>
#include <numeric>
#include <set>

namespace merch
{

namespace
{

constexpr std::int64_t kLookedAt = 20'000;          ///< records that decide styles
constexpr std::size_t kLookedAtCells = 600'000;     ///< and no more cells
constexpr std::size_t kLookedAtBytes = 24U << 20;   ///< and no more text
constexpr std::int64_t kLookedAtForDates = 400'000; ///< where the first records are all of one or two days
constexpr std::size_t kTitleLines = 32;             ///< records among which the headings stand
constexpr std::size_t kSample = 1 << 18;

QString qtext(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Encoding encodingNamed(const QString& name)
{
    const QString plain = normalisedHeading(name);
    return plain == QLatin1String("utf8")                                           ? Encoding::Utf8
           : plain == QLatin1String("utf16le") || plain == QLatin1String("utf16")   ? Encoding::Utf16Le
           : plain == QLatin1String("utf16be")                                      ? Encoding::Utf16Be
           : plain == QLatin1String("latin1") || plain == QLatin1String("iso88591") ? Encoding::Latin1
           : plain == QLatin1String("windows1252") || plain == QLatin1String("cp1252")
               ? Encoding::Windows1252
               : throw AskedWrong(
                     "--encoding takes utf-8, utf-16le, utf-16be, latin-1 or windows-1252, not " +
                     name.toStdString() + ".");
}

std::optional<Encoding> encodingAsked(const ImportRequest& request)
{
    const QString name = request.answers.value(QStringLiteral("encoding"));
    return name.isEmpty() ? std::nullopt : std::optional(encodingNamed(name));
}

Dialect dialectOf(const ImportRequest& request)
{
    TextReader sample(
        openBytes(request.file.toStdString(), request.part.toStdString()), encodingAsked(request));
    std::string text(kSample, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const std::size_t got = sample.read(text.data() + size, text.size() - size);
        if (got == 0)
            break;
        size += got;
    }
    text.resize(size);
    Dialect dialect = guessDialect(text);
    const QString asked = request.answers.value(QStringLiteral("delimiter"));
    static const std::map<QString, char> names{
        {QStringLiteral("comma"), ','}, {QStringLiteral("semicolon"), ';'}, {QStringLiteral("tab"), '\t'},
        {QStringLiteral("pipe"), '|'},  {QStringLiteral("blank"), ' '},     {QStringLiteral(","), ','},
        {QStringLiteral(";"), ';'},     {QStringLiteral("|"), '|'}};
    if (const auto named = names.find(asked); named != names.end())
        dialect.delimiter = named->second;
    else if (!asked.isEmpty())
        throw AskedWrong(
            "--delimiter takes comma, semicolon, tab, pipe or blank, not " + asked.toStdString() + ".");
    return dialect;
}

/// How well headings fit a kind: fields matched, and whether all required ones are.
struct Fit {
    const KindSpec* kind = nullptr;
    std::map<std::string, int> columns;
    std::map<std::string, double> confidence;
    int required = 0, matched = 0;
    bool complete = false;
    double score = 0.0;
};

Fit fitKind(const KindSpec& kind, const QStringList& headings, const QString& fileName)
{
    Fit fit;
    fit.kind = &kind;
    std::vector<bool> taken(static_cast<std::size_t>(headings.size()), false);
    int required = 0;
    for (int pass = 0; pass < 2;
         ++pass) { // canonical names first, so that a synonym does not take their column
        for (const FieldSpec& field : kind.fields) {
            const QString name = QLatin1String(field.name);
            if (fit.columns.count(field.name))
                continue;
            const QStringList names = pass == 0 ? QStringList{normalisedHeading(name)}
                                                : QString::fromLatin1(field.headings).split(QLatin1Char('|'));
            for (const QString& wanted : names) {
                int column = -1;
                for (int c = 0; c < headings.size() && column < 0; ++c) {
                    if (!taken[static_cast<std::size_t>(c)] && normalisedHeading(headings[c]) == wanted)
                        column = c;
                }
                if (column < 0)
                    continue;
                fit.columns[field.name] = column;
                fit.confidence[field.name] = pass == 0 ? 1.0 : 0.8;
                taken[static_cast<std::size_t>(column)] = true;
                break;
            }
        }
    }
    // A bare "id" is that of what the file is named after.
    const FieldSpec& first = kind.fields.front();
    if (first.required && !fit.columns.count(first.name) &&
        fileName.contains(QLatin1String(kind.name), Qt::CaseInsensitive)) {
        for (int c = 0; c < headings.size(); ++c) {
            if (normalisedHeading(headings[c]) == QLatin1String("id") &&
                !taken[static_cast<std::size_t>(c)]) {
                fit.columns[first.name] = c;
                fit.confidence[first.name] = 0.8;
                break;
            }
        }
    }
    for (const FieldSpec& field : kind.fields) {
        required += field.required;
        fit.required += field.required && fit.columns.count(field.name);
    }
    fit.matched = static_cast<int>(fit.columns.size());
    fit.complete = fit.required == required;
    double sure = 0.0;
    for (const auto& [field, confidence] : fit.confidence)
        sure += confidence;
    // One column under a common word ("Id") says nothing about a table of many.
    if (fit.matched == 1 && headings.size() > 1 && sure < 1.0)
        fit.complete = false;
    // What sells or prices something is more than a list of drivers.
    if (std::string_view(kind.name) == "drivers" &&
        !fileName.contains(QLatin1String("driver"), Qt::CaseInsensitive)) {
        for (const QString& heading : headings) {
            const QString word = normalisedHeading(heading);
            for (const char* sells :
                 {"sales", "units", "quantity", "qty", "item", "product", "revenue", "amount", "cds", "cust",
                  "client", "order", "session"})
                fit.complete = fit.complete && !word.contains(QLatin1String(sells));
        }
    }
    // "supplier_products.csv" is named after supplier_products, not after products.
    bool named = fileName.contains(QLatin1String(kind.name), Qt::CaseInsensitive);
    for (const KindSpec& other : kindSpecs()) {
        named = named && !(std::string_view(other.name).size() > std::string_view(kind.name).size() &&
                           std::string_view(other.name).find(kind.name) != std::string_view::npos &&
                           fileName.contains(QLatin1String(other.name), Qt::CaseInsensitive));
    }
    // Nor does a place or a customer among the columns of something else make a list of them.
    if (fit.matched == 1 && headings.size() > 2 && !named && std::string_view(kind.name) != "products")
        fit.complete = false;
    fit.score = (fit.complete ? 10.0 : 0.0) + sure -
                0.35 * static_cast<double>(headings.size() - fit.matched) + (named ? 6.0 : 0.0);
    return fit;
}

QString overlapChoice(const QString& answer)
{
    return answer == QLatin1String("replace") || answer == QLatin1String("add") ? answer : QString();
}

struct Remembered {
    QMap<QString, QString> map;
    QMap<QString, QString> answers;
    QString preset, overlap;
};

Remembered rememberedBy(Store& store, const QString& source, const QString& kind)
{
    Remembered found;
    sql::Statement row(
        store.db(), "SELECT mapping, formats, preset, overlap FROM source WHERE name = ?1 AND kind = ?2");
    row.bind(1, source.toStdString()).bind(2, kind.toStdString());
    if (!row.step())
        return found;
    const auto read = [](std::string_view json, QMap<QString, QString>& to) {
        const QJsonObject object =
            QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object();
        for (auto it = object.begin(); it != object.end(); ++it)
            to[it.key()] = it.value().toString();
    };
    read(row.text(0), found.map);
    read(row.text(1), found.answers);
    found.preset = qtext(row.text(2));
    found.overlap = qtext(row.text(3));
    return found;
}

bool isNumberType(std::string_view type)
{
    return type == "number" || type == "count" || type == "money" || type == "price" || type == "share";
}

/// Everything the first records of a file say.
struct Sample {
    QStringList headings;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> lines;
    std::vector<QString> faults;
    bool whole = true;
};

/// Does a word name a field of any kind, or a column of any preset?
bool isKnownHeading(const QString& word)
{
    static const QSet<QString> all = [] {
        QSet<QString> words;
        const auto add = [&words](const QString& names) {
            for (const QString& name : names.split(QLatin1Char('|')))
                words += normalisedHeading(name);
        };
        for (const KindSpec& kind : kindSpecs()) {
            for (const FieldSpec& field : kind.fields) {
                words += normalisedHeading(QLatin1String(field.name));
                add(QString::fromLatin1(field.headings));
            }
        }
        for (const Preset& preset : presetSpecs()) {
            for (const PresetForm& form : preset.forms) {
                for (const QString& names : form.detect)
                    add(names);
            }
        }
        words.remove(QString());
        return words;
    }();
    return all.contains(normalisedHeading(word));
}

bool readsAsValue(std::string_view cell)
{
    NumberEvidence number;
    DateEvidence date;
    number.add(cell);
    date.add(cell);
    double value = 0.0;
    return readReal(cell, number.style().value_or(NumberStyle{}), value) || date.style().has_value();
}

/// Which of the first rows holds the headings. Reports begin with a title, a period, a blank line; their
/// headings fill more cells than any line above, and either name more fields or are words below bare titles.
std::size_t headingRowOf(const std::vector<std::vector<std::string>>& rows)
{
    qsizetype filledAbove = 0, knownAbove = 0;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        qsizetype filled = 0, known = 0;
        bool words = true;
        std::set<std::string_view> distinct;
        for (const std::string& cell : rows[r]) {
            const std::string_view text = trimmed(cell);
            if (text.empty())
                continue;
            words = words && (filled > 0 || !readsAsValue(text));
            distinct.insert(text);
            if (++filled <= 64)
                known += isKnownHeading(qtext(text));
        }
        const bool more = r > 0 && filled > filledAbove && known > knownAbove && known >= 2;
        const bool belowTitles = r > 0 && filled >= 3 && filledAbove <= 1 && knownAbove == 0 && words &&
                                 static_cast<qsizetype>(distinct.size()) == filled;
        if (more || belowTitles)
            return r;
        filledAbove = std::max(filledAbove, filled);
        knownAbove = std::max(knownAbove, known);
    }
    return 0;
}

Sample lookAt(RowReader& reader, const std::string& path, ImportGuess& guess)
{
    Sample sample;
    Record record;
    do {
        if (!reader.next(record))
            throw ReadError(path + " holds no rows.");
    } while (record.fields.size() == 1 && trimmed(record.fields[0]).empty());
    std::size_t cells = 0, bytes = 0;
    bool settled = false;
    // The first of the rows kept so far become headings and what stands above them.
    const auto settle = [&] {
        settled = true;
        const std::size_t at = headingRowOf(sample.rows);
        guess.headerLine = sample.lines[at];
        if (!sample.faults[at].isEmpty())
            throw ReadError(
                path + ", line " + std::to_string(guess.headerLine) +
                ": its headings cannot be read: " + sample.faults[at].toStdString() + ".");
        for (const std::string& field : sample.rows[at])
            sample.headings += qtext(trimmed(field));
        if (!sample.headings.isEmpty() && sample.headings[0].startsWith(QChar(0xFEFF)))
            sample.headings[0].remove(0, 1);
        const auto gone = static_cast<std::ptrdiff_t>(at) + 1;
        sample.rows.erase(sample.rows.begin(), sample.rows.begin() + gone);
        sample.lines.erase(sample.lines.begin(), sample.lines.begin() + gone);
        sample.faults.erase(sample.faults.begin(), sample.faults.begin() + gone);
    };
    do {
        if (static_cast<std::int64_t>(sample.rows.size()) >= kLookedAt || cells > kLookedAtCells ||
            bytes > kLookedAtBytes) {
            sample.whole = false;
            break;
        }
        cells += record.fields.size();
        bytes += record.raw.size();
        sample.rows.emplace_back(record.fields.begin(), record.fields.end());
        sample.lines.push_back(record.line);
        sample.faults.push_back(
            record.fault == Record::Fault::None ? QString() : QString::fromStdString(record.why));
        if (!settled && sample.rows.size() == kTitleLines)
            settle();
    } while (reader.next(record));
    if (!settled)
        settle();
    if (sample.rows.empty())
        throw ReadError(path + " has a heading but no rows.");
    // A column without a heading that holds something can be named by whoever maps it.
    for (qsizetype c = 0; c < sample.headings.size(); ++c) {
        if (sample.headings[c].isEmpty() &&
            std::any_of(sample.rows.begin(), sample.rows.end(), [c](const auto& row) {
                return static_cast<std::size_t>(c) < row.size() &&
                       !trimmed(row[static_cast<std::size_t>(c)]).empty();
            }))
            sample.headings[c] = QStringLiteral("column %1").arg(c + 1);
    }
    if (sample.whole)
        guess.rows = static_cast<qint64>(sample.rows.size());
    return sample;
}

/// Headings that are dates of one style: a table with a column a period.
struct WideDates {
    std::vector<WideColumn> columns;
    std::optional<DateStyle> style;
    QString doubtful; ///< a heading open to two readings
    std::vector<Day> days;
};

WideDates wideDatesOf(const QStringList& headings, const QString& order)
{
    WideDates best;
    std::size_t mdy = 0, dmy = 0;
    for (const DateStyle style :
         {DateStyle::Iso, DateStyle::Dmy, DateStyle::Mdy, DateStyle::Compact, DateStyle::NamedMonth,
          DateStyle::YearMonth, DateStyle::IsoWeek}) {
        WideDates found;
        found.style = style;
        for (qsizetype c = 0; c < headings.size(); ++c) {
            Moment moment;
            QString heading = headings[c];
            if (heading.size() > 1 && (heading[0] == QLatin1Char('X') || heading[0] == QLatin1Char('D')) &&
                heading[1].isDigit())
                heading.remove(0, 1); // R puts an X before
            if (!readDate(heading.toStdString(), style, moment))
                continue;
            found.columns.push_back({static_cast<int>(c), moment.day, {}, "units"});
            found.days.push_back(moment.day);
        }
        if (style == DateStyle::Dmy)
            dmy = found.days.size();
        if (style == DateStyle::Mdy)
            mdy = found.days.size();
        const bool wanted = style != DateStyle::Mdy || order == QLatin1String("mdy");
        if (found.days.size() > best.days.size() ||
            (!best.days.empty() && found.days.size() == best.days.size() && wanted &&
             style == DateStyle::Mdy))
            best = std::move(found);
    }
    std::set<Day> distinct(best.days.begin(), best.days.end());
    if (best.days.size() < 3 || distinct.size() != best.days.size() ||
        best.days.size() * 2 < static_cast<std::size_t>(headings.size()))
        return {};
    if (dmy > 0 && dmy == mdy && order.isEmpty() && best.days.size() == dmy)
        best.doubtful = headings[best.columns.front().column];
    return best;
}

/// Names of the periods that a calendar file defines, by what it calls them.
using Definitions = std::map<QString, PeriodNames>;

Definitions readDefinitions(const ImportRequest& request, const PresetForm& form)
{
    Definitions all;
    const std::unique_ptr<RowReader> reader = openRows(request);
    Record record;
    if (!reader->next(record))
        return all;
    QStringList headings;
    for (const std::string_view field : record.fields)
        headings += qtext(trimmed(field));
    std::vector<std::tuple<QString, int, int>> wanted;
    for (auto it = form.defines.begin(); it != form.defines.end(); ++it)
        wanted.emplace_back(it.key(), headingAt(headings, it.key()), headingAt(headings, it.value()));
    std::optional<DateStyle> style;
    while (reader->next(record)) {
        for (const auto& [name, key, date] : wanted) {
            Moment moment;
            if (!style) {
                DateEvidence evidence;
                evidence.add(record.at(date));
                style = evidence.style().value_or(DateStyle::Iso);
            }
            const std::string word(trimmed(record.at(key)));
            if (word.empty() || !readDate(record.at(date), *style, moment))
                continue;
            const auto known = all[name].try_emplace(word, moment.day, moment.day).first;
            known->second.first = std::min(known->second.first, moment.day);
            known->second.second = std::max(known->second.second, moment.day);
        }
    }
    return all;
}

/// The periods that a form refers to: from the files read together with it, the store, or the file beside it.
Definitions definitionsFor(
    const ImportRequest& request, const Preset& preset, const PresetForm& form, Store* store,
    const std::vector<ImportRequest>& together, QStringList& notes)
{
    const auto headingsOf = [](const ImportRequest& other) {
        QStringList headings;
        try {
            const std::unique_ptr<RowReader> reader = openRows(other);
            Record record;
            if (reader->next(record)) {
                for (const std::string_view field : record.fields)
                    headings += qtext(trimmed(field));
            }
        } catch (const ReadError&) { // told where that file itself is planned
        }
        return headings;
    };
    const auto definedBy = [&](const ImportRequest& other) -> const PresetForm* {
        const PresetForm* found = fittingForm(preset, headingsOf(other), {});
        return found && !found->defines.isEmpty() ? found : nullptr;
    };
    for (const ImportRequest& other : together) {
        if (other.file == request.file && other.part == request.part)
            continue;
        if (const PresetForm* found = definedBy(other))
            return readDefinitions(other, *found);
    }
    Definitions all;
    if (store) {
        sql::Statement rows(
            store->db(),
            "SELECT key, day, body ->> '$.to', body ->> '$.of' FROM extract_row WHERE kind = 'period'"
            " AND body ->> '$.preset' = ?1");
        rows.bind(1, preset.name.toStdString());
        while (rows.step())
            all[qtext(rows.text(3))][std::string(rows.text(0))] = {
                static_cast<Day>(rows.integer(1)), static_cast<Day>(rows.integer(2))};
    }
    if (!all.empty())
        return all;
    const QFileInfo file(request.file);
    const QString base = QFileInfo(form.definedIn).completeBaseName();
    for (const QFileInfo& beside : file.dir().entryInfoList(
             {base + QStringLiteral(".csv"), base + QStringLiteral(".csv.gz"), base + QStringLiteral(".zip")},
             QDir::Files, QDir::Name)) {
        ImportRequest other;
        other.file = beside.filePath();
        if (const PresetForm* found = definedBy(other)) {
            notes += QObject::tr("Dates were taken from %1 beside it.").arg(beside.fileName());
            return readDefinitions(other, *found);
        }
    }
    throw ReadError(
        file.fileName().toStdString() + " names its periods by a calendar: import it together with " +
        form.definedIn.toStdString() + ".");
}

/// A field's text in a preset as pieces; nullopt where it is a plain heading.
std::optional<DerivedColumns::Column> templateOf(const QString& text, const QStringList& headings)
{
    if (!text.contains(QLatin1Char('{')))
        return std::nullopt;
    DerivedColumns::Column made;
    QStringList named;
    QString literal;
    bool any = false;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype open = text.indexOf(QLatin1Char('{'), at);
        if (open < 0) {
            literal = text.mid(at);
            break;
        }
        const qsizetype close = text.indexOf(QLatin1Char('}'), open);
        DerivedColumns::Piece piece;
        piece.text = text.mid(at, open - at).toStdString();
        for (const QString& choice : text.mid(open + 1, close - open - 1).split(QLatin1Char('|'))) {
            const QString heading = choice.section(QLatin1Char('?'), 0, 0);
            // A question mark may be part of a heading ("In stock?").
            const bool word = choice.contains(QLatin1Char('?')) && !choice.endsWith(QLatin1Char('?'));
            const int column = headingAt(headings, word ? heading : choice);
            if (column < 0)
                continue;
            any = true;
            named += headings[column];
            piece.choices.push_back(
                {column, word ? choice.section(QLatin1Char('?'), 1).toStdString() : std::string()});
        }
        if (!piece.choices.empty())
            made.pieces.push_back(std::move(piece));
        at = close + 1;
    }
    if (!literal.isEmpty())
        made.pieces.push_back({literal.toStdString(), {}});
    if (!any)
        return DerivedColumns::Column{};
    made.heading = named.join(QStringLiteral(", ")).toStdString();
    return made;
}

/// Maps a preset's form onto the headings: plain columns where that is enough, derived ones elsewhere.
void applyForm(ReadingPlan& plan, const PresetForm& form, std::map<std::string, double>& confidence)
{
    const QStringList& headings = plan.headings;
    const auto real = static_cast<int>(headings.size());
    plan.derived.realColumns = real;
    const auto derive = [&](const std::string& field, DerivedColumns::Column column) {
        plan.columnOf[field] = real + static_cast<int>(plan.derived.columns.size());
        plan.derived.columns.push_back(std::move(column));
    };
    QMap<QString, QString> all = form.map;
    for (auto it = form.constants.begin(); it != form.constants.end(); ++it) {
        if (!all.contains(it.key()))
            all[it.key()] = QString();
    }
    for (auto it = all.begin(); it != all.end(); ++it) {
        const std::string field = it.key().toStdString();
        confidence[field] = 1.0;
        const auto values = form.values.find(it.key());
        const bool path = it.key() == QLatin1String("category") && !form.paths.isEmpty();
        std::optional<DerivedColumns::Column> made = templateOf(it.value(), headings);
        if (made && made->pieces.empty())
            made.reset();
        const int column = it.value().contains(QLatin1Char('{')) ? -1 : headingAt(headings, it.value());
        if (!made && column < 0) {
            plan.columnOf.erase(field);
            if (!form.constants.contains(it.key()))
                continue;
            DerivedColumns::Column constant;
            constant.heading = field;
            constant.pieces.push_back({form.constants.value(it.key()).toStdString(), {}});
            derive(field, std::move(constant));
            continue;
        }
        const bool simple = made && made->pieces.size() == 1 && made->pieces[0].text.empty() &&
                            made->pieces[0].choices.size() == 1 && made->pieces[0].choices[0].word.empty();
        const int only = simple ? made->pieces[0].choices[0].column : column;
        const bool carried = form.carry.contains(it.key());
        if (only >= 0 && !carried && !path && values == form.values.end()) {
            std::erase_if(plan.columnOf, [only](const auto& entry) { return entry.second == only; });
            plan.columnOf[field] = only;
            continue;
        }
        DerivedColumns::Column derived = made.value_or(DerivedColumns::Column{});
        if (only >= 0) {
            derived.heading = headings[only].toStdString();
            derived.pieces = {{std::string(), {{only, {}}}}};
            std::erase_if(plan.columnOf, [only](const auto& entry) { return entry.second == only; });
        }
        derived.carry = carried;
        if (values != form.values.end()) {
            for (auto value = values->begin(); value != values->end(); ++value)
                derived.values[value.key().toStdString()] = value.value().toStdString();
        }
        if (path) {
            const auto letter = [&form](const char* key) {
                const QString text = form.paths.value(QLatin1String(key));
                return text.isEmpty() ? '\0' : text[0].toLatin1();
            };
            derived.listSeparator = letter("list");
            derived.levelSeparator = letter("levels");
        }
        derive(field, std::move(derived));
    }
    for (auto it = form.attributes.begin(); it != form.attributes.end(); ++it) {
        const int column = headingAt(headings, it.value());
        if (column < 0)
            continue;
        int kept = column;
        if (form.carry.contains(it.key())) {
            kept = real + static_cast<int>(plan.derived.columns.size());
            DerivedColumns::Column carried;
            carried.heading = headings[column].toStdString();
            carried.pieces = {{std::string(), {{column, {}}}}};
            carried.carry = true;
            plan.derived.columns.push_back(std::move(carried));
        }
        plan.extraNames[kept] = it.key().toStdString();
    }
    if (!form.carryBy.isEmpty())
        plan.derived.groupColumn = plan.column(form.carryBy.toStdString().c_str());
    for (const QString& field : form.skipEmpty) {
        if (const int column = plan.column(field.toStdString().c_str()); column >= 0)
            plan.derived.skipEmpty.push_back(column);
    }
}

/// Columns that stand for periods or places, by the form's pattern.
void applyColumns(ReadingPlan& plan, const PresetForm& form, const Definitions& periods)
{
    for (const PresetColumns& spec : form.columns) {
        const QString before = spec.headings.section(QLatin1Char('*'), 0, 0),
                      after = spec.headings.section(QLatin1Char('*'), 1);
        for (qsizetype c = 0; c < plan.headings.size(); ++c) {
            const QString& heading = plan.headings[c];
            if (!heading.startsWith(before) || !heading.endsWith(after) ||
                heading.size() <= before.size() + after.size())
                continue;
            const QString name = heading.mid(before.size(), heading.size() - before.size() - after.size());
            WideColumn wide;
            wide.column = static_cast<int>(c);
            wide.field = spec.field.toStdString();
            if (spec.periods.isEmpty()) {
                wide.location = name.trimmed().toStdString();
            } else {
                const auto named = periods.find(spec.periods);
                const auto found = named == periods.end() ? PeriodNames::const_iterator{}
                                                          : named->second.find(heading.toStdString());
                if (named == periods.end() || found == named->second.end())
                    throw ReadError("the calendar does not say which day " + heading.toStdString() + " is.");
                wide.day = found->second.first;
            }
            plan.wide.push_back(std::move(wide));
        }
    }
}

/// Grain of dated rows: what all its days have in common.
struct GrainFound {
    Grain grain = Grain::Daily;
    int weekStart = 0;
    bool assumed = false; ///< the first day of the week was taken to be the date's own
    int strays = 0;       ///< dates on other weekdays than nearly all: weeks or days, who knows
};

std::optional<GrainFound>
grainOf(const std::set<Day>& days, std::optional<DateStyle> style, const QString& heading)
{
    if (style == DateStyle::YearMonth)
        return GrainFound{Grain::Monthly, 0, false};
    if (style == DateStyle::IsoWeek)
        return GrainFound{Grain::Weekly, 0, false};
    const QString name = normalisedHeading(heading);
    const bool saysWeek = name.contains(QLatin1String("week")) || name.startsWith(QLatin1String("wk"));
    const bool saysMonth = name.contains(QLatin1String("month"));
    if (days.size() < 2 && !saysWeek && !saysMonth)
        return std::nullopt;
    bool firsts = true, lasts = true, sameWeekday = true;
    for (const Day day : days) {
        firsts = firsts && static_cast<unsigned>(civil(day).day()) == 1;
        lasts = lasts && static_cast<unsigned>(civil(day + 1).day()) == 1;
        sameWeekday = sameWeekday && weekdayOf(day) == weekdayOf(*days.begin());
    }
    if ((firsts || lasts) && (days.size() >= 3 || saysMonth))
        return GrainFound{Grain::Monthly, 0, false};
    if (sameWeekday && (days.size() >= 4 || saysWeek)) {
        const int weekday = weekdayOf(*days.begin());
        const bool ends = name.contains(QLatin1String("end"));
        return GrainFound{
            Grain::Weekly, ends ? (weekday + 1) % 7 : weekday,
            !ends && !name.contains(QLatin1String("start"))};
    }
    if (days.size() >= 20) {
        int on[7] = {};
        for (const Day day : days)
            ++on[weekdayOf(day)];
        const auto most = std::max_element(std::begin(on), std::end(on));
        const int strays = static_cast<int>(days.size()) - *most;
        if (strays * 10 <= static_cast<int>(days.size()))
            return GrainFound{Grain::Weekly, static_cast<int>(most - std::begin(on)), true, strays};
    }
    return GrainFound{};
}

int weekdayNamed(const QString& word)
{
    static const QStringList names{QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"),
                                   QStringLiteral("thu"), QStringLiteral("fri"), QStringLiteral("sat"),
                                   QStringLiteral("sun")};
    return static_cast<int>(names.indexOf(word.left(3).toLower()));
}

const char* weekdayText(int weekday)
{
    static const char* const names[] = {
        QT_TRANSLATE_NOOP("QObject", "Monday"),    QT_TRANSLATE_NOOP("QObject", "Tuesday"),
        QT_TRANSLATE_NOOP("QObject", "Wednesday"), QT_TRANSLATE_NOOP("QObject", "Thursday"),
        QT_TRANSLATE_NOOP("QObject", "Friday"),    QT_TRANSLATE_NOOP("QObject", "Saturday"),
        QT_TRANSLATE_NOOP("QObject", "Sunday")};
    return names[weekday];
}

} // namespace

std::vector<std::string> partsOf(const std::string& path)
{
    return containerOf(path) == Container::Workbook ? sheetsOf(path) : membersOf(path);
}

std::unique_ptr<RowReader> openRows(const ImportRequest& request)
{
    const std::string path = request.file.toStdString(), part = request.part.toStdString();
    if (containerOf(path) == Container::Workbook)
        return std::make_unique<WorkbookReader>(path, part);
    return std::make_unique<DelimitedReader>(
        openBytes(path, part), dialectOf(request), encodingAsked(request));
}

std::unique_ptr<RowReader> openRows(const ImportRequest& request, const ReadingPlan& plan)
{
    std::unique_ptr<RowReader> reader = openRows(request);
    if (plan.derived.empty())
        return reader;
    return std::make_unique<DerivingReader>(std::move(reader), plan.derived, plan.guess.headerLine);
}

void keepDefinitions(
    Store& store, std::int64_t importId, const ImportRequest& request, const ReadingPlan& plan)
{
    if (!plan.form || plan.form->defines.isEmpty())
        return;
    sql::Statement keep(
        store.db(),
        "INSERT INTO extract_row (kind, import_id, line, day, key, body) VALUES ('period', ?1, ?2, ?3, "
        "?4, json_object('preset', ?5, 'of', ?6, 'to', ?7))");
    std::int64_t line = 0;
    for (const auto& [name, periods] : readDefinitions(request, *plan.form)) {
        const std::map<std::string, std::pair<Day, Day>> sorted(periods.begin(), periods.end());
        for (const auto& [word, days] : sorted)
            keep.bind(1, importId)
                .bind(2, ++line)
                .bind(3, days.first)
                .bind(4, word)
                .bind(5, plan.guess.preset.toStdString())
                .bind(6, name.toStdString())
                .bind(7, days.second)
                .run();
    }
}

ReadingPlan planReading(
    const ImportRequest& request, Store* store, int previewRows, const std::vector<ImportRequest>& together)
{
    ReadingPlan plan;
    ImportGuess& guess = plan.guess;
    guess.file = request.file;
    guess.part = request.part;
    const QFileInfo info(request.file);
    guess.bytes = info.size();
    const std::string path = request.file.toStdString();
    const bool workbook = containerOf(path) == Container::Workbook;
    guess.sha256 = QString::fromStdString(fileDigest(path)) +
                   (request.part.isEmpty() ? QString() : QLatin1Char('/') + request.part);
    plan.fileDay = static_cast<Day>(QDate(1970, 1, 1).daysTo(info.lastModified().date()));

    Sample sample;
    if (workbook) {
        WorkbookReader reader(path, request.part.toStdString());
        sample = lookAt(reader, path, guess);
        guess.encoding = QStringLiteral("XLSX");
    } else {
        const Dialect dialect = dialectOf(request);
        DelimitedReader reader(openBytes(path, request.part.toStdString()), dialect, encodingAsked(request));
        guess.delimiter = dialect.delimiter == ';'    ? QStringLiteral("semicolon")
                          : dialect.delimiter == '\t' ? QStringLiteral("tab")
                          : dialect.delimiter == '|'  ? QStringLiteral("pipe")
                          : dialect.delimiter == ' '  ? QStringLiteral("blank")
                                                      : QStringLiteral("comma");
        sample = lookAt(reader, path, guess);
        guess.encoding = QString::fromLatin1(encodingName(reader.encoding()));
    }
    plan.headings = sample.headings;
    const QStringList& headings = plan.headings;

    // Preset and kind.
    const QString fileName = QFileInfo(request.part.isEmpty() ? request.file : request.part).fileName();
    const Preset* preset = nullptr;
    if (!request.preset.isEmpty()) {
        preset = findPreset(request.preset);
        if (!preset)
            throw AskedWrong(
                "There is no preset named " + request.preset.toStdString() + "; there are " +
                ImportService::presets().join(QStringLiteral(", ")).toStdString() + ".");
        plan.form = fittingForm(*preset, headings, request.kind);
        if (!plan.form)
            throw ReadError(
                path + " has not the headings of " + request.preset.toStdString() + ": " +
                preset->forms.front().detect.join(QStringLiteral(", ")).toStdString() + ".");
    } else {
        for (const Preset& known : presetSpecs()) {
            if (const PresetForm* form = fittingForm(known, headings, request.kind); form && !plan.form) {
                preset = &known;
                plan.form = form;
            }
        }
    }
    const QString order = request.answers.value(QStringLiteral("date-order"));
    WideDates wideDates;
    if (!plan.form)
        wideDates = wideDatesOf(headings, order);
    const bool wide = !wideDates.columns.empty();

    Fit best;
    const QString asked = !request.kind.isEmpty() ? request.kind
                          : plan.form             ? plan.form->kind
                          : wide                  ? QStringLiteral("sales")
                                                  : QString();
    if (const KindSpec* forced = findKind(asked)) {
        best = fitKind(*forced, headings, fileName);
        guess.confidence = 1.0;
    } else {
        double second = -1e9;
        best.score = -1e9;
        for (const KindSpec& kind : kindSpecs()) {
            Fit fit = fitKind(kind, headings, fileName);
            if (fit.score > best.score) {
                second = best.score;
                best = std::move(fit);
            } else {
                second = std::max(second, fit.score);
            }
        }
        guess.confidence = best.complete ? std::clamp(0.5 + (best.score - second) / 8.0, 0.3, 1.0) : 0.2;
        if (best.complete && best.score - second < 0.5) {
            ImportQuestion question{
                QStringLiteral("kind"), {}, QObject::tr("What kind of extract is %1?").arg(fileName), {}};
            for (const KindSpec& kind : kindSpecs()) {
                const Fit fit = fitKind(kind, headings, fileName);
                if (fit.complete && best.score - fit.score < 0.5)
                    question.choices.push_back({QLatin1String(kind.name), QString::fromLatin1(kind.name)});
            }
            guess.questions.push_back(std::move(question));
        }
    }
    plan.kind = best.kind;
    guess.kind = QLatin1String(plan.kind->name);
    guess.preset = preset ? preset->name : QString();
    guess.source = !request.source.isEmpty() ? request.source : guess.kind;
    std::map<std::string, double> confidence = best.confidence;
    plan.columnOf = best.columns;
    plan.derived.realColumns = static_cast<int>(headings.size());
    Definitions periods;
    if (plan.form) {
        plan.columnOf.clear(); // a preset says all there is to say
        applyForm(plan, *plan.form, confidence);
        if (!plan.form->definedIn.isEmpty())
            periods = definitionsFor(request, *preset, *plan.form, store, together, plan.notes);
        applyColumns(plan, *plan.form, periods);
        for (auto it = plan.form->periodOf.begin(); it != plan.form->periodOf.end(); ++it)
            plan.periodOf[it.key().toStdString()] = periods[it.value()];
    }
    // A column that is called a date but holds none ("weekday", "month" as 1 to 12) gives way to one that
    // does.
    if (!plan.form && !request.map.contains(QStringLiteral("date")) &&
        std::any_of(plan.kind->fields.begin(), plan.kind->fields.end(), [](const FieldSpec& field) {
            return std::string_view(field.name) == "date";
        })) {
        const auto holdsDates = [&](int column) {
            DateEvidence evidence;
            for (const auto& row : sample.rows) {
                if (static_cast<std::size_t>(column) < row.size())
                    evidence.add(row[static_cast<std::size_t>(column)]);
            }
            return evidence.values() == 0 || evidence.style().has_value();
        };
        const int column = plan.column("date");
        if (column >= 0 && confidence["date"] < 1.0 && !holdsDates(column)) {
            plan.columnOf.erase("date");
            for (int c = 0; c < static_cast<int>(headings.size()); ++c) {
                const QString word = normalisedHeading(headings[c]);
                const bool named =
                    word.contains(QLatin1String("date")) || word.contains(QLatin1String("week")) ||
                    word.contains(QLatin1String("month")) || word.contains(QLatin1String("day")) ||
                    word.contains(QLatin1String("period"));
                if (named && c != column && holdsDates(c)) {
                    std::erase_if(plan.columnOf, [c](const auto& entry) { return entry.second == c; });
                    plan.columnOf["date"] = c;
                    confidence["date"] = 0.7;
                    break;
                }
            }
        }
    }
    QMap<QString, QString> map = request.map, answers = request.answers;
    if (plan.form) {
        for (auto it = plan.form->answers.begin(); it != plan.form->answers.end(); ++it) {
            if (!answers.contains(it.key()))
                answers[it.key()] = it.value();
        }
    }
    QString overlap = overlapChoice(request.overlap);
    if (store) {
        const Remembered memory = rememberedBy(*store, guess.source, guess.kind);
        for (auto it = memory.map.begin(); it != memory.map.end(); ++it) {
            if (!map.contains(it.key()) && (it.value().isEmpty() || headingAt(headings, it.value()) >= 0))
                map[it.key()] = it.value();
        }
        for (auto it = memory.answers.begin(); it != memory.answers.end(); ++it) {
            if (!answers.contains(it.key()))
                answers[it.key()] = it.value();
        }
        if (overlap.isEmpty())
            overlap = memory.overlap;
        sql::Statement same(
            store->db(),
            "SELECT import_id FROM import WHERE sha256 = ?1 AND kind = ?2 AND undone_at IS NULL");
        same.bind(1, guess.sha256.toStdString()).bind(2, guess.kind.toStdString());
        if (same.step())
            guess.importedAs = same.integer(0);
    }
    plan.overlap = overlap.toStdString();
    plan.map = map;
    plan.answers = answers;
    for (auto it = map.begin(); it != map.end(); ++it) {
        const std::string field = it.key().toStdString();
        const bool known =
            std::any_of(plan.kind->fields.begin(), plan.kind->fields.end(), [&](const FieldSpec& spec) {
                return field == spec.name;
            });
        if (!known && guess.kind != QLatin1String("products"))
            throw AskedWrong(
                guess.kind.toStdString() + " has no field " + field + ": name one of its fields in --map.");
        if (it.value().isEmpty()) {
            plan.columnOf.erase(field);
            continue;
        }
        const int column = headingAt(headings, it.value());
        if (column < 0)
            throw ReadError(
                path + " has no column \"" + it.value().toStdString() + "\" for " + field + "; it has " +
                headings.mid(0, 30).join(QStringLiteral(", ")).toStdString() + ".");
        std::erase_if(plan.columnOf, [column](const auto& entry) { return entry.second == column; });
        if (!known) { // an attribute under a name of its own
            plan.extraNames[column] = field;
            continue;
        }
        plan.columnOf[field] = column;
        confidence[field] = 1.0;
    }
    if (wide) {
        plan.wide = std::move(wideDates.columns);
        const std::string field = guess.kind == QLatin1String("stock") ? "on_hand" : "units";
        for (WideColumn& column : plan.wide) {
            column.field = field;
            std::erase_if(
                plan.columnOf, [&column](const auto& entry) { return entry.second == column.column; });
        }
        plan.columnOf.erase("date");
        plan.columnOf.erase(field);
        if (!wideDates.doubtful.isEmpty() && !answers.contains(QStringLiteral("date-order")))
            guess.questions.push_back(
                {QStringLiteral("date-order"),
                 wideDates.doubtful,
                 QObject::tr("Is the heading %1 day/month or month/day?").arg(wideDates.doubtful),
                 {{QStringLiteral("dmy"), QObject::tr("day first")},
                  {QStringLiteral("mdy"), QObject::tr("month first")}}});
        if (plan.column("sku") < 0 && !map.contains(QStringLiteral("sku"))) {
            // The first column that holds no period names the rows.
            std::set<int> taken;
            for (const WideColumn& column : plan.wide)
                taken.insert(column.column);
            for (const auto& [name, column] : plan.columnOf)
                taken.insert(column);
            for (int c = 0; c < static_cast<int>(headings.size()); ++c) {
                if (!taken.contains(c)) {
                    plan.columnOf["sku"] = c;
                    confidence["sku"] = 0.6;
                    break;
                }
            }
        }
    }
    std::stable_sort(plan.wide.begin(), plan.wide.end(), [](const WideColumn& a, const WideColumn& b) {
        return a.day < b.day; // some list the newest first
    });
    guess.wide = std::any_of(
        plan.wide.begin(), plan.wide.end(), [](const WideColumn& column) { return column.day != 0; });
    std::map<int, std::string> wideField;
    for (const WideColumn& column : plan.wide)
        wideField[column.column] = column.field;

    // The derived columns of the rows looked at.
    if (!plan.derived.empty()) {
        DerivedColumns deriver = plan.derived;
        std::size_t kept = 0;
        for (std::size_t r = 0; r < sample.rows.size(); ++r) {
            Record record;
            record.fault = sample.faults[r].isEmpty() ? Record::Fault::None : Record::Fault::Unsplittable;
            record.fields.assign(sample.rows[r].begin(), sample.rows[r].end());
            if (!deriver.apply(record))
                continue;
            std::vector<std::string> made(record.fields.begin(), record.fields.end());
            sample.rows[kept] = std::move(made);
            sample.lines[kept] = sample.lines[r];
            sample.faults[kept++] = sample.faults[r];
        }
        sample.rows.resize(kept);
        sample.lines.resize(kept);
        sample.faults.resize(kept);
    }
    const std::vector<std::vector<std::string>>& rows = sample.rows;

    // Styles of each column, by its values.
    const std::size_t columns = static_cast<std::size_t>(headings.size()) + plan.derived.columns.size();
    plan.numbers.resize(columns);
    plan.dates.resize(columns);
    NumberEvidence wideEvidence;
    bool wideAsked = false, wideFractions = false;
    for (const WideColumn& column : plan.wide) {
        for (const auto& row : rows) {
            if (static_cast<std::size_t>(column.column) < row.size())
                wideEvidence.add(row[static_cast<std::size_t>(column.column)]);
        }
    }
    for (std::size_t c = 0; c < columns; ++c) {
        ImportColumn column;
        const bool isDerived = c >= static_cast<std::size_t>(headings.size());
        column.heading =
            isDerived ? QString::fromStdString(
                            plan.derived.columns[c - static_cast<std::size_t>(headings.size())].heading)
                      : headings[static_cast<qsizetype>(c)];
        std::string type = "text";
        for (const auto& [field, at] : plan.columnOf) {
            if (at != static_cast<int>(c))
                continue;
            column.field = QString::fromStdString(field);
            column.confidence = confidence[field];
            for (const FieldSpec& spec : plan.kind->fields) {
                if (field == spec.name)
                    type = spec.type;
            }
            // Fields that only presets give this kind.
            if (type == "text" &&
                (field == "on_hand" || field == "min" || field == "max" || field == "on_order"))
                type = "number";
            if (plan.periodOf.contains(field))
                type = "text";
        }
        const auto inWide = wideField.find(static_cast<int>(c));
        if (inWide != wideField.end()) {
            type = "number";
            column.field = QString::fromStdString(inWide->second);
            column.confidence = plan.form ? 1.0 : 0.9;
        }
        const auto answer = [&](const char* id) {
            const QString own = QLatin1String(id) + QLatin1Char(':') + column.heading;
            return answers.contains(own) ? answers.value(own) : answers.value(QLatin1String(id));
        };
        if (isNumberType(type)) {
            NumberEvidence evidence;
            if (inWide != wideField.end()) {
                evidence = wideEvidence;
            } else {
                for (const auto& row : rows)
                    if (c < row.size())
                        evidence.add(row[c]);
            }
            const QString said = answer("decimal");
            if (said == QLatin1String("comma"))
                plan.numbers[c] = {',', '.'};
            else if (said == QLatin1String("point"))
                plan.numbers[c] = {'.', ','};
            else if (const auto style = evidence.style())
                plan.numbers[c] = *style;
            else if (inWide == wideField.end() || !wideAsked) {
                wideAsked = wideAsked || inWide != wideField.end();
                column.doubtful = true;
                guess.questions.push_back(
                    {QStringLiteral("decimal"),
                     column.heading,
                     QObject::tr(
                         "In column %1, is %2 a whole number with thousands apart, or one with decimals?")
                         .arg(column.heading, QString::fromStdString(evidence.doubtfulValue())),
                     {{QStringLiteral("point"), QObject::tr("decimal point")},
                      {QStringLiteral("comma"), QObject::tr("decimal comma")}}});
            }
            if (column.field == QLatin1String("units") || column.field == QLatin1String("on_hand"))
                wideFractions = wideFractions || std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
                                    std::int64_t whole = 0;
                                    bool exact = true;
                                    return c < row.size() &&
                                           readScaled(row[c], plan.numbers[c], 0, whole, &exact) && !exact;
                                });
            column.style =
                plan.numbers[c].decimal == ',' ? QStringLiteral("1.234,50") : QStringLiteral("1,234.50");
        } else if (type == "date" || type == "time") {
            DateEvidence evidence;
            for (const auto& row : rows)
                if (c < row.size())
                    evidence.add(row[c]);
            std::optional<DateStyle> style = evidence.style();
            const QString said = answer("date-order");
            if (evidence.ambiguous() && said.isEmpty()) {
                column.doubtful = true;
                const std::string& doubtful = evidence.doubtfulValue();
                guess.questions.push_back(
                    {QStringLiteral("date-order"),
                     column.heading,
                     QObject::tr("In column %1, is %2 day/month or month/day?")
                         .arg(column.heading, QString::fromStdString(doubtful)),
                     {{QStringLiteral("dmy"), QObject::tr("day first")},
                      {QStringLiteral("mdy"), QObject::tr("month first")}}});
            } else if (style && (*style == DateStyle::Dmy || *style == DateStyle::Mdy) && !said.isEmpty()) {
                style = said == QLatin1String("mdy") ? DateStyle::Mdy : DateStyle::Dmy;
            }
            plan.dates[c] = style ? style : std::optional<DateStyle>(DateStyle::Iso);
            column.style = QString::fromLatin1(dateStyleName(*plan.dates[c]));
        }
        column.type = QString::fromStdString(type);
        const auto named = plan.extraNames.find(static_cast<int>(c));
        if (named != plan.extraNames.end() ||
            (column.field.isEmpty() && !isDerived &&
             (guess.kind == QLatin1String("products") || guess.kind == QLatin1String("drivers")) &&
             !(plan.form && !plan.form->attributes.isEmpty())))
            plan.extra.push_back(static_cast<int>(c));
        guess.columns.push_back(std::move(column));
    }
    plan.fractions = wideFractions;
    if (const int column = plan.column("hours_out"); column >= 0) {
        // stockout_hours_6_22 counts within a window of the day.
        const QStringList parts = headings.value(column).split(QLatin1Char('_'));
        bool from = false, to = false;
        const double hours = parts.value(parts.size() - 1).toDouble(&to) -
                             parts.value(std::max<qsizetype>(0, parts.size() - 2)).toDouble(&from);
        if (from && to && hours > 0 && hours <= 24)
            plan.hoursInDay = hours;
    }
    const bool policyOnly = guess.kind == QLatin1String("stock") && plan.columnOf.count("min") &&
                            plan.columnOf.count("max") && !plan.columnOf.count("on_hand");
    for (const FieldSpec& field : plan.kind->fields) {
        const std::string name = field.name;
        const bool inColumns = std::any_of(plan.wide.begin(), plan.wide.end(), [&](const WideColumn& column) {
            return column.field == name || (name == "date" && column.day != 0);
        });
        const bool stockByShare = guess.kind == QLatin1String("stock") && name == "on_hand" && !policyOnly;
        // A platform's list of stock names no day: it stands as of the file's last change.
        const bool undated =
            guess.kind == QLatin1String("stock") && name == "date" && (plan.form || policyOnly);
        if (inColumns || undated)
            continue;
        if ((field.required && !plan.columnOf.count(name)) ||
            (stockByShare && !plan.columnOf.count("on_hand") && !plan.columnOf.count("in_stock") &&
             !plan.columnOf.count("hours_out")))
            guess.missing += QLatin1String(field.name);
    }
    if (guess.kind == QLatin1String("costs") && !plan.columnOf.count("sku") &&
        !plan.columnOf.count("order_id") && !plan.columnOf.count("month"))
        guess.missing += QStringLiteral("sku, order_id or month");
    if (guess.kind == QLatin1String("contacts") && !plan.columnOf.count("customer_id") &&
        !plan.columnOf.count("order_id"))
        guess.missing += QStringLiteral("customer_id or order_id");
    if (guess.kind == QLatin1String("drivers") && plan.extra.empty())
        guess.missing += QObject::tr("any driver");

    // What period a row of sales or stock stands for.
    const int dateColumn = plan.column("date") >= 0 ? plan.column("date") : plan.column("from");
    if (guess.kind == QLatin1String("sales") || guess.kind == QLatin1String("stock")) {
        std::set<Day> days;
        bool times = false;
        std::optional<DateStyle> style;
        QString heading;
        if (guess.wide) {
            for (const WideColumn& column : plan.wide)
                days.insert(column.day);
            style = wideDates.style;
            heading = QStringLiteral("columns");
        } else if (dateColumn >= 0) {
            style = plan.dates[static_cast<std::size_t>(dateColumn)];
            heading = guess.columns[static_cast<std::size_t>(dateColumn)].heading;
            const auto add = [&](std::string_view cell) {
                Moment moment;
                if (style && readDate(cell, *style, moment)) {
                    days.insert(moment.day);
                    times = times || (moment.hasTime && moment.second != 0);
                }
            };
            for (const auto& row : rows) {
                if (static_cast<std::size_t>(dateColumn) < row.size())
                    add(row[static_cast<std::size_t>(dateColumn)]);
            }
            if (!sample.whole && days.size() < 4 && !times && plan.column("order_id") < 0) {
                const std::unique_ptr<RowReader> more = openRows(request, plan);
                Record record;
                std::string last;
                for (std::int64_t n = 0; n < kLookedAtForDates && days.size() < 4 && more->next(record);
                     ++n) {
                    const std::string_view cell = record.at(dateColumn);
                    if (cell == last)
                        continue;
                    last = cell;
                    if (record.line > guess.headerLine)
                        add(cell);
                }
            }
        }
        GrainFound found;
        if (plan.column("order_id") < 0 && !times && guess.kind == QLatin1String("sales"))
            found = grainOf(days, style, heading).value_or(GrainFound{});
        const QString said = answers.value(QStringLiteral("grain")),
                      start = answers.value(QStringLiteral("week-start"));
        if (said == QLatin1String("day"))
            found = {};
        else if (said == QLatin1String("month"))
            found = {Grain::Monthly, 0, false};
        else if (said.isEmpty() && found.strays > 0)
            guess.questions.push_back(
                {QStringLiteral("grain"),
                 heading,
                 QObject::tr("In column %1 all dates but %2 of %3 are a %4: are they weeks or days?")
                     .arg(heading)
                     .arg(found.strays)
                     .arg(days.size())
                     .arg(QObject::tr(weekdayText(found.weekStart))),
                 {{QStringLiteral("week"), QObject::tr("weeks")},
                  {QStringLiteral("day"), QObject::tr("days")}}});
        else if (said == QLatin1String("week") && found.grain != Grain::Weekly)
            found = {Grain::Weekly, days.empty() ? 0 : weekdayOf(*days.begin()), true};
        else if (!said.isEmpty() && said != QLatin1String("week"))
            throw AskedWrong("--grain takes day, week or month, not " + said.toStdString() + ".");
        if (!start.isEmpty()) {
            if (weekdayNamed(start) < 0)
                throw AskedWrong("--week-start takes a day of the week, not " + start.toStdString() + ".");
            found.weekStart = weekdayNamed(start);
            found.assumed = false;
        }
        guess.grain = found.grain;
        guess.weekStart = found.grain == Grain::Weekly ? found.weekStart : 0;
        if (found.grain == Grain::Weekly && found.assumed)
            plan.notes += QObject::tr("Each date is taken for the first day of its week, a %1; if it is the "
                                      "last, say --week-start %2.")
                              .arg(
                                  QObject::tr(weekdayText(found.weekStart)),
                                  QString::fromLatin1(weekdayText((found.weekStart + 1) % 7)).toLower());
        if (guess.wide && found.grain == Grain::Weekly) {
            for (WideColumn& column : plan.wide)
                column.day -= (weekdayOf(column.day) - found.weekStart + 7) % 7;
        }
        if (guess.wide && !days.empty()) {
            guess.firstDay = *days.begin();
            guess.lastDay = *days.rbegin();
        }
    }
    if (dateColumn < 0 && !guess.wide &&
        (guess.kind == QLatin1String("stock") || guess.kind == QLatin1String("products")) &&
        (plan.column("on_hand") >= 0 || !plan.wide.empty()))
        plan.notes +=
            QObject::tr("The file names no day: its stock stands as of its last change, %1.")
                .arg(format::day(static_cast<Day>(QDate(1970, 1, 1).daysTo(info.lastModified().date()))));

    if (guess.kind == QLatin1String("sales") && !plan.form && !guess.wide) {
        const Fit shelf = fitKind(*findKind(QStringLiteral("stock")), headings, fileName);
        for (const char* field : {"on_hand", "in_stock", "hours_out"}) {
            const auto at = shelf.columns.find(field);
            if (shelf.complete && at != shelf.columns.end() &&
                guess.columns[static_cast<std::size_t>(at->second)].field.isEmpty())
                plan.notes += QObject::tr("It holds the stock too (%1): import it once more with --as stock.")
                                  .arg(headings[at->second]);
        }
    }

    // The preview, each cell with what it will be taken for.
    for (std::size_t r = 0; r < rows.size(); ++r) {
        Moment moment;
        if (dateColumn >= 0 && static_cast<std::size_t>(dateColumn) < rows[r].size() &&
            plan.dates[static_cast<std::size_t>(dateColumn)] &&
            readDate(
                rows[r][static_cast<std::size_t>(dateColumn)],
                *plan.dates[static_cast<std::size_t>(dateColumn)], moment)) {
            guess.firstDay = guess.firstDay ? std::min(*guess.firstDay, moment.day) : moment.day;
            guess.lastDay = guess.lastDay ? std::max(*guess.lastDay, moment.day) : moment.day;
        }
        if (static_cast<int>(r) >= previewRows)
            continue;
        ImportPreviewRow shown;
        shown.line = sample.lines[r];
        shown.problem = sample.faults[r];
        for (std::size_t c = 0; c < columns; ++c) {
            ImportPreviewCell cell;
            const std::string value = c < rows[r].size() ? rows[r][c] : std::string();
            cell.raw = QString::fromStdString(value);
            const ImportColumn& column = guess.columns[c];
            bool required = false;
            for (const FieldSpec& field : plan.kind->fields)
                required = required || (field.required && column.field == QLatin1String(field.name));
            required = required && !wideField.contains(static_cast<int>(c));
            if (trimmed(value).empty()) {
                if (required)
                    cell.problem = QObject::tr("is empty");
            } else if (isNumberType(column.type.toStdString())) {
                double number = 0.0;
                if (!readReal(value, plan.numbers[c], number))
                    cell.problem = required ? QObject::tr("not a number") : QString();
                else
                    cell.shown = QLocale().toString(number, 'g', 12);
            } else if (plan.dates[c]) {
                if (!readDate(value, *plan.dates[c], moment))
                    cell.problem = QObject::tr("not a date");
            }
            shown.cells.push_back(std::move(cell));
        }
        guess.preview.push_back(std::move(shown));
    }
    return plan;
}

} // namespace merch
