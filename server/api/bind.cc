#include "api/bind.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

#include "http/trimmed.h"

namespace gatehouse::api {
namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_utf8(std::string_view text) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT(text.data(), i, length, c);
    if (c < 0) return false;
  }
  return true;
}

// In a query, `+` is a space.
std::string decode(std::string_view text, const std::string& field) {
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  return decode_percent(spaced, field);
}

}  // namespace

bool is_media_type(std::string_view content_type, std::string_view expected) {
  const std::size_t end = std::min(content_type.find(';'), content_type.size());
  if (!codec::equal_ignoring_case(http::trimmed(content_type.substr(0, end)), expected))
    return false;
  // What is sent is read as UTF-8, so it must not say that it is something else (N-211).
  for (std::string_view rest = content_type.substr(end); !rest.empty();) {
    rest.remove_prefix(1);
    const std::string_view parameter = http::trimmed(rest.substr(0, rest.find(';')));
    rest.remove_prefix(std::min(rest.find(';'), rest.size()));
    constexpr std::string_view charset = "charset=";
    if (!codec::equal_ignoring_case(parameter.substr(0, charset.size()), charset)) continue;
    const std::string_view name = parameter.substr(charset.size());
    if (!codec::equal_ignoring_case(name, "utf-8") &&
        !codec::equal_ignoring_case(name, "\"utf-8\""))
      return false;
  }
  return true;
}

std::string decode_percent(std::string_view text, const std::string& field) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size() || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0)
      codec::refuse(field, "percent-encoded correctly");
    decoded += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
    i += 2;
  }
  if (decoded.find('\0') != std::string::npos || !is_utf8(decoded))
    codec::refuse(field, "UTF-8 text without NUL");
  return decoded;
}

std::map<std::string, std::string> read_query(std::string_view query) {
  std::map<std::string, std::string> parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string name = decode(pair.substr(0, equals), "query");
    const std::string value = decode(pair.substr(std::min(equals + 1, pair.size())), name);
    if (!parameters.emplace(name, value).second) codec::refuse(name, "given once");
  }
  return parameters;
}

JsonObject read_body(const http::Request& request, bool accepts_form) {
  if (request.body.empty()) return {};
  const std::string_view type = request.header("content-type");
  if (accepts_form && is_media_type(type, "application/x-www-form-urlencoded")) {
    JsonObject object;
    for (const auto& [name, value] : read_query(request.body)) object[name] = value;
    return object;
  }
  if (!is_media_type(type, "application/json"))
    throw Failure(Code::unsupported_media_type, "send `application/json` in UTF-8");
  Json json = parse_json(request.body);
  if (!json.is_object()) codec::refuse("", "a JSON object");
  return std::move(json.get_object());
}

void refuse_unknown_query(const std::map<std::string, std::string>& given,
                          const std::vector<std::string_view>& known) {
  for (const auto& [name, value] : given)
    if (std::ranges::find(known, name) == known.end())
      throw Failure(Code::unknown_field, "`" + name + "` is not a parameter of this request", name);
}

}  // namespace gatehouse::api
