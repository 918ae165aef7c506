#include "engine/forecast/distributions.h"
#include "engine/forecast/ets/ets.h"
#include "tests/golden/runner/forecast_blocks.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <map>

using namespace merch;

namespace
{

double given(const QJsonObject& from, const char* key, double otherwise = 0.0)
{
    return from.value(QLatin1String(key)).toDouble(otherwise);
}

/// "MAdA" of ["M", "A", "A", "TRUE"]. R drops a season where the series is too short for it; the components
/// say what was fitted.
QString formOf(const QJsonObject& content)
{
    const QJsonArray parts = content.value(QLatin1String("components")).toArray();
    if (parts.size() < 3)
        return {};
    const bool damped =
        parts.size() > 3 && (parts[3].toString() == QLatin1String("TRUE") || parts[3].toBool());
    return parts[0].toString() + parts[1].toString() + (damped ? QStringLiteral("d") : QString()) +
           parts[2].toString();
}

/// R's numbers as our parameters and states.
struct Reference {
    EtsForm form;
    EtsParameters parameters;
    EtsState initial;
    int estimated = 0; ///< for the information criteria
    int listed = 0;    ///< R takes the given ones off the degrees of freedom of sigma2 too
};

bool readReference(const QJsonObject& content, int period, Reference& reference)
{
    const auto form = EtsForm::parse(formOf(content).toStdString());
    if (!form)
        return false;
    const QJsonObject par = content.value(QLatin1String("par")).toObject();
    const QJsonObject state = content.value(QLatin1String("initstate")).toObject();
    reference.form = *form;
    reference.parameters = {
        given(par, "alpha"), given(par, "beta"), given(par, "gamma"), given(par, "phi", 1.0)};
    reference.initial.level = given(state, "l");
    reference.initial.slope = given(state, "b");
    if (form->season != 'N') {
        // s1 is the newest; the first value meets s_m.
        const std::size_t m = std::size_t(period);
        reference.initial.season.resize(m);
        for (std::size_t i = 1; i <= m; ++i)
            reference.initial.season[m - i] = given(state, ("s" + std::to_string(i)).c_str());
    }
    // Given parameters are not counted; R lists them among the others.
    reference.estimated = reference.listed = int(par.size());
    if (content.value(QLatin1String("call")).toString().contains(QLatin1String("alpha=")))
        reference.estimated -= 2;
    return true;
}

void setBounds(Forecasts& got, std::span<const double> variance)
{
    got.hasBounds = std::ranges::all_of(variance, [](double v) { return v >= 0.0; });
    const auto bound = [&](double level) {
        std::vector<double> values(got.mean);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] += normalQuantile(level) * std::sqrt(variance[i]);
        return values;
    };
    got.low80 = bound(0.10);
    got.high80 = bound(0.90);
    got.low95 = bound(0.025);
    got.high95 = bound(0.975);
}

Forecasts forecastsOf(const EtsFit& fit, int horizon)
{
    Forecasts got;
    got.mean.resize(std::size_t(horizon));
    fit.point(got.mean);
    std::vector<double> variance(got.mean.size());
    fit.variance(variance);
    setBounds(got, variance);
    return got;
}

/// R's variances of A,N,A and M,N,A let an error come back with its season one period early: it writes gamma
/// into the third state, which without a trend is the second season.
Forecasts withEarlySeason(const EtsForm& form, const EtsFit& fit, int horizon)
{
    Forecasts got;
    got.mean.resize(std::size_t(horizon));
    fit.point(got.mean);
    const std::size_t m = fit.state().season.size();
    const auto weight = [&](std::size_t lag) {
        return fit.parameter("alpha") + ((lag + 1) % m == 0 ? fit.parameter("gamma") : 0.0);
    };
    std::vector<double> variance(got.mean.size()), theta(got.mean.size());
    for (std::size_t i = 0; i < variance.size(); ++i) {
        double sum = 0.0;
        for (std::size_t lag = 1; lag <= i; ++lag)
            sum += weight(lag) * weight(lag) * (form.multiplicativeError ? theta[i - lag] : 1.0);
        const double square = got.mean[i] * got.mean[i];
        theta[i] = square + fit.sigma2 * sum;
        variance[i] =
            form.multiplicativeError ? (1.0 + fit.sigma2) * theta[i] - square : fit.sigma2 * (1.0 + sum);
    }
    setBounds(got, variance);
    return got;
}

