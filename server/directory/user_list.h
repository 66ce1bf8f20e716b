// The users of one organization in memory, to be found by part of a name, e-mail address or id, by
// status, in four orders, at any depth and with the exact number of matches, without looking at
// every user. Follows the database by the organization's epoch: each call first takes over what was
// changed up to its own transaction, so what it answers is never older than that. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "directory/text_index.h"
#include "directory/user_order.h"
#include "model/user.h"
#include "store/page.h"
#include "store/users.h"

namespace gatehouse::directory {

struct UserFilter {
  /// Part of shown name, user name, e-mail address, id or external id; any case; empty: all.
  std::string text;
  std::optional<UserStatus> status;
  std::optional<Timestamp> ends_before;  ///< only those whose access ends, and before this
  UserSort sort = UserSort::created;
  bool is_descending = true;
};

class UserList {
 public:
  explicit UserList(OrganizationId organization) : organization_(organization) {}

  /// A position is the sort key and the id of the last row seen, whether or not they are still so.
  Page<User> page(store::Transaction& tx, const UserFilter& filter,
                  const store::PageRequest& request, Timestamp now);
  std::int64_t count(store::Transaction& tx, const UserFilter& filter, Timestamp now);

  std::size_t memory_bytes() const;

 private:
  struct Matches;
  using Slots = std::vector<std::uint32_t>;
  using Rows = std::vector<std::shared_ptr<const User>>;
  using ListKey =
      std::tuple<std::string, std::optional<UserStatus>, std::optional<Timestamp>, UserSort>;

  /// Holds what is at least as new as the transaction, with inactive_ as of `now`.
  struct Following {
    std::shared_lock<std::shared_mutex> lock;
    std::int64_t epoch;  ///< the transaction's
  };
  Following follow(store::Transaction& tx, Timestamp now);
  void take_over(store::Transaction& tx, std::int64_t epoch);
  void load(store::Transaction& tx);
  void put(const store::UserSummary& user);
  void insert(std::uint32_t slot);
  void erase(std::uint32_t slot);
  bool is_status_of(Timestamp now) const { return now >= status_from_ && now < status_until_; }
  void sort_by_status(Timestamp now);

  const UserOrder& order(UserSort sort) const;
  static UserListEntry position_of(const UserFilter& filter, const store::PageRequest& request);
  Matches matches(const UserFilter& filter) const;
  std::shared_ptr<const Roaring> containing(const std::string& text) const;
  Roaring ending_before(Timestamp time) const;
  Slots in_order(const Matches& found, UserSort sort) const;
  /// All that match, in ascending order.
  std::shared_ptr<const Slots> listed(const UserFilter& filter) const;
  void forget_listed() const;
  Slots find(const UserFilter& filter, const store::PageRequest& request, std::size_t count) const;
  std::vector<User> rows(store::Transaction& tx, const Slots& slots, bool is_current,
                         Timestamp now);
  void fill(store::Transaction& tx, Rows& found, const std::vector<UserId>& missing,
            bool is_current);

  const OrganizationId organization_;
  mutable std::shared_mutex mutex_;
  std::int64_t epoch_ = -1;  ///< the database's, up to which changes are here
  UserListEntries entries_;
  UserOrder by_id_{entries_, UserSort::created};
  UserOrder by_name_{entries_, UserSort::name};
  UserOrder by_email_{entries_, UserSort::email};
  UserOrder by_end_{entries_, UserSort::end_access};
  TextIndex texts_;
  Roaring inactive_;  ///< deactivated or ended, as of any time in [status_from_, status_until_)
  Timestamp status_from_ = Timestamp::max();
  Timestamp status_until_ = Timestamp::min();

  // What was found since the last change: by text alone, for other filters with it; and in order,
  // for the next page and the total.
  mutable std::mutex searches_mutex_;
  mutable std::unordered_map<std::string, std::shared_ptr<const Roaring>> searches_;
  mutable std::map<ListKey, std::shared_ptr<const Slots>> listed_;
  mutable std::size_t listed_slots_ = 0;

  mutable std::mutex rows_mutex_;
  std::unordered_map<UserId, std::shared_ptr<const User>> rows_;  ///< as of epoch_
};

/// One list for each organization, made on first use. Thread-safe.
class UserLists {
 public:
  std::shared_ptr<UserList> of(OrganizationId organization);

  struct Usage {
    OrganizationId organization;
    std::size_t memory_bytes;
  };
  std::vector<Usage> usage() const;
  /// Forgets lists, those not used since the last call first, until the rest takes at most `bytes`.
  void shrink(std::size_t bytes);

 private:
  struct Slot {
    std::shared_ptr<UserList> list;
    bool is_used = true;  ///< since the last shrink
  };
  mutable std::mutex mutex_;
  std::unordered_map<OrganizationId, Slot> lists_;
};

}  // namespace gatehouse::directory
