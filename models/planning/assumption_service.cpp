#include "models/planning/assumption_service.h"

#include "models/planning/plan_inputs.h"
#include "models/planning/planning_rules.h"
#include "models/store/changes.h"
#include "models/store/changing.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(AssumptionService)
};

struct Known {
    const char* name;
    const char* title;
    const char* help;
    double least, most; ///< least > most: a text
    bool openEnd;       ///< below `most`, not equal to it
};

constexpr Known kKnown[] = {
    {"margin", QT_TRANSLATE_NOOP("AssumptionService", "Margin"),
     QT_TRANSLATE_NOOP(
         "AssumptionService",
         "What is left of the price after the unit cost; where one of the two is known, the other follows."),
     0.0, 1.0, true},
    {"lead_time_days", QT_TRANSLATE_NOOP("AssumptionService", "Lead time"),
     QT_TRANSLATE_NOOP("AssumptionService", "From placing an order until the goods are on the shelf."), 0.0,
     730.0, false},
    {"lead_time_sd", QT_TRANSLATE_NOOP("AssumptionService", "Spread of the lead time"),
     QT_TRANSLATE_NOOP("AssumptionService", "How many days early or late deliveries typically come."), 0.0,
     365.0, false},
    {"review_days", QT_TRANSLATE_NOOP("AssumptionService", "Review period"),
     QT_TRANSLATE_NOOP("AssumptionService", "From one order to the next with the same supplier."), 1.0, 365.0,
     false},
    {"holding_rate", QT_TRANSLATE_NOOP("AssumptionService", "Holding cost a year"),
     QT_TRANSLATE_NOOP(
         "AssumptionService",
         "Keeping stock for a year, as a share of its value: capital, space, insurance, ageing."),
     0.0, 5.0, false},
    {"opening_stock_days", QT_TRANSLATE_NOOP("AssumptionService", "Opening stock"),
     QT_TRANSLATE_NOOP(
         "AssumptionService",
         "For how long the stock of today lasts at the forecast, where none was counted."),
     0.0, 3650.0, false},
    {"supplier", QT_TRANSLATE_NOOP("AssumptionService", "Supplier"),
     QT_TRANSLATE_NOOP("AssumptionService", "Code of the supplier that the orders go to."), 1.0, 0.0, false},
    {"service", QT_TRANSLATE_NOOP("AssumptionService", "Service level"),
     QT_TRANSLATE_NOOP("AssumptionService", "Order cycles that are to pass without a stockout."), 0.01,
     0.9999, false},
    {"recapture", QT_TRANSLATE_NOOP("AssumptionService", "Demand that comes back"),
     QT_TRANSLATE_NOOP(
         "AssumptionService", "Customers who buy later when a product is out, so that the sale is not lost."),
     0.0, 1.0, true},
    {"goodwill", QT_TRANSLATE_NOOP("AssumptionService", "Goodwill lost a unit"),
     QT_TRANSLATE_NOOP(
         "AssumptionService", "What an empty shelf costs beyond the lost margin, for each unit not served."),
     0.0, 1e6, false},
};

const Known* knownOf(const QString& name)
{
    const auto found = std::find_if(std::begin(kKnown), std::end(kKnown), [&](const Known& one) {
        return name == QLatin1String(one.name);
    });
    return found == std::end(kKnown) ? nullptr : found;
}

QJsonObject
stateOf(const QString& location, const QString& category, const QJsonObject& values, const QString& user)
{
    return {
        {QStringLiteral("location"), location},
        {QStringLiteral("category"), category},
        {QStringLiteral("values"), values},
        {QStringLiteral("user"), user}};
}

/// Puts values of one scope into an open transaction; an empty value takes one away.
void put(Store& store, const QJsonObject& state)
{
    sql::Statement remove(
        store.db(), "DELETE FROM assumption WHERE coalesce(location, '') = ?1 AND coalesce(category, '') = ?2"
                    " AND name = ?3");
    sql::Statement add(
        store.db(), "INSERT INTO assumption (location, category, name, value, made_at, made_by)"
                    " VALUES (nullif(?1, ''), nullif(?2, ''), ?3, ?4, ?5, ?6)");
    const std::string location = state.value(QStringLiteral("location")).toString().toStdString();
    const std::string category = state.value(QStringLiteral("category")).toString().toStdString();
    const QJsonObject values = state.value(QStringLiteral("values")).toObject();
    for (auto it = values.begin(); it != values.end(); ++it) {
        remove.bind(1, location).bind(2, category).bind(3, it.key().toStdString()).run();
        const std::string value = it.value().toString().toStdString();
        if (value.empty())
            continue;
        add.bind(1, location).bind(2, category).bind(3, it.key().toStdString()).bind(4, value);
        add.bind(5, nowMs()).bind(6, state.value(QStringLiteral("user")).toString().toStdString()).run();
    }
    stampChange(store, kAssumptionsChanged);
}

} // namespace

AssumptionService::AssumptionService(const QString& path)
    : m_path(path)
{
}

QStringList AssumptionService::names()
{
    QStringList all;
    for (const Known& one : kKnown)
        all << QString::fromLatin1(one.name);
    return all;
}

QString AssumptionService::title(const QString& name)
{
    const Known* known = knownOf(name);
    return known ? Texts::tr(known->title) : name;
}

QString AssumptionService::help(const QString& name)
{
    const Known* known = knownOf(name);
    return known ? Texts::tr(known->help) : QString();
}

