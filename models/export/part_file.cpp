#include "models/export/part_file.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <cstdio>
#include <unistd.h>
#include <utility>

namespace merch
{
namespace
{

Error cannotWrite(const QString& place)
{
    return {
        ErrorCode::Storage,
        QCoreApplication::translate("ExportService", "%1 cannot be written.").arg(place).toStdString(),
        QCoreApplication::translate(
            "ExportService", "Choose another place, or check the folder and its permissions.")
            .toStdString(),
        {}};
}

} // namespace

Result<PartFile> PartFile::begin(const QString& place)
{
    if (place.isEmpty() || QFileInfo(place).isDir())
        return cannotWrite(place);
    const QString path = place + QStringLiteral(".part-%1").arg(QCoreApplication::applicationPid());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return cannotWrite(place);
    return PartFile(place, path);
}

PartFile::PartFile(PartFile&& other) noexcept
    : m_place(std::move(other.m_place))
    , m_path(std::exchange(other.m_path, QString()))
{
}

PartFile& PartFile::operator=(PartFile&& other) noexcept
{
    std::swap(m_place, other.m_place);
    std::swap(m_path, other.m_path);
    return *this;
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
        return cannotWrite(m_place);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file) || ::fsync(file.handle()) != 0)
        return cannotWrite(m_place);
    return QString::fromLatin1(hash.result().toHex());
}

Outcome PartFile::putInPlace()
{
    // rename(2) replaces in one step; QFile::rename would refuse an existing file.
    if (std::rename(QFile::encodeName(m_path).constData(), QFile::encodeName(m_place).constData()) != 0)
        return cannotWrite(m_place);
    m_path.clear();
    return success();
}

} // namespace merch
