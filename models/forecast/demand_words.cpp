#include "models/forecast/demand_words.h"

#include <QCoreApplication>

#include <utility>

namespace merch
{

QString demandClassWord(DemandClass demandClass)
{
    switch (demandClass) {
    case DemandClass::Smooth:
        return QCoreApplication::translate("demand", "Steady");
    case DemandClass::Erratic:
        return QCoreApplication::translate("demand", "Erratic");
    case DemandClass::Intermittent:
        return QCoreApplication::translate("demand", "Slow");
    case DemandClass::Lumpy:
        return QCoreApplication::translate("demand", "Lumpy");
    case DemandClass::NoDemand:
        return QCoreApplication::translate("demand", "No sales");
    case DemandClass::TooShort:
        return QCoreApplication::translate("demand", "New");
    }
    return {};
}

QString demandClassSentence(DemandClass demandClass)
{
    switch (demandClass) {
    case DemandClass::Smooth:
        return QCoreApplication::translate(
            "demand", "Steady: sells nearly every period, in much the same amounts.");
    case DemandClass::Erratic:
        return QCoreApplication::translate(
            "demand", "Erratic: sells nearly every period, in very different amounts.");
    case DemandClass::Intermittent:
        return QCoreApplication::translate(
            "demand", "Slow: many periods without a sale, and much the same amount when it sells.");
    case DemandClass::Lumpy:
        return QCoreApplication::translate(
            "demand", "Lumpy: many periods without a sale, then very different amounts.");
    case DemandClass::NoDemand:
        return QCoreApplication::translate("demand", "No sales: nothing was ever sold here.");
    case DemandClass::TooShort:
        return QCoreApplication::translate("demand", "New: too few sales to tell how it sells.");
    }
    return {};
}

QString methodWords(const QString& method)
{
    static const std::pair<const char*, const char*> words[] = {
        {"combination", QT_TRANSLATE_NOOP("demand", "mean of several methods, the better counting more")},
        {"look_alikes",
         QT_TRANSLATE_NOOP("demand", "products most like it, its launch so far counting more each day")},
        {"mean", QT_TRANSLATE_NOOP("demand", "average of all that is known")},
        {"naive", QT_TRANSLATE_NOOP("demand", "same as the last period")},
        {"snaive", QT_TRANSLATE_NOOP("demand", "same as a season before")},
        {"ma", QT_TRANSLATE_NOOP("demand", "average of the latest periods")},
        {"window", QT_TRANSLATE_NOOP("demand", "average of the latest weeks, by weekday")},
        {"drift", QT_TRANSLATE_NOOP("demand", "last period and its long-run drift")},
        {"ses", QT_TRANSLATE_NOOP("demand", "level, the newest sales counting most")},
        {"holt", QT_TRANSLATE_NOOP("demand", "level and trend")},
        {"holt_damped", QT_TRANSLATE_NOOP("demand", "level and a trend that fades")},
        {"hw_additive", QT_TRANSLATE_NOOP("demand", "level, trend and season")},
        {"hw_multiplicative", QT_TRANSLATE_NOOP("demand", "level, trend and season in proportion")},
        {"theta", QT_TRANSLATE_NOOP("demand", "level and half of the long-run trend, by season")},
        {"ets_auto", QT_TRANSLATE_NOOP("demand", "smoothing in the form that fits best")},
        {"croston", QT_TRANSLATE_NOOP("demand", "size and gap of single sales")},
        {"sbj", QT_TRANSLATE_NOOP("demand", "size and gap of single sales, corrected anew")},
        {"sba", QT_TRANSLATE_NOOP("demand", "size and gap of single sales, corrected")},
        {"tsb", QT_TRANSLATE_NOOP("demand", "chance and size of a sale")},
        {"adida", QT_TRANSLATE_NOOP("demand", "level of the sums over the usual gap")},
        {"imapa", QT_TRANSLATE_NOOP("demand", "level of sums over short and long spans")},
    };
    for (const auto& [name, text] : words)
        if (method == QLatin1String(name))
            return QCoreApplication::translate("demand", text);
    return method;
}

} // namespace merch
