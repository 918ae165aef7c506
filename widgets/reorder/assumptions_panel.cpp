#include "widgets/reorder/assumptions_panel.h"

#include "models/grid/format.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;

namespace
{

bool isShare(const QString& name)
{
    return name == u"margin" || name == u"holding_rate" || name == u"service" || name == u"recapture";
}

/// "45 %", "45" and "0,45" as the store keeps them: "0.45". The field's unit is the percent.
QString valueOf(const QString& name, QString typed)
{
    typed = typed.simplified();
    if (name == u"supplier" || typed.isEmpty())
        return typed;
    bool percent = typed.endsWith(u'%');
    if (percent)
        typed = typed.chopped(1).trimmed();
    bool good = false;
    double value = QLocale::c().toDouble(typed, &good);
    if (!good)
        value = QLocale().toDouble(typed, &good);
    if (!good)
        return typed;
    percent = percent || (isShare(name) && value >= 1.0);
    return QLocale::c().toString(percent ? value / 100.0 : value, 'g', 12);
}

QString shownValue(const QString& name, const QString& value)
{
    bool good = false;
    const double number = QLocale::c().toDouble(value, &good);
    if (!good)
        return value;
    if (isShare(name))
        return format::percent(number, number * 100 == std::round(number * 100) ? 0 : 1);
    QLocale plain;
    return plain.toString(number, 'g', 12);
}

QString hintOf(const QString& name)
{
    if (isShare(name))
        return AssumptionsPanel::tr("%");
    if (name.endsWith(u"_days"_s) || name == u"lead_time_sd")
        return AssumptionsPanel::tr("days");
    if (name == u"supplier")
        return AssumptionsPanel::tr("code");
    return AssumptionsPanel::tr("money a unit");
}

} // namespace

AssumptionsPanel::AssumptionsPanel(Workspace& workspace, EditJournal& journal, QWidget* parent)
    : QFrame(parent)
    , m_workspace(workspace)
    , m_journal(journal)
    , m_title(kit::label({}, "h1"))
    , m_lead(kit::wrapped({}, "lead"))
    , m_listTitle(kit::label(tr("Assumed so far"), "h2"))
    , m_location(new QComboBox)
    , m_category(new QComboBox)
    , m_list(new QVBoxLayout)
    , m_keep(kit::button(tr("&Keep")))
    , m_make(kit::button(tr("Keep and &make the plan"), kit::Look::Primary))
    , m_close(kit::button(tr("Back")))
{
    setProperty("card", true);
    setObjectName(u"reorder.assumptions"_s);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 1, 1, 1);
    auto* inner = new QWidget;
    inner->setObjectName(u"scrolled"_s);
    auto* column = kit::tight(new QVBoxLayout(inner), 10, {28, 22, 28, 22});
    column->addWidget(m_title);
    column->addWidget(m_lead);

    auto* where = kit::tight(new QHBoxLayout, 8);
    const auto choose = [&](const QString& name, QComboBox* box, const char* id) {
        auto* label = kit::label(name, "muted");
        label->setBuddy(box);
        QString spoken = name;
        box->setAccessibleName(spoken.remove(u'&'));
        box->setObjectName(QLatin1StringView(id));
        box->setMinimumWidth(px(170));
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        where->addWidget(label);
        where->addWidget(box);
        where->addSpacing(px(8));
    };
    choose(tr("For &location"), m_location, "assume.location");
    choose(tr("and cate&gory"), m_category, "assume.category");
    where->addStretch();
    column->addLayout(where);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(px(12));
    grid->setVerticalSpacing(px(6));
    int at = 0;
    for (const QString& name : AssumptionService::names()) {
        Row row;
        row.name = name;
        row.title = kit::label(AssumptionService::title(name));
        row.edit = new QLineEdit;
        row.edit->setObjectName(u"assume."_s + name);
        row.edit->setProperty("small", true);
        row.edit->setAccessibleName(AssumptionService::title(name));
        row.edit->setFixedWidth(px(110));
        row.hint = kit::label({}, "caption");
        row.hint->setWordWrap(true);
        row.title->setBuddy(row.edit);
        grid->addWidget(row.title, at, 0);
        grid->addWidget(row.edit, at, 1);
        grid->addWidget(kit::label(hintOf(name), "muted"), at, 2);
        auto* words = kit::tight(new QVBoxLayout, 0);
        auto* help = kit::wrapped(AssumptionService::help(name), "caption");
        words->addStretch();
        words->addWidget(row.hint);
        words->addWidget(help);
        words->addStretch();
        grid->addLayout(words, at, 3);
        connect(row.edit, &QLineEdit::textChanged, this, &AssumptionsPanel::refresh);
        connect(row.edit, &QLineEdit::returnPressed, this, [this] {
            if (m_make->isEnabled())
                m_make->click();
            else if (m_keep->isEnabled())
                m_keep->click();
        });
        m_rows.push_back(row);
        ++at;
    }
    grid->setColumnStretch(3, 1);
    column->addLayout(grid);

    auto* buttons = kit::tight(new QHBoxLayout, 8);
    m_make->setObjectName(u"assume.make"_s);
    m_keep->setObjectName(u"assume.keep"_s);
    m_close->setObjectName(u"assume.close"_s);
    buttons->addWidget(m_make);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_close);
    buttons->addStretch();
    column->addSpacing(px(4));
    column->addLayout(buttons);
    column->addSpacing(px(8));
    column->addWidget(m_listTitle);
    kit::tight(m_list, 2);
    column->addLayout(m_list);
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Assumptions"));
    outer->addWidget(scroll);

    connect(m_location, &QComboBox::currentIndexChanged, this, &AssumptionsPanel::fillFields);
    connect(m_category, &QComboBox::currentIndexChanged, this, &AssumptionsPanel::fillFields);
    connect(m_keep, &QPushButton::clicked, this, [this] { keep(false); });
    connect(m_make, &QPushButton::clicked, this, [this] { keep(true); });
    connect(m_close, &QPushButton::clicked, this, &AssumptionsPanel::closed);
    refresh();
}

