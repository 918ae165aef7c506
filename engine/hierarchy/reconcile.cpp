#include "engine/hierarchy/reconcile.h"

#include <Eigen/Cholesky>
#include <Eigen/Sparse>

#include <algorithm>
#include <cmath>
#include <string>

namespace merch
{

namespace
{

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Sparse = Eigen::SparseMatrix<double>;

Error invalid(std::string message)
{
    return {ErrorCode::InvalidInput, std::move(message), {}, {}};
}

Sparse membership(const Hierarchy& hierarchy)
{
    std::vector<Eigen::Triplet<double>> entries;
    for (int a = 0; a < hierarchy.aggregates(); ++a)
        for (const int leaf : hierarchy.members[static_cast<std::size_t>(a)])
            entries.emplace_back(a, leaf, 1.0);
    Sparse c(hierarchy.aggregates(), hierarchy.leaves);
    c.setFromTriplets(entries.begin(), entries.end());
    return c;
}

/// Covariance of the errors as diagonal plus factor' * factor (times x nodes).
struct ErrorCovariance {
    Vector diagonal;
    Matrix factor;
};

ErrorCovariance
covariance(const Hierarchy& hierarchy, const Eigen::Ref<const Matrix>& residuals, Reconciliation method)
{
    const int nodes = hierarchy.nodes();
    ErrorCovariance w;
    w.diagonal = Vector::Ones(nodes);
    if (method == Reconciliation::WlsStructure) {
        for (int a = 0; a < hierarchy.aggregates(); ++a)
            w.diagonal(a) = static_cast<double>(hierarchy.members[static_cast<std::size_t>(a)].size());
    } else if (method == Reconciliation::WlsVariance || method == Reconciliation::MinTraceShrunk) {
        const double times = static_cast<double>(residuals.rows());
        w.diagonal = residuals.colwise().squaredNorm().transpose() / times;
        if (method == Reconciliation::MinTraceShrunk) {
            const double lambda = shrinkageIntensity(residuals);
            w.diagonal *= lambda;
            w.factor = residuals * std::sqrt((1.0 - lambda) / times);
        }
    }
    // A node that never erred would be taken as certain and make W singular.
    const double floor = 1e-12 * std::max(1e-300, w.diagonal.maxCoeff());
    w.diagonal = w.diagonal.cwiseMax(floor);
    return w;
}

/// y = b - W A' (A W A')^-1 A b.
Matrix project(const Sparse& c, const ErrorCovariance& w, const Matrix& base)
{
    const Eigen::Index q = c.rows(), n = c.cols();
    const Vector above = w.diagonal.head(q), below = w.diagonal.tail(n);
    Matrix inner = Matrix(c * below.asDiagonal() * c.transpose());
    inner.diagonal() += above;
    Matrix factorA; // times x q: factor * A'
    if (w.factor.size() > 0) {
        factorA = w.factor.leftCols(q) - w.factor.rightCols(n) * c.transpose();
        inner.noalias() += factorA.transpose() * factorA;
    }
    const Matrix gap = base.topRows(q) - c * base.bottomRows(n);
    const Matrix pull = inner.ldlt().solve(gap);
    Matrix out = base;
    out.topRows(q) -= above.asDiagonal() * pull;
    out.bottomRows(n) += below.asDiagonal() * (c.transpose() * pull);
    if (factorA.size() > 0)
        out -= w.factor.transpose() * (factorA * pull);
    // Coherent to the last bit: what is shown as a total is the sum of what is shown below it.
    out.topRows(q) = c * out.bottomRows(n);
    return out;
}

Matrix topDown(const Sparse& c, const Matrix& base)
{
    const Eigen::Index q = c.rows(), n = c.cols();
    Matrix out = base;
    for (Eigen::Index h = 0; h < base.cols(); ++h) {
        const double sum = base.col(h).tail(n).sum(), total = base(0, h);
        if (sum > 0.0)
            out.col(h).tail(n) = base.col(h).tail(n) * (total / sum);
        else
            out.col(h).tail(n).setConstant(total / static_cast<double>(n));
    }
    out.topRows(q) = c * out.bottomRows(n);
    return out;
}

/// Leaves below zero are held there: their base is zero and certain, and the rest is reconciled again.
Matrix projectNonNegative(const Sparse& c, const ErrorCovariance& w, const Matrix& base)
{
    constexpr int kRounds = 20;
    const Eigen::Index q = c.rows(), n = c.cols();
    Matrix out(base.rows(), base.cols());
    for (Eigen::Index h = 0; h < base.cols(); ++h) {
        ErrorCovariance held = w;
        Matrix column = base.col(h);
        Matrix solved;
        for (int round = 0; round < kRounds; ++round) {
            solved = project(c, held, column);
            bool again = false;
            for (Eigen::Index leaf = q; leaf < q + n; ++leaf) {
                if (solved(leaf, 0) >= -1e-9)
                    continue;
                column(leaf, 0) = 0.0;
                held.diagonal(leaf) = 1e-12 * w.diagonal.minCoeff();
                if (held.factor.size() > 0)
                    held.factor.col(leaf).setZero();
                again = true;
            }
            if (!again)
                break;
        }
        out.col(h).tail(n) = solved.col(0).tail(n).cwiseMax(0.0);
    }
    out.topRows(q) = c * out.bottomRows(n);
    return out;
}

} // namespace

double shrinkageIntensity(const Eigen::Ref<const Matrix>& residuals)
{
    const double n = static_cast<double>(residuals.rows());
    if (residuals.rows() < 2)
        return 1.0;
    Matrix scaled = residuals;
    for (Eigen::Index i = 0; i < scaled.cols(); ++i) {
        const double norm = std::sqrt(scaled.col(i).squaredNorm() / n);
        if (norm > 0.0)
            scaled.col(i) /= norm;
    }
    // Sums over all pairs by way of the times x times products, so that 30,000 nodes need no square of
    // theirs.
    const Matrix gram = scaled * scaled.transpose();
    const Matrix squares = scaled.cwiseAbs2();
    const Vector bySeries = squares.colwise().sum();
    const double productsSquared = gram.squaredNorm() - bySeries.squaredNorm();
    const double squaresProducts = squares.rowwise().sum().squaredNorm() - squares.squaredNorm();
    const double variance = (squaresProducts - productsSquared / n) / (n * (n - 1.0));
    const double distance = productsSquared / (n * n);
    if (!(distance > 0.0))
        return 1.0;
    return std::clamp(variance / distance, 0.0, 1.0);
}

Result<Matrix> reconcile(
    const Hierarchy& hierarchy, const Eigen::Ref<const Matrix>& base,
    const Eigen::Ref<const Matrix>& residuals, const ReconcileOptions& options)
{
    if (hierarchy.leaves < 1)
        return invalid("A hierarchy needs at least one leaf.");
    for (const std::vector<int>& members : hierarchy.members)
        for (const int leaf : members)
            if (leaf < 0 || leaf >= hierarchy.leaves)
                return invalid("An aggregate names leaf " + std::to_string(leaf) + ", which is not there.");
    if (base.rows() != hierarchy.nodes())
        return invalid(
            "There are forecasts of " + std::to_string(base.rows()) + " nodes; the hierarchy has " +
            std::to_string(hierarchy.nodes()) + ".");
    if (!base.allFinite())
        return invalid("A forecast to reconcile is not a number.");
    const bool learns =
        options.method == Reconciliation::WlsVariance || options.method == Reconciliation::MinTraceShrunk;
    if (learns && (residuals.cols() != hierarchy.nodes() || residuals.rows() < 2 || !residuals.allFinite()))
        return invalid("This reconciliation needs at least two residuals of every node.");

    const Sparse c = membership(hierarchy);
    if (options.method == Reconciliation::TopDown && hierarchy.aggregates() > 0)
        return topDown(c, base);
    if (options.method == Reconciliation::BottomUp || hierarchy.aggregates() == 0) {
        Matrix out = base;
        if (options.nonNegative)
            out.bottomRows(hierarchy.leaves) = out.bottomRows(hierarchy.leaves).cwiseMax(0.0);
        out.topRows(hierarchy.aggregates()) = c * out.bottomRows(hierarchy.leaves);
        return out;
    }
    const ErrorCovariance w = covariance(hierarchy, residuals, options.method);
    return options.nonNegative ? projectNonNegative(c, w, base) : project(c, w, base);
}

} // namespace merch
