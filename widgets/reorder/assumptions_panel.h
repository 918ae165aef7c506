#pragma once

#include "models/planning/assumption_service.h"
#include "models/workspace/search.h"

#include <QFrame>

#include <functional>
#include <map>
#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace merch
{

class EditJournal;
class Workspace;

/// Asks for what the extracts lack (margin, lead time, holding rate, opening stock, ...), everywhere, by
/// location or by category, and keeps the answers as data that can be undone. Lists what is assumed already.
class AssumptionsPanel final : public QFrame
{
    Q_OBJECT
public:
    AssumptionsPanel(Workspace& workspace, EditJournal& journal, QWidget* parent = nullptr);

    /// Reads what is lacking and what is assumed.
    void reload();
    const std::vector<MissingInput>& missing() const { return m_missing; }
    QLineEdit* field(const QString& name) const;
    /// True where something typed was not kept yet.
    bool hasUnkept() const;

signals:
    void loaded();
    void kept(bool makePlan);
    void closed();

private:
    struct Known {
        std::vector<Assumption> list;
        std::vector<MissingInput> missing;
        ScopeChoices choices;
    };
    struct Row {
        QString name;
        QLabel *title, *hint;
        QLineEdit* edit;
    };
    void apply(Known& known);
    void fillFields();
    void fillList();
    void refresh();
    void keep(bool makePlan);
    void remove(const Assumption& assumption);
    void write(
        const QString& location, const QString& category, const std::map<QString, QString>& values,
        std::function<void()> then);
    QString refusalOf(const Row& row) const;

    Workspace& m_workspace;
    EditJournal& m_journal;
    QLabel *m_title, *m_lead, *m_listTitle;
    QComboBox *m_location, *m_category;
    std::vector<Row> m_rows;
    QVBoxLayout* m_list;
    QPushButton *m_keep, *m_make, *m_close;
    std::vector<Assumption> m_known;
    std::vector<MissingInput> m_missing;
    int m_asked = 0;
};

} // namespace merch
