#include "models/approval/line_set.h"

#include <QStringList>

namespace merch
{

QString packLines(const std::vector<int>& lines)
{
    QStringList parts;
    for (std::size_t i = 0; i < lines.size();) {
        std::size_t last = i;
        while (last + 1 < lines.size() && lines[last + 1] == lines[last] + 1)
            ++last;
        parts
            << (last == i ? QString::number(lines[i])
                          : QStringLiteral("%1-%2").arg(lines[i]).arg(lines[last]));
        i = last + 1;
    }
    return parts.join(u',');
}

std::vector<int> unpackLines(const QString& text)
{
    constexpr int kMost = 10'000'000; // a damaged entry must not eat the memory
    std::vector<int> lines;
    for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
        const qsizetype dash = part.indexOf(u'-', 1);
        bool first = false, second = true;
        const int from = part.left(dash < 0 ? part.size() : dash).toInt(&first);
        const int to = dash < 0 ? from : part.mid(dash + 1).toInt(&second);
        if (!first || !second || to < from || to - from > kMost)
            return {};
        for (int line = from; line <= to; ++line)
            lines.push_back(line);
    }
    return lines;
}

} // namespace merch
