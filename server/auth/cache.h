// A bounded map of what was read from the database, with a lease: an entry is good until it is
// erased, or, where other nodes may change the database, until the lease ends. Thread-safe.
#pragma once

#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace gatehouse::auth {

template <class Key, class Value, class Hash = std::hash<Key>>
class LeasedCache {
 public:
  using SteadyClock = std::chrono::steady_clock;

  /// `lease` zero: entries never end by themselves.
  LeasedCache(std::size_t entries_max, std::chrono::milliseconds lease)
      : entries_max_(entries_max / kShards + 1), lease_(lease) {}

  std::optional<Value> find(const Key& key) const {
    const Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.entries.find(key);
    if (found == shard.entries.end()) return {};
    if (lease_.count() > 0 && SteadyClock::now() - found->second.read_at >= lease_) return {};
    return found->second.value;
  }

  /// `read_at` is from before the value was read, so that the lease covers the reading too. What
  /// was read before the newest erasing may be what was erased: it is not kept.
  void put(const Key& key, Value value, SteadyClock::time_point read_at) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    if (read_at <= shard.erased_at) return;
    if (shard.entries.size() >= entries_max_) shard.entries.clear();
    shard.entries.insert_or_assign(key, Entry{std::move(value), read_at});
  }

  void erase(const Key& key) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    shard.entries.erase(key);
    shard.erased_at = SteadyClock::now();
  }

  template <class Test>
  void erase_if(Test test) {
    for (Shard& shard : shards_) {
      const std::lock_guard lock(shard.mutex);
      std::erase_if(shard.entries, [&](const auto& entry) { return test(entry.second.value); });
      shard.erased_at = SteadyClock::now();
    }
  }

  template <class Change>
  void update(const Key& key, Change change) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.entries.find(key); found != shard.entries.end())
      change(found->second.value);
  }

 private:
  static constexpr std::size_t kShards = 16;
  struct Entry {
    Value value;
    SteadyClock::time_point read_at;
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<Key, Entry, Hash> entries;
    SteadyClock::time_point erased_at = SteadyClock::time_point::min();
  };

  Shard& shard_of(const Key& key) { return shards_[Hash()(key) % kShards]; }
  const Shard& shard_of(const Key& key) const { return shards_[Hash()(key) % kShards]; }

  const std::size_t entries_max_;
  const std::chrono::milliseconds lease_;
  std::array<Shard, kShards> shards_;
};

}  // namespace gatehouse::auth
