#pragma once

#include "models/grid/cell_roles.h"
#include "widgets/theme/theme.h"

#include <QFrame>
#include <QLayout>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <vector>

class QAbstractButton;
class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QPainter;
class QPushButton;
class QToolButton;
class QVBoxLayout;

/// The small parts that all pages are built of. Every part takes its texts translated.
namespace merch::kit
{

QFrame* card(QWidget* parent = nullptr);
/// role: hero, h1, h2, strong, figure, lead, muted, caption, good, warn, bad.
QLabel* label(const QString& text, const char* role = nullptr, QWidget* parent = nullptr);
QLabel* wrapped(const QString& text, const char* role = nullptr, QWidget* parent = nullptr);
/// Gives way to its neighbours; what is cut ends in "…" and shows whole on hover.
QLabel* elided(const QString& text, const char* role = nullptr, QWidget* parent = nullptr);
/// Shows all of it or, where room lacks, nothing: a count that is cut would be a wrong count.
QLabel* wholeOrNone(const QString& text, const char* role = nullptr, QWidget* parent = nullptr);
/// A button with an icon only; `name` is its tooltip and accessible name.
QToolButton* flatButton(const QString& icon, const QString& name, QWidget* parent = nullptr);

enum class Look { Plain, Primary, Small, SmallPrimary, Link, Danger };
QPushButton*
button(const QString& text, Look look = Look::Plain, const QString& icon = {}, QWidget* parent = nullptr);

/// Enables or disables and says why in the tooltip. An empty reason enables.
void setBlocked(QWidget* control, const QString& reason, const QString& tipWhenFree = {});

QFrame* hairline(bool vertical = false, QWidget* parent = nullptr);
/// Title left, note right: the head of a card.
QHBoxLayout* cardHead(const QString& title, QLabel** note = nullptr, const QString& noteText = {});
template <typename L> L* tight(L* layout, int spacing = 0, const QMargins& margins = {})
{
    layout->setSpacing(theme::px(spacing));
    layout->setContentsMargins(
        theme::px(margins.left()), theme::px(margins.top()), theme::px(margins.right()),
        theme::px(margins.bottom()));
    return layout;
}

/// Sets a property that the style sheet looks at, and restyles.
void restyle(QWidget* widget, const char* property, const QVariant& value);

/// One of several, all in sight.
class Segments : public QFrame
{
    Q_OBJECT
public:
    explicit Segments(const QStringList& names, QWidget* parent = nullptr);
    int current() const;
    void setCurrent(int index);
    void setTexts(const QStringList& names);

signals:
    void chosen(int index);

private:
    QButtonGroup* m_group;
};

/// Tabs as words with a line under the current one.
class Tabs : public QWidget
{
    Q_OBJECT
public:
    explicit Tabs(const QStringList& names, QWidget* parent = nullptr);
    int current() const;
    void setCurrent(int index);

signals:
    void chosen(int index);

private:
    QButtonGroup* m_group;
};

class Pill : public QWidget
{
    Q_OBJECT
public:
    explicit Pill(const QString& text = {}, Tone tone = Tone::Neutral, QWidget* parent = nullptr);
    void set(const QString& text, Tone tone);
    const QString& text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Tone m_tone;
};

/// A number of the first row of a page. A click (or Enter) asks for the work behind it.
class KpiCard : public QFrame
{
    Q_OBJECT
public:
    struct Value {
        QString value; ///< "£18,400"; "–" while unknown
        QString delta; ///< "↑ £1,100"; empty = no pill
        Tone tone = Tone::Neutral;
        QString note; ///< "in 4 weeks"
        std::vector<float> trend;
        QString tip; ///< how the number is made
        bool actionable = false;
    };
    explicit KpiCard(const QString& title, QWidget* parent = nullptr);
    void set(const Value& value);
    const Value& value() const { return m_value; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void clicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_title;
    Value m_value;
};

/// What to do next where there is nothing to show: icon, sentence, reason, button.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(
        const QString& icon, const QString& sentence, const QString& more = {}, const QString& action = {},
        QWidget* parent = nullptr);
    void set(const QString& icon, const QString& sentence, const QString& more, const QString& action);
    QPushButton* actionButton() const { return m_button; }

signals:
    void actionClicked();

private:
    QString m_icon;
    QLabel *m_picture, *m_sentence, *m_more;
    QPushButton* m_button;
};

/// A strip at the top of a page or window that tells what happened, with the remedy and the details at hand.
class NoticeBar : public QFrame
{
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);
    void
    showNotice(const QString& message, Tone tone, const QString& remedy = {}, const QString& detail = {});
    void showAction(const QString& message, Tone tone, const QString& action, std::function<void()> run);
    QString message() const;

private:
    void put(const QString& message, Tone tone, const QString& detail, const QString& action);
    QLabel *m_icon, *m_text, *m_detail;
    QPushButton *m_more, *m_action;
    std::function<void()> m_run;
};

/// Rows of widgets that wrap: filter chips.
class FlowLayout : public QLayout
{
public:
    explicit FlowLayout(int spacing = 8, QWidget* parent = nullptr);
    ~FlowLayout() override;
    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
    QSize sizeHint() const override { return minimumSize(); }
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    int arrange(const QRect& rect, bool apply) const;
    std::vector<QLayoutItem*> m_items;
    int m_gap;
};

/// Names and their values in one line, the most important first; what has no room is left out and shows whole
/// on hover.
class FactRow : public QWidget
{
    Q_OBJECT
public:
    struct Fact {
        QString name, value;
    };
    explicit FactRow(QWidget* parent = nullptr);
    void setFacts(std::vector<Fact> facts);
    const std::vector<Fact>& facts() const { return m_facts; }
    int shownFacts() const; ///< that have room
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Fact> m_facts;
};

/// A widget that is one drawing. Needs an accessible name that says what it shows.
class Canvas : public QWidget
{
    Q_OBJECT
public:
    using Draw = std::function<void(QPainter&, const QRectF&)>;
    Canvas(const QString& accessibleName, const QSize& hint, Draw draw, QWidget* parent = nullptr);
    QSize sizeHint() const override { return m_hint; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QSize m_hint;
    Draw m_draw;
};

enum class Key { Line, Dots, Dashes, Block, Hatch, Step };
/// A mark and a word for the head of a chart; `color` is a token so that it follows the theme.
QWidget* legendItem(ColorToken color, const QString& text, Key key);

} // namespace merch::kit
