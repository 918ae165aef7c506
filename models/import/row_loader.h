#pragma once

#include "models/import/dictionary.h"
#include "models/import/import_service.h"
#include "models/import/reading_plan.h"

#include <functional>
#include <optional>

namespace merch
{

class Store;

/// Reads every row of a planned extract into the store under an import. Call inside a transaction. Rows that
/// cannot be taken go to `reject` with their reason and field.
class RowLoader
{
public:
    RowLoader(Store& store, const ReadingPlan& plan, std::int64_t importId, ImportReport& report);

    using Reject = std::function<void(
        const Record& record, const QString& reason, const QString& field, std::string_view value)>;
    /// Throws ReadError, CancelledWork, OverlapUnsettled or UnitsAreFractional.
    void load(RowReader& reader, const Reject& reject, const Progress& progress);

private:
    struct Sales;
    bool nextRow(RowReader& reader, Record& record, const Reject& reject, const Progress& progress);
    void loadSales(RowReader& reader, const Reject& reject, const Progress& progress);
    void loadStock(RowReader& reader, const Reject& reject, const Progress& progress);
    void loadDictionary(RowReader& reader, const Reject& reject, const Progress& progress);
    void loadPlain(RowReader& reader, const Reject& reject, const Progress& progress);
    void keepPolicy(int series, std::optional<std::int64_t> least, std::optional<std::int64_t> most);

    std::string_view text(const Record& record, const char* field) const;
    bool money(const Record& record, const char* field, int digits, std::int64_t& value) const;
    bool real(const Record& record, const char* field, double& value) const;
    bool day(const Record& record, const char* field, Day& value) const;
    void seen(Day day);

    Store& m_store;
    int m_digits;      ///< of the currency's minor unit
    double m_perMinor; ///< 1/10,000 of the currency unit in a minor unit
    const ReadingPlan& m_plan;
    std::int64_t m_import;
    ImportReport& m_report;
    Dictionary m_names;
};

/// Units with fractions where whole ones were expected: the file is to be read again as goods by weight.
struct UnitsAreFractional : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A file that overlaps what is there, from a source that has not said what to do then.
struct OverlapUnsettled : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace merch
