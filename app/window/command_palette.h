#pragma once

#include <QFrame>

#include <functional>
#include <memory>
#include <vector>

class QAction;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace merch
{

class Page;
class ProductSearch;
class Workspace;

/// Ctrl+K: any product, page and action, found as one types.
class CommandPalette : public QFrame
{
    Q_OBJECT
public:
    CommandPalette(Workspace& workspace, QWidget* window);
    ~CommandPalette() override;

    void setPages(const std::vector<Page*>& pages) { m_pages = pages; }
    void setActions(const std::vector<QAction*>& actions) { m_actions = actions; }
    void open();

signals:
    void pageChosen(const QString& pageId, const QString& target);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void find(const QString& words);
    void choose();
    struct Choice {
        QString icon, text, note, kind;
        std::function<void()> run;
        QString sku; ///< of a product
    };
    void show(std::vector<Choice> choices);

    Workspace& m_workspace;
    std::unique_ptr<ProductSearch> m_search;
    QString m_searchPath;
    std::vector<Page*> m_pages;
    std::vector<QAction*> m_actions;
    std::vector<Choice> m_choices;
    QLineEdit* m_field;
    QListView* m_list;
    QStandardItemModel* m_model;
};

} // namespace merch
