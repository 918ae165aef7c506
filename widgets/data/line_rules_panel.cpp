#include "widgets/data/line_rules_panel.h"

#include "models/import/line_rules_model.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "widgets/data/line_rule_dialog.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"

#include <QPointer>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace merch
{

namespace
{

struct Read {
    std::vector<LineRule> rules;
    RuleEffect effect;
};

} // namespace

LineRulesPanel::LineRulesPanel(Workspace& workspace, EditJournal& journal, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_journal(journal)
    , m_model(new LineRulesModel(this))
{
    journal.registerKind(QStringLiteral("line_rules"), &LineRuleService::applyIn);
    m_panel = new GridPanel(QStringLiteral("data.line_rules"), tr("Line rules"), &workspace);
    m_panel->setUnit(tr("rules"), tr("rule"));
    m_panel->setModel(m_model);
    m_panel->setEmpty(
        QStringLiteral("list-checks"), tr("No rule: every order line counts as demand."), {},
        tr("Add a rule"));
    const auto tool = [this](QPushButton*& button, const QString& text, const char* name) {
        button = kit::button(text, kit::Look::Small);
        button->setObjectName(QLatin1String(name));
        m_panel->addTool(button);
    };
    tool(m_add, tr("Add..."), "rules.add");
    tool(m_edit, tr("Edit..."), "rules.edit");
    tool(m_switch, tr("Switch off"), "rules.switch");
    tool(m_remove, tr("Remove"), "rules.remove");
    m_up = kit::flatButton(QStringLiteral("arrow-up"), tr("Earlier: the first rule that fits decides"));
    m_down = kit::flatButton(QStringLiteral("arrow-down"), tr("Later"));
    auto* close = kit::flatButton(QStringLiteral("x"), tr("Back to the findings"));
    m_up->setObjectName(QStringLiteral("rules.up"));
    m_down->setObjectName(QStringLiteral("rules.down"));
    for (QToolButton* button : {m_up, m_down, close})
        m_panel->addTool(button);
    kit::tight(new QVBoxLayout(this))->addWidget(m_panel);

    connect(close, &QToolButton::clicked, this, &LineRulesPanel::closed);
    connect(m_panel, &GridPanel::emptyAction, m_add, &QPushButton::click);
    connect(m_panel->view(), &GridView::currentItemChanged, this, &LineRulesPanel::refreshButtons);
    connect(m_panel->view(), &GridView::itemActivated, this, [this](int item) {
        editRule(static_cast<std::size_t>(item));
    });
    connect(m_add, &QPushButton::clicked, this, [this] { editRule(m_model->rules().size()); });
    connect(m_edit, &QPushButton::clicked, this, [this] {
        editRule(static_cast<std::size_t>(m_panel->view()->currentItem()));
    });
    connect(m_switch, &QPushButton::clicked, this, [this] {
        const int item = m_panel->view()->currentItem();
        std::vector<LineRule> rules = m_model->rules();
        LineRule& rule = rules[static_cast<std::size_t>(item)];
        rule.enabled = !rule.enabled;
        const QString text = rule.enabled ? tr("switch line rule %1 on") : tr("switch line rule %1 off");
        keep(std::move(rules), text.arg(item + 1), item);
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        const int item = m_panel->view()->currentItem();
        std::vector<LineRule> rules = m_model->rules();
        rules.erase(rules.begin() + item);
        keep(std::move(rules), tr("remove line rule %1").arg(item + 1), std::max(0, item - 1));
    });
    connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
    refreshButtons();
}

void LineRulesPanel::reload()
{
    const int asked = ++m_asked;
    m_workspace.run<Read>(
        tr("Reading the line rules"),
        [path = m_workspace.path()](const Progress& progress) -> Result<Read> {
            const LineRuleService service(path);
            Result<std::vector<LineRule>> rules = service.rules();
            if (!rules)
                return rules.error();
            Result<RuleEffect> effect = service.effectOf(*rules, progress);
            if (!effect)
                return effect.error();
            return Read{std::move(*rules), std::move(*effect)};
        },
        [self = QPointer(this), asked](Read& read) {
            if (!self || asked != self->m_asked)
                return;
            const int before = self->m_panel->view()->currentItem();
            self->m_model->setRules(std::move(read.rules), std::move(read.effect));
            const int item = std::max(0, self->m_thenItem >= 0 ? self->m_thenItem : before);
            self->m_thenItem = -1;
            if (item < self->m_model->itemCount())
                self->m_panel->view()->selectItem(item);
            self->refreshButtons();
        });
}

void LineRulesPanel::editRule(std::size_t place)
{
    LineRuleDialog dialog(m_workspace, m_model->rules(), place, this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const bool fresh = place >= m_model->rules().size();
    keep(
        dialog.rules(), fresh ? tr("add a line rule") : tr("change line rule %1").arg(place + 1),
        fresh ? 0 : static_cast<int>(place));
}

void LineRulesPanel::move(int by)
{
    const int item = m_panel->view()->currentItem();
    std::vector<LineRule> rules = m_model->rules();
    std::swap(rules[static_cast<std::size_t>(item)], rules[static_cast<std::size_t>(item + by)]);
    keep(std::move(rules), tr("move line rule %1").arg(item + 1), item + by);
}

void LineRulesPanel::keep(std::vector<LineRule> rules, const QString& text, int thenItem)
{
    m_thenItem = thenItem;
    m_journal.edit(
        QStringLiteral("data"), QStringLiteral("line_rules"), tr("Applying the line rules"),
        [path = m_workspace.path(), rules = std::move(rules), text]() -> Result<EditJournal::Edit> {
            const Result<RuleEdit> made = LineRuleService(path).change(rules, text);
            if (!made)
                return made.error();
            return EditJournal::Edit{made->text, made->before, made->after};
        },
        [self = QPointer(this)](const Outcome& outcome) {
            if (!self)
                return;
            if (outcome)
                self->m_workspace.announce(Topic::Imports); // demand is another now
            self->reload();
        });
}

void LineRulesPanel::refreshButtons()
{
    const int item = m_panel->view()->currentItem(), count = m_model->itemCount();
    const bool any = item >= 0 && item < count;
    const QString none = any ? QString() : tr("Select a rule first.");
    kit::setBlocked(m_edit, none);
    kit::setBlocked(m_remove, none, tr("Ctrl+Z brings it back"));
    kit::setBlocked(m_switch, none);
    m_switch->setText(
        any && !m_model->rules()[static_cast<std::size_t>(item)].enabled ? tr("Switch on")
                                                                         : tr("Switch off"));
    kit::setBlocked(
        m_up,
        !any        ? none
        : item == 0 ? tr("It is the first rule.")
                    : QString(),
        tr("Earlier: the first rule that fits decides"));
    kit::setBlocked(
        m_down,
        !any                ? none
        : item + 1 == count ? tr("It is the last rule.")
                            : QString(),
        tr("Later"));
}

} // namespace merch

#include "moc_line_rules_panel.cpp"
