#pragma once

#include "engine/core/progress.h"
#include "engine/forecast/automatic.h"
#include "engine/forecast/launch_model.h"
#include "models/store/demand.h"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace merch
{

class Store;

/// Forecasts the series of a run whose product went on sale too lately to have a history of its own.
class NewProducts
{
public:
    /// Factors of season and offers on demand, by period of series `i` from its first on, over `ahead`
    /// periods beyond its history as well; empty = none are known.
    using CausesOf = std::function<std::vector<double>(std::size_t i, int ahead)>;

    /// `demands` of the series, in their order, up to `asOf`. Does nothing where no series is that young.
    /// @throws CancelledWork
    NewProducts(
        Store& store, const std::vector<SeriesInfo>& series, std::span<const DemandHistory> demands, Day asOf,
        int threads, const CausesOf& causesOf, const Progress& progress);

    /// False where the series has a history of its own, or too little is like its product.
    bool takes(const SeriesInfo& series) const;
    /// Of a series that it takes; `demand.causes` over the history and the horizon, or none. Both may be
    /// called from several threads.
    Forecast forecast(const SeriesInfo& series, const DemandHistory& demand, int horizon) const;

private:
    std::string reasonOf(std::size_t product, int place, std::span<const LookAlike> looks) const;

    std::unique_ptr<LaunchModel> m_model;
    std::map<int, std::size_t> m_products; ///< by product id
    std::map<int, int> m_places;           ///< by location id
    std::vector<std::string> m_skus;
    std::vector<bool> m_byWeight;
    std::map<std::size_t, std::vector<LookAlike>> m_looks; ///< of the new ones
};

} // namespace merch
