#pragma once

#include "tests/golden/runner/suites.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <initializer_list>
#include <optional>
#include <type_traits>
#include <vector>

/// Where the data files of cases are: one folder, or `data/` beside a file or beside a folder above it.
class DataFolder
{
public:
    DataFolder(const QString& folder, const QString& caseFile)
        : m_folder(folder)
        , m_caseFile(caseFile)
    {
    }
    /// Path of `name` or `name`.gz; empty if there is neither.
    QString find(const QString& name) const;

private:
    QString m_folder;
    QString m_caseFile;
};

/// A table of text with a heading line, plain or gzipped.
struct DataTable {
    QStringList heading;
    std::vector<QStringList> rows;
    int column(const QString& name) const { return int(heading.indexOf(name)); }
};

/// The inputs of one case, as the engine takes them.
class CaseInputs
{
public:
    CaseInputs(const QJsonObject& inputs, const QJsonObject& expected, const DataFolder& data)
        : m_inputs(inputs)
        , m_expected(expected)
        , m_data(data)
    {
    }

    bool has(const char* key) const { return m_inputs.contains(QLatin1String(key)); }
    QJsonValue value(const char* key) const { return m_inputs.value(QLatin1String(key)); }
    double number(const char* key, double missing = 0.0) const { return value(key).toDouble(missing); }
    qint64 integer(const char* key, qint64 missing = 0) const;
    QString text(const char* key) const { return value(key).toString(); }
    std::vector<double> numbers(const char* key) const;
    /// Whether all of these that are given are finite and zero or more: what the engine asks of its caller
    /// where it does not check itself.
    bool notNegative(std::initializer_list<const char*> keys) const;
    std::vector<qint64> integers(const char* key) const;
    /// At which points a case wants to know a curve. Only they stand in what it expects; what the curve is
    /// there is not read.
    QStringList pointsOf(const char* curve) const
    {
        return m_expected.value(QLatin1String(curve)).toObject().keys();
    }
    /// The file `inputs.data` names. Its presence was checked before the case ran.
    DataTable table(QChar separator = QLatin1Char(',')) const;

private:
    const QJsonObject& m_inputs;
    const QJsonObject& m_expected;
    const DataFolder& m_data;
};

/// What the engine answered: null where it gives no value, numbers may be infinite. Empty where it refuses.
using Answer = QJsonObject;
using DomainFunction = Answer (*)(const CaseInputs&);
using DomainFunctions = QHash<QString, DomainFunction>;

/// One a suite of functions; each in its own file.
void addInventoryFunctions(DomainFunctions& functions);
void addServiceFunctions(DomainFunctions& functions);
void addPolicyFunctions(DomainFunctions& functions);
void addEconomicsFunctions(DomainFunctions& functions);
void addCensoredDemandFunctions(DomainFunctions& functions);

/// One key of an answer.
struct Field {
    template <typename Value>
    Field(const char* name, const Value& from)
        : key(QLatin1String(name))
        , value(json(from))
    {
    }

    QString key;
    QJsonValue value;

private:
    static QJsonValue json(const QJsonValue& from) { return from; }
    static QJsonValue json(const QString& from) { return from; }
    static QJsonValue json(const QJsonArray& from) { return from; }
    static QJsonValue json(const QJsonObject& from) { return from; }
    static QJsonValue json(bool from) { return from; }
    static QJsonValue json(const std::optional<double>& from)
    {
        return from ? QJsonValue(*from) : QJsonValue();
    }
    template <typename Number>
    requires std::is_arithmetic_v<Number>
    static QJsonValue json(Number from) { return double(from); }
    template <typename Number> static QJsonValue json(const std::vector<Number>& from)
    {
        QJsonArray list;
        for (Number one : from)
            list.append(double(one));
        return list;
    }
};

inline Answer answer(std::initializer_list<Field> fields)
{
    Answer all;
    for (const Field& field : fields)
        all.insert(field.key, field.value);
    return all;
}

/// Largest error of an answer against what is expected, and where.
struct Comparison {
    bool ok = true;
    QString where; ///< "cost: got 3, expected 2" of the worst key
};
Comparison compareAnswer(
    const QString& function, const QJsonObject& expected, const Answer& answer, const QJsonObject& tolerance);

/// One file of golden/domain. False if the file is not of that format. `dataFolder` empty = beside or above
/// `path`.
bool runDomainFile(const QJsonObject& file, const QString& path, const QString& dataFolder, Report& report);
