#pragma once

#include "engine/demand/shelf_history.h"

namespace merch
{

class Random;

/// What a day asks for, before its shelf is seen: `mean` units, whose variance is piece * mean from the sizes
/// and the chance of single sales, and (share * mean)^2 from what moves the whole day (`share` squared is
/// given as `common`).
struct DayDemand {
    double mean = 0.0;
    double piece = 1.0;
    double common = 0.0;
    bool whole = true; ///< counted in whole units

    double variance() const { return mean * (piece + common * mean); }
};

/// Mean and variance of units.
struct UnitsMoments {
    double mean = 0.0, variance = 0.0;
};

/// What was asked for while the shelf was empty, for a share `inStock` (0 <= share < 1) of the day in which
/// `sold` units went. A process that is stopped when the shelf is empty has the likelihood of one watched for
/// so long, whenever that was decided; so the day is a gamma-Poisson mixture seen for the share of it in
/// stock, and what it sold tells how good the whole day was (Buehlmann credibility, exact for negative
/// binomial counts).
UnitsMoments lostWhileEmpty(const DayDemand& day, double sold, double inStock);

/// Demand of a day that sold out at an unknown hour: D given D >= sold, of a negative binomial (Poisson)
/// count, or of a gamma where units are not whole or many. Conrad (1976), Operational Research Quarterly 27,
/// 123-127 (Poisson); Agrawal & Smith (1996), Naval Research Logistics 43, 839-861 (negative binomial).
UnitsMoments demandAtLeast(const DayDemand& day, double sold);

/// The range of what has these moments and cannot be below `least`: a count or, where not whole, a gamma.
UnitsRange rangeOf(const UnitsMoments& moments, bool whole);
UnitsRange rangeAtLeast(const DayDemand& day, double sold);

/// One draw of each.
double drawLost(const DayDemand& day, double sold, double inStock, Random& random);
double drawAtLeast(const DayDemand& day, double sold, Random& random);

} // namespace merch
