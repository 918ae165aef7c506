#include "models/import/byte_source.h"

#include "engine/core/ascii.h"

#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace merch
{

namespace
{

constexpr std::uint64_t kMostUnpacked = 64ULL << 30;
constexpr std::uint64_t kBombFrom = 128ULL << 20; ///< output below this is never called a bomb
constexpr std::uint64_t kBombRatio = 400;         ///< text of a real extract packs 5 to 60 times
constexpr std::size_t kInnerZipLimit = 512ULL << 20;

std::string nameOf(const std::string& path)
{
    return std::filesystem::path(path).filename().string();
}

std::string endingOf(const std::string& path)
{
    return asciiLower(std::filesystem::path(path).extension().string());
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File openFile(const std::string& path)
{
    File file(std::fopen(path.c_str(), "rb"));
    if (!file)
        throw ReadError(nameOf(path) + " could not be opened: " + std::strerror(errno) + ".");
    return file;
}

void guardBomb(const std::string& name, std::uint64_t packed, std::uint64_t unpacked)
{
    if (unpacked > kMostUnpacked ||
        (unpacked > kBombFrom && unpacked > kBombRatio * std::max<std::uint64_t>(packed, 1)))
        throw ReadError(
            name + " unpacks to more than " + std::to_string(unpacked >> 20) + " MB from " +
            std::to_string(packed >> 10) + " kB: this is not an extract.");
}

class PlainSource final : public ByteSource
{
public:
    explicit PlainSource(const std::string& path)
        : m_name(nameOf(path))
        , m_file(openFile(path))
        , m_size(std::filesystem::file_size(path))
    {
        std::setvbuf(m_file.get(), nullptr, _IONBF, 0);
    }
    std::size_t read(char* to, std::size_t n) override
    {
        const std::size_t got = std::fread(to, 1, n, m_file.get());
        if (got == 0 && std::ferror(m_file.get()))
            throw ReadError(m_name + " could not be read: " + std::strerror(errno) + ".");
        m_position += got;
        return got;
    }
    std::uint64_t position() const override { return m_position; }
    std::uint64_t size() const override { return m_size; }

private:
    std::string m_name;
    File m_file;
    std::uint64_t m_size, m_position = 0;
};

class GzipSource final : public ByteSource
{
public:
    explicit GzipSource(const std::string& path)
        : m_name(nameOf(path))
        , m_file(openFile(path))
        , m_size(std::filesystem::file_size(path))
    {
        if (inflateInit2(&m_stream, 16 + MAX_WBITS) != Z_OK)
            throw ReadError(m_name + " could not be unpacked.");
    }
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;
    ~GzipSource() override { inflateEnd(&m_stream); }

    std::size_t read(char* to, std::size_t n) override
    {
        m_stream.next_out = reinterpret_cast<Bytef*>(to);
        m_stream.avail_out = static_cast<uInt>(std::min<std::size_t>(n, 1U << 30));
        const uInt room = m_stream.avail_out;
        while (m_stream.avail_out == room && !m_done) {
            if (m_stream.avail_in == 0) {
                m_stream.avail_in = static_cast<uInt>(std::fread(m_in.data(), 1, m_in.size(), m_file.get()));
                m_stream.next_in = m_in.data();
                m_position += m_stream.avail_in;
                if (m_stream.avail_in == 0) {
                    if (m_between)
                        m_done = true;
                    else
                        throw ReadError(m_name + " is cut off: the gzip stream ends in the middle.");
                    break;
                }
            }
            if (m_between) {
                if (*m_stream.next_in != 0x1f) { // padding after the last member
                    m_done = true;
                    break;
                }
                inflateReset(&m_stream);
                m_between = false;
            }
            const int code = inflate(&m_stream, Z_NO_FLUSH);
            if (code == Z_STREAM_END)
                m_between = true;
            else if (code != Z_OK && code != Z_BUF_ERROR)
                throw ReadError(
                    m_name + " is damaged: " +
                    (m_stream.msg ? m_stream.msg : "its gzip stream cannot be unpacked") + ".");
        }
        const std::size_t got = room - m_stream.avail_out;
        m_unpacked += got;
        guardBomb(m_name, m_position, m_unpacked);
        return got;
    }
    std::uint64_t position() const override { return m_position; }
    std::uint64_t size() const override { return m_size; }

private:
    std::string m_name;
    File m_file;
    std::uint64_t m_size, m_position = 0, m_unpacked = 0;
    z_stream m_stream{};
    std::array<Bytef, 256 * 1024> m_in{};
    bool m_between = false, m_done = false;
};

struct CloseZip {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, CloseZip>;
struct CloseMember {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Member = std::unique_ptr<zip_file_t, CloseMember>;

Archive openZip(const std::string& path)
{
    int code = 0;
    Archive archive(zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (!archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        const std::string why = zip_error_strerror(&error);
        zip_error_fini(&error);
        throw ReadError(nameOf(path) + " cannot be opened as a zip: " + why + ". It may be cut off.");
    }
    return archive;
}

Archive openZipBytes(const std::string& bytes, const std::string& name)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    Archive archive(source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr);
    if (!archive && source)
        zip_source_free(source);
    zip_error_fini(&error);
    if (!archive)
        throw ReadError(name + " cannot be opened as a zip: it may be cut off.");
    return archive;
}

bool isZipName(const std::string& name)
{
    return endingOf(name) == ".zip";
}

class ZipSource final : public ByteSource
{
public:
    ZipSource(const std::string& path, const std::string& member)
        : m_name(nameOf(path) + "/" + member)
    {
        m_outer = openZip(path);
        std::string inner = member;
        zip_t* archive = m_outer.get();
        if (const auto cut = member.find(".zip/"); cut != std::string::npos) {
            m_innerBytes = readMember(path, member.substr(0, cut + 4), kInnerZipLimit);
            inner = member.substr(cut + 5);
            m_inner = openZipBytes(m_innerBytes, m_name);
            archive = m_inner.get();
        }
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat(archive, inner.c_str(), 0, &stat) != 0)
            throw ReadError(nameOf(path) + " holds no " + member + ".");
        if (stat.encryption_method != ZIP_EM_NONE)
            throw ReadError(m_name + " is locked with a password.");
        m_packed = stat.comp_size;
        m_size = stat.size;
        guardBomb(m_name, m_packed, m_size);
        m_member.reset(zip_fopen(archive, inner.c_str(), 0));
        if (!m_member)
            throw ReadError(m_name + " cannot be unpacked: " + zip_strerror(archive) + ".");
    }
    std::size_t read(char* to, std::size_t n) override
    {
        const zip_int64_t got = zip_fread(m_member.get(), to, n);
        if (got < 0)
            throw ReadError(m_name + " is damaged: " + zip_file_strerror(m_member.get()) + ".");
        m_position += static_cast<std::uint64_t>(got);
        guardBomb(m_name, m_packed, m_position);
        return static_cast<std::size_t>(got);
    }
    std::uint64_t position() const override { return m_position; }
    std::uint64_t size() const override { return m_size; }

private:
    std::string m_name;
    std::string m_innerBytes; // outlives the archive that reads it
    Archive m_outer, m_inner;
    Member m_member;
    std::uint64_t m_packed = 0, m_size = 0, m_position = 0;
};

bool couldBeExtract(const std::string& name)
{
    if (name.empty() || name.back() == '/' || name.rfind("__MACOSX/", 0) == 0)
        return false;
    const std::string file = nameOf(name);
    if (file.empty() || file.front() == '.')
        return false;
    static const std::array<const char*, 6> text{".csv", ".tsv", ".txt", ".tab", ".psv", ".dat"};
    const std::string ending = endingOf(file);
    return std::any_of(text.begin(), text.end(), [&](const char* known) { return ending == known; });
}

std::vector<std::string> namesIn(zip_t* archive)
{
    std::vector<std::string> names;
    const zip_int64_t n = zip_get_num_entries(archive, 0);
    if (n > 10000)
        throw ReadError("a zip with " + std::to_string(n) + " members is not an extract.");
    for (zip_int64_t i = 0; i < n; ++i)
        if (const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), 0))
            names.emplace_back(name);
    return names;
}

} // namespace

Container containerOf(const std::string& path)
{
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        throw ReadError(path + " does not exist.");
    if (std::filesystem::is_directory(status))
        throw ReadError(path + " is a folder, not an extract.");
    std::array<unsigned char, 8> head{};
    const std::size_t got = std::fread(head.data(), 1, head.size(), openFile(path).get());
    const std::string name = nameOf(path);
    if (got == 0)
        throw ReadError(name + " is empty.");
    const std::string ending = endingOf(path);
    const bool gzip = got >= 2 && head[0] == 0x1f && head[1] == 0x8b;
    const bool zip = got >= 4 && head[0] == 'P' && head[1] == 'K' && (head[2] == 3 || head[2] == 5);
    const bool ole = got >= 4 && head[0] == 0xd0 && head[1] == 0xcf && head[2] == 0x11 && head[3] == 0xe0;
    if (ole)
        throw ReadError(
            name +
            " is an old binary or a locked workbook: save it as .xlsx without a password, or as .csv.");
    const auto mismatch = [&](const std::string& claims) {
        return ReadError(name + " is not " + claims + ", as its name says.");
    };
    if (ending == ".gz" && !gzip)
        throw mismatch("a gzip file");
    if (ending == ".zip" && !zip)
        throw mismatch("a zip");
    if ((ending == ".xlsx" || ending == ".xlsm") && !zip)
        throw mismatch("a workbook");
    if (gzip) {
        if (ending != ".gz" && ending != ".tgz" && !ending.empty())
            throw ReadError(name + " is a gzip file, not what its name says: call it " + name + ".gz.");
        return Container::Gzip;
    }
    if (zip) {
        if (hasMember(path, "[Content_Types].xml"))
            return Container::Workbook;
        if (ending == ".xlsx" || ending == ".xlsm")
            throw mismatch("a workbook");
        if (ending != ".zip" && !ending.empty())
            throw ReadError(name + " is a zip, not what its name says: call it " + name + ".zip.");
        return Container::Zip;
    }
    return Container::Plain;
}

std::vector<std::string> archiveNames(const std::string& path)
{
    return namesIn(openZip(path).get());
}

bool hasMember(const std::string& path, const std::string& member)
{
    return zip_name_locate(openZip(path).get(), member.c_str(), 0) >= 0;
}

std::vector<std::string> membersOf(const std::string& path)
{
    if (containerOf(path) != Container::Zip)
        return {std::string()};
    std::vector<std::string> members;
    const Archive archive = openZip(path);
    for (const std::string& name : namesIn(archive.get())) {
        if (couldBeExtract(name)) {
            members.push_back(name);
        } else if (isZipName(name) && name.rfind("__MACOSX/", 0) != 0) {
            const std::string bytes = readMember(path, name, kInnerZipLimit);
            const Archive inner = openZipBytes(bytes, name);
            for (const std::string& innerName : namesIn(inner.get()))
                if (couldBeExtract(innerName))
                    members.push_back(name + "/" + innerName);
        }
    }
    if (members.empty())
        throw ReadError(nameOf(path) + " holds no extract: no .csv, .tsv or .txt in it.");
    return members;
}

std::unique_ptr<ByteSource> openBytes(const std::string& path, const std::string& member)
{
    switch (containerOf(path)) {
    case Container::Plain:
        return std::make_unique<PlainSource>(path);
    case Container::Gzip:
        return std::make_unique<GzipSource>(path);
    case Container::Zip: {
        const std::string chosen = member.empty() ? membersOf(path).front() : member;
        return std::make_unique<ZipSource>(path, chosen);
    }
    case Container::Workbook:
        return std::make_unique<ZipSource>(path, member);
    }
    throw ReadError(path + " could not be read.");
}

std::string readMember(const std::string& path, const std::string& member, std::size_t limit)
{
    ZipSource source(path, member);
    if (source.size() > limit)
        throw ReadError(
            nameOf(path) + "/" + member + " is larger than " + std::to_string(limit >> 20) + " MB.");
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(source.size()));
    std::array<char, 64 * 1024> block{};
    while (const std::size_t got = source.read(block.data(), block.size())) {
        bytes.append(block.data(), got);
        if (bytes.size() > limit)
            throw ReadError(
                nameOf(path) + "/" + member + " is larger than " + std::to_string(limit >> 20) + " MB.");
    }
    return bytes;
}

} // namespace merch
