#include "tests/golden/runner/forecast_blocks.h"

#include "engine/forecast/arima/arima.h"

#include <QRegularExpression>

#include <cmath>
#include <numbers>

using namespace merch;

namespace
{

/// The column that R gave this name, its rows counted from `first`; empty if it is a regressor of the file.
std::vector<double> columnOf(const QString& name, int first, int count)
{
    static const QRegularExpression wave(QStringLiteral("^([SC])(\\d+)-(\\d+)$"));
    const QRegularExpressionMatch match = wave.match(name);
    std::vector<double> column;
    for (int t = first; t < first + count; ++t) {
        if (name == QLatin1String("intercept"))
            column.push_back(1.0);
        else if (name == QLatin1String("drift"))
            column.push_back(t);
        else if (match.hasMatch()) {
            const double angle =
                2.0 * std::numbers::pi * match.captured(2).toInt() * t / match.captured(3).toInt();
            column.push_back(match.captured(1) == QLatin1String("S") ? std::sin(angle) : std::cos(angle));
        }
    }
    return column;
}

} // namespace

void runArimaFit(const SeriesFile& series, const QString& block, const QJsonObject& content, Report& report)
{
    const QString id = series.id + QLatin1Char('/') + block + QStringLiteral("/fit");
    const QJsonObject orders = content.value(QLatin1String("order")).toObject();
    const auto part = [&orders](const char* key) { return orders.value(QLatin1String(key)).toInt(); };
    ArimaOrder order{
        part("p"), part("d"), part("q"), part("P"), part("D"), part("Q"), std::max(1, part("m"))};
    static const QRegularExpression ofNoise(QStringLiteral("^s?(ar|ma)\\d+$"));
    const int n = int(series.train.size());
    const QJsonObject coefficients = content.value(QLatin1String("coef")).toObject();
    Eigen::MatrixXd past(n, 0), future(series.horizon, 0);
    for (const QString& name : coefficients.keys()) {
        if (ofNoise.match(name).hasMatch())
            continue;
        const std::vector<double> before = columnOf(name, 1, n),
                                  after = columnOf(name, n + 1, series.horizon);
        if (before.empty()) {
            report.unknown(id, QStringLiteral("regressor %1").arg(name));
            return;
        }
        past.conservativeResize(Eigen::NoChange, past.cols() + 1);
        future.conservativeResize(Eigen::NoChange, future.cols() + 1);
        past.rightCols(1) = Eigen::Map<const Eigen::VectorXd>(before.data(), n);
        future.rightCols(1) = Eigen::Map<const Eigen::VectorXd>(after.data(), series.horizon);
    }
    Check check(1e-6 * series.scale);
    const auto fit = fitArima(series.view(), order, past);
    check.that(
        bool(fit), QStringLiteral("fit"), fit ? QString() : QString::fromStdString(fit.error().text()));
    if (fit) {
        const double wanted = content.value(QLatin1String("loglik")).toDouble();
        const double gain = fit->loglik - wanted;
        check.that(
            gain >= -0.05, QStringLiteral("loglik"),
            QStringLiteral("got %1, expected %2").arg(fit->loglik, 0, 'g', 10).arg(wanted, 0, 'g', 10));
        const auto got = forecastArima(*fit, series.horizon, future);
        const std::vector<double> mean =
            numbersOf(content.value(QLatin1String("forecast")).toObject().value(QLatin1String("mean")));
        for (std::size_t i = 0; got && std::abs(gain) < 0.01 && i < std::min(mean.size(), got->mean.size());
             ++i)
            check.that(
                std::abs(got->mean[i] - mean[i]) <= 1e-3 * series.sd, QStringLiteral("mean[%1]").arg(i),
                QStringLiteral("got %1, expected %2").arg(got->mean[i]).arg(mean[i]));
    }
    tell(report, id, check);
}
