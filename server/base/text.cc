#include "base/text.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <memory>

#include "base/failure.h"

namespace gatehouse {
namespace {

constexpr int kCombiningMarksMax = 8;
constexpr UChar32 kZeroWidthNonJoiner = 0x200C;  // both joiners are needed to spell
constexpr UChar32 kZeroWidthJoiner = 0x200D;     // Persian, Hindi and emoji

std::string utf8_of(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

icu::UnicodeString unicode_of(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

icu::UnicodeString normalized(std::string_view utf8, const icu::Normalizer2* (*form)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString text = form(status)->normalize(unicode_of(utf8), status);
  check(U_SUCCESS(status), "ICU normalization failed");
  return text;
}

icu::UnicodeString single_spaced(const icu::UnicodeString& text) {
  icu::UnicodeString out;
  bool is_gap = false;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_isUWhiteSpace(c) && !u_iscntrl(c)) {
      is_gap = true;
      continue;
    }
    if (is_gap && !out.isEmpty()) out.append(static_cast<UChar32>(' '));
    is_gap = false;
    out.append(c);
  }
  return out;
}

}  // namespace

std::string to_lower(std::string_view utf8) {
  return utf8_of(unicode_of(utf8).toLower(icu::Locale::getRoot()));
}

std::string to_sort_key(std::string_view utf8, std::size_t bytes) {
  static const std::unique_ptr<const icu::Collator> collator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> root(
        icu::Collator::createInstance(icu::Locale::getRoot(), status));
    check(U_SUCCESS(status), "ICU has no collation");
    return root;
  }();
  std::string key(bytes, '\0');
  const auto needed =
      collator->getSortKey(unicode_of(utf8), reinterpret_cast<std::uint8_t*>(key.data()),
                           static_cast<std::int32_t>(key.size()));
  // The key's own end is a zero, which is not part of it.
  if (static_cast<std::size_t>(needed) <= bytes) key.resize(static_cast<std::size_t>(needed) - 1);
  return key;
}

std::string to_plain(std::string_view utf8) {
  return utf8_of(single_spaced(normalized(utf8, icu::Normalizer2::getNFCInstance)));
}

std::string to_name_key(std::string_view utf8) {
  return utf8_of(single_spaced(normalized(utf8, icu::Normalizer2::getNFKCCasefoldInstance)));
}

bool looks_like(std::string_view name, std::string_view other) {
  static const USpoofChecker* const checker = [] {
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker* opened = uspoof_open(&status);
    check(U_SUCCESS(status), "ICU has no table of confusable characters");
    return opened;
  }();
  const auto is_confusable = [](const std::string& a, const std::string& b) {
    UErrorCode status = U_ZERO_ERROR;
    return uspoof_areConfusableUTF8(checker, a.data(), static_cast<std::int32_t>(a.size()),
                                    b.data(), static_cast<std::int32_t>(b.size()), &status) != 0;
  };
  const std::string key = to_name_key(name);
  const std::string other_key = to_name_key(other);
  return key == other_key || is_confusable(key, other_key) ||
         is_confusable(to_plain(name), to_plain(other));
}

std::string read_name(std::string_view text, const std::string& field) {
  const std::string name = to_plain(text);
  const icu::UnicodeString unicode = unicode_of(name);
  int marks = 0;
  for (std::int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1)) {
    const UChar32 c = unicode.char32At(i);
    const auto type = u_charType(c);
    const bool is_joiner = c == kZeroWidthNonJoiner || c == kZeroWidthJoiner;
    if (type == U_CONTROL_CHAR || (type == U_FORMAT_CHAR && !is_joiner) || type == U_UNASSIGNED ||
        type == U_PRIVATE_USE_CHAR || c == 0x2028 || c == 0x2029)
      throw Failure(Code::invalid_input,
                    "`" + field + "` holds a character that names may not have", field);
    const bool is_mark = type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
    marks = is_mark ? marks + 1 : 0;
    if (marks > kCombiningMarksMax)
      throw Failure(Code::invalid_input, "`" + field + "` has too many combining marks", field);
  }
  return name;
}

std::string read_required_name(std::string_view text, const std::string& field) {
  std::string name = read_name(text, field);
  if (name.empty()) throw Failure(Code::invalid_input, "`" + field + "` must not be empty", field);
  return name;
}

std::size_t count_characters(std::string_view utf8) {
  std::size_t count = 0;
  for (char c : utf8) count += (c & 0xC0) != 0x80;
  return count;
}

}  // namespace gatehouse
