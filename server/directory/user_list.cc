#include "directory/user_list.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "directory/eviction.h"
#include "store/organizations.h"

namespace gatehouse::directory {
namespace {

constexpr std::size_t kLoadedAtOnce = 10'000;
constexpr std::size_t kRowsMax = 100'000;  // whole users kept, for pages asked for again
constexpr std::size_t kSearchesMax = 100;
constexpr std::size_t kSortKeyBytes = 64;
constexpr std::size_t kListedMax = 2'000'000;  // slots, 4 bytes each
// Up to here it is cheaper to sort what matches than to walk the order.
constexpr std::uint64_t kFew = 1'500;

UserListEntry entry_of(const store::UserSummary& user) {
  UserListEntry entry{.id = user.id,
                      .end_at = user.end_at.value_or(Timestamp::max()),
                      .is_active = user.is_active,
                      .name_key = to_sort_key(user.shown_name, kSortKeyBytes),
                      .text = to_lower(user.shown_name) + " "};
  const std::string email = to_lower(user.email);
  entry.email_begin = static_cast<std::uint16_t>(entry.text.size());
  entry.email_size = static_cast<std::uint16_t>(email.size());
  entry.text += email + " " + to_string(user.id) + " " + to_lower(user.external_id.value_or("")) +
                " " + user.user_name;
  return entry;
}

bool is_inactive(const UserListEntry& entry, Timestamp now) {
  return !entry.is_active || entry.end_at <= now;
}

std::string key_of(const UserListEntry& entry, UserSort sort) {
  switch (sort) {
    case UserSort::name:
      return entry.name_key;
    case UserSort::email:
      return std::string(entry.email());
    case UserSort::end_access:
      return std::to_string(entry.end_at.time_since_epoch().count());
    case UserSort::created:
      break;
  }
  return "";
}

std::vector<std::uint32_t> numbers(const Roaring& slots) {
  std::vector<std::uint32_t> all(slots.cardinality());
  slots.toUint32Array(all.data());
  return all;
}

bool is_everybody(const UserFilter& filter) {
  return filter.text.empty() && !filter.status && !filter.ends_before;
}

}  // namespace

// Which slots a filter lets through.
struct UserList::Matches {
  Roaring slots;
  bool is_all_but = false;  ///< `slots` are those left out
};

UserList::Following UserList::follow(store::Transaction& tx, Timestamp now) {
  const std::int64_t epoch = store::organization_epoch(tx, organization_);
  for (;;) {
    std::shared_lock reading(mutex_);
    if (epoch_ >= epoch && is_status_of(now)) return {std::move(reading), epoch};
    reading.unlock();
    const std::unique_lock writing(mutex_);
    if (epoch_ < epoch) take_over(tx, epoch);
    if (!is_status_of(now)) sort_by_status(now);
  }
}

void UserList::take_over(store::Transaction& tx, std::int64_t epoch) {
  if (epoch_ < 0) {
    load(tx);
  } else {
    for (const auto& user : store::list_changed_users(tx, organization_, epoch_)) {
      rows_.erase(user.id);
      put(user);
    }
  }
  epoch_ = epoch;
}

void UserList::load(store::Transaction& tx) {
  // The last attempt may have ended half-way.
  entries_.clear();
  texts_ = TextIndex();
  for (std::optional<UserId> last;;) {
    const auto users = store::list_user_summaries(tx, organization_, last, kLoadedAtOnce);
    for (const auto& user : users) {
      entries_.push_back(entry_of(user));
      texts_.add(static_cast<std::uint32_t>(entries_.size() - 1), entries_.back().text);
    }
    if (users.size() < kLoadedAtOnce) break;
    last = users.back().id;
  }
  for (UserOrder* order : {&by_id_, &by_name_, &by_email_, &by_end_}) order->build();
}

void UserList::put(const store::UserSummary& user) {
  UserListEntry entry = entry_of(user);
  const auto known = by_id_.find(entry);
  if (known && entries_[*known] == entry) return;
  searches_.clear();
  forget_listed();
  if (known) erase(*known);
  const auto slot = known.value_or(static_cast<std::uint32_t>(entries_.size()));
  if (known)
    entries_[slot] = std::move(entry);
  else
    entries_.push_back(std::move(entry));
  insert(slot);
}

void UserList::insert(std::uint32_t slot) {
  for (UserOrder* order : {&by_id_, &by_name_, &by_email_, &by_end_}) order->insert(slot);
  const UserListEntry& entry = entries_[slot];
  texts_.add(slot, entry.text);
  if (is_inactive(entry, status_from_)) inactive_.add(slot);
  if (entry.end_at > status_from_) status_until_ = std::min(status_until_, entry.end_at);
}

void UserList::erase(std::uint32_t slot) {
  for (UserOrder* order : {&by_id_, &by_name_, &by_email_, &by_end_}) order->erase(slot);
  texts_.remove(slot, entries_[slot].text);
  inactive_.remove(slot);
}

void UserList::sort_by_status(Timestamp now) {
  inactive_ = Roaring();
  forget_listed();
  status_from_ = Timestamp::min();
  status_until_ = Timestamp::max();
  for (std::uint32_t slot = 0; slot < entries_.size(); ++slot) {
    const UserListEntry& entry = entries_[slot];
    if (is_inactive(entry, now)) inactive_.add(slot);
    if (entry.end_at <= now)
      status_from_ = std::max(status_from_, entry.end_at);
    else
      status_until_ = std::min(status_until_, entry.end_at);
  }
}

UserList::Matches UserList::matches(const UserFilter& filter) const {
  Matches matches;
  if (filter.text.empty() && !filter.ends_before) {
    matches.is_all_but = filter.status != UserStatus::inactive;
    if (filter.status) matches.slots = inactive_;
    return matches;
  }
  if (filter.ends_before) matches.slots = ending_before(*filter.ends_before);
  if (!filter.text.empty()) {
    const auto found = containing(to_lower(filter.text));
    matches.slots = filter.ends_before ? matches.slots & *found : *found;
  }
  if (filter.status == UserStatus::inactive) matches.slots &= inactive_;
  if (filter.status == UserStatus::active) matches.slots -= inactive_;
  return matches;
}

Roaring UserList::ending_before(Timestamp time) const {
  Roaring slots;
  by_end_.walk(nullptr, false, [&](std::uint32_t slot) {
    const bool ends = entries_[slot].end_at < time;
    if (ends) slots.add(slot);
    return ends;
  });
  return slots;
}

std::shared_ptr<const Roaring> UserList::containing(const std::string& text) const {
  {
    const std::lock_guard lock(searches_mutex_);
    if (const auto known = searches_.find(text); known != searches_.end()) return known->second;
  }
  auto [slots, is_exact] = texts_.find(text);
  if (!is_exact) {
    auto candidates = numbers(slots);
    std::erase_if(candidates,
                  [&](std::uint32_t slot) { return !entries_[slot].text.contains(text); });
    slots = Roaring(candidates.size(), candidates.data());
  }
  auto found = std::make_shared<const Roaring>(std::move(slots));
  const std::lock_guard lock(searches_mutex_);
  if (searches_.size() >= kSearchesMax) searches_.clear();
  return searches_.emplace(text, std::move(found)).first->second;
}

UserListEntry UserList::position_of(const UserFilter& filter, const store::PageRequest& request) {
  UserListEntry entry;
  entry.id = UserId::parse(request.after_id).value_or(UserId{});
  switch (filter.sort) {
    case UserSort::name:
      entry.name_key = request.after_key;
      break;
    case UserSort::email:
      entry.text = request.after_key;
      entry.email_size = static_cast<std::uint16_t>(entry.text.size());
      break;
    case UserSort::end_access: {
      std::int64_t end = 0;
      const char* const key = request.after_key.data();
      std::from_chars(key, key + request.after_key.size(), end);
      entry.end_at = Timestamp(std::chrono::milliseconds(end));
      break;
    }
    case UserSort::created:
      break;
  }
  return entry;
}

const UserOrder& UserList::order(UserSort sort) const {
  switch (sort) {
    case UserSort::name:
      return by_name_;
    case UserSort::email:
      return by_email_;
    case UserSort::end_access:
      return by_end_;
    case UserSort::created:
      break;
  }
  return by_id_;
}

// Sorts what matches, or takes it from the order, whichever is cheaper.
UserList::Slots UserList::in_order(const Matches& found, UserSort sort) const {
  const UserOrder& in = order(sort);
  Slots slots;
  if (!found.is_all_but && found.slots.cardinality() <= kFew) {
    slots = numbers(found.slots);
    std::ranges::sort(slots, [&](std::uint32_t a, std::uint32_t b) {
      return in.before(entries_[a], entries_[b]);
    });
    return slots;
  }
  std::vector<bool> listed(entries_.size());
  for (const std::uint32_t slot : numbers(found.slots)) listed[slot] = true;
  in.walk(nullptr, false, [&](std::uint32_t slot) {
    if (listed[slot] != found.is_all_but) slots.push_back(slot);
    return true;
  });
  return slots;
}

std::shared_ptr<const UserList::Slots> UserList::listed(const UserFilter& filter) const {
  const ListKey key{filter.text, filter.status, filter.ends_before, filter.sort};
  {
    const std::lock_guard lock(searches_mutex_);
    if (const auto known = listed_.find(key); known != listed_.end()) return known->second;
  }
  auto slots = std::make_shared<const Slots>(in_order(matches(filter), filter.sort));
  const std::lock_guard lock(searches_mutex_);
  if (listed_.size() >= kSearchesMax || listed_slots_ + slots->size() > kListedMax) forget_listed();
  listed_slots_ += slots->size();
  return listed_.emplace(key, std::move(slots)).first->second;
}

void UserList::forget_listed() const {
  listed_.clear();
  listed_slots_ = 0;
}

// The first `count` that match behind the position.
UserList::Slots UserList::find(const UserFilter& filter, const store::PageRequest& request,
                               std::size_t count) const {
  const UserListEntry position = position_of(filter, request);
  const UserListEntry* const after = request.after_id.empty() ? nullptr : &position;
  const UserOrder& in = order(filter.sort);
  Slots found;
  if (is_everybody(filter)) {
    in.walk(after, filter.is_descending, [&](std::uint32_t slot) {
      found.push_back(slot);
      return found.size() < count;
    });
    return found;
  }
  const auto all = listed(filter);
  if (filter.is_descending) {
    const auto end =
        after ? std::ranges::partition_point(
                    *all, [&](std::uint32_t slot) { return in.before(entries_[slot], *after); })
              : all->end();
    const auto begin = end - std::min<std::ptrdiff_t>(count, end - all->begin());
    found.assign(std::reverse_iterator(end), std::reverse_iterator(begin));
  } else {
    const auto begin =
        after ? std::ranges::partition_point(
                    *all, [&](std::uint32_t slot) { return !in.before(*after, entries_[slot]); })
              : all->begin();
    found.assign(begin, begin + std::min<std::ptrdiff_t>(count, all->end() - begin));
  }
  return found;
}

Page<User> UserList::page(store::Transaction& tx, const UserFilter& filter,
                          const store::PageRequest& request, Timestamp now) {
  const Following following = follow(tx, now);
  const auto size = static_cast<std::size_t>(request.size);
  auto slots = find(filter, request, size + 1);
  Page<User> page;
  if (slots.size() > size) {
    slots.resize(size);
    const UserListEntry& last = entries_[slots.back()];
    page.next_token = key_of(last, filter.sort) + '\n' + to_string(last.id);
  }
  page.data = rows(tx, slots, following.epoch == epoch_, now);
  return page;
}

std::int64_t UserList::count(store::Transaction& tx, const UserFilter& filter, Timestamp now) {
  const Following following = follow(tx, now);
  const std::size_t found = is_everybody(filter) ? entries_.size() : listed(filter)->size();
  return static_cast<std::int64_t>(found);
}

std::vector<User> UserList::rows(store::Transaction& tx, const Slots& slots, bool is_current,
                                 Timestamp now) {
  Rows found(slots.size());
  std::vector<UserId> missing;
  {
    const std::lock_guard lock(rows_mutex_);
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const UserId id = entries_[slots[i]].id;
      if (const auto known = rows_.find(id); known != rows_.end())
        found[i] = known->second;
      else
        missing.push_back(id);
    }
  }
  if (!missing.empty()) fill(tx, found, missing, is_current);
  std::vector<User> users;
  users.reserve(found.size());
  for (const auto& row : found)
    if (row) set_time(users.emplace_back(*row), now);
  return users;
}

