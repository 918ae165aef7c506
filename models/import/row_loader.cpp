#include "models/import/row_loader.h"

#include "models/export/currency.h"
#include "models/import/amounts.h"
#include "models/import/byte_source.h"
#include "models/import/line_rules.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_set>

namespace merch
{

namespace
{

constexpr std::int64_t kBetweenReports = 20'000;
constexpr Day kEarliest = dayOf(1990, 1, 1), kLatest = dayOf(2053, 1, 1);
constexpr std::int64_t kMostUnits = 1'000'000'000;

void bindText(sql::Statement& statement, int parameter, std::string_view value)
{
    if (value.empty())
        statement.bindNull(parameter);
    else
        statement.bind(parameter, value);
}

QString whyNoDay(std::string_view text, DateStyle style)
{
    Moment moment;
    if (trimmed(text).empty())
        return QObject::tr("is empty");
    return readDate(text, style, moment) ? QObject::tr("outside the years 1990 to 2052")
                                         : QObject::tr("not a date");
}

} // namespace

RowLoader::RowLoader(Store& store, const ReadingPlan& plan, std::int64_t importId, ImportReport& report)
    : m_store(store)
    , m_digits(currencyDigits(store.currency()))
    , m_perMinor(perMinorUnit(m_digits))
    , m_plan(plan)
    , m_import(importId)
    , m_report(report)
    , m_names(store, importId)
{
}

std::string_view RowLoader::text(const Record& record, const char* field) const
{
    return textCell(record.at(m_plan.column(field)));
}

bool RowLoader::money(const Record& record, const char* field, int digits, std::int64_t& value) const
{
    const int column = m_plan.column(field);
    return column >= 0 && !trimmed(record.at(column)).empty() &&
           readScaled(record.at(column), m_plan.numbers[static_cast<std::size_t>(column)], digits, value);
}

bool RowLoader::real(const Record& record, const char* field, double& value) const
{
    const int column = m_plan.column(field);
    return column >= 0 && !trimmed(record.at(column)).empty() &&
           readReal(record.at(column), m_plan.numbers[static_cast<std::size_t>(column)], value);
}

bool RowLoader::day(const Record& record, const char* field, Day& value) const
{
    const int column = m_plan.column(field);
    if (column < 0)
        return false;
    if (const auto named = m_plan.periodOf.find(field); named != m_plan.periodOf.end()) {
        const auto period = named->second.find(std::string(trimmed(record.at(column))));
        if (period == named->second.end())
            return false;
        value = period->second.first;
        return true;
    }
    Moment moment;
    const auto& style = m_plan.dates[static_cast<std::size_t>(column)];
    if (!readDate(record.at(column), style.value_or(DateStyle::Iso), moment) || moment.day < kEarliest ||
        moment.day > kLatest)
        return false;
    value = moment.day;
    return true;
}

void RowLoader::seen(Day day)
{
    m_report.firstDay = m_report.firstDay ? std::min(*m_report.firstDay, day) : day;
    m_report.lastDay = m_report.lastDay ? std::max(*m_report.lastDay, day) : day;
}

void RowLoader::load(RowReader& reader, const Reject& reject, const Progress& progress)
{
    Record heading;
    while (heading.line < m_plan.guess.headerLine && reader.next(heading)) {
    }
    const QString& kind = m_plan.guess.kind;
    if (kind == QLatin1String("sales"))
        loadSales(reader, reject, progress);
    else if (kind == QLatin1String("stock"))
        loadStock(reader, reject, progress);
    else if (
        kind == QLatin1String("products") || kind == QLatin1String("locations") ||
        kind == QLatin1String("suppliers") || kind == QLatin1String("supplier_products") ||
        kind == QLatin1String("customers"))
        loadDictionary(reader, reject, progress);
    else
        loadPlain(reader, reject, progress);
    if (m_names.recategorised)
        rebuildRolls(m_store, {});
    m_report.rowsRead += reader.passedOver();
    m_report.rowsAccepted += reader.passedOver();
    m_report.stubProducts = kind == QLatin1String("products") ? 0 : m_names.stubProducts;
    m_report.stubLocations = kind == QLatin1String("locations") ? 0 : m_names.stubLocations;
    m_report.newSeries = m_names.newSeries;
}

/// The next row that can be split; blank lines are passed over, faulty ones rejected.
bool RowLoader::nextRow(RowReader& reader, Record& record, const Reject& reject, const Progress& progress)
{
    while (reader.next(record)) {
        if (record.fields.size() == 1 && trimmed(record.fields[0]).empty())
            continue;
        ++m_report.rowsRead;
        if (progress && m_report.rowsRead % kBetweenReports == 0 &&
            !progress(static_cast<std::size_t>(reader.share() * 900), 1000))
            throw CancelledWork();
        if (record.fault == Record::Fault::None)
            return true;
        reject(record, QString::fromStdString(record.why), {}, {});
    }
    return false;
}

/// Columns of a sales extract, looked up once.
struct RowLoader::Sales {
    struct Number {
        int column = -1;
        NumberStyle style;
        bool read(const Record& record, int digits, std::int64_t& value, bool* exact = nullptr) const
        {
            if (column < 0)
                return false;
            const std::string_view cell = record.at(column);
            return !cell.empty() && readScaled(cell, style, digits, value, exact);
        }
    };
    explicit Sales(const ReadingPlan& plan)
        : date(plan.column("date"))
        , sku(plan.column("sku"))
        , location(plan.column("location"))
        , title(plan.column("title"))
        , category(plan.column("category"))
        , order(plan.column("order_id"))
        , customer(plan.column("customer_id"))
        , channel(plan.column("channel"))
        , country(plan.column("country"))
        , status(plan.column("status"))
        , units(number(plan, "units"))
        , revenue(number(plan, "revenue"))
        , price(number(plan, "unit_price"))
    {
        for (const char* name : {"feature", "display", "deal"}) {
            if (const int column = plan.column(name); column >= 0)
                flags.emplace_back(column, name);
        }
    }
    static Number number(const ReadingPlan& plan, const char* field)
    {
        const int column = plan.column(field);
        return {column, column < 0 ? NumberStyle{} : plan.numbers[static_cast<std::size_t>(column)]};
    }
    int date, sku, location, title, category, order, customer, channel, country, status;
    Number units, revenue, price;
    std::vector<std::pair<int, const char*>> flags;
};

void RowLoader::loadSales(RowReader& reader, const Reject& reject, const Progress& progress)
{
    const Sales at(m_plan);
    const bool orders = at.order >= 0;
    const bool wide = m_plan.guess.wide;
    const Grain grain = m_plan.guess.grain.value_or(Grain::Daily);
    const int weekStart = m_plan.guess.weekStart;
    const DateStyle dateStyle =
        at.date < 0 ? DateStyle::Iso
                    : m_plan.dates[static_cast<std::size_t>(at.date)].value_or(DateStyle::Iso);
    const LineClassifier classes(loadLineRules(m_store), m_plan.guess.preset);
    sql::Statement sourceRow(m_store.db(), "SELECT source_id FROM import WHERE import_id = ?1");
    sourceRow.bind(1, m_import);
    sourceRow.step();
    const std::int64_t sourceId = sourceRow.integer(0);
    sql::Statement addOrder(
        m_store.db(),
        "INSERT INTO sale_order (code, source_id, customer_id, at, channel, country)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET at = at RETURNING order_id");
    sql::Statement addLine(
        m_store.db(),
        "INSERT OR REPLACE INTO order_line (order_id, line, product_id, location_id, day, units, unit_price,"
        " class, import_id, status, words, revenue, priced) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
        " ?11, ?12, ?13)");
    sql::Statement flagged(
        m_store.db(),
        "INSERT INTO promotion (promotion_id, import_id, from_day, to_day, sku, location, mechanic)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?1)");
    sql::Statement listed(
        m_store.db(),
        "SELECT min(from_day) FROM price WHERE product_id = ?1 AND (location_id = ?2 OR location_id IS"
        " NULL)");

    CellWriter writer(m_store, m_import, m_plan.overlap == "add");
    std::string lastDate, lastOrder, lastLocation = "\n";
    Day lastDay = 0;
    std::int32_t lastSecond = 0;
    std::int64_t orderId = 0;
    int locationId = 0;
    std::unordered_set<std::uint64_t> exact;
    std::map<int, std::pair<Day, Day>> spans; ///< by location
    std::pair<Day, Day>* span = nullptr;
    std::uint64_t lastPlace = 0;
    int series = 0;

    /// What a SKU at a location is. Extracts name them in the same order day after day, so that each is
    /// looked for first where it followed the one before.
    struct Slot {
        std::string sku, location;
        int product = 0, locationId = 0;
        std::size_t next = 0;
        CellWriter::Handle* cells = nullptr;
        std::pair<Day, Day>* span = nullptr;
    };
    std::vector<Slot> known;
    TextMap<std::size_t> slotOf;
    std::size_t slot = 0;
    std::string slotKey;

    const auto seriesOf = [&](int product, std::string_view sku) {
        const std::uint64_t place =
            static_cast<std::uint64_t>(product) << 32 | static_cast<std::uint64_t>(locationId);
        if (place == lastPlace)
            return;
        lastPlace = place;
        series = m_names.series(product, locationId, grain, weekStart);
        if (m_names.grainOf(series) < grain) {
            static const char* const names[] = {"day", "week", "month"};
            throw ReadError(
                "sales of " + std::string(sku) + " at " + lastLocation + " are kept by " +
                names[static_cast<int>(m_names.grainOf(series))] + ": totals of a " +
                names[static_cast<int>(grain)] +
                " cannot join them. Import into a store of their own, or take "
                "the finer ones back first");
        }
    };
    const auto cover = [&](Day day) {
        if (!span) {
            span = &spans.try_emplace(locationId, day, day).first->second;
            seen(day);
        }
        if (day < span->first || day > span->second) {
            span->first = std::min(span->first, day);
            span->second = std::max(span->second, day);
            seen(day);
        }
    };
    /// Units in the product's scale; false after a rejection.
    const auto readUnits = [&](const Record& record, const Sales::Number& from, int product, bool& whole,
                               std::int64_t& units) {
        const int scale = m_names.unitScale(product);
        whole = true;
        if (!from.read(record, scale == 1000 ? 3 : 0, units, &whole) || std::abs(units) > kMostUnits * scale)
            return false;
        if (scale == 1 && !whole) {
            if (m_names.isFresh(product) && !m_plan.fractions)
                throw UnitsAreFractional("units with fractions");
            if (!m_names.countByWeight(product))
                return true; // the caller rejects it
            whole = true;
            return from.read(record, 3, units);
        }
        whole = true;
        return true;
    };

    const auto keepFlags = [&](const Record& record, std::string_view sku) {
        for (const auto& [column, name] : at.flags) {
            const std::string_view flag = trimmed(record.at(column));
            if (flag.empty() || flag == "0" || flag == "0.0" || flag == "no" || flag == "FALSE" ||
                flag == "false")
                continue;
            const Day last = grain == Grain::Weekly ? lastDay + 6
                             : grain == Grain::Monthly
                                 ? dayOf(
                                       static_cast<int>(civil(lastDay + 31).year()),
                                       static_cast<unsigned>(civil(lastDay + 31).month()), 1) -
                                       1
                                 : lastDay;
            flagged.bind(1, name).bind(2, m_import).bind(3, lastDay).bind(4, last).bind(5, sku);
            flagged.bind(6, lastLocation).run();
        }
    };

    std::unordered_map<int, std::string> titles; ///< of products, as the store has them
    sql::Statement titleOf(m_store.db(), "SELECT title FROM product WHERE product_id = ?1");
    const auto calledOtherwise = [&](int product, std::string_view title, bool sells) {
        if (title.empty())
            return false;
        auto called = titles.find(product);
        if (called == titles.end() || (sells && called->second.empty())) {
            titleOf.bind(1, product);
            called =
                titles
                    .insert_or_assign(product, titleOf.step() ? std::string(titleOf.text(0)) : std::string())
                    .first;
            titleOf.reset();
        }
        return called->second != title;
    };

    Record record;
    while (nextRow(reader, record, reject, progress)) {
        const std::string_view sku = textCell(record.at(at.sku));
        if (sku.empty()) {
            reject(record, QObject::tr("no SKU"), QStringLiteral("sku"), {});
            continue;
        }
        if (!wide) {
            const std::string_view dateText = record.at(at.date);
            if (dateText != lastDate || lastDate.empty()) {
                Moment moment;
                if (!readDate(dateText, dateStyle, moment) || moment.day < kEarliest ||
                    moment.day > kLatest) {
                    reject(record, whyNoDay(dateText, dateStyle), QStringLiteral("date"), dateText);
                    continue;
                }
                lastDate = dateText;
                lastDay = moment.day;
                lastSecond = moment.second;
                if (grain == Grain::Weekly)
                    lastDay -= (weekdayOf(lastDay) - weekStart + 7) % 7;
                else if (grain == Grain::Monthly)
                    lastDay -= static_cast<Day>(static_cast<unsigned>(civil(lastDay).day())) - 1;
            }
        }
        const std::string_view location =
            at.location >= 0 ? textCell(record.at(at.location)) : std::string_view("MAIN");
        if (!wide && !orders) {
            // Totals of a period: the short way, taken by tens of millions of rows.
            const std::size_t before = slot;
            slot = known.empty() ? 0 : known[before].next;
            if (known.empty() || known[slot].sku != sku || known[slot].location != location) {
                slotKey.assign(sku).append(1, '\x1f').append(location);
                const auto [found, added] = slotOf.try_emplace(slotKey, known.size());
                slot = found->second;
                if (added) {
                    Slot made;
                    made.sku = sku;
                    made.location = location;
                    made.product = m_names.product(
                        sku, {at.title >= 0 ? textCell(record.at(at.title)) : std::string_view(),
                              at.category >= 0 ? textCell(record.at(at.category)) : std::string_view(),
                              m_plan.fractions});
                    lastLocation = location.empty() ? "MAIN" : std::string(location);
                    made.locationId = m_names.location(lastLocation);
                    known.push_back(std::move(made));
                }
                if (before < known.size())
                    known[before].next = slot;
            }
            Slot& here = known[slot];
            const Slot& next = known[here.next];
            CellWriter::expect(next.cells, known[next.next].cells);
            std::int64_t units = 0, price = 0, revenue = 0;
            bool whole = true;
            if (!readUnits(record, at.units, here.product, whole, units) || !whole) {
                const std::string_view cell = record.at(at.units.column);
                reject(
                    record,
                    trimmed(cell).empty() ? QObject::tr("is empty")
                    : whole               ? QObject::tr("not a number")
                                          : QObject::tr("a fraction of a unit"),
                    QStringLiteral("units"), cell);
                continue;
            }
            if (!here.cells) {
                lastLocation = location.empty() ? "MAIN" : std::string(location);
                locationId = here.locationId;
                seriesOf(here.product, sku);
                here.cells = writer.handle(series);
                here.span = &spans.try_emplace(locationId, lastDay, lastDay).first->second;
                seen(lastDay);
            }
            if (lastDay < here.span->first || lastDay > here.span->second) {
                here.span->first = std::min(here.span->first, lastDay);
                here.span->second = std::max(here.span->second, lastDay);
                seen(lastDay);
            }
            const int scale = m_names.unitScale(here.product);
            const bool hasPrice = at.price.read(record, 4, price),
                       hasRevenue = at.revenue.read(record, m_digits, revenue);
            ++m_report.rowsAccepted;
            if (units < 0) {
                ++m_report.returns;
                m_report.returnUnits += -units / scale;
            }
            writer.add(Measure::Units, here.cells, lastDay, units);
            if (hasPrice && price > 0 && units > 0)
                writer.add(Measure::Price, here.cells, lastDay, price);
            if (!hasRevenue)
                revenue = hasPrice ? amountOf(units, scale, price, m_perMinor) : 0;
            if (revenue != 0)
                writer.add(Measure::Revenue, here.cells, lastDay, revenue);
            if (!at.flags.empty()) {
                lastLocation = location.empty() ? "MAIN" : std::string(location);
                keepFlags(record, sku);
            }
            continue;
        }
        const StubWords words{
            at.title >= 0 ? textCell(record.at(at.title)) : std::string_view(),
            at.category >= 0 ? textCell(record.at(at.category)) : std::string_view(), m_plan.fractions};
        // What a line calls its product names it only where the line sells it: a stock note is no title.
        const int product = m_names.product(sku, orders ? StubWords{{}, {}, m_plan.fractions} : words);
        if (location != lastLocation) {
            lastLocation = location.empty() ? "MAIN" : std::string(location);
            locationId = m_names.location(lastLocation);
            span = nullptr;
        }

        if (wide) {
            // Zeros before a product is listed (it has no price yet, or has never sold) are not demand.
            Day begins = kLatest;
            listed.bind(1, product).bind(2, locationId);
            if (listed.step() && !listed.isNull(0))
                begins = static_cast<Day>(listed.integer(0));
            listed.reset();
            const bool priced = begins != kLatest;
            bool started = false, bad = false;
            std::int64_t units = 0;
            Sales::Number cell;
            for (const WideColumn& column : m_plan.wide) {
                // All cells are read before any is written, so that a bad one rejects the whole row.
                cell.column = column.column;
                cell.style = m_plan.numbers[static_cast<std::size_t>(column.column)];
                bool whole = true;
                const std::string_view value = record.at(column.column);
                if (value.empty() || trimmed(value).empty())
                    continue;
                if (!readUnits(record, cell, product, whole, units) || !whole) {
                    reject(
                        record, whole ? QObject::tr("not a number") : QObject::tr("a fraction of a unit"),
                        m_plan.guess.columns[static_cast<std::size_t>(column.column)].heading, value);
                    bad = true;
                    break;
                }
            }
            if (bad)
                continue;
            ++m_report.rowsAccepted;
            seriesOf(product, sku);
            for (const WideColumn& column : m_plan.wide) {
                cell.column = column.column;
                cell.style = m_plan.numbers[static_cast<std::size_t>(column.column)];
                if (!cell.read(record, m_names.unitScale(product) == 1000 ? 3 : 0, units))
                    continue;
                if (!started && units == 0 && (!priced || column.day < begins)) {
                    ++m_report.notListed;
                    continue;
                }
                started = true;
                if (units < 0) {
                    ++m_report.returns;
                    m_report.returnUnits += -units / m_names.unitScale(product);
                }
                writer.add(Measure::Units, series, column.day, units);
                cover(column.day);
            }
            continue;
        }

        std::int64_t units = 0;
        bool whole = true;
        if (!readUnits(record, at.units, product, whole, units)) {
            reject(
                record,
                trimmed(record.at(at.units.column)).empty() ? QObject::tr("is empty")
                                                            : QObject::tr("not a number"),
                QStringLiteral("units"), record.at(at.units.column));
            continue;
        }
        if (!whole) {
            reject(
                record, QObject::tr("a fraction of a unit"), QStringLiteral("units"),
                record.at(at.units.column));
            continue;
        }
        const int scale = m_names.unitScale(product);
        std::int64_t price = 0, revenue = 0;
        const bool hasPrice = at.price.read(record, 4, price),
                   hasRevenue = at.revenue.read(record, m_digits, revenue);
        ++m_report.rowsAccepted;

        if (orders) {
            const std::string_view order = textCell(record.at(at.order));
            RuledLine line{
                sku,
                words.title,
                order,
                at.status >= 0 ? textCell(record.at(at.status)) : std::string_view(),
                static_cast<double>(units) / scale,
                hasPrice                   ? static_cast<double>(price) / 10000.0
                : hasRevenue && units != 0 ? static_cast<double>(revenue) * m_perMinor / 10000.0 /
                                                 (static_cast<double>(units) / scale)
                                           : std::nan("")};
            const std::string& lineClass = classes.classOf(line);
            if (order != lastOrder || orderId == 0) {
                lastOrder = order;
                std::int64_t customerId = 0;
                if (std::string customer(at.customer >= 0 ? textCell(record.at(at.customer)) : "");
                    !customer.empty()) {
                    if (customer.ends_with(".0")) // a spreadsheet's reading of a whole number
                        customer.resize(customer.size() - 2);
                    customerId = m_names.customer(customer);
                }
                addOrder.bind(1, order).bind(2, sourceId);
                if (customerId == 0)
                    addOrder.bindNull(3);
                else
                    addOrder.bind(3, customerId);
                addOrder.bind(4, (static_cast<std::int64_t>(lastDay) * 86400 + lastSecond) * 1000);
                bindText(addOrder, 5, at.channel >= 0 ? textCell(record.at(at.channel)) : std::string_view());
                bindText(addOrder, 6, at.country >= 0 ? textCell(record.at(at.country)) : std::string_view());
                addOrder.step();
                orderId = addOrder.integer(0);
                addOrder.reset();
            }
            m_report.duplicates += !exact.insert(std::hash<std::string_view>{}(record.raw)).second;
            addLine.bind(1, orderId)
                .bind(2, record.line + (m_import << 32))
                .bind(3, product)
                .bind(4, locationId)
                .bind(5, lastDay);
            addLine.bind(6, units);
            if (hasPrice)
                addLine.bind(7, price);
            else if (hasRevenue && units != 0)
                addLine.bind(
                    7, std::llrint(
                           static_cast<double>(revenue) * m_perMinor * scale / static_cast<double>(units)));
            else
                addLine.bindNull(7);
            addLine.bind(8, lineClass).bind(9, m_import);
            bindText(addLine, 10, line.status);
            const bool sells = countsAsDemand(lineClass) && units > 0;
            if (sells)
                m_names.describe(product, sku, words);
            bindText(
                addLine, 11, calledOtherwise(product, words.title, sells) ? words.title : std::string_view());
            if (hasRevenue && !(hasPrice && revenue == amountOf(units, scale, price, m_perMinor)))
                addLine.bind(12, revenue);
            else
                addLine.bindNull(12);
            addLine.bind(13, hasPrice || !hasRevenue).run();
            if (!countsAsDemand(lineClass)) {
                ++m_report.classified[QString::fromStdString(lineClass)];
                seen(lastDay);
                continue;
            }
            if (units < 0) {
                ++m_report.returns;
                m_report.returnUnits += -units / scale;
            }
        }
        seriesOf(product, sku);
        cover(lastDay);
        writer.add(Measure::Units, series, lastDay, units);
        if (hasPrice && price > 0 && units > 0)
            writer.add(Measure::Price, series, lastDay, price);
        if (hasRevenue)
            writer.add(Measure::Revenue, series, lastDay, revenue);
        else if (hasPrice)
            writer.add(Measure::Revenue, series, lastDay, amountOf(units, scale, price, m_perMinor));
        keepFlags(record, sku);
    }
    // Days that are in already are replaced or added to only where the source has said which.
    if (m_plan.overlap.empty()) {
        sql::Statement there(
            m_store.db(),
            "SELECT l.code, min(s.first_day), max(s.last_day) FROM series s JOIN location l "
            "USING (location_id)"
            " WHERE s.location_id = ?1 AND s.first_day <= ?3 AND s.last_day >= ?2 AND s.grain = ?4");
        for (const auto& [place, days] : spans) {
            there.bind(1, place).bind(2, days.first).bind(3, days.second).bind(4, static_cast<int>(grain));
            if (there.step() && !there.isNull(1))
                throw OverlapUnsettled(
                    "sales of location " + std::string(there.text(0)) +
                    " are in already for some of its days");
            there.reset();
        }
    }
    writer.finish([&](std::size_t done, std::size_t total) {
        return !progress || progress(900 + 100 * done / std::max<std::size_t>(1, total), 1000);
    });
}

/// A row that hides another import's is kept with this one, so that it comes back with an undo.
void RowLoader::keepPolicy(int series, std::optional<std::int64_t> least, std::optional<std::int64_t> most)
{
    sql::Statement known(
        m_store.db(), "SELECT min_units, max_units, import_id FROM stock_policy WHERE series_id = ?1");
    known.bind(1, series);
    if (known.step() && known.integer(2) != m_import) {
        QJsonObject row{
            {QStringLiteral("series_id"), series}, {QStringLiteral("import_id"), qint64{known.integer(2)}}};
        row[QStringLiteral("min_units")] =
            known.isNull(0) ? QJsonValue() : QJsonValue(qint64{known.integer(0)});
        row[QStringLiteral("max_units")] =
            known.isNull(1) ? QJsonValue() : QJsonValue(qint64{known.integer(1)});
        m_names.keepReplaced("stock_policy", std::to_string(series), row);
    }
    known.reset();
    sql::Statement policy(m_store.db(), "INSERT OR REPLACE INTO stock_policy VALUES (?1, ?2, ?3, ?4)");
    policy.bind(1, series);
    least ? policy.bind(2, *least) : policy.bindNull(2);
    most ? policy.bind(3, *most) : policy.bindNull(3);
    policy.bind(4, m_import).run();
}

void RowLoader::loadStock(RowReader& reader, const Reject& reject, const Progress& progress)
{
    CellWriter writer(m_store, m_import, false);
    const Sales at(m_plan);
    const Sales::Number onHandAt = Sales::number(m_plan, "on_hand"),
                        shareAt = Sales::number(m_plan, "in_stock"),
                        hoursAt = Sales::number(m_plan, "hours_out"),
                        onOrderAt = Sales::number(m_plan, "on_order"), leastAt = Sales::number(m_plan, "min"),
                        mostAt = Sales::number(m_plan, "max");
    const DateStyle dateStyle =
        at.date < 0 ? DateStyle::Iso
                    : m_plan.dates[static_cast<std::size_t>(at.date)].value_or(DateStyle::Iso);
    std::string lastLocation = "\n", lastDate;
    Day lastDay = 0;
    int locationId = 0;
    std::map<int, std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>>> limits;
    Record record;
    while (nextRow(reader, record, reject, progress)) {
        const std::string_view sku = textCell(record.at(at.sku));
        if (sku.empty()) {
            reject(record, QObject::tr("no SKU"), QStringLiteral("sku"), {});
            continue;
        }
        if (at.date < 0) {
            lastDay = m_plan.fileDay;
        } else if (const std::string_view dateText = record.at(at.date);
                   dateText != lastDate || lastDate.empty()) {
            Moment moment;
            if (!readDate(dateText, dateStyle, moment) || moment.day < kEarliest || moment.day > kLatest) {
                reject(record, whyNoDay(dateText, dateStyle), QStringLiteral("date"), dateText);
                continue;
            }
            lastDate = dateText;
            lastDay = moment.day;
        }
        const std::string_view location =
            at.location >= 0 ? textCell(record.at(at.location)) : std::string_view("MAIN");
        std::int64_t onHand = 0, share = 0, hours = 0, least = 0, most = 0;
        const bool hasLeast = leastAt.read(record, 0, least), hasMost = mostAt.read(record, 0, most);
        bool hasShare = shareAt.read(record, 3, share);
        if (!hasShare && hoursAt.read(record, 3, hours)) {
            hasShare = true;
            share = 1000 - std::llrint(static_cast<double>(hours) / m_plan.hoursInDay);
        }
        bool hasOnHand = false, wrong = false;
        const auto place = [&](std::string_view code) {
            if (code != lastLocation) {
                lastLocation = code.empty() ? "MAIN" : std::string(code);
                locationId = m_names.location(lastLocation);
            }
        };
        if (!m_plan.wide.empty()) {
            for (const WideColumn& column : m_plan.wide) {
                const Sales::Number cell{
                    column.column, m_plan.numbers[static_cast<std::size_t>(column.column)]};
                if (trimmed(record.at(column.column)).empty())
                    continue;
                if (!cell.read(record, 0, onHand)) {
                    wrong = true;
                    reject(
                        record, QObject::tr("not a number"),
                        m_plan.guess.columns[static_cast<std::size_t>(column.column)].heading,
                        record.at(column.column));
                    break;
                }
            }
            if (wrong)
                continue;
            ++m_report.rowsAccepted;
            const int product = m_names.product(sku);
            const int scale = m_names.unitScale(product);
            for (const WideColumn& column : m_plan.wide) {
                const Sales::Number cell{
                    column.column, m_plan.numbers[static_cast<std::size_t>(column.column)]};
                if (!cell.read(record, scale == 1000 ? 3 : 0, onHand))
                    continue;
                place(column.location.empty() ? location : std::string_view(column.location));
                const Day day = column.day != 0 ? column.day : lastDay;
                writer.add(
                    Measure::OnHand, m_names.series(product, locationId, Grain::Daily, 0), day, onHand);
                seen(day);
            }
            continue;
        }
        hasOnHand = onHandAt.read(record, 0, onHand);
        if ((!hasOnHand && !hasShare && !hasLeast && !hasMost) || std::abs(onHand) > kMostUnits ||
            (onHandAt.column >= 0 && !hasOnHand && !trimmed(record.at(onHandAt.column)).empty())) {
            reject(
                record,
                onHandAt.column >= 0 && trimmed(record.at(onHandAt.column)).empty()
                    ? QObject::tr("is empty")
                    : QObject::tr("not a number"),
                onHandAt.column >= 0 ? QStringLiteral("on_hand") : QStringLiteral("in_stock"),
                record.at(onHandAt.column));
            continue;
        }
        place(location);
        ++m_report.rowsAccepted;
        const int product = m_names.product(sku);
        const int series = m_names.series(product, locationId, Grain::Daily, 0);
        const std::int64_t scale = m_names.unitScale(product);
        if (hasOnHand) {
            if (scale == 1000)
                onHandAt.read(record, 3, onHand);
            writer.add(Measure::OnHand, series, lastDay, onHand);
        }
        if (hasShare)
            writer.add(Measure::Availability, series, lastDay, std::clamp<std::int64_t>(share, 0, 1000));
        std::int64_t value = 0;
        if (onOrderAt.read(record, scale == 1000 ? 3 : 0, value))
            writer.add(Measure::OnOrder, series, lastDay, value);
        if (hasOnHand || hasShare)
            seen(lastDay);
        if (hasLeast || hasMost)
            limits[series] = {
                hasLeast ? std::optional(least * scale) : std::nullopt,
                hasMost ? std::optional(most * scale) : std::nullopt};
    }
    for (const auto& [series, limit] : limits)
        keepPolicy(series, limit.first, limit.second);
    writer.finish([&](std::size_t done, std::size_t total) {
        return !progress || progress(900 + 100 * done / std::max<std::size_t>(1, total), 1000);
    });
}

void RowLoader::loadDictionary(RowReader& reader, const Reject& reject, const Progress& progress)
{
    const QString& kind = m_plan.guess.kind;
    CellWriter writer(m_store, m_import, false);
    const char* key = kind == QLatin1String("locations")   ? "location"
                      : kind == QLatin1String("suppliers") ? "supplier"
                      : kind == QLatin1String("customers") ? "customer_id"
                                                           : "sku";
    /// Columns of the row in the store by what stands in the file; empty cells say nothing.
    const auto texts = [&](const Record& record, QJsonObject& to, std::initializer_list<const char*> fields) {
        for (const char* field : fields) {
            const std::string_view value = text(record, field);
            if (!value.empty())
                to[QLatin1String(field)] =
                    QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
        }
    };
    const auto numbers = [&](const Record& record, QJsonObject& to, int digits,
                             std::initializer_list<const char*> fields) {
        for (const char* field : fields) {
            std::int64_t value = 0;
            if (money(record, field, digits, value))
                to[QLatin1String(field)] = static_cast<qint64>(value);
        }
    };
    const auto reals = [&](const Record& record, QJsonObject& to, std::initializer_list<const char*> fields) {
        for (const char* field : fields) {
            double value = 0;
            if (real(record, field, value))
                to[QLatin1String(field)] = value;
        }
    };
    const auto date = [&](const Record& record, QJsonObject& to, const char* field, const char* column) {
        Day value = 0;
        if (day(record, field, value))
            to[QLatin1String(column)] = value;
    };
    std::unordered_set<std::string> met;
    std::map<int, std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>>> limits;
    Record record;
    while (nextRow(reader, record, reject, progress)) {
        const std::string_view name = text(record, key);
        if (name.empty()) {
            reject(record, QObject::tr("no %1").arg(QLatin1String(key)), QLatin1String(key), {});
            continue;
        }
        // Numbers that stand there but cannot be read reject the row: half a product would hide the fault.
        QString wrong;
        for (const FieldSpec& field : m_plan.kind->fields) {
            const std::string_view type = field.type, value = text(record, field.name);
            double scratch = 0;
            if (!value.empty() &&
                (type == "price" || type == "money" || type == "number" || type == "count") &&
                !real(record, field.name, scratch)) {
                wrong = QLatin1String(field.name);
                reject(record, QObject::tr("not a number"), wrong, value);
                break;
            }
            if ((std::string_view(field.name) == "pack_size" ||
                 std::string_view(field.name) == "review_days") &&
                !value.empty() && scratch < 1) {
                wrong = QLatin1String(field.name);
                reject(record, QObject::tr("must be at least 1"), wrong, value);
                break;
            }
            if (scratch < 0) {
                wrong = QLatin1String(field.name);
                reject(record, QObject::tr("below zero"), wrong, value);
                break;
            }
            Day scratchDay = 0;
            if (type == "date" && !value.empty() && !day(record, field.name, scratchDay)) {
                wrong = QLatin1String(field.name);
                reject(record, QObject::tr("not a date"), wrong, value);
                break;
            }
        }
        if (!wrong.isEmpty())
            continue;
        ++m_report.rowsAccepted;
        if (kind != QLatin1String("supplier_products") && !met.insert(std::string(name)).second)
            ++m_report.duplicates;
        QJsonObject row;
        if (kind == QLatin1String("products")) {
            texts(
                record, row,
                {"title", "category", "brand", "supplier", "parent_sku", "predecessor_sku", "status"});
            numbers(record, row, 4, {"unit_cost", "list_price", "fulfilment_cost"});
            numbers(record, row, 0, {"pack_size", "moq", "shelf_life_days"});
            date(record, row, "launch_date", "launch_day");
            row[QStringLiteral("stub")] = 0;
            const std::int64_t before = m_names.stubProducts;
            const int id = m_names.product(name);
            m_names.stubProducts == before ? ++m_report.changedProducts : ++m_report.newProducts;
            m_names.set("product", name, row);
            QJsonObject attributes;
            for (const int column : m_plan.extra) {
                const std::string_view value = textCell(record.at(column));
                if (value.empty())
                    continue;
                const auto named = m_plan.extraNames.find(column);
                attributes
                    [named != m_plan.extraNames.end()
                         ? QString::fromStdString(named->second)
                         : m_plan.guess.columns[static_cast<std::size_t>(column)].heading] =
                        QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
            }
            if (!attributes.isEmpty())
                m_names.set("product_attribute", name, attributes);
            // Platforms list stock and order points with the product.
            const auto stands = [&](const Sales::Number& cell, const std::string& field,
                                    const std::string& location) {
                std::int64_t value = 0;
                const int scale = m_names.unitScale(id);
                if (!cell.read(record, scale == 1000 ? 3 : 0, value))
                    return;
                const int series = m_names.series(
                    id, m_names.location(location.empty() ? "MAIN" : location), Grain::Daily, 0);
                if (field == "on_hand")
                    writer.add(Measure::OnHand, series, m_plan.fileDay, value);
                else
                    (field == "min" ? limits[series].first : limits[series].second) = value;
            };
            for (const char* field : {"on_hand", "min", "max"})
                stands(Sales::number(m_plan, field), field, {});
            for (const WideColumn& column : m_plan.wide)
                stands(
                    {column.column, m_plan.numbers[static_cast<std::size_t>(column.column)]}, column.field,
                    column.location);
        } else if (kind == QLatin1String("locations")) {
            texts(record, row, {"name", "type", "region"});
            row[QStringLiteral("stub")] = 0;
            m_names.set("location", name, row);
        } else if (kind == QLatin1String("suppliers")) {
            texts(record, row, {"name"});
            reals(record, row, {"lead_time_days", "lead_time_sd"});
            numbers(record, row, m_digits, {"order_cost", "min_order_value"});
            numbers(record, row, 0, {"review_days"});
            m_names.set("supplier", name, row);
        } else if (kind == QLatin1String("supplier_products")) {
            const std::string_view supplier = text(record, "supplier");
            if (supplier.empty()) {
                --m_report.rowsAccepted;
                reject(record, QObject::tr("no supplier"), QStringLiteral("supplier"), {});
                continue;
            }
            numbers(record, row, 4, {"unit_cost"});
            numbers(record, row, 0, {"moq", "pack_size"});
            reals(record, row, {"lead_time_days"});
            m_names.product(name);
            m_names.supplier(supplier);
            m_names.set("supplier_product", std::string(name) + '\x1f' + std::string(supplier), row);
        } else {
            date(record, row, "created", "created");
            date(record, row, "last_seen", "last_seen");
            texts(record, row, {"country", "consent"});
            m_names.set("customer", name, row);
            QJsonObject identity;
            texts(record, identity, {"email", "name", "phone", "street", "city", "postcode"});
            m_names.set("customer_identity", name, identity);
        }
    }
    for (const auto& [series, limit] : limits)
        keepPolicy(series, limit.first, limit.second);
    writer.finish({});
}

void RowLoader::loadPlain(RowReader& reader, const Reject& reject, const Progress& progress)
{
    const QString kind = m_plan.guess.kind;
    sql::Statement keep(m_store.db(), "INSERT OR REPLACE INTO extract_row VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    sql::Statement promotion(
        m_store.db(), "INSERT INTO promotion (promotion_id, import_id, from_day, to_day, sku, category, "
                      "location, discount, mechanic)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    sql::Statement event(
        m_store.db(), "INSERT INTO event (import_id, from_day, to_day, name, type, location) VALUES (?1, ?2, "
                      "?3, ?4, ?5, ?6)");
    sql::Statement price(
        m_store.db(), "INSERT INTO price (import_id, product_id, location_id, from_day, to_day, price) "
                      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    sql::Statement order(
        m_store.db(), "INSERT INTO purchase_order (po_id, import_id, product_id, location_id, ordered_day, "
                      "expected_day, received_day, units)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    sql::Statement rival(
        m_store.db(), "INSERT OR REPLACE INTO competitor_price VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    sql::Statement rivalBefore(
        m_store.db(), "SELECT price, in_stock, import_id FROM competitor_price WHERE product_id = ?1 AND"
                      " competitor = ?2 AND day = ?3 AND import_id <> ?4");
    // A price that goes on unchanged is one row, whatever the periods of the file.
    struct Run {
        int product = 0, location = 0;
        std::int64_t price = 0;
        std::optional<Day> from, to;
    };
    std::optional<Run> run;
    const auto keepRun = [&] {
        if (!run)
            return;
        price.bind(1, m_import).bind(2, run->product);
        run->location == 0 ? price.bindNull(3) : price.bind(3, run->location);
        run->from ? price.bind(4, *run->from) : price.bindNull(4);
        run->to ? price.bind(5, *run->to) : price.bindNull(5);
        price.bind(6, run->price).run();
        run.reset();
    };
    const bool priced = kind == QLatin1String("prices");
    const auto fromPeriods = m_plan.periodOf.find("from");
    Record record;
    while (nextRow(reader, record, reject, progress)) {
        QString reason, wrong;
        std::string_view wrongValue;
        Day first = 0;
        bool dated = false;
        QJsonObject body;
        for (const FieldSpec& field : m_plan.kind->fields) {
            const std::string_view value = text(record, field.name), type = field.type;
            if (value.empty()) {
                if (field.required && reason.isEmpty()) {
                    reason = QObject::tr("is empty");
                    wrong = QLatin1String(field.name);
                }
                continue;
            }
            const QString name = QLatin1String(field.name);
            if (type == "date" || type == "time") {
                const int column = m_plan.column(field.name);
                Moment moment;
                if (m_plan.periodOf.contains(field.name)) {
                    if (!day(record, field.name, first)) {
                        reason = QObject::tr("not a period of the calendar");
                        wrong = name;
                        wrongValue = value;
                    }
                    dated = true;
                    continue;
                }
                if (!readDate(
                        value, m_plan.dates[static_cast<std::size_t>(column)].value_or(DateStyle::Iso),
                        moment)) {
                    reason = QObject::tr("not a date");
                    wrong = name;
                    wrongValue = value;
                } else {
                    if (!dated)
                        first = moment.day;
                    dated = true;
                    body[name] = type == "time" ? (static_cast<qint64>(moment.day) * 86400 + moment.second)
                                                : static_cast<qint64>(moment.day);
                }
            } else if (
                type == "number" || type == "count" || type == "money" || type == "price" ||
                type == "share") {
                if (priced)
                    continue; // read once, below
                double number = 0;
                if (!real(record, field.name, number)) {
                    reason = QObject::tr("not a number");
                    wrong = name;
                    wrongValue = value;
                } else if ((type == "price" || type == "count") && number < 0) {
                    reason = QObject::tr("below zero");
                    wrong = name;
                    wrongValue = value;
                }
                body[name] = number;
            } else {
                body[name] = QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
            }
        }
        Day from = 0, to = 0;
        const bool hasFrom = day(record, "from", from), hasTo = day(record, "to", to);
        if (reason.isEmpty() && hasFrom && hasTo && to < from) {
            reason = QObject::tr("ends before it begins");
            wrong = QStringLiteral("to");
            wrongValue = text(record, "to");
        }
        if (!reason.isEmpty()) {
            reject(record, reason, wrong, wrongValue);
            continue;
        }
        std::int64_t amount = 0;
        if (priced && (!money(record, "price", 4, amount) || amount < 0)) {
            reject(
                record, amount < 0 ? QObject::tr("below zero") : QObject::tr("not a number"),
                QStringLiteral("price"), text(record, "price"));
            continue;
        }
        ++m_report.rowsAccepted;
        if (dated)
            seen(first);
        const auto place = [&](sql::Statement& to2, int parameter) {
            if (text(record, "location").empty())
                to2.bindNull(parameter);
            else
                to2.bind(parameter, m_names.location(text(record, "location")));
        };
        const auto optionalDay = [&](sql::Statement& to2, int parameter, const char* field) {
            Day value = 0;
            if (day(record, field, value))
                to2.bind(parameter, value);
            else
                to2.bindNull(parameter);
        };
        if (kind == QLatin1String("promotions")) {
            promotion.bind(1, text(record, "promotion_id")).bind(2, m_import).bind(3, from).bind(4, to);
            bindText(promotion, 5, text(record, "sku"));
            bindText(promotion, 6, text(record, "category"));
            bindText(promotion, 7, text(record, "location"));
            double depth = 0;
            if (real(record, "discount", depth))
                promotion.bind(8, depth > 1 ? depth / 100.0 : depth);
            else
                promotion.bindNull(8);
            bindText(promotion, 9, text(record, "mechanic"));
            promotion.run();
        } else if (kind == QLatin1String("events")) {
            event.bind(1, m_import).bind(2, from).bind(3, hasTo ? to : from).bind(4, text(record, "name"));
            bindText(event, 5, text(record, "type"));
            bindText(event, 6, text(record, "location"));
            event.run();
        } else if (priced) {
            Run next;
            next.product = m_names.product(text(record, "sku"));
            next.location = text(record, "location").empty() ? 0 : m_names.location(text(record, "location"));
            next.price = amount;
            if (hasFrom)
                next.from = from;
            if (hasTo)
                next.to = to;
            if (fromPeriods != m_plan.periodOf.end()) {
                const auto period = fromPeriods->second.find(std::string(text(record, "from")));
                if (period != fromPeriods->second.end())
                    next.to = period->second.second;
            }
            if (run && run->product == next.product && run->location == next.location &&
                run->price == next.price && run->to && next.from && *next.from == *run->to + 1) {
                run->to = next.to;
            } else {
                keepRun();
                run = next;
            }
        } else if (kind == QLatin1String("purchase_orders")) {
            order.bind(1, text(record, "po_id"))
                .bind(2, m_import)
                .bind(3, m_names.product(text(record, "sku")));
            place(order, 4);
            optionalDay(order, 5, "ordered");
            optionalDay(order, 6, "expected");
            optionalDay(order, 7, "received");
            if (money(record, "units", 0, amount))
                order.bind(8, amount);
            else
                order.bindNull(8);
            order.run();
        } else if (kind == QLatin1String("competitor_prices") && money(record, "price", 4, amount)) {
            const int product = m_names.product(text(record, "sku"));
            rivalBefore.bind(1, product).bind(2, text(record, "competitor")).bind(3, first).bind(4, m_import);
            if (rivalBefore.step()) {
                const std::string competitor(text(record, "competitor"));
                QJsonObject hidden{
                    {QStringLiteral("day"), first},
                    {QStringLiteral("product_id"), product},
                    {QStringLiteral("competitor"), QString::fromStdString(competitor)},
                    {QStringLiteral("price"), qint64{rivalBefore.integer(0)}},
                    {QStringLiteral("import_id"), qint64{rivalBefore.integer(2)}}};
                hidden[QStringLiteral("in_stock")] =
                    rivalBefore.isNull(1) ? QJsonValue() : QJsonValue(qint64{rivalBefore.integer(1)});
                m_names.keepReplaced(
                    "competitor_price",
                    std::to_string(product) + "/" + competitor + "/" + std::to_string(first), hidden);
            }
            rivalBefore.reset();
            rival.bind(1, first).bind(2, product).bind(3, text(record, "competitor")).bind(4, amount);
            std::int64_t stocked = 0;
            if (money(record, "in_stock", 0, stocked))
                rival.bind(5, stocked);
            else
                rival.bindNull(5);
            rival.bind(6, m_import).run();
        } else {
            for (const int column : m_plan.extra) {
                double number = 0;
                const std::string_view value = textCell(record.at(column));
                const QString name = m_plan.guess.columns[static_cast<std::size_t>(column)].heading;
                if (readReal(value, {}, number))
                    body[name] = number;
                else if (!value.empty())
                    body[name] = QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
            }
            keep.bind(1, kind.toStdString()).bind(2, m_import).bind(3, record.line);
            if (dated)
                keep.bind(4, first);
            else
                keep.bindNull(4);
            bindText(keep, 5, text(record, m_plan.kind->fields.front().name));
            keep.bind(6, QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString()).run();
        }
    }
    keepRun();
}

} // namespace merch
