#pragma once

#include "models/import/import_service.h"

#include <QFrame>

class QLabel;
class QTableView;
class QToolButton;
class QVBoxLayout;

namespace merch
{

class PreviewModel;

namespace kit
{
class Segments;
}

/// The first rows of one extract under its mapping: each column says what it was taken for, and a button
/// there changes it. Open questions stand above, each with its answers as buttons.
class ImportPreview final : public QFrame
{
    Q_OBJECT
public:
    explicit ImportPreview(QWidget* parent = nullptr);
    void setGuess(const ImportGuess& guess);
    void clear();

signals:
    void
    mapped(const QString& field, const QString& heading); ///< heading empty = the field is not in the file
    void answered(const QString& questionId, const QString& choice);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rebuildQuestions();
    void rebuildPills();
    void placePills();
    void showFields(int column);

    ImportGuess m_guess;
    PreviewModel* m_model;
    QTableView* m_table;
    QLabel* m_note;
    kit::Segments* m_show;
    QVBoxLayout* m_questions;
    std::vector<QToolButton*> m_pills; ///< over the header, one a column
};

} // namespace merch
