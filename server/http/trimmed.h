// What header fields allow around their values.
#pragma once

#include <string_view>

namespace gatehouse::http {

/// Without the spaces and tabs at both ends (OWS of RFC 9110).
inline std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace gatehouse::http
