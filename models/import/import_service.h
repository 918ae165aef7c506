#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <vector>

namespace merch
{

/// One field that a kind of extract has.
struct ImportField {
    QString name; ///< "unit_cost"
    QString type; ///< text, number, count, money, price, share, date, time, flag
    bool required = false;
};

/// One kind of extract, in the order in which several are read (products before sales).
struct ImportKind {
    QString name; ///< "supplier_products"
    QString text; ///< what it holds, for a person
    std::vector<ImportField> fields;
};

/// A point open to two readings. The import does not run until it is answered (or the suggestion is taken by
/// the caller's own choice).
struct ImportQuestion {
    struct Choice {
        QString value; ///< "dmy"
        QString text;  ///< "3 April"
    };
    QString id;     ///< "date-order", "decimal", "kind", "overlap": the CLI's option without --
    QString column; ///< heading it is about; empty = the whole file
    QString text;   ///< "Is 03/04/2024 3 April or 4 March?"
    std::vector<Choice> choices;
};

/// One column of a file and what it was taken for.
struct ImportColumn {
    QString heading;
    QString field;           ///< empty = skipped (for products and drivers: kept under its heading)
    double confidence = 0.0; ///< 0..1; 1 = a canonical or preset heading, or the user's choice
    QString type;            ///< as ImportField::type, from the values where no field is mapped
    QString style;           ///< "31/12/2010 08:26", "1.234,50", "2010-12-31"; empty = text
    bool doubtful = false;   ///< a question is open about it
};

struct ImportPreviewCell {
    QString raw;
    QString shown;   ///< as it was understood: ISO dates, plain numbers
    QString problem; ///< why it will be rejected; empty = fine
};

struct ImportPreviewRow {
    qint64 line = 0;
    std::vector<ImportPreviewCell> cells; ///< by column
    QString problem;                      ///< of the row as a whole: cannot be split
};

/// What one extract was taken for. Nothing has been written.
struct ImportGuess {
    QString file; ///< path
    QString part; ///< member of a zip, sheet of a workbook; empty = the file itself
    QString kind;
    double confidence = 0.0;
    QString preset; ///< empty = none
    QString source;
    QString sha256;
    std::optional<qint64> importedAs; ///< the same content is already in as this import: it would be skipped
    qint64 bytes = 0;
    QString encoding;  ///< "UTF-8", "UTF-16LE", "Windows-1252"; "XLSX"
    QString delimiter; ///< "comma", "semicolon", "tab", "pipe", "blank"; empty for a workbook
    qint64 headerLine = 1;
    bool wide = false; ///< one column a period
    std::optional<Grain> grain;
    int weekStart = 0;
    std::optional<Day> firstDay, lastDay; ///< of the rows looked at
    std::optional<qint64> rows;           ///< known where the file was read to its end
    std::vector<ImportColumn> columns;
    QStringList missing; ///< required fields that no column maps to
    std::vector<ImportQuestion> questions;
    std::vector<ImportPreviewRow> preview;
};

/// One extract to read. All but the file may be left empty: then it is guessed, or taken from what its source
/// remembers.
struct ImportRequest {
    QString file;
    QString part;
    QString kind;
    QString preset;
    QMap<QString, QString> map; ///< field -> heading; "" as heading = the field is not in the file
    QString source;
    QString overlap;                ///< "replace", "add", or empty
    QMap<QString, QString> answers; ///< question id, or id:heading -> choice
};

struct RejectGroup {
    QString reason;
    qint64 count = 0;
    qint64 firstLine = 0;
};

/// What became of one extract.
struct ImportReport {
    qint64 importId = 0; ///< 0 for a dry run; of the earlier import where skipped
    QString file, part, kind, preset, source;
    qint64 rowsRead = 0, rowsAccepted = 0, rowsRejected = 0;
    std::vector<RejectGroup> rejects;
    std::optional<Day> firstDay, lastDay;
    QMap<QString, qint64> classified;    ///< class ("postage") -> lines kept out of demand
    qint64 returns = 0, returnUnits = 0; ///< lines netted from demand
    qint64 newProducts = 0, changedProducts = 0, stubProducts = 0, stubLocations = 0, newSeries = 0;
    qint64 duplicates = 0;    ///< rows equal to an earlier one in all their fields
    qint64 notListed = 0;     ///< cells of a wide table before the product had a price
    QList<qint64> overlapped; ///< imports whose cells were replaced or added to
    QString leftOut;          ///< why a member of a zip was not read; empty = it was
    QStringList notes;        ///< anything else a person should know, one sentence each
    double seconds = 0.0;
    bool skipped = false; ///< the same content was already in
};

struct ImportBatch {
    std::vector<ImportReport> imports; ///< in the order in which they were read
    double seconds = 0.0;
    double rowsPerSecond = 0.0;
};

struct ImportRecord {
    qint64 importId = 0;
    QString source, kind, file;
    qint64 bytes = 0, rowsRead = 0, rowsAccepted = 0, rowsRejected = 0;
    std::optional<Day> firstDay, lastDay;
    qint64 madeAt = 0; ///< Unix milliseconds
    QString madeBy;
    QString overlap;
    double seconds = 0.0;
    qint64 undoneAt = 0; ///< 0 = live
    QString undoneBy;
};

struct RejectedRow {
    qint64 line = 0;
    QString reason, field, value, raw;
    QString repaired;          ///< raw text as mended by the user; empty = not yet
    qint64 repairedImport = 0; ///< the import that took the mended row in; 0 = none
};

/// Reads extracts into the store at a path. Every call opens its own connection and may run on any thread.
/// The same service stands behind the wizard and `merchbench-cli import`.
class ImportService
{
public:
    explicit ImportService(const QString& storePath);

    /// The kinds of extracts, in reading order.
    static const std::vector<ImportKind>& kinds();
    static QStringList presets();

    /// The extracts inside a file: members of a zip, sheets of a workbook; one empty name for a plain file.
    static Result<QStringList> parts(const QString& file);

    /// Guesses kind, mapping and styles from the headings and the values. Reads at most some tens of
    /// megabytes.
    Result<ImportGuess> inspect(const ImportRequest& request, int previewRows = 200) const;

    /// Reads everything and counts, as run() would; the store stays as it was.
    Result<ImportBatch> dryRun(const std::vector<ImportRequest>& requests, const Progress& progress) const;

    /// All extracts in one transaction, in a sensible order. InvalidInput where one cannot be read, lacks a
    /// required field or is open to two readings: the message spells out the choices.
    Result<ImportBatch>
    run(const std::vector<ImportRequest>& requests, const QString& user, const QString& commandLine,
        const Progress& progress) const;

    Result<std::vector<ImportRecord>> history() const;
    /// Takes one import back out, exactly, whatever came later.
    Outcome
    undo(qint64 importId, const QString& user, const QString& commandLine, const Progress& progress) const;

    Result<std::vector<RejectedRow>> rejects(qint64 importId) const;
    Outcome repair(qint64 importId, qint64 line, const QString& raw) const;
    /// Keeps all these rows, by their lines, or none.
    Outcome repair(qint64 importId, const std::map<qint64, QString>& rows) const;
    /// Imports the repaired rows as their file was read, and adds them to what is there. Rows that are still
    /// wrong stay with their new reason; where all are, the report's importId is 0.
    Result<ImportReport> importRepaired(qint64 importId, const QString& user, const Progress& progress) const;

private:
    QString m_path;
};

} // namespace merch
