#pragma once

#include <QString>
#include <QStringList>

namespace merch
{

/// Languages that texts are there in: "en", "de".
QStringList languages();

/// The one to speak for a wish ("de", empty = the system's): one of languages(), English where there is none.
QString languageFor(const QString& wish);

/// Puts the texts of a language before the program; English has its plurals there too. Call before the first
/// widget is made.
void speak(const QString& language);

} // namespace merch
