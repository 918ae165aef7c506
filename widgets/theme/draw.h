#pragma once

#include "models/grid/cell_roles.h"

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <Qt>

#include <vector>

class QPainter;
class QBrush;

/// Small drawings that delegates, cards and pages share. Sizes are the design's; the font scale is applied
/// inside.
namespace merch::draw
{

inline constexpr int kLeftMid = int(Qt::AlignLeft) | int(Qt::AlignVCenter);
inline constexpr int kRightMid = int(Qt::AlignRight) | int(Qt::AlignVCenter);

QColor toneText(Tone tone); ///< neutral = muted
QColor toneSoft(Tone tone);
QColor mix(const QColor& a, const QColor& b, double shareOfA);
QColor faded(QColor color, int alpha);

/// Elided where room lacks; returns true if it had to be.
bool text(
    QPainter& p, const QRectF& where, const QString& text, const QColor& color, double size = 13,
    QFont::Weight weight = QFont::Normal, int align = kLeftMid, Qt::TextElideMode elide = Qt::ElideRight);
double textWidth(const QString& text, double size, QFont::Weight weight = QFont::Normal);

double pillWidth(const QString& text);
/// `leftMiddle` is the middle of its left edge. `back` replaces the soft ground (on a selected row: the
/// surface).
void pill(QPainter& p, QPointF leftMiddle, const QString& text, Tone tone, const QColor& back = {});

/// The shown range is at least 35 % of the highest value, so that noise is not blown up.
/// From index `tailFrom` on in `tail` (the forecast).
void sparkline(
    QPainter& p, const QRectF& r, const std::vector<float>& values, const QColor& line, bool fill = false,
    int tailFrom = -1, const QColor& tail = {});

/// A bar from x0 to x at height y with its range lo..hi as a whisker, all in pixels.
void whiskerBar(
    QPainter& p, double y, double x0, double x, double lo, double hi, const QColor& bar, double height);
/// A soft bar low..high with a tick at mid, all 0..1 of r's width; zero < 0 = no zero line.
void rangeBar(
    QPainter& p, const QRectF& r, double low, double mid, double high, double zero, const QColor& color);
void shareBar(QPainter& p, const QRectF& r, double share, const QColor& color);

enum class Check { Off, On, Part };
void checkBox(QPainter& p, const QPointF& center, Check state, bool enabled = true);
void keycap(QPainter& p, const QRectF& r, const QString& text);
void assumptionMark(
    QPainter& p, const QRectF& r, const QString& text, const QColor& color, int align, double size);
/// Calm 45 degree lines; Qt::BDiagPattern is coarse.
QBrush hatch(const QColor& color);
/// The mark of the program, on the rail and in the about box.
void logo(QPainter& p, const QRectF& r);

} // namespace merch::draw
