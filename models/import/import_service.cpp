#include "models/import/import_service.h"

#include "models/import/byte_source.h"
#include "models/import/line_rules.h"
#include "models/import/reading_plan.h"
#include "models/import/row_loader.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>
#include <QScopeGuard>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

namespace merch
{

namespace
{

constexpr std::int64_t kMostRejectsKept = 100'000;
constexpr std::size_t kLongestRejectKept = 1U << 20, kMostRejectBytes = 64U << 20, kShortReject = 4000;

QString qtext(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::string json(const QMap<QString, QString>& map)
{
    QJsonObject object;
    for (auto it = map.begin(); it != map.end(); ++it)
        object[it.key()] = it.value();
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

Error cannotRead(const ReadError& why)
{
    const bool asked = dynamic_cast<const AskedWrong*>(&why) != nullptr;
    return {asked ? ErrorCode::Usage : ErrorCode::InvalidInput, why.what(), "The store is as it was.", {}};
}

/// What must be answered before a file can be read, as one error that names the options.
std::optional<Error> unsettled(const ReadingPlan& plan)
{
    const std::string file = QFileInfo(plan.guess.file).fileName().toStdString();
    if (!plan.guess.questions.empty()) {
        const ImportQuestion& question = plan.guess.questions.front();
        std::string choices;
        for (const ImportQuestion::Choice& choice : question.choices) {
            const std::string option =
                question.id == QLatin1String("kind") ? "--as " : "--" + question.id.toStdString() + " ";
            choices += (choices.empty() ? "" : " or ") + option + choice.value.toStdString();
        }
        return Error{
            ErrorCode::InvalidInput, file + ": " + question.text.toStdString(), "Say " + choices + ".", {}};
    }
    if (!plan.guess.missing.isEmpty() && plan.guess.confidence < 0.3) {
        QStringList has = plan.headings.mid(0, 12);
        if (plan.headings.size() > has.size())
            has += QStringLiteral("...");
        return Error{
            ErrorCode::InvalidInput,
            file + " fits no kind of extract by its columns (" +
                has.join(QStringLiteral(", ")).toStdString() + "). Nearest is " +
                plan.guess.kind.toStdString() + ", which lacks " +
                plan.guess.missing.join(QStringLiteral(", ")).toStdString() + ".",
            "Name the kind with --as, and its columns with --map field=heading.",
            {}};
    }
    if (!plan.guess.missing.isEmpty())
        return Error{
            ErrorCode::InvalidInput,
            file + " (taken for " + plan.guess.kind.toStdString() + ") has no column for " +
                plan.guess.missing.join(QStringLiteral(", ")).toStdString() + ".",
            "Name it with --map field=heading, or the kind with --as.",
            {}};
    return std::nullopt;
}

std::int64_t sourceFor(Store& store, const ReadingPlan& plan, const ImportRequest& request, bool remember)
{
    sql::Statement add(
        store.db(), "INSERT INTO source (name, kind) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET name = name "
                    "RETURNING source_id");
    add.bind(1, plan.guess.source.toStdString()).bind(2, plan.guess.kind.toStdString());
    add.step();
    const std::int64_t id = add.integer(0);
    add.reset();
    if (!remember)
        return id;
    // What the user settled is remembered for the next file of this source.
    sql::Statement keep(
        store.db(), "UPDATE source SET preset = coalesce(?2, preset), mapping = coalesce(?3, mapping),"
                    " formats = coalesce(?4, formats), overlap = coalesce(?5, overlap) WHERE source_id = ?1");
    keep.bind(1, id);
    plan.guess.preset.isEmpty() ? keep.bindNull(2) : keep.bind(2, plan.guess.preset.toStdString());
    request.map.isEmpty() ? keep.bindNull(3) : keep.bind(3, json(request.map));
    request.answers.isEmpty() ? keep.bindNull(4) : keep.bind(4, json(request.answers));
    plan.overlap.empty() ? keep.bindNull(5) : keep.bind(5, plan.overlap);
    keep.run();
    return id;
}

std::string mappingOf(const ReadingPlan& plan)
{
    QJsonObject mapping;
    for (const auto& [field, column] : plan.columnOf)
        mapping[QString::fromStdString(field)] = plan.guess.columns[static_cast<std::size_t>(column)].heading;
    return QJsonDocument(mapping).toJson(QJsonDocument::Compact).toStdString();
}

/// How an import was read, as far as its rejected rows need it to be read again without their file.
QJsonObject readingOf(const ReadingPlan& plan)
{
    QJsonObject map, numbers, answers;
    const auto headingOf = [&plan](int column) {
        return plan.guess.columns[static_cast<std::size_t>(column)].heading;
    };
    if (plan.form) { // it maps itself
        for (auto it = plan.map.begin(); it != plan.map.end(); ++it)
            map[it.key()] = it.value();
    } else {
        for (const FieldSpec& field : plan.kind->fields) {
            const int column = plan.column(field.name);
            map[QLatin1String(field.name)] = column < 0 ? QString() : headingOf(column);
        }
        for (const auto& [column, name] : plan.extraNames)
            map[QString::fromStdString(name)] = headingOf(column);
    }
    for (auto it = plan.answers.begin(); it != plan.answers.end(); ++it)
        answers[it.key()] = it.value();
    for (std::size_t c = 0; c < plan.guess.columns.size(); ++c) {
        const ImportColumn& column = plan.guess.columns[c];
        if (column.field.isEmpty())
            continue;
        if (plan.dates[c] == DateStyle::Dmy || plan.dates[c] == DateStyle::Mdy)
            answers[QStringLiteral("date-order:") + column.heading] =
                plan.dates[c] == DateStyle::Mdy ? QStringLiteral("mdy") : QStringLiteral("dmy");
        const NumberStyle& style = plan.numbers[c];
        numbers[column.heading] = QLatin1Char(style.decimal) +
                                  (style.group == '\0' ? QString() : QString(QLatin1Char(style.group)));
    }
    if (plan.guess.kind == QLatin1String("sales") && plan.guess.grain) {
        static const char* const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                           "friday", "saturday", "sunday"};
        answers[QStringLiteral("grain")] = *plan.guess.grain == Grain::Monthly  ? QStringLiteral("month")
                                           : *plan.guess.grain == Grain::Weekly ? QStringLiteral("week")
                                                                                : QStringLiteral("day");
        if (*plan.guess.grain == Grain::Weekly)
            answers[QStringLiteral("week-start")] = QLatin1String(days[plan.guess.weekStart]);
    }
    const QString delimiter =
        plan.guess.delimiter.isEmpty() ? QStringLiteral("comma") : plan.guess.delimiter; // of a workbook
    return {
        {QStringLiteral("delimiter"), delimiter},
        {QStringLiteral("headings"), QJsonArray::fromStringList(plan.headings)},
        {QStringLiteral("preset"), plan.guess.preset},
        {QStringLiteral("map"), map},
        {QStringLiteral("numbers"), numbers},
        {QStringLiteral("answers"), answers},
        {QStringLiteral("day"), plan.fileDay}};
}

/// Takes what a kept reading settled over what a few rows alone say.
void readAsBefore(ReadingPlan& plan, const QJsonObject& reading)
{
    const QJsonObject numbers = reading.value(QLatin1String("numbers")).toObject();
    for (std::size_t c = 0; c < plan.guess.columns.size(); ++c) {
        const QString style = numbers.value(plan.guess.columns[c].heading).toString();
        if (!style.isEmpty())
            plan.numbers[c] = {style[0].toLatin1(), style.size() > 1 ? style[1].toLatin1() : '\0'};
    }
    std::erase_if(plan.guess.questions, [](const ImportQuestion& question) {
        return question.id == QLatin1String("decimal");
    });
    plan.fileDay = static_cast<Day>(reading.value(QLatin1String("day")).toInt(plan.fileDay));
    plan.notes.clear();
}

char delimiterOf(const QString& name)
{
    return name == QLatin1String("semicolon") ? ';'
           : name == QLatin1String("tab")     ? '\t'
           : name == QLatin1String("pipe")    ? '|'
           : name == QLatin1String("blank")   ? ' '
                                              : ',';
}

QByteArray headingRow(const QJsonObject& reading, char delimiter)
{
    QByteArray row;
    for (const QJsonValue& heading : reading.value(QLatin1String("headings")).toArray()) {
        QByteArray text = heading.toString().toUtf8();
        if (delimiter != ' ')
            text = '"' + text.replace('"', "\"\"") + '"';
        row += (row.isEmpty() ? QByteArray() : QByteArray(1, delimiter)) + text;
    }
    return row + '\n';
}

/// Does a row end where it ends? One with a quote left open would swallow those that follow it.
bool endsByItself(const QString& row, char delimiter)
{
    bool inside = false, start = true;
    for (const QChar c : row) {
        if (c != QLatin1Char('"')) {
            start = !inside && c == QLatin1Char(delimiter);
        } else if (inside) {
            inside = false;
            start = true; // a second one belongs to the text
        } else {
            inside = start;
        }
    }
    return !inside || delimiter == ' ';
}

/// Reads one planned extract under a new import. Inside the caller's transaction.
ImportReport readOne(
    Store& store, const ReadingPlan& plan, const ImportRequest& request, const std::string& user,
    const Progress& progress, bool remember = true)
{
    const auto start = std::chrono::steady_clock::now();
    ImportReport report;
    report.file = request.file;
    report.part = request.part;
    report.kind = plan.guess.kind;
    report.preset = plan.guess.preset;
    report.source = plan.guess.source;
    if (plan.guess.importedAs) {
        report.importId = *plan.guess.importedAs;
        report.skipped = true;
        return report;
    }
    sql::Statement add(
        store.db(), "INSERT INTO import (source_id, kind, file, sha256, bytes, mapping, overlap, rows_read, "
                    "rows_accepted,"
                    " rows_rejected, made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, ?8, ?9)");
    add.bind(1, sourceFor(store, plan, request, remember))
        .bind(2, plan.guess.kind.toStdString())
        .bind(3, request.file.toStdString());
    add.bind(4, plan.guess.sha256.toStdString())
        .bind(5, static_cast<std::int64_t>(plan.guess.bytes))
        .bind(6, mappingOf(plan));
    plan.overlap.empty() ? add.bindNull(7) : add.bind(7, plan.overlap);
    add.bind(8, nowMs()).bind(9, user).run();
    report.importId = sqlite3_last_insert_rowid(store.db().get());

    sql::Statement keepReject(
        store.db(), "INSERT OR REPLACE INTO reject (import_id, line, reason, field, value, raw) VALUES (?1, "
                    "?2, ?3, ?4, ?5, ?6)");
    std::size_t rejectBytes = 0;
    const auto reject = [&](const Record& record, const QString& reason, const QString& field,
                            std::string_view value) {
        ++report.rowsRejected;
        const QString named = field.isEmpty() ? reason : QObject::tr("%1 %2").arg(field, reason);
        auto group = std::find_if(report.rejects.begin(), report.rejects.end(), [&](const RejectGroup& g) {
            return g.reason == named;
        });
        if (group == report.rejects.end())
            group = report.rejects.insert(report.rejects.end(), RejectGroup{named, 0, record.line});
        ++group->count;
        if (report.rowsRejected > kMostRejectsKept)
            return;
        keepReject.bind(1, std::int64_t{report.importId})
            .bind(2, record.line)
            .bind(3, reason.toStdString())
            .bind(4, field.toStdString());
        // Whole, so that it can be repaired; within bounds, whatever the file.
        const bool whole = record.raw.size() <= kLongestRejectKept && rejectBytes < kMostRejectBytes;
        const std::string_view raw = whole ? record.raw : record.raw.substr(0, kShortReject);
        rejectBytes += raw.size();
        keepReject.bind(5, value.substr(0, 200)).bind(6, raw).run();
    };
    const auto readAs = [&](const ReadingPlan& how) {
        RowLoader loader(store, how, report.importId, report);
        const std::unique_ptr<RowReader> reader = openRows(request, how);
        loader.load(*reader, reject, progress);
        if (reader->cutOff())
            throw ReadError(request.file.toStdString() + " ends in the middle of a row.");
    };
    store.db().execute("SAVEPOINT reading");
    try {
        readAs(plan);
    } catch (const UnitsAreFractional&) {
        // The first rows had whole units only. Once more, counted in thousandths.
        store.db().execute("ROLLBACK TO reading");
        const std::int64_t id = report.importId;
        report = {};
        report.importId = id;
        report.file = request.file;
        report.part = request.part;
        report.kind = plan.guess.kind;
        report.preset = plan.guess.preset;
        report.source = plan.guess.source;
        ReadingPlan byWeight = plan;
        byWeight.fractions = true;
        readAs(byWeight);
    }
    store.db().execute("RELEASE reading");
    keepDefinitions(store, report.importId, request, plan);
    report.notes = plan.notes + report.notes;
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (report.returns > 0)
        report.notes +=
            QObject::tr("%1 lines of returns and cancellations lower the units of their day by %2.")
                .arg(report.returns)
                .arg(report.returnUnits);
    QJsonObject notes;
    QStringList keptOut;
    for (auto it = report.classified.begin(); it != report.classified.end(); ++it) {
        notes[it.key()] = it.value();
        keptOut += QStringLiteral("%1 %2").arg(it.key()).arg(it.value());
    }
    if (!keptOut.isEmpty())
        report.notes +=
            QObject::tr("Kept out of demand, in lines: %1.").arg(keptOut.join(QStringLiteral(", ")));
    if (report.notListed > 0)
        report.notes +=
            QObject::tr("%1 zeros before a product was listed are not counted as days without a sale.")
                .arg(report.notListed);
    if (report.duplicates > 0)
        report.notes += QObject::tr("%1 rows equal an earlier one.").arg(report.duplicates);
    if (report.rowsRejected > 0)
        notes[QStringLiteral("reading")] = readingOf(plan);
    sql::Statement finish(
        store.db(), "UPDATE import SET rows_read = ?2, rows_accepted = ?3, rows_rejected = ?4, first_day = "
                    "?5, last_day = ?6,"
                    " seconds = ?7, notes = ?8 WHERE import_id = ?1");
    finish.bind(1, std::int64_t{report.importId})
        .bind(2, std::int64_t{report.rowsRead})
        .bind(3, std::int64_t{report.rowsAccepted});
    finish.bind(4, std::int64_t{report.rowsRejected});
    report.firstDay ? finish.bind(5, *report.firstDay) : finish.bindNull(5);
    report.lastDay ? finish.bind(6, *report.lastDay) : finish.bindNull(6);
    finish.bind(7, report.seconds)
        .bind(8, QJsonDocument(notes).toJson(QJsonDocument::Compact).toStdString())
        .run();
    return report;
}

void refreshSearch(Store& store)
{
    store.db().execute("INSERT INTO product_search(product_search) VALUES ('delete-all');"
                       "INSERT INTO product_search (rowid, sku, title, brand, category) SELECT p.product_id, "
                       "p.sku, p.title, p.brand, c.path"
                       " FROM product p LEFT JOIN category c USING (category_id)");
}

/// Plans and reads all requests in one transaction; commits unless dry.
Result<ImportBatch> readAll(
    const QString& path, const std::vector<ImportRequest>& requests, const QString& user,
    const QString& commandLine, bool dry, const Progress& progress)
{
    return reporting("import", [&]() -> Result<ImportBatch> {
        const auto start = std::chrono::steady_clock::now();
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        try {
            std::vector<std::pair<ReadingPlan, ImportRequest>> plans;
            std::vector<ImportReport> leftOut;
            for (const ImportRequest& request : requests) {
                ReadingPlan plan = planReading(request, &*store, 0, requests);
                if (const std::optional<Error> open = unsettled(plan)) {
                    // A zip may hold more than extracts (a sample, a licence): what cannot be one is left
                    // out.
                    const bool oneOfMany =
                        !request.part.isEmpty() && plan.guess.questions.empty() &&
                        std::count_if(
                            requests.begin(), requests.end(), [&request](const ImportRequest& other) {
                                return other.file == request.file;
                            }) > 1;
                    if (!oneOfMany)
                        return *open;
                    ImportReport report;
                    report.file = request.file;
                    report.part = request.part;
                    report.leftOut = QString::fromStdString(open->message);
                    report.notes += QObject::tr("left out: %1").arg(report.leftOut);
                    leftOut.push_back(std::move(report));
                    continue;
                }
                plans.emplace_back(std::move(plan), request);
            }
            if (plans.empty() && !leftOut.empty())
                return Error{
                    ErrorCode::InvalidInput,
                    leftOut.front().leftOut.toStdString(),
                    "Name its columns with --map field=heading, or the kind with --as.",
                    {}};
            // What others refer to is read first.
            const auto& kinds = kindSpecs();
            std::stable_sort(plans.begin(), plans.end(), [&kinds](const auto& a, const auto& b) {
                const auto place = [&kinds](const ReadingPlan& plan) {
                    return std::find_if(
                               kinds.begin(), kinds.end(),
                               [&](const KindSpec& kind) { return &kind == plan.kind; }) -
                           kinds.begin();
                };
                return place(a.first) < place(b.first);
            });
            ImportBatch batch;
            double bytes = 0, before = 0;
            for (const auto& [plan, request] : plans)
                bytes += static_cast<double>(plan.guess.bytes);
            sql::Transaction transaction(store->db());
            qint64 rows = 0;
            for (const auto& [plan, request] : plans) {
                const double share = static_cast<double>(plan.guess.bytes) / std::max(1.0, bytes);
                try {
                    batch.imports.push_back(readOne(
                        *store, plan, request, user.toStdString(), [&](std::size_t done, std::size_t total) {
                            return !progress ||
                                   progress(
                                       static_cast<std::size_t>(
                                           1000 * (before +
                                                   share * static_cast<double>(done) /
                                                       static_cast<double>(std::max<std::size_t>(1, total)))),
                                       1000);
                        }));
                } catch (const OverlapUnsettled& overlap) {
                    return Error{
                        ErrorCode::InvalidInput,
                        QFileInfo(request.file).fileName().toStdString() + ": " + overlap.what() + ".",
                        "Say --overlap replace (these days are taken from this file) or --overlap add (both "
                        "count).",
                        {}};
                }
                before += share;
                rows += batch.imports.back().rowsRead;
            }
            std::move(leftOut.begin(), leftOut.end(), std::back_inserter(batch.imports));
            refreshSearch(*store);
            store->logCommand(
                user.toStdString(), commandLine.isEmpty() ? "import" : commandLine.toStdString(),
                std::to_string(rows) + " rows");
            if (dry) {
                for (ImportReport& report : batch.imports)
                    report.importId = report.skipped ? report.importId : 0;
            } else {
                transaction.commit();
            }
            batch.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            batch.rowsPerSecond = static_cast<double>(rows) / std::max(1e-9, batch.seconds);
            return batch;
        } catch (const ReadError& why) {
            return cannotRead(why);
        }
    });
}

} // namespace

ImportService::ImportService(const QString& storePath)
    : m_path(storePath)
{
}

const std::vector<ImportKind>& ImportService::kinds()
{
    static const std::vector<ImportKind> all = [] {
        std::vector<ImportKind> made;
        for (const KindSpec& spec : kindSpecs()) {
            ImportKind kind{QLatin1String(spec.name), QString::fromLatin1(spec.text), {}};
            for (const FieldSpec& field : spec.fields)
                kind.fields.push_back({QLatin1String(field.name), QLatin1String(field.type), field.required});
            made.push_back(std::move(kind));
        }
        return made;
    }();
    return all;
}

QStringList ImportService::presets()
{
    QStringList names;
    for (const Preset& preset : presetSpecs())
        names += preset.name;
    return names;
}

Result<QStringList> ImportService::parts(const QString& file)
{
    try {
        QStringList names;
        for (const std::string& member : partsOf(file.toStdString()))
            names += QString::fromStdString(member);
        return names;
    } catch (const ReadError& why) {
        return cannotRead(why);
    }
}

Result<ImportGuess> ImportService::inspect(const ImportRequest& request, int previewRows) const
{
    return reporting("look at the file", [&]() -> Result<ImportGuess> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        try {
            return planReading(request, &*store, previewRows).guess;
        } catch (const ReadError& why) {
            return cannotRead(why);
        }
    });
}

Result<ImportBatch>
ImportService::dryRun(const std::vector<ImportRequest>& requests, const Progress& progress) const
{
    return readAll(m_path, requests, QString::fromStdString(loginName()), {}, true, progress);
}

Result<ImportBatch> ImportService::run(
    const std::vector<ImportRequest>& requests, const QString& user, const QString& commandLine,
    const Progress& progress) const
{
    return readAll(m_path, requests, user, commandLine, false, progress);
}

Result<std::vector<ImportRecord>> ImportService::history() const
{
    return reporting("read the history of imports", [&]() -> Result<std::vector<ImportRecord>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement rows(
            store->db(),
            "SELECT i.import_id, s.name, i.kind, i.file, i.bytes, i.rows_read, i.rows_accepted, "
            "i.rows_rejected,"
            " i.first_day, i.last_day, i.made_at, i.made_by, i.overlap, i.seconds, i.undone_at, i.undone_by"
            " FROM import i JOIN source s USING (source_id) ORDER BY i.import_id");
        std::vector<ImportRecord> all;
        while (rows.step()) {
            ImportRecord r;
            r.importId = rows.integer(0);
            r.source = qtext(rows, 1);
            r.kind = qtext(rows, 2);
            r.file = qtext(rows, 3);
            r.bytes = rows.integer(4);
            r.rowsRead = rows.integer(5);
            r.rowsAccepted = rows.integer(6);
            r.rowsRejected = rows.integer(7);
            if (!rows.isNull(8))
                r.firstDay = static_cast<Day>(rows.integer(8));
            if (!rows.isNull(9))
                r.lastDay = static_cast<Day>(rows.integer(9));
            r.madeAt = rows.integer(10);
            r.madeBy = qtext(rows, 11);
            r.overlap = qtext(rows, 12);
            r.seconds = rows.real(13);
            r.undoneAt = rows.isNull(14) ? 0 : rows.integer(14);
            r.undoneBy = qtext(rows, 15);
            all.push_back(std::move(r));
        }
        return all;
    });
}

