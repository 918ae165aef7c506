#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace merch
{

/// An input that cannot be read; `what()` says why, for a person.
class ReadError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// What was asked for cannot be: an option's value, not the input, is wrong.
class AskedWrong final : public ReadError
{
public:
    using ReadError::ReadError;
};

/// The bytes of an extract, unpacked. Memory stays bounded whatever the file claims.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    /// Fills up to n bytes; 0 only at the end. Throws ReadError where the input is cut off or damaged.
    virtual std::size_t read(char* to, std::size_t n) = 0;
    /// Packed bytes read so far, for progress.
    virtual std::uint64_t position() const = 0;
    virtual std::uint64_t size() const = 0;
};

enum class Container { Plain, Gzip, Zip, Workbook };

/// What a file is by its first bytes. Throws ReadError where it is absent, empty, or not what its name says.
Container containerOf(const std::string& path);

/// Members of a zip that could be extracts, those of inner zips as "outer.zip/inner.csv"; {""} for other
/// files.
std::vector<std::string> membersOf(const std::string& path);

std::unique_ptr<ByteSource> openBytes(const std::string& path, const std::string& member = {});

/// A whole member of a zip, at most `limit` bytes.
std::string readMember(const std::string& path, const std::string& member, std::size_t limit);
/// All members of a zip, folders too.
std::vector<std::string> archiveNames(const std::string& path);
/// Does a zip hold this member?
bool hasMember(const std::string& path, const std::string& member);

} // namespace merch
