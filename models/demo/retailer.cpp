#include "models/demo/retailer.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace merch::demo
{

namespace
{

std::string text(const QJsonValue& value)
{
    return value.toString().toStdString();
}

std::vector<std::string> texts(const QJsonValue& value)
{
    std::vector<std::string> out;
    for (const QJsonValue& item : value.toArray())
        out.push_back(text(item));
    return out;
}

template <std::size_t N> std::array<double, N> numbers(const QJsonValue& value)
{
    std::array<double, N> out{};
    const QJsonArray array = value.toArray();
    for (std::size_t i = 0; i < N; ++i)
        out[i] = array.at(static_cast<qsizetype>(i)).toDouble();
    return out;
}

Range range(const QJsonValue& value)
{
    return {value.toArray().at(0).toDouble(), value.toArray().at(1).toDouble()};
}

EventSpec event(const QJsonObject& object)
{
    EventSpec spec;
    spec.name = text(object[QLatin1String("name")]);
    if (object.contains(QLatin1String("on"))) {
        const QStringList parts = object[QLatin1String("on")].toString().split(QLatin1Char('-'));
        spec.month = parts.value(0).toInt();
        spec.day = parts.value(1).toInt();
    } else if (object.contains(QLatin1String("easter"))) {
        spec.rule = EventSpec::Rule::Easter;
        spec.offset = object[QLatin1String("easter")].toInt();
    } else {
        spec.rule = EventSpec::Rule::NthWeekday;
        const QJsonObject nth = object[QLatin1String("nth")].toObject();
        spec.month = nth[QLatin1String("month")].toInt();
        spec.weekday = nth[QLatin1String("weekday")].toInt();
        spec.nth = nth[QLatin1String("n")].toInt();
        spec.offset = object[QLatin1String("shift")].toInt();
    }
    spec.lead = object[QLatin1String("lead")].toInt();
    spec.lag = object[QLatin1String("lag")].toInt();
    const QJsonObject lift = object[QLatin1String("lift")].toObject();
    for (auto it = lift.begin(); it != lift.end(); ++it)
        spec.lift.emplace_back(it.key().toStdString(), it.value().toDouble());
    spec.closed = texts(object[QLatin1String("closed")]);
    return spec;
}

CategorySpec category(const QJsonObject& object, const QJsonObject& years)
{
    CategorySpec spec;
    spec.path = text(object[QLatin1String("path")]);
    spec.code = text(object[QLatin1String("code")]);
    spec.supply = text(object[QLatin1String("supply")]);
    spec.numeric = object[QLatin1String("numeric")].toBool();
    spec.price = range(object[QLatin1String("price")]);
    spec.margin = range(object[QLatin1String("margin")]);
    const Range elasticity = range(object[QLatin1String("elasticity")]);
    spec.elasticity = elasticity.low;
    spec.elasticitySd = elasticity.high;
    spec.weekly = object[QLatin1String("weekly")].toDouble();
    spec.year = numbers<12>(years[object[QLatin1String("year")].toString()]);
    for (const QJsonValue& pack : object[QLatin1String("packs")].toArray())
        spec.packs.push_back(pack.toInt());
    spec.shelfLife = object[QLatin1String("shelf_life")].toInt();
    spec.nouns = texts(object[QLatin1String("nouns")]);
    spec.materials = texts(object[QLatin1String("materials")]);
    spec.sizes = texts(object[QLatin1String("sizes")]);
    spec.colours = object[QLatin1String("colours")].toBool();
    return spec;
}

} // namespace

Result<Retailer> loadRetailer()
{
    QFile file(QStringLiteral(":/demo/retailer.json"));
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::Internal, "The description of the demo retailer is missing from the program.", {}, {}};
    QJsonParseError fault;
    const QJsonObject root = QJsonDocument::fromJson(file.readAll(), &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return Error{
            ErrorCode::Internal,
            "The description of the demo retailer cannot be read.",
            {},
            fault.errorString().toStdString()};

    Retailer retailer;
    const QJsonObject weeks = root[QLatin1String("weeks")].toObject();
    for (const QJsonValue& value : root[QLatin1String("locations")].toArray()) {
        const QJsonObject object = value.toObject();
        LocationSpec spec;
        spec.code = text(object[QLatin1String("code")]);
        spec.name = text(object[QLatin1String("name")]);
        spec.type = text(object[QLatin1String("type")]);
        spec.region = text(object[QLatin1String("region")]);
        spec.share = object[QLatin1String("share")].toDouble();
        spec.range = object[QLatin1String("range")].toDouble();
        spec.week = numbers<7>(weeks[object[QLatin1String("week")].toString()]);
        retailer.locations.push_back(std::move(spec));
    }
    for (const QJsonValue& value : root[QLatin1String("events")].toArray())
        retailer.events.push_back(event(value.toObject()));
    for (const QJsonValue& value : root[QLatin1String("mechanics")].toArray()) {
        const QJsonObject object = value.toObject();
        MechanicSpec spec{
            text(object[QLatin1String("name")]),
            object[QLatin1String("display")].toDouble(),
            {},
            object[QLatin1String("web")].toBool()};
        for (const QJsonValue& discount : object[QLatin1String("discounts")].toArray())
            spec.discounts.push_back(discount.toDouble());
        retailer.mechanics.push_back(std::move(spec));
    }
    const QJsonObject years = root[QLatin1String("years")].toObject();
    for (const QJsonValue& value : root[QLatin1String("categories")].toArray())
        retailer.categories.push_back(category(value.toObject(), years));
    const QJsonObject supply = root[QLatin1String("supply")].toObject();
    for (auto it = supply.begin(); it != supply.end(); ++it) {
        const QJsonObject object = it.value().toObject();
        retailer.supply[it.key().toStdString()] = {
            range(object[QLatin1String("lead")]), range(object[QLatin1String("spread")]),
            range(object[QLatin1String("review")]), range(object[QLatin1String("order_cost")]),
            range(object[QLatin1String("min_order")])};
    }
    for (const QJsonValue& value : root[QLatin1String("channels")].toArray()) {
        const QJsonObject object = value.toObject();
        retailer.channels.push_back(
            {text(object[QLatin1String("name")]), object[QLatin1String("spend")].toDouble(),
             object[QLatin1String("cost_per_click")].toDouble(),
             object[QLatin1String("efficiency")].toDouble()});
    }
    retailer.brands = texts(root[QLatin1String("brands")]);
    retailer.ranges = texts(root[QLatin1String("ranges")]);
    retailer.colours = texts(root[QLatin1String("colours")]);
    retailer.supplierNames = texts(root[QLatin1String("supplier_names")]);
    retailer.supplierKinds = texts(root[QLatin1String("supplier_kinds")]);
    retailer.competitors = texts(root[QLatin1String("competitors")]);
    retailer.firstNames = texts(root[QLatin1String("first_names")]);
    retailer.lastNames = texts(root[QLatin1String("last_names")]);
    retailer.streets = texts(root[QLatin1String("streets")]);
    for (const QJsonValue& value : root[QLatin1String("towns")].toArray())
        retailer.towns.emplace_back(text(value.toArray().at(0)), text(value.toArray().at(1)));
    return retailer;
}

Random stream(std::uint64_t seed, Purpose purpose, std::uint64_t a, std::uint64_t b)
{
    // SplitMix64's finaliser spreads neighbouring ids over the key space.
    const auto mix = [](std::uint64_t z) {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    };
    return Random(seed, mix(mix(mix(static_cast<std::uint64_t>(purpose)) ^ a) ^ b));
}

} // namespace merch::demo
