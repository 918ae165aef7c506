#include "models/demo/demo.h"

#include "models/demo/extract_writer.h"

#include <QDir>

namespace merch
{

Result<std::vector<DemoFile>>
writeDemo(const QString& folder, const DemoOptions& options, const Progress& progress)
{
    if (options.products < 10 || options.products > DemoOptions::kMostProducts || options.days < 28 ||
        options.days > 3653)
        return Error{ErrorCode::Usage, "A demo has 10 to 30000 products and 28 to 3653 days.", {}, {}};
    if (!QDir().mkpath(folder + QStringLiteral("/truth")))
        return Error{
            ErrorCode::Storage,
            folder.toStdString() + " could not be made.",
            "Choose a folder that can be written.",
            {}};
    const auto retailer = demo::loadRetailer();
    if (!retailer)
        return retailer.error();

    const Day last = options.until, first = options.until - options.days + 1;
    const int duplicates = demo::FaultPlan::nearDuplicatesOf(options.products);
    const demo::Assortment assortment =
        demo::inventAssortment(*retailer, options.products - duplicates, first, last, options.seed);
    const demo::Market market(*retailer, assortment, first, last, options.seed);
    const auto share = [&progress](double from, double to) {
        return [&progress, from, to](std::size_t done, std::size_t total) {
            const double part = total == 0 ? 0.0 : static_cast<double>(done) / static_cast<double>(total);
            return !progress ||
                   progress(static_cast<std::size_t>((from + (to - from) * part) * 1000.0), 1000);
        };
    };
    const std::vector<demo::Trace> traces =
        demo::runShop(*retailer, assortment, market, options.seed, options.threads, share(0.0, 0.4));
    if (traces.empty())
        return Error{ErrorCode::Cancelled, "Stopped; no extract was written.", {}, {}};
    const demo::WebShop web = demo::runWebShop(*retailer, assortment, market, traces, options.seed);
    const demo::FaultPlan faults(*retailer, assortment, traces, first, last, duplicates, options.seed);
    demo::ExtractWriter writer(folder, {*retailer, assortment, market, traces, web, faults}, options);
    return writer.writeAll(share(0.4, 1.0));
}

} // namespace merch
