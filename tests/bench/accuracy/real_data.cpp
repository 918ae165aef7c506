#include "tests/bench/accuracy/real_data.h"

#include <zlib.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <limits>

namespace merch::bench
{

namespace
{

Fields fieldsOf(std::string_view line)
{
    Fields fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"') {
            if (quoted && i + 1 < line.size() && line[i + 1] == '"')
                fields.back() += line[i++];
            else
                quoted = !quoted;
        } else if (line[i] == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += line[i];
        }
    }
    return fields;
}

} // namespace

std::string realFile(const std::string& name)
{
    const char* const shared = std::getenv("MERCHBENCH_SHARED");
    if (!shared)
        return {};
    const std::string path = std::string(shared) + "/data/" + name;
    return std::ifstream(path) ? path : std::string();
}

Fields eachLineOf(std::string_view text, const std::function<void(const Fields&)>& take)
{
    Fields headings;
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        const std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (line.empty())
            continue;
        if (headings.empty())
            headings = fieldsOf(line);
        else
            take(fieldsOf(line));
    }
    return headings;
}

Fields eachLine(const std::string& path, const std::function<void(const Fields&)>& take)
{
    const gzFile file = path.empty() ? nullptr : gzopen(path.c_str(), "rb");
    if (!file)
        return {};
    std::string text;
    std::array<char, 1 << 16> part{};
    for (int read = 0; (read = gzread(file, part.data(), part.size())) > 0;)
        text.append(part.data(), static_cast<std::size_t>(read));
    gzclose(file);
    return eachLineOf(text, take);
}

double number(const std::string& field)
{
    char* end = nullptr;
    const double value = std::strtod(field.c_str(), &end);
    return end == field.c_str() ? std::numeric_limits<double>::quiet_NaN() : value;
}

} // namespace merch::bench
