// E-mail addresses, and which two of them are the same one. Accepted is what people are given by
// their mail providers: a dot-atom, `@`, a host name; no quotes, comments, display names, lists,
// literals or source routes (RFC 5321 and 6531 without the historical parts).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

struct EmailAddress {
  std::string display;  ///< as typed, without surrounding spaces; for people only
  std::string mailbox;  ///< where mail goes: local part as typed, domain in ASCII (RFC 5890)
  std::string key;      ///< equal for equal addresses: lower case, NFC, domain in ASCII

  bool operator==(const EmailAddress& other) const { return key == other.key; }
};

/// Nothing for text that is not exactly one address of at most 254 bytes. Plus suffixes and dots
/// in the local part are never folded: only the domain's owner knows what they mean. `parse_email`
/// of a key gives the same key.
std::optional<EmailAddress> parse_email(std::string_view text);

}  // namespace gatehouse
