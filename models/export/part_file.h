#pragma once

#include "engine/core/result.h"

#include <QString>

namespace merch
{

/// A file that is there whole or not at all: written beside its place under another name, made durable, then
/// renamed over it. The destructor removes what was not put in place.
class PartFile
{
public:
    /// Storage error if the folder is absent or cannot be written, or the place is a folder.
    static Result<PartFile> begin(const QString& place);

    PartFile(PartFile&& other) noexcept;
    PartFile& operator=(PartFile&&) = delete;
    ~PartFile();

    const QString& place() const { return m_place; }
    const QString& path() const { return m_path; } ///< where to write

    /// To the disk, and the SHA-256 (hex) of what was written.
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
