#include "tests/golden/runner/domain.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

#include <zlib.h>

QString DataFolder::find(const QString& name) const
{
    const auto in = [&](const QDir& folder) {
        for (const QString& file : {name, name + QLatin1String(".gz")}) {
            if (folder.exists(file))
                return folder.filePath(file);
        }
        return QString();
    };
    if (!m_folder.isEmpty())
        return in(QDir(m_folder));
    QDir folder = QFileInfo(m_caseFile).absoluteDir();
    do {
        const QString found = in(QDir(folder.filePath(QLatin1String("data"))));
        if (!found.isEmpty())
            return found;
    } while (folder.cdUp());
    return {};
}

qint64 CaseInputs::integer(const char* key, qint64 missing) const
{
    const QJsonValue found = value(key);
    return found.isDouble() ? found.toInteger(qint64(found.toDouble())) : missing;
}

bool CaseInputs::notNegative(std::initializer_list<const char*> keys) const
{
    return std::all_of(keys.begin(), keys.end(), [this](const char* key) {
        const QJsonValue found = value(key);
        return found.isUndefined() || (found.isDouble() && found.toDouble() >= 0.0);
    });
}

std::vector<double> CaseInputs::numbers(const char* key) const
{
    std::vector<double> list;
    for (const QJsonValue& one : value(key).toArray())
        list.push_back(one.toDouble());
    return list;
}

std::vector<qint64> CaseInputs::integers(const char* key) const
{
    std::vector<qint64> list;
    for (const QJsonValue& one : value(key).toArray())
        list.push_back(qint64(std::llround(one.toDouble())));
    return list;
}

namespace
{

QByteArray readAll(const QString& path)
{
    QByteArray content;
    gzFile file = gzopen(path.toLocal8Bit().constData(), "rb"); // reads plain files as they are
    if (!file)
        return content;
    char buffer[1 << 16];
    for (int read; (read = gzread(file, buffer, sizeof buffer)) > 0;)
        content.append(buffer, read);
    gzclose(file);
    return content;
}

/// A quoted cell may hold separators and doubled quotes; no data file breaks a line inside quotes.
QStringList splitLine(const QString& line, QChar separator)
{
    QStringList cells;
    QString cell;
    bool quoted = false;
    for (qsizetype at = 0; at < line.size(); ++at) {
        const QChar c = line.at(at);
        if (c == QLatin1Char('"')) {
            if (quoted && at + 1 < line.size() && line.at(at + 1) == c)
                cell.append(line.at(++at));
            else
                quoted = !quoted;
        } else if (c == separator && !quoted) {
            cells.append(cell);
            cell.clear();
        } else {
            cell.append(c);
        }
    }
    cells.append(cell);
    return cells;
}

} // namespace

DataTable CaseInputs::table(QChar separator) const
{
    DataTable table;
    const QString content = QString::fromUtf8(readAll(m_data.find(text("data"))));
    for (QString line : content.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (line.endsWith(QLatin1Char('\r')))
            line.chop(1);
        QStringList cells = splitLine(line, separator);
        if (table.heading.isEmpty())
            table.heading = cells;
        else
            table.rows.push_back(std::move(cells));
    }
    return table;
}