Outcome ImportService::undo(
    qint64 importId, const QString& user, const QString& commandLine, const Progress& progress) const
{
    return reporting("take the import back", [&]() -> Outcome {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        {
            sql::Statement known(store->db(), "SELECT undone_at FROM import WHERE import_id = ?1");
            known.bind(1, std::int64_t{importId});
            if (!known.step())
                return Error{
                    ErrorCode::NotFound,
                    "There is no import " + std::to_string(importId) + ".",
                    "merchbench-cli imports STORE lists them.",
                    {}};
            if (!known.isNull(0))
                return Error{
                    ErrorCode::Refused,
                    "Import " + std::to_string(importId) + " was taken back already.",
                    {},
                    {}};
        }
        std::vector<int> series;
        {
            sql::Statement cells(
                store->db(),
                "SELECT DISTINCT key / 64 FROM layer WHERE import_id = ?1 UNION SELECT series_id FROM"
                " stock_policy WHERE import_id = ?1");
            cells.bind(1, std::int64_t{importId});
            while (cells.step())
                series.push_back(static_cast<int>(cells.integer(0)));
        }
        removeLayer(*store, importId, progress);
        for (const char* query :
             {"DELETE FROM order_line WHERE import_id = ?1", "DELETE FROM promotion WHERE import_id = ?1",
              "DELETE FROM event WHERE import_id = ?1", "DELETE FROM price WHERE import_id = ?1",
              "DELETE FROM purchase_order WHERE import_id = ?1",
              "DELETE FROM competitor_price WHERE import_id = ?1",
              "DELETE FROM extract_row WHERE import_id = ?1", "DELETE FROM stock_policy WHERE import_id = ?1",
              "UPDATE reject SET repaired_import = NULL WHERE repaired_import = ?1"}) {
            sql::Statement remove(store->db(), query);
            remove.bind(1, std::int64_t{importId}).run();
        }
        store->db().execute("DELETE FROM sale_order WHERE NOT EXISTS (SELECT 1 FROM order_line WHERE "
                            "order_line.order_id = sale_order.order_id)");
        if (restoreDictionary(*store, importId, series))
            rebuildRolls(*store, progress);
        sql::Statement mark(
            store->db(), "UPDATE import SET undone_at = ?2, undone_by = ?3 WHERE import_id = ?1");
        mark.bind(1, std::int64_t{importId}).bind(2, nowMs()).bind(3, user.toStdString()).run();
        refreshSearch(*store);
        store->logCommand(
            user.toStdString(), commandLine.toStdString(),
            "import " + std::to_string(importId) + " taken back");
        if (progress && !progress(1, 1))
            throw CancelledWork();
        transaction.commit();
        return success();
    });
}

