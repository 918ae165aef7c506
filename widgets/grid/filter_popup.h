#pragma once

#include <QFrame>

#include <vector>

class QLineEdit;
class QListWidget;

namespace merch
{

class GridModel;
struct GridFilter;

/// Asks how one column is to be filtered: texts by a list to tick or by words, numbers from and to.
class FilterPopup : public QFrame
{
    Q_OBJECT
public:
    FilterPopup(const GridModel& model, int column, QWidget* parent);
    void open(const QPoint& at);

signals:
    void accepted(const std::vector<merch::GridFilter>& filters);

private:
    void accept();
    QString m_column;
    QListWidget* m_list = nullptr;
    QLineEdit *m_words = nullptr, *m_from = nullptr, *m_to = nullptr;
};

} // namespace merch