/// Forecasts by the reference's conventions, where it has its own.
Forecasts referenceForecasts(const EtsForm& form, const EtsFit& fit, int horizon)
{
    if (!form.trend && form.season == 'A')
        return withEarlySeason(form, fit, horizon);
    if (!form.damped || form.season != 'M')
        return forecastsOf(fit, horizon);
    // R's moments of M,Ad,M do not damp the first step: level + b where the model says level + phi b. That is
    // the model itself with the slope, and what feeds it, divided by phi.
    EtsParameters parameters{
        fit.parameter("alpha"), fit.parameter("beta"), fit.parameter("gamma"), fit.parameter("phi")};
    EtsState state = fit.state();
    parameters.beta /= parameters.phi;
    state.slope /= parameters.phi;
    EtsFit shifted(form, parameters, state, SeriesView{}, 0, false);
    shifted.sigma2 = fit.sigma2;
    return forecastsOf(shifted, horizon);
}

SeriesView viewFor(const SeriesFile& series, const EtsForm& form)
{
    return {series.train, form.season == 'N' ? 1 : series.period};
}

/// Of the fits of all files: how many come up to the best known likelihood.
struct Tally {
    int fits = 0, reached = 0;
    QStringList missed;
};
Tally& tally()
{
    static Tally all;
    return all;
}

double bestKnown(const SeriesFile& series, const QString& form, double otherwise)
{
    static std::map<QString, QJsonObject> folders;
    auto it = folders.find(series.folder);
    if (it == folders.end()) {
        QFile file(series.folder + QStringLiteral("ets_best_known_loglik.json"));
        QJsonObject all;
        if (file.open(QIODevice::ReadOnly))
            all = QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("series")).toObject();
        it = folders.emplace(series.folder, all).first;
    }
    return it->second.value(series.id)
        .toObject()
        .value(form)
        .toObject()
        .value(QLatin1String("best_known"))
        .toDouble(otherwise);
}

} // namespace

void runEtsEvaluate(
    const SeriesFile& series, const QString& block, const QJsonObject& content, Report& report)
{
    const QString id = series.id + QLatin1Char('/') + block + QStringLiteral("/evaluate");
    Reference reference;
    if (!readReference(content, series.period, reference)) {
        report.unknown(id, QStringLiteral("a form that is not built"));
        return;
    }
    const SeriesView view = viewFor(series, reference.form);
    EtsFit fit(
        reference.form, reference.parameters, reference.initial, view, reference.estimated,
        content.contains(QLatin1String("fitted")));
    fit.sigma2 *= std::max(1.0, double(fit.observations - reference.estimated)) /
                  std::max(1.0, double(fit.observations - reference.listed));
    Check exact(0.0);
    const QJsonValue loglik = content.value(QLatin1String("loglik"));
    exact.near(QStringLiteral("loglik"), fit.loglik, loglik.isDouble() ? loglik.toDouble() : kNone, 1e-9);
    Check check(1e-6 * series.scale);
    const auto compare = [&](const char* name, double value) {
        const QJsonValue wanted = content.value(QLatin1String(name));
        if (wanted.isDouble())
            check.near(QLatin1String(name), value, wanted.toDouble(), 1e-8);
    };
    compare("aic", fit.aic);
    compare("aicc", fit.aicc);
    compare("bic", fit.bic);
    compare("mse", fit.mse);
    compare("sigma2", fit.sigma2);
    const Forecasts got = referenceForecasts(reference.form, fit, series.horizon);
    const bool analytic =
        content.value(QLatin1String("interval_kind")).toString() == QLatin1String("analytic");
    compareForecasts(check, got, content.value(QLatin1String("forecast")).toObject(), analytic, 1e-8);
    if (content.contains(QLatin1String("fitted")))
        check.near(QStringLiteral("fitted"), fit.fitted, content.value(QLatin1String("fitted")), 1e-8);
    if (content.contains(QLatin1String("residuals")))
        check.near(
            QStringLiteral("residuals"), fit.residuals, content.value(QLatin1String("residuals")), 1e-8);
    if (analytic)
        compareAccuracy(check, series, block, got, 1e-8);
    tell(report, id, exact.ok() ? check : exact);
}

