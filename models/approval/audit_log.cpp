#include "models/approval/audit_log.h"

#include "models/approval/signing_key.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sodium.h>

namespace merch::audit
{

namespace
{

std::string sha256(std::string_view text)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    char hex[2 * sizeof digest + 1];
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return hex;
}

/// Each part with its length before it, so that no two entries have the same form.
std::string canonical(const Entry& entry)
{
    std::string text;
    for (const std::string& part :
         {std::to_string(entry.id), std::to_string(entry.at), entry.user, entry.action, entry.entity,
          entry.key, entry.body, entry.previous, entry.signer})
        text += std::to_string(part.size()) + ":" + part + "\n";
    return text;
}

} // namespace

Entry read(const sql::Statement& row)
{
    return {row.integer(0),           row.integer(1),           std::string(row.text(2)),
            std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)),
            std::string(row.text(6)), std::string(row.text(7)), std::string(row.text(8)),
            std::string(row.text(9)), std::string(row.text(10))};
}

std::string hashOf(const Entry& entry)
{
    return sha256(canonical(entry));
}

std::string genesis()
{
    return std::string(64, '0');
}

std::string headText(std::int64_t entries, const std::string& hash)
{
    return std::to_string(entries) + " " + hash;
}

std::int64_t append(
    Store& store, const QString& user, const QString& action, const QString& entity, const QString& key,
    const QJsonObject& body)
{
    Entry entry;
    sql::Statement last(store.db(), "SELECT entry_id, hash FROM audit ORDER BY entry_id DESC LIMIT 1");
    const bool any = last.step();
    entry.id = any ? last.integer(0) + 1 : 1;
    entry.previous = any ? std::string(last.text(1)) : genesis();
    entry.at = nowMs();
    entry.user = user.toStdString();
    entry.action = action.toStdString();
    entry.entity = entity.toStdString();
    entry.key = key.toStdString();
    entry.body =
        QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString(); // QJsonObject keeps its keys sorted
    entry.signer = signing::signer();
    entry.hash = hashOf(entry);
    entry.signature = signing::sign(entry.hash).signature;
    sql::Statement insert(
        store.db(),
        "INSERT INTO audit (entry_id, at, user, action, entity, key, body, previous, hash, signer, signature)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    insert.bind(1, entry.id)
        .bind(2, entry.at)
        .bind(3, entry.user)
        .bind(4, entry.action)
        .bind(5, entry.entity)
        .bind(6, entry.key);
    insert.bind(7, entry.body)
        .bind(8, entry.previous)
        .bind(9, entry.hash)
        .bind(10, entry.signer)
        .bind(11, entry.signature)
        .run();
    // The head stands beside the log, signed: cutting the newest entries off is seen, too.
    const std::string head = headText(entry.id, entry.hash);
    const signing::Signature sealed = signing::sign(head);
    store.setMeta(
        "audit_head", head + " " + (sealed.signer.empty() ? "-" : sealed.signer) + " " +
                          (sealed.signature.empty() ? "-" : sealed.signature));
    return entry.id;
}

} // namespace merch::audit