Result<std::vector<RejectedRow>> ImportService::rejects(qint64 importId) const
{
    return reporting("read the rejected rows", [&]() -> Result<std::vector<RejectedRow>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement rows(
            store->db(), "SELECT line, reason, field, value, raw, repaired, repaired_import FROM reject "
                         "WHERE import_id = ?1 ORDER BY line");
        rows.bind(1, std::int64_t{importId});
        std::vector<RejectedRow> all;
        while (rows.step())
            all.push_back(
                {rows.integer(0), qtext(rows, 1), qtext(rows, 2), qtext(rows, 3), qtext(rows, 4),
                 qtext(rows, 5), rows.isNull(6) ? 0 : rows.integer(6)});
        return all;
    });
}

Outcome ImportService::repair(qint64 importId, const std::map<qint64, QString>& rows) const
{
    return reporting("keep the repair", [&]() -> Outcome {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        sql::Statement update(
            store->db(),
            "UPDATE reject SET repaired = ?3 WHERE import_id = ?1 AND line = ?2 AND repaired_import IS NULL");
        for (const auto& [line, raw] : rows) {
            update.bind(1, std::int64_t{importId}).bind(2, std::int64_t{line});
            update.bind(3, raw.toStdString()).run();
            if (sqlite3_changes(store->db().get()) == 0)
                return Error{
                    ErrorCode::NotFound,
                    "Line " + std::to_string(line) + " is not waiting for a repair.",
                    {},
                    {}};
        }
        transaction.commit();
        return success();
    });
}

