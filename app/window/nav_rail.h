#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace merch
{

class Page;

/// The left rail: one button a page, the store's name above, settings at the foot. 208 px, or icons only.
class NavRail : public QWidget
{
    Q_OBJECT
public:
    explicit NavRail(QWidget* parent = nullptr);

    void addPage(Page* page);
    void setCurrent(const QString& pageId); ///< empty = none
    void setStore(const QString& name);     ///< empty = none open: pages are disabled and say why
    void setNarrow(bool narrow);
    bool isNarrow() const { return m_narrow; }

signals:
    void pageChosen(const QString& pageId);
    void settingsChosen();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Entry {
        Page* page;
        QToolButton* button;
        QLabel* badge;
    };
    void refresh(const Entry& entry);
    void placeBadge(const Entry& entry);
    void restyleAll();

    QVBoxLayout* m_rows;
    QButtonGroup* m_group;
    QWidget* m_logo;
    QLabel *m_brand, *m_store;
    QToolButton* m_settings;
    QList<Entry> m_entries;
    QString m_storeName;
    bool m_narrow = false;
};

} // namespace merch
