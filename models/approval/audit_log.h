#pragma once

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <string>

/// The append-only log of who decided what. Private to models: called inside the transaction of the step that
/// it records, so that neither is ever there without the other.
namespace merch
{

class Store;
namespace sql
{
class Statement;
}

namespace audit
{

struct Entry {
    std::int64_t id = 0, at = 0;
    std::string user, action, entity, key, body, previous, hash, signer, signature;
};

/// The columns that read() takes, without a condition.
inline constexpr const char* kRead =
    "SELECT entry_id, at, user, action, entity, key, body, previous, hash, signer, signature FROM audit";
Entry read(const sql::Statement& row);

/// SHA-256 (hex) of the canonical form of everything in the entry but its hash and signature. Who signs is in
/// it, so that a signature cannot be taken off.
std::string hashOf(const Entry& entry);

/// Appends an entry and moves the head kept in `meta`. Throws sql::SqlError. @return its id.
std::int64_t append(
    Store& store, const QString& user, const QString& action, const QString& entity, const QString& key,
    const QJsonObject& body);

/// What `meta.audit_head` says, before its signer and signature.
std::string headText(std::int64_t entries, const std::string& hash);

/// What the first entry carries as the hash of the one before.
std::string genesis();

} // namespace audit
} // namespace merch
