#include "models/forecast/new_products.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{

namespace
{

constexpr std::size_t kLeastLooks = 3; ///< that say more than a few own days
constexpr int kBeginDays = 28;         ///< of the data: what sells first in them is no launch

/// Whether any series began lately enough; most runs have none and need no look-alikes.
bool anyIsYoung(const std::vector<SeriesInfo>& series, Day asOf)
{
    Day begin = std::numeric_limits<Day>::max();
    for (const SeriesInfo& info : series)
        begin = std::min(begin, info.firstDay);
    return std::any_of(series.begin(), series.end(), [&](const SeriesInfo& info) {
        return info.firstDay >= begin + kBeginDays && asOf - info.firstDay < LaunchModel::kNewDays;
    });
}

std::vector<std::string> stepsOf(std::string_view path)
{
    constexpr std::string_view kBetween = " > ";
    std::vector<std::string> steps;
    while (!path.empty()) {
        const std::size_t end = path.find(kBetween);
        steps.emplace_back(path.substr(0, end));
        path = end == std::string_view::npos ? std::string_view() : path.substr(end + kBetween.size());
    }
    return steps;
}

std::string percent(double share)
{
    return std::to_string(static_cast<int>(std::lround(100.0 * share))) + " %";
}

} // namespace

NewProducts::NewProducts(
    Store& store, const std::vector<SeriesInfo>& series, std::span<const DemandHistory> demands, Day asOf,
    int threads, const CausesOf& causesOf, const Progress& progress)
{
    if (!anyIsYoung(series, asOf))
        return;
    std::vector<ProductTraits> traits;
    std::vector<std::optional<Day>> launches;
    sql::Statement rows(
        store.db(), "SELECT p.product_id, p.sku, coalesce(c.path, ''), coalesce(p.title, ''),"
                    " coalesce(p.brand, ''), coalesce(s.code, ''), p.list_price, p.launch_day, p.unit_scale"
                    " FROM product p LEFT JOIN category c USING (category_id)"
                    " LEFT JOIN supplier s USING (supplier_id) WHERE p.kind = 'goods' ORDER BY p.product_id");
    while (rows.step()) {
        m_products[static_cast<int>(rows.integer(0))] = traits.size();
        m_skus.emplace_back(rows.text(1));
        traits.push_back(
            {stepsOf(rows.text(2)), std::string(rows.text(3)), std::string(rows.text(4)),
             std::string(rows.text(5)), rows.isNull(6) ? kNone : static_cast<double>(rows.integer(6)) / 1e4});
        launches.push_back(rows.isNull(7) ? std::nullopt : std::optional(static_cast<Day>(rows.integer(7))));
        m_byWeight.push_back(rows.integer(8) != 1);
    }
    for (const SeriesInfo& info : series)
        m_places.try_emplace(info.locationId, static_cast<int>(m_places.size()));
    m_model = std::make_unique<LaunchModel>(
        std::move(traits), std::move(launches), static_cast<int>(m_places.size()), asOf);
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (progress && (i & 0xFF) == 0 && !progress(i, 2 * series.size()))
            throw CancelledWork();
        const auto product = m_products.find(series[i].productId);
        if (product == m_products.end() || !series[i].critical.empty())
            continue;
        const std::vector<double> causes = causesOf(i, 0);
        m_model->add(
            {product->second, m_places.at(series[i].locationId), series[i].grain, demands[i].first,
             demands[i].values, causes});
    }
    const auto half = [&progress](std::size_t done, std::size_t total) {
        return !progress ||
               progress(std::max<std::size_t>(1, total) + done, 2 * std::max<std::size_t>(1, total));
    };
    if (!m_model->learn(threads, half))
        throw CancelledWork();
    for (const SeriesInfo& info : series) {
        const auto product = m_products.find(info.productId);
        if (product != m_products.end() && m_model->isNew(product->second, m_places.at(info.locationId)) &&
            !m_looks.contains(product->second))
            m_looks[product->second] = m_model->lookAlikes(product->second);
    }
}

bool NewProducts::takes(const SeriesInfo& series) const
{
    const auto product = m_products.find(series.productId);
    if (!m_model || product == m_products.end() || !series.critical.empty())
        return false;
    const auto looks = m_looks.find(product->second);
    return looks != m_looks.end() && looks->second.size() >= kLeastLooks &&
           m_model->isNew(product->second, m_places.at(series.locationId));
}

Forecast NewProducts::forecast(const SeriesInfo& series, const DemandHistory& demand, int horizon) const
{
    const std::size_t product = m_products.at(series.productId);
    const int place = m_places.at(series.locationId);
    const std::vector<LookAlike>& looks = m_looks.at(product);
    const std::span<const double> causes = demand.causes.size() > demand.values.size()
                                               ? std::span(demand.causes).subspan(demand.values.size())
                                               : std::span<const double>();
    LaunchModel::Target target;
    target.product = product;
    target.place = place;
    target.grain = demand.grain;
    target.first = addPeriods(demand.first, demand.grain, static_cast<int>(demand.values.size()));
    target.horizon = horizon;
    target.causes = causes;
    target.pieces = !m_byWeight[product];
    Forecast made = m_model->forecast(target, looks);
    made.caused = !causes.empty();
    for (int step = 0; step < made.horizon(); ++step)
        if (demand.grain == Grain::Daily &&
            (demand.closedWeekdays >> weekdayOf(made.dayOfStep(step)) & 1U) != 0)
            made.mean[static_cast<std::size_t>(step)] = 0.0;
    made.reason = reasonOf(product, place, looks);
    return made;
}

std::string NewProducts::reasonOf(std::size_t product, int place, std::span<const LookAlike> looks) const
{
    const LaunchLevel level = m_model->level(product, place, looks);
    std::string reason =
        "New: on sale here for " + std::to_string(m_model->ageAt(product, place).value_or(0)) +
        " days. Its level rests on " + std::to_string(looks.size()) + " look-alikes (" +
        percent(level.fromLookAlikes) + "), its other places (" + percent(level.fromElsewhere) +
        ") and its own days (" + percent(level.fromOwn) + "). Most alike: ";
    for (std::size_t i = 0; i < std::min(kLeastLooks, looks.size()); ++i)
        reason += (i > 0 ? ", " : "") + m_skus[looks[i].product];
    return reason + '.';
}

} // namespace merch
