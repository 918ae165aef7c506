#pragma once

#include <QKeySequence>
#include <QString>
#include <QWidget>

class QAction;

namespace merch
{

class Workspace;

/// One workspace of the left rail. A page is made once, with the Workspace handed in, and loads lazily when
/// first shown; it holds no business.
class Page : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString
    id() const = 0; ///< "forecast"; stable, used in settings and tests (objectName "page.forecast")
    virtual QString title() const = 0;    ///< tr("Forecast")
    virtual QString question() const = 0; ///< tr("What will sell?")
    virtual QString iconName() const = 0; ///< a file of resources/icons
    /// Commands of this page for the palette, the shortcut list and the top bar (the first is primary).
    virtual QList<QAction*> pageActions() const { return {}; }
    /// Count shown as a badge in the rail; 0 = none.
    virtual int badge() const { return 0; }
    /// Puts the focus where work starts, and selects what `target` names ("sku", "sku@location", "plan:12",
    /// "finding:rule").
    virtual void reveal(const QString& target) = 0;
    /// Ctrl+F.
    virtual void focusFilter() {}

signals:
    void badgeChanged();
    void openPage(const QString& pageId, const QString& target);
};

} // namespace merch
