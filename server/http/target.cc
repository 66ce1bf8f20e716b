#include "http/target.h"

#include <algorithm>
#include <cstddef>

namespace gatehouse::http {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_unreserved(char c) {
  return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/// RFC 3986 section 3.3, without the percent sign.
bool is_path_character(char c) {
  return is_unreserved(c) || std::string_view("/!$&'()*+,;=:@").contains(c);
}

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view fault_of_escape(std::string_view rest) {
  if (rest.size() < 3 || hexadecimal(rest[1]) < 0 || hexadecimal(rest[2]) < 0)
    return "the path contains `%` without two hexadecimal digits";
  const auto byte = static_cast<unsigned char>(hexadecimal(rest[1]) * 16 + hexadecimal(rest[2]));
  if (byte < 0x20 || byte == 0x7F) return "the path contains an encoded control character";
  if (byte == '/' || byte == '\\') return "the path contains an encoded slash";
  if (is_unreserved(static_cast<char>(byte)))
    return "the path encodes a character that needs no encoding";
  return {};
}

std::string_view fault_of_segment(std::string_view segment, bool is_last) {
  if (segment.empty() && !is_last) return "the path contains an empty segment";
  if (segment == "." || segment == "..") return "the path contains a dot segment";
  return {};
}

std::string_view fault_of_path(std::string_view path) {
  std::size_t segment = 1;
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (path[i] == '/') {
      if (const auto fault = fault_of_segment(path.substr(segment, i - segment), false);
          !fault.empty())
        return fault;
      segment = i + 1;
    } else if (path[i] == '%') {
      if (const auto fault = fault_of_escape(path.substr(i)); !fault.empty()) return fault;
      i += 2;
    } else if (!is_path_character(path[i])) {
      return "the path contains a character that must be encoded";
    }
  }
  return fault_of_segment(path.substr(segment), true);
}

}  // namespace

std::string_view fault_of_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return "the request target is not a path";
  const auto question = std::min(target.find('?'), target.size());
  // Queries are read leniently (brackets and braces are common), but must not hide a fragment.
  const auto query = target.substr(question);
  if (std::ranges::any_of(query, [](char c) { return c < 0x21 || c > 0x7E || c == '#'; }))
    return "the query contains a character that must be encoded";
  return fault_of_path(target.substr(0, question));
}

}  // namespace gatehouse::http
