#pragma once

#include "models/data/data_overview.h"
#include "models/grid/grid_model.h"

namespace merch
{

/// The rules of the newest check, one row each.
class RulesModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Title, Severity, Dimension, LookedAt, Found, Open, Money, Suggestion };
    explicit RulesModel(QObject* parent = nullptr);
    void setRules(std::vector<RuleSummary> rules, const QString& currency);
    const RuleSummary& rule(int item) const { return m_rules[static_cast<std::size_t>(item)]; }
    int itemOf(const QString& rule) const;

    int itemCount() const override { return static_cast<int>(m_rules.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    std::vector<RuleSummary> m_rules;
    QString m_currency;
    double m_mostMoney = 0;
};

/// Findings of one rule.
class FindingsModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Entity, Key, Field, Value, Message, Suggestion, Money, Owner, State };
    explicit FindingsModel(QObject* parent = nullptr);
    void setFindings(std::vector<FindingRow> findings, const QString& currency);
    const FindingRow& finding(int item) const { return m_findings[static_cast<std::size_t>(item)]; }

    int itemCount() const override { return static_cast<int>(m_findings.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    std::vector<FindingRow> m_findings;
    QString m_currency;
};

/// Where the data come from, and whether they are as fresh as was promised.
class SourcesModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Name, Age, Freshness };
    explicit SourcesModel(QObject* parent = nullptr);
    void setSources(std::vector<SourceRow> sources);
    const SourceRow& source(int item) const { return m_sources[static_cast<std::size_t>(item)]; }

    int itemCount() const override { return static_cast<int>(m_sources.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    std::vector<SourceRow> m_sources;
};

/// The history of imports, newest first.
class ImportsModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { File, Kind, When, Accepted, Rejected, By, State };
    explicit ImportsModel(QObject* parent = nullptr);
    void setImports(std::vector<ImportRow> imports, qint64 nowMs);
    const ImportRow& import(int item) const { return m_imports[static_cast<std::size_t>(item)]; }

    int itemCount() const override { return static_cast<int>(m_imports.size()); }

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    std::vector<ImportRow> m_imports;
    qint64 m_now = 0;
};

/// "unit_cost" -> "Unit cost"; words of the store made readable.
QString readable(const QString& word);

} // namespace merch
