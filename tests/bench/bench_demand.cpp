#include "tests/bench/bench_support.h"

#include "engine/core/random.h"
#include "engine/demand/neighbours.h"
#include "engine/forecast/automatic.h"

#include <zlib.h>

#include <array>
#include <cstring>
#include <map>

/// Demand hidden by empty shelves, where the truth is known: of real series by the hour, days that were in
/// stock all day are cut off by the clock or by a made-up stock, and what is recovered is held against what
/// was sold. Naive readings beside it: sales as they are; such days dropped (the mean of the series' weekdays
/// in stock stands for them); sales divided by the share of the day.

using namespace merch;
using namespace merch::bench;

namespace
{

constexpr int kOpens = 6, kHours = 16; ///< 6 to 22 h
constexpr double kPieces = 10.0;       ///< amounts come in tenths
constexpr int kMethods = 5;
constexpr std::array<const char*, kMethods> kNames{
    "sales as they are", "such days dropped", "sales by share of day", "level and week", "and neighbours"};

struct HourlySeries {
    std::string store, product, category;
    ShelfHistory shelf;                            ///< as it was, in tenths
    std::vector<std::array<double, kHours>> hours; ///< sold by hour, in tenths
};

std::vector<HourlySeries> readHourly(const std::string& path)
{
    std::map<std::pair<std::string, std::string>, HourlySeries> all;
    const gzFile file = gzopen(path.c_str(), "rb");
    if (!file)
        return {};
    std::array<char, 4096> line{};
    gzgets(file, line.data(), static_cast<int>(line.size())); // headings
    while (gzgets(file, line.data(), static_cast<int>(line.size()))) {
        std::vector<std::string> fields;
        for (char* at = line.data(); at;) {
            char* const comma = std::strchr(at, ',');
            fields.emplace_back(at, comma ? static_cast<std::size_t>(comma - at) : std::strlen(at));
            at = comma ? comma + 1 : nullptr;
        }
        if (fields.size() < 17)
            continue;
        int year = 0;
        unsigned month = 0, day = 0;
        std::sscanf(fields[7].c_str(), "%d-%u-%u", &year, &month, &day);
        HourlySeries& series = all[{fields[1], fields[6]}];
        if (series.hours.empty()) {
            series.store = fields[1];
            series.product = fields[6];
            series.category = fields[1] + '/' + fields[4];
            series.shelf.first = dayOf(year, month, day);
        }
        std::array<double, kHours> hours{};
        const char* at = fields[15].c_str();
        double sum = 0.0;
        int away = 0;
        for (int hour = 0; hour < 24; ++hour) {
            char* end = nullptr;
            const double sold = std::round(std::strtod(at, &end) * kPieces);
            at = end;
            if (hour >= kOpens && hour < kOpens + kHours) {
                hours[static_cast<std::size_t>(hour - kOpens)] = sold;
                sum += sold;
                away += fields[16][static_cast<std::size_t>(hour)] == '1';
            }
        }
        series.hours.push_back(hours);
        series.shelf.sold.push_back(sum);
        series.shelf.inStock.push_back(shelfShare(sum, kExcluded, 1.0 - static_cast<double>(away) / kHours));
    }
    gzclose(file);
    std::vector<HourlySeries> series;
    for (auto& one : all)
        series.push_back(std::move(one.second));
    return series;
}

enum class Cut { Days, Hours, SoldOut };

struct Hidden {
    ShelfHistory shelf;
    std::vector<std::size_t> days; ///< in stock in truth, now cut off
};

Hidden hide(const HourlySeries& series, Cut cut, std::uint64_t stream)
{
    Random random(11, stream * 4 + static_cast<std::uint64_t>(cut));
    Hidden hidden{series.shelf, {}};
    // Days that were short in truth are kept from everybody: they are the days of great demand, beside which
    // those that can be checked are not alike.
    for (std::size_t i = 0; i < series.hours.size(); ++i)
        if (series.shelf.share(i) < 1.0)
            hidden.shelf.sold[i] = kExcluded;
    int left = 0;
    double typical = 0.0, days = 0.0;
    for (std::size_t i = 0; i < series.hours.size(); ++i)
        if (series.shelf.share(i) >= 1.0) {
            typical += series.shelf.sold[i];
            days += 1.0;
        }
    for (std::size_t i = 0; i < series.hours.size(); ++i) {
        if (left == 0 && random.uniform() < (cut == Cut::Days ? 0.05 : 0.2))
            left = cut == Cut::Days ? 1 + static_cast<int>(random.below(7)) : 1;
        if (left == 0)
            continue;
        --left;
        if (series.shelf.share(i) < 1.0)
            continue; // its truth is not known
        double& sold = hidden.shelf.sold[i];
        if (cut == Cut::Days) {
            sold = 0.0;
            hidden.shelf.inStock[i] = 0.0;
        } else if (cut == Cut::Hours) {
            const int until = 1 + static_cast<int>(random.below(kHours - 1));
            sold = 0.0;
            for (int hour = 0; hour < until; ++hour)
                sold += series.hours[i][static_cast<std::size_t>(hour)];
            hidden.shelf.inStock[i] = static_cast<double>(until) / kHours;
        } else {
            const double stock = std::floor(typical / std::max(1.0, days) * (0.3 + random.uniform()));
            if (stock <= 0.0 || sold < stock)
                continue; // enough was there
            sold = stock;
            hidden.shelf.inStock[i] = kSoldOut;
        }
        hidden.days.push_back(i);
    }
    return hidden;
}

/// Weekday means of the days in stock, drawn to their mean: what is left once other days are dropped.
std::array<double, 7> weekdayMeans(const ShelfHistory& shelf)
{
    std::array<double, 7> units{}, days{};
    double sum = 0.0, all = 0.0;
    for (std::size_t i = 0; i < shelf.sold.size(); ++i) {
        if (shelf.share(i) < 1.0 || !isKnown(shelf.sold[i]))
            continue;
        const auto w = static_cast<std::size_t>(weekdayOf(shelf.first + static_cast<Day>(i)));
        units[w] += shelf.sold[i];
        days[w] += 1.0;
        sum += shelf.sold[i];
        all += 1.0;
    }
    std::array<double, 7> means{};
    for (std::size_t w = 0; w < 7; ++w)
        means[w] = (units[w] + 3.0 * sum / std::max(1.0, all)) / (days[w] + 3.0);
    return means;
}

struct Errors {
    double absolute = 0.0, over = 0.0;
};

/// Of one series: errors by method, and how often the range held the truth.
struct Scored {
    std::array<Errors, kMethods> errors{};
    double truth = 0.0;
    int inside = 0, days = 0;
};

std::vector<Scored> score(const std::vector<HourlySeries>& all, Cut cut, Report& report)
{
    std::vector<Hidden> hidden;
    std::map<std::string, int> products, categories;
    for (std::size_t s = 0; s < all.size(); ++s) {
        hidden.push_back(hide(all[s], cut, s));
        products.emplace(all[s].product, static_cast<int>(products.size()));
        categories.emplace(all[s].category, static_cast<int>(categories.size()));
    }
    Day first = all.front().shelf.first;
    Day last = first;
    for (const HourlySeries& one : all) {
        first = std::min(first, one.shelf.first);
        last = std::max(last, one.shelf.first + static_cast<Day>(one.hours.size()));
    }
    const auto periods = static_cast<std::size_t>(last - first);
    GroupDays productDays(products.size(), periods), categoryDays(categories.size(), periods);
    NeighbourLearner learner(productDays, categoryDays);
    std::vector<UnconstrainedDemand> own;
    const auto groups = [&](std::size_t s) {
        return NeighbourGroups{products.at(all[s].product), categories.at(all[s].category)};
    };
    const auto offset = [&](std::size_t s) { return static_cast<std::size_t>(all[s].shelf.first - first); };
    for (std::size_t s = 0; s < all.size(); ++s) {
        const ShelfHistory& shelf = hidden[s].shelf;
        own.emplace_back(shelf, std::span<const double>{}, UnconstrainedDemand::Options{true});
        productDays.add(static_cast<std::size_t>(groups(s).product), offset(s), shelf, own.back());
        categoryDays.add(static_cast<std::size_t>(groups(s).category), offset(s), shelf, own.back());
    }
    for (std::size_t s = 0; s < all.size(); ++s)
        learner.add(groups(s), offset(s), hidden[s].shelf, own[s]);
    const NeighbourWeights weights = learner.weights();
    report.add(
        QStringLiteral("followed of the product elsewhere / its category here"),
        QStringLiteral("%1 / %2").arg(weights.product, 0, 'f', 2).arg(weights.category, 0, 'f', 2),
        QStringLiteral("share"));

    std::vector<Scored> scored(all.size());
    for (std::size_t s = 0; s < all.size(); ++s) {
        const ShelfHistory& shelf = hidden[s].shelf;
        const std::vector<double> factors =
            neighbourFactors(productDays, categoryDays, weights, groups(s), offset(s), shelf, own[s]);
        const UnconstrainedDemand alone(shelf), told(shelf, factors);
        const std::array<double, 7> week = weekdayMeans(shelf);
        Scored& one = scored[s];
        for (const std::size_t i : hidden[s].days) {
            const double truth = all[s].shelf.sold[i], sold = shelf.sold[i], share = shelf.share(i);
            const auto w = static_cast<std::size_t>(weekdayOf(shelf.first + static_cast<Day>(i)));
            const UnitsRange range = told.demand(i);
            const std::array<double, kMethods> read{
                sold, std::max(week[w], sold), share > 0.0 ? sold / share : std::max(week[w], sold),
                alone.demand(i).mid, range.mid};
            for (std::size_t m = 0; m < kMethods; ++m) {
                one.errors[m].absolute += std::abs(read[m] - truth);
                one.errors[m].over += read[m] - truth;
            }
            one.truth += truth;
            one.inside += truth >= range.low && truth <= range.high;
            ++one.days;
        }
    }
    return scored;
}

/// 95 % interval of WAPE(method) - WAPE(last), resampling whole series.
std::pair<double, double> interval(const std::vector<Scored>& scored, std::size_t method)
{
    std::vector<double> differences;
    for (std::uint64_t round = 0; round < 1000; ++round) {
        Random random(12, round);
        double error = 0.0, truth = 0.0;
        for (std::size_t k = 0; k < scored.size(); ++k) {
            const Scored& one = scored[random.below(static_cast<std::uint32_t>(scored.size()))];
            error += one.errors[method].absolute - one.errors[kMethods - 1].absolute;
            truth += one.truth;
        }
        differences.push_back(error / truth);
    }
    std::sort(differences.begin(), differences.end());
    return {differences[25], differences[974]};
}

void reportCut(const std::vector<HourlySeries>& all, Cut cut, const QString& name, Report& report)
{
    const std::vector<Scored> scored = score(all, cut, report);
    double truth = 0.0, inside = 0.0, days = 0.0;
    for (const Scored& one : scored) {
        truth += one.truth;
        inside += one.inside;
        days += one.days;
    }
    for (std::size_t m = 0; m < kMethods; ++m) {
        double absolute = 0.0, over = 0.0;
        for (const Scored& one : scored) {
            absolute += one.errors[m].absolute;
            over += one.errors[m].over;
        }
        QString note = QStringLiteral("bias %1").arg(over / truth, 0, 'f', 3);
        if (m + 1 < kMethods) {
            const auto [low, high] = interval(scored, m);
            note +=
                QStringLiteral("; WAPE above the last by %1 to %2").arg(low, 0, 'f', 3).arg(high, 0, 'f', 3);
        } else {
            note += QStringLiteral("; 80 % range held %1 of %2 days").arg(inside / days, 0, 'f', 3).arg(days);
        }
        report.add(
            name + QStringLiteral(": ") + QLatin1String(kNames[m]), absolute / truth, QStringLiteral("WAPE"),
            note);
    }
}

/// What the last two weeks would be forecast at, learned from days cut off before them: what is learned from
/// either scales sales by the share of the day and leaves out the rest, or has the estimate in their place.
void forecasts(const std::vector<HourlySeries>& all, Cut cut, const QString& name, Report& report)
{
    constexpr std::size_t kAhead = 14;
    constexpr std::size_t kWays = 4;
    const std::array<QString, kWays> ways{
        QStringLiteral("scaled or left out"), QStringLiteral("estimate where a share is known"),
        QStringLiteral("estimate where sold out"), QStringLiteral("estimate everywhere")};
    struct One {
        std::array<double, kWays> absolute{}, over{};
        double truth = 0.0;
    };
    std::vector<One> scored;
    for (std::size_t s = 0; s < all.size(); ++s) {
        const Hidden hidden = hide(all[s], cut, s);
        const std::size_t n = all[s].hours.size();
        if (n < 3 * kAhead)
            continue;
        const std::size_t known = n - kAhead;
        ShelfHistory shelf = hidden.shelf;
        shelf.sold.resize(known);
        shelf.inStock.resize(known);
        DemandHistory history;
        history.first = shelf.first;
        for (std::size_t i = 0; i < known; ++i) {
            const double share = shelf.share(i);
            history.values.push_back(
                share == kSoldOut ? kExcluded : learnable(shelf.sold[i], kExcluded, share));
        }
        const UnconstrainedDemand estimate(shelf);
        One one;
        for (std::size_t way = 0; way < kWays; ++way) {
            if (way > 0) {
                history.asked = history.values;
                for (std::size_t i = 0; i < known; ++i) {
                    const double share = shelf.share(i);
                    const bool partly = share > 0.0 && share < 1.0;
                    if (estimate.isEstimated(i) && (way == 3 || (way == 1 ? partly : share == kSoldOut)))
                        history.asked[i] = estimate.demand(i).mid;
                }
            }
            AutomaticOptions options;
            options.horizon = static_cast<int>(kAhead);
            options.folds = 2;
            const Forecast made = forecastAutomatically(history, options);
            double forecast = 0.0, truth = 0.0;
            for (std::size_t i = 0; i < kAhead; ++i) {
                if (all[s].shelf.share(known + i) < 1.0)
                    continue;
                forecast += made.mean[i];
                truth += all[s].shelf.sold[known + i];
            }
            one.absolute[way] = std::abs(forecast - truth);
            one.over[way] = forecast - truth;
            one.truth = truth;
        }
        scored.push_back(one);
    }
    for (std::size_t way = 0; way < kWays; ++way) {
        double absolute = 0.0, over = 0.0, truth = 0.0;
        for (const One& one : scored) {
            absolute += one.absolute[way];
            over += one.over[way];
            truth += one.truth;
        }
        QString note = QStringLiteral("bias %1").arg(over / truth, 0, 'f', 3);
        if (way > 0) {
            std::vector<double> differences;
            for (std::uint64_t round = 0; round < 1000; ++round) {
                Random random(14, round);
                double gain = 0.0, sum = 0.0;
                for (std::size_t k = 0; k < scored.size(); ++k) {
                    const One& one = scored[random.below(static_cast<std::uint32_t>(scored.size()))];
                    gain += one.absolute[way] - one.absolute[0];
                    sum += one.truth;
                }
                differences.push_back(gain / sum);
            }
            std::sort(differences.begin(), differences.end());
            note += QStringLiteral("; WAPE above the first by %1 to %2")
                        .arg(differences[25], 0, 'f', 4)
                        .arg(differences[974], 0, 'f', 4);
        }
        report.add(
            name + QStringLiteral(", forecast of two weeks: ") + ways[way], absolute / truth,
            QStringLiteral("WAPE"), note);
    }
}

void speed(Report& report)
{
    constexpr int kSeries = 1000, kDays = 1941;
    std::vector<ShelfHistory> all;
    for (int s = 0; s < kSeries; ++s) {
        Random random(13, static_cast<std::uint64_t>(s));
        ShelfHistory shelf;
        for (int d = 0; d < kDays; ++d) {
            const bool out = random.uniform() < 0.05;
            const double units = static_cast<double>(random.negativeBinomial(1.2, 2.0));
            shelf.sold.push_back(out ? std::min(units, 1.0) : units);
            shelf.inStock.push_back(out ? shelfShare(shelf.sold.back(), 0.0, kExcluded) : 1.0);
        }
        all.push_back(std::move(shelf));
    }
    double lost = 0.0;
    const Took took = timed([&] {
        for (const ShelfHistory& shelf : all)
            lost += UnconstrainedDemand(shelf).lost(0, kDays).mid;
    });
    report.add(
        QStringLiteral("a series of 1,941 days, a twentieth of them out"), took.cpu * 1e6 / kSeries,
        QStringLiteral("us"),
        QStringLiteral("30,490 series: %1 CPU s; %2 units lost each")
            .arg(took.cpu * 30.49, 0, 'f', 1)
            .arg(lost / kSeries, 0, 'f', 0));
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    Report report(argc, argv, QStringLiteral("Demand recovered from empty shelves"));
    speed(report);
    const QString shared = qEnvironmentVariable("MERCHBENCH_SHARED");
    const std::vector<HourlySeries> all =
        readHourly((shared + QStringLiteral("/data/freshretail/six_stores_daily_with_hourly_strings.csv.gz"))
                       .toStdString());
    if (all.empty()) {
        report.say(
            QStringLiteral("freshretail"), QStringLiteral("not there: set MERCHBENCH_SHARED to its folder"));
        return report.finish();
    }
    reportCut(all, Cut::Days, QStringLiteral("whole days out"), report);
    reportCut(all, Cut::Hours, QStringLiteral("out from some hour"), report);
    reportCut(all, Cut::SoldOut, QStringLiteral("sold out, hour unknown"), report);
    forecasts(all, Cut::Days, QStringLiteral("whole days out"), report);
    forecasts(all, Cut::Hours, QStringLiteral("out from some hour"), report);
    forecasts(all, Cut::SoldOut, QStringLiteral("sold out, hour unknown"), report);
    return report.finish();
}
