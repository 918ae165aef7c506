#include "models/store/changes.h"

#include "models/store/store.h"

namespace merch
{

void stampChange(Store& store, const std::string& what)
{
    store.setMeta(what, std::to_string(nowMs()));
}

bool changedSince(Store& store, const std::string& what, std::int64_t time)
{
    const std::string changed = store.meta(what);
    return !changed.empty() && std::stoll(changed) > time;
}

} // namespace merch
