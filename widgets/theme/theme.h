#pragma once

#include "models/grid/cell_roles.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPixmap>
#include <QString>

#include <optional>

class QApplication;
class QFontMetricsF;

namespace merch
{

/// All colours of the program: palette, style sheet, delegates and charts read the same tokens.
struct Tokens {
    QColor bg, surface, surfaceAlt, hover, border, borderStrong, text, muted, faint;
    QColor accent, accentHover, accentSoft, onAccent;
    QColor good, goodSoft, warn, warnSoft, bad, badSoft;
    QColor rail, railText, railActive, railHover, railMuted, railOn;
    QColor grid, series2, price, neutralSoft;
    bool dark = false;
};
using ColorToken = QColor Tokens::*;

namespace theme
{

enum class Mode { System, Light, Dark };

/// Loads the fonts that are compiled in. Call once after QApplication was made; apply() does.
bool loadFonts();

/// Sets style, palette, font and style sheet of the whole program; may be called again at any time.
/// `scale` is the font scale, 0.75 to 2; all sizes follow it.
void apply(QApplication& app, Mode mode, double scale = 1.0);

/// What the desktop said of itself (Mode::System follows it); absent = guess from its settings.
void setDesktopDark(std::optional<bool> dark);
/// What Mode::System would be now.
bool systemIsDark();

const Tokens& t();
Mode mode();
bool isDark();
double scale();
/// A length of the design at the font scale.
int px(double length);

/// Colours for paper: exports and prints are always light.
class LightForPaper
{
public:
    LightForPaper();
    ~LightForPaper();
    LightForPaper(const LightForPaper&) = delete;
    LightForPaper& operator=(const LightForPaper&) = delete;

private:
    Tokens m_before;
};

/// `size` in pixels of the design, before the font scale.
const QFont& font(double size, QFont::Weight weight = QFont::Normal);
const QFontMetricsF& metrics(double size, QFont::Weight weight = QFont::Normal);

/// Icons take their colour when painted, so they follow a change of the theme. Without an `on` colour the
/// checked state looks the same.
QIcon icon(const QString& name, ColorToken normal = &Tokens::muted, ColorToken on = nullptr);
QPixmap pixmap(const QString& name, const QColor& color, int size, double dpr);

/// Tells widgets that cache colours (charts) that the theme changed.
class Notifier : public QObject
{
    Q_OBJECT
signals:
    void changed();
};
Notifier& notifier();

} // namespace theme
} // namespace merch
