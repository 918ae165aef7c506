#pragma once

#include "models/import/import_service.h"

#include <vector>

namespace merch
{

/// A field with the headings that it goes by, normalised and parted by '|'.
struct FieldSpec {
    const char* name;
    const char* type;
    bool required;
    const char* headings;
};

struct KindSpec {
    const char* name;
    const char* text;
    std::vector<FieldSpec> fields;
};

/// In reading order: what others refer to comes first.
const std::vector<KindSpec>& kindSpecs();
const KindSpec* findKind(const QString& name);

/// Letters and digits in lower case: "Unit Price (GBP)" -> "unitpricegbp".
QString normalisedHeading(const QString& heading);

/// A known platform's headings, from resources/presets.
struct Preset {
    QString name, kind;
    QStringList detect;         ///< all must be there
    QMap<QString, QString> map; ///< field -> heading
    QMap<QString, QString> answers;
};
const std::vector<Preset>& presetSpecs();

} // namespace merch
