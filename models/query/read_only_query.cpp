#include "models/query/read_only_query.h"

#include "models/query/day_tables.h"
#include "models/query/only_reading.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QElapsedTimer>

#include <cstring>

namespace merch
{

int onlyReading(void*, int action, const char* first, const char* second, const char*, const char*)
{
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return second && std::strcmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    default:
        Q_UNUSED(first);
        return SQLITE_DENY;
    }
}

namespace
{

struct Watch {
    QElapsedTimer clock;
    double seconds = 0;
    const Progress* progress = nullptr;
    bool late = false;
};

int keepWatch(void* of)
{
    auto& watch = *static_cast<Watch*>(of);
    watch.late = watch.seconds > 0 && static_cast<double>(watch.clock.elapsed()) > watch.seconds * 1000.0;
    return watch.late || (*watch.progress && !(*watch.progress)(0, 0)) ? 1 : 0;
}

QVariant valueOf(sqlite3_stmt* row, int column)
{
    switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
        return QVariant::fromValue<qint64>(sqlite3_column_int64(row, column));
    case SQLITE_FLOAT:
        return sqlite3_column_double(row, column);
    case SQLITE_TEXT:
        return QString::fromUtf8(
            reinterpret_cast<const char*>(sqlite3_column_text(row, column)),
            sqlite3_column_bytes(row, column));
    case SQLITE_BLOB:
        return QByteArray(
            static_cast<const char*>(sqlite3_column_blob(row, column)), sqlite3_column_bytes(row, column));
    default:
        return {};
    }
}

} // namespace

Result<QueryAnswer> runReadOnlyQuery(
    const QString& storePath, const QString& sql, const QueryLimits& limits, const Progress& progress)
{
    return reporting("run the query", [&]() -> Result<QueryAnswer> {
        Result<Store> store = Store::open(storePath.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sqlite3* db = store->db().get();
        registerDayTables(*store);

        const QByteArray text = sql.toUtf8();
        sqlite3_set_authorizer(db, onlyReading, nullptr);
        sqlite3_stmt* raw = nullptr;
        const char* rest = nullptr;
        const int prepared =
            sqlite3_prepare_v2(db, text.constData(), static_cast<int>(text.size()), &raw, &rest);
        // From here on statements of our own run too (they unfold the blobs).
        sqlite3_set_authorizer(db, nullptr, nullptr);
        const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
        if (prepared == SQLITE_AUTH)
            return Error{
                ErrorCode::Refused, "Only SELECT is allowed here.",
                "Queries read the store; they never change it.", sqlite3_errmsg(db)};
        if (prepared != SQLITE_OK)
            return Error{
                ErrorCode::InvalidInput,
                std::string("The SQL is not understood: ") + sqlite3_errmsg(db) + ".",
                {},
                {}};
        if (!raw)
            return Error{ErrorCode::InvalidInput, "There is no SQL to run.", {}, {}};
        if (!QByteArray(rest).trimmed().isEmpty())
            return Error{
                ErrorCode::InvalidInput,
                "One statement at a time.",
                "Leave out what follows the first semicolon.",
                {}};
        if (!sqlite3_stmt_readonly(raw) || sqlite3_column_count(raw) == 0)
            return Error{
                ErrorCode::Refused,
                "Only SELECT is allowed here.",
                "Queries read the store; they never change it.",
                {}};

        Watch watch;
        watch.clock.start();
        watch.seconds = limits.seconds;
        watch.progress = &progress;
        sqlite3_progress_handler(db, 10'000, keepWatch, &watch);

        QueryAnswer answer;
        const int columns = sqlite3_column_count(raw);
        for (int c = 0; c < columns; ++c)
            answer.columns += QString::fromUtf8(sqlite3_column_name(raw, c));
        for (;;) {
            const int code = sqlite3_step(raw);
            if (code == SQLITE_DONE)
                break;
            if (code == SQLITE_INTERRUPT && watch.late)
                return Error{
                    ErrorCode::Refused,
                    "The query took longer than " + std::to_string(static_cast<int>(limits.seconds)) + " s.",
                    "Narrow it by sku, location or date.",
                    {}};
            if (code == SQLITE_INTERRUPT)
                return Error{ErrorCode::Cancelled, "The query was stopped.", {}, {}};
            if (code != SQLITE_ROW && (code & 0xFF) != SQLITE_ERROR) // of the store, not of the query
                throw sql::SqlError(code, sqlite3_errmsg(db));
            if (code != SQLITE_ROW)
                return Error{
                    ErrorCode::InvalidInput,
                    std::string("The query failed: ") + sqlite3_errmsg(db) + ".",
                    {},
                    {}};
            if (static_cast<qint64>(answer.rows.size()) >= limits.rows) {
                answer.cut = true;
                break;
            }
            std::vector<QVariant> row;
            row.reserve(static_cast<std::size_t>(columns));
            for (int c = 0; c < columns; ++c)
                row.push_back(valueOf(raw, c));
            answer.rows.push_back(std::move(row));
        }
        return answer;
    });
}

} // namespace merch
