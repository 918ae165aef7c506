#pragma once

#include "widgets/theme/theme.h"

#include <QStringList>

namespace merch
{

/// What the user chose for the program; the one place that spells the keys.
struct AppSettings {
    theme::Mode mode = theme::Mode::System;
    double scale = 1.0; ///< font scale
    QString user;       ///< empty = login name
    QString language;   ///< "de"; empty = the system's; holds from the next start
    QString locale;     ///< of numbers and dates, "en_GB"; empty = the system's
    int threads = 0;    ///< of calculations; 0 = all cores

    static AppSettings load();
    void save() const;
    /// Style, fonts, number formats and thread limit of the running program.
    void apply() const;
    /// The language; before the first widget.
    void applyLanguage() const;
};

/// Stores opened before, newest first, those that are gone left out.
QStringList recentStores();
void rememberStore(const QString& path);

} // namespace merch
