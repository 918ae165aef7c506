#include "models/planning/assumption_reach.h"

#include "models/planning/assumption_service.h"

#include <algorithm>

namespace merch
{

using namespace Qt::StringLiterals;

bool restsOn(const QStringList& assumed, Figure figure)
{
    const auto any = [&assumed](std::initializer_list<QLatin1StringView> names) {
        return std::any_of(assumed.begin(), assumed.end(), [&](const QString& field) {
            return std::any_of(
                names.begin(), names.end(), [&](QLatin1StringView name) { return field.startsWith(name); });
        });
    };
    switch (figure) {
    case Figure::Supplier:
        return any({"supplier"_L1});
    case Figure::OnHand:
        return any({"opening_stock"_L1});
    case Figure::LeadTime:
        return any({"lead_time"_L1});
    case Figure::UnitCost:
        return any({"margin"_L1});
    case Figure::Demand:
        return any({"lead_time"_L1, "review"_L1});
    case Figure::Service:
        return any({"margin"_L1, "service"_L1, "review"_L1, "holding"_L1, "recapture"_L1, "goodwill"_L1});
    case Figure::Level:
        return any(
            {"margin"_L1, "lead_time"_L1, "review"_L1, "service"_L1, "holding"_L1, "recapture"_L1,
             "goodwill"_L1});
    case Figure::Quantity:
        return restsOn(assumed, Figure::Level) || restsOn(assumed, Figure::OnHand);
    }
    return false;
}

QString assumedInWords(const QStringList& assumed)
{
    QStringList names;
    for (const QString& field : assumed)
        names << AssumptionService::title(field);
    return names.join(u", "_s);
}

} // namespace merch
