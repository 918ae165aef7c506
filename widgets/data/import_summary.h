#pragma once

#include "models/import/import_service.h"

#include <QFrame>

#include <vector>

class QLabel;
class QPushButton;
class QScrollArea;

namespace merch
{

namespace kit
{
class Segments;
}

/// What an import will do, or did: rows, reasons for rejects, overlap, what changes; of all files together or
/// of the one that is looked at.
class ImportSummary final : public QFrame
{
    Q_OBJECT
public:
    explicit ImportSummary(QWidget* parent = nullptr);

    struct Shown {
        std::vector<const ImportReport*> reports; ///< of a dry run, or of the import itself
        const ImportReport* current = nullptr;    ///< one of them; null = the file looked at has none
        bool done = false;
        double seconds = 0.0, rowsPerSecond = 0.0;
    };
    void show(const Shown& shown);
    /// Why Import is disabled; empty = it is not.
    void setBlocked(const QString& reason);
    /// The import is in: what is left is to go on from here.
    void setFinished(qint64 rejected);

signals:
    void dryRunRequested();
    void importRequested();
    void closeRequested();
    void rejectsRequested();
    void checkRequested();

private:
    void rebuild(const ImportReport* report, const Shown& shown);

    QScrollArea* m_scroll;
    kit::Segments* m_which;
    QPushButton *m_dry, *m_import, *m_close, *m_check, *m_rejects;
    QLabel *m_title, *m_reason;
    ImportReport m_all, m_one;
    bool m_hasOne = false;
    Shown m_shown;
};

} // namespace merch
