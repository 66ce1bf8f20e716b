#include "store/database.h"

#include "base/failure.h"

namespace gatehouse::store {

bool Row::is_null(std::size_t column) const {
  return std::holds_alternative<std::monostate>(values_.at(column));
}

std::int64_t Row::integer(std::size_t column) const {
  return std::get<std::int64_t>(values_.at(column));
}

const std::string& Row::text(std::size_t column) const {
  return std::get<std::string>(values_.at(column));
}

std::string Row::text_or_empty(std::size_t column) const {
  return is_null(column) ? std::string() : text(column);
}

std::optional<Timestamp> Row::optional_time(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(time(column));
}

std::optional<std::string> Row::optional_text(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(text(column));
}

Uuid Row::uuid(std::size_t column) const {
  const auto id = parse_uuid(text(column));
  check(id.has_value(), "a stored id is not a UUID");
  return *id;
}

std::optional<Row> Transaction::query_one(std::string_view sql, Params params) {
  std::vector<Row> rows = query(sql, params);
  check(rows.size() <= 1, "a query for one row gave several");
  if (rows.empty()) return {};
  return std::move(rows.front());
}

}  // namespace gatehouse::store
