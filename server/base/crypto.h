// The few primitives we need from libsodium, with our types. No algorithm is ours.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// Call once before anything else in this header; throws when there is no source of randomness.
void init_crypto();

/// SHA-256 (FIPS 180-4), 32 raw bytes.
std::string sha256(std::string_view bytes);

/// Lower-case hexadecimal.
std::string to_hex(std::string_view bytes);
/// Of text that to_hex gave.
std::string from_hex(std::string_view hex);

/// RFC 4648 section 5, without padding.
std::string to_base64url(std::string_view bytes);
/// Empty for text that is not canonical base64url.
std::string from_base64url(std::string_view text);

/// RFC 4648 section 4, with padding; false when `text` is not canonical.
bool from_base64(std::string_view text, std::string& bytes);
std::string to_base64(std::string_view bytes);

std::string random_bytes(std::size_t count);

/// Compares in time that depends on the lengths only.
bool equal_constant_time(std::string_view a, std::string_view b);

/// Keyed BLAKE2b-256, 32 raw bytes. `key` is 16 to 64 bytes.
std::string mac(std::string_view key, std::string_view bytes);

/// base64url of XChaCha20-Poly1305 with a random nonce in front; `context` is authenticated, not
/// stored. `key` is 32 bytes.
std::string seal(std::string_view key, std::string_view plain, std::string_view context);
/// Nothing when the sealed text was altered or belongs to another key or context.
std::optional<std::string> unseal(std::string_view key, std::string_view sealed,
                                  std::string_view context);

}  // namespace gatehouse
