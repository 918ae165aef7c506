#include "engine/forecast/method.h"
#include "engine/hierarchy/reconcile.h"
#include "tests/golden/runner/forecast_blocks.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

using namespace merch;

namespace
{

/// Which of ours answers a method of the file of formulas.
Result<double> rateOf(const Method& method, const std::vector<double>& train, const FitOptions& options)
{
    const auto fit = method.fit(SeriesView{train, 1}, options);
    if (!fit)
        return fit.error();
    std::vector<double> mean(1);
    (*fit)->point(mean);
    return mean.front();
}

QJsonObject readJson(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QString besides(const QString& path, const QString& name)
{
    return QFileInfo(path).path() + QLatin1Char('/') + name;
}

void runFormulas(const QJsonObject& file, const QString& path, Report& report)
{
    const auto text = [](const char* name) { return QLatin1String(name); };
    for (const QJsonValue& one : file.value(text("series")).toArray()) {
        const QJsonObject series = one.toObject();
        const QString id = series.value(text("id")).toString();
        const std::vector<double> train =
            numbersOf(readJson(besides(path, id + QStringLiteral(".json"))).value(text("train")));
        for (auto it = series.begin(); it != series.end(); ++it) {
            const QString name = QStringLiteral("intermittent_formula/%1/%2").arg(id, it.key());
            const QJsonObject block = it.value().toObject();
            const auto given = [&block](const char* key) {
                return block.value(QLatin1String(key)).toDouble();
            };
            const char* method = nullptr;
            FitOptions options;
            double tolerance = 1e-9;
            QJsonValue expected = block.contains(text("rate")) ? block.value(text("rate")) : it.value();
            if (it.key() == text("croston_opt")) {
                method = "croston";
                options.fixed = {{"alpha", given("alpha_size")}, {"beta", given("alpha_interval")}};
            } else if (it.key() == text("sba_0.1")) {
                method = "sba";
            } else if (it.key() == text("tsb_fixed_0.1")) {
                method = "tsb";
                options.simpleStart = true;
            } else if (it.key() == text("tsb_opt_m5")) {
                method = "tsb";
                options.fixed = {{"alpha", given("alpha_size")}, {"beta", given("alpha_prob")}};
                options.simpleStart = true;
            } else if (it.key() == text("ses_0.1_0.3")) {
                method = "ses";
                options.fixed = {{"alpha", given("alpha")}};
                options.simpleStart = true;
                expected = block.value(text("level"));
            } else if (it.key() == text("ma_2_5")) {
                method = "ma";
                options.fixed = {{"order", given("k")}};
            } else if (it.key() == text("adida")) {
                method = "adida"; // its length and smoothing are its own here
                tolerance = 1e-4;
            } else if (it.key() == text("imapa_mean_interval")) {
                method = "imapa";
                tolerance = 1e-4;
            } else if (it.key() == text("imapa_max_interval")) {
                method = "imapa";
                options.fixed = {{"max_level", given("max_level")}};
                tolerance = 1e-4;
            }
            if (it.key() == text("id"))
                continue;
            if (!method || train.size() < 2) {
                report.unknown(name, QStringLiteral("not built, or no training values"));
                continue;
            }
            const auto rate = rateOf(*findMethod(method), train, options);
            Check check(1e-6);
            check.that(bool(rate), QStringLiteral("rate"), QStringLiteral("no forecast"));
            if (rate)
                check.near(QStringLiteral("rate"), *rate, expected.toDouble(), tolerance);
            tell(report, name, check);
        }
    }
}

/// Every method answers finite numbers or a reason; the plainest also the right ones.
void runEdgeCases(const QJsonObject& file, Report& report)
{
    for (const QJsonValue& one : file.value(QLatin1String("cases")).toArray()) {
        const QJsonObject edge = one.toObject();
        const std::vector<double> values = numbersOf(edge.value(QLatin1String("values")));
        const SeriesView view{values, edge.value(QLatin1String("period")).toInt(1)};
        std::vector<double> mean(std::size_t(edge.value(QLatin1String("h")).toInt(1)));
        Check check(1e-12);
        for (const Method* method : allMethods()) {
            const QString name = QString::fromUtf8(method->name().data(), qsizetype(method->name().size()));
            const auto fit = method->fit(view);
            const QJsonValue expected =
                edge.value(name == QLatin1String("mean") ? QStringLiteral("meanf") : name)
                    .toObject()
                    .value(QLatin1String("mean"));
            const bool plain = name == QLatin1String("naive") || name == QLatin1String("snaive") ||
                               name == QLatin1String("mean") || name == QLatin1String("drift");
            if (!fit) {
                check.that(
                    !fit.error().message.empty() && !(plain && expected.isArray()), name,
                    QString::fromStdString(fit.error().message));
                continue;
            }
            (*fit)->point(mean);
            check.that(
                std::ranges::all_of(mean, [](double value) { return std::isfinite(value); }), name,
                QStringLiteral("not finite"));
            if (plain && expected.isArray())
                check.near(name, mean, expected, 1e-9);
        }
        tell(report, QStringLiteral("edge_cases/") + edge.value(QLatin1String("case")).toString(), check);
    }
}

Eigen::MatrixXd matrixOf(const QJsonValue& value)
{
    const QJsonArray rows = value.toArray();
    Eigen::MatrixXd matrix(rows.size(), rows.isEmpty() ? 0 : rows.first().toArray().size());
    for (Eigen::Index i = 0; i < matrix.rows(); ++i)
        for (Eigen::Index j = 0; j < matrix.cols(); ++j)
            matrix(i, j) = rows[i].toArray()[j].toDouble();
    return matrix;
}

void runHierarchy(const QJsonObject& file, const QString& path, Report& report)
{
    const Eigen::MatrixXd sums = matrixOf(file.value(QLatin1String("S")));
    const Eigen::MatrixXd base = matrixOf(file.value(QLatin1String("base"))).transpose();
    const Eigen::MatrixXd residuals = matrixOf(file.value(QLatin1String("residuals")));
    Hierarchy hierarchy;
    hierarchy.leaves = int(sums.cols());
    for (Eigen::Index node = 0; node < sums.rows() - sums.cols(); ++node) {
        std::vector<int> members;
        for (Eigen::Index leaf = 0; leaf < sums.cols(); ++leaf)
            if (sums(node, leaf) != 0.0)
                members.push_back(int(leaf));
        hierarchy.members.push_back(members);
    }
    const std::pair<const char*, Reconciliation> methods[] = {
        {"bu", Reconciliation::BottomUp},
        {"ols", Reconciliation::Ols},
        {"wls_struct", Reconciliation::WlsStructure},
        {"wls_var", Reconciliation::WlsVariance},
        {"mint_shrink", Reconciliation::MinTraceShrunk}};
    const QJsonObject expected = file.value(QLatin1String("reconciled")).toObject();
    const QString id = QFileInfo(path).completeBaseName();
    for (auto it = expected.begin(); it != expected.end(); ++it) {
        const QString name = id + QLatin1Char('/') + it.key();
        const auto found = std::ranges::find_if(
            methods, [&](const auto& method) { return it.key() == QLatin1String(method.first); });
        if (found == std::end(methods)) {
            report.unknown(name, QStringLiteral("not built"));
            continue;
        }
        ReconcileOptions options;
        options.method = found->second;
        const auto got = reconcile(hierarchy, base, residuals, options);
        Check check(1e-6 * base.cwiseAbs().maxCoeff());
        check.that(bool(got), name, QStringLiteral("no forecast"));
        if (got) {
            const Eigen::MatrixXd wanted = matrixOf(it.value()).transpose();
            for (Eigen::Index i = 0; i < wanted.rows(); ++i)
                for (Eigen::Index j = 0; j < wanted.cols(); ++j)
                    check.near(QStringLiteral("[%1][%2]").arg(j).arg(i), (*got)(i, j), wanted(i, j), 1e-9);
        }
        tell(report, name, check);
    }
}

} // namespace

bool runForecastFile(const QJsonObject& file, const QString& path, Report& report)
{
    const QString name = QFileInfo(path).completeBaseName();
    if (name == QLatin1String("ets_best_known_loglik"))
        return true; // read where a fit is judged by it
    if (name.startsWith(QLatin1String("edge_cases"))) {
        runEdgeCases(file, report);
        return true;
    }
    if (name.startsWith(QLatin1String("intermittent_formula"))) {
        runFormulas(file, path, report);
        return true;
    }
    if (file.contains(QLatin1String("S")) && file.contains(QLatin1String("reconciled"))) {
        runHierarchy(file, path, report);
        return true;
    }
    if (!file.contains(QLatin1String("results")) || file.contains(QLatin1String("cases")))
        return false;
    if (name.endsWith(QLatin1String("_sm"))) {
        const QString id = name.chopped(3);
        SeriesFile series(readJson(besides(path, id + QStringLiteral(".json"))), besides(path, QString()));
        runSecondSoftware(series, file.value(QLatin1String("results")).toObject(), name, report);
        return true;
    }
    SeriesFile series(file, besides(path, QString()));
    runSeriesBlocks(series, file, report);
    return true;
}
