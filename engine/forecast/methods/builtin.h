#pragma once

#include "engine/forecast/method.h"

namespace merch
{

/// InvalidInput, with its reason, where no value is known or one is infinite.
Outcome checkValues(const SeriesView& series);

// One function a method; registry.cpp lists them.
const Method& naiveMethod();
const Method& seasonalNaiveMethod();
const Method& driftMethod();
const Method& meanMethod();
const Method& movingAverageMethod();
const Method& seasonalWindowMethod();
const Method& sesMethod();
const Method& holtMethod();
const Method& dampedHoltMethod();
const Method& additiveHoltWintersMethod();
const Method& multiplicativeHoltWintersMethod();
const Method& thetaMethod();
const Method& etsAutoMethod();
const Method& crostonMethod();
const Method& sbaMethod();
const Method& sbjMethod();
const Method& tsbMethod();
const Method& adidaMethod();
const Method& imapaMethod();

} // namespace merch
