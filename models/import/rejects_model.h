#pragma once

#include "models/grid/grid_model.h"
#include "models/import/import_service.h"

namespace merch
{

/// Rejected rows of one import; the raw row can be typed over.
class RejectsModel final : public GridModel
{
    Q_OBJECT
public:
    enum Column { Line, Reason, Field, Value, Raw, State };
    explicit RejectsModel(QObject* parent = nullptr);
    void setRows(std::vector<RejectedRow> rows);
    const RejectedRow& row(int item) const { return m_rows[static_cast<std::size_t>(item)]; }
    void setRepaired(const std::map<qint64, QString>& rows); ///< by line
    int repairedCount() const;

    int itemCount() const override { return static_cast<int>(m_rows.size()); }

signals:
    void repairAsked(int item, const QString& raw);

protected:
    Cell cell(int item, int column) const override;
    double number(int item, int column) const override;
    bool isEditable(int item, int column) const override;
    QVariant editValue(int item, int column) const override;
    bool edit(int item, int column, const QVariant& value) override;

private:
    std::vector<RejectedRow> m_rows;
};

} // namespace merch
