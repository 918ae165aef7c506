#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace merch
{

/// Smallest value of f over the box [0, 1]^N by Nelder & Mead (1965) with adaptive coefficients
/// (Gao & Han 2012), starting at `x` with the given step. Points outside are moved to the border.
/// @return the value at the final `x`. Ends after `evaluations` or when the simplex is flat to `tolerance`
/// (relative).
template <std::size_t N, typename F>
double
minimiseInBox(F&& f, std::array<double, N>& x, std::size_t n, double step, int evaluations, double tolerance)
{
    struct Vertex {
        std::array<double, N> x{};
        double value = 0.0;
    };
    const auto held = [n](std::array<double, N>& p) {
        for (std::size_t i = 0; i < n; ++i)
            p[i] = std::clamp(p[i], 0.0, 1.0);
    };
    std::array<Vertex, N + 1> simplex;
    int left = evaluations;
    const auto value = [&](const std::array<double, N>& p) {
        --left;
        return f(p);
    };
    simplex[0] = {x, value(x)};
    for (std::size_t i = 0; i < n; ++i) {
        auto p = x;
        p[i] += p[i] + step <= 1.0 ? step : -step;
        held(p);
        simplex[i + 1] = {p, value(p)};
    }
    const auto better = [](const Vertex& a, const Vertex& b) { return a.value < b.value; };
    const double dimension = static_cast<double>(n);
    const double expand = n > 1 ? 1.0 + 2.0 / dimension : 2.0,
                 contract = n > 1 ? 0.75 - 0.5 / dimension : 0.5;
    const double shrink = n > 1 ? 1.0 - 1.0 / dimension : 0.5;
    while (left > 0) {
        std::sort(simplex.begin(), simplex.begin() + static_cast<std::ptrdiff_t>(n) + 1, better);
        const double spread = simplex[n].value - simplex[0].value;
        double width = 0.0;
        for (std::size_t i = 0; i < n; ++i)
            width = std::max(width, std::abs(simplex[n].x[i] - simplex[0].x[i]));
        if (spread <= tolerance * std::abs(simplex[0].value) && width < 1e-3)
            break;
        if (width < 1e-9)
            break;
        std::array<double, N> centre{};
        for (std::size_t v = 0; v < n; ++v)
            for (std::size_t i = 0; i < n; ++i)
                centre[i] += simplex[v].x[i] / dimension;
        const auto along = [&](double factor) {
            Vertex vertex;
            for (std::size_t i = 0; i < n; ++i)
                vertex.x[i] = centre[i] + factor * (simplex[n].x[i] - centre[i]);
            held(vertex.x);
            vertex.value = value(vertex.x);
            return vertex;
        };
        const Vertex reflected = along(-1.0);
        if (reflected.value < simplex[0].value) {
            const Vertex expanded = along(-expand);
            simplex[n] = expanded.value < reflected.value ? expanded : reflected;
        } else if (n > 1 && reflected.value < simplex[n - 1].value) {
            simplex[n] = reflected;
        } else {
            const Vertex contracted = reflected.value < simplex[n].value ? along(-contract) : along(contract);
            if (contracted.value < std::min(reflected.value, simplex[n].value)) {
                simplex[n] = contracted;
            } else {
                for (std::size_t v = 1; v <= n; ++v) {
                    for (std::size_t i = 0; i < n; ++i)
                        simplex[v].x[i] = simplex[0].x[i] + shrink * (simplex[v].x[i] - simplex[0].x[i]);
                    simplex[v].value = value(simplex[v].x);
                }
            }
        }
    }
    std::sort(simplex.begin(), simplex.begin() + static_cast<std::ptrdiff_t>(n) + 1, better);
    x = simplex[0].x;
    return simplex[0].value;
}

/// Smallest value of f over R^n by the polytope of Nelder & Mead (1965) as Nash (1990, Compact Numerical
/// Methods for Computers, algorithm 19) runs it: steps of a tenth of the largest coordinate, reflection 1,
/// contraction 0.5, expansion 2, until all vertices agree to `tolerance` relative to the first value. That is
/// what R's optim() and ets() do. Infinite or undefined values of f are walls. @return the value at the final
/// `x`.
template <typename F>
double minimiseByPolytope(F&& f, std::vector<double>& x, int evaluations, double tolerance)
{
    constexpr double kWall = 1e35;
    struct Vertex {
        std::vector<double> x;
        double value = 0.0;
    };
    const std::size_t n = x.size();
    int used = 0;
    const auto valueOf = [&](const std::vector<double>& at) {
        ++used;
        const double value = f(at);
        return std::isfinite(value) ? value : kWall;
    };
    std::vector<Vertex> polytope(n + 1, Vertex{x, 0.0});
    polytope[0].value = valueOf(x);
    const double enough = tolerance * (std::abs(polytope[0].value) + tolerance);
    double step = 0.0, size = 0.0;
    for (const double coordinate : x)
        step = std::max(step, 0.1 * std::abs(coordinate));
    if (step == 0.0)
        step = 0.1;
    for (std::size_t i = 0; i < n; ++i) {
        double tried = step;
        while (polytope[i + 1].x[i] == x[i]) {
            polytope[i + 1].x[i] = x[i] + tried;
            tried *= 10.0;
        }
        size += tried;
    }
    double before = size;
    bool fresh = true;
    std::size_t low = 0;
    std::vector<double> centre(n), reflected(n), trial(n);
    do {
        if (fresh) {
            for (std::size_t v = 0; v <= n; ++v)
                if (v != low)
                    polytope[v].value = valueOf(polytope[v].x);
            fresh = false;
        }
        std::size_t high = low;
        double least = polytope[low].value, most = least;
        const std::size_t held = low;
        for (std::size_t v = 0; v <= n; ++v) {
            if (v == held)
                continue;
            if (polytope[v].value < least) {
                low = v;
                least = polytope[v].value;
            }
            if (polytope[v].value > most) {
                high = v;
                most = polytope[v].value;
            }
        }
        if (most <= least + enough)
            break;
        Vertex& worst = polytope[high];
        for (std::size_t i = 0; i < n; ++i) {
            double sum = -worst.x[i];
            for (const Vertex& vertex : polytope)
                sum += vertex.x[i];
            centre[i] = sum / static_cast<double>(n);
            reflected[i] = 2.0 * centre[i] - worst.x[i];
        }
        const double atReflected = valueOf(reflected);
        if (atReflected < least) {
            for (std::size_t i = 0; i < n; ++i)
                trial[i] = 2.0 * reflected[i] - centre[i];
            const double atTrial = valueOf(trial);
            worst.x = atTrial < atReflected ? trial : reflected;
            worst.value = std::min(atTrial, atReflected);
            continue;
        }
        if (atReflected < most) {
            worst.x = reflected;
            worst.value = atReflected;
        }
        for (std::size_t i = 0; i < n; ++i)
            trial[i] = 0.5 * worst.x[i] + 0.5 * centre[i];
        const double atTrial = valueOf(trial);
        if (atTrial < worst.value) {
            worst.x = trial;
            worst.value = atTrial;
        } else if (atReflected >= most) {
            fresh = true;
            size = 0.0;
            for (std::size_t v = 0; v <= n; ++v) {
                if (v == low)
                    continue;
                for (std::size_t i = 0; i < n; ++i) {
                    double& coordinate = polytope[v].x[i];
                    coordinate = 0.5 * (coordinate - polytope[low].x[i]) + polytope[low].x[i];
                    size += std::abs(coordinate - polytope[low].x[i]);
                }
            }
            if (size >= before)
                break;
            before = size;
        }
    } while (used <= evaluations);
    const auto best = std::min_element(
        polytope.begin(), polytope.end(), [](const Vertex& a, const Vertex& b) { return a.value < b.value; });
    x = best->x;
    return best->value;
}

/// Smallest value of f over R^n by BFGS with central differences and a backtracking line search. Infinite
/// values of f are walls. @return the value at the final `x`.
template <typename F> double minimiseSmooth(F&& f, std::vector<double>& x, int iterations, double tolerance)
{
    const std::size_t n = x.size();
    std::vector<double> inverse(n * n, 0.0), gradient(n), next(n), direction(n), trial(n), change(n),
        product(n);
    const auto differentiate = [&](std::vector<double>& at, double here, std::vector<double>& out) {
        for (std::size_t i = 0; i < n; ++i) {
            const double kept = at[i], h = 3e-6 * std::max(0.1, std::abs(kept));
            at[i] = kept + h;
            const double up = f(at);
            at[i] = kept - h;
            const double down = f(at);
            at[i] = kept;
            if (std::isfinite(up) && std::isfinite(down))
                out[i] = (up - down) / (2.0 * h);
            else
                out[i] = std::isfinite(up) ? (up - here) / h : std::isfinite(down) ? (here - down) / h : 0.0;
        }
    };
    const auto reset = [&] {
        std::fill(inverse.begin(), inverse.end(), 0.0);
        for (std::size_t i = 0; i < n; ++i)
            inverse[i * n + i] = 1.0;
    };
    double value = f(x);
    if (!std::isfinite(value))
        return value;
    reset();
    differentiate(x, value, gradient);
    bool fresh = true;
    int idle = 0;
    for (int iteration = 0; iteration < iterations; ++iteration) {
        double slope = 0.0, steepest = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            direction[i] = 0.0;
            for (std::size_t j = 0; j < n; ++j)
                direction[i] -= inverse[i * n + j] * gradient[j];
            slope += direction[i] * gradient[i];
            steepest = std::max(steepest, std::abs(direction[i]));
        }
        if (steepest == 0.0)
            break;
        if (slope >= 0.0) {
            reset();
            fresh = true;
            slope = 0.0;
            steepest = 0.0;
            for (std::size_t i = 0; i < n; ++i) {
                direction[i] = -gradient[i];
                slope -= gradient[i] * gradient[i];
                steepest = std::max(steepest, std::abs(direction[i]));
            }
        }
        double step = std::min(1.0, (fresh ? 0.1 : 2.0) / steepest), reached = value;
        bool moved = false;
        for (int halving = 0; halving < 40; ++halving, step *= 0.4) {
            for (std::size_t i = 0; i < n; ++i)
                trial[i] = x[i] + step * direction[i];
            reached = f(trial);
            if (std::isfinite(reached) && reached <= value + 1e-4 * step * slope) {
                moved = true;
                break;
            }
        }
        if (!moved) {
            if (fresh)
                break;
            reset();
            fresh = true;
            continue;
        }
        differentiate(trial, reached, next);
        double along = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            change[i] = trial[i] - x[i];
            next[i] -= gradient[i]; // now the change of the gradient
            along += change[i] * next[i];
        }
        if (along > 1e-14) {
            double curvature = 0.0;
            for (std::size_t i = 0; i < n; ++i) {
                product[i] = 0.0;
                for (std::size_t j = 0; j < n; ++j)
                    product[i] += inverse[i * n + j] * next[j];
                curvature += next[i] * product[i];
            }
            const double scale = (1.0 + curvature / along) / along;
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t j = 0; j < n; ++j)
                    inverse[i * n + j] += scale * change[i] * change[j] -
                                          (product[i] * change[j] + change[i] * product[j]) / along;
            fresh = false;
        }
        for (std::size_t i = 0; i < n; ++i)
            gradient[i] += next[i];
        idle = value - reached <= tolerance * std::max(1.0, std::abs(value)) ? idle + 1 : 0;
        x = trial;
        value = reached;
        if (idle >= 3)
            break;
    }
    return value;
}

} // namespace merch
