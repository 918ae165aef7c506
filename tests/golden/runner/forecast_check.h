#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <span>
#include <vector>

/// The numbers of a JSON value: an array, or one number as R writes a vector of length one. null = NaN.
std::vector<double> numbersOf(const QJsonValue& value);

/// Collects the comparisons of one case; the worst of them decides.
class Check
{
public:
    /// `floor` is what counts as nothing beside the series, so that a bound that happens to lie near zero is
    /// not held to a relative error of itself.
    explicit Check(double floor)
        : m_floor(floor)
    {
    }

    /// |actual - expected| <= relative * (|expected| + floor). Expected NaN: not compared.
    void near(const QString& what, double actual, double expected, double relative);
    void
    near(const QString& what, std::span<const double> actual, const QJsonValue& expected, double relative);
    /// Anything else that must hold.
    void that(bool holds, const QString& what, const QString& otherwise);

    bool ok() const { return m_ok; }
    QString worst() const { return m_worst; }

private:
    double m_floor;
    double m_worstRatio = -1.0;
    bool m_ok = true;
    QString m_worst;
};
