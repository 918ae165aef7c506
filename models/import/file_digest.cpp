#include "models/import/file_digest.h"

#include "models/import/byte_source.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace merch
{

namespace
{

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

#if defined(__x86_64__)

constexpr std::size_t kBlock = 64;
alignas(16) constexpr std::uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

__attribute__((target("sha,sse4.1,ssse3"))) void
compress(std::uint32_t* state, const std::uint8_t* data, std::size_t blocks)
{
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state));
    __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state + 4));
    low = _mm_shuffle_epi32(low, 0xB1);
    high = _mm_shuffle_epi32(high, 0x1B);
    __m128i abef = _mm_alignr_epi8(low, high, 8);
    __m128i cdgh = _mm_blend_epi16(high, low, 0xF0);
    for (; blocks > 0; --blocks, data += kBlock) {
        const __m128i abefBefore = abef, cdghBefore = cdgh;
        __m128i words[4];
        for (int i = 0; i < 4; ++i)
            words[i] =
                _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data + 16 * i)), order);
        for (int i = 0; i < 16; ++i) {
            __m128i message =
                _mm_add_epi32(words[i & 3], _mm_load_si128(reinterpret_cast<const __m128i*>(kRound + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, message);
            message = _mm_shuffle_epi32(message, 0x0E);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, message);
            if (i < 12) {
                __m128i next = _mm_sha256msg1_epu32(words[i & 3], words[(i + 1) & 3]);
                next = _mm_add_epi32(next, _mm_alignr_epi8(words[(i + 3) & 3], words[(i + 2) & 3], 4));
                words[i & 3] = _mm_sha256msg2_epu32(next, words[(i + 3) & 3]);
            }
        }
        abef = _mm_add_epi32(abef, abefBefore);
        cdgh = _mm_add_epi32(cdgh, cdghBefore);
    }
    low = _mm_shuffle_epi32(abef, 0x1B);
    high = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state), _mm_blend_epi16(low, high, 0xF0));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state + 4), _mm_alignr_epi8(high, low, 8));
}

/// The same interface as libsodium's, over the instructions.
class FastDigest
{
public:
    void update(const std::uint8_t* data, std::size_t n)
    {
        m_length += n;
        while (n > 0) {
            if (m_held == 0 && n >= kBlock) {
                compress(m_state.data(), data, n / kBlock);
                data += n / kBlock * kBlock;
                n %= kBlock;
                continue;
            }
            const std::size_t taken = std::min(n, kBlock - m_held);
            std::memcpy(m_block.data() + m_held, data, taken);
            m_held += taken;
            data += taken;
            n -= taken;
            if (m_held == kBlock) {
                compress(m_state.data(), m_block.data(), 1);
                m_held = 0;
            }
        }
    }
    void finish(std::uint8_t* digest)
    {
        const std::uint64_t bits = m_length * 8;
        static constexpr std::uint8_t kPadding[kBlock] = {0x80};
        update(kPadding, m_held < 56 ? 56 - m_held : 120 - m_held);
        std::uint8_t tail[8];
        for (int i = 0; i < 8; ++i)
            tail[i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
        update(tail, 8);
        for (std::size_t i = 0; i < 32; ++i)
            digest[i] = static_cast<std::uint8_t>(m_state[i / 4] >> (24 - 8 * (i % 4)));
    }

private:
    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, kBlock> m_block{};
    std::size_t m_held = 0;
    std::uint64_t m_length = 0;
};

bool hasShaInstructions()
{
    // Leaf 7, EBX bit 29; GCC 12 has no name for it.
    unsigned a = 7, b = 0, c = 0, d = 0;
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return (b & (1U << 29)) != 0 && __builtin_cpu_supports("sse4.1");
}

#endif

} // namespace

std::string fileDigest(const std::string& path)
{
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
    if (!file)
        throw ReadError(path + " could not be opened: " + std::strerror(errno) + ".");
    std::setvbuf(file.get(), nullptr, _IONBF, 0);
    std::vector<std::uint8_t> block(1U << 20);
    std::uint8_t digest[crypto_hash_sha256_BYTES];
    const auto through = [&](auto&& update) {
        while (const std::size_t got = std::fread(block.data(), 1, block.size(), file.get()))
            update(block.data(), got);
        if (std::ferror(file.get()))
            throw ReadError(path + " could not be read: " + std::strerror(errno) + ".");
    };
    bool done = false;
#if defined(__x86_64__)
    if (hasShaInstructions()) {
        FastDigest fast;
        through([&fast](const std::uint8_t* data, std::size_t n) { fast.update(data, n); });
        fast.finish(digest);
        done = true;
    }
#endif
    if (!done) {
        crypto_hash_sha256_state state;
        crypto_hash_sha256_init(&state);
        through([&state](const std::uint8_t* data, std::size_t n) {
            crypto_hash_sha256_update(&state, data, n);
        });
        crypto_hash_sha256_final(&state, digest);
    }
    std::string text;
    for (const std::uint8_t byte : digest) {
        static constexpr char kHex[] = "0123456789abcdef";
        text += kHex[byte >> 4];
        text += kHex[byte & 15];
    }
    return text;
}

} // namespace merch
