#pragma once

#include "models/chart/bar_spec.h"

#include <QWidget>

namespace merch
{

/// Draws a BarSpec. Up and down go through the bars and say what each stands for; the menu (right click,
/// Shift+F10) copies and exports the picture and the numbers, and shows them as a table.
class BarChart final : public QWidget
{
    Q_OBJECT
public:
    explicit BarChart(QWidget* parent = nullptr);

    void setSpec(const BarSpec& spec);
    const BarSpec& spec() const { return m_spec; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    QRect rowRect(int row) const;
    int currentRow() const { return m_current; }

    bool saveAs(const QString& path); ///< .png, .svg, .pdf or .csv; always in light colours
    void copyNumbers() const;
    void showTable();

signals:
    void rowChosen(int row); ///< a click, Enter or Space

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Frame;
    Frame frame(double width) const;
    void paint(QPainter& p, double width) const;
    void point(int row);
    int rowAt(int y) const;
    void saveDialog();

    BarSpec m_spec;
    int m_current = -1;
};

} // namespace merch
