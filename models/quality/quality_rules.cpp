#include "models/quality/quality_rules.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace merch
{

namespace
{

constexpr qint64 kLargestFile = 4 << 20;

QualityRule parsed(const QByteArray& text)
{
    QualityRule rule;
    for (const QByteArray& bytes : text.split('\n')) {
        const QString line = QString::fromUtf8(bytes);
        if (!line.startsWith(QLatin1String("-- "))) {
            rule.query += line.toStdString() + "\n";
            continue;
        }
        const qsizetype colon = line.indexOf(QLatin1String(": "));
        const QString key = line.mid(3, colon - 3);
        const std::string value = line.mid(colon + 2).trimmed().toStdString();
        if (key == QLatin1String("rule"))
            rule.id = value;
        else if (key == QLatin1String("dimension"))
            rule.dimension = value;
        else if (key == QLatin1String("severity"))
            rule.severity = value;
        else if (key == QLatin1String("critical"))
            rule.critical = value == "yes";
        else if (key == QLatin1String("title"))
            rule.title = value;
        else if (key == QLatin1String("suggestion"))
            rule.suggestion = value;
        else if (key == QLatin1String("entity"))
            rule.entity = value;
        else if (key == QLatin1String("looked_at"))
            rule.lookedAt = value;
        else if (key == QLatin1String("limit"))
            rule.limit = QString::fromStdString(value).toDouble();
    }
    if (QString::fromStdString(rule.query).trimmed().isEmpty())
        rule.query.clear();
    return rule;
}

/// What is wrong with an entry, or "".
QString applied(const QJsonObject& entry, std::vector<QualityRule>& rules)
{
    static const QStringList texts{QStringLiteral("rule"),       QStringLiteral("dimension"),
                                   QStringLiteral("severity"),   QStringLiteral("title"),
                                   QStringLiteral("suggestion"), QStringLiteral("entity"),
                                   QStringLiteral("looked_at"),  QStringLiteral("query")};
    static const QStringList flags{QStringLiteral("critical"), QStringLiteral("off")};
    for (auto it = entry.begin(); it != entry.end(); ++it) {
        const bool fits = texts.contains(it.key())             ? it.value().isString()
                          : flags.contains(it.key())           ? it.value().isBool()
                          : it.key() == QLatin1String("limit") ? it.value().isDouble()
                                                               : false;
        if (!fits)
            return texts.contains(it.key())   ? QStringLiteral("\"%1\" must be a text").arg(it.key())
                   : flags.contains(it.key()) ? QStringLiteral("\"%1\" must be true or false").arg(it.key())
                   : it.key() == QLatin1String("limit")
                       ? QStringLiteral("\"limit\" must be a number")
                       : QStringLiteral("\"%1\" means nothing here; there are %2, %3, limit")
                             .arg(
                                 it.key(), texts.join(QStringLiteral(", ")),
                                 flags.join(QStringLiteral(", ")));
    }
    const QString id = entry.value(QStringLiteral("rule")).toString();
    static const QRegularExpression word(QStringLiteral("^[a-z][a-z0-9_]{0,63}$"));
    if (!word.match(id).hasMatch())
        return QStringLiteral("\"rule\" must name it in small letters and _");
    static const QStringList severities{
        QStringLiteral("error"), QStringLiteral("warning"), QStringLiteral("info")};
    if (entry.contains(QStringLiteral("severity")) &&
        !severities.contains(entry.value(QStringLiteral("severity")).toString()))
        return QStringLiteral("\"severity\" is one of %1").arg(severities.join(QStringLiteral(", ")));

    auto at = std::find_if(
        rules.begin(), rules.end(), [&id](const QualityRule& rule) { return rule.id == id.toStdString(); });
    const bool brings = entry.contains(QStringLiteral("query"));
    if (at == rules.end() && !brings) {
        QStringList known;
        for (const QualityRule& rule : rules)
            known += QString::fromStdString(rule.id);
        return QStringLiteral("there is no rule %1, and it brings no \"query\"; there are %2")
            .arg(id, known.join(QStringLiteral(", ")));
    }
    if (at != rules.end() && brings && !at->own)
        return QStringLiteral("%1 is a standard rule: give yours another name").arg(id);
    if (entry.value(QStringLiteral("off")).toBool()) {
        if (at != rules.end())
            rules.erase(at);
        return {};
    }
    if (at == rules.end()) {
        QualityRule rule;
        rule.id = rule.title = id.toStdString();
        rule.dimension = "validity";
        rule.severity = "warning";
        rule.entity = "row";
        rule.own = true;
        at = rules.insert(rules.end(), rule);
    }
    if (entry.contains(QStringLiteral("limit")) && !at->limit)
        return QStringLiteral("%1 has no limit to be changed").arg(id);
    const auto take = [&entry](const char* key, std::string& to) {
        if (const QJsonValue value = entry.value(QLatin1String(key)); value.isString())
            to = value.toString().toStdString();
    };
    take("dimension", at->dimension);
    take("severity", at->severity);
    take("title", at->title);
    take("suggestion", at->suggestion);
    take("entity", at->entity);
    take("looked_at", at->lookedAt);
    take("query", at->query);
    at->critical = entry.value(QStringLiteral("critical")).toBool(at->critical);
    if (const QJsonValue limit = entry.value(QStringLiteral("limit")); limit.isDouble()) {
        if (limit.toDouble() <= 0)
            return QStringLiteral("\"limit\" must be above zero");
        at->limit = limit.toDouble();
    }
    return {};
}

Error unreadable(const QString& text, const char* remedy)
{
    return {ErrorCode::InvalidInput, text.toStdString(), remedy, {}};
}

} // namespace

std::vector<QualityRule> standardRules()
{
    std::vector<QualityRule> rules;
    const QDir folder(QStringLiteral(":/sql/checks"));
    for (const QString& name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            rules.push_back(parsed(file.readAll()));
    }
    return rules;
}

Result<std::vector<QualityRule>> rulesWith(const QString& file)
{
    std::vector<QualityRule> rules = standardRules();
    if (file.isEmpty())
        return rules;
    QFile from(file);
    if (QFileInfo(file).isDir() || !from.open(QIODevice::ReadOnly))
        return unreadable(file + QStringLiteral(" could not be read."), "Check its name and permissions.");
    if (from.size() > kLargestFile)
        return unreadable(file + QStringLiteral(" is too large for rules."), "It may hold up to 4 MB.");
    const QByteArray text = from.readAll();
    QJsonParseError wrong;
    const QJsonDocument document = QJsonDocument::fromJson(text, &wrong);
    if (wrong.error != QJsonParseError::NoError)
        return unreadable(
            QStringLiteral("%1, line %2: %3.")
                .arg(file)
                .arg(text.left(wrong.offset).count('\n') + 1)
                .arg(wrong.errorString()),
            "Rules are JSON.");
    const QJsonValue list = document.object().value(QStringLiteral("rules"));
    if (!list.isArray())
        return unreadable(
            file + QStringLiteral(" holds no list \"rules\"."),
            R"(Write it as {"rules": [{"rule": "calendar_gap", "severity": "error"}]}.)");
    int number = 0;
    for (const QJsonValue& entry : list.toArray()) {
        ++number;
        const QString why =
            entry.isObject() ? applied(entry.toObject(), rules) : QStringLiteral("it is no object");
        if (!why.isEmpty())
            return unreadable(
                QStringLiteral("%1, rule %2: %3.").arg(file).arg(number).arg(why), "The store is as it was.");
    }
    return rules;
}

} // namespace merch
