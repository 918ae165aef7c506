#include "models/import/presets.h"

#include "models/import/kinds.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

static void registerPresets()
{
    Q_INIT_RESOURCE(merch_data);
}

namespace merch
{

namespace
{

QMap<QString, QString> texts(const QJsonValue& value)
{
    QMap<QString, QString> map;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        map[it.key()] = it.value().toString();
    return map;
}

QStringList list(const QJsonValue& value)
{
    QStringList all;
    for (const QJsonValue& item : value.toArray())
        all += item.toString();
    return all;
}

PresetForm formOf(const QJsonObject& object)
{
    const auto at = [&object](const char* key) { return object.value(QLatin1String(key)); };
    PresetForm form;
    form.kind = at("kind").toString();
    form.detect = list(at("detect"));
    form.map = texts(at("map"));
    form.attributes = texts(at("attributes"));
    form.constants = texts(at("constants"));
    form.answers = texts(at("answers"));
    const QJsonObject values = at("values").toObject();
    for (auto it = values.begin(); it != values.end(); ++it)
        form.values[it.key()] = texts(it.value());
    form.carry = list(at("carry"));
    form.carryBy = at("carry_by").toString();
    form.skipEmpty = list(at("skip_empty"));
    for (const QJsonValue& value : at("columns").toArray()) {
        const QMap<QString, QString> column = texts(value);
        form.columns.push_back(
            {column.value(QStringLiteral("headings")), column.value(QStringLiteral("field")),
             column.value(QStringLiteral("periods"))});
    }
    form.paths = texts(at("paths"));
    form.defines = texts(at("defines"));
    form.periodOf = texts(at("period_of"));
    form.definedIn = at("defined_in").toString();
    return form;
}

} // namespace

const std::vector<Preset>& presetSpecs()
{
    static const std::vector<Preset> all = [] {
        registerPresets();
        std::vector<Preset> read;
        const QDir folder(QStringLiteral(":/presets"));
        for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
            Preset preset;
            preset.name = object.value(QStringLiteral("name")).toString();
            for (const QJsonValue& form : object.value(QStringLiteral("forms")).toArray())
                preset.forms.push_back(formOf(form.toObject()));
            read.push_back(std::move(preset));
        }
        return read;
    }();
    return all;
}

const Preset* findPreset(const QString& name)
{
    const auto& all = presetSpecs();
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const Preset& preset) { return preset.name == name; });
    return at == all.end() ? nullptr : &*at;
}

int headingAt(const QStringList& headings, const QString& names)
{
    for (const QString& name : names.split(QLatin1Char('|'))) {
        const QString wanted = normalisedHeading(name);
        for (qsizetype c = 0; c < headings.size(); ++c) {
            if (normalisedHeading(headings[c]) == wanted)
                return static_cast<int>(c);
        }
    }
    return -1;
}

const PresetForm* fittingForm(const Preset& preset, const QStringList& headings, const QString& kind)
{
    for (const PresetForm& form : preset.forms) {
        const bool fits = std::all_of(form.detect.begin(), form.detect.end(), [&](const QString& names) {
            return headingAt(headings, names) >= 0;
        });
        if (fits && (kind.isEmpty() || kind == form.kind))
            return &form;
    }
    return nullptr;
}

} // namespace merch
