#pragma once

#include <QHeaderView>

namespace merch
{

/// Painted by hand: titles of up to two lines stand exactly over their numbers, with the arrow beside them.
class GridHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit GridHeader(QWidget* parent = nullptr);
    void setPadding(int padding) { m_padding = padding; }
    QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    int m_padding = 10;
};

} // namespace merch
