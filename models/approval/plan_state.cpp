#include "models/approval/plan_state.h"

#include <QCoreApplication>

#include <array>

namespace merch
{
namespace
{

constexpr std::array<const char*, 6> kWords{"draft",    "submitted", "approved",
                                            "rejected", "returned",  "exported"};
constexpr std::array<const char*, 6> kTitles{
    QT_TRANSLATE_NOOP("PlanState", "Draft"),    QT_TRANSLATE_NOOP("PlanState", "Waiting"),
    QT_TRANSLATE_NOOP("PlanState", "Approved"), QT_TRANSLATE_NOOP("PlanState", "Rejected"),
    QT_TRANSLATE_NOOP("PlanState", "Returned"), QT_TRANSLATE_NOOP("PlanState", "Exported")};

} // namespace

QString stateWord(PlanState state)
{
    return QLatin1String(kWords.at(static_cast<std::size_t>(state)));
}

std::optional<PlanState> stateOfWord(const QString& word)
{
    for (std::size_t i = 0; i < kWords.size(); ++i)
        if (word == QLatin1String(kWords[i]))
            return static_cast<PlanState>(i);
    return std::nullopt;
}

QString stateTitle(PlanState state)
{
    return QCoreApplication::translate("PlanState", kTitles.at(static_cast<std::size_t>(state)));
}

} // namespace merch
