#include "models/demo/market.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace merch::demo
{

namespace
{

constexpr double kPi = 3.14159265358979323846;

Day nthWeekday(int year, int month, int weekday, int nth)
{
    if (nth > 0) {
        const Day start = dayOf(year, static_cast<unsigned>(month), 1);
        return start + (weekday - weekdayOf(start) + 7) % 7 + 7 * (nth - 1);
    }
    const Day end = addPeriods(dayOf(year, static_cast<unsigned>(month), 1), Grain::Monthly, 1) - 1;
    return end - (weekdayOf(end) - weekday + 7) % 7 + 7 * (nth + 1);
}

Day dateOf(const EventSpec& spec, int year)
{
    switch (spec.rule) {
    case EventSpec::Rule::Fixed:
        return dayOf(year, static_cast<unsigned>(spec.month), static_cast<unsigned>(spec.day));
    case EventSpec::Rule::Easter:
        return easterSunday(year) + spec.offset;
    case EventSpec::Rule::NthWeekday:
        return nthWeekday(year, spec.month, spec.weekday, spec.nth) + spec.offset;
    }
    return 0;
}

int yearOf(Day day)
{
    return static_cast<int>(civil(day).year());
}

/// Twelve monthly levels, read between the middles of the months.
double seasonOn(const std::array<double, 12>& months, Day day)
{
    const auto date = civil(day);
    const double month = static_cast<double>(static_cast<unsigned>(date.month())) - 1.0 +
                         (static_cast<double>(static_cast<unsigned>(date.day())) - 15.5) / 30.4;
    const double floor = std::floor(month);
    const double part = (1.0 - std::cos(kPi * (month - floor))) / 2.0;
    const auto at = [&](int m) { return months[static_cast<std::size_t>((m + 12) % 12)]; };
    return at(static_cast<int>(floor)) * (1.0 - part) + at(static_cast<int>(floor) + 1) * part;
}

double liftOf(const EventSpec& spec, const std::string& category)
{
    std::size_t longest = 0;
    double lift = 0.0;
    for (const auto& [prefix, value] : spec.lift) {
        if (prefix.size() > longest && category.compare(0, prefix.size(), prefix) == 0) {
            longest = prefix.size();
            lift = value;
        }
    }
    return lift;
}

} // namespace

Day easterSunday(int year)
{
    // Meeus, Astronomical Algorithms (1991), chapter 8.
    const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
    const int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    const int n = h + l - 7 * m + 114;
    return dayOf(year, static_cast<unsigned>(n / 31), static_cast<unsigned>(n % 31 + 1));
}

Market::Market(
    const Retailer& retailer, const Assortment& assortment, Day first, Day last, std::uint64_t seed)
    : m_retailer(retailer)
    , m_assortment(assortment)
    , m_first(first)
    , m_last(last)
{
    layEvents();
    layCampaigns(seed);
    layCompetitors(seed);
    layPlaces(seed);
}

void Market::layEvents()
{
    // A calendar is known a year ahead.
    for (int year = yearOf(m_first) - 1; year <= yearOf(m_last) + 2; ++year) {
        for (const EventSpec& spec : m_retailer.events) {
            const Day day = dateOf(spec, year);
            if (day >= m_first - 60 && day <= m_last + 366)
                m_events.push_back({day, &spec});
        }
    }
    std::stable_sort(
        m_events.begin(), m_events.end(), [](const EventDay& a, const EventDay& b) { return a.day < b.day; });
}

void Market::layCampaigns(std::uint64_t seed)
{
    const std::size_t categories = m_retailer.categories.size();
    m_offers.resize(m_assortment.products.size());
    std::vector<std::vector<int>> members(categories);
    for (std::size_t p = 0; p < m_assortment.products.size(); ++p)
        members[static_cast<std::size_t>(m_assortment.products[p].category)].push_back(static_cast<int>(p));

    for (std::size_t c = 0; c < categories; ++c) {
        Random random = stream(seed, Purpose::Campaign, c);
        Day day = m_first + 10 + static_cast<Day>(random.below(40));
        // Plans reach past the last day: the coming weeks' promotions are known.
        while (day <= m_last + 42) {
            Campaign campaign;
            campaign.from = startOfWeek(day) + 3; // Thursdays
            campaign.to = campaign.from + (random.uniform() < 0.6 ? 6 : 13);
            campaign.mechanic =
                static_cast<int>(random.below(static_cast<std::uint32_t>(m_retailer.mechanics.size())));
            const MechanicSpec& mechanic = m_retailer.mechanics[static_cast<std::size_t>(campaign.mechanic)];
            campaign.discount =
                mechanic.discounts[random.below(static_cast<std::uint32_t>(mechanic.discounts.size()))];
            const bool whole = mechanic.name == "seasonal sale";
            if (whole)
                campaign.category = static_cast<int>(c);
            const double chance = 0.18 + 0.17 * random.uniform();
            for (const int p : members[c]) {
                const bool in = random.uniform() < chance || whole;
                const Product& product = m_assortment.products[static_cast<std::size_t>(p)];
                auto& offers = m_offers[static_cast<std::size_t>(p)];
                const bool alive = product.launch + 28 <= campaign.from && product.end - 43 > campaign.to;
                const bool rested = offers.empty() || offers.back().to + 15 < campaign.from;
                // A category-wide sale takes everything that is alive, or its row would not be true.
                if (!in || !(alive && rested)) {
                    if (!whole || product.launch > campaign.to || product.end <= campaign.from)
                        continue;
                    if (!offers.empty() && offers.back().to >= campaign.from)
                        offers.back().to = campaign.from - 1;
                }
                offers.push_back(
                    {campaign.from, campaign.to, campaign.discount, static_cast<int>(m_campaigns.size()),
                     mechanic.web});
                campaign.products.push_back(p);
            }
            if (!campaign.products.empty()) {
                char id[24];
                std::snprintf(
                    id, sizeof id, "P%s-%03d", m_retailer.categories[c].code.c_str(),
                    static_cast<int>(m_campaigns.size()) + 1);
                campaign.id = id;
                m_campaigns.push_back(std::move(campaign));
            }
            day += 21 + static_cast<Day>(random.below(28));
        }
    }
}

void Market::layCompetitors(std::uint64_t seed)
{
    m_competitors.resize(m_assortment.products.size());
    for (std::size_t p = 0; p < m_assortment.products.size(); ++p) {
        Random random = stream(seed, Purpose::Competitor, p);
        if (random.uniform() > 0.3)
            continue;
        const Product& product = m_assortment.products[p];
        std::vector<CompetitorPrice>& rows = m_competitors[p];
        for (std::size_t c = 0; c < m_retailer.competitors.size(); ++c) {
            if (random.uniform() < 0.35)
                continue;
            double level = 0.06 * random.normal();
            for (Day day = startOfWeek(std::max(m_first, product.launch) + 6);
                 day <= std::min(m_last, product.end - 1); day += 7) {
                level = 0.9 * level + 0.025 * random.normal();
                const bool seen = random.uniform() > 0.08;
                const double offer = random.uniform() < 0.07 ? 0.85 : 1.0;
                const bool inStock = random.uniform() > 0.06;
                if (!seen)
                    continue;
                const double own = priceOn(product.store, day) / 100.0;
                rows.push_back(
                    {day, static_cast<int>(c), priceEnding(own * std::exp(level) * offer), inStock});
            }
        }
        std::stable_sort(rows.begin(), rows.end(), [](const CompetitorPrice& a, const CompetitorPrice& b) {
            return std::pair(a.day, a.competitor) < std::pair(b.day, b.competitor);
        });
    }
}

void Market::layPlaces(std::uint64_t seed)
{
    const std::size_t locations = m_retailer.locations.size();
    m_place.resize(m_retailer.categories.size() * locations * static_cast<std::size_t>(days()));
    double* out = m_place.data();
    for (std::size_t c = 0; c < m_retailer.categories.size(); ++c) {
        const CategorySpec& category = m_retailer.categories[c];
        std::vector<double> common(static_cast<std::size_t>(days()));
        for (int i = 0; i < days(); ++i)
            common[static_cast<std::size_t>(i)] = seasonOn(category.year, m_first + i);
        for (const EventDay& event : m_events) {
            const double lift = liftOf(*event.spec, category.path);
            if (lift == 0.0)
                continue;
            for (int k = -event.spec->lead; k <= event.spec->lag; ++k) {
                const int i = event.day + k - m_first;
                if (i < 0 || i >= days())
                    continue;
                const double near = k <= 0
                                        ? std::pow(1.0 + static_cast<double>(k) / (event.spec->lead + 1), 1.5)
                                        : 1.0 - static_cast<double>(k) / (event.spec->lag + 1);
                common[static_cast<std::size_t>(i)] *= 1.0 + lift * near;
            }
        }
        for (std::size_t l = 0; l < locations; ++l) {
            const LocationSpec& location = m_retailer.locations[l];
            Random random = stream(seed, Purpose::Noise, c, l);
            const double growth = location.isWeb() ? 0.08 : -0.015;
            double shock = 0.08 * random.normal();
            for (int i = 0; i < days(); ++i) {
                const Day day = m_first + i;
                const int weekday = weekdayOf(day);
                if (weekday == 0)
                    shock = 0.6 * shock + 0.064 * random.normal();
                const bool shut = closed(static_cast<int>(l), day);
                *out++ = shut ? 0.0
                              : common[static_cast<std::size_t>(i)] *
                                    location.week[static_cast<std::size_t>(weekday)] *
                                    std::exp(shock + growth * i / 365.0);
            }
        }
    }
}

bool Market::closed(int location, Day day) const
{
    const std::string& type = m_retailer.locations[static_cast<std::size_t>(location)].type;
    const auto from = std::lower_bound(
        m_events.begin(), m_events.end(), day, [](const EventDay& event, Day d) { return event.day < d; });
    for (auto event = from; event != m_events.end() && event->day == day; ++event)
        for (const std::string& shut : event->spec->closed)
            if (shut == type)
                return true;
    return false;
}

const Offer* Market::offerOn(int product, bool web, Day day) const
{
    const auto& offers = m_offers[static_cast<std::size_t>(product)];
    const auto after = std::upper_bound(
        offers.begin(), offers.end(), day, [](Day d, const Offer& offer) { return d < offer.from; });
    if (after == offers.begin())
        return nullptr;
    const Offer& offer = *(after - 1);
    return offer.to >= day && (web || !offer.web) ? &offer : nullptr;
}

int Market::paid(int product, bool web, Day day) const
{
    const Product& goods = m_assortment.products[static_cast<std::size_t>(product)];
    const int regular = priceOn(web ? goods.web : goods.store, day);
    const Offer* offer = offerOn(product, web, day);
    return offer ? static_cast<int>(std::lround(regular * (1.0 - offer->discount))) : regular;
}

std::vector<double> Market::productFactors(int product, bool web) const
{
    const Product& goods = m_assortment.products[static_cast<std::size_t>(product)];
    std::vector<double> out(static_cast<std::size_t>(days()));
    const auto& rivals = m_competitors[static_cast<std::size_t>(product)];
    std::size_t nextRival = 0;
    double rivalEffect = 0.0;
    double pulled = 0.0; // how much demand the last offer took from the days after it
    for (int i = 0; i < days(); ++i) {
        const Day day = m_first + i;
        for (; nextRival < rivals.size() && rivals[nextRival].day <= day;) {
            // The cheapest competitor in stock counts, a tenth below the own price costs about 4 % of the
            // units.
            const Day seen = rivals[nextRival].day;
            int cheapest = 0;
            for (; nextRival < rivals.size() && rivals[nextRival].day == seen; ++nextRival)
                if (rivals[nextRival].inStock && (cheapest == 0 || rivals[nextRival].pence < cheapest))
                    cheapest = rivals[nextRival].pence;
            rivalEffect = cheapest > 0
                              ? 0.4 * std::log(cheapest / static_cast<double>(priceOn(goods.store, day)))
                              : 0.0;
        }
        double factor = 0.0;
        if (day >= goods.launch && day < goods.end) {
            const double age = day - goods.launch;
            const double rise = (1.0 - 0.75 * std::exp(-age / 12.0)) * (1.0 + 0.5 * std::exp(-age / 45.0));
            const double fall =
                goods.end == INT_MAX ? 1.0 : std::clamp((goods.end - day) / 120.0 + 0.5, 0.5, 1.0);
            const int regular = priceOn(web ? goods.web : goods.store, day);
            double logRate = goods.trend * i / 365.0 +
                             goods.elasticity * std::log(regular / static_cast<double>(goods.list));
            logRate += std::clamp(rivalEffect, -0.3, 0.3);
            double uplift = 1.0;
            if (const Offer* offer = offerOn(product, web, day)) {
                const Campaign& campaign = m_campaigns[static_cast<std::size_t>(offer->campaign)];
                uplift = std::pow(static_cast<double>(paid(product, web, day)) / regular, goods.elasticity) *
                         m_retailer.mechanics[static_cast<std::size_t>(campaign.mechanic)].display;
                // A fifth of what an offer adds was bought early.
                pulled = std::min(0.6, 0.2 * (uplift - 1.0) * (offer->to - offer->from + 1) / 8.0);
            } else {
                uplift = 1.0 - pulled;
                pulled *= 0.85;
            }
            factor = std::exp(logRate) * rise * fall * uplift;
        }
        out[static_cast<std::size_t>(i)] = factor;
    }
    return out;
}

} // namespace merch::demo