namespace
{

bool startsOrEnds(const QString& key, const char* start, const char* end)
{
    return (start && key.startsWith(QLatin1String(start))) || (end && key.endsWith(QLatin1String(end)));
}

/// Keys that inform the reader and are not compared, and those with several right answers: what such an
/// answer is worth, and that it is allowed, is computed from it by the function of the case.
bool isInformation(const QString& function, const QString& key)
{
    if (startsOrEnds(key, "published", nullptr) || startsOrEnds(key, "naive_", "_naive") ||
        key.contains(QLatin1String("library")) || startsOrEnds(key, "ols", "_ols") ||
        startsOrEnds(key, "normal_approx_", nullptr) || startsOrEnds(key, "stringdist_", nullptr) ||
        key == QLatin1String("per_seed"))
        return true;
    if (key == QLatin1String("reason") && function.startsWith(QLatin1String("optimal_price_")))
        return true;
    return startsOrEnds(key, "one_optimal", "_quantities") ||
           (key == QLatin1String("quantities") && function == QLatin1String("wagner_whitin"));
}

QString shown(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return QStringLiteral("null");
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double:
        return QString::number(value.toDouble(), 'g', 12);
    case QJsonValue::String:
        return QLatin1Char('"') + value.toString() + QLatin1Char('"');
    case QJsonValue::Array:
        return QStringLiteral("%1 values").arg(value.toArray().size());
    case QJsonValue::Object:
        return QStringLiteral("an object");
    case QJsonValue::Undefined:
        break;
    }
    return QStringLiteral("nothing");
}

class Comparer
{
public:
    Comparer(const QString& function, const QJsonObject& tolerance)
        : m_function(function)
        , m_abs(tolerance.value(QLatin1String("abs")).toDouble())
        , m_rel(tolerance.value(QLatin1String("rel")).toDouble())
        , m_slack(tolerance.value(QLatin1String("slack")).toDouble())
        , m_loglik(tolerance.value(QLatin1String("loglik_abs")))
        , m_floor(tolerance.value(QLatin1String("floor")).toBool())
        , m_ceiling(tolerance.value(QLatin1String("ceiling")).toBool())
    {
    }

    void compare(const QJsonObject& expected, const QJsonObject& answer, const QString& path)
    {
        for (auto it = expected.begin(); it != expected.end(); ++it) {
            if (isInformation(m_function, it.key()) || (m_floor && !isQuality(it.key())))
                continue;
            compare(it.value(), answer.value(it.key()), path + it.key(), it.key());
        }
    }

    Comparison result() const { return {m_worst <= 1.0, m_where}; }

private:
    static bool isQuality(const QString& key)
    {
        return key == QLatin1String("f1") || key == QLatin1String("accuracy") ||
               key == QLatin1String("hit_rate_mean") || key == QLatin1String("ndcg_mean");
    }

    void
    compare(const QJsonValue& expected, const QJsonValue& answer, const QString& path, const QString& key)
    {
        if (expected.isObject() && answer.isObject()) {
            compare(expected.toObject(), answer.toObject(), path + QLatin1Char('.'));
        } else if (expected.isArray() && answer.isArray()) {
            const QJsonArray list = expected.toArray(), other = answer.toArray();
            if (list.size() != other.size())
                note(kInfinite, path, expected, answer);
            for (qsizetype i = 0; i < std::min(list.size(), other.size()); ++i)
                compare(list.at(i), other.at(i), QStringLiteral("%1[%2]").arg(path).arg(i), key);
        } else if (const std::optional<double> wanted = numberOf(expected); wanted && answer.isDouble()) {
            note(error(*wanted, answer.toDouble(), key), path, expected, answer);
        } else if (expected != answer || answer.isUndefined()) {
            note(kInfinite, path, expected, answer);
        }
    }

    /// "inf", "-inf" and "nan" stand for numbers that JSON cannot write; other text is no number.
    static std::optional<double> numberOf(const QJsonValue& value)
    {
        if (value.isDouble())
            return value.toDouble();
        if (value == QLatin1String("inf"))
            return kInfinite;
        if (value == QLatin1String("-inf"))
            return -kInfinite;
        if (value == QLatin1String("nan"))
            return std::numeric_limits<double>::quiet_NaN();
        return std::nullopt;
    }

