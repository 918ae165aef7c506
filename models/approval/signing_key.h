#pragma once

#include <string>
#include <string_view>

namespace merch::signing
{

/// Who signed, and the signature, in hex. Both empty where this machine has no place to keep a key.
struct Signature {
    std::string signer; ///< Ed25519 public key
    std::string signature;
};

/// Signs with this user's own key, made on first use and kept readable by the user alone, outside every
/// store: whoever has only the store file cannot forge an entry of somebody else's machine.
Signature sign(std::string_view text);
/// This user's public key in hex; empty where there is no place to keep one.
std::string signer();
bool verify(std::string_view text, const std::string& signer, const std::string& signature);

} // namespace merch::signing
