#include "widgets/grid/filter_popup.h"

#include "models/grid/grid_model.h"
#include "widgets/frame/kit.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include <optional>

namespace merch
{

using namespace Qt::StringLiterals;
using kit::tight;
using theme::px;

namespace
{

constexpr int kTickable = 300; ///< more distinct texts than this are asked by words

QString numberOf(const GridModel& model, const QString& column, GridFilter::Op op)
{
    for (const GridFilter& filter : model.filters())
        if (filter.column == column && filter.op == op)
            return QLocale().toString(filter.number, 'g', 10);
    return {};
}

std::optional<double> typed(const QLineEdit* edit)
{
    bool ok = false;
    const double value = QLocale().toDouble(edit->text().trimmed(), &ok);
    return ok ? std::optional(value) : std::nullopt;
}

} // namespace

FilterPopup::FilterPopup(const GridModel& model, int column, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_column(model.columns()[static_cast<std::size_t>(column)].id)
{
    setObjectName(u"popup"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setFixedWidth(px(260));
    const GridColumn& c = model.columns()[static_cast<std::size_t>(column)];
    auto* rows = tight(new QVBoxLayout(this), 8, {14, 12, 14, 12});
    rows->addWidget(kit::label(c.name(), "strong"));
    const auto field = [&](const QString& name, const QString& text) {
        auto* edit = new QLineEdit(text);
        edit->setProperty("small", true);
        edit->setAccessibleName(name);
        edit->setPlaceholderText(name);
        connect(edit, &QLineEdit::returnPressed, this, &FilterPopup::accept);
        return edit;
    };
    if (c.text) {
        const QStringList texts = model.distinctTexts(column, kTickable);
        m_words = field(texts.isEmpty() ? tr("Holds these words") : tr("Find in the list"), {});
        rows->addWidget(m_words);
        setFocusProxy(m_words);
        if (!texts.isEmpty()) {
            QStringList on;
            for (const GridFilter& filter : model.filters())
                if (filter.column == c.id && filter.op == GridFilter::Op::AnyOf)
                    on = filter.values;
            m_list = new QListWidget;
            m_list->setAccessibleName(c.name());
            m_list->setFixedHeight(px(220));
            for (const QString& text : texts) {
                auto* item = new QListWidgetItem(text.isEmpty() ? tr("(none)") : text, m_list);
                item->setData(Qt::UserRole, text);
                item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
                item->setCheckState(on.contains(text) ? Qt::Checked : Qt::Unchecked);
            }
            rows->addWidget(m_list);
            connect(m_words, &QLineEdit::textChanged, this, [this](const QString& part) {
                for (int i = 0; i < m_list->count(); ++i)
                    m_list->item(i)->setHidden(!m_list->item(i)->text().contains(part, Qt::CaseInsensitive));
            });
        }
    } else {
        m_from = field(tr("At least"), numberOf(model, c.id, GridFilter::Op::AtLeast));
        m_to = field(tr("At most"), numberOf(model, c.id, GridFilter::Op::AtMost));
        rows->addWidget(m_from);
        rows->addWidget(m_to);
        setFocusProxy(m_from);
    }
    auto* buttons = tight(new QHBoxLayout, 8);
    QPushButton* apply = kit::button(tr("Apply"), kit::Look::SmallPrimary);
    apply->setObjectName(u"applyFilter"_s);
    connect(apply, &QPushButton::clicked, this, &FilterPopup::accept);
    buttons->addStretch();
    buttons->addWidget(apply);
    rows->addLayout(buttons);
}

void FilterPopup::open(const QPoint& at)
{
    adjustSize();
    const QRect room = parentWidget()->screen()->availableGeometry();
    move(
        std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())),
        std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    show();
    focusProxy()->setFocus();
}

void FilterPopup::accept()
{
    std::vector<GridFilter> made;
    if (m_list) {
        GridFilter filter{m_column, GridFilter::Op::AnyOf, {}, 0};
        int last = -1, shown = 0;
        for (int i = 0; i < m_list->count(); ++i) {
            if (m_list->item(i)->checkState() == Qt::Checked)
                filter.values << m_list->item(i)->data(Qt::UserRole).toString();
            if (!m_list->item(i)->isHidden()) {
                last = i;
                ++shown;
            }
        }
        if (filter.values.isEmpty() && shown == 1) // typed until one was left, then Enter
            filter.values << m_list->item(last)->data(Qt::UserRole).toString();
        if (!filter.values.isEmpty())
            made.push_back(filter);
    } else if (m_words && !m_words->text().trimmed().isEmpty()) {
        made.push_back({m_column, GridFilter::Op::Contains, {m_words->text().trimmed()}, 0});
    }
    if (m_from && typed(m_from))
        made.push_back({m_column, GridFilter::Op::AtLeast, {}, *typed(m_from)});
    if (m_to && typed(m_to))
        made.push_back({m_column, GridFilter::Op::AtMost, {}, *typed(m_to)});
    if (!made.empty())
        emit accepted(made);
    close();
}

} // namespace merch

#include "moc_filter_popup.cpp"
