// The users of an organization in one order: slots in blocks, so that a change moves few.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace gatehouse::directory {

enum class UserSort : std::uint8_t { created, name, email, end_access };

struct UserListEntry {
  UserId id;
  Timestamp end_at = Timestamp::max();  ///< users without one come last
  bool is_active = true;
  std::uint16_t email_begin = 0;  ///< of the address within `text`
  std::uint16_t email_size = 0;
  std::string name_key;  ///< sorts as people expect
  std::string text;      ///< lower case: what searches look at

  bool operator==(const UserListEntry&) const = default;
  std::string_view email() const { return std::string_view(text).substr(email_begin, email_size); }
};
using UserListEntries = std::vector<UserListEntry>;

class UserOrder {
 public:
  /// `entries` outlives the order.
  UserOrder(const UserListEntries& entries, UserSort sort) : entries_(entries), sort_(sort) {}

  /// Everything that is in `entries`.
  void build();
  void insert(std::uint32_t slot);
  /// The entry must still be what it was when inserted.
  void erase(std::uint32_t slot);
  /// The slot of an entry with this key and id.
  std::optional<std::uint32_t> find(const UserListEntry& entry) const;

  bool before(const UserListEntry& a, const UserListEntry& b) const;
  /// Slots behind `after` (all when null), up or down, until `visit` answers false.
  void walk(const UserListEntry* after, bool is_descending,
            const std::function<bool(std::uint32_t)>& visit) const;
  std::size_t memory_bytes() const;

 private:
  using Block = std::vector<std::uint32_t>;
  using Place = std::pair<std::size_t, std::size_t>;  // block, index within it

  Place lower_bound(const UserListEntry& entry) const;
  Place upper_bound(const UserListEntry& entry) const;

  const UserListEntries& entries_;
  const UserSort sort_;
  std::vector<Block> blocks_;  // none is empty
};

}  // namespace gatehouse::directory
