#include "engine/inventory/guaranteed_service.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{

namespace
{

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

Error invalid(const char* what)
{
    return {ErrorCode::InvalidInput, what, {}, {}};
}

/// A choice of both times of a stage, given the one that its parent in the tree sees.
struct Choice {
    double cost = kNever;
    int inbound = 0, outbound = 0;
};

/// Stages in an order in which each but a root has one neighbour later on: its parent.
struct Tree {
    std::vector<std::vector<std::size_t>> suppliers, customers;
    std::vector<std::size_t> order, parent;
    std::vector<bool> parentIsCustomer;
};

/// What the dynamic program keeps for a stage.
struct StageTable {
    int mostInbound = 0;
    double rate = 0.0; ///< cost per square root of a period
    /// By outbound time where the parent is a customer, else by inbound time.
    std::vector<Choice> choices;
    /// Best choice with an outbound time at most / an inbound time at least the index.
    std::vector<std::size_t> best;
};

bool isValid(const ServiceStage& stage)
{
    const auto ok = [](double value) { return std::isfinite(value) && value >= 0.0; };
    return stage.processingTime >= 0 && stage.inboundTime >= 0 && ok(stage.holdingCost) &&
           ok(stage.boundConstant) && ok(stage.demandSd) && stage.mostTime.value_or(0) >= 0;
}

bool makeTree(std::size_t stages, std::span<const ServiceLink> links, Tree& tree)
{
    tree.suppliers.resize(stages);
    tree.customers.resize(stages);
    for (const ServiceLink& link : links) {
        if (link.from >= stages || link.to >= stages || link.from == link.to)
            return false;
        tree.customers[link.from].push_back(link.to);
        tree.suppliers[link.to].push_back(link.from);
    }
    tree.parent.assign(stages, kNone);
    tree.parentIsCustomer.assign(stages, false);
    std::vector<std::size_t> left(stages);
    std::vector<bool> done(stages, false);
    for (std::size_t i = 0; i < stages; ++i)
        left[i] = tree.suppliers[i].size() + tree.customers[i].size();
    // Leaves are taken off until nothing is left; in a cycle there are none.
    std::vector<std::size_t> leaves;
    for (std::size_t i = 0; i < stages; ++i)
        if (left[i] <= 1)
            leaves.push_back(i);
    for (std::size_t next = 0; next < leaves.size(); ++next) {
        const std::size_t leaf = leaves[next];
        if (done[leaf])
            continue;
        done[leaf] = true;
        tree.order.push_back(leaf);
        const auto visit = [&](std::size_t other, bool isCustomer) {
            if (done[other])
                return;
            tree.parent[leaf] = other;
            tree.parentIsCustomer[leaf] = isCustomer;
            if (--left[other] == 1)
                leaves.push_back(other);
        };
        for (std::size_t other : tree.customers[leaf])
            visit(other, true);
        for (std::size_t other : tree.suppliers[leaf])
            visit(other, false);
    }
    return tree.order.size() == stages;
}

/// Variance and longest inbound time need the order of the flow.
bool flowOrder(const Tree& tree, std::vector<std::size_t>& flow)
{
    std::vector<std::size_t> waiting(tree.suppliers.size());
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        waiting[i] = tree.suppliers[i].size();
        if (waiting[i] == 0)
            flow.push_back(i);
    }
    for (std::size_t next = 0; next < flow.size(); ++next)
        for (std::size_t customer : tree.customers[flow[next]])
            if (--waiting[customer] == 0)
                flow.push_back(customer);
    return flow.size() == waiting.size();
}

} // namespace

