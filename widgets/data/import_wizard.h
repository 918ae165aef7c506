#pragma once

#include "models/import/import_service.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace merch
{

class ImportPreview;
class ImportSummary;
class Workspace;

/// Files on the left, what one of them holds in the middle, what will happen on the right. Nothing is written
/// until Import is pressed; then all files go in, in one transaction, in a sensible order.
class ImportWizard final : public QWidget
{
    Q_OBJECT
public:
    explicit ImportWizard(Workspace& workspace, QWidget* parent = nullptr);
    void addFiles(const QStringList& files);

    /// Everything is in; what is dropped now belongs to a new import.
    bool isDone() const { return m_done; }
    bool isRunning() const { return m_running; }

signals:
    void closed();
    void checkAsked();                  ///< closes, and runs the checks
    void rejectsAsked(qint64 importId); ///< closes, and shows what the import rejected

private:
    struct Item {
        ImportRequest request;
        std::optional<ImportGuess> guess;
        std::optional<ImportReport> report;
        QString failure; ///< why it cannot be read
        /// No heading is known and nobody has said what it holds: it does not keep the others waiting.
        bool leftOut() const;
        int asked = 0;
    };

    void inspect(int item);
    void addItem(const QString& file, const QString& part, const QString& failure = {});
    void finish(bool dry);
    void show(int item);
    void refreshList();
    void refreshSummary();
    QString blocked() const;
    std::vector<ImportRequest> requests() const;
    void run(bool dry);
    void removeCurrent();
    int current() const;

    Workspace& m_workspace;
    std::vector<std::unique_ptr<Item>> m_items;
    QListWidget* m_list;
    QLabel* m_count;
    QComboBox *m_kind, *m_preset;
    ImportPreview* m_preview;
    ImportSummary* m_summary;
    QPushButton *m_add, *m_remove, *m_back;
    int m_opening = 0; ///< files whose parts are still being listed
    double m_seconds = 0.0, m_rowsPerSecond = 0.0;
    bool m_running = false, m_done = false;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* m_files;
};

} // namespace merch
