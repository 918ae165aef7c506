#include "tests/golden/runner/suites.h"

bool runForecastFile(const QJsonObject& file, const QString&, Report&)
{
    return file.contains(QLatin1String("results")) && !file.contains(QLatin1String("cases"));
}

void finishForecastFiles(Report&) {}
