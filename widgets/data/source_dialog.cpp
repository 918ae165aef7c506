#include "widgets/data/source_dialog.h"

#include "models/data/data_models.h"
#include "widgets/frame/kit.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLineEdit>

namespace merch
{

SourceDialog::SourceDialog(const SourceRow& source, QWidget* parent)
    : QDialog(parent)
    , m_owner(new QLineEdit(source.owner))
    , m_days(new QDoubleSpinBox)
{
    setWindowTitle(tr("Source %1").arg(source.name == source.kind ? readable(source.kind) : source.name));
    m_owner->setAccessibleName(tr("Owner"));
    m_owner->setObjectName(QStringLiteral("source.owner"));
    m_days->setAccessibleName(tr("Late after, days"));
    m_days->setObjectName(QStringLiteral("source.days"));
    m_days->setRange(0, 3650);
    m_days->setDecimals(1);
    m_days->setSuffix(tr(" days"));
    m_days->setSpecialValueText(tr("no promise"));
    m_days->setValue(source.promisedDays);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(theme::px(20), theme::px(18), theme::px(20), theme::px(16));
    form->setVerticalSpacing(theme::px(12));
    form->addRow(tr("&Owner"), m_owner);
    form->addRow(tr("&Late after"), m_days);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(theme::px(360), sizeHint().height());
}

QString SourceDialog::owner() const
{
    return m_owner->text().trimmed();
}

double SourceDialog::freshDays() const
{
    return m_days->value();
}

} // namespace merch

#include "moc_source_dialog.cpp"
