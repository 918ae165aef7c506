#include "models/store/store.h"

#include "models/store/chunk_codec.h"
#include "models/store/demand.h"
#include "models/store/demand_layers.h"
#include "models/store/sqlite.h"
#include "models/store/writer_note.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QtEndian>

#include <cerrno>
#include <csignal>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <new>
#include <pwd.h>

static void registerData()
{
    Q_INIT_RESOURCE(merch_data); // a static library drops resources that nothing names
}

namespace merch
{

struct Store::State {
    std::string path;
    std::unique_ptr<sql::Connection> connection;
    int version = 0;
};

namespace
{

struct Migration {
    int number = 0;
    QString file;
};

std::vector<Migration> migrations()
{
    registerData();
    const QDir folder(QStringLiteral(":/sql/migrations"));
    std::vector<Migration> found;
    for (const QString& name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name))
        found.push_back({name.left(4).toInt(), folder.filePath(name)});
    return found;
}

int newestVersion()
{
    const std::vector<Migration> all = migrations();
    return all.empty() ? 0 : all.back().number;
}

std::int64_t pragma(sql::Connection& db, const std::string& name)
{
    sql::Statement row(db, "PRAGMA " + name);
    return row.step() ? row.integer(0) : 0;
}

/// Each script and its version number go in together, or not at all.
void migrate(sql::Connection& db, int from)
{
    for (const Migration& migration : migrations()) {
        if (migration.number <= from)
            continue;
        QFile script(migration.file);
        if (!script.open(QIODevice::ReadOnly))
            throw std::runtime_error("migration " + migration.file.toStdString() + " is missing");
        sql::Transaction transaction(db);
        if (pragma(db, "user_version") >= migration.number)
            continue; // another process came first
        db.execute(script.readAll().toStdString());
        db.execute("PRAGMA user_version = " + std::to_string(migration.number));
        transaction.commit();
    }
}

/// What copies that were killed on their way to `to` left behind.
void removeBroken(const std::string& to)
{
    const QFileInfo whole(QString::fromStdString(to));
    const QString start = whole.fileName() + QLatin1String(".making-");
    for (const QString& name : whole.dir().entryList({start + QLatin1Char('*')}, QDir::Files)) {
        const qint64 maker = name.mid(start.size()).section(QLatin1Char('-'), 0, 0).toLongLong();
        if (maker > 0 && kill(static_cast<pid_t>(maker), 0) != 0 && errno == ESRCH)
            QFile::remove(whole.dir().filePath(name));
    }
}

/// A copy under `to`, which appears whole or not at all.
void backup(sql::Connection& from, const std::string& to)
{
    removeBroken(to);
    const std::string making = to + ".making-" + std::to_string(getpid());
    const QString makingName = QString::fromStdString(making);
    QFile::remove(makingName);
    {
        sql::Connection copy(making, sql::Connection::Mode::Create);
        sqlite3_backup* work = sqlite3_backup_init(copy.get(), "main", from.get(), "main");
        if (!work)
            throw sql::SqlError(copy.get(), "back up the store");
        const int code = sqlite3_backup_step(work, -1);
        const int finished = sqlite3_backup_finish(work);
        if (code != SQLITE_DONE || finished != SQLITE_OK) {
            QFile::remove(makingName);
            throw sql::SqlError(finished, "back up the store: " + std::string(sqlite3_errstr(finished)));
        }
    }
    if (std::rename(making.c_str(), to.c_str()) != 0) {
        QFile::remove(makingName);
        throw sql::SqlError(SQLITE_IOERR, "the backup " + to + " could not be written");
    }
}

Error notAStore(const std::string& path, const std::string& why)
{
    return {ErrorCode::Storage, path + ": " + why, "Choose a file that Merchbench made (*.merch).", {}};
}

Error cutOff(const std::string& path)
{
    return {
        ErrorCode::Storage,
        path + " is cut off: it is shorter than it says.",
        "Copy it again, or restore it from a backup.",
        {}};
}

/// Readers share memory with writers through files beside the store. Where none can be made and nobody
/// writes, the file is read as it stands; so too where it may not be written by this user, whose files beside
/// it would lock its owner out.
std::unique_ptr<sql::Connection> reader(const std::string& path)
{
    const QString beside = QString::fromStdString(path);
    const bool alone = !QFileInfo::exists(beside + QStringLiteral("-wal")) &&
                       !QFileInfo::exists(beside + QStringLiteral("-shm"));
    if (alone && access(path.c_str(), W_OK) != 0)
        return std::make_unique<sql::Connection>(path, sql::Connection::Mode::Frozen);
    try {
        auto connection = std::make_unique<sql::Connection>(path, sql::Connection::Mode::ReadOnly);
        (void)pragma(*connection, "schema_version"); // the first read opens the journal
        return connection;
    } catch (const sql::SqlError& failure) {
        const int code = failure.code & 0xFF;
        if (!alone || (code != SQLITE_READONLY && code != SQLITE_CANTOPEN))
            throw;
        return std::make_unique<sql::Connection>(path, sql::Connection::Mode::Frozen);
    }
}

} // namespace