void AssumptionsPanel::reload()
{
    if (!m_workspace.isOpen())
        return;
    const int asked = ++m_asked;
    m_workspace.run<Known>(
        tr("Reading what is assumed"),
        [path = m_workspace.path()](const Progress&) -> Result<Known> {
            const AssumptionService service(path);
            Known known;
            Result<std::vector<Assumption>> list = service.list();
            if (!list)
                return list.error();
            Result<std::vector<MissingInput>> missing = service.missing();
            if (!missing)
                return missing.error();
            Result<ScopeChoices> choices = scopeChoices(path);
            if (!choices)
                return choices.error();
            return Known{std::move(*list), std::move(*missing), std::move(*choices)};
        },
        [this, asked](Known& known) {
            if (asked == m_asked)
                apply(known);
        });
}

void AssumptionsPanel::apply(Known& known)
{
    m_known = std::move(known.list);
    m_missing = std::move(known.missing);
    const auto refill = [](QComboBox* box, const QString& all, const auto& choices) {
        const QSignalBlocker quiet(box);
        const QString chosen = box->currentData().toString();
        box->clear();
        box->addItem(all, QString());
        for (const auto& choice : choices)
            box->addItem(choice.name, choice.key);
        box->setCurrentIndex(std::max(0, box->findData(chosen)));
    };
    refill(m_location, tr("All locations"), known.choices.locations);
    refill(m_category, tr("All categories"), known.choices.categories);

    if (m_missing.empty()) {
        m_title->setText(tr("Assumptions"));
        m_lead->setText(tr("Nothing is lacking. What is set here holds where the extracts say nothing; the "
                           "narrowest place wins."));
    } else {
        m_title->setText(tr("What the extracts do not say"));
        m_lead->setText(tr("A plan needs the values marked below. They are kept as data: every number that "
                           "rests on one is marked, and each can be changed or taken back."));
    }
    if (!hasUnkept())
        fillFields();
    fillList();
    refresh();
    emit loaded();
}

void AssumptionsPanel::fillFields()
{
    // A field shows what holds at the place that is chosen; typing over it makes the assumption.
    const QString location = m_location->currentData().toString(),
                  category = m_category->currentData().toString();
    for (const Row& row : m_rows) {
        const QSignalBlocker quiet(row.edit);
        QString value;
        for (const Assumption& a : m_known)
            if (a.name == row.name && a.location == location && a.category == category)
                value = a.value;
        row.edit->setText(value.isEmpty() ? QString() : shownValue(row.name, value));
        row.edit->setModified(false);
        const QString standard = AssumptionService::standard(row.name);
        bool number = false;
        QLocale::c().toDouble(standard, &number); // else words, which stand beside the field
        row.edit->setPlaceholderText(number ? shownValue(row.name, standard) : QString());
    }
    refresh();
}

QLineEdit* AssumptionsPanel::field(const QString& name) const
{
    for (const Row& row : m_rows)
        if (row.name == name)
            return row.edit;
    return nullptr;
}

bool AssumptionsPanel::hasUnkept() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.edit->isModified(); });
}

QString AssumptionsPanel::refusalOf(const Row& row) const
{
    const QString value = valueOf(row.name, row.edit->text());
    return value.isEmpty() ? QString() : AssumptionService::refusal(row.name, value);
}

