#include "tests/golden/runner/forecast_check.h"

#include <cmath>
#include <limits>

std::vector<double> numbersOf(const QJsonValue& value)
{
    std::vector<double> all;
    const auto add = [&all](const QJsonValue& one) {
        all.push_back(one.isDouble() ? one.toDouble() : std::numeric_limits<double>::quiet_NaN());
    };
    if (!value.isArray()) {
        add(value);
        return all;
    }
    for (const QJsonValue& one : value.toArray())
        add(one);
    return all;
}

void Check::near(const QString& what, double actual, double expected, double relative)
{
    if (std::isnan(expected))
        return;
    const double error = std::abs(actual - expected);
    const double ratio = error / (relative * (std::abs(expected) + m_floor));
    if (error == 0.0 || ratio <= m_worstRatio)
        return;
    const bool holds = ratio <= 1.0;
    // A number that is not one is the worst of all.
    m_worstRatio = std::isnan(ratio) ? std::numeric_limits<double>::infinity() : ratio;
    if (m_ok || !holds)
        m_worst = QStringLiteral("%1: got %2, expected %3, error %4")
                      .arg(what)
                      .arg(actual, 0, 'g', 15)
                      .arg(expected, 0, 'g', 15)
                      .arg(error, 0, 'g', 3);
    m_ok = m_ok && holds;
}

void Check::near(
    const QString& what, std::span<const double> actual, const QJsonValue& expected, double relative)
{
    const std::vector<double> wanted = numbersOf(expected);
    that(
        wanted.size() == actual.size(), what,
        QStringLiteral("got %1 values, expected %2").arg(actual.size()).arg(wanted.size()));
    for (std::size_t i = 0; i < std::min(wanted.size(), actual.size()); ++i)
        near(QStringLiteral("%1[%2]").arg(what).arg(i), actual[i], wanted[i], relative);
}

void Check::that(bool holds, const QString& what, const QString& otherwise)
{
    if (holds)
        return;
    if (m_ok)
        m_worst = what + QStringLiteral(": ") + otherwise;
    m_ok = false;
}
