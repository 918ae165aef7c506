#pragma once

#include "models/store/sqlite.h"

#include <memory>
#include <string>

namespace merch
{

/// A small file beside the store (path + "-writer") that holds the name of who writes, as long as a write
/// lasts. SQLite's lock decides; the note only puts a name to it, and one left by a dead process is ignored.
std::unique_ptr<sql::WriterNote> makeWriterNote(const std::string& storePath);

} // namespace merch
