#include "mail/plain.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <vector>

namespace gatehouse::mail {
namespace {

constexpr std::size_t name_characters_max = 120;
constexpr UChar32 replacement = 0xfffd;
constexpr UChar32 ellipsis = 0x2026;

/// ZWNJ and ZWJ are spelling in Persian and in Indic scripts; they have no width and no direction.
bool is_joiner(UChar32 c) { return c == 0x200c || c == 0x200d; }

bool is_space(UChar32 c) {
  return u_isUWhiteSpace(c) || (U_GET_GC_MASK(c) & (U_GC_CC_MASK | U_GC_Z_MASK)) != 0;
}

bool is_invisible(UChar32 c) {
  const auto unprintable = U_GC_CF_MASK | U_GC_CN_MASK | U_GC_CS_MASK | U_GC_CO_MASK;
  return (!is_joiner(c) && (U_GET_GC_MASK(c) & unprintable) != 0) ||
         (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && !is_joiner(c) &&
          u_charType(c) != U_NON_SPACING_MARK);  // variation selectors shape the letter before
}

/// One line, visible characters only, no two spaces in a row, none at the ends.
std::vector<UChar32> visible_line(std::string_view typed) {
  std::vector<UChar32> line;
  const auto length = static_cast<std::int32_t>(typed.size());
  for (std::int32_t i = 0; i < length && line.size() <= name_characters_max;) {
    UChar32 c;
    U8_NEXT(typed.data(), i, length, c);
    if (c < 0) c = replacement;
    if (is_space(c)) {
      if (!line.empty() && line.back() != ' ') line.push_back(' ');
    } else if (!is_invisible(c)) {
      line.push_back(c);
    }
  }
  if (line.size() > name_characters_max) {
    line.resize(name_characters_max - 1);
    line.push_back(ellipsis);
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

/// What URL detectors and host names take as a dot: ASCII, fullwidth, ideographic, halfwidth.
bool is_dot(UChar32 c) { return c == '.' || c == 0xff0e || c == 0x3002 || c == 0xff61; }
bool is_colon(UChar32 c) { return c == ':' || c == 0xff1a; }

void append(std::string& out, UChar32 c) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t count = 0;
  U8_APPEND_UNSAFE(bytes, count, c);
  out.append(bytes, count);
}

}  // namespace

std::string plain(std::string_view typed) {
  const auto line = visible_line(typed);
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    append(out, line[i]);
    if (i + 1 == line.size()) break;
    const UChar32 next = line[i + 1];
    const bool word_goes_on = next != ' ' && !is_dot(next);
    const bool markdown_link = line[i] == ']' && (next == '(' || next == '[');
    if (((is_dot(line[i]) || is_colon(line[i])) && word_goes_on) || markdown_link) out += ' ';
  }
  return out;
}

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace gatehouse::mail
