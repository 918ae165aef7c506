#include "tests/golden/runner/forecast_blocks.h"

#include "engine/forecast/distributions.h"
#include "engine/forecast/method.h"
#include "engine/measure/accuracy.h"

#include <algorithm>
#include <cmath>

using namespace merch;

SeriesFile::SeriesFile(const QJsonObject& file, const QString& where)
    : id(file.value(QLatin1String("id")).toString())
    , folder(where)
    , period(std::max(1, file.value(QLatin1String("period")).toInt(1)))
    , horizon(std::max(1, file.value(QLatin1String("h")).toInt(1)))
    , accuracy(file.value(QLatin1String("accuracy_holdout")).toObject())
{
    if (file.contains(QLatin1String("train")))
        train = numbersOf(file.value(QLatin1String("train")));
    if (file.contains(QLatin1String("test")))
        test = numbersOf(file.value(QLatin1String("test")));
    double sum = 0.0, squares = 0.0;
    scale = 0.0;
    int known = 0;
    for (double value : train)
        if (isKnown(value)) {
            sum += value;
            ++known;
            scale = std::max(scale, std::abs(value));
        }
    for (double value : train)
        if (isKnown(value))
            squares += (value - sum / known) * (value - sum / known);
    sd = known > 1 ? std::sqrt(squares / (known - 1)) : 1.0;
}

void tell(Report& report, const QString& id, const Check& check)
{
    if (check.ok())
        report.pass(id, check.worst());
    else
        report.fail(id, check.worst());
}

void compareForecasts(
    Check& check, const Forecasts& got, const QJsonObject& expected, bool bounds, double relative)
{
    const auto compare = [&](const char* name, const std::vector<double>& values) {
        check.near(QLatin1String(name), values, expected.value(QLatin1String(name)), relative);
    };
    compare("mean", got.mean);
    if (!bounds || !expected.contains(QLatin1String("lo80")))
        return;
    check.that(got.hasBounds, QStringLiteral("bounds"), QStringLiteral("none"));
    if (!got.hasBounds)
        return;
    compare("lo80", got.low80);
    compare("hi80", got.high80);
    compare("lo95", got.low95);
    compare("hi95", got.high95);
}

void compareAccuracy(
    Check& check, const SeriesFile& series, const QString& block, const Forecasts& got, double relative)
{
    const QJsonObject expected = series.accuracy.value(block).toObject();
    if (expected.isEmpty() || series.test.empty() || series.test.size() > got.mean.size())
        return;
    const std::size_t n = series.test.size();
    const auto head = [n](const std::vector<double>& values) { return std::span(values).first(n); };
    const Accuracy all = accuracyOf(series.test, head(got.mean), series.train, series.period);
    const auto compare = [&](const char* name, double value, const QJsonObject& in) {
        const QJsonValue wanted = in.value(QLatin1String(name));
        // Not defined where R divides what is left of rounding by itself.
        if (wanted.isDouble() && !std::isnan(value))
            check.near(QLatin1String(name), value, wanted.toDouble(), relative);
    };
    compare("ME", all.meanError, expected);
    compare("MAE", all.mae, expected);
    compare("RMSE", all.rmse, expected);
    compare("WAPE", all.wape, expected);
    compare("sMAPE", all.smape, expected);
    compare("MAPE", all.mape, expected);
    compare("MASE", all.mase, expected);
    compare("RMSSE_lag1", all.rmsseLag1, expected);
    compare("RMSSE_lagm", all.rmsseSeason, expected);
    compare("bias_pct", all.biasPercent, expected);
    if (!got.hasBounds)
        return;
    const QJsonObject pinball = expected.value(QLatin1String("pinball")).toObject();
    compare("p025", pinballLoss(series.test, head(got.low95), 0.025), pinball);
    compare("p10", pinballLoss(series.test, head(got.low80), 0.10), pinball);
    compare("p50", pinballLoss(series.test, head(got.mean), 0.50), pinball);
    compare("p90", pinballLoss(series.test, head(got.high80), 0.90), pinball);
    compare("p975", pinballLoss(series.test, head(got.high95), 0.975), pinball);
    compare("cover80", coverageOf(series.test, head(got.low80), head(got.high80)), expected);
    compare("cover95", coverageOf(series.test, head(got.low95), head(got.high95)), expected);
    compare(
        "interval_score95", intervalScore(series.test, head(got.low95), head(got.high95), 0.95), expected);
}

