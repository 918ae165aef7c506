#pragma once

#include <QFrame>
#include <QListView>

#include <vector>

class QLabel;

namespace merch
{

class ProblemsModel;

namespace kit
{
class EmptyState;
class Segments;
} // namespace kit

/// Where the money goes: the ranked problems, each with its money a month as a bar with its range on one
/// scale, and its remedy. Arrows or J and K choose, Enter or the row's button begins work.
class ProblemBoard : public QFrame
{
    Q_OBJECT
public:
    explicit ProblemBoard(ProblemsModel* model, QWidget* parent = nullptr);

    void setNote(const QString& text, const QString& tip);
    int currentRow() const;
    void selectRow(int row);
    QListView* list() const { return m_list; }
    /// Middle of the row's own button, in the list's viewport.
    QPoint buttonOf(int row) const;

signals:
    void chosen(int row); ///< -1 = none
    void workAsked(int row);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();

    ProblemsModel* m_model;
    QLabel* m_note;
    kit::Segments* m_parts;
    QWidget* m_scale;
    QListView* m_list;
    kit::EmptyState* m_nothing;
};

} // namespace merch
