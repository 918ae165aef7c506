#include "models/forecast/single_series.h"

#include "engine/demand/unconstrained.h"
#include "engine/forecast/automatic.h"
#include "engine/series/series_view.h"

#include <QFile>
#include <QLocale>

#include <cmath>

namespace merch
{

namespace
{

/// What a file says of one series; the columns of stock are empty where it has none.
struct FileSeries {
    std::vector<double> values, onHand, availability;
};

/// False: neither a number nor absent. Blank, NA and NaN are kExcluded.
bool readNumber(const QString& text, double& value)
{
    value = kExcluded;
    if (text.isEmpty() || text.compare(QLatin1String("NA"), Qt::CaseInsensitive) == 0 ||
        text.compare(QLatin1String("NaN"), Qt::CaseInsensitive) == 0)
        return true;
    bool fine = false;
    value = QLocale::c().toDouble(text, &fine);
    return fine && std::isfinite(value);
}

Result<FileSeries> readNumbers(const QString& path)
{
    QFile file(path);
    const std::string name = path.toStdString();
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::InvalidInput, name + " could not be read.", "Check its name and permissions.", {}};
    if (file.size() > 64 << 20)
        return Error{ErrorCode::InvalidInput, name + " is larger than 64 MB.", "Give one series.", {}};
    FileSeries read;
    qsizetype column = 0, onHand = -1, availability = -1;
    int number = 0;
    QChar delimiter = QLatin1Char(',');
    for (const QByteArray& bytes : file.readAll().split('\n')) {
        ++number;
        QString line = QString::fromUtf8(bytes).trimmed();
        line.remove(QChar(0xFEFF));
        if (line.isEmpty() && read.values.empty())
            continue;
        for (const QChar candidate : {QLatin1Char(';'), QLatin1Char('\t')}) {
            if (number == 1 && line.contains(candidate))
                delimiter = candidate;
        }
        QStringList fields = line.split(delimiter);
        for (QString& field : fields)
            field = field.trimmed().remove(QLatin1Char('"'));
        if (read.values.empty() && fields.indexOf(QStringLiteral("value")) >= 0) {
            column = fields.indexOf(QStringLiteral("value"));
            onHand = fields.indexOf(QStringLiteral("on_hand"));
            availability = fields.indexOf(QStringLiteral("availability"));
            continue;
        }
        if (fields.value(column).isEmpty() && number > 1 && bytes.isEmpty())
            continue; // the end of the last line
        struct {
            qsizetype column;
            std::vector<double>& values;
        } const parts[] = {{column, read.values}, {onHand, read.onHand}, {availability, read.availability}};
        for (const auto& part : parts) {
            if (part.column < 0)
                continue;
            const QString text = fields.value(part.column);
            double value = 0.0;
            if (!readNumber(text, value)) {
                if (number == 1 && &part == parts)
                    break; // a heading
                return Error{
                    ErrorCode::InvalidInput,
                    "Line " + std::to_string(number) + " of " + name + ": \"" + text.left(40).toStdString() +
                        "\" is not a number.",
                    "Give one number a line, or a table with a column named value.",
                    {}};
            }
            part.values.push_back(value);
        }
    }
    if (read.values.empty())
        return Error{
            ErrorCode::InvalidInput,
            name + " holds no numbers.",
            "Give one number a line, or a table with a column named value.",
            {}};
    return read;
}

/// What the shelf of a series is estimated to have been asked for where it was empty.
std::vector<EstimatedPeriod> estimate(const FileSeries& series, int period)
{
    if (series.onHand.empty() && series.availability.empty())
        return {};
    const auto at = [](const std::vector<double>& column, std::size_t i) {
        return i < column.size() ? column[i] : kExcluded;
    };
    ShelfHistory shelf;
    shelf.grain = period == 7 ? Grain::Daily : Grain::Weekly;
    shelf.sold = series.values;
    for (std::size_t i = 0; i < series.values.size(); ++i)
        shelf.inStock.push_back(
            shelfShare(series.values[i], at(series.onHand, i), at(series.availability, i)));
    const UnconstrainedDemand demand(shelf);
    std::vector<EstimatedPeriod> all;
    for (std::size_t i = 0; demand.isKnown() && i < shelf.sold.size(); ++i)
        if (demand.isEstimated(i))
            all.push_back({static_cast<int>(i), shelf.sold[i], demand.demand(i)});
    return all;
}

} // namespace

Result<SingleSeriesForecast> forecastSeriesFile(const QString& file, const SingleSeriesOptions& options)
{
    const Result<FileSeries> read = readNumbers(file);
    if (!read)
        return read.error();
    std::vector<double> values = read->values;
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = learnable(
            values[i], i < read->onHand.size() ? read->onHand[i] : kExcluded,
            i < read->availability.size() ? read->availability[i] : kExcluded);
    Result<MethodForecast> made = forecastWithMethod(
        values, options.period, options.method.toStdString(), options.horizon, options.levels);
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
        std::move(made->upper),
        estimate(*read, options.period)};
}

} // namespace merch
