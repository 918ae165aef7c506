#pragma once

#include "models/demo/demo.h"
#include "models/demo/extract_text.h"
#include "models/demo/faults.h"
#include "models/demo/web_shop.h"

#include <functional>

namespace merch::demo
{

/// The whole simulated world, as the files are written from it.
struct World {
    const Retailer& retailer;
    const Assortment& assortment;
    const Market& market;
    const std::vector<Trace>& traces;
    const WebShop& web;
    const FaultPlan& faults;
};

/// Writes the extracts of a world, and the truth beside them.
class ExtractWriter
{
public:
    ExtractWriter(const QString& folder, const World& world, const DemoOptions& options);
    Result<std::vector<DemoFile>> writeAll(const Progress& progress);

private:
    /// Rows of one day, and where in them the planted faults stand.
    struct Block {
        ExtractText rows;
        std::vector<std::pair<std::int64_t, Fault>> faults; ///< row within the block
    };
    using RowsOf = std::function<void(Day, Block&)>;

    void small(
        const char* name, const char* kind, std::string_view headings,
        const std::function<void(ExtractFile&)>& rows);
    /// Formats days in parallel and writes them in order.
    void byDay(const char* name, const char* kind, std::string_view headings, const RowsOf& rows);
    void keep(ExtractFile& file, const char* kind);

    // Of the shop
    void writeProducts();
    void writeLocations();
    void writeSuppliers();
    void writeSupplierProducts();
    void writePrices();
    void writePromotions();
    void writeEvents();
    void writeSales();
    void writeStock();
    void writePurchaseOrders();
    void writeCompetitorPrices();
    // Of the web shop
    void writeWebSales();
    void writeCustomers();
    void writeCarts();
    void writeMarketing();
    // Truth
    void writeTruth();

    const Product& product(int index) const
    {
        return m_world.assortment.products[static_cast<std::size_t>(index)];
    }
    const LocationSpec& location(int index) const
    {
        return m_world.retailer.locations[static_cast<std::size_t>(index)];
    }
    std::string orderId(int number) const;
    std::string customerId(int index) const;

    QString m_folder;
    World m_world;
    DemoOptions m_options;
    Day m_first, m_last;
    std::vector<DemoFile> m_files;
    std::vector<Fault> m_faults;
    std::optional<Error> m_error; ///< the first; nothing is written after it
    Progress m_progress;
    int m_step = 0;
};

} // namespace merch::demo
