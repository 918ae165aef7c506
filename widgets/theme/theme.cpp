#include "widgets/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QRegularExpression>
#include <QSettings>
#include <QStyleFactory>
#include <QStyleHints>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>
#include <map>

// Resources of a library are dropped by the linker unless asked for from outside any namespace.
static void initLook()
{
    Q_INIT_RESOURCE(merch_look);
    Q_INIT_RESOURCE(merch_data); // the fonts, which purchase orders need without widgets, too
}

namespace merch::theme
{

using namespace Qt::StringLiterals;

namespace
{

Tokens light()
{
    Tokens k;
    k.bg = 0xF4F6F9, k.surface = 0xFFFFFF, k.surfaceAlt = 0xF8FAFC, k.hover = 0xF1F4F9, k.border = 0xE2E7EE;
    k.borderStrong = 0xCBD3DE, k.text = 0x172033, k.muted = 0x566275, k.faint = 0x7C8798;
    k.accent = 0x2F5FE3, k.accentHover = 0x244FC6, k.accentSoft = 0xE7EEFF, k.onAccent = 0xFFFFFF;
    k.good = 0x0B7A53, k.goodSoft = 0xDFF5EA, k.warn = 0x9A5B00, k.warnSoft = 0xFFF0D1;
    k.bad = 0xBF2B36, k.badSoft = 0xFDE5E6;
    k.rail = 0x121A2B, k.railText = 0xC6D0E1, k.railActive = 0x24324F, k.railHover = 0x1B2640;
    k.railMuted = 0x8E9BB3, k.railOn = 0xFFFFFF;
    k.grid = 0xEBEFF4, k.series2 = 0x8A97AB, k.price = 0x7C4FC4, k.neutralSoft = 0xEDF0F5;
    return k;
}

Tokens darkTokens()
{
    Tokens k;
    k.dark = true;
    k.bg = 0x0E131B, k.surface = 0x161D28, k.surfaceAlt = 0x1A2230, k.hover = 0x1E2736, k.border = 0x263041;
    k.borderStrong = 0x37445A, k.text = 0xE7ECF4, k.muted = 0xA3AFC1, k.faint = 0x7C899D;
    k.accent = 0x6C95FF, k.accentHover = 0x88A9FF, k.accentSoft = 0x1D2B4D, k.onAccent = 0x0B1220;
    k.good = 0x4CCB9F, k.goodSoft = 0x12332B, k.warn = 0xF2B756, k.warnSoft = 0x3A2D15;
    k.bad = 0xFF8086, k.badSoft = 0x40212A;
    k.rail = 0x0A0E15, k.railText = 0xB4C0D3, k.railActive = 0x1C2740, k.railHover = 0x141C2B;
    k.railMuted = 0x8492AA, k.railOn = 0xFFFFFF;
    k.grid = 0x212B3A, k.series2 = 0x7D8BA1, k.price = 0xB89BF5, k.neutralSoft = 0x263041;
    return k;
}

struct State {
    Tokens tokens = light();
    Mode mode = Mode::Light;
    double scale = 1.0;
    std::map<std::pair<int, int>, std::pair<QFont, QFontMetricsF>> fonts;
    bool fontsLoaded = false;
};

State& state()
{
    static State s;
    return s;
}

/// Qt tells the scheme from 6.5 on; before, the palette that the desktop gave out at start, then what the
/// desktop's own settings say.
std::optional<bool>& desktopDark()
{
    static std::optional<bool> dark;
    return dark;
}

QString styleSheet(const Tokens& k, double scale)
{
    QFile file(u":/style/merchbench.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());

    std::vector<std::pair<QString, QColor>> tokens = {
        {u"surfaceAlt"_s, k.surfaceAlt},
        {u"surface"_s, k.surface},
        {u"bg"_s, k.bg},
        {u"hover"_s, k.hover},
        {u"borderStrong"_s, k.borderStrong},
        {u"border"_s, k.border},
        {u"text"_s, k.text},
        {u"muted"_s, k.muted},
        {u"faint"_s, k.faint},
        {u"accentHover"_s, k.accentHover},
        {u"accentSoft"_s, k.accentSoft},
        {u"accent"_s, k.accent},
        {u"onAccent"_s, k.onAccent},
        {u"good"_s, k.good},
        {u"goodSoft"_s, k.goodSoft},
        {u"warn"_s, k.warn},
        {u"warnSoft"_s, k.warnSoft},
        {u"bad"_s, k.bad},
        {u"badSoft"_s, k.badSoft},
        {u"rail"_s, k.rail},
        {u"railText"_s, k.railText},
        {u"railActive"_s, k.railActive},
        {u"railHover"_s, k.railHover},
        {u"railMuted"_s, k.railMuted},
        {u"railOn"_s, k.railOn},
        {u"segments"_s, k.dark ? k.bg : k.neutralSoft},
        {u"tipBack"_s, k.dark ? k.surfaceAlt : k.rail},
        {u"tipText"_s, k.dark ? k.text : QColor(0xF2F5FA)},
        {u"tipEdge"_s, k.dark ? k.borderStrong : k.rail}};
    // Longest first: @accent is the beginning of @accentSoft.
    std::sort(tokens.begin(), tokens.end(), [](const auto& a, const auto& b) {
        return a.first.size() > b.first.size();
    });
    for (const auto& [name, color] : tokens)
        sheet.replace(u'@' + name, color.name());
    sheet.replace(
        u"$down"_s, k.dark ? u":/icons/chevron-down-dark.svg"_s : u":/icons/chevron-down-light.svg"_s);
    sheet.replace(u"$up"_s, k.dark ? u":/icons/chevron-up-dark.svg"_s : u":/icons/chevron-up-light.svg"_s);
    sheet.replace(u"$check"_s, k.dark ? u":/icons/check-dark.svg"_s : u":/icons/check-light.svg"_s);
    if (scale == 1.0)
        return sheet;
    // Hairlines and focus rings stay; everything else grows with the text.
    static const QRegularExpression length(u"(\\d+)px"_s);
    QString scaled;
    qsizetype from = 0;
    for (auto it = length.globalMatch(sheet); it.hasNext();) {
        const auto match = it.next();
        const int value = match.captured(1).toInt();
        scaled += QStringView(sheet).mid(from, match.capturedStart() - from);
        scaled += QString::number(value <= 2 ? value : qRound(value * scale)) + u"px"_s;
        from = match.capturedEnd();
    }
    return scaled.append(QStringView(sheet).mid(from));
}

/// Draws an icon in the colour that its token has at the time of painting.
class TokenIcon final : public QIconEngine
{
public:
    TokenIcon(QString name, ColorToken normal, ColorToken on)
        : m_name(std::move(name))
        , m_normal(normal)
        , m_on(on)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State on) override
    {
        const int side = std::min(rect.width(), rect.height());
        const double dpr = painter->device()->devicePixelRatioF();
        const QPixmap picture = theme::pixmap(m_name, color(mode, on), side, dpr);
        painter->drawPixmap(
            rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, picture);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State on) override
    {
        return theme::pixmap(m_name, color(mode, on), std::min(size.width(), size.height()), 1.0);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State on, qreal dpr) override
    {
        const int side = std::min(size.width(), size.height());
        return theme::pixmap(m_name, color(mode, on), qRound(side / dpr), dpr);
    }
    QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }
    QIconEngine* clone() const override { return new TokenIcon(m_name, m_normal, m_on); }

private:
    QColor color(QIcon::Mode mode, QIcon::State on) const
    {
        const Tokens& k = t();
        if (mode == QIcon::Disabled)
            return m_normal == &Tokens::railText ? k.railMuted : k.faint;
        return k.*(on == QIcon::On && m_on ? m_on : m_normal);
    }
    QString m_name;
    ColorToken m_normal, m_on;
};

} // namespace

