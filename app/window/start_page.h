#pragma once

#include <QWidget>

class QListWidget;

namespace merch
{

/// First start: the demo shop, an own store, or files to read in; and the stores opened before.
class StartPage final : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);
    void refresh();

signals:
    void demoAsked();
    void openAsked();
    void newAsked();
    void storeChosen(const QString& path);

private:
    QListWidget* m_recent;
    QWidget* m_recentBox;
};

} // namespace merch
