// Names of any bytes in a template make a mail with our nine headers and one recipient; a message
// of any bytes is refused or has them too.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/failure.h"
#include "mail/templates.h"

namespace {

using gatehouse::check;

void check_raw(const std::string& raw, const std::string& to) {
  const auto head_end = raw.find("\r\n\r\n");
  check(head_end != std::string::npos, "the headers end");
  int headers = 0;
  for (std::size_t start = 0, end; start < head_end; start = end + 2) {
    end = raw.find("\r\n", start);
    headers += raw[start] != ' ';
  }
  check(headers == 9, "there are nine headers");
  check(raw.contains("\r\nTo: <" + to + ">\r\n"), "there is one recipient");
  for (std::size_t i = 0; i < raw.size(); ++i) {
    check(raw[i] != '\0', "there is no NUL");
    check((raw[i] == '\n') == (i > 0 && raw[i - 1] == '\r'), "lines end with CR LF only");
  }
  check(!raw.contains("\n."), "no line begins with a dot");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string first = bytes.substr(0, size / 2);
  const std::string second = bytes.substr(size / 2);

  const auto letter = gatehouse::mail::invitation_mail({.envelope = {.message_id = "1@x.example",
                                                                     .from = "no-reply@x.example",
                                                                     .from_name = "Gatehouse",
                                                                     .to = "ann@y.example",
                                                                     .server = "https://x.example",
                                                                     .date = {}},
                                                        .organization = first,
                                                        .inviter = second,
                                                        .access = bytes,
                                                        .link = "https://x.example/invitation#t",
                                                        .expires_at = {}});
  check_raw(gatehouse::mail::render(letter), "ann@y.example");
  check(std::ranges::count(letter.html, '<') == std::ranges::count(letter.html, '>'),
        "names bring no markup");

  auto free = letter;
  free.subject = first;
  free.from_name = second;
  free.text = bytes;
  try {
    check_raw(gatehouse::mail::render(free), "ann@y.example");
  } catch (const gatehouse::Failure&) {
    // Refused, which is fine.
  }
  return 0;
}
