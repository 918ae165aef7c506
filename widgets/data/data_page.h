#pragma once

#include "models/data/data_overview.h"
#include "widgets/frame/page.h"

#include <memory>

class QAction;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace merch
{

class EditJournal;
class FindingsModel;
class GridPanel;
class ImportsModel;
class ImportWizard;
class QualityStrip;
class LineRulesPanel;
class RejectsPanel;
class RulesModel;
class SourcesModel;

/// Can I trust what I am looking at? Scores, findings with their rules, sources, imports with undo, rejected
/// rows; and the import wizard, which takes the page while files are being read in.
class DataPage final : public Page
{
    Q_OBJECT
public:
    DataPage(Workspace& workspace, EditJournal& journal, QWidget* parent = nullptr);
    ~DataPage() override;

    QString id() const override { return QStringLiteral("data"); }
    QString title() const override { return tr("Data"); }
    QString question() const override { return tr("Can I trust what I am looking at?"); }
    QString iconName() const override { return QStringLiteral("database"); }
    QList<QAction*> pageActions() const override;
    void reveal(const QString& target) override;
    void focusFilter() override;

    /// Opens the wizard with these files.
    void importFiles(const QStringList& files);

protected:
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* buildOverview();
    void reload();
    void apply(DataOverview& overview);
    void showRule(const QString& rule);
    void showImport(qint64 importId);
    void showLineRules();
    void acceptFindings();
    void undoImport();
    void editSource(int item);
    void runCheck();
    void chooseFiles();
    void closeWizard();

    Workspace& m_workspace;
    EditJournal& m_journal;
    QStackedWidget* m_stack;
    QStackedWidget* m_lower;
    QualityStrip* m_quality;
    GridPanel *m_rulesPanel, *m_findingsPanel, *m_sourcesPanel, *m_importsPanel;
    RulesModel* m_rules;
    FindingsModel* m_findings;
    SourcesModel* m_sources;
    ImportsModel* m_imports;
    RejectsPanel* m_rejects;
    LineRulesPanel* m_lineRules;
    ImportWizard* m_wizard = nullptr;
    QPushButton *m_accept, *m_undo, *m_repair;
    QAction *m_importAction, *m_checkAction, *m_lineRulesAction;
    QString m_rule;          ///< whose findings are shown
    QString m_pendingTarget; ///< asked for before the data were there
    int m_asked = 0;         ///< newest request wins
    bool m_stale = true;
};

} // namespace merch
