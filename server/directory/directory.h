// The snapshots of all organizations. An organization is loaded on first use; changes of one
// organization are published one after the other, reads never wait for them. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "base/id.h"
#include "directory/snapshot.h"

namespace gatehouse::directory {

class Directory {
 public:
  /// Reads one organization from the store; throws Failure when there is none.
  using Load = std::function<OrganizationData(OrganizationId)>;
  /// Keeps an organization in memory.
  using Hold = std::shared_ptr<const void>;

  explicit Directory(Load load) : load_(std::move(load)) {}

  /// The current snapshot. Loads the organization when it is cold, and throws what loading throws.
  SnapshotPointer snapshot(OrganizationId organization);

  /// The current snapshot, or nothing when the organization is cold. Never blocks on a load.
  SnapshotPointer warm(OrganizationId organization) const;

  /// Puts `next` in the place of its organization's snapshot, if there is one; decisions after the
  /// return see it. Call it in the order of the commits. Where a change is published before it is
  /// stored, keep the hold until it is: who loaded the organization in between would miss it.
  [[nodiscard]] Hold publish(SnapshotPointer next);

  /// The next use loads it again.
  void forget(OrganizationId organization);

  struct Usage {
    OrganizationId organization;
    std::uint64_t epoch;
    std::size_t users;
    std::size_t memory_bytes;
  };
  /// Of each warm organization. Walks the snapshots: for metrics, not for requests.
  std::vector<Usage> usage() const;

  /// Forgets organizations, those not used since the last call first, until the rest takes at most
  /// `bytes`. Those that are held stay.
  void shrink(std::size_t bytes);

 private:
  struct Slot {
    std::mutex writing;
    std::atomic<SnapshotPointer> current;
    mutable std::atomic<bool> used{true};  // since the last shrink
  };
  struct Shard {
    mutable std::shared_mutex mutex;
    std::unordered_map<OrganizationId, std::shared_ptr<Slot>> slots;
  };
  static constexpr std::size_t shard_count = 16;

  Shard& shard(OrganizationId organization) { return shards_[hash_id(organization) % shard_count]; }
  const Shard& shard(OrganizationId organization) const {
    return shards_[hash_id(organization) % shard_count];
  }
  std::shared_ptr<Slot> find(OrganizationId organization) const;
  std::shared_ptr<Slot> find_or_add(OrganizationId organization);
  void forget_unless_held(OrganizationId organization);

  Load load_;
  std::array<Shard, shard_count> shards_;
};

}  // namespace gatehouse::directory
