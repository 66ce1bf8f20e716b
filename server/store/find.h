// The one row that a look-up finds, as the noun it is.
#pragma once

#include <string>
#include <type_traits>

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

}  // namespace gatehouse::store