Result<ServicePlan>
guaranteedService(std::span<const ServiceStage> stages, std::span<const ServiceLink> links)
{
    if (!std::ranges::all_of(stages, isValid))
        return invalid("Times, costs and spreads of the stages must be zero or more.");
    Tree tree;
    std::vector<std::size_t> flow;
    if (!makeTree(stages.size(), links, tree) || !flowOrder(tree, flow))
        return invalid("The links between stages must form a tree.");

    std::vector<StageTable> tables(stages.size());
    std::vector<double> variance(stages.size());
    for (std::size_t i : flow) {
        int& most = tables[i].mostInbound;
        most = stages[i].inboundTime;
        for (std::size_t supplier : tree.suppliers[i])
            most = std::max(most, tables[supplier].mostInbound + stages[supplier].processingTime);
    }
    for (std::size_t at = flow.size(); at-- > 0;) {
        const std::size_t i = flow[at];
        variance[i] = stages[i].demandSd * stages[i].demandSd;
        for (std::size_t customer : tree.customers[i])
            variance[i] += variance[customer];
        tables[i].rate = stages[i].holdingCost * stages[i].boundConstant * std::sqrt(variance[i]);
    }

    ServicePlan plan;
    const auto bestBelow = [&](std::size_t supplier, int inbound) -> const Choice& {
        const StageTable& table = tables[supplier];
        const std::size_t last = table.best.size() - 1;
        return table.choices[table.best[std::min(static_cast<std::size_t>(inbound), last)]];
    };
    for (std::size_t i : tree.order) {
        StageTable& table = tables[i];
        const ServiceStage& stage = stages[i];
        const int longest = table.mostInbound + stage.processingTime;
        const int mostOutbound = std::min(longest, stage.mostTime.value_or(longest));
        const bool byOutbound = tree.parent[i] == kNone || tree.parentIsCustomer[i];
        table.choices.assign(
            static_cast<std::size_t>(byOutbound ? mostOutbound : table.mostInbound) + 1, Choice());

        // The children's parts depend on one of the two times each.
        std::vector<double> above(static_cast<std::size_t>(table.mostInbound) + 1, 0.0);
        for (int inbound = 0; inbound <= table.mostInbound; ++inbound)
            for (std::size_t supplier : tree.suppliers[i])
                if (tree.parent[supplier] == i)
                    above[static_cast<std::size_t>(inbound)] += bestBelow(supplier, inbound).cost;
        for (int outbound = 0; outbound <= mostOutbound; ++outbound) {
            double below = 0.0;
            for (std::size_t customer : tree.customers[i])
                if (tree.parent[customer] == i) {
                    const StageTable& child = tables[customer];
                    below += static_cast<std::size_t>(outbound) < child.best.size()
                                 ? child.choices[child.best[static_cast<std::size_t>(outbound)]].cost
                                 : kNever;
                }
            const int least = std::max(stage.inboundTime, outbound - stage.processingTime);
            for (int inbound = least; inbound <= table.mostInbound; ++inbound) {
                const double cost =
                    table.rate * std::sqrt(static_cast<double>(inbound + stage.processingTime - outbound)) +
                    above[static_cast<std::size_t>(inbound)] + below;
                Choice& kept = table.choices[static_cast<std::size_t>(byOutbound ? outbound : inbound)];
                if (cost < kept.cost)
                    kept = {cost, inbound, outbound};
            }
        }
        // A stage may wait: it takes what comes sooner than it asks for. Of equals the sooner, so that nobody
        // does.
        table.best.resize(table.choices.size());
        if (byOutbound) {
            for (std::size_t s = 0; s < table.best.size(); ++s)
                table.best[s] = s > 0 && table.choices[table.best[s - 1]].cost <= table.choices[s].cost
                                    ? table.best[s - 1]
                                    : s;
        } else {
            for (std::size_t s = table.best.size(); s-- > 0;)
                table.best[s] =
                    s + 1 < table.best.size() && table.choices[table.best[s + 1]].cost < table.choices[s].cost
                        ? table.best[s + 1]
                        : s;
        }
    }

    // From the roots back to the leaves.
    plan.outboundTimes.assign(stages.size(), 0);
    std::vector<Choice> taken(stages.size());
    for (std::size_t at = tree.order.size(); at-- > 0;) {
        const std::size_t i = tree.order[at];
        const StageTable& table = tables[i];
        if (tree.parent[i] == kNone) {
            taken[i] = table.choices[table.best.back()];
            plan.cost += taken[i].cost;
        } else if (tree.parentIsCustomer[i]) {
            taken[i] = bestBelow(i, taken[tree.parent[i]].inbound);
        } else {
            taken[i] = table.choices[table.best[static_cast<std::size_t>(taken[tree.parent[i]].outbound)]];
        }
        plan.outboundTimes[i] = taken[i].outbound;
    }
    if (!std::isfinite(plan.cost))
        return invalid("No service times keep what the stages promise.");
    return plan;
}

} // namespace merch