Outcome ImportService::repair(qint64 importId, qint64 line, const QString& raw) const
{
    return repair(importId, {{line, raw}});
}

Result<ImportReport>
ImportService::importRepaired(qint64 importId, const QString& user, const Progress& progress) const
{
    return reporting("import the repaired rows", [&]() -> Result<ImportReport> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        ImportRequest request;
        QString file, sha;
        QJsonObject reading, mapping;
        {
            sql::Statement import(
                store->db(), "SELECT i.file, i.kind, s.name, i.mapping, i.notes, i.sha256, i.undone_at FROM "
                             "import i JOIN source s USING (source_id) WHERE import_id = ?1");
            import.bind(1, std::int64_t{importId});
            if (!import.step())
                return Error{
                    ErrorCode::NotFound, "There is no import " + std::to_string(importId) + ".", {}, {}};
            if (!import.isNull(6))
                return Error{
                    ErrorCode::Refused,
                    "Import " + std::to_string(importId) + " was taken back.",
                    "Import its file again first.",
                    {}};
            file = qtext(import, 0);
            request.kind = qtext(import, 1);
            request.source = qtext(import, 2);
            mapping = QJsonDocument::fromJson(qtext(import, 3).toUtf8()).object();
            reading = QJsonDocument::fromJson(qtext(import, 4).toUtf8())
                          .object()
                          .value(QLatin1String("reading"))
                          .toObject();
            sha = qtext(import, 5);
        }
        std::vector<std::pair<qint64, QString>> rows;
        {
            sql::Statement repaired(
                store->db(), "SELECT line, repaired FROM reject WHERE import_id = ?1 AND repaired IS NOT "
                             "NULL AND repaired_import IS NULL ORDER BY line");
            repaired.bind(1, std::int64_t{importId});
            while (repaired.step())
                rows.emplace_back(repaired.integer(0), qtext(repaired, 1));
        }
        if (rows.empty())
            return Error{
                ErrorCode::Refused, "No rejected row was repaired yet.", "Type over a row first.", {}};
        const QString temporary = m_path + QStringLiteral(".repaired-%1-%2.csv").arg(importId).arg(nowMs());
        const auto cleaner = qScopeGuard([&temporary] { QFile::remove(temporary); });
        qint64 unreadable = 0;
        std::map<qint64, qint64> lineOf; // of the rows to read -> of their file
        std::vector<std::pair<qint64, std::array<QString, 3>>> wrong;
        try {
            if (reading.isEmpty()) { // imported before readings were kept
                ImportRequest look = request;
                look.file = file;
                look.part = sha.section(QLatin1Char('/'), 1);
                for (auto it = mapping.begin(); it != mapping.end(); ++it)
                    look.map[it.key()] = it.value().toString();
                reading = readingOf(planReading(look, &*store, 0));
            }
            request.file = temporary;
            request.preset = reading.value(QLatin1String("preset")).toString();
            request.overlap = QStringLiteral("add");
            const QJsonObject map = reading.value(QLatin1String("map")).toObject(),
                              answers = reading.value(QLatin1String("answers")).toObject();
            for (auto it = map.begin(); it != map.end(); ++it)
                request.map[it.key()] = it.value().toString();
            for (auto it = answers.begin(); it != answers.end(); ++it)
                request.answers[it.key()] = it.value().toString();
            request.answers[QStringLiteral("encoding")] = QStringLiteral("utf-8");
            const QString delimiter = reading.value(QLatin1String("delimiter")).toString();
            request.answers[QStringLiteral("delimiter")] = delimiter;

            // The headings of the file they came from, then the mended rows.
            QFile out(temporary);
            if (!out.open(QIODevice::WriteOnly))
                return Error{
                    ErrorCode::InvalidInput,
                    "No file can be written beside the store.",
                    out.errorString().toStdString(),
                    {}};
            const char between = delimiterOf(delimiter);
            const QByteArray head = headingRow(reading, between);
            qint64 at = 1 + head.count('\n');
            out.write(head);
            for (const auto& [line, row] : rows) {
                if (!endsByItself(row, between)) {
                    wrong.push_back({line, {QObject::tr("a quoted field is never closed"), {}, {}}});
                    ++unreadable;
                    continue;
                }
                const QByteArray text = row.toUtf8();
                lineOf[at] = line;
                at += text.count('\n') + 1;
                out.write(text + '\n');
            }
            out.close();
            ImportReport report;
            report.file = file;
            report.kind = request.kind;
            report.source = request.source;
            report.preset = request.preset;
            if (!lineOf.empty()) {
                ReadingPlan plan = planReading(request, &*store, 0);
                readAsBefore(plan, reading);
                if (const std::optional<Error> open = unsettled(plan))
                    return *open;
                plan.guess.importedAs.reset();
                plan.guess.sha256 += QStringLiteral("/repaired-%1").arg(importId);
                store->db().execute("SAVEPOINT repaired");
                report = readOne(*store, plan, request, user.toStdString(), progress, false);
                report.file = file;
                sql::Statement still(
                    store->db(), "SELECT line, reason, field, value FROM reject WHERE import_id = ?1");
                still.bind(1, std::int64_t{report.importId});
                while (still.step()) {
                    const auto from = lineOf.find(still.integer(0));
                    if (from != lineOf.end())
                        wrong.push_back({from->second, {qtext(still, 1), qtext(still, 2), qtext(still, 3)}});
                }
                still.reset();
                for (RejectGroup& group : report.rejects) {
                    const auto from = lineOf.find(group.firstLine);
                    group.firstLine = from == lineOf.end() ? group.firstLine : from->second;
                }
                if (report.rowsAccepted == 0)
                    store->db().execute("ROLLBACK TO repaired");
                store->db().execute("RELEASE repaired");
                if (report.rowsAccepted == 0)
                    report.importId = 0;
            }
            report.rowsRead += unreadable;
            report.rowsRejected += unreadable;
            if (report.importId > 0) {
                // A row that is still wrong stays with the import that rejected it first.
                sql::Statement forget(store->db(), "DELETE FROM reject WHERE import_id = ?1");
                forget.bind(1, std::int64_t{report.importId}).run();
                sql::Statement name(
                    store->db(), "UPDATE import SET file = ?2, rows_read = rows_accepted, rows_rejected = 0 "
                                 "WHERE import_id = ?1");
                name.bind(1, std::int64_t{report.importId})
                    .bind(2, (file + QObject::tr(" (repaired rows)")).toStdString())
                    .run();
            }
            sql::Statement mark(
                store->db(), "UPDATE reject SET repaired_import = ?3 WHERE import_id = ?1 AND line = ?2");
            sql::Statement tell(
                store->db(), "UPDATE reject SET reason = ?3, field = ?4, value = ?5 WHERE import_id = ?1 AND "
                             "line = ?2");
            std::set<qint64> stay;
            for (const auto& [line, because] : wrong) {
                stay.insert(line);
                tell.bind(1, std::int64_t{importId}).bind(2, std::int64_t{line});
                tell.bind(3, because[0].toStdString())
                    .bind(4, because[1].toStdString())
                    .bind(5, because[2].toStdString())
                    .run();
            }
            for (const auto& [line, row] : rows) {
                if (report.importId > 0 && !stay.contains(line))
                    mark.bind(1, std::int64_t{importId})
                        .bind(2, std::int64_t{line})
                        .bind(3, std::int64_t{report.importId})
                        .run();
            }
            refreshSearch(*store);
            store->logCommand(
                user.toStdString(), "import repaired rows of " + std::to_string(importId),
                std::to_string(report.rowsAccepted) + " rows");
            transaction.commit();
            return report;
        } catch (const ReadError& why) {
            return cannotRead(why);
        }
    });
}

} // namespace merch
