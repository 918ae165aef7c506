#pragma once

#include <QDialog>

class QDoubleSpinBox;
class QLineEdit;

namespace merch
{

struct SourceRow;

/// Who answers for a source, and how fresh it should be.
class SourceDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit SourceDialog(const SourceRow& source, QWidget* parent = nullptr);
    QString owner() const;
    double freshDays() const;

private:
    QLineEdit* m_owner;
    QDoubleSpinBox* m_days;
};

} // namespace merch
