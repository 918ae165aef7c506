#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

#include <vector>

namespace merch
{

/// Meaning of a colour. A word, sign or pill always says it too.
enum class Tone : unsigned char { Neutral, Accent, Good, Warn, Bad };

/// A small icon in a cell. Flags of a column keep their places: an empty icon leaves its place free.
struct CellFlag {
    QString icon; ///< a file of resources/icons
    Tone tone = Tone::Neutral;
    QString tip; ///< what it means; also what a screen reader says
};

/// What one cell of a grid shows. Item models fill it, CellDelegate draws it: no page paints its own table.
struct Cell {
    enum class Kind : unsigned char {
        Text,      ///< left aligned; `note` follows in muted text
        Muted,     ///< left aligned, secondary
        Number,    ///< right aligned, tabular digits
        Pill,      ///< `text` in a pill of `tone`; nothing if empty
        Sparkline, ///< `line`; from index `tailFrom` on in the accent (the forecast)
        Flags,     ///< `flags`
        Range,     ///< `text` at the right, and low..high with mid as a tick on a scale shared by the column
        Share,     ///< `text` at the right and a bar of `mid` (0..1)
        Tick       ///< a check box, on if `mid` > 0; `text` is its accessible text
    };
    Kind kind = Kind::Text;
    Tone tone = Tone::Neutral; ///< Number and Text: colours the digits; Warn and Bad numbers stand in a pill
    bool strong = false;       ///< the column's main number
    bool editable = false;     ///< in the accent: can be typed over
    bool edited = false;       ///< red with a dot: not committed yet
    bool assumed = false;      ///< dotted underline: rests on an assumption
    bool faded = false;        ///< out of play (below the cut line, excluded)
    bool stacked = false;      ///< Text: goes on in a second line, and `note` follows it there
    QString text;
    QString note;
    QString tip; ///< shown on hover; an elided text shows whole anyway
    std::vector<float> line{};
    int tailFrom = -1;
    float low = 0, mid = 0, high = 0; ///< 0..1 of the column's scale
    float zero = -1;                  ///< where zero stands on that scale; < 0 = at its left end
    QList<CellFlag> flags{};
};

/// Roles of every grid model.
enum GridRole : int {
    CellRole = Qt::UserRole + 100, ///< Cell
    RawRole,                       ///< double, the sort key of number columns
    ItemRole,                      ///< int, index into the model's own items; -1 for group and divider rows
    RowKindRole                    ///< int(RowKind)
};

enum class RowKind : int { Item, Group, Divider };

} // namespace merch

Q_DECLARE_METATYPE(merch::Cell)
