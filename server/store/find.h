// From rows to nouns: the one row that a look-up finds, and a column that holds a word.
#pragma once

#include <stdexcept>
#include <string>
#include <type_traits>

#include "base/codec.h"
#include "store/database.h"

namespace gatehouse::store {

/// `select` and `condition` are the halves of a query for at most one row, which `of` reads.
template <class Of>
std::optional<std::invoke_result_t<Of, const Row&>> find_one(Transaction& tx,
                                                             std::string_view select,
                                                             std::string_view condition,
                                                             Params params, Of of) {
  const auto row = tx.query_one(std::string(select) + std::string(condition), params);
  if (!row) return {};
  return of(*row);
}

/// Throws std::runtime_error when somebody wrote another word into the database.
template <NamedEnum T>
T word(const Row& row, std::size_t column) {
  const auto value = codec::find_enum<T>(row.text(column));
  if (!value) throw std::runtime_error("the database holds an unknown word: " + row.text(column));
  return *value;
}

}  // namespace gatehouse::store
