#include "models/store/writer_note.h"

#include "models/store/store.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace merch
{

namespace
{

/// "merchbench-cli import sales.csv": enough to know which window or command it is.
QString thisProgram()
{
    QFile file(QStringLiteral("/proc/self/cmdline"));
    QStringList words;
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& word : file.readAll().split('\0')) {
            if (!word.isEmpty())
                words += QFileInfo(QString::fromLocal8Bit(word)).fileName();
        }
    }
    if (words.isEmpty())
        words += QCoreApplication::applicationName();
    constexpr qsizetype longest = 60;
    const QString line = words.join(QLatin1Char(' ')).simplified();
    return line.size() <= longest ? line : line.left(longest - 1) + QChar(0x2026);
}

class NoteFile final : public sql::WriterNote
{
public:
    explicit NoteFile(const QString& path)
        : m_path(path)
    {
    }

    // A note that cannot be written costs a name in a message, nothing else.
    void begin() noexcept override
    {
        static const QString program = thisProgram();
        static const QString user = QString::fromStdString(loginName());
        QFile file(m_path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            return;
        const QStringList lines{
            QString::number(getpid()), user, program,
            QDateTime::currentDateTimeUtc().toString(QStringLiteral("HH:mm:ss"))};
        file.write(lines.join(QLatin1Char('\n')).toUtf8());
    }
    void end() noexcept override { QFile::remove(m_path); }

    std::string holder() const override
    {
        QFile file(m_path);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        if (lines.size() != 4)
            return {};
        const qint64 process = lines[0].toLongLong();
        if (process <= 0 || (kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH))
            return {};
        return QStringLiteral("%1 (\"%2\", process %3, since %4 UTC)")
            .arg(lines[1], lines[2], lines[0], lines[3])
            .toStdString();
    }

private:
    QString m_path;
};

} // namespace

std::unique_ptr<sql::WriterNote> makeWriterNote(const std::string& storePath)
{
    return std::make_unique<NoteFile>(QString::fromStdString(storePath) + QStringLiteral("-writer"));
}

} // namespace merch
