#include "widgets/theme/draw.h"

#include "widgets/theme/theme.h"

#include <QBrush>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace merch::draw
{

using theme::t;

QColor toneText(Tone tone)
{
    switch (tone) {
    case Tone::Accent:
        return t().accent;
    case Tone::Good:
        return t().good;
    case Tone::Warn:
        return t().warn;
    case Tone::Bad:
        return t().bad;
    case Tone::Neutral:
        break;
    }
    return t().muted;
}

QColor toneSoft(Tone tone)
{
    switch (tone) {
    case Tone::Accent:
        return t().accentSoft;
    case Tone::Good:
        return t().goodSoft;
    case Tone::Warn:
        return t().warnSoft;
    case Tone::Bad:
        return t().badSoft;
    case Tone::Neutral:
        break;
    }
    return t().neutralSoft;
}

QColor mix(const QColor& a, const QColor& b, double s)
{
    const auto part = [s](double x, double y) { return static_cast<float>(x * s + y * (1 - s)); };
    return QColor::fromRgbF(
        part(a.redF(), b.redF()), part(a.greenF(), b.greenF()), part(a.blueF(), b.blueF()));
}

QColor faded(QColor color, int alpha)
{
    color.setAlpha(alpha);
    return color;
}

bool text(
    QPainter& p, const QRectF& where, const QString& text, const QColor& color, double size,
    QFont::Weight weight, int align, Qt::TextElideMode elide)
{
    const QFontMetricsF& m = theme::metrics(size, weight);
    p.setFont(theme::font(size, weight));
    p.setPen(color);
    const bool fits = m.horizontalAdvance(text) <= where.width() + 0.5;
    p.drawText(where, align, fits ? text : m.elidedText(text, elide, where.width() + 0.5));
    return !fits;
}

double textWidth(const QString& text, double size, QFont::Weight weight)
{
    return theme::metrics(size, weight).horizontalAdvance(text);
}

double pillWidth(const QString& text)
{
    return std::ceil(textWidth(text, 12, QFont::DemiBold)) + theme::px(16);
}

void pill(QPainter& p, QPointF at, const QString& s, Tone tone, const QColor& back)
{
    const double h = theme::px(20);
    const QRectF b(at.x(), std::round(at.y() - h / 2 - 0.5), pillWidth(s), h);
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(back.isValid() ? back : toneSoft(tone));
    p.drawRoundedRect(b, h / 2, h / 2);
    text(p, b, s, toneText(tone), 12, QFont::DemiBold, Qt::AlignCenter);
    p.restore();
}

void sparkline(
    QPainter& p, const QRectF& r, const std::vector<float>& values, const QColor& line, bool fill,
    int tailFrom, const QColor& tail)
{
    float low = 0, high = 0;
    bool any = false;
    for (const float v : values) {
        if (!std::isfinite(v))
            continue;
        low = any ? std::min(low, v) : v;
        high = any ? std::max(high, v) : v;
        any = true;
    }
    if (values.size() < 2 || !any)
        return;
    const double span = std::max({1e-6, double(high) - low, 0.35 * std::abs(double(high))});
    const double bottom = (double(high) + low - span) / 2;
    QPolygonF points;
    qsizetype split = -1;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]))
            continue;
        if (tailFrom >= 0 && split < 0 && static_cast<int>(i) >= tailFrom)
            split = points.size();
        points << QPointF(
            r.left() + r.width() * static_cast<double>(i) / static_cast<double>(values.size() - 1),
            r.bottom() - r.height() * (values[i] - bottom) / span);
    }
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    if (fill) {
        QPainterPath path;
        path.addPolygon(points);
        path.lineTo(points.last().x(), r.bottom() + 2);
        path.lineTo(points.first().x(), r.bottom() + 2);
        path.closeSubpath();
        QLinearGradient under(r.topLeft(), r.bottomLeft());
        under.setColorAt(0, faded(line, 60));
        under.setColorAt(1, faded(line, 0));
        p.fillPath(path, under);
    }
    const auto pen = [](const QColor& c, double w) {
        return QPen(c, w, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    };
    p.setPen(pen(line, 1.5));
    p.drawPolyline(split < 0 ? points : QPolygonF(points.mid(0, split)));
    if (split > 0 && split < points.size()) {
        p.setPen(pen(tail, 1.75));
        p.drawPolyline(QPolygonF(points.mid(split - 1)));
    }
    p.setPen(Qt::NoPen);
    p.setBrush(split > 0 ? tail : line);
    p.drawEllipse(points.last(), 2.2, 2.2);
    p.restore();
}

