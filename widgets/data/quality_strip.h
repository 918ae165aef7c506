#pragma once

#include "models/data/data_overview.h"

#include <QFrame>

class QLabel;

namespace merch
{

namespace kit
{
class Canvas;
class EmptyState;
} // namespace kit

/// The score of the newest check, and each dimension with its course over the last checks.
class QualityStrip final : public QFrame
{
    Q_OBJECT
public:
    explicit QualityStrip(QWidget* parent = nullptr);
    void setOverview(const DataOverview& overview);

signals:
    void checkRequested();

private:
    void drawDimensions(QPainter& painter, const QRectF& r) const;
    void drawRows(QPainter& painter, const QRectF& r) const; ///< where columns would cut their names

    std::vector<QualityDimension> m_dimensions;
    QLabel *m_score, *m_change, *m_held;
    kit::Canvas* m_canvas;
    QWidget* m_body;
    kit::EmptyState* m_empty;
};

} // namespace merch
