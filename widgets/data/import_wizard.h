#pragma once

#include "models/import/import_service.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QListWidget;
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

signals:
    void closed();

private:
    struct Item {
        ImportRequest request;
        std::optional<ImportGuess> guess;
        std::optional<ImportReport> report;
        QString failure; ///< why it cannot be read
        int asked = 0;
    };

    void inspect(int item);
    void addItem(const QString& file, const QString& part);
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
    bool m_running = false, m_done = false;
};

} // namespace merch
