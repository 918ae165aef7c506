#pragma once

#include "engine/inventory/rounding.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace merch
{

/// How stock is ordered without any forecasting method: today's way, which every rung must beat.
struct Practice {
    enum class Kind : std::uint8_t {
        MinMax,    ///< at or below a fixed number up to another: as imported
        Cover,     ///< so much of what sold lately
        Deviation, ///< the mean of what sold lately and so many standard deviations
        LastYear   ///< so much of what sold in the same weeks of last year
    };
    Kind kind = Kind::Cover;
    double factor = 1.5;           ///< of the demand over lead time and review; of the deviation
    double cycleDays = 0.0;        ///< an order fills up by so many days more
    std::int64_t min = 0, max = 0; ///< MinMax only
};

/// The practices that a careful buyer could follow, each with its settings: the tuned best of them is the
/// bottom rung, so that it is no straw man.
std::vector<Practice> commonPractices();

/// What sold up to a day, for practices: means of the last four weeks and of the same weeks of last year.
class RecentSales
{
public:
    /// `daily` = units a day, NaN = unknown; days before the first one are unknown.
    explicit RecentSales(std::span<const double> daily);

    /// Mean a day over the `days` before `day`; 0 where nothing is known.
    double mean(int day, int days) const;
    double deviation(int day, int days) const;
    /// Mean a day over `days` from `day` on, 52 weeks earlier; the recent mean where that is not known.
    double lastYear(int day, int days) const;

private:
    double sum(const std::vector<double>& sums, int from, int to) const;
    std::vector<double> m_units, m_squares, m_known; ///< running sums
};

/// Units to order on `day`; `span` = mean lead time and review, days.
std::int64_t practiceOrder(
    const Practice& practice, const RecentSales& sales, int day, double span, std::int64_t position,
    const OrderRules& rules);

/// What a practice expects to sell a day; absent where it expects nothing (fixed numbers).
std::optional<double> practiceMean(const Practice& practice, const RecentSales& sales, int day, int days);

} // namespace merch