void AssumptionsPanel::refresh()
{
    QString wrong;
    bool all = true;
    for (const Row& row : m_rows) {
        const QString refused = refusalOf(row);
        const auto lacking = std::find_if(
            m_missing.begin(), m_missing.end(), [&](const MissingInput& m) { return m.name == row.name; });
        QString hint;
        const char* role = "caption";
        if (!refused.isEmpty()) {
            hint = refused;
            role = "bad";
            if (wrong.isEmpty())
                wrong = refused;
        } else if (lacking != m_missing.end()) {
            hint = tr("needed: %Ln series without %1, %2 for one", nullptr, lacking->series)
                       .arg(lacking->lacking, lacking->example);
            role = "warn";
            all &= !row.edit->text().trimmed().isEmpty();
        } else if (const QString standard = AssumptionService::standard(row.name); !standard.isEmpty()) {
            hint = tr("%1 unless something else is set").arg(shownValue(row.name, standard));
        }
        row.hint->setText(hint);
        kit::restyle(row.hint, "role", QString::fromLatin1(role));
        row.hint->setVisible(!hint.isEmpty());
        row.edit->setAccessibleDescription((hint + u' ' + AssumptionService::help(row.name)).trimmed());
    }
    const QString blocked = !wrong.isEmpty() ? wrong : hasUnkept() ? QString() : tr("Nothing was typed yet.");
    kit::setBlocked(m_keep, blocked, tr("Keeps what was typed; Ctrl+Z takes it back"));
    kit::setBlocked(
        m_make,
        !wrong.isEmpty() ? wrong
        : !all           ? tr("Fill in what is marked as needed first.")
                         : QString(),
        tr("Keeps what was typed and makes the plan with it"));
}

void AssumptionsPanel::write(
    const QString& location, const QString& category, const std::map<QString, QString>& values,
    std::function<void()> then)
{
    m_journal.edit(
        u"reorder"_s, u"assumption"_s, tr("Keeping what is assumed"),
        [path = m_workspace.path(), location, category, values,
         user = m_workspace.user()]() -> Result<EditJournal::Edit> {
            const Result<AssumptionEdit> edit = AssumptionService(path).set(location, category, values, user);
            if (!edit)
                return edit.error();
            return EditJournal::Edit{edit->text, edit->before, edit->after};
        },
        [panel = QPointer(this), then = std::move(then)](const Outcome& outcome) {
            if (panel && outcome)
                then();
        });
}

void AssumptionsPanel::keep(bool makePlan)
{
    std::map<QString, QString> values;
    for (const Row& row : m_rows)
        if (row.edit->isModified())
            values[row.name] = valueOf(row.name, row.edit->text());
    const auto done = [this, makePlan] {
        m_workspace.announce(Topic::Assumptions);
        reload();
        emit kept(makePlan);
    };
    if (values.empty()) {
        done();
        return;
    }
    write(
        m_location->currentData().toString(), m_category->currentData().toString(), values,
        [this, values, done] {
            for (const Row& row : m_rows) // what was typed over meanwhile is not kept yet
                if (const auto kept = values.find(row.name);
                    kept != values.end() && kept->second == valueOf(row.name, row.edit->text()))
                    row.edit->setModified(false);
            done();
        });
}

void AssumptionsPanel::remove(const Assumption& assumption)
{
    write(assumption.location, assumption.category, {{assumption.name, QString()}}, [this] {
        m_workspace.announce(Topic::Assumptions);
        reload();
    });
}

void AssumptionsPanel::fillList()
{
    while (QLayoutItem* old = m_list->takeAt(0)) {
        old->widget()->hide();
        old->widget()->deleteLater();
        delete old;
    }
    m_listTitle->setVisible(!m_known.empty());
    for (const Assumption& a : m_known) {
        auto* line = new QWidget;
        auto* row = kit::tight(new QHBoxLayout(line), 10);
        QStringList where;
        if (!a.location.isEmpty())
            where << a.location;
        if (!a.category.isEmpty())
            where << a.category;
        auto* name = kit::label(AssumptionService::title(a.name));
        name->setFixedWidth(px(190));
        auto* value = kit::label(
            shownValue(a.name, a.value) + (isShare(a.name) ? QString() : u' ' + hintOf(a.name)), "strong");
        value->setFixedWidth(px(120));
        auto* place = kit::label(where.isEmpty() ? tr("everywhere") : where.join(u", "_s), "muted");
        place->setFixedWidth(px(220));
        row->addWidget(name);
        row->addWidget(value);
        row->addWidget(place);
        row->addWidget(kit::label(a.madeBy, "muted"));
        row->addStretch();
        auto* drop = kit::flatButton(
            u"trash-2"_s, tr("Take back: %1 %2").arg(AssumptionService::title(a.name), place->text()));
        connect(drop, &QToolButton::clicked, this, [this, a] { remove(a); });
        row->addWidget(drop);
        m_list->addWidget(line);
    }
}

} // namespace merch

#include "moc_assumptions_panel.cpp"
