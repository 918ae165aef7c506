#include "models/export/part_file.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <filesystem>
#include <unistd.h>
#include <utility>

namespace merch
{
namespace
{

QString tr(const char* text)
{
    return QCoreApplication::translate("ExportService", text);
}

Error cannotWrite(const QString& place, const QString& why)
{
    return {
        ErrorCode::Storage,
        tr("%1 cannot be written: %2.").arg(place, why).toStdString(),
        tr("Choose another place, or make room.").toStdString(),
        {}};
}

} // namespace

Result<PartFile> PartFile::begin(const QString& place)
{
    const QFileInfo info(place);
    if (info.isDir())
        return cannotWrite(place, tr("it is a folder"));
    if (!info.absoluteDir().exists())
        return cannotWrite(place, tr("its folder does not exist"));
    if (info.exists() && !info.isWritable())
        return cannotWrite(place, tr("it is read-only"));
    QTemporaryFile part(
        info.absolutePath() + QStringLiteral("/.") + info.fileName() + QStringLiteral(".XXXXXX.part"));
    part.setAutoRemove(false);
    if (!part.open())
        return cannotWrite(place, part.errorString());
    part.setPermissions(
        QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup | QFileDevice::ReadOther);
    return PartFile(place, part.fileName());
}

PartFile::PartFile(PartFile&& other) noexcept
    : m_place(std::move(other.m_place))
    , m_path(std::exchange(other.m_path, QString()))
{
}

PartFile::~PartFile()
{
    if (!m_path.isEmpty())
        QFile::remove(m_path);
}

Result<QString> PartFile::seal()
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadWrite))
        return cannotWrite(m_place, file.errorString());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file) || ::fsync(file.handle()) != 0)
        return cannotWrite(m_place, file.errorString());
    return QString::fromLatin1(hash.result().toHex());
}

Outcome PartFile::putInPlace()
{
    std::error_code failure;
    std::filesystem::rename(m_path.toStdString(), m_place.toStdString(), failure);
    if (failure)
        return cannotWrite(m_place, QString::fromStdString(failure.message()));
    m_path.clear();
    return success();
}

} // namespace merch
