#include "models/quality/series_checks.h"

#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QDate>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace merch
{

namespace
{

std::string isoDay(Day day)
{
    return QDate(1970, 1, 1).addDays(day).toString(Qt::ISODate).toStdString();
}

std::string plain(double value)
{
    return QString::number(value, 'g', 8).toStdString();
}

double median(std::vector<float> values)
{
    if (values.empty())
        return 0.0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return static_cast<double>(*middle);
}

struct Names {
    std::map<int, std::string> products, locations;
    std::string keyOf(const SeriesInfo& info) const
    {
        return products.at(info.productId) + "@" + locations.at(info.locationId);
    }
};

Names loadNames(Store& store)
{
    Names names;
    sql::Statement products(store.db(), "SELECT product_id, sku FROM product");
    while (products.step())
        names.products[static_cast<int>(products.integer(0))] = products.text(1);
    sql::Statement locations(store.db(), "SELECT location_id, code FROM location");
    while (locations.step())
        names.locations[static_cast<int>(locations.integer(0))] = locations.text(1);
    return names;
}

void checkStock(
    const SeriesHistory& history, const Names& names, const SeriesLimits& limits, SeriesChecks& out)
{
    const std::vector<float>& stock = history.onHand;
    constexpr std::size_t kMostBetween = 14; // days from one count to the next
    std::size_t counted = 0;                 // one past the last day with a count
    int below = 0, empty = 0;
    Day firstBelow = 0, firstEmpty = 0;
    float least = 0.0F, sold = 0.0F;
    for (std::size_t d = 0; d < stock.size(); ++d) {
        const Day day = history.first + static_cast<Day>(d);
        if (stock[d] < 0.0F) {
            firstBelow = below++ == 0 ? day : firstBelow;
            least = std::min(least, stock[d]);
        }
        // Counted as none, and at the next count back to where it would have been: the count was wrong.
        if (stock[d] == 0.0F && counted > 0 && stock[counted - 1] > 2.0F) {
            std::size_t next = d + 1;
            float soldBy = 0.0F, soldSince = 0.0F;
            for (std::size_t i = counted; i <= d; ++i)
                soldBy += std::isnan(history.units[i]) ? 0.0F : history.units[i];
            while (next < stock.size() && next <= d + kMostBetween) {
                soldSince += std::isnan(history.units[next]) ? 0.0F : history.units[next];
                if (!std::isnan(stock[next]))
                    break;
                ++next;
            }
            const float expected = stock[counted - 1] - soldBy - soldSince;
            if (next < stock.size() && next <= d + kMostBetween && soldSince > 0.0F && expected > 0.0F &&
                std::abs(stock[next] - expected) <= std::max(1.0F, 0.1F * expected)) {
                firstEmpty = empty == 0 ? day : firstEmpty;
                empty += 2;
                sold += soldSince;
            }
        }
        if (!std::isnan(stock[d]))
            counted = d + 1;
        // Nothing at the end of the day before nor of this one, and yet several were sold, day after day.
        if (d > 0 && stock[d] == 0.0F && stock[d - 1] == 0.0F && history.units[d] > 0.0F) {
            firstEmpty = empty++ == 0 ? day : firstEmpty;
            sold += history.units[d];
        }
    }
    if (below > 0)
        out.findings.push_back(
            {"negative_stock", names.keyOf(history.info), "on_hand", plain(least),
             "Stock was below zero on " + std::to_string(below) + " days, first on " + isoDay(firstBelow),
             history.info.seriesId});
    if (empty > 0 && static_cast<double>(empty) >= limits.emptyDays)
        out.findings.push_back(
            {"sales_without_stock", names.keyOf(history.info), "on_hand", "0",
             plain(sold) + " units were sold on " + std::to_string(empty) +
                 " days with nothing on the shelf, first on " + isoDay(firstEmpty),
             history.info.seriesId});
}

void checkValues(
    const SeriesHistory& history, const Names& names, const SeriesLimits& limits, SeriesChecks& out)
{
    std::vector<float> prices;
    for (const float price : history.price) {
        if (!std::isnan(price) && price > 0.0F)
            prices.push_back(price);
    }
    if (prices.size() >= 10) {
        const double usual = median(prices);
        for (std::size_t d = 0; d < history.price.size(); ++d) {
            const double price = static_cast<double>(history.price[d]);
            if (!std::isnan(price) &&
                (price > limits.price * usual || (price > 0.0 && price * limits.price < usual))) {
                out.findings.push_back(
                    {"impossible_price", names.keyOf(history.info), "unit_price", plain(price),
                     "Sold at " + plain(price) + " on " + isoDay(history.first + static_cast<Day>(d)) +
                         "; it usually costs " + plain(usual),
                     history.info.seriesId});
                break;
            }
        }
    }
    std::vector<float> sold;
    for (const float units : history.units) {
        if (!std::isnan(units) && units > 0.0F)
            sold.push_back(units);
    }
    if (sold.size() >= 4) {
        std::sort(sold.begin(), sold.end());
        // Of a good day: nine selling days in ten lie below it; of a few days, all but the best.
        const double good = std::max(1.0F, sold[std::min(sold.size() * 9 / 10, sold.size() - 2)]);
        for (std::size_t d = 0; d < history.units.size(); ++d) {
            if (static_cast<double>(history.units[d]) > limits.quantity * good) {
                out.findings.push_back(
                    {"impossible_quantity", names.keyOf(history.info), "units", plain(history.units[d]),
                     plain(history.units[d]) + " units on " + isoDay(history.first + static_cast<Day>(d)) +
                         "; a good day sells " + plain(good),
                     history.info.seriesId});
                break;
            }
        }
    }
}

} // namespace

SeriesChecks checkSeries(Store& store, const SeriesLimits& limits, const Progress& progress)
{
    SeriesChecks out;
    const Names names = loadNames(store);
    const std::vector<SeriesInfo> all = loadSeries(store);
    std::map<int, std::set<Day>> open;
    std::map<int, unsigned> closedWeekdays;
    constexpr std::size_t kBatch = 2000;
    for (std::size_t from = 0; from < all.size(); from += kBatch) {
        if (progress && !progress(from, all.size()))
            throw CancelledWork();
        const std::span<const SeriesInfo> part(all.data() + from, std::min(kBatch, all.size() - from));
        for (const SeriesHistory& history : loadHistories(store, part, std::numeric_limits<Day>::max(), {})) {
            ++out.series;
            if (history.info.grain != Grain::Daily)
                continue;
            checkStock(history, names, limits, out);
            checkValues(history, names, limits, out);
            closedWeekdays[history.info.locationId] = history.closedWeekdays;
            std::set<Day>& days = open[history.info.locationId];
            for (std::size_t d = 0; d < history.units.size(); ++d) {
                if (history.units[d] > 0.0F)
                    days.insert(history.first + static_cast<Day>(d));
            }
        }
    }
    for (const auto& [location, days] : open) {
        ++out.locations;
        if (days.size() < 60)
            continue; // too little to know what is usual
        // A quiet place is often closed; a gap is one that its own weekdays make unlikely.
        double sold[7] = {}, all7[7] = {};
        for (Day day = *days.begin(); day <= *days.rbegin(); ++day) {
            ++all7[weekdayOf(day)];
            sold[weekdayOf(day)] += static_cast<double>(days.count(day));
        }
        Day last = *days.begin();
        for (const Day day : days) {
            int missing = 0;
            double chance = 1.0;
            for (Day between = last + 1; between < day; ++between) {
                if (closedWeekdays[location] >> weekdayOf(between) & 1U)
                    continue;
                ++missing;
                chance *= 1.0 - sold[weekdayOf(between)] / (all7[weekdayOf(between)] + 1.0);
            }
            if (static_cast<double>(missing) >= limits.gapDays && chance < 1e-4)
                out.findings.push_back(
                    {"calendar_gap", names.locations.at(location), "date", isoDay(last + 1),
                     "No sale at all on " + std::to_string(missing) + " days from " + isoDay(last + 1) +
                         " to " + isoDay(day - 1),
                     0});
            last = day;
        }
    }
    return out;
}

} // namespace merch
