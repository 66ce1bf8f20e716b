// The users of a snapshot, found by id and by each of their names. Persistent: copies share
// everything, see slots.h. What a decision reads of a user are 32 bytes.
#pragma once

#include <array>
#include <atomic>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/id.h"
#include "base/time.h"
#include "directory/data.h"
#include "directory/hash_index.h"
#include "directory/slots.h"
#include "policy/hash.h"

namespace gatehouse::directory {

/// The number of the set without groups and policies.
inline constexpr std::uint32_t no_sources = 0;

inline constexpr Timestamp never_ends = Timestamp::max();

enum class NameKind : std::uint8_t { external_id, user_name, email };
inline constexpr std::size_t name_kinds = 3;

/// What decisions seldom need of a user, in one allocation.
class UserDetails {
 public:
  static boost::intrusive_ptr<const UserDetails> make(const UserData& user);

  Timestamp end() const { return end_; }
  std::string_view name(NameKind kind) const;
  bool has_names_of(const UserDetails& other) const;
  std::size_t memory_bytes() const;

 private:
  explicit UserDetails(const UserData& user);
  friend void intrusive_ptr_add_ref(const UserDetails* details);
  friend void intrusive_ptr_release(const UserDetails* details);

  std::size_t names_bytes() const;
  const char* names() const { return reinterpret_cast<const char*>(this + 1); }

  Timestamp end_;
  mutable std::atomic<std::uint32_t> references_{0};
  std::array<std::uint16_t, name_kinds> lengths_;  // of the names, which follow
};

struct alignas(32) UserEntry {
  UserId id;
  boost::intrusive_ptr<const UserDetails> details{};  ///< none: named somewhere, but not a user
  std::uint32_t sources = no_sources;
  bool active = false;
  bool ends = false;     ///< at details->end()
  bool has_own = false;  ///< has inline statements, in an OwnEntry

  std::string_view external_id() const { return details->name(NameKind::external_id); }
  std::string_view user_name() const { return details->name(NameKind::user_name); }
  std::string_view email() const { return details->name(NameKind::email); }

  bool has_ended(Timestamp now) const { return ends && now >= details->end(); }

  void set(const UserData& user);

  static UserEntry vacant(std::uint32_t next) { return {.sources = next}; }
  bool is_vacant() const { return id.is_nil(); }
  std::uint32_t next_vacant() const { return sources; }
};

class UserTable {
 public:
  UserTable() = default;
  /// Of all these, each id once, and nobody else.
  UserTable(std::span<const UserData> users, std::uint64_t token);

  /// Also who is only named somewhere.
  const UserEntry* find(UserId id) const;
  /// Nothing also when two users have the same name of this kind.
  const UserEntry* find(NameKind kind, std::string_view name) const;
  /// By the first kind of name, in the order of NameKind, that one user alone has.
  const UserEntry* find_named(std::string_view name) const;

  /// Replaces the user with this id.
  void put(const UserEntry& user, std::uint64_t token);
  /// Of the user with this id, who is a blank one when there was none.
  std::uint32_t number(UserId id, std::uint64_t token);
  /// To be changed in all but what it is found by. Good until the next change.
  UserEntry& edit(std::uint32_t number, std::uint64_t token) {
    return entries_.edit(number, token);
  }
  void erase(UserId id, std::uint64_t token);

  template <class Visit>
  void for_each(Visit&& visit) const {
    entries_.for_each([&](std::uint32_t, const UserEntry& entry) { visit(entry); });
  }

  std::size_t memory_bytes() const;

 private:
  std::uint32_t find_number(UserId id) const;

  Slots<UserEntry> entries_;
  HashIndex index_;  // of ids and names
};

}  // namespace gatehouse::directory
