#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/forecast/forecast.h"
#include "engine/forecast/launch_curve.h"
#include "engine/forecast/look_alikes.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace merch
{

/// What one product sold at one place.
struct PlacedDemand {
    std::size_t product = 0;
    int place = 0;
    Grain grain = Grain::Daily;
    Day first = 0;                  ///< of the first period
    std::span<const double> values; ///< units a period; NaN = unknown, or the shelf was empty
    std::span<const double> causes; ///< factors of season and offers, at least as many; empty = 1
};

/// Level of a new product at a place, units a usual day once it has settled, and where it comes from.
struct LaunchLevel {
    double mean = 0.0;
    double deviation = 0.0; ///< standard deviation of what the level may be
    /// Shares of what the level rests on; they add up to 1.
    double fromLookAlikes = 1.0, fromElsewhere = 0.0, fromOwn = 0.0;
    int ownDays = 0; ///< known days on sale here
};

/// A past launch as it would have been forecast, beside what came.
struct LaunchTest {
    std::size_t product = 0;
    int place = 0;
    int age = 0;  ///< days since the launch that were known
    int span = 0; ///< days forecast
    double forecast = 0.0, actual = 0.0;
    double score = 0.0;    ///< normal score of what came in the distribution, before calibration
    double category = 0.0; ///< forecast by the mean of its category
    double own = 0.0;      ///< forecast by its own days alone; 0 without any
};

/// Forecasts products that have little or no history: by look-alikes, a launch curve, and their own days as
/// they come. All is learned from the same data:
/// - the size of a place, from products sold there and elsewhere (two-way ratio);
/// - the rate of a product, by its last half year at places of known size;
/// - how far a rate strays from that of its look-alikes, by leaving out established products one at a time,
///   more where the look-alikes are less alike; their own spread is added;
/// - the launch curve (launch_curve.h); and a calibration of the whole on past launches.
/// Three sources make the level, each weighed by its information (credibility: Bühlmann & Straub 1970,
/// Mitteilungen der Vereinigung schweizerischer Versicherungsmathematiker 70, 111-133): the look-alikes at
/// the place, the product's own sales at other places, its own sales here. Sums are negative binomial around
/// it.
class LaunchModel
{
public:
    /// `launches`, by product: the first day on sale as a catalog says it, or nothing. `asOf`: last known
    /// day.
    LaunchModel(
        std::vector<ProductTraits> products, std::vector<std::optional<Day>> launches, int places, Day asOf);
    ~LaunchModel();
    LaunchModel(const LaunchModel&) = delete;
    LaunchModel& operator=(const LaunchModel&) = delete;

    /// Not thread-safe; before learn().
    void add(const PlacedDemand& demand);
    /// False if progress asked to stop. The same result on any number of threads.
    bool learn(int threads, const Progress& progress);

    const Similarity& similarity() const { return m_similarity; }
    /// First day on sale anywhere, where that lies within the data or ahead.
    std::optional<Day> launchOf(std::size_t product) const { return m_launches[product]; }
    /// Days on sale at a place up to the last known day, if it began there within the data or begins later
    /// (then <= 0).
    std::optional<int> ageAt(std::size_t product, int place) const;
    /// Whether look-alikes have something to say there: on sale for less than kNewDays.
    bool isNew(std::size_t product, int place) const;
    static constexpr int kNewDays = 7 * LaunchCurve::kWeeks;

    /// Those the model takes by itself: the kMost most alike that have sold long enough to tell a rate.
    std::vector<LookAlike> lookAlikes(std::size_t product) const;
    static constexpr std::size_t kMost = 10;
    /// Whether a product has sold long enough to be one.
    bool tellsRate(std::size_t product) const { return m_tells[product] != 0; }
    /// Units a usual day at a place as that of look-alike `product` suggests it.
    double rateAt(std::size_t product, int place) const;
    /// 0 = the place never sold anything; 1 = usual.
    double sizeOf(int place) const { return m_sizes[static_cast<std::size_t>(place)]; }

    const LaunchCurve& curveOf(std::size_t product) const;

    LaunchLevel level(std::size_t product, int place, std::span<const LookAlike> looks) const;

    struct Target {
        std::size_t product = 0;
        int place = 0;
        Grain grain = Grain::Daily;
        Day first = 0;                  ///< of the first period forecast
        int horizon = 28;               ///< periods
        std::span<const double> causes; ///< factors over the horizon; empty = 1
        bool pieces = true;             ///< false: sold by weight
    };
    /// Mean and distribution; `reason` is left to the caller.
    Forecast forecast(const Target& target, std::span<const LookAlike> looks) const;

    /// Every past launch with kTestDays known after it, at several ages. By product, place and age.
    const std::vector<LaunchTest>& tests() const { return m_tests; }
    static constexpr int kTestDays = 28;

private:
    struct Life;
    struct Rate {
        double units = 0.0, days = 0.0; ///< days of usual places
    };
    struct Sold {
        double units = 0.0, days = 0.0;
        int known = 0;
    };
    struct Prior {
        double mean = 0.0, variance = 0.0;
    };
    using Scores = std::array<double, std::size(kStoredLevels)>;

    int weekOf(Day day) const { return (day - m_base) / 7; }
    void settleLaunches();
    void learnShapes();
    void learnSizes();
    void learnScatter();
    void learnCurves();
    void learnStraying();
    void calibrateOnTests();

    Rate lifeRate(const Life& life, int endWeek) const;
    Rate productRate(std::size_t product, int endWeek) const;
    double placeRate(std::size_t product, int place, int endWeek) const;
    Sold ownSales(const Life& life, Day upTo, const LaunchCurve& curve) const;
    Prior priorOf(int place, std::span<const LookAlike> looks, int endWeek) const;
    LaunchLevel levelAt(
        std::size_t product, int place, std::span<const LookAlike> looks, Day origin,
        const LaunchCurve& curve) const;
    const Life* lifeAt(std::size_t product, int place) const;
    std::vector<std::uint8_t> tellingBy(int endWeek, std::size_t without) const;
    LaunchCurve curveWithout(std::size_t product) const;
    double dispersion(double daily) const { return 1.0 + 7.0 * m_scatter * daily; }
    void test(std::size_t product, std::vector<LaunchTest>& made) const;

    Similarity m_similarity;
    std::vector<std::optional<Day>> m_launches;
    int m_places;
    Day m_asOf;
    Day m_base = 0; ///< a Monday before everything
    std::vector<Life> m_lives;
    std::vector<std::vector<std::size_t>> m_livesOf; ///< by product
    std::vector<std::array<double, 7>> m_shapes;     ///< weekdays, by place
    std::vector<std::array<double, 14>> m_weekdays;  ///< units and known days, while adding
    std::vector<double> m_sizes;
    std::vector<std::uint8_t> m_tells;
    double m_scatter = 0.2; ///< of a week's sales, relative variance above Poisson
    double m_apart = 0.1;   ///< relative variance of a product between places of the same size
    double m_strayBase = 0.3, m_strayFar = 0.5; ///< log variance of a rate around look-alikes
    double m_smear = 1.0;
    std::vector<int> m_groups; ///< of a product: its whole category
    LaunchCurve m_allCurve;
    std::vector<LaunchCurve> m_curves;      ///< by group
    std::vector<LaunchWeeks> m_launchWeeks; ///< by product
    std::vector<LaunchTest> m_tests;
    std::array<std::array<Scores, 2>, 4> m_scores{}; ///< by age, then span of a week and of four
};

} // namespace merch
