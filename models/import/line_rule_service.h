#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "models/import/line_rule.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace merch
{

class Store;

/// What rules do to the order lines that are in.
struct RuleEffect {
    std::vector<qint64> caught;             ///< lines that each rule decides, in the order of the rules
    qint64 lines = 0;                       ///< of orders, in all
    qint64 changed = 0;                     ///< would be, or were, of another class
    qint64 leaveDemand = 0, joinDemand = 0; ///< of those
};

/// A change of the rules, ready for the journal of edits.
struct RuleEdit {
    QString text;
    QJsonObject before, after;
};

/// The rules by which order lines count as demand or not. Opens its own connection per call: any thread.
/// Journal kind "line_rules": journal.registerKind("line_rules", &LineRuleService::applyIn).
class LineRuleService
{
public:
    explicit LineRuleService(const QString& storePath);

    static QStringList fields();
    static QStringList operatorsOf(const QString& field);
    static QStringList classes();
    /// Does a class count as demand?
    static bool isDemand(const QString& lineClass);
    /// What is wrong with a rule, in a sentence; empty = nothing.
    static QString whatIsWrong(const LineRule& rule);

    Result<std::vector<LineRule>> rules() const;
    /// What `rules` would do; nothing is written.
    Result<RuleEffect> effectOf(const std::vector<LineRule>& rules, const Progress& progress) const;
    /// From the rules as they are to `rules`. InvalidInput names the rule that is wrong.
    Result<RuleEdit> change(const std::vector<LineRule>& rules, const QString& text) const;
    /// Keeps the rules and applies them to what is in.
    Result<RuleEffect> changeNow(
        const std::vector<LineRule>& rules, const QString& user, const QString& commandLine,
        const Progress& progress) const;

    /// Puts rules into the store and classes all order lines anew; the demand of the imports they came with
    /// follows.
    static Outcome applyIn(Store& store, const QJsonObject& state, const Progress& progress);

private:
    QString m_path;
};

} // namespace merch
