// Keyset paging: a page continues after the last row seen, whatever was added before it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/audited.h"

namespace gatehouse::store {

/// Where a page continues. Empty id: the first page. `key` is the sort value of the last row.
struct PageRequest {
  int size = 100;
  std::string after_key;
  std::string after_id;
};

/// Turns `size + 1` fetched rows into a page; `key_of` and `id_of` give the position of a row.
/// next_token is the raw position, which the API seals before it leaves.
template <class T, class KeyOf, class IdOf>
Page<T> to_page(std::vector<T> rows, const PageRequest& request, KeyOf key_of, IdOf id_of) {
  Page<T> page;
  const auto size = static_cast<std::size_t>(request.size);
  if (rows.size() > size) {
    rows.resize(size);
    page.next_token = std::string(key_of(rows.back())) + '\n' + std::string(id_of(rows.back()));
  }
  page.data = std::move(rows);
  return page;
}

/// `text` as a LIKE pattern that matches it alone, its own % and _ taken literally (escape \).
inline std::string literal_pattern(std::string_view text) {
  std::string pattern;
  for (char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern;
}
/// The same, matching it anywhere.
inline std::string contains_pattern(std::string_view text) {
  return '%' + literal_pattern(text) + '%';
}

}  // namespace gatehouse::store
