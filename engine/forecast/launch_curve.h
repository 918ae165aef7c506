#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace merch
{

/// How a product sells in the weeks after its launch, as shares of the level it settles at.
struct LaunchCurve {
    static constexpr int kWeeks = 13; ///< after them the level is reached

    std::vector<double> share; ///< by week since launch, kWeeks of them; empty = the level from the start
    double launches = 0.0;     ///< that it was learned from, worth of; 0 = none

    /// Of a day `age` days after the launch (0 = its first day); runs straight between the middles of weeks.
    double at(int age) const;
};

/// What one launched product sold, by week since its launch.
struct LaunchWeeks {
    std::vector<double> units;    ///< sold on the days that are known
    std::vector<double> exposure; ///< of these days, what makes them sell more or less: 1 a usual day
};

/// Learns curves from launches that are over: the share of each week is the mean over launches of units by
/// what the level (from week 13 to 26) would have sold, each by how much it sold there (a ratio says more the
/// more units are in it). Few launches lean on `prior`, the first lean on a flat curve, and neighbouring
/// weeks on one another. Source of the form: scaled sales profiles of analogues, Thomassey & Happiette
/// (2007), Applied Soft Computing 7, 1177-1187.
class LaunchCurveLearner
{
public:
    /// Does nothing where the launch is not over, or its level is unknown.
    void add(const LaunchWeeks& weeks) { put(weeks, 1.0); }
    /// As if it had not been added.
    void remove(const LaunchWeeks& weeks) { put(weeks, -1.0); }

    LaunchCurve learn(const LaunchCurve& prior = {}) const;

private:
    void put(const LaunchWeeks& weeks, double sign);

    double m_launches = 0.0;
    std::vector<double> m_weights = std::vector<double>(LaunchCurve::kWeeks);
    std::vector<double> m_ratios = std::vector<double>(LaunchCurve::kWeeks); ///< times weight
};

} // namespace merch
