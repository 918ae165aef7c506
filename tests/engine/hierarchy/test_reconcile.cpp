#include "engine/core/random.h"
#include "engine/hierarchy/reconcile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <Eigen/Dense>

using namespace merch;

namespace
{

/// A total over `groups` groups of `each` leaves.
Hierarchy twoLevels(int groups, int each)
{
    Hierarchy h;
    h.leaves = groups * each;
    h.members.resize(static_cast<std::size_t>(groups) + 1);
    for (int leaf = 0; leaf < h.leaves; ++leaf) {
        h.members[0].push_back(leaf);
        h.members[static_cast<std::size_t>(1 + leaf / each)].push_back(leaf);
    }
    return h;
}

Eigen::MatrixXd noise(int rows, int columns, std::uint64_t seed)
{
    Random random(seed);
    Eigen::MatrixXd m(rows, columns);
    for (int j = 0; j < columns; ++j)
        for (int i = 0; i < rows; ++i)
            m(i, j) = random.normal();
    return m;
}

/// The published formula, written out with dense matrices.
Eigen::MatrixXd byFormula(const Hierarchy& h, const Eigen::MatrixXd& base, const Eigen::MatrixXd& covariance)
{
    Eigen::MatrixXd s = Eigen::MatrixXd::Zero(h.nodes(), h.leaves);
    for (int a = 0; a < h.aggregates(); ++a)
        for (const int leaf : h.members[static_cast<std::size_t>(a)])
            s(a, leaf) = 1.0;
    s.bottomRows(h.leaves).setIdentity();
    const Eigen::MatrixXd inverse = covariance.inverse();
    return s * (s.transpose() * inverse * s).inverse() * s.transpose() * inverse * base;
}

constexpr Reconciliation kAll[] = {Reconciliation::BottomUp,    Reconciliation::TopDown,
                                   Reconciliation::Ols,         Reconciliation::WlsStructure,
                                   Reconciliation::WlsVariance, Reconciliation::MinTraceShrunk};

} // namespace

class TestReconcile : public QObject
{
    Q_OBJECT
private slots:
    void equalsThePublishedFormula()
    {
        const Hierarchy h = twoLevels(3, 4);
        const Eigen::MatrixXd base = noise(h.nodes(), 5, 7).cwiseAbs() * 10.0,
                              errors = noise(40, h.nodes(), 8);
        const Eigen::VectorXd variance = errors.colwise().squaredNorm().transpose() / 40.0;
        const double lambda = shrinkageIntensity(errors);
        QVERIFY(lambda > 0.0 && lambda < 1.0);
        Eigen::MatrixXd shrunk = errors.transpose() * errors / 40.0 * (1.0 - lambda);
        shrunk.diagonal() += lambda * variance;
        const auto near = [&](Reconciliation method, const Eigen::MatrixXd& w) {
            const auto got = reconcile(h, base, errors, {method});
            QVERIFY(got);
            QVERIFY((*got - byFormula(h, base, w)).cwiseAbs().maxCoeff() < 1e-9);
        };
        near(Reconciliation::Ols, Eigen::MatrixXd::Identity(h.nodes(), h.nodes()));
        near(Reconciliation::WlsVariance, variance.asDiagonal());
        near(Reconciliation::MinTraceShrunk, shrunk);
    }

    void everyMethodIsCoherentAndKeepsWhatIsCoherent()
    {
        const Hierarchy h = twoLevels(5, 6);
        const Eigen::MatrixXd errors = noise(30, h.nodes(), 1);
        Eigen::MatrixXd coherent = noise(h.nodes(), 3, 2).cwiseAbs();
        for (int a = 0; a < h.aggregates(); ++a) {
            coherent.row(a).setZero();
            for (const int leaf : h.members[static_cast<std::size_t>(a)])
                coherent.row(a) += coherent.row(h.aggregates() + leaf);
        }
        for (const Reconciliation method : kAll) {
            const auto same = reconcile(h, coherent, errors, {method});
            QVERIFY(same);
            QVERIFY((*same - coherent).cwiseAbs().maxCoeff() < 1e-9);
            const auto made = reconcile(h, noise(h.nodes(), 3, 3).cwiseAbs(), errors, {method});
            QVERIFY(made);
            for (int a = 0; a < h.aggregates(); ++a) {
                Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(3);
                for (const int leaf : h.members[static_cast<std::size_t>(a)])
                    sum += made->row(h.aggregates() + leaf);
                QVERIFY((sum - made->row(a)).cwiseAbs().maxCoeff() < 1e-9);
            }
        }
    }