Store::Store(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::create(const std::string& path, const std::string& currency)
{
    const QString name = QString::fromStdString(path);
    if (QFileInfo::exists(name))
        return Error{ErrorCode::Storage, path + " already exists.", "Choose another name, or open it.", {}};
    static const QRegularExpression isoCode(QStringLiteral("^[A-Z]{3}$"));
    if (!isoCode.match(QString::fromStdString(currency)).hasMatch())
        return Error{
            ErrorCode::Usage,
            "\"" + currency + "\" is not a currency.",
            "Give its three letters, such as GBP.",
            {}};

    // Made under another name and moved into place: a crash half-way leaves no file that looks like a store.
    const QString making = name + QStringLiteral(".making-%1").arg(getpid());
    const Outcome made = reporting("make the store " + path, [&]() -> Outcome {
        sql::Connection db(making.toStdString(), sql::Connection::Mode::Create);
        db.execute(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = DELETE; PRAGMA application_id = " +
            std::to_string(kApplicationId));
        migrate(db, 0);
        sql::Transaction transaction(db);
        sql::Statement keep(db, "INSERT INTO meta VALUES (?1, ?2)");
        keep.bind(1, "currency").bind(2, currency).run();
        keep.bind(1, "created").bind(2, std::to_string(nowMs())).run();
        transaction.commit();
        return success();
    });
    if (!made) {
        QFile::remove(making);
        return made.error();
    }
    if (!QFile::rename(making, name)) {
        QFile::remove(making);
        return Error{
            ErrorCode::Storage, path + " could not be written.", "Check the folder and its permissions.", {}};
    }
    return open(path, Mode::ReadWrite);
}

Result<Store> Store::open(const std::string& path, Mode mode)
{
    const QFileInfo file(QString::fromStdString(path));
    if (!file.exists())
        return Error{
            ErrorCode::Storage, path + " does not exist.", "Make it with init, or choose another file.", {}};
    if (file.isDir())
        return notAStore(path, "is a folder.");
    if (file.size() == 0)
        return notAStore(path, "is empty.");
    {
        QFile head(file.filePath());
        if (!head.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Storage, path + " could not be read.", "Check its permissions.", {}};
        const QByteArray start = head.read(100);
        if (!start.startsWith(QByteArrayLiteral("SQLite format 3\0").left(15)))
            return notAStore(path, "is not a store.");
        // Header: page size at 16 (1 means 65,536), pages at 28. A shorter file was cut off.
        if (start.size() < 100)
            return cutOff(path);
        // Page 1 may run ahead of the file only while a journal holds the rest.
        const qint64 page = qFromBigEndian<quint16>(start.constData() + 16);
        const qint64 pages = qFromBigEndian<quint32>(start.constData() + 28);
        const bool counted = qFromBigEndian<quint32>(start.constData() + 24) ==
                             qFromBigEndian<quint32>(start.constData() + 92);
        if (counted && file.size() < (page == 1 ? 65536 : page) * pages &&
            QFileInfo(file.filePath() + QStringLiteral("-wal")).size() == 0)
            return cutOff(path);
        // Read from the header, before SQLite may touch what is not ours (it would turn it to WAL).
        if (qFromBigEndian<qint32>(start.constData() + 68) != kApplicationId)
            return notAStore(path, "is a database of another program.");
    }
    return reporting("open " + path, [&]() -> Result<Store> {
        auto state = std::make_unique<State>();
        state->path = path;
        state->connection = mode == Mode::ReadOnly ? reader(path) : std::make_unique<sql::Connection>(path);
        sql::Connection& db = *state->connection;
        if (mode == Mode::ReadWrite)
            db.setWriterNote(makeWriterNote(path));
        state->version = static_cast<int>(pragma(db, "user_version"));
        const int newest = newestVersion();
        if (state->version > newest)
            return Error{
                ErrorCode::Storage,
                path + " was written by a newer Merchbench (store version " + std::to_string(state->version) +
                    ", this one reads up to " + std::to_string(newest) + ").",
                "Update Merchbench.",
                {}};
        if (state->version < newest && mode == Mode::ReadOnly) {
            // Nothing reads an older form: it is brought up to date first.
            state.reset();
            if (const Result<Store> renewed = open(path, Mode::ReadWrite); !renewed)
                return Error{
                    renewed.error().code,
                    path + " is of an older version and could not be brought up to date.",
                    renewed.error().text(), renewed.error().detail};
            return open(path, mode);
        }
        if (state->version < newest) {
            backup(db, path + ".before-v" + std::to_string(newest));
            migrate(db, state->version);
            state->version = newest;
        }
        sql::Statement probe(db, "SELECT count(*) FROM meta");
        probe.step();
        return Store(std::move(state));
    });
}

sql::Connection& Store::db()
{
    return *m_state->connection;
}

const std::string& Store::path() const
{
    return m_state->path;
}

int Store::schemaVersion() const
{
    return m_state->version;
}

std::string Store::currency()
{
    return meta("currency");
}

std::string Store::meta(const std::string& key)
{
    sql::Statement row(db(), "SELECT value FROM meta WHERE key = ?1");
    row.bind(1, key);
    return row.step() ? std::string(row.text(0)) : std::string();
}

void Store::setMeta(const std::string& key, const std::string& value)
{
    sql::Statement row(
        db(), "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value");
    row.bind(1, key).bind(2, value).run();
}

Result<std::string> Store::checkIntegrity(const Progress& progress)
{
    return reporting("check the store", [&]() -> Result<std::string> {
        std::string wrong;
        std::size_t done = 0, total = 1;
        const auto goOn = [&] { return !progress || progress(done, total); };
        sql::Interruptible interruptible(db(), goOn);
        const std::string tables[] = {chunkTable(Measure::Units),    chunkTable(Measure::Revenue),
                                      chunkTable(Measure::Price),    chunkTable(Measure::OnHand),
                                      chunkTable(Measure::OnOrder),  chunkTable(Measure::Availability),
                                      chunkTable(Measure::Estimate), "layer"};
        for (const std::string& table : tables) {
            sql::Statement count(db(), "SELECT count(*) FROM " + table);
            count.step();
            total += static_cast<std::size_t>(count.integer(0));
        }

        // A damaged page may end a statement early: what it said so far is told all the same.
        const auto look = [&](const std::string& query, const auto& row) {
            try {
                sql::Statement rows(db(), query);
                while (rows.step())
                    row(rows);
            } catch (const sql::SqlError& failure) {
                if ((failure.code & 0xFF) == SQLITE_INTERRUPT)
                    throw CancelledWork();
                wrong += std::string(failure.what()) + "\n";
            }
        };
        look("PRAGMA integrity_check(20)", [&](const sql::Statement& row) {
            if (row.text(0) != "ok")
                wrong += std::string(row.text(0)) + "\n";
        });
        look("PRAGMA foreign_key_check", [&](const sql::Statement& row) {
            wrong += "row " + std::string(row.text(1)) + " of " + std::string(row.text(0)) +
                     " names a row of " + std::string(row.text(2)) + " that is not there\n";
        });
        for (const std::string& table : tables) {
            const bool layers = table == "layer";
            look(
                layers ? "SELECT key, b, import_id FROM layer WHERE b IS NOT NULL"
                       : "SELECT key, b FROM " + table,
                [&](const sql::Statement& row) {
                    if ((++done & 0xFFF) == 0 && !goOn())
                        throw CancelledWork();
                    if (chunkIsWhole(row.blob(1)))
                        return;
                    wrong += table + ": the cells of series " + std::to_string(row.integer(0) / 64) +
                             ", chunk " + std::to_string(row.integer(0) % 64) +
                             (layers ? ", import " + std::to_string(row.integer(2)) : std::string()) +
                             " are damaged\n";
                });
        }
        if (progress)
            progress(total, total);
        return wrong;
    });
}

void Store::logCommand(const std::string& user, const std::string& command, const std::string& outcome)
{
    sql::Statement row(db(), "INSERT INTO command_log (at, user, command, outcome) VALUES (?1, ?2, ?3, ?4)");
    row.bind(1, nowMs()).bind(2, user).bind(3, command).bind(4, outcome).run();
}

Error storageError(const std::string& doing, const std::exception& failure)
{
    if (dynamic_cast<const CancelledWork*>(&failure))
        return {ErrorCode::Cancelled, "Stopped.", "The store is as it was.", doing};
    const std::string what = "Could not " + doing;
    const auto* sqlError = dynamic_cast<const sql::SqlError*>(&failure);
    if (dynamic_cast<const DamagedData*>(&failure))
        return {
            ErrorCode::Storage, what + ": the store is damaged or cut off.", "Restore it from a backup.",
            failure.what()};
    if (!sqlError) {
        if (dynamic_cast<const std::bad_alloc*>(&failure))
            return {
                ErrorCode::Internal, what + ": out of memory.", "Close other programs and try again.",
                failure.what()};
        return {ErrorCode::Internal, what + ": " + failure.what(), {}, failure.what()};
    }
    switch (sqlError->code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {
            ErrorCode::Storage,
            what + ": " +
                (sqlError->writer.empty() ? std::string("another window or command") : sqlError->writer) +
                " is writing to the store.",
            "Wait until it has finished, then try again.", failure.what()};
    case SQLITE_FULL:
        return {
            ErrorCode::Storage, what + ": the disk is full.", "Free some space; the store is as it was.",
            failure.what()};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {
            ErrorCode::Storage, what + ": the store is read-only.",
            "Check the permissions of the file, of those beside it (-wal, -shm) and of its folder.",
            failure.what()};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {
            ErrorCode::Storage, what + ": the store is damaged or cut off.", "Restore it from a backup.",
            failure.what()};
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return {
            ErrorCode::Storage, what + ": the file could not be read or written.",
            "Check the disk and permissions.", failure.what()};
    case SQLITE_INTERRUPT:
        return {ErrorCode::Cancelled, what + ": stopped.", "The store is as it was.", failure.what()};
    default:
        return {ErrorCode::Storage, what + ": " + failure.what() + ".", {}, failure.what()};
    }
}

std::int64_t nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

std::string loginName()
{
    if (const passwd* entry = getpwuid(getuid()); entry && entry->pw_name)
        return entry->pw_name;
    return qEnvironmentVariable("USER", QStringLiteral("user")).toStdString();
}

} // namespace merch
