#include "models/forecast/selected_demand.h"

#include "engine/core/parallel.h"
#include "engine/forecast/distributions.h"
#include "models/forecast/demand_words.h"
#include "models/forecast/forecast_store.h"
#include "models/grid/format.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "models/store/unit_matrix.h"

#include <QLocale>
#include <QObject>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace merch
{

namespace
{

constexpr float kGap = std::numeric_limits<float>::quiet_NaN();
constexpr int kYearWeeks = 52, kYearDays = 364;
constexpr std::size_t kMostForStockouts = 12; ///< members of which empty shelves are drawn

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

struct Member {
    SeriesInfo info;
    SelectedSeries about;
    QString category;
    Forecast method;    ///< as it was made
    Forecast effective; ///< with the overrides in force
    std::vector<Override> overrides;
};

/// Sold by period, one place a period from `first`.
struct Sold {
    Day first = 0;
    std::vector<float> units;
};

std::vector<Member> readMembers(Store& store, std::span<const int> ids, const Progress& progress)
{
    sql::Statement row(
        store.db(),
        "SELECT s.product_id, s.location_id, s.grain, s.week_start, s.first_day, s.last_day, s.critical,"
        " p.sku, coalesce(nullif(p.title, ''), p.sku), l.code, coalesce(c.path, '') FROM series s"
        " JOIN product p USING (product_id) JOIN location l USING (location_id)"
        " LEFT JOIN category c ON c.category_id = p.category_id WHERE s.series_id = ?1");
    const std::vector<Override> overrides = readOverrides(store, ids);
    std::vector<Member> members;
    auto next = overrides.begin();
    for (SeriesForecast& one : readForecasts(store, ids, progress)) {
        row.bind(1, one.seriesId);
        if (!row.step()) {
            row.reset();
            continue;
        }
        Member m;
        m.info.seriesId = one.seriesId;
        m.info.productId = static_cast<int>(row.integer(0));
        m.info.locationId = static_cast<int>(row.integer(1));
        m.info.grain = static_cast<Grain>(row.integer(2));
        m.info.weekStart = static_cast<int>(row.integer(3));
        m.info.firstDay = static_cast<Day>(row.integer(4));
        m.info.lastDay = static_cast<Day>(row.integer(5));
        m.info.critical = row.text(6);
        m.about.seriesId = one.seriesId;
        m.about.sku = text(row, 7);
        m.about.title = text(row, 8);
        m.about.location = text(row, 9);
        m.category = text(row, 10);
        row.reset();
        m.about.method = one.forecast.method;
        m.about.form = one.forecast.form;
        m.about.reason = one.forecast.reason;
        m.about.demandClass = one.forecast.demandClass;
        m.about.accuracy = one.forecast.accuracy;
        m.about.grain = one.forecast.grain;
        next = std::find_if(
            next, overrides.end(), [&](const Override& o) { return o.seriesId >= one.seriesId; });
        const auto end = std::find_if(
            next, overrides.end(), [&](const Override& o) { return o.seriesId != one.seriesId; });
        m.overrides.assign(next, end);
        next = end;
        m.effective = withOverrides(one.forecast, m.overrides);
        m.method = std::move(one.forecast);
        members.push_back(std::move(m));
    }
    return members;
}

/// One for each; stopped half way there are none.
std::vector<SeriesHistory>
readHistories(Store& store, const std::vector<SeriesInfo>& infos, Day asOf, const Progress& progress)
{
    std::vector<SeriesHistory> histories = loadHistories(store, infos, asOf, progress);
    if (histories.size() != infos.size())
        throw CancelledWork();
    return histories;
}

/// Only series that begin their forecast periods on the same days can be added up: those of the first's kind.
int keepAlike(std::vector<Member>& members)
{
    const Forecast& like = members.front().method;
    const int weekday = weekdayOf(like.first);
    return static_cast<int>(
        std::erase_if(members, [grain = like.grain, first = like.first, weekday](const Member& m) {
            return m.method.grain != grain ||
                   (grain != Grain::Daily && weekdayOf(m.method.first) != weekday) || m.method.first != first;
        }));
}

bool isEmpty(const SeriesHistory& history, std::size_t i)
{
    if (i < history.availability.size() && !std::isnan(history.availability[i]))
        return history.availability[i] < 0.5F;
    return i < history.onHand.size() && history.onHand[i] <= 0.0F;
}

/// Days (periods) on which at least half of the members' shelves were empty.
std::vector<DaySpan> stockoutsOf(const std::vector<SeriesHistory>& histories)
{
    std::map<Day, int> empty;
    Grain grain = Grain::Daily;
    for (const SeriesHistory& history : histories) {
        grain = history.info.grain;
        for (std::size_t i = 0; i < history.units.size(); ++i)
            if (isEmpty(history, i))
                ++empty[addPeriods(history.first, grain, static_cast<int>(i))];
    }
    const int least = (static_cast<int>(histories.size()) + 1) / 2;
    std::vector<DaySpan> spans;
    for (const auto& [day, count] : empty) {
        if (count < least)
            continue;
        const Day end = addPeriods(day, grain, 1) - 1;
        if (!spans.empty() && spans.back().to + 1 == day)
            spans.back().to = end;
        else
            spans.push_back({day, end, {}});
    }
    for (DaySpan& span : spans) {
        const int days = span.to - span.from + 1;
        span.text = histories.size() == 1
                        ? QObject::tr("%n day(s)", nullptr, days)
                        : QObject::tr("%1 of %2 series, %n day(s)", nullptr, days)
                              .arg(
                                  least == static_cast<int>(histories.size())
                                      ? QLocale().toString(least)
                                      : QObject::tr("%1 or more").arg(QLocale().toString(least)))
                              .arg(QLocale().toString(static_cast<qulonglong>(histories.size())));
    }
    return spans;
}

std::vector<DaySpan> promotionsOf(Store& store, const Member& m, Day from, Day to)
{
    sql::Statement rows(
        store.db(),
        "SELECT from_day, to_day, discount, mechanic FROM promotion WHERE sku = ?1 AND to_day >= ?4"
        " AND from_day <= ?5 AND (location IS NULL OR location = '' OR location = ?2)"
        " UNION SELECT from_day, to_day, discount, mechanic FROM promotion WHERE (sku IS NULL OR sku = '')"
        " AND to_day >= ?4 AND from_day <= ?5 AND (location IS NULL OR location = '' OR location = ?2)"
        " AND (category IS NULL OR category = '' OR category = ?3"
        "      OR substr(?3, 1, length(category) + 3) = category || ' > ') ORDER BY 1, 2");
    rows.bind(1, m.about.sku.toStdString())
        .bind(2, m.about.location.toStdString())
        .bind(3, m.category.toStdString())
        .bind(4, from)
        .bind(5, to);
    std::vector<DaySpan> all;
    while (rows.step()) {
        const QString mechanic = text(rows, 3);
        QString words = mechanic.isEmpty() ? QObject::tr("promotion") : mechanic;
        if (!rows.isNull(2) && rows.real(2) > 0)
            words = mechanic.isEmpty()
                        ? QObject::tr("%1 off").arg(format::percent(rows.real(2)))
                        : QObject::tr("%1 off, %2").arg(format::percent(rows.real(2)), mechanic);
        all.push_back({static_cast<Day>(rows.integer(0)), static_cast<Day>(rows.integer(1)), words});
    }
    return all;
}

/// Of several series: the promotions that at least half of them share.
std::vector<DaySpan> sharedPromotions(Store& store, const std::vector<Member>& members, Day from, Day to)
{
    if (members.size() == 1)
        return promotionsOf(store, members.front(), from, to);
    if (members.size() > kMostForStockouts)
        return {};
    std::map<std::pair<Day, Day>, std::pair<std::size_t, QString>> seen;
    for (const Member& m : members) {
        for (const DaySpan& span : promotionsOf(store, m, from, to)) {
            auto& [count, words] = seen[{span.from, span.to}];
            ++count;
            words = span.text;
        }
    }
    std::vector<DaySpan> all;
    for (const auto& [days, what] : seen)
        if (2 * what.first >= members.size())
            all.push_back({days.first, days.second, what.second});
    return all;
}

std::vector<DaySpan> eventsOf(Store& store, const std::vector<Member>& members, Day from, Day to)
{
    std::set<QString> locations;
    for (const Member& m : members)
        locations.insert(m.about.location);
    sql::Statement rows(
        store.db(), "SELECT from_day, to_day, name, coalesce(location, '') FROM event WHERE to_day >= ?1"
                    " AND from_day <= ?2 ORDER BY from_day, name");
    rows.bind(1, from).bind(2, to);
    std::vector<DaySpan> all;
    while (rows.step()) {
        const QString location = text(rows, 3);
        if (location.isEmpty() || locations.contains(location))
            all.push_back(
                {static_cast<Day>(rows.integer(0)), static_cast<Day>(rows.integer(1)), text(rows, 2)});
    }
    return all;
}

std::vector<PriceStep> pricesOf(Store& store, const SeriesHistory& history, Day asOf)
{
    std::vector<PriceStep> steps;
    float last = 0;
    for (std::size_t i = 0; i < history.price.size(); ++i) {
        const float price = history.price[i];
        if (std::isnan(price) || (!steps.empty() && std::abs(price - last) < 0.005F))
            continue;
        steps.push_back({addPeriods(history.first, history.info.grain, static_cast<int>(i)), price});
        last = price;
    }
    if (!steps.empty())
        return steps;
    sql::Statement rows(
        store.db(), "SELECT from_day, price FROM price WHERE product_id = ?1 AND (location_id IS NULL OR"
                    " location_id = ?2) AND from_day IS NOT NULL AND from_day <= ?3"
                    " ORDER BY from_day, location_id");
    rows.bind(1, history.info.productId).bind(2, history.info.locationId).bind(3, asOf);
    while (rows.step())
        steps.push_back({static_cast<Day>(rows.integer(0)), static_cast<float>(rows.real(1) / 10'000.0)});
    return steps;
}

/// Whole weeks of a daily history; NaN where no day of the week is known. The last one ends before `end`.
Sold weekly(const Sold& daily, Day end)
{
    Sold weeks;
    weeks.first = startOfWeek(daily.first + 6);
    for (Day monday = weeks.first; monday < end; monday += 7) {
        double sum = 0;
        bool any = false;
        for (int d = 0; d < 7; ++d) {
            const int at = monday + d - daily.first;
            if (at < 0 || at >= static_cast<int>(daily.units.size()))
                continue;
            const float value = daily.units[static_cast<std::size_t>(at)];
            if (!std::isnan(value)) {
                sum += value;
                any = true;
            }
        }
        weeks.units.push_back(any ? static_cast<float>(sum) : kGap);
    }
    return weeks;
}

/// `sold` from its start up to the day before `end`, padded where nothing is known any more.
void fillTo(Sold& sold, Grain grain, Day end)
{
    while (addPeriods(sold.first, grain, static_cast<int>(sold.units.size())) < end)
        sold.units.push_back(kGap);
}

/// How much the members move together: the variance of the sum's surprises over the sum of their variances.
double togetherness(const std::vector<std::vector<double>>& daily, int period, int back)
{
    // period: days that make one value; back: values apart of those that are expected to be alike.
    std::vector<double> sum;
    double apart = 0;
    for (const std::vector<double>& days : daily) {
        const std::size_t n = days.size() / static_cast<std::size_t>(period);
        std::vector<double> values(n, 0.0);
        for (std::size_t i = 0; i < n * static_cast<std::size_t>(period); ++i)
            values[i / static_cast<std::size_t>(period)] += days[i];
        const auto lag = static_cast<std::size_t>(back);
        if (n <= 4 * lag)
            return 1.0;
        sum.resize(n - 4 * lag, 0.0);
        for (std::size_t i = 4 * lag; i < n; ++i) {
            const double expected =
                (values[i - lag] + values[i - 2 * lag] + values[i - 3 * lag] + values[i - 4 * lag]) / 4.0;
            const double surprise = values[i] - expected;
            sum[i - 4 * lag] += surprise;
            apart += surprise * surprise;
        }
    }
    double together = 0;
    for (const double s : sum)
        together += s * s;
    return apart > 0 ? std::max(1.0, together / apart) : 1.0;
}

struct SpanOf {
    int from = 0, count = 0;
};

/// What one member adds to each span.
struct Shares {
    std::vector<double> mean, method, variance;
};

/// A forecast repeats itself (flat, or week by week), and so do the variances of its spans: each is worked
/// out once.
class Variances
{
public:
    explicit Variances(const Forecast& forecast)
        : m_forecast(forecast)
    {
    }
    double of(const SpanOf& span, double sum)
    {
        double scatter = 0;
        for (int step = span.from; step < span.from + span.count; ++step) {
            const auto i = static_cast<std::size_t>(step);
            const double factor = i < m_forecast.spread.size() ? m_forecast.spread[i] : 1.0;
            scatter += factor * factor;
        }
        for (const Known& known : m_known)
            if (known.count == span.count && known.sum == sum && known.scatter == scatter)
                return known.variance;
        m_known.push_back({span.count, sum, scatter, spanVariance(m_forecast, span.from, span.count)});
        return m_known.back().variance;
    }

private:
    struct Known {
        int count;
        double sum, scatter, variance;
    };
    const Forecast& m_forecast;
    std::vector<Known> m_known;
};

/// Fills mean, method and fan of `lines` for its forecast periods, each of them one span of steps.
void addForecast(
    DemandLines& lines, const std::vector<Member>& members, const std::vector<SpanOf>& spans, double together,
    const Progress& progress)
{
    const std::size_t n = spans.size();
    lines.mean.assign(n, 0.0F);
    lines.method.assign(n, 0.0F);
    for (auto& edge : lines.fan)
        edge.assign(n, 0.0F);
    lines.known.resize(n, 0.0F);
    const bool one = members.size() == 1;
    std::vector<Shares> shares(members.size());
    const bool done = parallelFor(members.size(), one ? 1 : 0, progress, [&](std::size_t m) {
        Variances variances(members[m].effective);
        for (const SpanOf& span : spans) {
            const double sum = members[m].effective.sum(span.from, span.count);
            shares[m].mean.push_back(sum);
            shares[m].method.push_back(members[m].method.sum(span.from, span.count));
            shares[m].variance.push_back(one ? 0.0 : variances.of(span, sum));
        }
    });
    if (!done)
        throw CancelledWork();
    for (std::size_t i = 0; i < n; ++i) {
        double mean = 0, method = 0, variance = 0, deviation = 0;
        for (const Shares& its : shares) {
            mean += its.mean[i];
            method += its.method[i];
            variance += its.variance[i];
            deviation += std::sqrt(its.variance[i]);
        }
        const double known = lines.known[i];
        lines.mean[i] = static_cast<float>(known + mean);
        lines.method[i] = static_cast<float>(known + method);
        const double wide = std::min(variance * together, deviation * deviation);
        float before = 0;
        for (std::size_t b = 0; b < kFanLevels.size(); ++b) {
            const double edge =
                one ? members.front().effective.sumQuantile(spans[i].from, spans[i].count, kFanLevels[b])
                    : gammaQuantile(mean, wide, kFanLevels[b]);
            before = std::max(before, static_cast<float>(known + edge));
            lines.fan[b][i] = before;
        }
    }
}

void addLastYear(DemandLines& lines)
{
    const int season = lines.grain == Grain::Daily    ? kYearDays
                       : lines.grain == Grain::Weekly ? kYearWeeks
                                                      : 12;
    const std::size_t all = lines.sold.size() + lines.mean.size();
    lines.lastYear.assign(all, kGap);
    for (std::size_t p = static_cast<std::size_t>(season); p < all; ++p)
        if (p - static_cast<std::size_t>(season) < lines.sold.size())
            lines.lastYear[p] = lines.sold[p - static_cast<std::size_t>(season)];
}

void addAsked(DemandLines& lines, const AskedFor& asked)
{
    const std::size_t n = lines.sold.size();
    for (std::size_t p = 0; p < n; ++p) {
        const Day from = lines.dayOf(static_cast<int>(p)), to = addPeriods(from, lines.grain, 1);
        if (!asked.isEstimated(from, to))
            continue;
        if (lines.asked.empty())
            for (auto* edge : {&lines.asked, &lines.askedLow, &lines.askedHigh})
                edge->assign(n, kGap);
        const UnitsRange lost = asked.lost(from, to);
        const double sold = std::isnan(lines.sold[p]) ? 0.0 : static_cast<double>(lines.sold[p]);
        lines.asked[p] = static_cast<float>(sold + lost.mid);
        lines.askedLow[p] = static_cast<float>(sold + lost.low);
        lines.askedHigh[p] = static_cast<float>(sold + lost.high);
    }
}

/// Daily units of the members together, and of each over the last year for togetherness().
struct DailySums {
    Sold sold;
    std::vector<std::vector<double>> members;
};

DailySums sumOf(
    Store& store, const std::vector<Member>& members, const UnitMatrix* units, Day asOf,
    const Progress& progress)
{
    DailySums sums;
    Day first = std::numeric_limits<Day>::max();
    for (const Member& m : members)
        first = std::min(first, m.info.firstDay);
    sums.sold.first = first;
    const Day yearAgo = asOf - 56 * 7 + 1; // four weeks more, from which surprises are measured
    const bool inMemory = units && std::all_of(members.begin(), members.end(), [&](const Member& m) {
                              return units->holds(m.info.seriesId);
                          });
    if (inMemory) {
        std::vector<int> ids;
        for (const Member& m : members)
            ids.push_back(m.info.seriesId);
        for (const double value : units->sum(ids, first, asOf))
            sums.sold.units.push_back(static_cast<float>(value));
        for (const int id : ids)
            sums.members.push_back(units->sum(std::span(&id, 1), yearAgo, asOf));
        return sums;
    }
    std::vector<double> total(static_cast<std::size_t>(std::max(0, asOf - first + 1)), 0.0);
    std::vector<SeriesInfo> infos;
    for (const Member& m : members)
        infos.push_back(m.info);
    const std::vector<SeriesHistory> histories = readHistories(store, infos, asOf, progress);
    for (const SeriesHistory& history : histories) {
        std::vector<double> year(56 * 7, 0.0);
        for (std::size_t i = 0; i < history.units.size(); ++i) {
            if (std::isnan(history.units[i]))
                continue;
            const Day day = history.first + static_cast<Day>(i);
            total[static_cast<std::size_t>(day - first)] += history.units[i];
            if (day >= yearAgo)
                year[static_cast<std::size_t>(day - yearAgo)] += history.units[i];
        }
        sums.members.push_back(std::move(year));
    }
    sums.sold.units.assign(total.begin(), total.end());
    return sums;
}

/// The weeks that can be changed: those of `spans`, one a period of the coarse line.
void addWeeks(
    DemandChartData& chart, const std::vector<Member>& members, const std::vector<ForecastWeek>& weeks,
    const DemandLines& coarse)
{
    for (std::size_t i = 0; i < weeks.size(); ++i) {
        const ForecastWeek& w = weeks[i];
        OverrideWeek week;
        week.week = w.week;
        week.days = coarse.grain == Grain::Monthly ? addPeriods(w.week, Grain::Monthly, 1) - w.week
                    : members.front().method.grain == Grain::Daily ? w.count
                                                                   : 7;
        week.known = coarse.known[i];
        double draft = 0;
        bool drafted = false;
        for (const Member& m : members) {
            const double committed = m.effective.sum(w.from, w.count);
            week.method += m.method.sum(w.from, w.count);
            week.committed += committed;
            double its = committed;
            for (const Override& o : m.overrides) {
                if (o.week != w.week)
                    continue;
                if (o.holdsOn(m.method.first))
                    week.overridden = true;
                if (!o.committed) {
                    its = o.units * shareAhead(m.method, w);
                    drafted = true;
                }
            }
            draft += its;
        }
        if (drafted)
            week.draft = draft;
        const std::size_t p = coarse.sold.size() + i;
        if (p < coarse.lastYear.size() && !std::isnan(coarse.lastYear[p]))
            week.lastYear = coarse.lastYear[p];
        chart.weeks.push_back(week);
    }
}

void name(SelectedDemand& shown, const std::vector<Member>& members)
{
    DemandChartData& chart = shown.chart;
    const SelectedSeries& first = members.front().about;
    if (members.size() == 1) {
        chart.title = first.title;
        chart.note = QObject::tr("%1 at %2").arg(first.sku, first.location);
        chart.className = demandClassWord(first.demandClass);
        return;
    }
    const auto same = [&](QString SelectedSeries::*what) {
        return std::all_of(
            members.begin(), members.end(), [&](const Member& m) { return m.about.*what == first.*what; });
    };
    const int n = static_cast<int>(members.size());
    chart.title = same(&SelectedSeries::sku) ? first.title
                  : same(&SelectedSeries::location)
                      ? QObject::tr("%n products at %1", nullptr, n).arg(first.location)
                      : QObject::tr("%n series", nullptr, n);
    chart.note = same(&SelectedSeries::sku) ? QObject::tr("sum of %n locations", nullptr, n)
                                            : QObject::tr("sum of %n series", nullptr, n);
}

} // namespace

WeekUnits draftsOf(const DemandChartData& chart)
{
    WeekUnits drafts;
    for (const OverrideWeek& week : chart.weeks)
        if (week.draft)
            drafts[week.week] = *week.draft;
    return drafts;
}

double draftChange(const DemandChartData& chart)
{
    double change = 0;
    for (const OverrideWeek& week : chart.weeks)
        change += week.draft ? *week.draft - week.committed : 0.0;
    return change;
}

std::vector<OverrideService::WeekUnits> wholeWeeks(const SelectedDemand& shown, const WeekUnits& ahead)
{
    const bool daily = !shown.series.empty() && shown.series.front().grain == Grain::Daily;
    std::vector<OverrideService::WeekUnits> whole;
    for (const OverrideWeek& week : shown.chart.weeks) {
        const auto typed = ahead.find(week.week);
        if (typed != ahead.end())
            whole.push_back({week.week, daily ? typed->second * 7.0 / week.days : typed->second});
    }
    return whole;
}

double gammaQuantile(double mean, double variance, double level)
{
    if (mean <= 0.0)
        return 0.0;
    if (variance <= 0.0)
        return mean;
    const double shape = mean * mean / variance;
    const double root = 1.0 - 1.0 / (9.0 * shape) + normalQuantile(level) / (3.0 * std::sqrt(shape));
    return root <= 0.0 ? 0.0 : mean * root * root * root;
}

double spanVariance(const Forecast& forecast, int from, int count)
{
    // Nodes and weights of the probabilists' Gauss-Hermite rule of order 7.
    static constexpr double kNodes[] = {0.0, 1.1544053947399682, 2.3667594107345416, 3.7504397177257425};
    static constexpr double kWeights[] = {
        0.45714285714285714, 0.24012317860501271, 0.030757123967586497, 0.00054826885597221791};
    double mean = 0, square = 0;
    for (int i = 0; i < 4; ++i) {
        for (const double side : {-1.0, 1.0}) {
            if (i == 0 && side < 0)
                continue;
            const double value = forecast.sumQuantile(from, count, normalCdf(side * kNodes[i]));
            mean += kWeights[i] * value;
            square += kWeights[i] * value * value;
        }
    }
    return std::max(0.0, square - mean * mean);
}

Result<SelectedDemand> loadSelectedDemand(
    const QString& path, const DemandSelection& selection, const std::shared_ptr<const UnitMatrix>& units,
    const Progress& progress)
{
    return reporting("read the forecast", [&]() -> Result<SelectedDemand> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        SelectedDemand shown;
        const std::optional<ForecastRun> run = readLatestRun(*store);
        if (!run || selection.seriesIds.empty())
            return shown;
        const Day asOf = run->asOf;
        std::vector<Member> members = readMembers(*store, selection.seriesIds, progress);
        if (members.empty())
            return shown;
        shown.leftOut = keepAlike(members);
        DemandChartData& chart = shown.chart;
        chart.asOf = asOf;
        chart.currency = QString::fromStdString(store->currency());
        name(shown, members);

        const Forecast& like = members.front().method;
        const Grain grain = like.grain;
        const int perWeek = grain == Grain::Daily ? 7 : 1;
        int steps = like.horizon();
        for (const Member& m : members)
            steps = std::min(steps, m.method.horizon());
        // A week that the horizon cuts would look like a fall in demand: it is drawn by day only.
        std::vector<ForecastWeek> weeks = weeksOf(like);
        std::erase_if(weeks, [&](const ForecastWeek& w) { return w.from + w.count > steps; });
        if (weeks.size() > 1 && grain == Grain::Daily && weeks.back().count < perWeek)
            weeks.pop_back();
        const int most = grain == Grain::Monthly ? std::max(1, selection.weeks * 7 / 30) : selection.weeks;
        if (static_cast<int>(weeks.size()) > most)
            weeks.resize(static_cast<std::size_t>(most));

        std::vector<SeriesHistory> histories;
        if (members.size() <= kMostForStockouts) {
            std::vector<SeriesInfo> infos;
            for (const Member& m : members)
                infos.push_back(m.info);
            histories = readHistories(*store, infos, asOf, progress);
        }
        Sold sold;
        double togetherWeek = 1, togetherDay = 1;
        if (members.size() == 1) {
            sold = {histories.front().first, histories.front().units};
        } else if (grain == Grain::Daily) {
            DailySums sums = sumOf(*store, members, units.get(), asOf, progress);
            sold = std::move(sums.sold);
            togetherWeek = togetherness(sums.members, 7, 1);
            togetherDay = togetherness(sums.members, 1, 7);
        } else {
            std::vector<SeriesInfo> infos;
            Day first = std::numeric_limits<Day>::max();
            for (const Member& m : members) {
                infos.push_back(m.info);
                first = std::min(first, m.info.firstDay);
            }
            sold.first = first;
            std::vector<std::vector<double>> own;
            const int lately = grain == Grain::Weekly ? 56 : 36;
            for (const SeriesHistory& history : readHistories(*store, infos, asOf, progress)) {
                std::vector<double> year(static_cast<std::size_t>(lately), 0.0);
                for (std::size_t i = 0; i < history.units.size(); ++i) {
                    const Day day = addPeriods(history.first, grain, static_cast<int>(i));
                    const auto at = static_cast<std::size_t>(periodsBetween(first, day, grain));
                    if (at >= sold.units.size())
                        sold.units.resize(at + 1, 0.0F);
                    const float value = std::isnan(history.units[i]) ? 0.0F : history.units[i];
                    sold.units[at] += value;
                    const int back = periodsBetween(day, like.first, grain);
                    if (back >= 1 && back <= lately)
                        year[static_cast<std::size_t>(lately - back)] += value;
                }
                own.push_back(std::move(year));
            }
            togetherWeek = togetherness(own, 1, 1);
        }
        shown.correlation = togetherWeek;

        DemandLines coarse;
        coarse.grain = grain == Grain::Daily ? Grain::Weekly : grain;
        std::vector<SpanOf> spans;
        for (const ForecastWeek& w : weeks)
            spans.push_back({w.from, w.count});
        if (grain == Grain::Daily) {
            coarse.future = weeks.front().week;
            const Sold byWeek = weekly(sold, coarse.future);
            coarse.first = std::min(byWeek.first, coarse.future);
            coarse.sold = byWeek.units;
            coarse.known.assign(weeks.size(), 0.0F);
            for (Day day = coarse.future; day < like.first; ++day) { // the week that is running
                const int at = day - sold.first;
                if (at >= 0 && at < static_cast<int>(sold.units.size()) &&
                    !std::isnan(sold.units[static_cast<std::size_t>(at)]))
                    coarse.known[0] += sold.units[static_cast<std::size_t>(at)];
            }
        } else {
            fillTo(sold, grain, like.first);
            coarse.future = like.first;
            coarse.first = sold.first;
            coarse.sold = sold.units;
            coarse.sold.resize(static_cast<std::size_t>(periodsBetween(sold.first, like.first, grain)));
        }
        addForecast(coarse, members, spans, togetherWeek, progress);
        addLastYear(coarse);
        if (grain == Grain::Daily) {
            DemandLines fine;
            fine.grain = Grain::Daily;
            fillTo(sold, grain, like.first);
            fine.first = sold.first;
            fine.sold = sold.units;
            fine.sold.resize(static_cast<std::size_t>(like.first - sold.first));
            fine.future = like.first;
            const int days = std::min(steps, static_cast<int>(selection.weeks) * 7);
            spans.clear();
            for (int d = 0; d < days; ++d)
                spans.push_back({d, 1});
            addForecast(fine, members, spans, togetherDay, progress);
            addLastYear(fine);
            chart.lines.push_back(std::move(coarse));
            chart.lines.push_back(std::move(fine));
        } else {
            chart.lines.push_back(std::move(coarse));
        }
        addWeeks(chart, members, weeks, chart.lines.front());

        const Day from = chart.lines.front().first, to = chart.lines.back().end();
        if (!histories.empty()) {
            chart.stockouts = stockoutsOf(histories);
            const AskedFor asked(histories);
            for (DemandLines& lines : chart.lines)
                addAsked(lines, asked);
            shown.lost = asked.lookBack(asOf + 1 - kLostWeeks * 7, asOf + 1);
        }
        if (members.size() == 1)
            chart.prices = pricesOf(*store, histories.front(), asOf);
        chart.promotions = sharedPromotions(*store, members, from, to);
        chart.events = eventsOf(*store, members, from, to);
        for (Member& m : members) {
            shown.series.push_back(std::move(m.about));
            shown.overrides.insert(shown.overrides.end(), m.overrides.begin(), m.overrides.end());
        }
        return shown;
    });
}

} // namespace merch
