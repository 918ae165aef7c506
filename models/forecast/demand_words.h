#pragma once

#include "engine/forecast/demand_class.h"

#include <QString>

namespace merch
{

/// What a demand class means to a buyer: a word, and a sentence.
QString demandClassWord(DemandClass demandClass);
QString demandClassSentence(DemandClass demandClass);
/// A method of the registry in plain words: "average of the latest periods".
QString methodWords(const QString& method);

} // namespace merch
