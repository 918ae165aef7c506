#include "widgets/data/line_rule_dialog.h"

#include "models/grid/format.h"
#include "models/import/import_service.h"
#include "models/import/line_rules_model.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>

namespace merch
{

LineRuleDialog::LineRuleDialog(
    Workspace& workspace, const std::vector<LineRule>& rules, std::size_t place, QWidget* parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_rules(rules)
    , m_place(place)
    , m_field(new QComboBox)
    , m_op(new QComboBox)
    , m_class(new QComboBox)
    , m_preset(new QComboBox)
    , m_value(new QLineEdit)
    , m_note(new QLineEdit)
    , m_effect(kit::wrapped({}, "muted"))
{
    const bool fresh = place >= rules.size();
    if (fresh) {
        LineRule made;
        made.field = QStringLiteral("sku");
        made.op = QStringLiteral("is");
        made.lineClass = QStringLiteral("fee");
        m_rules.insert(m_rules.begin(), made);
        m_place = 0;
    }
    setWindowTitle(fresh ? tr("New line rule") : tr("Line rule %1").arg(place + 1));
    const LineRule& shown = m_rules[m_place];
    for (const QString& field : LineRuleService::fields())
        m_field->addItem(LineRulesModel::fieldName(field), field);
    for (const QString& lineClass : LineRuleService::classes())
        m_class->addItem(
            LineRuleService::isDemand(lineClass)
                ? tr("%1 (counts as demand)").arg(LineRulesModel::className(lineClass))
                : LineRulesModel::className(lineClass),
            lineClass);
    m_preset->addItem(tr("all sources"), QString());
    for (const QString& preset : ImportService::presets())
        m_preset->addItem(tr("sources of preset %1").arg(preset), preset);
    m_field->setCurrentIndex(m_field->findData(shown.field));
    fillOperators();
    m_op->setCurrentIndex(std::max(0, m_op->findData(shown.op)));
    m_class->setCurrentIndex(m_class->findData(shown.lineClass));
    m_preset->setCurrentIndex(std::max(0, m_preset->findData(shown.preset)));
    m_value->setText(shown.value);
    m_note->setText(shown.note);
    m_note->setPlaceholderText(tr("Why, for whoever reads it later"));

    const auto named = [](QWidget* widget, const QString& name, const char* object) {
        widget->setAccessibleName(name);
        widget->setObjectName(QLatin1String(object));
    };
    named(m_field, tr("Field of the line"), "rule.field");
    named(m_op, tr("Comparison"), "rule.op");
    named(m_value, tr("Value"), "rule.value");
    named(m_class, tr("Class of the line"), "rule.class");
    named(m_preset, tr("Sources"), "rule.preset");
    named(m_note, tr("Note"), "rule.note");
    named(m_effect, tr("What the rule does"), "rule.effect");

    auto* form = new QFormLayout(this);
    form->setContentsMargins(theme::px(20), theme::px(18), theme::px(20), theme::px(16));
    form->setVerticalSpacing(theme::px(10));
    form->addRow(tr("A line whose &field"), m_field);
    form->addRow(tr("&Comparison"), m_op);
    form->addRow(tr("&Value"), m_value);
    form->addRow(tr("is of c&lass"), m_class);
    form->addRow(tr("&From"), m_preset);
    form->addRow(tr("&Note"), m_note);
    m_effect->setMinimumHeight(theme::px(40));
    m_effect->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    form->addRow(m_effect);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    m_save = buttons->button(QDialogButtonBox::Save);
    m_save->setText(tr("Save and apply"));
    m_save->setObjectName(QStringLiteral("rule.save"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(theme::px(460), sizeHint().height());

    connect(m_field, &QComboBox::currentIndexChanged, this, [this] {
        fillOperators();
        changed();
    });
    for (QComboBox* box : {m_op, m_class, m_preset})
        connect(box, &QComboBox::currentIndexChanged, this, &LineRuleDialog::changed);
    connect(m_value, &QLineEdit::textChanged, this, &LineRuleDialog::changed);
    m_wait.setSingleShot(true);
    m_wait.setInterval(250);
    connect(&m_wait, &QTimer::timeout, this, &LineRuleDialog::tryIt);
    (fresh ? static_cast<QWidget*>(m_field) : m_value)->setFocus();
    changed();
}

void LineRuleDialog::fillOperators()
{
    const QString before = m_op->currentData().toString();
    const QSignalBlocker quiet(m_op);
    m_op->clear();
    for (const QString& op : LineRuleService::operatorsOf(m_field->currentData().toString()))
        m_op->addItem(LineRulesModel::operatorName(op), op);
    m_op->setCurrentIndex(std::max(0, m_op->findData(before)));
}

LineRule LineRuleDialog::rule() const
{
    LineRule made = m_rules[m_place];
    made.field = m_field->currentData().toString();
    made.op = m_op->currentData().toString();
    made.value = m_value->text();
    made.lineClass = m_class->currentData().toString();
    made.preset = m_preset->currentData().toString();
    made.note = m_note->text().trimmed();
    return made;
}

std::vector<LineRule> LineRuleDialog::rules() const
{
    std::vector<LineRule> rules = m_rules;
    rules[m_place] = rule();
    return rules;
}

void LineRuleDialog::changed()
{
    ++m_asked; // what is being worked out no longer holds
    const QString wrong = LineRuleService::whatIsWrong(rule());
    kit::setBlocked(m_save, wrong);
    if (!wrong.isEmpty()) {
        m_wait.stop();
        m_effect->setText(wrong);
        return;
    }
    m_effect->setText(tr("Looking at the lines that are in..."));
    m_wait.start();
}

void LineRuleDialog::tryIt()
{
    const int asked = ++m_asked;
    m_workspace.run<RuleEffect>(
        tr("Trying the rule"),
        [path = m_workspace.path(), rules = rules()](const Progress& progress) {
            return LineRuleService(path).effectOf(rules, progress);
        },
        [self = QPointer(this), asked, place = m_place](RuleEffect& effect) {
            if (!self || asked != self->m_asked)
                return;
            self->m_effect->setText(
                effect.lines == 0 ? tr("No order lines are in yet; the rule holds for those to come.")
                : effect.changed == 0
                    ? tr("Decides %1 of %2 lines; none would change its class.")
                          .arg(
                              format::count(static_cast<double>(effect.caught[place])),
                              format::count(static_cast<double>(effect.lines)))
                    : tr("Decides %1 of %2 lines. %3 would change class: %4 leave demand, %5 join it.")
                          .arg(
                              format::count(static_cast<double>(effect.caught[place])),
                              format::count(static_cast<double>(effect.lines)),
                              format::count(static_cast<double>(effect.changed)),
                              format::count(static_cast<double>(effect.leaveDemand)),
                              format::count(static_cast<double>(effect.joinDemand))));
        });
}

} // namespace merch

#include "moc_line_rule_dialog.cpp"
