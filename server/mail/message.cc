#include "mail/message.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/crypto.h"
#include "base/email.h"
#include "base/failure.h"

namespace gatehouse::mail {
namespace {

constexpr std::size_t line_characters_max = 76;  // RFC 2045 section 6.7, RFC 2047 section 2
constexpr std::size_t header_bytes_max = 2000;   // two names cut by plain(), and words around them

/// Line and paragraph separators count: some programs end a header line there. Directional
/// overrides would let a name rewrite how the line reads.
bool breaks_a_header(UChar32 c) {
  const auto mask = U_GET_GC_MASK(c);
  const bool directional = u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL);
  return (mask & (U_GC_CC_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK)) != 0 || directional;
}

bool is_body_character(UChar32 c) { return c >= ' ' ? c != 0x7f : c == '\n' || c == '\t'; }

template <class Allowed>
void require_text(const std::string& value, std::string_view member, Allowed allowed) {
  const auto length = static_cast<std::int32_t>(value.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT(value.data(), i, length, c);
    if (c < 0 || !allowed(c))
      throw Failure(Code::invalid_input, fmt::format("the mail's {} has bad characters", member),
                    std::string(member));
  }
}

void require_header(const std::string& value, std::string_view member) {
  if (value.size() > header_bytes_max)
    throw Failure(Code::invalid_input, fmt::format("the mail's {} is too long", member),
                  std::string(member));
  require_text(value, member, [](UChar32 c) { return !breaks_a_header(c); });
}

/// The address as it is, or not at all: nothing here repairs one.
void require_address(const std::string& value, std::string_view member) {
  const auto address = parse_email(value);
  if (!address || address->mailbox != value)
    throw Failure(Code::invalid_input, fmt::format("the mail's {} is not one address", member),
                  std::string(member));
}

void require_message_id(const std::string& id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == '@';
  };
  const auto at = id.find('@');
  const bool one_at = at != std::string::npos && at == id.rfind('@');
  if (!one_at || at == 0 || at + 1 == id.size() || id.size() > 200 || id.front() == '.' ||
      id.contains("..") || !std::ranges::all_of(id, allowed))
    throw Failure(Code::invalid_input, "the mail's message id is not `left@right`", "message_id");
}

void require_sendable(const Message& message) {
  require_message_id(message.message_id);
  require_address(message.from, "from");
  require_address(message.to, "to");
  require_header(message.from_name, "from_name");
  require_header(message.subject, "subject");
  require_text(message.text, "text", is_body_character);
  require_text(message.html, "html", is_body_character);
}

/// RFC 2047: base64 words of at most 75 characters, folded between words, never inside a
/// character.
std::string encoded_words(std::string_view value, std::size_t column) {
  std::string out;
  std::string chunk;
  const auto flush = [&] {
    if (!out.empty()) out += "\r\n ";
    out += fmt::format("=?UTF-8?B?{}?=", to_base64(chunk));
    chunk.clear();
    column = 1;
  };
  const auto length = static_cast<std::int32_t>(value.size());
  for (std::int32_t i = 0; i < length;) {
    const std::int32_t start = i;
    U8_FWD_1(value.data(), i, length);
    const auto character = value.substr(start, i - start);
    const std::size_t encoded = (chunk.size() + character.size() + 2) / 3 * 4 + 12;
    if (column + encoded > line_characters_max && !chunk.empty()) flush();
    chunk += character;
  }
  flush();
  return out;
}

bool is_plain_ascii(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string subject_value(const std::string& subject) {
  constexpr std::size_t column = std::string_view("Subject: ").size();
  const bool as_it_is = is_plain_ascii(subject) && !subject.contains("=?") &&
                        column + subject.size() <= line_characters_max && !subject.empty() &&
                        subject.front() != ' ' && subject.back() != ' ';
  return as_it_is || subject.empty() ? subject : encoded_words(subject, column);
}

/// A name that is more than plain words goes as encoded words: there, no character has a meaning
/// to a mail program before it is decoded, so nothing needs quoting.
std::string from_value(const std::string& name, const std::string& address) {
  if (name.empty()) return fmt::format("<{}>", address);
  const auto plain_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
           c == '-';
  };
  const bool as_it_is = std::ranges::all_of(name, plain_word) && name.front() != ' ' &&
                        name.back() != ' ' && !name.contains("  ") && name.size() <= 60;
  constexpr std::size_t column = std::string_view("From: ").size();
  return fmt::format("{}\r\n <{}>", as_it_is ? name : encoded_words(name, column), address);
}

/// RFC 2045 section 6.7. A leading dot is encoded too, so that no relay mistakes a line for the
/// end of the message, and a leading `F`, against `From ` lines in mailboxes.
std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool blank = c == ' ' || c == '\t';
    const bool line_ends = i + 1 == text.size() || text[i + 1] == '\n';
    bool encoded = blank ? line_ends : c <= ' ' || c > '~' || c == '=';
    if (column + (encoded ? 3 : 1) > line_characters_max - 1) {  // one column for the soft break
      out += "=\r\n";
      column = 0;
    }
    encoded = encoded || (column == 0 && (c == '.' || c == 'F'));
    if (encoded) {
      out += fmt::format("={:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
    column += encoded ? 3 : 1;
  }
  return out;
}

/// RFC 5322 section 3.3, always in UTC.
std::string date_value(Timestamp date) {
  using namespace std::chrono;
  static constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed",
                                                        "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<std::chrono::days>(date);
  const year_month_day ymd{day};
  const hh_mm_ss time{floor<seconds>(date - day)};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days[weekday{day}.c_encoding()],
                     static_cast<unsigned>(ymd.day()),
                     months[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string part(std::string_view boundary, std::string_view type, std::string_view body) {
  return fmt::format(
      "--{}\r\n"
      "Content-Type: {}; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n"
      "\r\n{}\r\n",  // this line break belongs to the boundary that follows
      boundary, type, quoted_printable(body));
}

}  // namespace

std::string render(const Message& message) {
  require_sendable(message);

  // `=_` never occurs in quoted-printable text, so the boundary cannot occur in a body.
  const std::string boundary = "=_" + to_hex(sha256(message.message_id)).substr(0, 32);
  std::string out = fmt::format(
      "Date: {}\r\n"
      "From: {}\r\n"
      "To: <{}>\r\n"
      "Subject: {}\r\n"
      "Message-ID: <{}>\r\n"
      "Auto-Submitted: auto-generated\r\n"
      "X-Auto-Response-Suppress: All\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n"
      "\r\n",
      date_value(message.date), from_value(message.from_name, message.from), message.to,
      subject_value(message.subject), message.message_id, boundary);
  out += part(boundary, "text/plain", message.text);
  out += part(boundary, "text/html", message.html);
  out += fmt::format("--{}--\r\n", boundary);
  return out;
}

}  // namespace gatehouse::mail
