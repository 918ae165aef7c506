#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <csignal>
#include <functional>
#include <sqlite3.h>

/// merchbench-cli as scripts call it, and a small retailer for it to work on.
namespace merch::test
{

struct Ran {
    int status = -1; ///< -2 = ended by a signal
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    QString said() const
    {
        return QStringLiteral("status %1\n%2%3")
            .arg(status)
            .arg(QString::fromUtf8(err), QString::fromUtf8(out.left(2000)));
    }
    /// Refused as the contract wants it: nothing on standard output, one line on standard error.
    bool refusedWith(int wanted) const
    {
        return status == wanted && out.isEmpty() && err.count('\n') == 1 && err.endsWith('\n') &&
               err.startsWith("merchbench-cli: ");
    }
};

struct Surroundings {
    QString locale = QStringLiteral("C.UTF-8");
    QString locales;              ///< folder of compiled locales
    QString folder;               ///< where it runs
    std::function<void()> before; ///< in the child, before the program begins
};

inline const QString& cliProgram()
{
    static const QString path = QStringLiteral(MERCH_BIN_DIR "/merchbench-cli");
    return path;
}

inline void prepare(QProcess& process, const Surroundings& around)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), around.locale);
    environment.remove(QStringLiteral("LANGUAGE"));
    if (!around.locales.isEmpty())
        environment.insert(QStringLiteral("LOCPATH"), around.locales);
    process.setProcessEnvironment(environment);
    if (!around.folder.isEmpty())
        process.setWorkingDirectory(around.folder);
    if (around.before)
        process.setChildProcessModifier(around.before);
}