void runEtsFit(const SeriesFile& series, const QString& block, const QJsonObject& content, Report& report)
{
    const QString id = series.id + QLatin1Char('/') + block + QStringLiteral("/fit");
    Reference reference;
    if (!readReference(content, series.period, reference)) {
        report.unknown(id, QStringLiteral("a form that is not built"));
        return;
    }
    FitOptions options;
    options.thorough = true;
    const bool fixed = content.value(QLatin1String("call")).toString().contains(QLatin1String("alpha="));
    // R's ses(), holt() and hw() end their search by the mean square.
    options.leastSquares = !content.value(QLatin1String("call")).toString().startsWith(QLatin1String("ets("));
    if (fixed)
        options.fixed = {{"alpha", reference.parameters.alpha}, {"beta", reference.parameters.beta}};
    const auto fit = fitEts(reference.form, viewFor(series, reference.form), options);
    Check check(0.0);
    check.that(
        bool(fit), QStringLiteral("fit"), fit ? QString() : QString::fromStdString(fit.error().message));
    const double known = content.value(QLatin1String("loglik")).toDouble(kNone);
    if (fit && isKnown(known)) {
        const double own = (*fit)->loglik;
        const QString difference =
            QStringLiteral("%1 against R's %2").arg(own, 0, 'f', 4).arg(known, 0, 'f', 4);
        check.that(own >= known - 0.1, QStringLiteral("loglik"), difference);
        if (std::abs(own - known) < 0.01) {
            const std::vector<double> mean = referenceForecasts(reference.form, **fit, series.horizon).mean;
            const std::vector<double> wanted =
                numbersOf(content.value(QLatin1String("forecast")).toObject().value(QLatin1String("mean")));
            for (std::size_t i = 0; i < std::min(mean.size(), wanted.size()); ++i)
                check.that(
                    std::abs(mean[i] - wanted[i]) <= 1e-3 * series.sd, QStringLiteral("mean[%1]").arg(i),
                    QStringLiteral("got %1, expected %2").arg(mean[i]).arg(wanted[i]));
        }
        if (!fixed) {
            Tally& all = tally();
            ++all.fits;
            const double best = bestKnown(series, formOf(content), known);
            if (own >= best - 0.01)
                ++all.reached;
            else
                all.missed.append(QStringLiteral("%1 (%2 below)").arg(id).arg(best - own, 0, 'f', 3));
        }
    }
    tell(report, id, check);
}

void runEtsChoice(const SeriesFile& series, const QJsonObject& content, Report& report)
{
    const QString id = series.id + QStringLiteral("/ets_auto/choice");
    const double known = content.value(QLatin1String("aicc")).toDouble(kNone);
    FitOptions options;
    options.thorough = true;
    const auto fit = findMethod("ets_auto")->fit(series.view(), options);
    const double best = fit ? (*fit)->aicc : std::numeric_limits<double>::infinity();
    const QString chosen = QString::fromStdString(fit ? (*fit)->form : fit.error().message);
    Check check(0.0);
    check.that(
        !isKnown(known) || best <= known + 0.01, QStringLiteral("AICc"),
        QStringLiteral("%1 has %2, R %3").arg(chosen).arg(best, 0, 'f', 4).arg(known, 0, 'f', 4));
    tell(report, id, check);
}

void finishForecastFiles(Report& report)
{
    const Tally& all = tally();
    if (all.fits == 0)
        return;
    Check check(0.0);
    const double share = double(all.reached) / all.fits;
    check.that(
        share >= 0.95, QStringLiteral("share"),
        QStringLiteral("%1 of %2: %3")
            .arg(all.reached)
            .arg(all.fits)
            .arg(all.missed.join(QStringLiteral(", "))));
    if (check.ok())
        report.pass(
            QStringLiteral("ets_within_0.01"), QStringLiteral("%1 of %2").arg(all.reached).arg(all.fits));
    else
        tell(report, QStringLiteral("ets_within_0.01"), check);
}