QString AssumptionService::refusal(const QString& name, const QString& value)
{
    const Known* known = knownOf(name);
    if (!known)
        return Texts::tr("%1 is not something that can be assumed.").arg(name);
    if (value.trimmed().isEmpty())
        return Texts::tr("%1 needs a value.").arg(title(name));
    if (known->least > known->most)
        return {};
    bool read = false;
    const double number = QLocale::c().toDouble(value.trimmed(), &read);
    if (!read || !std::isfinite(number))
        return Texts::tr("%1: %2 is not a number.").arg(title(name), value);
    if (number < known->least || number > known->most || (known->openEnd && number >= known->most)) {
        const QString range = known->openEnd ? Texts::tr("%1 must be from %2 to below %3.")
                                             : Texts::tr("%1 must be from %2 to %3.");
        const QString hint = known->most <= 1.0 && number > 1.0 && number <= 100.0
                                 ? QLatin1Char(' ') + Texts::tr("Rates are shares: %1 for %2 %.")
                                                          .arg(QLocale().toString(number / 100.0))
                                                          .arg(QLocale().toString(number))
                                 : QString();
        return range.arg(title(name), QLocale().toString(known->least), QLocale().toString(known->most)) +
               hint;
    }
    if (name == QLatin1String("review_days") && number != std::floor(number))
        return Texts::tr("%1 must be whole days.").arg(title(name));
    return {};
}

QString AssumptionService::standard(const QString& name)
{
    const PlanningRules& rules = planningRules();
    if (name == QLatin1String("lead_time_sd"))
        return Texts::tr("%1 of the lead time").arg(QLocale().toString(rules.leadTimeSdShare));
    if (name == QLatin1String("service"))
        return Texts::tr("from margin and holding cost");
    const auto found = rules.standards.find(name);
    return found == rules.standards.end() ? QString() : QString::number(found->second);
}

Result<std::vector<Assumption>> AssumptionService::list() const
{
    return reporting("read the assumptions", [&]() -> Result<std::vector<Assumption>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return readAssumptions(*store);
    });
}

Result<std::vector<MissingInput>> AssumptionService::missing() const
{
    return reporting("see what a plan lacks", [&]() -> Result<std::vector<MissingInput>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return missingOf(
            readPlanInputs(*store, lastSalesDay(*store), AssumptionScopes(readAssumptions(*store)), {}));
    });
}

Result<AssumptionEdit> AssumptionService::set(
    const QString& location, const QString& category, const std::map<QString, QString>& values,
    const QString& user) const
{
    if (values.empty())
        return Error{ErrorCode::InvalidInput, "Nothing is assumed.", "Give a name and a value.", {}};
    for (const auto& [name, value] : values) {
        const QString why = value.trimmed().isEmpty() && knownOf(name) ? QString() : refusal(name, value);
        if (!why.isEmpty())
            return Error{
                ErrorCode::InvalidInput,
                why.toStdString(),
                knownOf(name) ? std::string()
                              : "Known: " + names().join(QStringLiteral(", ")).toStdString() + ".",
                {}};
    }
    return reporting("read the assumptions", [&]() -> Result<AssumptionEdit> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const auto exists = [&](const char* query, const QString& key) {
            sql::Statement row(store->db(), query);
            row.bind(1, key.toStdString());
            return row.step();
        };
        if (!location.isEmpty() && !exists("SELECT 1 FROM location WHERE code = ?1", location))
            return Error{
                ErrorCode::NotFound,
                "There is no location " + location.toStdString() + ".",
                "Check its code.",
                {}};
        if (!category.isEmpty() && !exists("SELECT 1 FROM category WHERE path = ?1", category))
            return Error{
                ErrorCode::NotFound,
                "There is no category " + category.toStdString() + ".",
                "Write its whole path, as \"A > B\".",
                {}};
        QJsonObject before, after;
        QStringList said;
        for (const auto& [name, value] : values) {
            before[name] = QString();
            after[name] = value.trimmed();
            said
                << (value.trimmed().isEmpty() ? Texts::tr("no %1").arg(title(name).toLower())
                                              : title(name).toLower() + QLatin1Char(' ') + value.trimmed());
        }
        for (const Assumption& one : readAssumptions(*store)) {
            if (one.location == location && one.category == category && values.count(one.name) > 0)
                before[one.name] = one.value;
        }
        const QString scope = location.isEmpty() && category.isEmpty() ? Texts::tr("everywhere")
                              : location.isEmpty()                     ? category
                              : category.isEmpty()                     ? location
                                                   : Texts::tr("%1 at %2").arg(category, location);
        return AssumptionEdit{
            Texts::tr("assume %1 (%2)").arg(said.join(QStringLiteral(", ")), scope),
            stateOf(location, category, before, user), stateOf(location, category, after, user)};
    });
}

Outcome AssumptionService::setNow(
    const QString& location, const QString& category, const std::map<QString, QString>& values,
    const QString& user, const QString& commandLine) const
{
    const Result<AssumptionEdit> edit = set(location, category, values, user);
    if (!edit)
        return edit.error();
    return reporting("keep the assumption", [&]() -> Outcome {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        put(*store, edit->after);
        store->logCommand(
            user.toStdString(), commandLine.isEmpty() ? "assume" : commandLine.toStdString(),
            edit->text.toStdString());
        transaction.commit();
        return success();
    });
}

Outcome AssumptionService::applyIn(Store& store, const QJsonObject& state, const Progress&)
{
    put(store, state);
    return success();
}

Outcome AssumptionService::apply(const QString& path, const QJsonObject& state)
{
    return changing(path, "keep the assumption", [&](Store& store) { return applyIn(store, state, {}); });
}

} // namespace merch
