// Whatever is accepted holds no character that means something in SMTP or in a mail header, and its
// key is a fixed point.
#include <cstdint>
#include <string_view>

#include "base/email.h"
#include "base/failure.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using gatehouse::check;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto address = gatehouse::parse_email(text);
  if (!address) return 0;

  for (const auto& form : {address->mailbox, address->key}) {
    check(form.size() <= 254, "an address has at most 254 bytes");
    check(form.find('@') == form.rfind('@'), "there is one @");
    for (const char c : form) check(c > ' ' || c < 0, "there are no controls and no spaces");
    check(form.find_first_of("<>()[]\\,;:\"%!\x7f") == std::string::npos, "nothing is special");
    const auto again = gatehouse::parse_email(form);
    check(again && again->key == address->key, "a form of an address is the same address");
  }
  return 0;
}
