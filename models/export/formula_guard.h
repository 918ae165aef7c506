#pragma once

#include <QString>
#include <QStringView>

namespace merch
{

/// Whether a spreadsheet that reads `text` as typed would run it: it begins with = + - @ (or their full-width
/// forms, which Excel takes for the same in East Asian settings), a tab or a line break.
bool runsAsFormula(QStringView text);

/// `text` with an apostrophe before it where it would run: spreadsheets then keep it as a text.
QString guarded(const QString& text);

/// What `guarded` was given: the apostrophe before a formula's first sign taken off, nothing else.
QString unguarded(const QString& text);

} // namespace merch
