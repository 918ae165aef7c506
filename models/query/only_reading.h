#pragma once

namespace merch
{

/// An authorizer (sqlite3_set_authorizer) for SQL of a user: it may select, and nothing else.
int onlyReading(void*, int action, const char* first, const char* second, const char*, const char*);

} // namespace merch
