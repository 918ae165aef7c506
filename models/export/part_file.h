#pragma once

#include "engine/core/result.h"

#include <QString>

namespace merch
{

/// A file that is written beside its place and moved there when whole; one that is given up leaves nothing.
class PartFile
{
public:
    static Result<PartFile> begin(const QString& place);
    PartFile(PartFile&& other) noexcept;
    PartFile& operator=(PartFile&& other) noexcept;
    ~PartFile();

    const QString& path() const { return m_path; }   ///< to write to
    const QString& place() const { return m_place; } ///< where it will stand
    /// SHA-256 (hex) of what was written, which is on the disk then.
    Result<QString> seal();
    Outcome putInPlace();

private:
    PartFile(QString place, QString path)
        : m_place(std::move(place))
        , m_path(std::move(path))
    {
    }
    QString m_place, m_path;
};

} // namespace merch
