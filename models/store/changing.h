#pragma once

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QString>

#include <string>

namespace merch
{

/// Opens the store at a path, runs `body(Store&)` in one transaction and commits it where it succeeds; what
/// fails or throws leaves the store as it was. `doing` as in reporting().
template <typename Body> Outcome changing(const QString& path, const std::string& doing, Body&& body)
{
    return reporting(doing, [&]() -> Outcome {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        Outcome outcome = body(*store);
        if (outcome)
            transaction.commit();
        return outcome;
    });
}

} // namespace merch
