#include "models/store/chunk_codec.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace merch
{

namespace
{

enum Codec : char { Raw = 0, ZeroRuns = 1, RunLength = 2, Differences = 3 };

constexpr std::int32_t kRawAbsent = std::numeric_limits<std::int32_t>::min();

void putVarint(std::string& to, std::uint64_t value)
{
    while (value >= 0x80) {
        to.push_back(static_cast<char>(value | 0x80));
        value >>= 7;
    }
    to.push_back(static_cast<char>(value));
}

std::uint64_t zigzag(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value)
{
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

class Reader
{
public:
    Reader(const char* at, const char* end)
        : m_at(at)
        , m_end(end)
    {
    }
    std::uint64_t varint()
    {
        if (m_at != m_end && static_cast<unsigned char>(*m_at) < 0x80) // nearly always
            return static_cast<unsigned char>(*m_at++);
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_at == m_end)
                break;
            const auto byte = static_cast<unsigned char>(*m_at++);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80)
                return value;
        }
        throw DamagedData("a chunk of the store ends too early");
    }

private:
    const char* m_at;
    const char* m_end;
};

// Token of a cell: 0 = absent, else its zig-zag plus one. Tokens are below 2^63 for any amount that occurs.
std::uint64_t token(std::int64_t cell)
{
    return cell == kAbsent ? 0 : zigzag(cell) + 1;
}

std::int64_t cellOf(std::uint64_t value)
{
    return value == 0 ? kAbsent : unzigzag(value - 1);
}

// Leading and trailing absent cells are not written: most chunks are cut by a series' life.
struct Bounds {
    int first = 0, count = 0;
};

Bounds boundsOf(const std::vector<std::int64_t>& cells)
{
    int first = 0, last = kChunkPeriods;
    while (first < last && cells[static_cast<std::size_t>(first)] == kAbsent)
        ++first;
    while (last > first && cells[static_cast<std::size_t>(last - 1)] == kAbsent)
        --last;
    return {first, last - first};
}

std::string zeroRuns(const std::int64_t* cells, int count)
{
    std::string out;
    for (int i = 0; i < count;) {
        // 0 and 1 (absent, zero) are followed by the length of their run.
        const std::uint64_t value = token(cells[i]);
        int run = 1;
        if (value <= 1) {
            while (i + run < count && token(cells[i + run]) == value)
                ++run;
        }
        putVarint(out, value);
        if (value <= 1)
            putVarint(out, static_cast<std::uint64_t>(run));
        i += run;
    }
    return out;
}

std::string runLength(const std::int64_t* cells, int count)
{
    std::string out;
    for (int i = 0; i < count;) {
        int run = 1;
        while (i + run < count && cells[i + run] == cells[i])
            ++run;
        putVarint(out, token(cells[i]));
        putVarint(out, static_cast<std::uint64_t>(run));
        i += run;
    }
    return out;
}

std::string differences(const std::int64_t* cells, int count)
{
    std::string out;
    std::int64_t before = 0;
    for (int i = 0; i < count; ++i) {
        if (cells[i] == kAbsent) {
            putVarint(out, 0);
            continue;
        }
        putVarint(out, zigzag(cells[i] - before) + 1);
        before = cells[i];
    }
    return out;
}

bool fitsRaw(const std::int64_t* cells, int count)
{
    return std::all_of(cells, cells + count, [](std::int64_t cell) {
        return cell == kAbsent || (cell > kRawAbsent && cell <= std::numeric_limits<std::int32_t>::max());
    });
}

std::string raw(const std::int64_t* cells, int count)
{
    std::string out(static_cast<std::size_t>(count) * 4, '\0');
    for (int i = 0; i < count; ++i) {
        const std::int32_t value = cells[i] == kAbsent ? kRawAbsent : static_cast<std::int32_t>(cells[i]);
        std::memcpy(out.data() + static_cast<std::size_t>(i) * 4, &value, 4);
    }
    return out;
}

std::uint32_t checksum(std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

} // namespace

int positionOf(Day day, Grain grain)
{
    if (grain == Grain::Daily)
        return day - kFirstDay;
    if (grain == Grain::Weekly)
        return (day - kFirstDay) / 7;
    return periodsBetween(kFirstDay, day, Grain::Monthly);
}