void whiskerBar(QPainter& p, double y, double x0, double x, double lo, double hi, const QColor& bar, double h)
{
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(bar);
    p.setClipRect(QRectF(x0, y - h, std::max(0.0, x - x0) + 1, 2 * h)); // square at zero, round at the value
    p.drawRoundedRect(QRectF(x0 - 4, y - h / 2, x - x0 + 4, h), 3, 3);
    const auto whisker = [&](const QColor& c, const QRectF& clip) { // light on the bar, dark beyond it
        p.setClipRect(clip);
        p.setPen(QPen(c, 1.5, Qt::SolidLine, Qt::FlatCap));
        p.drawLine(QPointF(lo, y), QPointF(hi, y));
        for (const double e : {lo, hi})
            p.drawLine(QPointF(e, y - 4), QPointF(e, y + 4));
    };
    if (hi > lo) {
        whisker(t().onAccent, {x0, y - h, x - x0, 2 * h});
        whisker(t().text, {x, y - h, std::max(0.0, hi - x) + 2, 2 * h});
    }
    p.restore();
}

void rangeBar(
    QPainter& p, const QRectF& r, double low, double mid, double high, double zero, const QColor& color)
{
    const auto x = [&](double v) { return r.left() + r.width() * std::clamp(v, 0.0, 1.0); };
    const double y = r.center().y() + 0.5;
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    if (zero >= 0) {
        p.setPen(QPen(t().borderStrong, 1));
        const double at = std::round(x(zero)) + 0.5;
        p.drawLine(QPointF(at, y - 8), QPointF(at, y + 8));
    }
    p.setPen(QPen(faded(color, t().dark ? 110 : 80), 4, Qt::SolidLine, Qt::RoundCap));
    p.drawLine(QPointF(x(low), y), QPointF(x(high), y));
    p.setPen(Qt::NoPen);
    p.setBrush(color);
    p.drawEllipse(QPointF(x(mid), y), 3, 3);
    p.restore();
}

void shareBar(QPainter& p, const QRectF& r, double share, const QColor& color)
{
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(t().dark ? t().borderStrong : t().border);
    const double radius = r.height() / 2;
    p.drawRoundedRect(r, radius, radius);
    if (share > 0) {
        p.setBrush(color);
        p.drawRoundedRect(
            QRectF(r.left(), r.top(), std::max(r.height(), r.width() * std::min(1.0, share)), r.height()),
            radius, radius);
    }
    p.restore();
}

void checkBox(QPainter& p, const QPointF& center, Check check, bool enabled)
{
    const double side = theme::px(16);
    const QRectF b(std::round(center.x() - side / 2), std::round(center.y() - side / 2), side, side);
    const bool on = check != Check::Off;
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    const QColor fill = enabled ? t().accent : t().faint;
    p.setPen(QPen(on ? fill : enabled ? t().muted : t().faint, 1.4));
    p.setBrush(on ? fill : t().surface);
    p.drawRoundedRect(b.adjusted(.7, .7, -.7, -.7), 4, 4);
    if (on) {
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(t().onAccent, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const double u = side / 16;
        if (check == Check::Part)
            p.drawLine(b.topLeft() + QPointF(4.5, 8) * u, b.topLeft() + QPointF(11.5, 8) * u);
        else
            p.drawPolyline(QPolygonF(
                {b.topLeft() + QPointF(4.4, 8.4) * u, b.topLeft() + QPointF(7, 11) * u,
                 b.topLeft() + QPointF(11.8, 5.4) * u}));
    }
    p.restore();
}

void keycap(QPainter& p, const QRectF& r, const QString& s)
{
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(t().border, 1));
    p.setBrush(t().surfaceAlt);
    p.drawRoundedRect(r.adjusted(.5, .5, -.5, -.5), 5, 5);
    text(p, r, s, t().muted, 11, QFont::Medium, Qt::AlignCenter);
    p.restore();
}

void assumptionMark(
    QPainter& p, const QRectF& r, const QString& s, const QColor& color, int align, double size)
{
    const QFontMetricsF& m = theme::metrics(size);
    const double w = m.horizontalAdvance(s), y = std::round(r.center().y() + m.ascent() / 2) + 2.5;
    const double right = (align & Qt::AlignRight) ? r.right() : r.left() + w;
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    QPen dots(color, 1.4, Qt::CustomDashLine, Qt::RoundCap);
    dots.setDashPattern({0.1, 2.0});
    p.setPen(dots);
    p.drawLine(QPointF(right - w, y), QPointF(right, y));
    p.restore();
}

QBrush hatch(const QColor& color)
{
    QPixmap tile(12, 12);
    tile.fill(Qt::transparent);
    QPainter p(&tile);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(color, 1.1));
    for (const int o : {-12, -6, 0, 6, 12})
        p.drawLine(QPointF(o - 1, 13), QPointF(o + 13, -1));
    return QBrush(tile);
}

void logo(QPainter& p, const QRectF& r)
{
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.translate(r.topLeft());
    p.scale(r.width() / 30, r.height() / 30);
    p.setPen(Qt::NoPen);
    p.setBrush(QColor(0x2F5FE3));
    p.drawRoundedRect(QRectF(0, 0, 30, 30), 8, 8);
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(Qt::white, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    p.drawPolyline(QPolygonF({{7.5, 20}, {13, 14}, {17, 17}, {22.5, 9}}));
    p.restore();
}

} // namespace merch::draw
