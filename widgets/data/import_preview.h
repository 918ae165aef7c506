#pragma once

#include "models/import/import_service.h"

#include <QFrame>

#include <functional>

class QLabel;
class QMenu;
class QStackedLayout;
class QTableView;
class QToolButton;
class QVBoxLayout;

namespace merch
{

class PreviewModel;

namespace kit
{
class EmptyState;
class Segments;
} // namespace kit

/// The first rows of one extract under its mapping: each column says what it was taken for, and a button
/// there changes it. Open questions stand above, each with its answers as buttons; so do the fields that no
/// column was found for, with the columns that could be it.
class ImportPreview final : public QFrame
{
    Q_OBJECT
public:
    explicit ImportPreview(QWidget* parent = nullptr);
    void setGuess(const ImportGuess& guess);
    /// Nothing to show; `reason` says why, with what to do about it.
    void clear(const QString& reason = {});

signals:
    void
    mapped(const QString& field, const QString& heading); ///< heading empty = the field is not in the file
    void answered(const QString& questionId, const QString& choice);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rebuildQuestions();
    /// A question with its answers as buttons; `answer` is called with the value of the one that is pressed.
    void
    ask(const QString& id, const QString& text, const QString& more,
        const std::vector<ImportQuestion::Choice>& choices,
        const std::function<void(const QString&)>& answer);
    void rebuildPills();
    void placePills();
    void fillFields(QMenu* menu, int column);

    ImportGuess m_guess;
    PreviewModel* m_model;
    QTableView* m_table;
    QLabel* m_note;
    kit::Segments* m_show;
    QVBoxLayout* m_questions;
    kit::EmptyState* m_nothing;
    QStackedLayout* m_stack;
    std::vector<QToolButton*> m_pills; ///< over the header, one a column
};

} // namespace merch
