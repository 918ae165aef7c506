#include "models/forecast/single_series.h"

#include "engine/forecast/automatic.h"
#include "engine/series/series_view.h"

#include <QFile>
#include <QLocale>

#include <cmath>

namespace merch
{

namespace
{

Result<std::vector<double>> readNumbers(const QString& path)
{
    QFile file(path);
    const std::string name = path.toStdString();
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::InvalidInput, name + " could not be read.", "Check its name and permissions.", {}};
    if (file.size() > 64 << 20)
        return Error{ErrorCode::InvalidInput, name + " is larger than 64 MB.", "Give one series.", {}};
    std::vector<double> values;
    int column = 0, number = 0;
    QChar delimiter = QLatin1Char(',');
    for (const QByteArray& bytes : file.readAll().split('\n')) {
        ++number;
        QString line = QString::fromUtf8(bytes).trimmed();
        line.remove(QChar(0xFEFF));
        if (line.isEmpty() && values.empty())
            continue;
        for (const QChar candidate : {QLatin1Char(';'), QLatin1Char('\t')}) {
            if (number == 1 && line.contains(candidate))
                delimiter = candidate;
        }
        QStringList fields = line.split(delimiter);
        for (QString& field : fields)
            field = field.trimmed().remove(QLatin1Char('"'));
        if (values.empty() && fields.indexOf(QStringLiteral("value")) >= 0) {
            column = static_cast<int>(fields.indexOf(QStringLiteral("value")));
            continue;
        }
        const QString text = fields.value(column);
        if (text.isEmpty() && number > 1 && bytes.isEmpty())
            continue; // the end of the last line
        if (text.isEmpty() || text.compare(QLatin1String("NA"), Qt::CaseInsensitive) == 0 ||
            text.compare(QLatin1String("NaN"), Qt::CaseInsensitive) == 0) {
            values.push_back(kExcluded);
            continue;
        }
        bool fine = false;
        const double value = QLocale::c().toDouble(text, &fine);
        if (!fine || !std::isfinite(value)) {
            if (number == 1)
                continue; // a heading
            return Error{
                ErrorCode::InvalidInput,
                "Line " + std::to_string(number) + " of " + name + ": \"" + text.left(40).toStdString() +
                    "\" is not a number.",
                "Give one number a line, or a table with a column named value.",
                {}};
        }
        values.push_back(value);
    }
    if (values.empty())
        return Error{
            ErrorCode::InvalidInput,
            name + " holds no numbers.",
            "Give one number a line, or a table with a column named value.",
            {}};
    return values;
}

} // namespace

Result<SingleSeriesForecast> forecastSeriesFile(const QString& file, const SingleSeriesOptions& options)
{
    const Result<std::vector<double>> values = readNumbers(file);
    if (!values)
        return values.error();
    Result<MethodForecast> made = forecastWithMethod(
        *values, options.period, options.method.toStdString(), options.horizon, options.levels);
    if (!made)
        return made.error();
    return SingleSeriesForecast{
        QString::fromStdString(made->method),
        QString::fromStdString(made->form),
        std::move(made->parameters),
        made->loglik,
        made->aicc,
        std::move(made->fitted),
        std::move(made->mean),
        std::move(made->lower),
        std::move(made->upper)};
}

} // namespace merch
