#pragma once

#include "models/forecast/value_added_service.h"
#include "models/grid/grid_model.h"

#include <vector>

namespace merch
{

/// The steps of a forecast, each with what it took off the error of the one before.
class StepScoresModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Step, Error, Wape, Bias, UnitsAdded, Cost, MoneyAdded };
    explicit StepScoresModel(QObject* parent = nullptr);
    void setScores(const ValueAdded& scores, const QString& currency);
    int itemCount() const override { return m_scores.periods > 0 ? kForecastSteps : 0; }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    ValueAdded m_scores;
    QString m_currency;
};

/// What overrides were worth by reason, category or person.
class GroupScoresModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Name, Weeks, Before, After, UnitsAdded, MoneyAdded, Closer };
    explicit GroupScoresModel(const QString& nameTitle, QObject* parent = nullptr);
    void setGroups(std::vector<ValueAddedGroup> groups, const QString& currency);
    int itemCount() const override { return static_cast<int>(m_groups.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    std::vector<ValueAddedGroup> m_groups;
    QString m_currency;
};

/// The changes of numbers, newest first: who, when, from, to, why.
class NumberHistoryModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { When, Who, Product, Location, Week, From, To, Why, State };
    explicit NumberHistoryModel(QObject* parent = nullptr);
    void setChanges(std::vector<NumberChange> changes, qint64 nowMs);
    int itemCount() const override { return static_cast<int>(m_changes.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    std::vector<NumberChange> m_changes;
    qint64 m_now = 0;
};

} // namespace merch
