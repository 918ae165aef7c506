#include "tests/bench/accuracy/tables.h"
#include "tests/bench/bench_support.h"

/// Accuracy on real data with the truth held back. `--table NAME` takes one table of the list below.

using namespace merch::bench;

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    Report report(argc, argv, QStringLiteral("Accuracy on real data with the truth held back"));
    struct Table {
        const char* name;
        void (*make)(Report&);
    };
    constexpr Table kTables[] = {{"competitions", competitionTables}, {"m5", m5Table},
                                 {"slow", slowMoverTables},           {"online-retail", onlineRetailTable},
                                 {"walmart", walmartTable},           {"freshretail", freshRetailTable},
                                 {"stock", stockCostTables}};
    const QString wanted = report.value(QStringLiteral("--table"));
    for (const Table& table : kTables) {
        if (!wanted.isEmpty() && wanted != QLatin1String(table.name))
            continue;
        const Took took = timed([&] { table.make(report); });
        report.add(
            QLatin1String(table.name) + QStringLiteral(": all of the above"), took.cpu,
            QStringLiteral("CPU s"));
    }
    return report.finish();
}
