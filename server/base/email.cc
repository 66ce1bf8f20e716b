#include "base/email.h"

#include <idn2.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

namespace gatehouse {
namespace {

constexpr std::size_t address_bytes_max = 254;  // RFC 5321 section 4.5.3.1.3, less the brackets
constexpr std::size_t local_bytes_max = 64;     // RFC 5321 section 4.5.3.1.1
constexpr std::size_t domain_bytes_max = 253;   // RFC 1035 section 2.3.4, as text

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// `%` and `!` are legal, but relays still read `a%other.org@x.com` and `other.org!a@x.com` as
/// routes to other.org, which would let somebody there receive mail for x.com.
bool is_local_ascii(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) ||
         std::string_view("#$&'*+-/=?^_`{|}~").contains(c);
}

/// Letters, their marks and digits of any script: no invisible, directional or compatibility
/// spacing characters.
bool is_local_unicode(UChar32 c) {
  return u_isUAlphabetic(c) || (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0;
}

bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > local_bytes_max) return false;
  const auto length = static_cast<std::int32_t>(local.size());
  bool after_dot = true;
  for (std::int32_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT(local.data(), i, length, c);
    if (c < 0) return false;  // not UTF-8
    if (c == '.') {
      if (after_dot) return false;
      after_dot = true;
      continue;
    }
    if (c < 0x80 ? !is_local_ascii(static_cast<char>(c)) : !is_local_unicode(c)) return false;
    after_dot = false;
  }
  return !after_dot;
}

std::optional<std::string> to_nfc(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return std::nullopt;
  std::string utf8;
  nfc->normalize(text, error).toUTF8String(utf8);
  return U_FAILURE(error) ? std::nullopt : std::optional(utf8);
}

/// Lower case, not case folding: folding would make `straße` and `strasse` one mailbox.
std::optional<std::string> canonical_local(std::string_view local) {
  const auto nfc = to_nfc(icu::UnicodeString::fromUTF8({local.data(), int32_t(local.size())}));
  if (!nfc) return std::nullopt;
  auto lower = icu::UnicodeString::fromUTF8(*nfc);
  lower.toLower(icu::Locale::getRoot());
  return to_nfc(lower);
}

bool is_host_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(
             label, [](char c) { return (c >= 'a' && c <= 'z') || is_ascii_digit(c) || c == '-'; });
}

/// At least two labels, the last not all digits: `a@1.2.3.4` and `a@localhost` are not addresses
/// that an invitation can be sent to.
bool is_host_name(std::string_view domain) {
  if (domain.empty() || domain.size() > domain_bytes_max) return false;
  int labels = 0;
  std::string_view label;
  for (std::size_t start = 0; start <= domain.size(); start += label.size() + 1) {
    label = domain.substr(start, domain.find('.', start) - start);
    if (!is_host_label(label)) return false;
    ++labels;
  }
  return labels >= 2 && !std::ranges::all_of(label, is_ascii_digit);
}

using IdnString = std::unique_ptr<char, decltype([](char* text) { idn2_free(text); })>;

std::optional<std::string> domain_to_ascii(const std::string& domain) {
  char* out = nullptr;
  const int flags = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL;  // UTS 46, as browsers do
  const int result = idn2_to_ascii_8z(domain.c_str(), &out, flags);
  const IdnString ascii(out);
  if (result != IDN2_OK || !ascii) return std::nullopt;
  return std::string(ascii.get());
}

/// Two spellings of one domain give one result. An `xn--` label must be the one that its Unicode
/// form is written as, so that nothing has a second key.
std::optional<std::string> canonical_domain(std::string_view text) {
  if (text.empty() || text.size() > address_bytes_max || text.contains('\0')) return std::nullopt;
  const auto ascii = domain_to_ascii(std::string(text));
  if (!ascii || !is_host_name(*ascii)) return std::nullopt;

  char* out = nullptr;
  const int result = idn2_to_unicode_8z8z(ascii->c_str(), &out, IDN2_NONTRANSITIONAL);
  const IdnString unicode(out);
  if (result != IDN2_OK || !unicode || domain_to_ascii(unicode.get()) != ascii) return std::nullopt;
  return ascii;
}

}  // namespace

std::optional<EmailAddress> parse_email(std::string_view text) {
  const auto typed = trim(text);
  if (typed.size() > address_bytes_max) return std::nullopt;
  const auto at = typed.find('@');
  if (at == std::string_view::npos) return std::nullopt;

  const auto local = typed.substr(0, at);
  if (!is_local_part(local)) return std::nullopt;
  const auto domain = canonical_domain(typed.substr(at + 1));
  const auto folded = canonical_local(local);
  // Lower case may be longer and may hold what was not allowed as typed.
  if (!domain || !folded || !is_local_part(*folded)) return std::nullopt;

  EmailAddress address{.display = std::string(typed),
                       .mailbox = std::string(local) + '@' + *domain,
                       .key = *folded + '@' + *domain};
  if (std::max(address.mailbox.size(), address.key.size()) > address_bytes_max) return std::nullopt;
  return address;
}

}  // namespace gatehouse
