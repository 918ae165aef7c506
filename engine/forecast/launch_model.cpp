#include "engine/forecast/launch_model.h"

#include "engine/core/parallel.h"
#include "engine/core/quantile.h"
#include "engine/forecast/distributions.h"
#include "engine/forecast/method.h"
#include "engine/series/series_view.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace merch
{

namespace
{

constexpr int kRateWeeks = 26;                          ///< that a rate is read from
constexpr int kSettleWeeks = 8;                         ///< after a launch, before its sales tell a rate
constexpr int kStartDays = 2 * 7 * LaunchCurve::kWeeks; ///< kept day by day
constexpr int kForgetWeeks = 104;     ///< after which a product given up is no longer a look-alike
constexpr int kBeginDays = 28;        ///< of the data, in which a first sale is no launch
constexpr double kLeastDays = 42.0;   ///< at places of usual size that tell a rate
constexpr int kQuietWeeks = 8;        ///< without a sale, of a life that is over,
constexpr double kQuietUnits = 6.0;   ///< if so much should have sold in them
constexpr double kLeastUnits = 0.5;   ///< as if sold: of a rate's logarithm
constexpr std::size_t kLeftOut = 300; ///< products, one at a time
constexpr double kNear = 0.7;         ///< similarity of those left out besides
constexpr double kPriorLooks = 10.0;  ///< look-alikes' worth, of what is learned by leaving out
constexpr double kMostVariance = 6.0; ///< relative, of a level
constexpr double kPriorTests = 25.0;  ///< products, before the shape of their scores is believed
constexpr std::array<int, 5> kAges{0, 7, 14, 28, 56};
constexpr std::array<int, 3> kAgeBounds{1, 14, 42}; ///< of the calibration

std::size_t ageClass(int age)
{
    std::size_t at = 0;
    while (at < kAgeBounds.size() && age >= kAgeBounds[at])
        ++at;
    return at;
}

/// Where a count lies in a negative binomial, in the middle of its own step.
double scoreOf(double mean, double variance, double actual)
{
    const double whole = std::round(actual);
    const double below = whole >= 1.0 ? countCdf(mean, variance, whole - 1.0) : 0.0;
    const double place = 0.5 * (below + countCdf(mean, variance, whole));
    return std::clamp(normalQuantile(std::clamp(place, 1e-6, 1.0 - 1e-6)), -4.5, 4.5);
}

double effectiveCount(std::span<const LookAlike> looks)
{
    double squares = 0.0;
    for (const LookAlike& one : looks)
        squares += one.weight * one.weight;
    return squares > 0.0 ? 1.0 / squares : 0.0;
}

double meanSimilarity(std::span<const LookAlike> looks)
{
    double mean = 0.0;
    for (const LookAlike& one : looks)
        mean += one.weight * one.similarity;
    return mean;
}

/// Linear credibility: an estimate takes in an observation of the same thing.
double takeIn(double& mean, double& variance, double seen, double noise)
{
    const double weight = variance > 0.0 ? variance / (variance + noise) : 0.0;
    mean += weight * (seen - mean);
    variance *= 1.0 - weight;
    return weight;
}

} // namespace

/// One product at one place.
struct LaunchModel::Life {
    std::size_t product = 0;
    int place = 0;
    Grain grain = Grain::Daily;
    Day first = 0;
    std::optional<Day> launch; ///< here; none = before the data
    int firstWeek = 0, endWeek = 0;
    std::vector<float> unitsTo, daysTo;       ///< cumulated by week from firstWeek; one more than weeks
    std::vector<float> startUnits, startDays; ///< by day from `first`; units NaN = unknown
};

LaunchModel::LaunchModel(
    std::vector<ProductTraits> products, std::vector<std::optional<Day>> launches, int places, Day asOf)
    : m_similarity(std::move(products))
    , m_launches(std::move(launches))
    , m_places(places)
    , m_asOf(asOf)
    , m_base(startOfWeek(asOf) - 7 * 5000)
    , m_livesOf(m_similarity.size())
    , m_shapes(static_cast<std::size_t>(places))
    , m_weekdays(static_cast<std::size_t>(places))
    , m_sizes(static_cast<std::size_t>(places), 1.0)
    , m_tells(m_similarity.size(), 0)
{
    m_launches.resize(m_similarity.size());
    std::map<std::vector<std::string>, int> groups;
    for (std::size_t p = 0; p < m_similarity.size(); ++p)
        m_groups.push_back(
            groups.emplace(m_similarity.traits(p).category, static_cast<int>(groups.size())).first->second);
    m_curves.resize(groups.size());
}

LaunchModel::~LaunchModel() = default;

void LaunchModel::add(const PlacedDemand& demand)
{
    const auto sold = std::find_if(demand.values.begin(), demand.values.end(), isKnown);
    if (sold == demand.values.end() || demand.first < m_base)
        return;
    Life life;
    life.product = demand.product;
    life.place = demand.place;
    life.grain = demand.grain;
    life.first = addPeriods(demand.first, demand.grain, static_cast<int>(sold - demand.values.begin()));
    life.firstWeek = life.endWeek = weekOf(life.first);
    std::vector<double> units, days;
    auto& weekdays = m_weekdays[static_cast<std::size_t>(demand.place)];
    Day day = life.first, lastSale = life.first;
    for (auto i = static_cast<std::size_t>(sold - demand.values.begin()); i < demand.values.size(); ++i) {
        const Day next = addPeriods(day, demand.grain, 1);
        const double value = demand.values[i] / (next - day);
        const double cause = i < demand.causes.size() ? demand.causes[i] : 1.0;
        for (; day < next && day <= m_asOf; ++day) {
            const auto week = static_cast<std::size_t>(weekOf(day) - life.firstWeek);
            if (week >= units.size()) {
                units.resize(week + 1, 0.0);
                days.resize(week + 1, 0.0);
            }
            if (day - life.first < kStartDays) {
                life.startUnits.push_back(static_cast<float>(value));
                life.startDays.push_back(static_cast<float>(cause));
            }
            if (!isKnown(value))
                continue;
            units[week] += value;
            days[week] += cause;
            if (value > 0.0)
                lastSale = day;
            if (demand.grain == Grain::Daily) {
                weekdays[static_cast<std::size_t>(weekdayOf(day))] += value / std::max(0.05, cause);
                weekdays[static_cast<std::size_t>(7 + weekdayOf(day))] += 1.0;
            }
        }
        day = next;
    }
    life.unitsTo.assign(1, 0.0F);
    life.daysTo.assign(1, 0.0F);
    double unitsTo = 0.0, daysTo = 0.0;
    for (std::size_t w = 0; w < units.size(); ++w) {
        life.unitsTo.push_back(static_cast<float>(unitsTo += units[w]));
        life.daysTo.push_back(static_cast<float>(daysTo += days[w]));
    }
    life.endWeek = life.firstWeek + static_cast<int>(units.size());
    // Files go on with nothing sold after a product was given up.
    const int after = weekOf(lastSale) + 1;
    if (life.endWeek - after >= kQuietWeeks) {
        Life before = life;
        before.endWeek = after;
        const Rate rate = lifeRate(before, after);
        const double quiet =
            static_cast<double>(life.daysTo.back()) -
            static_cast<double>(life.daysTo[static_cast<std::size_t>(after - life.firstWeek)]);
        if (rate.days > 0.0 && rate.units / rate.days * quiet >= kQuietUnits)
            life.endWeek = after;
    }
    m_livesOf[demand.product].push_back(m_lives.size());
    m_lives.push_back(std::move(life));
}

bool LaunchModel::learn(int threads, const Progress& progress)
{
    settleLaunches();
    learnShapes();
    learnSizes();
    for (std::size_t p = 0; p < m_similarity.size(); ++p) {
        const Rate rate = productRate(p, weekOf(m_asOf + 1));
        m_tells[p] = rate.days >= kLeastDays ? 1 : 0;
    }
    learnScatter();
    learnCurves();
    if (progress && !progress(1, 10))
        return false;
    learnStraying();
    if (progress && !progress(3, 10))
        return false;

    std::vector<std::size_t> launched;
    for (std::size_t p = 0; p < m_similarity.size(); ++p)
        if (m_launches[p] && *m_launches[p] + kTestDays <= m_asOf + 1)
            launched.push_back(p);
    const std::size_t stride = 1 + launched.size() / (kLeftOut + 1);
    std::vector<std::size_t> tested;
    for (std::size_t i = 0; i < launched.size(); i += stride)
        tested.push_back(launched[i]);
    std::vector<std::vector<LaunchTest>> made(tested.size());
    const auto rest = [&progress](std::size_t done, std::size_t total) {
        return !progress ||
               progress(3 * std::max<std::size_t>(1, total) + 7 * done, 10 * std::max<std::size_t>(1, total));
    };
    if (!parallelFor(tested.size(), threads, rest, [&](std::size_t i) { test(tested[i], made[i]); }))
        return false;
    for (const std::vector<LaunchTest>& some : made)
        m_tests.insert(m_tests.end(), some.begin(), some.end());
    calibrateOnTests();
    return true;
}

void LaunchModel::settleLaunches()
{
    Day dataStart = std::numeric_limits<Day>::max();
    std::vector<Day> placeStart(static_cast<std::size_t>(m_places), dataStart);
    std::vector<Day> firstSold(m_similarity.size(), dataStart);
    for (const Life& life : m_lives) {
        auto& start = placeStart[static_cast<std::size_t>(life.place)];
        start = std::min(start, life.first);
        dataStart = std::min(dataStart, life.first);
        firstSold[life.product] = std::min(firstSold[life.product], life.first);
    }
    for (std::size_t p = 0; p < m_similarity.size(); ++p) {
        std::optional<Day>& launch = m_launches[p];
        const bool sold = !m_livesOf[p].empty();
        if (launch && m_lives.empty())
            continue;
        if (launch && *launch < dataStart + 7)
            launch.reset(); // sold before the data begin
        else if (launch && sold && (*launch > firstSold[p] || *launch < firstSold[p] - kNewDays))
            launch = firstSold[p];
        else if (!launch && sold && firstSold[p] >= dataStart + kBeginDays)
            launch = firstSold[p];
    }
    for (Life& life : m_lives) {
        const std::optional<Day>& launch = m_launches[life.product];
        if (launch && life.first <= *launch + kNewDays)
            life.launch = *launch; // on offer and not sold
        else if (life.first >= placeStart[static_cast<std::size_t>(life.place)] + kBeginDays)
            life.launch = life.first;
        if (!life.launch) {
            life.startUnits = {};
            life.startDays = {};
            continue;
        }
        const auto gap = static_cast<std::size_t>(std::max(0, life.first - *life.launch));
        life.startUnits.insert(life.startUnits.begin(), gap, 0.0F);
        life.startDays.insert(life.startDays.begin(), gap, 1.0F);
        life.first -= static_cast<Day>(gap);
    }
}

void LaunchModel::learnShapes()
{
    for (std::size_t l = 0; l < m_shapes.size(); ++l) {
        const auto& seen = m_weekdays[l];
        std::array<double, 7>& shape = m_shapes[l];
        double sum = 0.0;
        int open = 0;
        for (std::size_t d = 0; d < 7; ++d) {
            shape[d] = seen[7 + d] > 0.0 ? seen[d] / seen[7 + d] : 0.0;
            sum += shape[d];
            open += seen[7 + d] > 0.0 ? 1 : 0;
        }
        if (sum <= 0.0) {
            shape.fill(1.0);
            continue;
        }
        for (double& day : shape)
            day *= open / sum;
    }
}

/// Of the last half year of a life before `endWeek`: its days count by season and offers.
LaunchModel::Rate LaunchModel::lifeRate(const Life& life, int endWeek) const
{
    const int end = std::min(endWeek, life.endWeek);
    if (end < endWeek - kForgetWeeks)
        return {};
    int from = std::max(life.firstWeek, end - kRateWeeks);
    if (life.launch)
        from = std::max(from, weekOf(*life.launch) + kSettleWeeks);
    if (end <= from)
        return {};
    const auto a = static_cast<std::size_t>(from - life.firstWeek),
               b = static_cast<std::size_t>(end - life.firstWeek);
    return {
        static_cast<double>(life.unitsTo[b]) - static_cast<double>(life.unitsTo[a]),
        static_cast<double>(life.daysTo[b]) - static_cast<double>(life.daysTo[a])};
}

LaunchModel::Rate LaunchModel::productRate(std::size_t product, int endWeek) const
{
    Rate all;
    for (const std::size_t i : m_livesOf[product]) {
        const Rate one = lifeRate(m_lives[i], endWeek);
        all.units += one.units;
        all.days += one.days * sizeOf(m_lives[i].place);
    }
    return all;
}

void LaunchModel::learnSizes()
{
    constexpr int kRounds = 20;
    const int now = weekOf(m_asOf + 1);
    std::vector<Rate> rates;
    rates.reserve(m_lives.size());
    for (const Life& life : m_lives)
        rates.push_back(lifeRate(life, now));
    std::vector<double> expected(m_sizes.size()), sold(m_sizes.size());
    for (int round = 0; round < kRounds; ++round) {
        std::fill(expected.begin(), expected.end(), 0.0);
        std::fill(sold.begin(), sold.end(), 0.0);
        for (std::size_t p = 0; p < m_similarity.size(); ++p) {
            const Rate all = productRate(p, now);
            if (all.days <= 0.0)
                continue;
            for (const std::size_t i : m_livesOf[p]) {
                sold[static_cast<std::size_t>(m_lives[i].place)] += rates[i].units;
                expected[static_cast<std::size_t>(m_lives[i].place)] += all.units / all.days * rates[i].days;
            }
        }
        double sum = 0.0;
        int places = 0;
        for (std::size_t l = 0; l < m_sizes.size(); ++l) {
            m_sizes[l] = expected[l] > 0.0 ? sold[l] / expected[l] : 0.0;
            sum += m_sizes[l];
            places += m_sizes[l] > 0.0 ? 1 : 0;
        }
        if (sum <= 0.0) {
            std::fill(m_sizes.begin(), m_sizes.end(), 1.0);
            return;
        }
        for (double& size : m_sizes)
            size *= places / sum;
    }
    // A place without sales of its own is a usual one until it has some.
    for (double& size : m_sizes)
        size = size > 0.0 ? size : 1.0;
}

void LaunchModel::learnScatter()
{
    const int now = weekOf(m_asOf + 1);
    double scatter = 0.0, scatterWeight = 0.0, apart = 0.0, apartWeight = 0.0;
    for (std::size_t p = 0; p < m_similarity.size(); ++p) {
        const Rate all = productRate(p, now);
        if (m_tells[p] == 0 || all.units <= 0.0)
            continue;
        for (const std::size_t i : m_livesOf[p]) {
            const Life& life = m_lives[i];
            const Rate rate = lifeRate(life, now);
            if (rate.days < kLeastDays || rate.units <= 0.0)
                continue;
            const double expected = all.units / all.days * rate.days * sizeOf(life.place);
            if (m_livesOf[p].size() > 1) {
                const double weight = expected / (1.0 + expected);
                const double off = rate.units / expected - 1.0;
                apart += weight * (std::min(off * off, 4.0) - 1.0 / expected);
                apartWeight += weight;
            }
            const int end = std::min(now, life.endWeek), from = std::max(life.firstWeek, end - kRateWeeks);
            for (int w = from; w < end; ++w) {
                const auto at = static_cast<std::size_t>(w - life.firstWeek);
                const double mean =
                    rate.units / rate.days * static_cast<double>(life.daysTo[at + 1] - life.daysTo[at]);
                if (mean <= 0.0)
                    continue;
                const double error = static_cast<double>(life.unitsTo[at + 1] - life.unitsTo[at]) - mean;
                const double weight = mean * mean / ((1.0 + mean) * (1.0 + mean));
                scatter +=
                    weight * (std::min(error * error, 16.0 * (mean + mean * mean)) - mean) / (mean * mean);
                scatterWeight += weight;
            }
        }
    }
    // A few weeks' worth of the usual keep a small shop from being believed at once.
    m_scatter = std::clamp((scatter + 20.0 * 0.2) / (scatterWeight + 20.0), 0.0, 3.0);
    m_apart = std::clamp((apart + 5.0 * 0.1) / (apartWeight + 5.0), 0.01, 1.0);
}

void LaunchModel::learnCurves()
{
    const std::size_t weeks = 2 * LaunchCurve::kWeeks;
    m_launchWeeks.assign(m_similarity.size(), {});
    LaunchCurveLearner all;
    std::vector<LaunchCurveLearner> groups(m_curves.size());
    for (std::size_t p = 0; p < m_similarity.size(); ++p) {
        if (!m_launches[p] || m_livesOf[p].empty())
            continue;
        LaunchWeeks& sold = m_launchWeeks[p];
        sold.units.assign(weeks, 0.0);
        sold.exposure.assign(weeks, 0.0);
        for (const std::size_t i : m_livesOf[p]) {
            const Life& life = m_lives[i];
            if (life.launch != m_launches[p])
                continue;
            const auto& shape = m_shapes[static_cast<std::size_t>(life.place)];
            for (std::size_t d = 0; d < life.startUnits.size() && d / 7 < weeks; ++d) {
                const Day day = life.first + static_cast<Day>(d);
                if (std::isnan(life.startUnits[d]) || weekOf(day) >= life.endWeek)
                    continue;
                sold.units[d / 7] += static_cast<double>(life.startUnits[d]);
                sold.exposure[d / 7] += static_cast<double>(life.startDays[d]) *
                                        shape[static_cast<std::size_t>(weekdayOf(day))] * sizeOf(life.place);
            }
        }
        all.add(sold);
        groups[static_cast<std::size_t>(m_groups[p])].add(sold);
    }
    m_allCurve = all.learn();
    for (std::size_t g = 0; g < groups.size(); ++g) {
        m_curves[g] = groups[g].learn(m_allCurve);
        m_curves[g].launches = m_allCurve.launches;
    }
}

LaunchCurve LaunchModel::curveWithout(std::size_t product) const
{
    LaunchCurveLearner all, group;
    for (std::size_t p = 0; p < m_launchWeeks.size(); ++p) {
        if (p == product || m_launchWeeks[p].units.empty())
            continue;
        all.add(m_launchWeeks[p]);
        if (m_groups[p] == m_groups[product])
            group.add(m_launchWeeks[p]);
    }
    return group.learn(all.learn());
}

const LaunchCurve& LaunchModel::curveOf(std::size_t product) const
{
    return m_curves[static_cast<std::size_t>(m_groups[product])];
}

const LaunchModel::Life* LaunchModel::lifeAt(std::size_t product, int place) const
{
    for (const std::size_t i : m_livesOf[product])
        if (m_lives[i].place == place)
            return &m_lives[i];
    return nullptr;
}

std::optional<int> LaunchModel::ageAt(std::size_t product, int place) const
{
    if (const Life* life = lifeAt(product, place))
        return life->launch ? std::optional(m_asOf + 1 - *life->launch) : std::nullopt;
    return m_launches[product] ? std::optional(m_asOf + 1 - *m_launches[product]) : std::nullopt;
}

bool LaunchModel::isNew(std::size_t product, int place) const
{
    const std::optional<int> age = ageAt(product, place);
    return age && *age < kNewDays;
}

std::vector<std::uint8_t> LaunchModel::tellingBy(int endWeek, std::size_t without) const
{
    std::vector<std::uint8_t> telling(m_similarity.size(), 0);
    for (std::size_t p = 0; p < telling.size(); ++p)
        telling[p] = p != without && productRate(p, endWeek).days >= kLeastDays ? 1 : 0;
    return telling;
}

std::vector<LookAlike> LaunchModel::lookAlikes(std::size_t product) const
{
    return m_similarity.mostAlike(product, m_tells, kMost);
}

/// Its rate in all places, drawn to what it sold at this one as far as that tells.
double LaunchModel::placeRate(std::size_t product, int place, int endWeek) const
{
    const Rate all = productRate(product, endWeek);
    if (all.days <= 0.0)
        return 0.0;
    const double rate = std::max(all.units, kLeastUnits) / all.days, size = sizeOf(place);
    const Life* life = lifeAt(product, place);
    if (!life || size <= 0.0)
        return rate;
    const Rate here = lifeRate(*life, endWeek);
    if (here.days <= 0.0)
        return rate;
    double mean = rate, variance = m_apart * rate * rate;
    takeIn(
        mean, variance, here.units / (size * here.days), dispersion(rate * size) * rate / (size * here.days));
    return std::max(mean, 1e-6);
}

double LaunchModel::rateAt(std::size_t product, int place) const
{
    return placeRate(product, place, weekOf(m_asOf + 1)) * sizeOf(place);
}

LaunchModel::Prior LaunchModel::priorOf(int place, std::span<const LookAlike> looks, int endWeek) const
{
    double mean = 0.0, squares = 0.0, weights = 0.0;
    for (const LookAlike& one : looks) {
        const double rate = placeRate(one.product, place, endWeek);
        if (rate <= 0.0 || one.weight <= 0.0)
            continue;
        mean += one.weight * std::log(rate);
        squares += one.weight * std::log(rate) * std::log(rate);
        weights += one.weight;
    }
    if (weights <= 0.0)
        return {};
    mean /= weights;
    const double count = effectiveCount(looks);
    const double own =
        count > 1.0 ? std::max(0.0, squares / weights - mean * mean) * count / (count - 1.0) : 0.0;
    const double usual = m_strayBase + m_strayFar * (1.0 - meanSimilarity(looks));
    const double variance =
        (kPriorLooks * usual + std::max(0.0, count - 1.0) * own) / (kPriorLooks + std::max(0.0, count - 1.0));
    const double level = m_smear * std::exp(mean + 0.5 * variance);
    return {level, std::min(kMostVariance, std::expm1(variance)) * level * level};
}

void LaunchModel::learnStraying()
{
    const int now = weekOf(m_asOf + 1);
    std::vector<std::size_t> telling;
    for (std::size_t p = 0; p < m_tells.size(); ++p)
        if (m_tells[p] != 0 && productRate(p, now).units >= 5.0)
            telling.push_back(p);
    const std::size_t stride = 1 + telling.size() / (kLeftOut + 1);
    struct Left {
        double error, far;
    };
    std::vector<Left> left;
    // Once as it is, and once without what is very like: a launch brings all its variants at once.
    for (std::size_t i = 0; i < telling.size(); i += stride) {
        const std::size_t p = telling[i];
        std::vector<LookAlike> near = m_similarity.mostAlike(p, m_tells, 4 * kMost);
        std::vector<LookAlike> far = near;
        std::erase_if(far, [](const LookAlike& one) { return one.similarity >= kNear; });
        for (std::vector<LookAlike>* looks : {&near, &far}) {
            if (looks->size() < 3 || (looks == &far && far.size() == near.size()))
                continue;
            looks->resize(std::min(kMost, looks->size()));
            weigh(*looks);
            double mean = 0.0;
            for (const LookAlike& one : *looks) {
                const Rate rate = productRate(one.product, now);
                mean += one.weight * std::log(std::max(rate.units, kLeastUnits) / rate.days);
            }
            const Rate own = productRate(p, now);
            left.push_back({std::log(own.units / own.days) - mean, 1.0 - meanSimilarity(*looks)});
        }
    }
    // Squared error by distance: a line, neither part below nothing, towards the usual where little is known.
    constexpr double kPriorLeft = 8.0, kUsualBase = 0.3, kUsualFar = 0.5;
    double n = kPriorLeft, x = 0.4 * kPriorLeft, y = (kUsualBase + 0.4 * kUsualFar) * kPriorLeft;
    double xx = (0.16 + 0.02) * kPriorLeft, xy = (kUsualBase * 0.4 + kUsualFar * 0.18) * kPriorLeft;
    for (const Left& one : left) {
        const double square = std::min(one.error * one.error, 6.0);
        n += 1.0;
        x += one.far;
        y += square;
        xx += one.far * one.far;
        xy += one.far * square;
    }
    const double spread = n * xx - x * x;
    m_strayFar = spread > 0.0 ? std::max(0.0, (n * xy - x * y) / spread) : 0.0;
    m_strayBase = (y - m_strayFar * x) / n;
    if (m_strayBase < 0.02) {
        m_strayBase = 0.02;
        m_strayFar = std::max(0.0, (y - 0.02 * n) / x);
    }
    // Duan (1983), JASA 78, 605-610: what the logarithms' means lack of the mean, whatever their shape.
    double smeared = kPriorLeft, usual = kPriorLeft;
    for (const Left& one : left) {
        smeared += std::exp(std::clamp(one.error, -3.0, 2.5));
        usual += std::exp(0.5 * (m_strayBase + m_strayFar * one.far));
    }
    m_smear = std::clamp(smeared / usual, 0.6, 1.5);
}

/// What a launched life sold up to a day, its days counted by curve, weekday, season and offers.
LaunchModel::Sold LaunchModel::ownSales(const Life& life, Day upTo, const LaunchCurve& curve) const
{
    Sold sold;
    const auto& shape = m_shapes[static_cast<std::size_t>(life.place)];
    for (std::size_t d = 0; d < life.startUnits.size(); ++d) {
        const Day day = life.first + static_cast<Day>(d);
        if (day > upTo)
            break;
        if (std::isnan(life.startUnits[d]))
            continue;
        const double share = m_launches[life.product] == life.launch ? curve.at(day - *life.launch) : 1.0;
        sold.units += static_cast<double>(life.startUnits[d]);
        sold.days += static_cast<double>(life.startDays[d]) * share *
                     (life.grain == Grain::Daily ? shape[static_cast<std::size_t>(weekdayOf(day))] : 1.0);
        ++sold.known;
    }
    return sold;
}

LaunchLevel LaunchModel::levelAt(
    std::size_t product, int place, std::span<const LookAlike> looks, Day origin,
    const LaunchCurve& curve) const
{
    const int endWeek = weekOf(origin + 1);
    const double size = sizeOf(place);
    Prior level = priorOf(place, looks, endWeek);
    LaunchLevel made;
    if (level.mean <= 0.0) { // nothing is like it: what everything sells, and nearly no idea
        Rate all;
        for (std::size_t p = 0; p < m_similarity.size(); ++p) {
            const Rate one = p == product ? Rate{} : productRate(p, endWeek);
            all.units += one.units;
            all.days += one.days;
        }
        level.mean = all.days > 0.0 ? std::max(all.units, kLeastUnits) / all.days : 0.1;
        level.variance = kMostVariance * level.mean * level.mean;
    }
    // The same product at other places: each strays from the product's rate by itself.
    double units = 0.0, days = 0.0, squares = 0.0;
    for (const std::size_t i : m_livesOf[product]) {
        const Life& other = m_lives[i];
        if (other.place == place)
            continue;
        const bool starting = other.launch && origin + 1 - *other.launch < kStartDays;
        const Sold sold = starting ? ownSales(other, origin, curve) : Sold{};
        const Rate rate = starting ? Rate{sold.units, sold.days} : lifeRate(other, endWeek);
        const double exposure = rate.days * sizeOf(other.place);
        units += rate.units;
        days += exposure;
        squares += exposure * exposure;
    }
    double elsewhere = 0.0;
    if (days > 0.0) {
        const double apart = m_apart * level.mean * level.mean * squares / (days * days);
        elsewhere = takeIn(
            level.mean, level.variance, units / days, dispersion(level.mean) * level.mean / days + apart);
    }
    level.mean = std::max(level.mean, 1e-6);
    level.variance += m_apart * level.mean * level.mean;
    level.mean *= size;
    level.variance *= size * size;
    double own = 0.0;
    const Life* life = lifeAt(product, place);
    if (life && life->launch) {
        const Sold sold = ownSales(*life, origin, curve);
        made.ownDays = sold.known;
        if (sold.days > 0.0)
            own = takeIn(
                level.mean, level.variance, sold.units / sold.days,
                dispersion(level.mean) * level.mean / sold.days);
    }
    made.mean = std::max(level.mean, 1e-6);
    made.deviation = std::sqrt(std::max(0.0, level.variance));
    made.fromOwn = own;
    made.fromElsewhere = (1.0 - own) * elsewhere;
    made.fromLookAlikes = 1.0 - made.fromOwn - made.fromElsewhere;
    return made;
}

LaunchLevel LaunchModel::level(std::size_t product, int place, std::span<const LookAlike> looks) const
{
    return levelAt(product, place, looks, m_asOf, curveOf(product));
}

Forecast LaunchModel::forecast(const Target& target, std::span<const LookAlike> looks) const
{
    const LaunchLevel level = this->level(target.product, target.place, looks);
    const std::optional<int> age = ageAt(target.product, target.place);
    const Life* life = lifeAt(target.product, target.place);
    // A listing of what sells elsewhere already has no launch of its own.
    const bool launched = m_launches[target.product] && (!life || life->launch == m_launches[target.product]);
    Forecast made;
    made.method = "look_alikes";
    made.grain = target.grain;
    made.first = target.first;
    made.demandClass = DemandClass::TooShort;
    made.accuracy = {0, kNone, kNone, kNone, kNone, kNone};
    const auto& shape = m_shapes[static_cast<std::size_t>(target.place)];
    double sum = 0.0;
    Day day = target.first;
    for (int step = 0; step < target.horizon; ++step) {
        const Day next = addPeriods(day, target.grain, 1);
        double days = 0.0;
        for (; day < next; ++day) {
            const int old = age ? *age + (day - m_asOf - 1) : LaunchModel::kNewDays;
            if (old < 0)
                continue; // not on sale yet
            days += (launched ? curveOf(target.product).at(old) : 1.0) *
                    (target.grain == Grain::Daily ? shape[static_cast<std::size_t>(weekdayOf(day))] : 1.0);
        }
        const auto at = static_cast<std::size_t>(step);
        made.mean.push_back(level.mean * days * (at < target.causes.size() ? target.causes[at] : 1.0));
        sum += made.mean.back();
    }
    ErrorProfile& errors = made.errors;
    errors.scaleRate = level.deviation / level.mean;
    if (target.pieces)
        errors.countVariance = dispersion(level.mean);
    else
        errors.scaleBase = std::sqrt(dispersion(level.mean) * sum / std::max(1, target.horizon));
    const std::size_t ages = ageClass(level.ownDays);
    const int perDay = target.grain == Grain::Daily ? 1 : target.grain == Grain::Weekly ? 7 : 28;
    errors.spans = {std::max(1, 7 / perDay), std::max(2, kTestDays / perDay)};
    errors.levels.assign(std::begin(kStoredLevels), std::end(kStoredLevels));
    for (const Scores& scores : m_scores[ages])
        errors.table.insert(errors.table.end(), scores.begin(), scores.end());
    return made;
}

void LaunchModel::test(std::size_t product, std::vector<LaunchTest>& made) const
{
    const LaunchCurve curve = curveWithout(product);
    for (const int age : kAges) {
        const Day origin = *m_launches[product] + age - 1;
        if (origin + kTestDays > m_asOf)
            break;
        const int endWeek = weekOf(origin + 1);
        const std::vector<std::uint8_t> telling = tellingBy(endWeek, product);
        const std::vector<LookAlike> looks = m_similarity.mostAlike(product, telling, kMost);
        double category = 0.0;
        int others = 0;
        for (std::size_t p = 0; p < telling.size(); ++p) {
            if (telling[p] == 0 || m_groups[p] != m_groups[product])
                continue;
            const Rate rate = productRate(p, endWeek);
            category += rate.units / rate.days;
            ++others;
        }
        for (const std::size_t i : m_livesOf[product]) {
            const Life& life = m_lives[i];
            if (life.launch != m_launches[product])
                continue;
            const LaunchLevel level = levelAt(product, life.place, looks, origin, curve);
            const auto& shape = m_shapes[static_cast<std::size_t>(life.place)];
            Sold before;
            for (const int span : {7, kTestDays}) {
                LaunchTest test{product, life.place, age, span};
                double flat = 0.0;
                int known = 0;
                for (std::size_t d = 0; d < life.startUnits.size(); ++d) {
                    const Day day = life.first + static_cast<Day>(d);
                    if (std::isnan(life.startUnits[d]) || day > origin + span || weekOf(day) >= life.endWeek)
                        continue;
                    const double usual =
                        static_cast<double>(life.startDays[d]) *
                        (life.grain == Grain::Daily ? shape[static_cast<std::size_t>(weekdayOf(day))] : 1.0);
                    if (day <= origin) {
                        if (span == 7) {
                            before.units += static_cast<double>(life.startUnits[d]);
                            before.days += usual;
                        }
                        continue;
                    }
                    test.actual += static_cast<double>(life.startUnits[d]);
                    test.forecast += level.mean * usual * curve.at(day - *life.launch);
                    flat += usual;
                    ++known;
                }
                if (10 * known < 7 * span)
                    continue;
                const double share = level.deviation / level.mean;
                test.score = scoreOf(
                    test.forecast,
                    dispersion(level.mean) * test.forecast + share * share * test.forecast * test.forecast,
                    test.actual);
                test.category = others > 0 ? category / others * sizeOf(life.place) * flat : 0.0;
                test.own = before.days > 0.0 ? before.units / before.days * flat : 0.0;
                made.push_back(test);
            }
        }
    }
}

void LaunchModel::calibrateOnTests()
{
    for (std::size_t ages = 0; ages < m_scores.size(); ++ages) {
        for (const int span : {7, kTestDays}) {
            std::vector<double> scores;
            std::set<std::size_t> products;
            for (const LaunchTest& one : m_tests) {
                if (one.span != span || ageClass(one.age) != ages)
                    continue;
                scores.push_back(one.score);
                products.insert(one.product);
            }
            std::sort(scores.begin(), scores.end());
            const double weight =
                static_cast<double>(products.size()) / (static_cast<double>(products.size()) + kPriorTests);
            double last = -std::numeric_limits<double>::infinity();
            for (std::size_t q = 0; q < std::size(kStoredLevels); ++q) {
                const double usual = normalQuantile(kStoredLevels[q]);
                double score = usual;
                if (scores.size() >= 20)
                    score += weight * (sortedQuantile(scores, kStoredLevels[q]) - usual);
                last = std::max(last + 1e-4, score);
                m_scores[ages][span == 7 ? 0 : 1][q] = last;
            }
        }
    }
}

} // namespace merch
