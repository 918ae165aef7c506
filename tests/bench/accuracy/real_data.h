#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace merch::bench
{

/// A file of the real data sets; empty where MERCHBENCH_SHARED names no folder that holds it.
std::string realFile(const std::string& name);

/// Fields of a line of comma-separated text; quotes are taken off.
using Fields = std::vector<std::string>;
/// Each line of a file, gzipped or not, after the headings. @return the headings; empty if it is not there.
Fields eachLine(const std::string& path, const std::function<void(const Fields&)>& take);
/// The same of text in memory.
Fields eachLineOf(std::string_view text, const std::function<void(const Fields&)>& take);

/// NaN where a field is empty or no number.
double number(const std::string& field);

} // namespace merch::bench
