#include "base/crypto.h"

#include <sodium.h>

#include "base/failure.h"

namespace gatehouse {
namespace {

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

std::string encode(std::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(), variant);
  text.pop_back();  // the terminating NUL
  return text;
}

bool decode(std::string_view text, int variant, std::string& bytes) {
  bytes.assign(text.size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(raw(bytes), bytes.size(), text.data(), text.size(), nullptr, &length, &end,
                        variant) != 0 ||
      end != text.data() + text.size())
    return false;
  bytes.resize(length);
  return true;
}

}  // namespace

void init_crypto() { check(sodium_init() >= 0, "libsodium could not start"); }

std::string sha256(std::string_view bytes) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(raw(digest), raw(bytes), bytes.size());
  return digest;
}

std::string to_hex(std::string_view bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), raw(bytes), bytes.size());
  text.pop_back();
  return text;
}

std::string from_hex(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  check(sodium_hex2bin(raw(bytes), bytes.size(), hex.data(), hex.size(), nullptr, nullptr,
                       nullptr) == 0,
        "text is not hexadecimal");
  return bytes;
}

std::string to_base64url(std::string_view bytes) {
  return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string from_base64url(std::string_view text) {
  std::string bytes;
  return decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, bytes) ? bytes : std::string();
}

std::string to_base64(std::string_view bytes) {
  return encode(bytes, sodium_base64_VARIANT_ORIGINAL);
}

bool from_base64(std::string_view text, std::string& bytes) {
  return decode(text, sodium_base64_VARIANT_ORIGINAL, bytes);
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), count);
  return bytes;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string mac(std::string_view key, std::string_view bytes) {
  std::string digest(crypto_generichash_BYTES, '\0');
  crypto_generichash(raw(digest), digest.size(), raw(bytes), bytes.size(), raw(key), key.size());
  return digest;
}

std::string seal(std::string_view key, std::string_view plain, std::string_view context) {
  check(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a sealing key has 32 bytes");
  std::string sealed = random_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  const std::size_t nonce = sealed.size();
  sealed.resize(nonce + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + nonce, nullptr, raw(plain), plain.size(),
                                             raw(context), context.size(), nullptr, raw(sealed),
                                             raw(key));
  return to_base64url(sealed);
}

std::optional<std::string> unseal(std::string_view key, std::string_view sealed,
                                  std::string_view context) {
  constexpr std::size_t overhead =
      crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES;
  const std::string bytes = from_base64url(sealed);
  if (bytes.size() < overhead || key.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
    return {};
  std::string plain(bytes.size() - overhead, '\0');
  const std::string_view body =
      std::string_view(bytes).substr(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  const int result = crypto_aead_xchacha20poly1305_ietf_decrypt(
      raw(plain), nullptr, nullptr, raw(body), body.size(), raw(context), context.size(),
      raw(bytes), raw(key));
  return result == 0 ? std::optional(std::move(plain)) : std::nullopt;
}

}  // namespace gatehouse
