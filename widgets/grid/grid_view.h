#pragma once

#include <QTableView>

#include <vector>

class QJsonObject;

namespace merch
{

class GridModel;
class GridHeader;

/// The table of every page. Rows 36 px, no vertical lines, keyboard first: arrows, J/K, Space ticks or
/// selects, E, F2 or a digit edits, Ctrl+C and Ctrl+V as tables. Columns give way by importance where room
/// lacks.
class GridView : public QTableView
{
    Q_OBJECT
public:
    explicit GridView(QWidget* parent = nullptr);

    void setGridModel(GridModel* model);
    GridModel* gridModel() const { return m_model; }

    int currentItem() const;                ///< -1 = none
    std::vector<int> selectedItems() const; ///< in the order shown; a chosen group row stands for its members
    void selectItem(int item);              ///< scrolls there; nothing if it is filtered out
    void selectRowAt(int row);

    void setColumnChosen(int column, bool chosen);
    bool isColumnChosen(int column) const;
    /// Column ids from left to right as saved views keep them, with widths changed by hand.
    QJsonObject columnState() const;
    void setColumnState(const QJsonObject& state);
    void resetColumns();

    void copySelection(bool withTitles) const;
    void pasteClipboard();
    /// Space on a row: default toggles its selection; with this the page takes it (tick).
    void setSpaceTicks(bool ticks) { m_spaceTicks = ticks; }
    void setRowHeight(int designPixels);
    /// Of cells and titles, left and right.
    void setCellPadding(int designPixels);
    /// Number columns grow to what their longest number needs; a width given by hand stands.
    void setFitsNumbers(bool fits);

signals:
    void currentItemChanged(int item);
    void selectionChangedTo(const std::vector<int>& items);
    void spacePressed(const std::vector<int>& items);
    void itemActivated(int item); ///< Enter or double click on a cell that cannot be edited
    void pasted(int cells);
    void columnsChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    void applyScale();
    void giveWay();
    void fitNumbers(int only = -1);
    void keepPlace();
    void restorePlace();
    void showMenu(const QPoint& position);
    bool startEdit(const QString& typed);

    GridModel* m_model = nullptr;
    GridHeader* m_header;
    std::vector<char> m_chosen;
    std::vector<int> m_widths; ///< by hand; 0 = the column's own
    std::vector<int> m_needed; ///< pixels for the longest number; 0 = not asked
    std::vector<int> m_placeSelected;
    int m_placeCurrent = -1, m_placeColumn = 0, m_lastItem = -1;
    int m_rowHeight = 36;
    bool m_laying = false, m_spaceTicks = false, m_restoring = false, m_fits = false;
};

} // namespace merch
