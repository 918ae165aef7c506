#pragma once

#include "engine/core/result.h"

#include <Eigen/Core>

#include <vector>

namespace merch
{

/// Which series add up to which: `members[a]` are the leaves below aggregate a (ascending). Aggregates may
/// overlap in any way (category path, region, week). Values are ordered aggregates first, then leaves.
struct Hierarchy {
    int leaves = 0;
    std::vector<std::vector<int>> members;

    int aggregates() const { return static_cast<int>(members.size()); }
    int nodes() const { return aggregates() + leaves; }
};

enum class Reconciliation {
    BottomUp,      ///< leaves as they are
    TopDown,       ///< aggregate 0 spread in proportion to the leaves' own forecasts (Gross & Sohl 1990)
    Ols,           ///< every node trusted alike
    WlsStructure,  ///< variance = number of leaves below
    WlsVariance,   ///< variance = mean squared residual
    MinTraceShrunk ///< covariance of the residuals, shrunk towards its diagonal
};

struct ReconcileOptions {
    Reconciliation method = Reconciliation::WlsVariance;
    /// Leaves that would fall below zero are held at zero and the rest is reconciled again.
    bool nonNegative = false;
};

/// Coherent forecasts: every aggregate is the sum of its leaves, and of all such vectors the nearest to
/// `base` in the metric of the errors' covariance W:
///     y = b - W A' (A W A')^-1 A b,   A = [I  -C],   C = which leaf counts in which aggregate.
/// Only a matrix of the aggregates' number squared is ever formed, so that 30,000 leaves below 1,000
/// aggregates take about a second.
/// @param base       nodes x horizon, forecasts made node by node; finite.
/// @param residuals  times x nodes, one-step errors in sample; needed by WlsVariance (mean square of each
///                   column) and MinTraceShrunk (centred nowhere: errors have mean zero by design).
/// @return nodes x horizon. InvalidInput where shapes do not fit or a value is not finite.
/// Sources: Hyndman, Ahmed, Athanasopoulos & Shang (2011), CSDA 55, 2579-2589; Wickramasuriya,
/// Athanasopoulos & Hyndman (2019), JASA 114, 804-819.
Result<Eigen::MatrixXd> reconcile(
    const Hierarchy& hierarchy, const Eigen::Ref<const Eigen::MatrixXd>& base,
    const Eigen::Ref<const Eigen::MatrixXd>& residuals, const ReconcileOptions& options = {});

/// How far the sample covariance of `residuals` (times x nodes) is shrunk towards its diagonal, 0..1.
/// Source: Schaefer & Strimmer (2005), Stat. Appl. Genet. Mol. Biol. 4, 32.
double shrinkageIntensity(const Eigen::Ref<const Eigen::MatrixXd>& residuals);

} // namespace merch
