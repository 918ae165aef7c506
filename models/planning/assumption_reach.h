#pragma once

#include <QStringList>

namespace merch
{

/// Kinds of numbers in a plan's line, by what they are worked out from.
enum class Figure { Supplier, OnHand, LeadTime, UnitCost, Demand, Service, Level, Quantity };

/// Whether a number rests on one of the names that a line holds as assumed. What a plan depends on as a whole
/// (holding rate, recapture) reaches every quantity; a supplier's name reaches none.
bool restsOn(const QStringList& assumed, Figure figure);

/// The names as people say them, in one line.
QString assumedInWords(const QStringList& assumed);

} // namespace merch
