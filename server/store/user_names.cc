#include "store/user_names.h"

#include <algorithm>

#include "base/text.h"

namespace gatehouse::store {
namespace {

std::string reduced(std::string_view text) {
  constexpr std::string_view kept = "abcdefghijklmnopqrstuvwxyz0123456789._-";
  std::string name = to_lower(to_plain(text));
  std::erase_if(name, [&](char c) { return !kept.contains(c); });
  return name;
}

bool is_taken(Transaction& tx, OrganizationId organization, const std::string& name) {
  return tx
      .query_one("select 1 from users where organization_id = $1 and user_name = $2",
                 {organization, name})
      .has_value();
}

std::int64_t lowest_free_number(Transaction& tx, OrganizationId organization,
                                const std::string& name) {
  return tx
      .query_one(
          "with recursive tried (number) as (select 1 union all select number + 1 from tried where "
          "exists (select 1 from users where organization_id = $1 and "
          "user_name = cast($2 as text) || '_' || number)) select max(number) from tried",
          {organization, name})
      ->integer(0);
}

}  // namespace

std::string make_user_name(Transaction& tx, OrganizationId organization, std::string_view email,
                           const std::optional<std::string>& company) {
  std::string name = reduced(email.substr(0, email.find('@')));
  if (name.empty()) name = "user";
  if (!is_taken(tx, organization, name)) return name;
  if (const std::string suffix = reduced(company.value_or("")); !suffix.empty()) {
    name += "_" + suffix;
    if (!is_taken(tx, organization, name)) return name;
  }
  return name + "_" + std::to_string(lowest_free_number(tx, organization, name));
}

}  // namespace gatehouse::store
