#include "tests/bench/forecast/beside_r.h"

#include "tests/bench/bench_support.h"

#include "engine/forecast/method.h"

#include <QStandardPaths>

#include <fstream>
#include <sstream>

namespace merch::bench
{

namespace
{

constexpr int kRuns = 3;

struct Pair {
    const char *name, *ours, *theirs;
    bool thorough;
    std::size_t most; ///< series; R takes minutes for some
};
constexpr Pair kPairs[]{
    {"automatic smoothing", "ets_auto", "ets", false, 1000},
    {"automatic smoothing, searched thoroughly", "ets_auto", "ets", true, 5},
    {"Theta", "theta", "theta", false, 1000},
    {"automatic ARIMA", "arima", "arima", false, 3}};

/// What one side made of a panel in one run.
struct Side {
    struct One {
        double loglik = kNone, aicc = kNone;
        std::vector<double> mean;
    };
    std::vector<One> made;
    double seconds = 0.0;
};

Side ours(const Pair& pair, const std::vector<SharedSeries>& series)
{
    Side side;
    const Method* const method = findMethod(pair.ours);
    FitOptions options;
    options.thorough = pair.thorough;
    side.seconds = timed([&] {
                       for (const SharedSeries& one : series) {
                           Side::One made;
                           made.mean.resize(static_cast<std::size_t>(one.horizon));
                           if (auto fit = method->fit(SeriesView{one.values, one.season}, options)) {
                               (*fit)->point(made.mean);
                               made.loglik = (*fit)->loglik;
                               made.aicc = (*fit)->aicc;
                           }
                           side.made.push_back(std::move(made));
                       }
                   }).cpu;
    return side;
}

/// Empty where R does not do it.
Side theirs(const Pair& pair, const std::vector<SharedSeries>& series, const QString& rscript)
{
    const QTemporaryDir dir;
    const QString in = dir.filePath(QStringLiteral("in.csv")), out = dir.filePath(QStringLiteral("out.csv"));
    {
        std::ofstream file(in.toStdString());
        file.precision(17);
        for (const SharedSeries& one : series) {
            file << one.season << ',' << one.horizon;
            for (const double value : one.values)
                file << ',' << value;
            file << '\n';
        }
    }
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(
        rscript, {QStringLiteral(MERCHBENCH_BENCH_SOURCES "/forecast/beside_r.R"), in,
                  QLatin1String(pair.theirs), out});
    process.waitForFinished(-1);
    Side side;
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return side;
    std::ifstream file(out.toStdString());
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::vector<double> numbers;
        for (std::string word; std::getline(words, word, ',');)
            numbers.push_back(std::strtod(word.c_str(), nullptr)); // NA reads as 0 and is not looked at
        if (numbers.size() == 1)
            side.seconds = numbers.front();
        else
            side.made.push_back({numbers[0], numbers[1], {numbers.begin() + 2, numbers.end()}});
    }
    return side.made.size() == series.size() ? side : Side{};
}

QString likelihoods(const Side& mine, const Side& other)
{
    Sample above;
    int noWorse = 0;
    for (std::size_t i = 0; i < mine.made.size(); ++i) {
        // Of two forms each: only the criterion that chooses between forms compares.
        const double gain = other.made[i].aicc - mine.made[i].aicc;
        above.values.push_back(gain);
        noWorse += gain >= -0.01 ? 1 : 0;
    }
    return QStringLiteral(
               "corrected Akaike criterion no worse than R's by 0.01 in %1 of %2, R's above ours by "
               "%3 (%4 to %5)")
        .arg(noWorse)
        .arg(mine.made.size())
        .arg(above.median(), 0, 'f', 2)
        .arg(above.at(0), 0, 'f', 2)
        .arg(above.at(1), 0, 'f', 2);
}

QString difference(const Side& mine, const Side& other)
{
    Sample apart;
    for (std::size_t i = 0; i < mine.made.size(); ++i) {
        double gap = 0.0, all = 0.0;
        for (std::size_t h = 0; h < mine.made[i].mean.size(); ++h) {
            gap += std::abs(mine.made[i].mean[h] - other.made[i].mean[h]);
            all += std::abs(other.made[i].mean[h]);
        }
        apart.values.push_back(all > 0.0 ? 100.0 * gap / all : 0.0);
    }
    return QStringLiteral("forecasts %1 % from R's (up to %2 %)")
        .arg(apart.median(), 0, 'f', 2)
        .arg(apart.at(1), 0, 'f', 2);
}

} // namespace

void besideR(Report& report, const QString& panel, const std::vector<SharedSeries>& series)
{
    const QString rscript = QStandardPaths::findExecutable(QStringLiteral("Rscript"));
    if (rscript.isEmpty()) {
        report.say(panel + QStringLiteral(", beside R"), QStringLiteral("Rscript is absent: not compared"));
        return;
    }
    for (const Pair& pair : kPairs) {
        const QString what = QStringLiteral("%1: %2").arg(panel, QLatin1String(pair.name));
        if (!findMethod(pair.ours)) {
            report.say(what, QStringLiteral("not among the methods here: not compared"));
            continue;
        }
        const std::vector<SharedSeries> part(
            series.begin(), series.begin() + static_cast<std::ptrdiff_t>(std::min(series.size(), pair.most)));
        const double count = static_cast<double>(part.size());
        Measured mine{what + QStringLiteral(", here"), QStringLiteral("CPU ms")}, other = mine;
        other.what = what + QStringLiteral(", R");
        Sample ratio;
        Side last, lastOther;
        for (int run = 0; run < kRuns; ++run) {
            last = ours(pair, part);
            lastOther = theirs(pair, part, rscript);
            if (lastOther.made.empty()) {
                report.say(what, QStringLiteral("R or its package forecast failed: not compared"));
                return;
            }
            mine.sample.values.push_back(1e3 * last.seconds / count);
            other.sample.values.push_back(1e3 * lastOther.seconds / count);
            ratio.values.push_back(lastOther.seconds / last.seconds);
        }
        mine.note =
            QStringLiteral("%1 a CPU second, %2 times as many as R (%3 to %4); ")
                .arg(figures(1e3 / mine.sample.median()))
                .arg(figures(ratio.median()))
                .arg(figures(ratio.at(0)))
                .arg(figures(ratio.at(1))) +
            (isKnown(last.made.front().aicc) ? likelihoods(last, lastOther) : difference(last, lastOther));
        other.note = QStringLiteral("%1 a CPU second; %2 series")
                         .arg(1e3 / other.sample.median(), 0, 'f', 1)
                         .arg(count);
        report.add(mine);
        report.add(other);
    }
}

} // namespace merch::bench
