#pragma once

#include "models/forecast/selected_demand.h"
#include "models/grid/grid_model.h"

#include <vector>

namespace merch
{

/// The weeks of the forecast of what is selected, one row each; the number in the last column can be typed
/// over or pasted from a spreadsheet. Numbers are of whole weeks, what is already sold included.
class WeekGridModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Week, LastYear, Method, InForce, Yours, Change };
    explicit WeekGridModel(QObject* parent = nullptr);

    void setDemand(const SelectedDemand& shown);
    const OverrideWeek& week(int item) const { return m_weeks[static_cast<std::size_t>(item)]; }
    int itemCount() const override { return static_cast<int>(m_weeks.size()); }

    int paste(int row, int column, const QList<QStringList>& table) override;

    /// What was typed, as units of a whole week: "340", "+20", "-5 %". Nothing if it is no number.
    static std::optional<double> typedUnits(const QString& typed, double now);

signals:
    void typed(const merch::WeekUnits& ahead);
    void cleared(const std::vector<merch::Day>& weeks); ///< back to what is in force
    void refused(const QString& why);

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;
    bool isEditable(int item, int column) const override;
    QVariant editValue(int item, int column) const override;
    bool edit(int item, int column, const QVariant& value) override;

private:
    double yours(const OverrideWeek& week) const;
    std::vector<OverrideWeek> m_weeks;
    Grain m_grain = Grain::Weekly;
};

/// The overrides of what is selected.
class OverrideGridModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { On, Week, Series, Units, Was, Reason, Owner, Until, State };
    explicit OverrideGridModel(QObject* parent = nullptr);

    void setDemand(const SelectedDemand& shown);
    const Override& override(int item) const { return m_overrides[static_cast<std::size_t>(item)]; }
    int itemCount() const override { return static_cast<int>(m_overrides.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    bool isPast(const Override& o) const;
    std::vector<Override> m_overrides;
    std::vector<QString> m_names; ///< of the series, by item
    Day m_asOf = 0;
};

/// Why the forecast is what it is, in sentences; rich text.
QString forecastReasons(const SelectedDemand& shown);
/// "a little high", "much too low".
QString biasWords(double bias);

} // namespace merch