namespace
{

constexpr double kExact = 1e-9;

Forecasts forecastsOf(const Fit& fit, int horizon)
{
    Forecasts got;
    const std::size_t n = std::size_t(horizon);
    got.mean.resize(n);
    fit.point(got.mean);
    std::vector<double> variance(n);
    fit.variance(variance);
    got.hasBounds = std::ranges::all_of(variance, isKnown);
    const auto bound = [&](double level) {
        const double q = isKnown(fit.degrees) ? studentQuantile(fit.degrees, level) : normalQuantile(level);
        std::vector<double> values(n);
        for (std::size_t i = 0; i < n; ++i)
            values[i] = got.mean[i] + q * std::sqrt(variance[i]);
        return values;
    };
    if (got.hasBounds) {
        got.low80 = bound(0.10);
        got.high80 = bound(0.90);
        got.low95 = bound(0.025);
        got.high95 = bound(0.975);
    }
    return got;
}

/// Bounds of a drift of zero with the walk's variance over n and the drift's own over n - 1.
Forecasts withoutDriftsFreedom(Forecasts got, const Fit& fit)
{
    for (std::size_t i = 0; i < got.mean.size(); ++i) {
        const double h = double(i + 1), steps = fit.observations - 1.0;
        const double factor =
            std::sqrt((fit.mse * h + fit.sigma2 * h * h / steps) / (fit.sigma2 * (h + h * h / steps)));
        for (std::vector<double>* bound : {&got.low80, &got.high80, &got.low95, &got.high95})
            (*bound)[i] = got.mean[i] + factor * ((*bound)[i] - got.mean[i]);
    }
    return got;
}

QString caseName(const SeriesFile& series, const char* block)
{
    return series.id + QLatin1Char('/') + QLatin1String(block);
}

void runPlain(
    const SeriesFile& series, const char* block, const char* method, const QJsonObject& content,
    const FitOptions& options, Report& report)
{
    Check check(1e-6 * series.scale);
    const auto fit = findMethod(method)->fit(series.view(), options);
    check.that(
        bool(fit), QLatin1String(method), fit ? QString() : QString::fromStdString(fit.error().message));
    if (fit) {
        Forecasts got = forecastsOf(**fit, series.horizon);
        const QJsonObject expected = content.value(QLatin1String("forecast")).toObject();
        if (qstrcmp(method, "drift") == 0 && (*fit)->parameter("drift") == 0.0) {
            // R takes no degree of freedom for a drift of zero; whether its zero is one, is a chance of
            // rounding.
            Check asTold(1e-6 * series.scale);
            compareForecasts(asTold, got, expected, true, kExact);
            if (!asTold.ok())
                got = withoutDriftsFreedom(got, **fit);
        }
        compareForecasts(check, got, expected, true, kExact);
        compareAccuracy(check, series, QLatin1String(block), got, kExact);
        if (content.contains(QLatin1String("fitted"))) {
            FitOptions kept = options;
            kept.fitted = true;
            const auto again = findMethod(method)->fit(series.view(), kept);
            check.near(
                QStringLiteral("fitted"), (*again)->fitted, content.value(QLatin1String("fitted")), kExact);
        }
    }
    tell(report, caseName(series, block), check);
}

/// R searches alpha alone from the first value; its search may stop early, ours must be at least as good.
void runSimpleStart(const SeriesFile& series, const QJsonObject& content, Report& report)
{
    Check check(1e-6 * series.scale);
    FitOptions own, given;
    own.simpleStart = given.simpleStart = true;
    given.fixed = {{"alpha", content.value(QLatin1String("alpha")).toDouble()}};
    // R searches alpha in 0..1, we within the usual bounds.
    FitOptions bounded = given;
    bounded.fixed[0].value = std::clamp(bounded.fixed[0].value, 1e-4, 0.9999);
    const Method& ses = *findMethod("ses");
    const auto best = ses.fit(series.view(), bounded);
    const auto fitted = ses.fit(series.view(), own), evaluated = ses.fit(series.view(), given);
    check.that(fitted && evaluated && best, QStringLiteral("ses"), QStringLiteral("no fit"));
    if (fitted && evaluated && best) {
        Forecasts got = forecastsOf(**evaluated, series.horizon);
        compareForecasts(check, got, content.value(QLatin1String("forecast")).toObject(), true, 1e-8);
        check.that(
            (*fitted)->mse <= (*best)->mse * (1.0 + 1e-9), QStringLiteral("mean squared error"),
            QStringLiteral("%1 is above R's %2").arg((*fitted)->mse).arg((*best)->mse));
    }
    tell(report, caseName(series, "ses_simple"), check);
}

/// At R's alpha; its level is where its search ended, ours the best one.
void runTheta(const SeriesFile& series, const QJsonObject& content, Report& report)
{
    Check check(0.0);
    FitOptions options;
    options.thorough = true;
    options.fixed = {{"alpha", content.value(QLatin1String("alpha")).toDouble()}};
    const auto fit = findMethod("theta")->fit(series.view(), options);
    check.that(bool(fit), QStringLiteral("theta"), QStringLiteral("no fit"));
    if (fit) {
        check.near(
            QStringLiteral("drift"), (*fit)->parameter("drift"),
            content.value(QLatin1String("drift")).toDouble(), 1e-8);
        // Ours must be as good, and where both are as good, the same: the rule for fits.
        const double n = (*fit)->observations;
        const double squares = (*fit)->sigma2 * (n - 1.0);
        const double known = content.value(QLatin1String("sigma2")).toDouble(kNone) * (n - 2.0);
        const double gain = 0.5 * n * std::log(known / squares);
        check.that(
            !(gain < -0.1), QStringLiteral("sum of squares"),
            QStringLiteral("%1 is above R's %2").arg(squares).arg(known));
        const QJsonObject forecast = content.value(QLatin1String("forecast")).toObject();
        const std::vector<double> wanted = numbersOf(forecast.value(QLatin1String("mean")));
        std::vector<double> mean(wanted.size());
        (*fit)->point(mean);
        for (std::size_t i = 0; std::abs(gain) < 0.01 && i < mean.size(); ++i)
            check.that(
                std::abs(mean[i] - wanted[i]) <= 1e-3 * series.sd, QStringLiteral("mean[%1]").arg(i),
                QStringLiteral("got %1, expected %2").arg(mean[i]).arg(wanted[i]));
    }
    tell(report, caseName(series, "theta"), check);
}

void runCroston(const SeriesFile& series, const QJsonObject& content, Report& report)
{
    Check check(1e-6 * series.scale);
    const auto compare = [&](const char* method, const QJsonValue& expected) {
        const auto fit = findMethod(method)->fit(series.view());
        check.that(bool(fit), QLatin1String(method), QStringLiteral("no fit"));
        if (!fit)
            return;
        const Forecasts got = forecastsOf(**fit, series.horizon);
        check.near(QLatin1String(method), got.mean, expected, kExact);
        compareAccuracy(check, series, QLatin1String(method), got, kExact);
        if (qstrcmp(method, "croston") == 0) {
            const QJsonObject parts = content.value(QLatin1String("components")).toObject();
            for (const char* part : {"size", "interval", "rate"})
                if (parts.value(QLatin1String(part)).isDouble())
                    check.near(
                        QLatin1String(part), (*fit)->parameter(part),
                        parts.value(QLatin1String(part)).toDouble(), kExact);
        }
    };
    compare("croston", content.value(QLatin1String("mean")));
    compare("sba", content.value(QLatin1String("sba")));
    compare("sbj", content.value(QLatin1String("sbj")));
    tell(report, caseName(series, "croston"), check);
}

void runTsb(const SeriesFile& series, const QJsonObject& content, Report& report)
{
    Check check(1e-6 * series.scale);
    const auto fit = findMethod("tsb")->fit(series.view());
    check.that(bool(fit), QStringLiteral("tsb"), QStringLiteral("no fit"));
    if (fit) {
        const auto compare = [&](const char* expected, const char* own) {
            check.near(
                QLatin1String(expected), (*fit)->parameter(own),
                content.value(QLatin1String(expected)).toDouble(), kExact);
        };
        compare("size", "size");
        compare("prob", "probability");
        compare("rate", "rate");
    }
    tell(report, caseName(series, "tsb"), check);
}

} // namespace

