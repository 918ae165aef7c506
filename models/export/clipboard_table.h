#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

class QMimeData;

namespace merch
{

struct ClipboardCell {
    QString text;
    bool number = false; ///< as the locale writes it; anything else is a text and never becomes a formula
};

/// A table as the clipboard wants it: pastes into a spreadsheet with numbers as numbers and texts as texts.
struct ClipboardTable {
    enum class Row : std::uint8_t { Heading, Values };

    QString tsv, html, csv; ///< HTML names its text cells to the spreadsheet, the other two guard them

    void add(const std::vector<ClipboardCell>& cells, Row row = Row::Values);
    void addHeading(const QStringList& titles);
    std::unique_ptr<QMimeData> mime() const;
};

/// Rows and cells of what a spreadsheet or a ClipboardTable put on the clipboard as text; quoted cells may
/// hold tabs and line breaks. Guards against formulas are taken off.
QList<QStringList> tableFromText(const QString& text);

} // namespace merch
