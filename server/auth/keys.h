// The installation's one secret and what is derived from it. Every node of an installation has the
// same; without it, tokens, cookies' CSRF values and page tokens of before are refused.
#pragma once

#include <string>

namespace gatehouse::auth {

struct Keys {
  std::string token;        ///< authenticates access tokens
  std::string csrf;         ///< binds CSRF tokens to sessions
  std::string page;         ///< seals page tokens
  std::string idempotency;  ///< seals stored answers
  std::string mail;         ///< seals mail that waits to be sent

  static Keys derive(const std::string& master);
};

/// Reads the 32-byte master key (base64url in a file), making it with mode 0600 when the file is
/// missing. Throws std::runtime_error when others than the owner may read it.
std::string load_or_create_master_key(const std::string& path);

}  // namespace gatehouse::auth
