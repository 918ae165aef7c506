#pragma once

#include <QString>

#include <vector>

namespace merch
{

/// Line numbers as the audit log keeps them: "1-35,37". Ascending, without repeats.
QString packLines(const std::vector<int>& lines);
/// The inverse; empty where the text is not of that form.
std::vector<int> unpackLines(const QString& text);

} // namespace merch