void runSeriesBlocks(const SeriesFile& series, const QJsonObject& file, Report& report)
{
    const QJsonObject results = file.value(QLatin1String("results")).toObject();
    for (auto it = results.begin(); it != results.end(); ++it) {
        const QString& block = it.key();
        const QJsonObject content = it.value().toObject();
        const QByteArray name = block.toUtf8();
        if (content.contains(QLatin1String("error")))
            continue;
        if (block == QLatin1String("ets_fixed_models")) {
            for (auto form = content.begin(); form != content.end(); ++form) {
                const QJsonObject model = form.value().toObject();
                if (model.contains(QLatin1String("error")))
                    continue;
                const QString where = block + QLatin1Char('/') + form.key();
                runEtsEvaluate(series, where, model, report);
                runEtsFit(series, where, model, report);
            }
        } else if (block == QLatin1String("ets_auto")) {
            runEtsEvaluate(series, block, content, report);
            runEtsChoice(series, content, report);
        } else if (
            block == QLatin1String("ses") || block == QLatin1String("holt") ||
            block == QLatin1String("holt_damped") || block == QLatin1String("hw_additive") ||
            block == QLatin1String("hw_multiplicative") || block == QLatin1String("ets_AAN_fixed_par")) {
            runEtsEvaluate(series, block, content, report);
            runEtsFit(series, block, content, report);
        } else if (block == QLatin1String("meanf")) {
            runPlain(series, "meanf", "mean", content, {}, report);
        } else if (
            block == QLatin1String("naive") || block == QLatin1String("snaive") ||
            block == QLatin1String("drift")) {
            runPlain(series, name.constData(), name.constData(), content, {}, report);
        } else if (block == QLatin1String("ses_fixed")) {
            FitOptions options;
            options.simpleStart = true;
            options.fixed = {{"alpha", 0.2}};
            runPlain(series, "ses_fixed", "ses", content, options, report);
        } else if (block == QLatin1String("ses_simple")) {
            runSimpleStart(series, content, report);
        } else if (block == QLatin1String("croston")) {
            runCroston(series, content, report);
        } else if (block == QLatin1String("theta")) {
            runTheta(series, content, report);
        } else if (block == QLatin1String("tsb")) {
            runTsb(series, content, report);
        } else if (content.contains(QLatin1String("arma")) && content.contains(QLatin1String("order"))) {
            runArimaFit(series, block, content, report);
            if (content.value(QLatin1String("call")).toString().startsWith(QLatin1String("auto.arima")))
                report.unknown(
                    series.id + QLatin1Char('/') + block + QStringLiteral("/choice"),
                    QStringLiteral("not built"));
        } else {
            report.unknown(series.id + QLatin1Char('/') + block, QStringLiteral("not built"));
        }
    }
}

