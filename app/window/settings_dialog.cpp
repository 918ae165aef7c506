#include "app/window/settings_dialog.h"

#include "app/window/settings.h"
#include "models/workspace/language.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"

#include <QComboBox>
#include <QDate>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

namespace merch
{

namespace
{

QString nativeName(const QString& language)
{
    QString name = QLocale(language).nativeLanguageName();
    // "American English" for plain "en": the language, not the country.
    if (language == QLatin1String("en"))
        name = QStringLiteral("English");
    return name.left(1).toUpper() + name.mid(1);
}

/// "United Kingdom: 1,234.5, 31/12/2026".
QString example(const QString& name)
{
    const QLocale locale(name);
    return QStringLiteral("%1 (%2): %3, %4")
        .arg(
            locale.nativeTerritoryName(), name.left(2), locale.toString(1234.5, 'f', 1),
            locale.toString(QDate(2026, 12, 31), QLocale::ShortFormat));
}

} // namespace

SettingsDialog::SettingsDialog(Workspace& workspace, QWidget* parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_theme(new QComboBox)
    , m_scale(new QComboBox)
    , m_language(new QComboBox)
    , m_numbers(new QComboBox)
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
    m_language->setAccessibleName(tr("Language"));
    m_language->setObjectName(QStringLiteral("settings.language"));
    m_language->addItem(tr("As the system"), QString());
    for (const QString& language : languages())
        m_language->addItem(nativeName(language), language);
    m_language->setCurrentIndex(std::max(0, m_language->findData(settings.language)));
    m_language->setToolTip(tr("Holds from the next start"));
    m_numbers->setAccessibleName(tr("Numbers and dates"));
    m_numbers->setObjectName(QStringLiteral("settings.numbers"));
    m_numbers->addItem(tr("As the system"), QString());
    for (const char* name :
         {"en_GB", "en_US", "en_IE", "de_DE", "de_AT", "de_CH", "fr_FR", "nl_NL", "es_ES", "it_IT", "sv_SE",
          "pl_PL"})
        m_numbers->addItem(example(QLatin1String(name)), QLatin1String(name));
    m_numbers->setCurrentIndex(std::max(0, m_numbers->findData(settings.locale)));
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
    form->addRow(tr("&Language"), m_language);
    form->addRow(tr("&Numbers and dates"), m_numbers);
    form->addRow(tr("&Your name"), m_user);
    form->addRow(tr("T&hreads"), m_threads);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::keep);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(theme::px(460), sizeHint().height());
}

void SettingsDialog::keep()
{
    AppSettings settings = AppSettings::load();
    settings.mode = static_cast<theme::Mode>(m_theme->currentData().toInt());
    settings.scale = m_scale->currentData().toInt() / 100.0;
    settings.language = m_language->currentData().toString();
    settings.locale = m_numbers->currentData().toString();
    settings.user = m_user->text().trimmed();
    settings.threads = m_threads->value();
    settings.save();
    settings.apply();
    m_workspace.setUser(settings.user);
    accept();
}

} // namespace merch

#include "moc_settings_dialog.cpp"