const Tokens& t()
{
    return state().tokens;
}
Mode mode()
{
    return state().mode;
}
bool isDark()
{
    return state().tokens.dark;
}
double scale()
{
    return state().scale;
}
int px(double length)
{
    return qRound(length * state().scale);
}

LightForPaper::LightForPaper()
    : m_before(state().tokens)
{
    state().tokens = light();
}
LightForPaper::~LightForPaper()
{
    state().tokens = m_before;
}

Notifier& notifier()
{
    static Notifier n;
    return n;
}

bool loadFonts()
{
    if (state().fontsLoaded)
        return true;
    initLook();
    bool all = true;
    for (const char* weight : {"Regular", "Medium", "SemiBold", "Bold"})
        all &= QFontDatabase::addApplicationFont(
                   u":/fonts/InterTab-%1.otf"_s.arg(QLatin1StringView(weight))) >= 0;
    state().fontsLoaded = all;
    return all;
}

namespace
{
std::pair<QFont, QFontMetricsF>& face(double size, QFont::Weight weight)
{
    const std::pair<int, int> key(qRound(size * 4), weight);
    auto& fonts = state().fonts;
    const auto found = fonts.find(key);
    if (found != fonts.end())
        return found->second;
    QFont f(u"Inter Tab"_s);
    f.setPixelSize(std::max(7, qRound(size * state().scale)));
    f.setWeight(weight);
    f.setHintingPreference(QFont::PreferNoHinting);
    return fonts.emplace(key, std::pair(f, QFontMetricsF(f))).first->second;
}
} // namespace

