#pragma once

#include "models/grid/grid_model.h"
#include "models/import/line_rule_service.h"

namespace merch
{

/// The line rules in their order, with how many lines each decides.
class LineRulesModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Place, What, Class, Preset, Lines, State, Note };
    explicit LineRulesModel(QObject* parent = nullptr);
    void setRules(std::vector<LineRule> rules, RuleEffect effect);
    const std::vector<LineRule>& rules() const { return m_rules; }

    int itemCount() const override { return static_cast<int>(m_rules.size()); }

    // Words of fields, operators and classes as a person reads them.
    static QString fieldName(const QString& field);
    static QString operatorName(const QString& op);
    static QString className(const QString& lineClass);

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;

private:
    std::vector<LineRule> m_rules;
    RuleEffect m_effect;
};

} // namespace merch
