#pragma once

#include <string>

namespace merch
{

/// SHA-256 of a file in hexadecimal, by the processor's own instructions where it has them. Throws ReadError.
std::string fileDigest(const std::string& path);

} // namespace merch
