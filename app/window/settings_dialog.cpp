#include "app/window/settings_dialog.h"

#include "app/window/settings.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>

namespace merch
{

SettingsDialog::SettingsDialog(Workspace& workspace, QWidget* parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_theme(new QComboBox)
    , m_scale(new QComboBox)
    , m_user(new QLineEdit)
    , m_threads(new QSpinBox)
{
    setObjectName(QStringLiteral("settings"));
    setWindowTitle(tr("Settings"));
    const AppSettings settings = AppSettings::load();
    m_theme->setObjectName(QStringLiteral("settings.theme"));
    m_theme->setAccessibleName(tr("Theme"));
    m_theme->addItem(tr("As the system"), int(theme::Mode::System));
    m_theme->addItem(tr("Light"), int(theme::Mode::Light));
    m_theme->addItem(tr("Dark"), int(theme::Mode::Dark));
    m_theme->setCurrentIndex(m_theme->findData(int(settings.mode)));
    m_scale->setAccessibleName(tr("Font size"));
    for (const int percent : {75, 90, 100, 115, 130, 150, 200})
        m_scale->addItem(tr("%1 %").arg(percent), percent);
    m_scale->setCurrentIndex(std::max(0, m_scale->findData(qRound(settings.scale * 100))));
    m_user->setAccessibleName(tr("Your name"));
    m_user->setObjectName(QStringLiteral("settings.user"));
    m_user->setPlaceholderText(workspace.user());
    m_user->setText(settings.user);
    m_threads->setAccessibleName(tr("Threads"));
    m_threads->setRange(0, 256);
    m_threads->setSpecialValueText(tr("all cores"));
    m_threads->setValue(settings.threads);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(theme::px(20), theme::px(18), theme::px(20), theme::px(16));
    form->setVerticalSpacing(theme::px(12));
    form->addRow(tr("&Theme"), m_theme);
    form->addRow(tr("&Font size"), m_scale);
    form->addRow(tr("&Your name"), m_user);
    form->addRow(tr("T&hreads"), m_threads);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::keep);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(theme::px(400), sizeHint().height());
}

void SettingsDialog::keep()
{
    AppSettings settings = AppSettings::load();
    settings.mode = static_cast<theme::Mode>(m_theme->currentData().toInt());
    settings.scale = m_scale->currentData().toInt() / 100.0;
    settings.user = m_user->text().trimmed();
    settings.threads = m_threads->value();
    settings.save();
    settings.apply();
    m_workspace.setUser(settings.user);
    accept();
}

} // namespace merch

#include "moc_settings_dialog.cpp"
