#pragma once

#include "engine/series/series_view.h"
#include "tests/golden/runner/forecast_check.h"
#include "tests/golden/runner/suites.h"

/// A series of golden/forecast.
struct SeriesFile {
    SeriesFile(const QJsonObject& file, const QString& folder);

    QString id;
    QString folder; ///< where the file lies, with a slash
    int period = 1;
    int horizon = 1;
    std::vector<double> train, test;
    QJsonObject accuracy; ///< by block
    double scale = 1.0;   ///< largest |value|
    double sd = 1.0;

    merch::SeriesView view() const { return {train, period}; }
};

void tell(Report& report, const QString& id, const Check& check);

/// All blocks of a file of R's results.
void runSeriesBlocks(const SeriesFile& series, const QJsonObject& file, Report& report);
/// Of statsmodels' results what can be held to a tolerance.
void runSecondSoftware(
    const SeriesFile& series, const QJsonObject& results, const QString& name, Report& report);

/// Forecasts of a block with its bounds against what is expected. Bounds are compared if `bounds`.
struct Forecasts {
    std::vector<double> mean, low80, high80, low95, high95;
    bool hasBounds = false;
};
void compareForecasts(
    Check& check, const Forecasts& got, const QJsonObject& expected, bool bounds, double relative);
/// The block's measures on the held out values, as far as the file has them.
void compareAccuracy(
    Check& check, const SeriesFile& series, const QString& block, const Forecasts& got, double relative);

/// The cases of an exponential smoothing block: at the reference's parameters, and by own search.
void runEtsEvaluate(
    const SeriesFile& series, const QString& block, const QJsonObject& content, Report& report);
void runEtsFit(const SeriesFile& series, const QString& block, const QJsonObject& content, Report& report);
/// The automatic choice among all forms.
void runEtsChoice(const SeriesFile& series, const QJsonObject& content, Report& report);
/// A block of ARIMA at the reference's order: own search reaches its likelihood and forecasts.
void runArimaFit(const SeriesFile& series, const QString& block, const QJsonObject& content, Report& report);