Day dayAt(int position, Grain grain, int weekStart)
{
    if (grain == Grain::Daily)
        return kFirstDay + position;
    if (grain == Grain::Weekly)
        return kFirstDay + 7 * position + weekStart;
    return addPeriods(kFirstDay, Grain::Monthly, position);
}

std::string encodeChunk(const std::vector<std::int64_t>& cells)
{
    const Bounds bounds = boundsOf(cells);
    const std::int64_t* from = cells.data() + bounds.first;
    std::string best = zeroRuns(from, bounds.count);
    char codec = ZeroRuns;
    if (best.size() > 16) {
        for (const auto& [name, encode] :
             {std::pair{RunLength, &runLength}, std::pair{Differences, &differences}}) {
            std::string other = encode(from, bounds.count);
            if (other.size() < best.size()) {
                best = std::move(other);
                codec = name;
            }
        }
        if (best.size() > static_cast<std::size_t>(bounds.count) * 4 && fitsRaw(from, bounds.count)) {
            best = raw(from, bounds.count);
            codec = Raw;
        }
    }
    std::string out(1, codec);
    putVarint(out, static_cast<std::uint64_t>(bounds.first));
    putVarint(out, static_cast<std::uint64_t>(bounds.count));
    out += best;
    const std::uint32_t sum = checksum(out);
    out.append(reinterpret_cast<const char*>(&sum), 4);
    return out;
}

bool chunkIsWhole(std::string_view bytes)
{
    if (bytes.size() < 7)
        return false;
    std::uint32_t sum = 0;
    std::memcpy(&sum, bytes.data() + bytes.size() - 4, 4);
    return sum == checksum(bytes.substr(0, bytes.size() - 4));
}

void decodeChunk(std::string_view bytes, std::int64_t* cells)
{
    if (bytes.size() < 7)
        throw DamagedData("a chunk of the store is cut off");
    // A turned bit would else pass for a sale: the sum costs a twentieth of the reading.
    if (!chunkIsWhole(bytes))
        throw DamagedData("a chunk of the store is damaged");
    const char codec = bytes[0];
    Reader reader(bytes.data() + 1, bytes.data() + bytes.size() - 4);
    const std::uint64_t first = reader.varint(), count = reader.varint();
    if (first > kChunkPeriods || count > kChunkPeriods - first)
        throw DamagedData("a chunk of the store is damaged");
    std::int64_t* at = cells + first;
    std::int64_t* const end = at + count;
    std::fill(cells, at, kAbsent);
    std::fill(end, cells + kChunkPeriods, kAbsent);
    const auto take = [&](std::uint64_t run, std::int64_t value) {
        if (run > static_cast<std::uint64_t>(end - at))
            throw DamagedData("a chunk of the store is damaged");
        at = std::fill_n(at, run, value);
    };
    if (codec == Raw) {
        if (bytes.size() < 5 + count * 4)
            throw DamagedData("a chunk of the store is cut off");
        const char* from = bytes.data() + bytes.size() - 4 - count * 4;
        for (; at != end; ++at, from += 4) {
            std::int32_t value = 0;
            std::memcpy(&value, from, 4);
            *at = value == kRawAbsent ? kAbsent : value;
        }
    } else if (codec == ZeroRuns) {
        while (at != end) {
            const std::uint64_t value = reader.varint();
            if (value <= 1)
                take(reader.varint(), cellOf(value));
            else
                *at++ = cellOf(value);
        }
    } else if (codec == RunLength) {
        while (at != end) {
            const std::int64_t value = cellOf(reader.varint());
            const std::uint64_t run = reader.varint();
            if (run == 0)
                throw DamagedData("a chunk of the store is damaged");
            take(run, value);
        }
    } else if (codec == Differences) {
        std::int64_t before = 0;
        for (; at != end; ++at) {
            const std::uint64_t value = reader.varint();
            *at = kAbsent;
            if (value == 0)
                continue;
            before += unzigzag(value - 1);
            *at = before;
        }
    } else {
        throw DamagedData("a chunk of the store is of an unknown kind");
    }
}

} // namespace merch
