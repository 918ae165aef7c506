#include "models/import/reading_plan.h"

#include "models/import/byte_source.h"
#include "models/import/delimited_reader.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace merch
{

namespace
{

constexpr std::int64_t kLookedAt = 20'000; ///< records that decide styles
constexpr std::size_t kSample = 1 << 18;

QString qtext(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Dialect dialectOf(const std::string& path, const std::string& part)
{
    TextReader sample(openBytes(path, part));
    std::string text(kSample, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const std::size_t got = sample.read(text.data() + size, text.size() - size);
        if (got == 0)
            break;
        size += got;
    }
    text.resize(size);
    return guessDialect(text);
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
    for (const FieldSpec& field : kind.fields) {
        required += field.required;
        fit.required += field.required && fit.columns.count(field.name);
    }
    fit.matched = static_cast<int>(fit.columns.size());
    fit.complete = fit.required == required;
    double sure = 0.0;
    for (const auto& [field, confidence] : fit.confidence)
        sure += confidence;
    fit.score = (fit.complete ? 10.0 : 0.0) + sure -
                0.35 * static_cast<double>(headings.size() - fit.matched) +
                (fileName.contains(QLatin1String(kind.name), Qt::CaseInsensitive) ? 6.0 : 0.0);
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

QString fileDigest(const QString& path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (file.open(QIODevice::ReadOnly))
        hash.addData(&file);
    return QString::fromLatin1(hash.result().toHex());
}

bool isNumberType(std::string_view type)
{
    return type == "number" || type == "count" || type == "money" || type == "price" || type == "share";
}

} // namespace

std::unique_ptr<RowReader> openRows(const ImportRequest& request)
{
    const std::string path = request.file.toStdString(), part = request.part.toStdString();
    if (containerOf(path) == Container::Workbook)
        throw ReadError(path + " is a workbook. Save the sheet as CSV and import that.");
    return std::make_unique<DelimitedReader>(openBytes(path, part), dialectOf(path, part));
}

ReadingPlan planReading(const ImportRequest& request, Store* store, int previewRows)
{
    ReadingPlan plan;
    ImportGuess& guess = plan.guess;
    guess.file = request.file;
    guess.part = request.part;
    guess.bytes = QFileInfo(request.file).size();
    guess.sha256 =
        fileDigest(request.file) + (request.part.isEmpty() ? QString() : QLatin1Char('/') + request.part);

    const std::string path = request.file.toStdString(), part = request.part.toStdString();
    if (containerOf(path) == Container::Workbook)
        throw ReadError(path + " is a workbook. Save the sheet as CSV and import that.");
    const Dialect dialect = dialectOf(path, part);
    DelimitedReader reader(openBytes(path, part), dialect);
    guess.delimiter = dialect.delimiter == ';'    ? QStringLiteral("semicolon")
                      : dialect.delimiter == '\t' ? QStringLiteral("tab")
                      : dialect.delimiter == '|'  ? QStringLiteral("pipe")
                      : dialect.delimiter == ' '  ? QStringLiteral("blank")
                                                  : QStringLiteral("comma");
    Record record;
    do {
        if (!reader.next(record))
            throw ReadError(path + " holds no rows.");
    } while (record.fields.size() == 1 && trimmed(record.fields[0]).empty());
    guess.headerLine = record.line;
    QStringList headings;
    for (const std::string_view field : record.fields)
        headings += qtext(trimmed(field));
    if (headings.size() > 0 && headings[0].startsWith(QChar(0xFEFF)))
        headings[0].remove(0, 1);

    // The rows that decide, kept as text; the preview is the first of them.
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> lines;
    std::vector<QString> faults;
    bool whole = true;
    while (reader.next(record)) {
        if (static_cast<std::int64_t>(rows.size()) >= kLookedAt) {
            whole = false;
            break;
        }
        rows.emplace_back(record.fields.begin(), record.fields.end());
        lines.push_back(record.line);
        faults.push_back(
            record.fault == Record::Fault::None ? QString() : QString::fromStdString(record.why));
    }
    if (rows.empty())
        throw ReadError(path + " has a heading but no rows.");
    if (whole)
        guess.rows = static_cast<qint64>(rows.size());
    guess.encoding = QString::fromLatin1(encodingName(reader.encoding()));

    // Kind and mapping.
    const QString fileName = QFileInfo(request.part.isEmpty() ? request.file : request.part).fileName();
    const Preset* preset = nullptr;
    const auto headingAt = [&headings](const QString& names) {
        for (const QString& name : names.split(QLatin1Char('|'))) {
            for (int c = 0; c < headings.size(); ++c) {
                if (normalisedHeading(headings[c]) == normalisedHeading(name))
                    return c;
            }
        }
        return -1;
    };
    for (const Preset& known : presetSpecs()) {
        const bool detected =
            !known.detect.isEmpty() &&
            std::all_of(known.detect.begin(), known.detect.end(), [&](const QString& heading) {
                return headingAt(heading) >= 0;
            });
        if (request.preset == known.name ||
            (request.preset.isEmpty() && request.kind.isEmpty() && detected && !preset))
            preset = &known;
    }
    if (!request.preset.isEmpty() && !preset)
        throw ReadError("There is no preset named " + request.preset.toStdString() + ".");
    Fit best;
    if (const KindSpec* forced = findKind(request.kind.isEmpty() && preset ? preset->kind : request.kind)) {
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
                QStringLiteral("as"), {}, QObject::tr("What kind of extract is %1?").arg(fileName), {}};
            for (const KindSpec& kind : kindSpecs()) {
                const Fit fit = fitKind(kind, headings, fileName);
                if (fit.complete && best.score - fit.score < 0.5)
                    question.choices.push_back({QLatin1String(kind.name), QString::fromLatin1(kind.name)});
            }
            question.id = QStringLiteral("kind");
            guess.questions.push_back(std::move(question));
        }
    }
    plan.kind = best.kind;
    guess.kind = QLatin1String(plan.kind->name);
    guess.preset = preset ? preset->name : QString();
    guess.source = !request.source.isEmpty() ? request.source : guess.kind;
    std::map<std::string, double> confidence = best.confidence;
    plan.columnOf = best.columns;
    if (preset) {
        for (auto it = preset->map.begin(); it != preset->map.end(); ++it) {
            if (const int column = headingAt(it.value()); column >= 0) {
                std::erase_if(plan.columnOf, [column](const auto& entry) { return entry.second == column; });
                plan.columnOf[it.key().toStdString()] = column;
                confidence[it.key().toStdString()] = 1.0;
            }
        }
    }
    QMap<QString, QString> map = request.map, answers = request.answers;
    QString overlap = overlapChoice(request.overlap);
    if (store) {
        const Remembered memory = rememberedBy(*store, guess.source, guess.kind);
        for (auto it = memory.map.begin(); it != memory.map.end(); ++it) {
            if (!map.contains(it.key()) && (it.value().isEmpty() || headingAt(it.value()) >= 0))
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
    for (auto it = map.begin(); it != map.end(); ++it) {
        const std::string field = it.key().toStdString();
        if (it.value().isEmpty()) {
            plan.columnOf.erase(field);
            continue;
        }
        const int column = headingAt(it.value());
        if (column < 0)
            throw ReadError(path + " has no column \"" + it.value().toStdString() + "\" for " + field + ".");
        std::erase_if(plan.columnOf, [column](const auto& entry) { return entry.second == column; });
        plan.columnOf[field] = column;
        confidence[field] = 1.0;
    }

    // Styles of each column, by its values.
    const std::size_t columns = static_cast<std::size_t>(headings.size());
    plan.numbers.resize(columns);
    plan.dates.resize(columns);
    for (std::size_t c = 0; c < columns; ++c) {
        ImportColumn column;
        column.heading = headings[static_cast<qsizetype>(c)];
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
        }
        const auto answer = [&](const char* id) {
            const QString own = QLatin1String(id) + QLatin1Char(':') + column.heading;
            return answers.contains(own) ? answers.value(own) : answers.value(QLatin1String(id));
        };
        if (isNumberType(type)) {
            NumberEvidence evidence;
            for (const auto& row : rows)
                if (c < row.size())
                    evidence.add(row[c]);
            const QString said = answer("decimal");
            if (said == QLatin1String("comma"))
                plan.numbers[c] = {',', '.'};
            else if (said == QLatin1String("point"))
                plan.numbers[c] = {'.', ','};
            else if (const auto style = evidence.style())
                plan.numbers[c] = *style;
            else {
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
                const std::string doubtful = evidence.doubtfulValue();
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
        if (column.field.isEmpty() &&
            (guess.kind == QLatin1String("products") || guess.kind == QLatin1String("drivers")))
            plan.extra.push_back(static_cast<int>(c));
        guess.columns.push_back(std::move(column));
    }
    for (const FieldSpec& field : plan.kind->fields) {
        const bool stockByShare =
            guess.kind == QLatin1String("stock") && std::string_view(field.name) == "on_hand";
        if ((field.required && !plan.columnOf.count(field.name)) ||
            (stockByShare && !plan.columnOf.count("on_hand") && !plan.columnOf.count("in_stock")))
            guess.missing += QLatin1String(field.name);
    }

    // The preview, each cell with what it will be taken for.
    const int dateColumn = plan.column("date") >= 0 ? plan.column("date") : plan.column("from");
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
        shown.line = lines[r];
        shown.problem = faults[r];
        for (std::size_t c = 0; c < columns; ++c) {
            ImportPreviewCell cell;
            const std::string value = c < rows[r].size() ? rows[r][c] : std::string();
            cell.raw = QString::fromStdString(value);
            const ImportColumn& column = guess.columns[c];
            bool required = false;
            for (const FieldSpec& field : plan.kind->fields)
                required = required || (field.required && column.field == QLatin1String(field.name));
            if (trimmed(value).empty()) {
                if (required)
                    cell.problem = QObject::tr("is empty");
            } else if (isNumberType(column.type.toStdString())) {
                double number = 0.0;
                if (!readReal(value, plan.numbers[c], number))
                    cell.problem = required ? QObject::tr("not a number") : QString();
                else
                    cell.shown = QString::number(number, 'g', 12);
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