const QFont& font(double size, QFont::Weight weight)
{
    return face(size, weight).first;
}
const QFontMetricsF& metrics(double size, QFont::Weight weight)
{
    return face(size, weight).second;
}

QPixmap pixmap(const QString& name, const QColor& color, int size, double dpr)
{
    const QString key = u"merch/%1/%2/%3/%4"_s.arg(name, color.name(QColor::HexArgb)).arg(size).arg(dpr);
    QPixmap picture;
    if (size <= 0 || QPixmapCache::find(key, &picture))
        return picture;
    initLook();
    QFile file(u":/icons/%1.svg"_s.arg(name));
    picture = QPixmap(QSize(size, size) * dpr);
    picture.fill(Qt::transparent);
    if (file.open(QIODevice::ReadOnly)) {
        QByteArray svg = file.readAll();
        svg.replace("currentColor", color.name().toLatin1());
        svg.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"");
        QSvgRenderer renderer(svg);
        QPainter painter(&picture);
        painter.setOpacity(color.alphaF());
        renderer.render(&painter);
    }
    picture.setDevicePixelRatio(dpr);
    QPixmapCache::insert(key, picture);
    return picture;
}

QIcon icon(const QString& name, ColorToken normal, ColorToken on)
{
    return QIcon(new TokenIcon(name, normal, on));
}

void setDesktopDark(std::optional<bool> dark)
{
    desktopDark() = dark;
}

bool systemIsDark()
{
    if (desktopDark())
        return *desktopDark();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
#else
    static const bool fromPalette = [] {
        const QPalette given = QGuiApplication::palette();
        return given.color(QPalette::Window).lightness() < given.color(QPalette::WindowText).lightness();
    }();
    if (fromPalette || qEnvironmentVariable("GTK_THEME").endsWith(u"dark"_s, Qt::CaseInsensitive))
        return true;
    const QString config =
        qEnvironmentVariable("XDG_CONFIG_HOME", qEnvironmentVariable("HOME") + u"/.config"_s);
    for (const QString& file : {config + u"/gtk-4.0/settings.ini"_s, config + u"/gtk-3.0/settings.ini"_s}) {
        const QSettings gtk(file, QSettings::IniFormat);
        if (gtk.value(u"Settings/gtk-application-prefer-dark-theme"_s).toBool() ||
            gtk.value(u"Settings/gtk-theme-name"_s).toString().endsWith(u"dark"_s, Qt::CaseInsensitive))
            return true;
    }
    const QSettings kde(config + u"/kdeglobals"_s, QSettings::IniFormat);
    return kde.value(u"General/ColorScheme"_s).toString().contains(u"dark"_s, Qt::CaseInsensitive);
#endif
}

void apply(QApplication& app, Mode mode, double scale)
{
    loadFonts();
    const bool dark = mode == Mode::Dark || (mode == Mode::System && systemIsDark());
    State& s = state();
    s.mode = mode;
    s.scale = std::clamp(scale, 0.75, 2.0);
    s.tokens = dark ? darkTokens() : light();
    s.fonts.clear();

    const Tokens& k = s.tokens;
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QPalette p;
    p.setColor(QPalette::Window, k.bg);
    p.setColor(QPalette::WindowText, k.text);
    p.setColor(QPalette::Base, k.surface);
    p.setColor(QPalette::AlternateBase, k.surfaceAlt);
    p.setColor(QPalette::Text, k.text);
    p.setColor(QPalette::Button, k.surface);
    p.setColor(QPalette::ButtonText, k.text);
    p.setColor(QPalette::BrightText, k.bad);
    p.setColor(QPalette::Highlight, k.accent);
    p.setColor(QPalette::HighlightedText, k.onAccent);
    p.setColor(QPalette::Link, k.accent);
    p.setColor(QPalette::LinkVisited, k.accent);
    p.setColor(QPalette::PlaceholderText, k.muted);
    p.setColor(QPalette::ToolTipBase, k.surfaceAlt);
    p.setColor(QPalette::ToolTipText, k.text);
    p.setColor(QPalette::Mid, k.border);
    p.setColor(QPalette::Light, k.surface);
    p.setColor(QPalette::Midlight, k.border);
    p.setColor(QPalette::Dark, k.borderStrong);
    p.setColor(QPalette::Shadow, dark ? QColor(0x05070B) : k.borderStrong);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, k.faint);
    QApplication::setPalette(p);
    QApplication::setFont(font(13));
    app.setStyleSheet(styleSheet(k, s.scale));
    emit notifier().changed();
}

} // namespace merch::theme

#include "moc_theme.cpp"
