#pragma once

#include "models/demo/assortment.h"

namespace merch::demo
{

/// One event of the calendar.
struct EventDay {
    Day day = 0;
    const EventSpec* spec = nullptr;
};

/// A promotion of one product.
struct Offer {
    Day from = 0, to = 0; ///< both included
    double discount = 0;
    int campaign = 0;
    bool web = false; ///< web shop only
};

struct Campaign {
    std::string id;
    Day from = 0, to = 0;
    double discount = 0;
    int mechanic = 0;
    int category = -1; ///< the whole category, else `products`
    std::vector<int> products;
};

struct CompetitorPrice {
    Day day = 0;
    int competitor = 0;
    int pence = 0; ///< 0 = the collector found no price
    bool inStock = true;
};

/// What happens to demand from outside: season, events, prices, promotions, competitors. Everything is known
/// for any day after construction and only read afterwards.
class Market
{
public:
    Market(const Retailer& retailer, const Assortment& assortment, Day first, Day last, std::uint64_t seed);

    Day first() const { return m_first; }
    Day last() const { return m_last; }
    int days() const { return m_last - m_first + 1; }

    const std::vector<EventDay>& events() const { return m_events; }
    const std::vector<Campaign>& campaigns() const { return m_campaigns; }
    const std::vector<Offer>& offers(int product) const
    {
        return m_offers[static_cast<std::size_t>(product)];
    }
    /// Weekly observations of one product, in date order; empty for most.
    const std::vector<CompetitorPrice>& competitors(int product) const
    {
        return m_competitors[static_cast<std::size_t>(product)];
    }

    bool closed(int location, Day day) const;
    /// The offer that holds on a day, or null.
    const Offer* offerOn(int product, bool web, Day day) const;
    /// What a customer pays, in pence.
    int paid(int product, bool web, Day day) const;

    /// Expected demand of a product in one kind of place for each day, as a factor on weekly / 7: life,
    /// trend, price, promotion, pull-forward, competitors.
    std::vector<double> productFactors(int product, bool web) const;
    /// Season, weekday, events, closing, growth of the channel and the shock of the week.
    double placeFactor(int category, int location, Day day) const
    {
        return m_place
            [(static_cast<std::size_t>(category) * m_retailer.locations.size() +
              static_cast<std::size_t>(location)) *
                 static_cast<std::size_t>(days()) +
             static_cast<std::size_t>(day - m_first)];
    }

private:
    void layEvents();
    void layCampaigns(std::uint64_t seed);
    void layCompetitors(std::uint64_t seed);
    void layPlaces(std::uint64_t seed);

    const Retailer& m_retailer;
    const Assortment& m_assortment;
    Day m_first, m_last;
    std::vector<EventDay> m_events;
    std::vector<Campaign> m_campaigns;
    std::vector<std::vector<Offer>> m_offers;
    std::vector<std::vector<CompetitorPrice>> m_competitors;
    std::vector<double> m_place;
};

/// Easter Sunday of the Gregorian calendar.
Day easterSunday(int year);

} // namespace merch::demo