    void leavesStayAtOrAboveZeroWhenAsked()
    {
        const Hierarchy h = twoLevels(4, 5);
        Eigen::MatrixXd base = noise(h.nodes(), 6, 11).cwiseAbs();
        base.topRows(h.aggregates()) *= 0.1; // far below the sum of the leaves: pulls them under zero
        const Eigen::MatrixXd errors = noise(50, h.nodes(), 12);
        const auto free = reconcile(h, base, errors, {Reconciliation::Ols});
        QVERIFY(free && free->minCoeff() < 0.0);
        for (const Reconciliation method : {Reconciliation::Ols, Reconciliation::MinTraceShrunk}) {
            const auto held = reconcile(h, base, errors, {method, true});
            QVERIFY(held);
            QVERIFY(held->minCoeff() >= 0.0);
            QVERIFY(std::abs(held->row(0).sum() - held->bottomRows(h.leaves).sum()) < 1e-9);
        }
    }

    void shapesThatDoNotFitAreRefused()
    {
        const Hierarchy h = twoLevels(2, 2);
        const Eigen::MatrixXd none;
        QVERIFY(!reconcile(h, Eigen::MatrixXd::Ones(3, 1), none, {Reconciliation::Ols}));
        QVERIFY(!reconcile(h, Eigen::MatrixXd::Ones(h.nodes(), 1), none, {Reconciliation::WlsVariance}));
        Eigen::MatrixXd broken = Eigen::MatrixXd::Ones(h.nodes(), 1);
        broken(1, 0) = std::nan("");
        QVERIFY(!reconcile(h, broken, none, {Reconciliation::Ols}));
        Hierarchy wrong = h;
        wrong.members[0].push_back(99);
        QVERIFY(!reconcile(wrong, Eigen::MatrixXd::Ones(h.nodes(), 1), none, {Reconciliation::Ols}));
    }

    void thousandsOfLeavesNeedNoSquareOfTheirNumber()
    {
        const Hierarchy h = twoLevels(100, 60);
        const auto got = reconcile(
            h, noise(h.nodes(), 4, 4).cwiseAbs(), noise(20, h.nodes(), 5), {Reconciliation::MinTraceShrunk});
        QVERIFY(got);
        QVERIFY(got->allFinite());
    }

    void agreesWithReferenceNumbersOfOrangeJuice()
    {
        QFile file(
            qEnvironmentVariable("MERCHBENCH_SHARED") + QStringLiteral("/golden/forecast/hier_oj_2x7.json"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("The shared golden numbers are not here.");
        const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
        const auto matrix = [](const QJsonValue& value) {
            const QJsonArray rows = value.toArray();
            Eigen::MatrixXd m(rows.size(), rows[0].toArray().size());
            for (int i = 0; i < m.rows(); ++i)
                for (int j = 0; j < m.cols(); ++j)
                    m(i, j) = rows[i].toArray()[j].toDouble();
            return m;
        };
        const Eigen::MatrixXd s = matrix(golden.value(QStringLiteral("S")));
        Hierarchy h;
        h.leaves = static_cast<int>(s.cols());
        for (Eigen::Index a = 0; a < s.rows() - s.cols(); ++a) {
            h.members.emplace_back();
            for (int leaf = 0; leaf < h.leaves; ++leaf)
                if (s(a, leaf) != 0.0)
                    h.members.back().push_back(leaf);
        }
        const Eigen::MatrixXd base = matrix(golden.value(QStringLiteral("base"))).transpose(),
                              errors = matrix(golden.value(QStringLiteral("residuals")));
        QVERIFY(
            std::abs(shrinkageIntensity(errors) - golden.value(QStringLiteral("lambda")).toDouble()) < 1e-12);
        const QJsonObject expected = golden.value(QStringLiteral("reconciled")).toObject();
        const std::pair<const char*, Reconciliation> cases[] = {
            {"bu", Reconciliation::BottomUp},
            {"ols", Reconciliation::Ols},
            {"wls_struct", Reconciliation::WlsStructure},
            {"wls_var", Reconciliation::WlsVariance},
            {"mint_shrink", Reconciliation::MinTraceShrunk}};
        for (const auto& [name, method] : cases) {
            const auto got = reconcile(h, base, errors, {method});
            QVERIFY(got);
            const Eigen::MatrixXd want = matrix(expected.value(QLatin1String(name))).transpose();
            const double worst =
                ((*got - want).cwiseAbs().array() / want.cwiseAbs().array().max(1.0)).maxCoeff();
            QVERIFY2(worst < 1e-9, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(name)).arg(worst)));
        }
    }
};

QTEST_GUILESS_MAIN(TestReconcile)
#include "test_reconcile.moc"
