#include "directory/user_table.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/failure.h"

namespace gatehouse::directory {
namespace {

constexpr std::array all_names{NameKind::external_id, NameKind::user_name, NameKind::email};

std::string_view name_of(const UserData& user, NameKind kind) {
  if (kind == NameKind::external_id) return user.external_id;
  return kind == NameKind::user_name ? user.user_name : user.email;
}

// What the entry with this number is found by.
template <class Visit>
void for_each_key(const UserEntry& user, std::uint32_t number, Visit&& visit) {
  visit(HashIndex::key(hash_id(user.id), number));
  if (user.details == nullptr) return;
  for (const NameKind kind : all_names)
    if (const auto name = user.details->name(kind); !name.empty())
      visit(HashIndex::key(policy::hash_text(name), number));
}

}  // namespace

boost::intrusive_ptr<const UserDetails> UserDetails::make(const UserData& user) {
  constexpr std::size_t name_bytes_maximum = 0xFFFF;
  std::size_t bytes = 0;
  for (const NameKind kind : all_names) {
    check(name_of(user, kind).size() <= name_bytes_maximum, "a user's names are short");
    bytes += name_of(user, kind).size();
  }
  return new (::operator new(sizeof(UserDetails) + bytes)) UserDetails(user);
}

UserDetails::UserDetails(const UserData& user) : end_(user.end.value_or(never_ends)) {
  char* at = reinterpret_cast<char*>(this + 1);
  for (const NameKind kind : all_names) {
    const std::string_view name = name_of(user, kind);
    lengths_[static_cast<std::size_t>(kind)] = static_cast<std::uint16_t>(name.size());
    at = std::ranges::copy(name, at).out;
  }
}

void intrusive_ptr_add_ref(const UserDetails* details) {
  details->references_.fetch_add(1, std::memory_order_relaxed);
}

void intrusive_ptr_release(const UserDetails* details) {
  if (details->references_.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
  details->~UserDetails();
  ::operator delete(const_cast<UserDetails*>(details));
}

std::string_view UserDetails::name(NameKind kind) const {
  const char* at = names();
  const auto index = static_cast<std::size_t>(kind);
  for (std::size_t i = 0; i < index; ++i) at += lengths_[i];
  return {at, lengths_[index]};
}

std::size_t UserDetails::names_bytes() const {
  std::size_t bytes = 0;
  for (const std::uint16_t length : lengths_) bytes += length;
  return bytes;
}

bool UserDetails::has_names_of(const UserDetails& other) const {
  return lengths_ == other.lengths_ && std::equal(names(), names() + names_bytes(), other.names());
}

std::size_t UserDetails::memory_bytes() const {
  constexpr std::size_t allocation_bytes = 12;  // the heap's share
  return allocation_bytes + sizeof *this + names_bytes();
}

void UserEntry::set(const UserData& user) {
  details = UserDetails::make(user);
  active = user.active;
  ends = user.end.has_value();
}

UserTable::UserTable(std::span<const UserData> users, std::uint64_t token) {
  std::vector<HashIndex::Key> keys;
  keys.reserve(users.size() * (1 + name_kinds));
  for (const UserData& user : users) {
    UserEntry entry{.id = user.id};
    entry.set(user);
    const std::uint32_t number = entries_.add(entry, token);
    for_each_key(entry, number, [&](HashIndex::Key key) { keys.push_back(key); });
  }
  index_ = HashIndex(std::move(keys));
}

std::uint32_t UserTable::find_number(UserId id) const {
  return index_.find(hash_id(id),
                     [&](std::uint32_t number) { return entries_.at(number).id == id; });
}

const UserEntry* UserTable::find(UserId id) const {
  const std::uint32_t number = find_number(id);
  return number == 0 ? nullptr : &entries_.at(number);
}

const UserEntry* UserTable::find(NameKind kind, std::string_view name) const {
  if (name.empty()) return nullptr;
  const UserEntry* found = nullptr;
  const std::uint32_t second = index_.find(policy::hash_text(name), [&](std::uint32_t number) {
    const UserEntry& user = entries_.at(number);
    if (user.details == nullptr || user.details->name(kind) != name) return false;
    return std::exchange(found, &user) != nullptr;
  });
  return second == 0 ? found : nullptr;
}

const UserEntry* UserTable::find_named(std::string_view name) const {
  if (name.empty()) return nullptr;
  struct Bearers {
    const UserEntry* first = nullptr;
    bool are_several = false;
  };
  std::array<Bearers, name_kinds> found;
  index_.find(policy::hash_text(name), [&](std::uint32_t number) {
    const UserEntry& user = entries_.at(number);
    if (user.details == nullptr) return false;
    for (const NameKind kind : all_names) {
      if (user.details->name(kind) != name) continue;
      auto& [first, are_several] = found[static_cast<std::size_t>(kind)];
      are_several = first != nullptr;
      first = &user;
    }
    return false;
  });
  const auto one = std::ranges::find_if(
      found, [](const Bearers& bearers) { return bearers.first && !bearers.are_several; });
  return one == found.end() ? nullptr : one->first;
}

void UserTable::put(const UserEntry& user, std::uint64_t token) {
  const auto add = [&](HashIndex::Key key) { index_.add(key); };
  std::uint32_t number = find_number(user.id);
  if (number == 0) {
    number = entries_.add(user, token);
    for_each_key(user, number, add);
    return;
  }
  const UserEntry old = entries_.at(number);
  const bool is_found_alike =
      old.details == user.details || (old.details != nullptr && user.details != nullptr &&
                                      old.details->has_names_of(*user.details));
  entries_.edit(number, token) = user;
  if (is_found_alike) return;
  for_each_key(old, number, [&](HashIndex::Key key) { index_.remove(key); });
  for_each_key(user, number, add);
}

std::uint32_t UserTable::number(UserId id, std::uint64_t token) {
  if (const std::uint32_t number = find_number(id)) return number;
  put({.id = id}, token);
  return find_number(id);
}

void UserTable::erase(UserId id, std::uint64_t token) {
  const std::uint32_t number = find_number(id);
  if (number == 0) return;
  for_each_key(entries_.at(number), number, [&](HashIndex::Key key) { index_.remove(key); });
  entries_.remove(number, token);
}

std::size_t UserTable::memory_bytes() const {
  std::size_t bytes = entries_.memory_bytes() + index_.memory_bytes();
  for_each([&](const UserEntry& user) {
    if (user.details != nullptr) bytes += user.details->memory_bytes();
  });
  return bytes;
}

}  // namespace gatehouse::directory
