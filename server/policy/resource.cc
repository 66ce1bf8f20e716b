#include "policy/resource.h"

#include <algorithm>

#include "base/failure.h"
#include "base/id.h"

namespace gatehouse::policy {
namespace {

constexpr std::size_t id_bytes_maximum = 256;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    c = lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Well-formed UTF-8 (Unicode table 3-7) without C0 and C1 control characters.
bool is_printable_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned first = byte(i);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first < 0x20 || first == 0x7F || (first >= 0x80 && first < 0xC2) || first > 0xF4)
      return false;
    if (i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((byte(i + k) & 0xC0) != 0x80) return false;
    if (length > 1) {
      const unsigned second = byte(i + 1);
      if ((first == 0xC2 && second < 0xA0) || (first == 0xE0 && second < 0xA0) ||
          (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) ||
          (first == 0xF4 && second > 0x8F))
        return false;
    }
    i += length;
  }
  return true;
}

// The id that an MRI's last segment stands for, canonical; nothing when it is malformed.
std::optional<std::string> decode(std::string_view segment) {
  std::string id;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const char c = segment[i];
    if (c == '*' || c == '/' || c == ' ') return {};
    if (c != '%') {
      id += c;
      continue;
    }
    if (i + 2 >= segment.size()) return {};
    const int high = hex_value(segment[i + 1]);
    const int low = hex_value(segment[i + 2]);
    if (high < 0 || low < 0) return {};
    id += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!is_resource_id(id)) return {};
  char buffer[36];
  return std::string(canonical_id(id, buffer));
}

std::optional<Pattern> read_below_type(Pattern pattern, std::string_view rest) {
  if (rest == "*") {
    pattern.cover = Cover::type;
    return pattern;
  }
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return {};
  const std::string item_type = to_lower(rest.substr(0, slash));
  const std::string_view id = rest.substr(slash + 1);
  if (item_type != "item" && item_type != "group") return {};
  const bool group = item_type == "group";
  if (id == "*") {
    pattern.cover = group ? Cover::groups : Cover::items;
    return pattern;
  }
  auto decoded = decode(id);
  if (!decoded) return {};
  pattern.cover = group ? Cover::group : Cover::item;
  pattern.id = std::move(*decoded);
  return pattern;
}

std::string did_you_mean(const std::optional<std::string>& word) {
  return word ? ", did you mean `" + *word + "`?" : std::string();
}

}  // namespace

std::optional<Pattern> read_pattern(std::string_view mri) {
  if (mri.size() > mri_bytes_maximum) return {};
  Pattern pattern;
  if (mri == "*") return pattern;
  const auto colon = mri.find(':');
  if (colon == std::string_view::npos || !is_word(mri.substr(0, colon))) return {};
  pattern.service = to_lower(mri.substr(0, colon));
  const std::string_view rest = mri.substr(colon + 1);
  if (rest == "*") {
    pattern.cover = Cover::service;
    return pattern;
  }
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos || !is_word(rest.substr(0, slash))) return {};
  pattern.type = to_lower(rest.substr(0, slash));
  return read_below_type(std::move(pattern), rest.substr(slash + 1));
}

Pattern parse_pattern(std::string_view mri, const Vocabulary& vocabulary,
                      const std::string& field) {
  auto pattern = read_pattern(mri);
  if (!pattern)
    throw Failure(Code::invalid_input,
                  "a resource is `*`, `service:*`, `service:type/*`, `service:type/item/{id}` or "
                  "`service:type/group/{id}`, where the id may be `*`",
                  field);
  if (pattern->cover == Cover::everything) return *pattern;
  if (!vocabulary.find_service(pattern->service))
    throw Failure(Code::invalid_input,
                  "unknown service `" + pattern->service + "`" +
                      did_you_mean(vocabulary.nearest_service(pattern->service)),
                  field);
  const std::string type = pattern->service + ":" + pattern->type;
  if (pattern->cover != Cover::service && !vocabulary.find_type(type))
    throw Failure(
        Code::invalid_input,
        "unknown resource type `" + type + "`" + did_you_mean(vocabulary.nearest_type(type)),
        field);
  return *pattern;
}

std::string to_string(const Pattern& pattern) {
  const std::string type = pattern.service + ":" + pattern.type;
  switch (pattern.cover) {
    case Cover::everything:
      return "*";
    case Cover::service:
      return pattern.service + ":*";
    case Cover::type:
      return type + "/*";
    case Cover::items:
      return type + "/item/*";
    case Cover::item:
      return type + "/item/" + encode_id(pattern.id);
    case Cover::groups:
      return type + "/group/*";
    case Cover::group:
      return type + "/group/" + encode_id(pattern.id);
  }
  return {};
}

bool covers(const Pattern& wide, const Pattern& narrow) {
  if (wide.cover == Cover::everything) return true;
  if (narrow.cover == Cover::everything || wide.service != narrow.service) return false;
  if (wide.cover == Cover::service) return true;
  if (narrow.cover == Cover::service || wide.type != narrow.type) return false;
  // `type/*` and `item/*` cover the same requests: every item, and the collection.
  if (wide.cover == Cover::type || wide.cover == Cover::items) return true;
  if (wide.cover == Cover::groups)
    return narrow.cover == Cover::groups || narrow.cover == Cover::group;
  return wide.cover == narrow.cover && wide.id == narrow.id;
}

bool may_overlap(const Pattern& a, const Pattern& b) {
  if (a.cover == Cover::everything || b.cover == Cover::everything) return true;
  if (a.service != b.service) return false;
  if (a.cover == Cover::service || b.cover == Cover::service) return true;
  if (a.type != b.type) return false;
  // Of one type only two different items can be told apart; what is in a group may change.
  return a.cover != Cover::item || b.cover != Cover::item || a.id == b.id;
}

std::optional<Resource> parse_resource(std::string_view mri) {
  auto pattern = read_pattern(mri);
  if (!pattern || (pattern->cover != Cover::item && pattern->cover != Cover::type)) return {};
  return Resource{std::move(pattern->service), std::move(pattern->type), std::move(pattern->id)};
}

std::string to_string(const Resource& resource) {
  return to_string(Pattern{resource.id.empty() ? Cover::type : Cover::item, resource.service,
                           resource.type, resource.id});
}

std::string encode_id(std::string_view id) {
  std::string text;
  for (const char c : id) {
    switch (c) {
      case '%':
        text += "%25";
        break;
      case '*':
        text += "%2A";
        break;
      case '/':
        text += "%2F";
        break;
      case ' ':
        text += "%20";
        break;
      default:
        text += c;
    }
  }
  return text;
}

bool is_resource_id(std::string_view id) {
  return !id.empty() && id.size() <= id_bytes_maximum && is_printable_utf8(id);
}

std::string_view canonical_id(std::string_view id, char (&buffer)[36]) {
  if (id.size() != sizeof buffer ||
      std::ranges::none_of(id, [](char c) { return c >= 'A' && c <= 'F'; }))
    return id;
  if (!parse_uuid(id)) return id;
  std::ranges::transform(id, buffer, lower);
  return {buffer, sizeof buffer};
}

}  // namespace gatehouse::policy
