#pragma once

#include "models/import/import_service.h"

#include <QAbstractTableModel>

namespace merch
{

/// The first rows of an extract as the import reads them: raw text, and why a cell will be rejected.
class PreviewModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { ProblemRole = Qt::UserRole + 1, DoubtRole };
    enum class Show { All, InDoubt, Rejected };
    static constexpr int kMostColumns = 60; ///< a wide table shows its first ones; all are read

    using QAbstractTableModel::QAbstractTableModel;
    void setGuess(const ImportGuess& guess);
    void setShow(Show show);
    int rejectedShown() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static bool isRejected(const ImportPreviewRow& row);
    void arrange();
    std::vector<ImportColumn> m_columns;
    std::vector<ImportPreviewRow> m_rows;
    std::vector<int> m_order;
    Show m_show = Show::All;
};

} // namespace merch