    /// In units of what is allowed: above 1 fails.
    double error(double expected, double got, const QString& key) const
    {
        if (std::isnan(expected) || std::isnan(got))
            return std::isnan(expected) && std::isnan(got) ? 0.0 : kInfinite;
        if (m_floor)
            return got >= expected - m_slack ? 0.0 : kInfinite;
        if (m_ceiling)
            return got <= expected + m_slack ? 0.0 : kInfinite;
        if (std::isinf(expected) || std::isinf(got))
            return expected == got ? 0.0 : kInfinite;
        const double off = std::abs(got - expected);
        if (off == 0.0)
            return 0.0;
        const bool loglik = m_loglik.isDouble() && key == QLatin1String("loglik");
        const double allowed = loglik ? m_loglik.toDouble() : m_abs + m_rel * std::abs(expected);
        return allowed > 0.0 ? off / allowed : kInfinite;
    }

    void note(double error, const QString& path, const QJsonValue& expected, const QJsonValue& answer)
    {
        if (error <= m_worst && !m_where.isEmpty())
            return;
        m_worst = std::max(m_worst, error);
        m_where = QStringLiteral("%1: got %2, expected %3").arg(path, shown(answer), shown(expected));
        if (std::isfinite(error))
            m_where += QStringLiteral(" (%1 of what is allowed)").arg(error, 0, 'g', 3);
    }

    static constexpr double kInfinite = std::numeric_limits<double>::infinity();
    QString m_function;
    double m_abs, m_rel, m_slack;
    QJsonValue m_loglik;
    bool m_floor, m_ceiling;
    double m_worst = 0.0;
    QString m_where;
};

const DomainFunctions& functions()
{
    static const DomainFunctions all = [] {
        DomainFunctions functions;
        addInventoryFunctions(functions);
        addServiceFunctions(functions);
        addPolicyFunctions(functions);
        addEconomicsFunctions(functions);
        addCensoredDemandFunctions(functions);
        return functions;
    }();
    return all;
}

QString missingData(const QJsonValue& data, const DataFolder& folder)
{
    const QJsonArray names = data.isArray() ? data.toArray() : QJsonArray{data};
    for (const QJsonValue& name : names) {
        if (name.isString() && folder.find(name.toString()).isEmpty())
            return name.toString();
    }
    return {};
}

void runCase(const QJsonObject& one, const DataFolder& folder, Report& report)
{
    const QString id = one.value(QLatin1String("id")).toString();
    const QString name = one.value(QLatin1String("function")).toString();
    const QJsonObject inputs = one.value(QLatin1String("inputs")).toObject();
    const DomainFunction function = functions().value(name);
    if (!function) {
        report.unknown(id, QStringLiteral("function %1").arg(name));
        return;
    }
    if (const QString missing = missingData(inputs.value(QLatin1String("data")), folder);
        !missing.isEmpty()) {
        report.unknown(id, QStringLiteral("no data file %1").arg(missing));
        return;
    }
    const QJsonObject expected = one.value(QLatin1String("expected")).toObject();
    Comparison result;
    try {
        Answer got = function(CaseInputs(inputs, expected, folder));
        // What the engine refuses as a whole has no value at all.
        if (got.isEmpty())
            for (const QString& key : expected.keys())
                got.insert(key, QJsonValue());
        result = compareAnswer(name, expected, got, one.value(QLatin1String("tol")).toObject());
    } catch (const std::exception& e) {
        result = {false, QString::fromUtf8(e.what())};
    }
    if (result.ok)
        report.pass(id, result.where);
    else
        report.fail(id, result.where);
}

} // namespace

Comparison compareAnswer(
    const QString& function, const QJsonObject& expected, const Answer& answer, const QJsonObject& tolerance)
{
    Comparer comparer(function, tolerance);
    comparer.compare(expected, answer, {});
    return comparer.result();
}

bool runDomainFile(const QJsonObject& file, const QString& path, const QString& dataFolder, Report& report)
{
    if (!file.value(QLatin1String("cases")).isArray() || !file.contains(QLatin1String("suite")))
        return false;
    const DataFolder folder(dataFolder, path);
    for (const QJsonValue& one : file.value(QLatin1String("cases")).toArray())
        runCase(one.toObject(), folder, report);
    return true;
}