inline Ran cli(const QStringList& words, const Surroundings& around = {})
{
    QProcess process;
    prepare(process, around);
    process.start(cliProgram(), words);
    process.waitForFinished(120'000);
    return {
        process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2,
        process.readAllStandardOutput(), process.readAllStandardError()};
}

/// "import STORE a.csv --json", with STORE and DIR put in.
inline QStringList wordsOf(const QString& line, const QString& store, const QString& dir = {})
{
    QStringList words = line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (QString& word : words) {
        word.replace(QLatin1String("STORE"), store);
        word.replace(QLatin1String("DIR"), dir);
    }
    return words;
}

/// A demo of `products` over `days`, written once, and stores made from it.
class DemoFolder
{
public:
    explicit DemoFolder(int products = 30, int days = 200)
    {
        const Ran made = cli(
            {QStringLiteral("demo"), extracts(), QStringLiteral("--products"), QString::number(products),
             QStringLiteral("--days"), QString::number(days), QStringLiteral("--quiet")});
        if (made.status != 0)
            qFatal("%s", qPrintable(made.said()));
    }
    QString path(const QString& name = {}) const
    {
        return name.isEmpty() ? m_dir.path() : m_dir.filePath(name);
    }
    QString extracts() const { return m_dir.filePath(QStringLiteral("extracts")); }
    QString extract(const char* name) const { return extracts() + QLatin1Char('/') + QLatin1String(name); }
    QStringList files() const
    {
        QStringList all;
        for (const QString& name :
             QDir(extracts()).entryList({QStringLiteral("*.csv")}, QDir::Files, QDir::Name))
            all += QDir(extracts()).filePath(name);
        return all;
    }
    QString write(const QString& name, const QByteArray& content) const
    {
        QFile file(m_dir.filePath(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
        return file.fileName();
    }
    /// A store with all extracts in, checked, forecast and planned; its journal folded in.
    QString whole()
    {
        const QString store = m_dir.filePath(QStringLiteral("whole.merch"));
        if (QFile::exists(store))
            return store;
        must({QStringLiteral("init"), store});
        must(QStringList{QStringLiteral("import"), store} + files(), 1); // the planted faults
        must({QStringLiteral("check"), store}, 1);
        must({QStringLiteral("forecast"), store});
        must({QStringLiteral("plan"), QStringLiteral("reorder"), store});
        return store;
    }
    /// A copy of it under `name`.
    QString copy(const QString& name)
    {
        const QString to = m_dir.filePath(name);
        for (const char* end : {"", "-wal", "-shm", "-writer"})
            QFile::remove(to + QLatin1String(end));
        if (!QFile::copy(whole(), to))
            qFatal("cannot copy to %s", qPrintable(to));
        return to;
    }
    static void must(QStringList words, int orElse = 0)
    {
        const Ran ran = cli(words += QStringLiteral("--quiet"));
        if (ran.status != 0 && ran.status != orElse)
            qFatal("%s: %s", qPrintable(words.join(QLatin1Char(' '))), qPrintable(ran.said()));
    }

private:
    QTemporaryDir m_dir;
};

/// What a store holds, by SQL, but for times: equal where nothing was changed.
inline QByteArray contentBySql(const QString& store)
{
    static const QString all = [] {
        const std::pair<const char*, QStringList> tables[] = {
            {"sales_day",
             {QStringLiteral("sku"), QStringLiteral("location"), QStringLiteral("date"),
              QStringLiteral("units"), QStringLiteral("revenue"), QStringLiteral("price")}},
            {"stock_day",
             {QStringLiteral("sku"), QStringLiteral("location"), QStringLiteral("date"),
              QStringLiteral("on_hand"), QStringLiteral("on_order")}},
            {"forecast_day",
             {QStringLiteral("sku"), QStringLiteral("location"), QStringLiteral("date"),
              QStringLiteral("mean"), QStringLiteral("p05"), QStringLiteral("p95"),
              QStringLiteral("method")}},
            {"product",
             {QStringLiteral("sku"), QStringLiteral("title"), QStringLiteral("unit_cost"),
              QStringLiteral("list_price")}},
            {"plan", {QStringLiteral("plan_id"), QStringLiteral("state"), QStringLiteral("order_value")}},
            {"plan_line",
             {QStringLiteral("plan_id"), QStringLiteral("line"), QStringLiteral("order_qty"),
              QStringLiteral("state"), QStringLiteral("reason")}},
            {"finding",
             {QStringLiteral("rule"), QStringLiteral("key"), QStringLiteral("field"), QStringLiteral("value"),
              QStringLiteral("message"), QStringLiteral("state")}},
            {"import",
             {QStringLiteral("import_id"), QStringLiteral("kind"), QStringLiteral("rows_read"),
              QStringLiteral("rows_accepted"), QStringLiteral("undone_at")}},
            {"assumption", {QStringLiteral("name"), QStringLiteral("value")}},
            {"order_line",
             {QStringLiteral("order_id"), QStringLiteral("product_id"), QStringLiteral("units")}},
            {"roll_week",
             {QStringLiteral("level"), QStringLiteral("node"), QStringLiteral("week"),
              QStringLiteral("units"), QStringLiteral("revenue")}},
            {"command_log", {QStringLiteral("user"), QStringLiteral("command"), QStringLiteral("outcome")}}};
        QStringList parts;
        for (const auto& [table, columns] : tables) {
            QStringList quoted;
            for (const QString& column : columns)
                quoted += QStringLiteral("quote(%1)").arg(column);
            parts += QStringLiteral("SELECT '%1 ' || %2 AS line FROM %1")
                         .arg(QLatin1String(table), quoted.join(QStringLiteral(" || ',' || ")));
        }
        return parts.join(QStringLiteral(" UNION ALL ")) + QStringLiteral(" ORDER BY line");
    }();
    const Ran ran = cli({QStringLiteral("query"), store, all, QStringLiteral("--quiet")});
    if (ran.status != 0)
        qFatal("%s", qPrintable(ran.said()));
    return ran.out;
}

/// Starts a command and interrupts it as soon as it listens for that.
inline Ran interrupted(const QStringList& words)
{
    QProcess process;
    prepare(process, {});
    process.start(cliProgram(), words);
    if (!process.waitForStarted())
        qFatal("not started");
    const auto id = static_cast<pid_t>(process.processId());
    for (bool listens = false; !listens;) {
        QFile status(QStringLiteral("/proc/%1/status").arg(id));
        if (!status.open(QIODevice::ReadOnly))
            break;
        const QByteArray all = status.readAll();
        const qsizetype at = all.indexOf("SigCgt:");
        listens =
            (all.mid(at + 7, all.indexOf('\n', at) - at - 7).trimmed().toULongLong(nullptr, 16) & 2U) != 0;
    }
    ::kill(id, SIGINT);
    process.waitForFinished(60'000);
    return {
        process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2,
        process.readAllStandardOutput(), process.readAllStandardError()};
}

/// What SQLite itself finds wrong with a file, without touching it.
inline QByteArray wrongWith(const QString& store)
{
    sqlite3* db = nullptr;
    QByteArray said = "cannot be opened";
    if (sqlite3_open_v2(store.toUtf8().constData(), &db, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK) {
        said.clear();
        sqlite3_exec(
            db, "PRAGMA integrity_check; PRAGMA foreign_key_check",
            [](void* to, int columns, char** values, char**) {
                if (columns != 1 || qstrcmp(values[0], "ok") != 0)
                    *static_cast<QByteArray*>(to) += values[0] + QByteArray("\n");
                return 0;
            },
            &said, nullptr);
    }
    sqlite3_close(db);
    return said;
}

inline int importsIn(const QString& store)
{
    return static_cast<int>(cli({QStringLiteral("imports"), store, QStringLiteral("--json")})
                                .json()
                                .value(QStringLiteral("imports"))
                                .toArray()
                                .size());
}

} // namespace merch::test
