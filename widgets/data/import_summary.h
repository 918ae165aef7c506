#pragma once

#include "models/import/import_service.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace merch
{

/// What an import will do, or did: rows, reasons for rejects, overlap, what changes.
class ImportSummary final : public QFrame
{
    Q_OBJECT
public:
    explicit ImportSummary(QWidget* parent = nullptr);

    /// `report` is of a dry run or of the import itself.
    void setReport(const ImportReport* report, bool done);
    /// Why Import is disabled; empty = it is not.
    void setBlocked(const QString& reason);
    void setRunning(bool running);
    void setFinished();

signals:
    void dryRunRequested();
    void importRequested();
    void closeRequested();

private:
    QVBoxLayout* m_body;
    QWidget* m_bodyBox = nullptr;
    QVBoxLayout* m_outer;
    QPushButton *m_dry, *m_import, *m_close;
    QLabel* m_reason;
};

} // namespace merch