void runSecondSoftware(
    const SeriesFile& series, const QJsonObject& results, const QString& name, Report& report)
{
    for (auto it = results.begin(); it != results.end(); ++it) {
        const QString id = name + QLatin1Char('/') + it.key();
        const bool isCase =
            it.key() == QLatin1String("glm_poisson") || it.key() == QLatin1String("ljung_box_diff1");
        if (it.key() == QLatin1String("ses_fixed_0.2_l0_y0")) {
            FitOptions options;
            options.simpleStart = true;
            options.fixed = {{"alpha", 0.2}};
            Check check(1e-6 * series.scale);
            const auto fit = findMethod("ses")->fit(series.view(), options);
            check.that(bool(fit), QStringLiteral("ses"), QStringLiteral("no fit"));
            if (fit) {
                const QJsonObject content = it.value().toObject();
                std::vector<double> mean(std::size_t(series.horizon));
                (*fit)->point(mean);
                check.near(QStringLiteral("mean"), mean, content.value(QLatin1String("mean")), kExact);
                if (content.value(QLatin1String("sse")).isDouble())
                    check.near(
                        QStringLiteral("sse"), (*fit)->mse * (*fit)->observations,
                        content.value(QLatin1String("sse")).toDouble(), kExact);
            }
            tell(report, id, check);
        } else if (isCase) {
            report.unknown(id, QStringLiteral("not built"));
        }
    }
}
