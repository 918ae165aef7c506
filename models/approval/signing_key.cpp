#include "models/approval/signing_key.h"

#include <QDir>
#include <QFile>
#include <QMutex>
#include <QStandardPaths>
#include <QTemporaryFile>

#include <sodium.h>

#include <optional>
#include <vector>

namespace merch::signing
{
namespace
{

struct Key {
    std::vector<unsigned char> secret = std::vector<unsigned char>(crypto_sign_SECRETKEYBYTES);
    std::vector<unsigned char> open = std::vector<unsigned char>(crypto_sign_PUBLICKEYBYTES);
};

std::string toHex(const std::vector<unsigned char>& bytes)
{
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

std::optional<std::vector<unsigned char>> ofHex(const std::string& text, std::size_t bytes)
{
    std::vector<unsigned char> out(bytes);
    std::size_t length = 0;
    if (sodium_hex2bin(out.data(), bytes, text.data(), text.size(), nullptr, &length, nullptr) != 0 ||
        length != bytes)
        return std::nullopt;
    return out;
}

std::optional<Key> readOrMake()
{
    const QString folder =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/merchbench");
    const QString path = folder + QStringLiteral("/signing.key");
    const auto read = [&]() -> std::optional<Key> {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return std::nullopt;
        const auto secret = ofHex(file.readAll().trimmed().toStdString(), crypto_sign_SECRETKEYBYTES);
        if (!secret)
            return std::nullopt;
        Key key;
        key.secret = *secret;
        crypto_sign_ed25519_sk_to_pk(key.open.data(), key.secret.data());
        return key;
    };
    if (QFile::exists(path) || !QDir().mkpath(folder))
        return read();
    Key key;
    crypto_sign_keypair(key.open.data(), key.secret.data());
    QTemporaryFile made(folder + QStringLiteral("/signing.XXXXXX")); // readable by the user alone
    if (!made.open() || made.write(QByteArray::fromStdString(toHex(key.secret) + "\n")) < 0 || !made.flush())
        return std::nullopt;
    made.close();
    if (made.rename(path)) { // never over another's: of two that start at once, one makes the key
        made.setAutoRemove(false);
        return key;
    }
    return read();
}

/// Read once; made on first use.
const std::optional<Key>& ownKey()
{
    static QMutex mutex;
    static std::optional<Key> key;
    const QMutexLocker lock(&mutex);
    if (!key && sodium_init() >= 0)
        key = readOrMake();
    return key;
}

} // namespace

std::string signer()
{
    const std::optional<Key>& key = ownKey();
    return key ? toHex(key->open) : std::string();
}

Signature sign(std::string_view text)
{
    const std::optional<Key>& key = ownKey();
    if (!key)
        return {};
    std::vector<unsigned char> signature(crypto_sign_BYTES);
    crypto_sign_detached(
        signature.data(), nullptr, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
        key->secret.data());
    return {toHex(key->open), toHex(signature)};
}

bool verify(std::string_view text, const std::string& signer, const std::string& signature)
{
    if (sodium_init() < 0)
        return false;
    const auto open = ofHex(signer, crypto_sign_PUBLICKEYBYTES);
    const auto bytes = ofHex(signature, crypto_sign_BYTES);
    return open && bytes &&
           crypto_sign_verify_detached(
               bytes->data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
               open->data()) == 0;
}

} // namespace merch::signing
