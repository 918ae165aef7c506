#include "tests/bench/accuracy/competitions.h"
#include "tests/bench/bench_support.h"
#include "tests/bench/forecast/beside_r.h"

#include "engine/core/random.h"
#include "engine/forecast/automatic.h"
#include "engine/forecast/method.h"

#include <QCoreApplication>

#include <cmath>

using namespace merch;

namespace
{

/// Daily units with a weekday pattern, a year's wave and a slow trend.
DemandHistory daily(double level, int days, std::uint64_t stream, bool everyDay)
{
    static const double weekday[] = {0.8, 0.8, 0.9, 1.0, 1.2, 1.5, 0.8};
    Random random(11, stream);
    DemandHistory history;
    history.first = dayOf(2020, 1, 1);
    for (int d = 0; d < days; ++d) {
        const double mean = level * weekday[weekdayOf(history.first + d)] *
                            (1.0 + 0.2 * std::sin(d * 2.0 * 3.14159265358979 / 365.25) + 0.0001 * d);
        const double units = static_cast<double>(random.negativeBinomial(mean, 1.5 * mean));
        history.values.push_back(everyDay ? std::max(1.0, units) : units);
    }
    return history;
}

void methods(bench::Report& report, const QString& name, double level, bool everyDay)
{
    constexpr int kSeries = 10, kDays = 1900;
    std::vector<DemandHistory> histories;
    for (int s = 0; s < kSeries; ++s)
        histories.push_back(daily(level, kDays, static_cast<std::uint64_t>(s), everyDay));
    for (const Method* method : allMethods()) {
        bench::Sample one;
        std::vector<double> mean(28);
        for (const DemandHistory& history : histories) {
            bool fitted = true;
            const bench::Took took = bench::timed([&] {
                const auto fit = method->fit(SeriesView{history.values, 7});
                fitted = bool(fit);
                if (fit)
                    (*fit)->point(mean);
            });
            if (fitted)
                one.values.push_back(took.cpu * 1e3);
        }
        if (!one.values.empty())
            report.add(
                name + QStringLiteral(", 1,900 days: ") + QString::fromStdString(std::string(method->name())),
                one.spread(2), QStringLiteral("CPU ms"));
    }
}

void horizons(bench::Report& report, const QString& name, double level)
{
    constexpr int kSeries = 60, kDays = 730;
    std::vector<DemandHistory> histories;
    for (int s = 0; s < kSeries; ++s)
        histories.push_back(daily(level, kDays, static_cast<std::uint64_t>(100 + s), false));
    for (const int horizon : {7, 28, 84, 168}) {
        AutomaticOptions options;
        options.horizon = horizon;
        bench::Sample one;
        for (int run = 0; run < 3; ++run)
            one.values.push_back(
                bench::timed([&] {
                    for (const DemandHistory& history : histories)
                        (void)forecastAutomatically(history, options);
                }).cpu /
                kSeries * 1e3);
        report.add(
            QStringLiteral("%1, 730 days: automatic, %2 days ahead").arg(name).arg(horizon), one.spread(2),
            QStringLiteral("CPU ms"));
    }
}

/// The same series here and in R: generated days, and real months where they are there.
void besidePeers(bench::Report& report)
{
    constexpr int kSeries = 10, kDays = 1900, kMonthly = 60;
    for (const bool everyDay : {false, true}) {
        std::vector<bench::SharedSeries> panel;
        for (int s = 0; s < kSeries; ++s)
            panel.push_back(
                {daily(everyDay ? 60.0 : 4.0, kDays, static_cast<std::uint64_t>(s), everyDay).values, 7, 28});
        bench::besideR(
            report,
            everyDay ? QStringLiteral("1,900 days, sold every day")
                     : QStringLiteral("1,900 days, some without a sale"),
            panel);
    }
    std::vector<bench::SharedSeries> months;
    std::vector<bench::CompetitionSeries> all = bench::readM3();
    std::erase_if(all, [](const bench::CompetitionSeries& one) { return one.season != 12; });
    const std::size_t stride = std::max<std::size_t>(1, all.size() / kMonthly);
    for (std::size_t i = 0; i < all.size() && months.size() < kMonthly; i += stride)
        months.push_back({all[i].past, 12, static_cast<int>(all[i].came.size())});
    if (months.empty())
        report.say(
            QStringLiteral("M3 by month"),
            QStringLiteral("not there: MERCHBENCH_SHARED names no folder that holds it"));
    else
        bench::besideR(report, QStringLiteral("M3 by month"), months);
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    bench::Report report(argc, argv, QStringLiteral("Forecasting one series"));
    besidePeers(report);
    if (report.has(QStringLiteral("--beside-r")))
        return report.finish();
    methods(report, QStringLiteral("with days without a sale"), 4.0, false);
    methods(report, QStringLiteral("sold every day"), 60.0, true);
    horizons(report, QStringLiteral("slow (0.3 a day)"), 0.3);
    horizons(report, QStringLiteral("medium (4 a day)"), 4.0);
    horizons(report, QStringLiteral("fast (60 a day)"), 60.0);
    return report.finish();
}
