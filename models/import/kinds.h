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

} // namespace merch
