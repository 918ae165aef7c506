#include "models/approval/audit_log.h"

#include "models/approval/signing_key.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace merch::audit
{
namespace
{

QString q(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

std::string genesis()
{
    return std::string(64, '0');
}

std::string hashOf(const Entry& entry)
{
    // QJsonObject keeps its keys sorted, so the compact form is canonical.
    const QByteArray canonical = QJsonDocument(QJsonObject{
                                                   {QStringLiteral("entry"), static_cast<qint64>(entry.id)},
                                                   {QStringLiteral("at"), static_cast<qint64>(entry.at)},
                                                   {QStringLiteral("user"), q(entry.user)},
                                                   {QStringLiteral("action"), q(entry.action)},
                                                   {QStringLiteral("entity"), q(entry.entity)},
                                                   {QStringLiteral("key"), q(entry.key)},
                                                   {QStringLiteral("body"), q(entry.body)},
                                                   {QStringLiteral("previous"), q(entry.previous)}})
                                     .toJson(QJsonDocument::Compact);
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(
        digest.data(), reinterpret_cast<const unsigned char*>(canonical.constData()),
        static_cast<unsigned long long>(canonical.size()));
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    return hex.data();
}

std::string headText(std::int64_t entries, const std::string& hash)
{
    return "head " + std::to_string(entries) + " " + hash;
}

std::int64_t append(
    Store& store, const QString& user, const QString& action, const QString& entity, const QString& key,
    const QJsonObject& body)
{
    Entry entry;
    entry.previous = genesis();
    {
        sql::Statement last(store.db(), "SELECT entry_id, hash FROM audit ORDER BY entry_id DESC LIMIT 1");
        if (last.step()) {
            entry.id = last.integer(0);
            entry.previous = last.text(1);
        }
    }
    entry.id += 1;
    entry.at = nowMs();
    entry.user = user.toStdString();
    entry.action = action.toStdString();
    entry.entity = entity.toStdString();
    entry.key = key.toStdString();
    entry.body = QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
    entry.hash = hashOf(entry);
    const signing::Signature signature = signing::sign(entry.hash);

    sql::Statement insert(
        store.db(), "INSERT INTO audit (entry_id, at, user, action, entity, key, body, previous,"
                    " hash, signer, signature) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)");
    insert.bind(1, entry.id)
        .bind(2, entry.at)
        .bind(3, entry.user)
        .bind(4, entry.action)
        .bind(5, entry.entity);
    insert.bind(6, entry.key).bind(7, entry.body).bind(8, entry.previous).bind(9, entry.hash);
    insert.bind(10, signature.signer).bind(11, signature.signature).run();

    // The head, kept apart: without it a log whose last entries were cut off would look whole.
    sql::Statement head(
        store.db(), "INSERT INTO meta (key, value) VALUES ('audit_head', ?1)"
                    " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    const std::string place = headText(entry.id, entry.hash);
    const signing::Signature headSignature = signing::sign(place);
    head.bind(1, place + " " + headSignature.signer + " " + headSignature.signature).run();
    return entry.id;
}

} // namespace merch::audit