// Rows of a transaction that is older than the list are good for its own answer only, and it may
// not have a user that was added since.
void UserList::fill(store::Transaction& tx, Rows& found, const std::vector<UserId>& missing,
                    bool is_current) {
  std::unordered_map<UserId, std::shared_ptr<const User>> read;
  for (User& user : store::find_users(tx, organization_, missing)) {
    const UserId id = user.id;
    read.emplace(id, std::make_shared<const User>(std::move(user)));
  }
  auto wanted = missing.begin();
  for (auto& row : found) {
    if (row) continue;
    if (const auto known = read.find(*wanted++); known != read.end()) row = known->second;
  }
  if (!is_current) return;
  const std::lock_guard lock(rows_mutex_);
  if (rows_.size() + read.size() > kRowsMax) rows_.clear();
  rows_.merge(read);
}

std::size_t UserList::memory_bytes() const {
  const std::shared_lock reading(mutex_);
  std::size_t bytes = texts_.memory_bytes() + entries_.capacity() * sizeof(UserListEntry);
  for (const auto& entry : entries_) bytes += entry.name_key.capacity() + entry.text.capacity();
  for (const UserOrder* order : {&by_id_, &by_name_, &by_email_, &by_end_})
    bytes += order->memory_bytes();
  {
    const std::lock_guard lock(searches_mutex_);
    for (const auto& [text, found] : searches_) bytes += found->getSizeInBytes() + text.size();
    for (const auto& [key, slots] : listed_) bytes += slots->size() * sizeof(std::uint32_t);
  }
  const std::lock_guard lock(rows_mutex_);
  return bytes + rows_.size() * (sizeof(User) + 512);
}

std::shared_ptr<UserList> UserLists::of(OrganizationId organization) {
  const std::lock_guard lock(mutex_);
  Slot& slot = lists_[organization];
  if (!slot.list) slot.list = std::make_shared<UserList>(organization);
  slot.is_used = true;
  return slot.list;
}

// Measuring looks at every user, so nobody who asks for a list waits for it.
std::vector<UserLists::Usage> UserLists::usage() const {
  std::vector<std::pair<OrganizationId, std::shared_ptr<const UserList>>> lists;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [organization, slot] : lists_) lists.emplace_back(organization, slot.list);
  }
  std::vector<Usage> usage;
  for (const auto& [organization, list] : lists)
    usage.push_back({organization, list->memory_bytes()});
  return usage;
}

void UserLists::shrink(std::size_t bytes) {
  const auto usages = usage();
  const std::lock_guard lock(mutex_);
  std::vector<Evictable> all;
  for (const Usage& of : usages) {
    Slot& slot = lists_.at(of.organization);
    all.push_back({of.organization, of.memory_bytes, std::exchange(slot.is_used, false)});
  }
  for (const OrganizationId& organization : choose_evicted(std::move(all), bytes))
    lists_.erase(organization);
}

}  // namespace gatehouse::directory
