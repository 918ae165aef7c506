#include "models/demo/extract_writer.h"

#include "engine/core/ascii.h"
#include "engine/core/parallel.h"

#include <algorithm>
#include <cmath>

namespace merch::demo
{

namespace
{

constexpr int kSteps = 16; // files, for progress

std::string likeSku(const std::string& sku)
{
    return sku.compare(0, 2, "00") == 0 ? sku.substr(2) : asciiLower(sku);
}

int onOrder(const Trace& trace, Day day)
{
    auto order =
        std::upper_bound(trace.orders.begin(), trace.orders.end(), day, [](Day d, const PurchaseOrder& o) {
            return d < o.ordered;
        });
    int units = 0;
    // No lead time comes near 200 days.
    while (order != trace.orders.begin() && (--order)->ordered > day - 200)
        if (order->received < 0 || order->received > day)
            units += order->units;
    return units;
}

} // namespace

ExtractWriter::ExtractWriter(const QString& folder, const World& world, const DemoOptions& options)
    : m_folder(folder)
    , m_world(world)
    , m_options(options)
    , m_first(world.market.first())
    , m_last(world.market.last())
{
}

Result<std::vector<DemoFile>> ExtractWriter::writeAll(const Progress& progress)
{
    m_progress = progress;
    writeProducts();
    writeLocations();
    writeSuppliers();
    writeSupplierProducts();
    writePrices();
    writePromotions();
    writeEvents();
    writeSales();
    writeWebSales();
    writeStock();
    writePurchaseOrders();
    writeCompetitorPrices();
    writeCustomers();
    writeCarts();
    writeMarketing();
    writeTruth();
    if (m_error)
        return *m_error;
    return std::move(m_files);
}

void ExtractWriter::keep(ExtractFile& file, const char* kind)
{
    const Outcome written = file.commit();
    if (!written)
        m_error = written.error();
    else
        m_files.push_back({file.path(), QString::fromLatin1(kind), file.rows()});
    ++m_step;
}

void ExtractWriter::small(
    const char* name, const char* kind, std::string_view headings,
    const std::function<void(ExtractFile&)>& rows)
{
    if (m_error)
        return;
    ExtractFile file(m_folder, name, headings);
    if (const Outcome opened = file.open(); !opened) {
        m_error = opened.error();
        return;
    }
    rows(file);
    if (!m_progress(static_cast<std::size_t>(m_step), kSteps))
        m_error = Error{ErrorCode::Cancelled, "Stopped; the extracts are not complete.", {}, {}};
    if (!m_error)
        keep(file, kind);
}

void ExtractWriter::byDay(const char* name, const char* kind, std::string_view headings, const RowsOf& rows)
{
    small(name, kind, headings, [&](ExtractFile& file) {
        constexpr Day kBatch = 32;
        std::vector<Block> blocks(kBatch);
        for (Day day = m_first; day <= m_last && !m_error; day += kBatch) {
            const auto count = static_cast<std::size_t>(std::min(kBatch, m_last - day + 1));
            parallelFor(count, m_options.threads, nullptr, [&](std::size_t i) {
                blocks[i].rows.clear();
                blocks[i].faults.clear();
                rows(day + static_cast<Day>(i), blocks[i]);
            });
            for (std::size_t i = 0; i < count; ++i) {
                for (auto& [row, fault] : blocks[i].faults) {
                    fault.line = file.nextLine() + row;
                    m_faults.push_back(std::move(fault));
                }
                file.write(blocks[i].rows);
            }
            const auto done =
                static_cast<std::size_t>(m_step) * 1000 + static_cast<std::size_t>(day - m_first) * 1000 /
                                                              static_cast<std::size_t>(m_last - m_first + 1);
            if (!m_progress(done, kSteps * 1000))
                m_error = Error{ErrorCode::Cancelled, "Stopped; the extracts are not complete.", {}, {}};
        }
    });
}

void ExtractWriter::writeProducts()
{
    small(
        "products.csv", "products",
        "sku,parent_sku,title,category,brand,supplier,predecessor_sku,unit_cost,list_price,fulfilment_cost,"
        "pack_size,moq,shelf_life_days,launch_date,status,colour,size,material",
        [&](ExtractFile& file) {
            const auto row = [&](int p, const std::string& sku, bool copy) {
                const Product& goods = product(p);
                const FaultPlan& faults = m_world.faults;
                const CategorySpec& category =
                    m_world.retailer.categories[static_cast<std::size_t>(goods.category)];
                const auto fault = [&](const char* field, const char* rule, const std::string& note) {
                    m_faults.push_back({"products.csv", file.nextLine(), sku, field, rule, note});
                };
                const bool noCost = !copy && faults.lacks(p, "missing_cost");
                const bool noCategory = !copy && faults.lacks(p, "missing_category");
                const bool noPack = !copy && faults.lacks(p, "missing_pack");
                const bool loss = !copy && faults.costAbovePrice(p);
                if (noCost)
                    fault("unit_cost", "missing_cost", "no cost here nor with the supplier");
                if (noCategory)
                    fault("category", "missing_category", "");
                if (noPack)
                    fault("pack_size", "missing_pack", "no case pack here nor with the supplier");
                if (loss)
                    fault("unit_cost", "cost_above_price", "the cost of a case, not of one");
                if (copy)
                    fault("sku", "near_duplicate_sku", "the same as " + goods.sku);
                ExtractText text;
                text.text(sku).text(goods.parent).text(goods.title).text(noCategory ? "" : category.path);
                text.text(goods.brand)
                    .text(m_world.assortment.suppliers[static_cast<std::size_t>(goods.supplier)].code);
                text.text(goods.predecessor);
                noCost ? text.text("") : text.money(loss ? goods.cost * std::max(6, goods.pack) : goods.cost);
                text.money(goods.list).money(35 + goods.list / 50);
                noPack ? text.text("") : text.number(goods.pack);
                text.number(goods.moq);
                category.shelfLife > 0 ? text.number(category.shelfLife) : text.text("");
                text.date(goods.launch).text(goods.end <= m_last ? "discontinued" : "active");
                text.text(goods.colour).text(goods.size).text(goods.material).end();
                file.write(text);
            };
            const int count = static_cast<int>(m_world.assortment.products.size());
            for (int p = 0; p < count; ++p)
                row(p, product(p).sku, false);
            const int copies = m_world.faults.nearDuplicates();
            for (int k = 0; k < copies; ++k) {
                const int p = static_cast<int>(static_cast<std::int64_t>(count) * (2 * k + 1) / (2 * copies));
                row(p, likeSku(product(p).sku), true);
            }
        });
}

void ExtractWriter::writeLocations()
{
    small("locations.csv", "locations", "location,name,type,region", [&](ExtractFile& file) {
        for (const LocationSpec& place : m_world.retailer.locations) {
            ExtractText text;
            text.text(place.code).text(place.name).text(place.type).text(place.region).end();
            file.write(text);
        }
    });
}

void ExtractWriter::writeSuppliers()
{
    small(
        "suppliers.csv", "suppliers",
        "supplier,name,lead_time_days,lead_time_sd,order_cost,min_order_value,review_days",
        [&](ExtractFile& file) {
            for (std::size_t s = 0; s < m_world.assortment.suppliers.size(); ++s) {
                const Supplier& supplier = m_world.assortment.suppliers[s];
                ExtractText text;
                text.text(supplier.code).text(supplier.name);
                if (m_world.faults.supplierLacksLead(static_cast<int>(s))) {
                    m_faults.push_back(
                        {"suppliers.csv", file.nextLine(), "", "lead_time_days", "missing_lead_time",
                         supplier.code});
                    text.text("").text("");
                } else {
                    text.number(static_cast<std::int64_t>(supplier.lead)).share(supplier.leadSd, 1);
                }
                text.money(supplier.orderCost).money(supplier.minOrder).number(supplier.review).end();
                file.write(text);
            }
        });
}

void ExtractWriter::writeSupplierProducts()
{
    small(
        "supplier_products.csv", "supplier_products", "sku,supplier,unit_cost,moq,pack_size,lead_time_days",
        [&](ExtractFile& file) {
            const std::vector<Supplier>& suppliers = m_world.assortment.suppliers;
            for (std::size_t p = 0; p < m_world.assortment.products.size(); ++p) {
                const int index = static_cast<int>(p);
                const Product& goods = product(index);
                const bool noCost = m_world.faults.lacks(index, "missing_cost");
                const bool noPack = m_world.faults.lacks(index, "missing_pack");
                const int cost =
                    m_world.faults.costAbovePrice(index) ? goods.cost * std::max(6, goods.pack) : goods.cost;
                ExtractText text;
                text.text(goods.sku).text(suppliers[static_cast<std::size_t>(goods.supplier)].code);
                noCost ? text.text("") : text.money(cost);
                text.number(goods.moq);
                noPack ? text.text("") : text.number(goods.pack);
                text.text("").end();
                // One in ten can also be had from elsewhere: dearer.
                const std::size_t other =
                    (static_cast<std::size_t>(goods.supplier) + 3) % (suppliers.size() - 1);
                if (p % 10 == 7 && !noCost && !noPack && other != static_cast<std::size_t>(goods.supplier)) {
                    text.text(goods.sku)
                        .text(suppliers[other].code)
                        .money(cost + cost / 16)
                        .number(goods.moq * 2);
                    text.number(goods.pack).text("").end();
                }
                file.write(text);
            }
        });
}

void ExtractWriter::writePrices()
{
    small("prices.csv", "prices", "sku,price,location,from,to", [&](ExtractFile& file) {
        for (std::size_t p = 0; p < m_world.assortment.products.size(); ++p) {
            const Product& goods = product(static_cast<int>(p));
            ExtractText text;
            const auto path = [&](const std::vector<PriceStep>& steps, const std::string& place) {
                for (std::size_t i = 0; i < steps.size(); ++i) {
                    text.text(goods.sku).money(steps[i].pence).text(place).date(steps[i].from);
                    i + 1 < steps.size() ? text.date(steps[i + 1].from - 1) : text.text("");
                    text.end();
                }
            };
            path(goods.store, "");
            const bool apart = !std::equal(
                goods.store.begin(), goods.store.end(), goods.web.begin(), goods.web.end(),
                [](const PriceStep& a, const PriceStep& b) { return a.pence == b.pence; });
            for (const LocationSpec& place : m_world.retailer.locations)
                if (place.isWeb() && apart)
                    path(goods.web, place.code);
            file.write(text);
        }
    });
}

void ExtractWriter::writePromotions()
{
    small(
        "promotions.csv", "promotions", "promotion_id,from,to,sku,category,location,discount,mechanic",
        [&](ExtractFile& file) {
            std::string web;
            for (const LocationSpec& place : m_world.retailer.locations)
                if (place.isWeb())
                    web = place.code;
            std::vector<const Campaign*> ordered;
            for (const Campaign& campaign : m_world.market.campaigns())
                ordered.push_back(&campaign);
            std::stable_sort(ordered.begin(), ordered.end(), [](const Campaign* a, const Campaign* b) {
                return a->from < b->from;
            });
            for (const Campaign* campaign : ordered) {
                const MechanicSpec& mechanic =
                    m_world.retailer.mechanics[static_cast<std::size_t>(campaign->mechanic)];
                const std::string place = mechanic.web ? web : "";
                ExtractText text;
                const auto row = [&](Day from, Day to, const std::string& sku, const std::string& category) {
                    text.text(campaign->id).date(from).date(to).text(sku).text(category).text(place);
                    text.share(campaign->discount, 2).text(mechanic.name).end();
                };
                if (campaign->category >= 0) {
                    row(campaign->from, campaign->to, "",
                        m_world.retailer.categories[static_cast<std::size_t>(campaign->category)].path);
                } else {
                    const auto id = static_cast<int>(campaign - m_world.market.campaigns().data());
                    for (const int p : campaign->products)
                        for (const Offer& offer : m_world.market.offers(p))
                            if (offer.campaign == id)
                                row(offer.from, offer.to, product(p).sku, "");
                }
                file.write(text);
            }
        });
}

void ExtractWriter::writeEvents()
{
    small("events.csv", "events", "from,to,name,location", [&](ExtractFile& file) {
        for (const EventDay& event : m_world.market.events()) {
            ExtractText text;
            text.date(event.day).date(event.day).text(event.spec->name).text("").end();
            file.write(text);
        }
    });
}

void ExtractWriter::writeSales()
{
    const FaultPlan::Gap& gap = m_world.faults.gap();
    if (gap.location >= 0) {
        ExtractText span;
        span.date(gap.from).date(gap.to);
        m_faults.push_back(
            {"sales.csv", 0, "", "date", "calendar_gap", location(gap.location).code + " " + span.bytes()});
    }
    byDay(
        "sales.csv", "sales", "date,location,sku,units,unit_price,regular_price,promotion_id",
        [&](Day day, Block& block) {
            for (std::size_t t = 0; t < m_world.traces.size(); ++t) {
                const Trace& trace = m_world.traces[t];
                if (!trace.covers(day) || trace.sold[trace.at(day)] == 0)
                    continue;
                const LocationSpec& place = location(trace.location);
                if (place.isWeb() || m_world.faults.inGap(trace.location, day))
                    continue;
                const Product& goods = product(trace.product);
                const Offer* offer = m_world.market.offerOn(trace.product, false, day);
                const FaultPlan::Twist twist = m_world.faults.twist(t, day);
                const auto fault = [&](const std::string& sku, const char* field, const char* rule,
                                       const char* note) {
                    block.faults.emplace_back(
                        block.rows.rows(), Fault{"sales.csv", 0, sku, field, rule, note});
                };
                std::int64_t units = trace.sold[trace.at(day)];
                std::int64_t paid = m_world.market.paid(trace.product, false, day);
                if (twist == FaultPlan::Twist::Quantity) {
                    units = units * 1000 + 500;
                    fault(goods.sku, "units", "impossible_quantity", "keyed with three digits too many");
                } else if (twist == FaultPlan::Twist::Price) {
                    paid *= 100;
                    fault(goods.sku, "unit_price", "impossible_price", "pence read as pounds");
                }
                ExtractText& rows = block.rows;
                rows.date(day).text(place.code).text(goods.sku).number(units).money(paid);
                rows.money(priceOn(goods.store, day));
                rows.text(
                        offer ? m_world.market.campaigns()[static_cast<std::size_t>(offer->campaign)].id : "")
                    .end();
                if (twist == FaultPlan::Twist::UnknownProduct) {
                    const std::string sku = "ZZ-" + std::to_string(9001 + t % 3);
                    fault(sku, "sku", "unknown_product", "in no catalog");
                    rows.date(day)
                        .text(place.code)
                        .text(sku)
                        .number(1 + day % 3)
                        .money(995)
                        .money(995)
                        .text("")
                        .end();
                } else if (twist == FaultPlan::Twist::NoSuchDate) {
                    fault(goods.sku, "date", "impossible_date", "February has no 30th");
                    rows.text(std::to_string(static_cast<int>(civil(day).year())) + "-02-30")
                        .text(place.code);
                    rows.text(goods.sku)
                        .number(1)
                        .money(paid)
                        .money(priceOn(goods.store, day))
                        .text("")
                        .end();
                }
            }
        });
}

void ExtractWriter::writeStock()
{
    const bool every = m_options.products <= 1000;
    byDay("stock.csv", "stock", "date,location,sku,on_hand,on_order,min,max", [&](Day day, Block& block) {
        const bool counted = every || weekdayOf(day) == 6 || day > m_last - 28;
        for (std::size_t t = 0; t < m_world.traces.size(); ++t) {
            const Trace& trace = m_world.traces[t];
            if (!trace.covers(day))
                continue;
            const FaultPlan::Twist twist = m_world.faults.twist(t, day);
            int onHand = trace.onHand[trace.at(day)];
            if (!counted && onHand > 0 && twist != FaultPlan::Twist::NoStock)
                continue;
            const Product& goods = product(trace.product);
            const auto fault = [&](const char* rule, const char* note) {
                block.faults.emplace_back(
                    block.rows.rows(), Fault{"stock.csv", 0, goods.sku, "on_hand", rule, note});
            };
            if (twist == FaultPlan::Twist::NegativeStock) {
                onHand = -2;
                fault("negative_stock", "sold before it was booked in");
            } else if (twist == FaultPlan::Twist::NoStock) {
                onHand = 0;
                fault("sales_without_stock", "counted as none, sold from the next day");
            }
            const auto policy = std::upper_bound(
                                    trace.policies.begin(), trace.policies.end(), day,
                                    [](Day d, const Policy& p) { return d < p.from; }) -
                                1;
            block.rows.date(day).text(location(trace.location).code).text(goods.sku).number(onHand);
            block.rows.number(onOrder(trace, day)).number(policy->least).number(policy->most).end();
        }
    });
}

void ExtractWriter::writePurchaseOrders()
{
    struct Line {
        Day ordered;
        int supplier, location;
        std::size_t trace, order;
    };
    std::vector<Line> lines;
    for (std::size_t t = 0; t < m_world.traces.size(); ++t) {
        const Trace& trace = m_world.traces[t];
        for (std::size_t o = 0; o < trace.orders.size(); ++o)
            lines.push_back({trace.orders[o].ordered, product(trace.product).supplier, trace.location, t, o});
    }
    const auto key = [](const Line& line) { return std::tuple(line.ordered, line.supplier, line.location); };
    std::stable_sort(
        lines.begin(), lines.end(), [&](const Line& a, const Line& b) { return key(a) < key(b); });
    const std::size_t spoilEvery = std::max<std::size_t>(50, lines.size() / 4);
    small(
        "purchase_orders.csv", "purchase_orders", "po_id,sku,ordered,units,expected,received,location",
        [&](ExtractFile& file) {
            int number = 70000;
            ExtractText text;
            for (std::size_t i = 0; i < lines.size(); ++i) {
                const Line& line = lines[i];
                if (i == 0 || key(lines[i - 1]) != key(line))
                    ++number;
                const Trace& trace = m_world.traces[line.trace];
                const PurchaseOrder& order = trace.orders[line.order];
                text.text("PO" + std::to_string(number)).text(product(trace.product).sku).date(order.ordered);
                text.number(order.units).date(order.expected);
                if (i % spoilEvery == spoilEvery / 2 && order.received >= 0) {
                    m_faults.push_back(
                        {"purchase_orders.csv", file.nextLine() + text.rows(), product(trace.product).sku,
                         "received", "received_before_ordered", "day and month may be swapped"});
                    text.date(order.ordered - 3);
                } else if (order.received >= 0) {
                    text.date(order.received);
                } else {
                    text.text("");
                }
                text.text(location(trace.location).code).end();
            }
            file.write(text);
        });
}

void ExtractWriter::writeCompetitorPrices()
{
    const Day last = m_last - FaultPlan::kStaleDays;
    m_faults.push_back(
        {"competitor_prices.csv", 0, "", "date", "stale_source",
         std::to_string(FaultPlan::kStaleDays) + " days older than the sales"});
    std::vector<std::vector<std::pair<int, const CompetitorPrice*>>> weeks(
        static_cast<std::size_t>(m_last - m_first + 8));
    for (std::size_t p = 0; p < m_world.assortment.products.size(); ++p)
        for (const CompetitorPrice& seen : m_world.market.competitors(static_cast<int>(p)))
            if (seen.day <= last)
                weeks[static_cast<std::size_t>(seen.day - m_first)].emplace_back(static_cast<int>(p), &seen);
    small(
        "competitor_prices.csv", "competitor_prices", "date,sku,competitor,price,in_stock",
        [&](ExtractFile& file) {
            ExtractText text;
            for (const auto& week : weeks) {
                for (const auto& [p, seen] : week) {
                    text.date(seen->day).text(product(p).sku);
                    text.text(m_world.retailer.competitors[static_cast<std::size_t>(seen->competitor)]);
                    text.money(seen->pence).number(seen->inStock ? 1 : 0).end();
                }
            }
            file.write(text);
        });
}

} // namespace merch::demo
