#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace merch
{

/// Columns that stand for one thing each: a period ("d_1") or a place ("Current Quantity Soho").
struct PresetColumns {
    QString headings; ///< "d_*"; what * stands for is the name
    QString field;    ///< field that their cells hold
    QString periods;  ///< names periods, as the form that defines them says; empty = names locations
};

/// One extract of a platform: how its headings and cells become fields.
///
/// A field is mapped to headings parted by '|' (the first that is there), or to a text with
/// {Heading|Other heading} in it: each stands for the first of its cells that is not empty, {Heading?word}
/// for `word` where the cell is not empty.
struct PresetForm {
    QString kind;
    QStringList detect; ///< all must be there, each by one of its '|' headings
    QMap<QString, QString> map;
    QMap<QString, QString> attributes;            ///< attribute of a product -> heading
    QMap<QString, QString> constants;             ///< field -> text
    QMap<QString, QString> answers;               ///< question id -> choice
    QMap<QString, QMap<QString, QString>> values; ///< field -> cell -> what it means; "*" = any other
    QStringList carry;                            ///< fields that stand only in the first row of a group
    QString carryBy;                              ///< field that tells the groups apart
    QStringList skipEmpty; ///< fields: a row without one of them is no row of this kind (images, no event)
    std::vector<PresetColumns> columns;
    QMap<QString, QString> paths;    ///< of category: "list" parts several paths, "levels" the steps of one
    QMap<QString, QString> defines;  ///< heading whose cells name periods -> heading of their dates
    QMap<QString, QString> periodOf; ///< field from, to or date -> name of its periods ("wm_yr_wk")
    QString definedIn;               ///< file beside this one that defines the periods ("calendar.csv")
};

/// What is known of a platform, from resources/presets.
struct Preset {
    QString name;
    std::vector<PresetForm> forms;
};
const std::vector<Preset>& presetSpecs();
const Preset* findPreset(const QString& name);

/// Column of the first of `names` (parted by '|') among headings, -1 where there is none.
int headingAt(const QStringList& headings, const QString& names);
/// The form of a preset that fits the headings, of a kind where one is named; nullptr = none.
const PresetForm* fittingForm(const Preset& preset, const QStringList& headings, const QString& kind);

} // namespace merch
