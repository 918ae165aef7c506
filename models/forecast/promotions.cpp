#include "models/forecast/promotions.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <algorithm>

namespace merch
{

namespace
{

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

} // namespace

Promotions::Promotions(Store& store, Day knownOn)
{
    std::map<QString, int> mechanics; // in alphabetical order, whatever the order of imports
    sql::Statement kinds(store.db(), "SELECT DISTINCT coalesce(mechanic, '') FROM promotion ORDER BY 1");
    while (kinds.step())
        mechanics.emplace(text(kinds, 0), std::min(static_cast<int>(mechanics.size()), kMechanics - 1));
    sql::Statement rows(
        store.db(), "SELECT from_day, to_day, sku, category, location, discount, coalesce(mechanic, '')"
                    " FROM promotion WHERE from_day <= ?1 ORDER BY from_day, promotion_row");
    rows.bind(1, static_cast<std::int64_t>(knownOn));
    while (rows.step()) {
        Row row;
        row.offer = {
            static_cast<Day>(rows.integer(0)), static_cast<Day>(rows.integer(1)),
            rows.isNull(5) ? 0.0 : std::clamp(rows.real(5), 0.0, 0.95), mechanics.at(text(rows, 6))};
        row.category = text(rows, 3);
        row.location = text(rows, 4);
        if (!text(rows, 2).isEmpty())
            m_bySku[text(rows, 2)].push_back(row);
        else
            m_wide.push_back(row);
    }
}

std::vector<Offer> Promotions::of(const QString& sku, const QString& category, const QString& location) const
{
    std::vector<Offer> offers;
    const auto add = [&](const Row& row) {
        if (row.location.isEmpty() || row.location == location)
            offers.push_back(row.offer);
    };
    if (const auto found = m_bySku.find(sku); found != m_bySku.end())
        std::for_each(found->second.begin(), found->second.end(), add);
    for (const Row& row : m_wide)
        if (row.category.isEmpty() || category == row.category ||
            category.startsWith(row.category + QLatin1String(" > ")))
            add(row);
    std::stable_sort(
        offers.begin(), offers.end(), [](const Offer& a, const Offer& b) { return a.from < b.from; });
    return offers;
}

std::vector<CalendarEvent> readEvents(Store& store, Day knownOn)
{
    std::map<QString, int> kinds;
    std::vector<CalendarEvent> events;
    sql::Statement rows(
        store.db(), "SELECT name, from_day, to_day FROM event WHERE location IS NULL AND from_day <= ?1"
                    " ORDER BY name, from_day");
    rows.bind(1, static_cast<std::int64_t>(knownOn));
    while (rows.step()) {
        const auto kind = kinds.emplace(text(rows, 0), static_cast<int>(kinds.size())).first->second;
        if (kind < kEventKinds)
            events.push_back({static_cast<Day>(rows.integer(1)), static_cast<Day>(rows.integer(2)), kind});
    }
    return events;
}

} // namespace merch
