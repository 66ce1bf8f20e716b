#include "directory/directory.h"

#include "directory/eviction.h"

namespace gatehouse::directory {

SnapshotPointer Directory::snapshot(OrganizationId organization) {
  if (auto found = warm(organization)) return found;
  for (;;) {
    const auto slot = find_or_add(organization);
    const std::lock_guard lock(slot->writing);
    if (auto current = slot->current.load()) return current;  // loaded while we waited
    if (slot != find(organization)) continue;                 // forgotten while we waited
    try {
      auto loaded = Snapshot::build(load_(organization));
      slot->current.store(loaded);
      return loaded;
    } catch (const std::exception&) {
      forget(organization);  // so that names of organizations that are not there cost nothing
      throw;
    }
  }
}

SnapshotPointer Directory::warm(OrganizationId organization) const {
  const auto slot = find(organization);
  if (slot == nullptr) return nullptr;
  if (!slot->used.load(std::memory_order_relaxed))
    slot->used.store(true, std::memory_order_relaxed);
  return slot->current.load();
}

Directory::Hold Directory::publish(SnapshotPointer next) {
  const OrganizationId organization = next->organization();
  for (;;) {
    auto slot = find_or_add(organization);
    const std::lock_guard lock(slot->writing);
    if (slot != find(organization)) continue;  // forgotten while we waited
    slot->current.store(std::move(next));
    return slot;
  }
}

void Directory::forget(OrganizationId organization) {
  Shard& in = shard(organization);
  const std::unique_lock lock(in.mutex);
  in.slots.erase(organization);
}

std::vector<Directory::Usage> Directory::usage() const {
  std::vector<SnapshotPointer> snapshots;
  for (const Shard& in : shards_) {
    const std::shared_lock lock(in.mutex);
    for (const auto& [id, slot] : in.slots)
      if (auto current = slot->current.load()) snapshots.push_back(std::move(current));
  }
  std::vector<Usage> usage;
  for (const auto& snapshot : snapshots)
    usage.push_back({snapshot->organization(), snapshot->epoch(), snapshot->user_count(),
                     snapshot->memory_bytes()});
  return usage;
}

void Directory::shrink(std::size_t bytes) {
  std::vector<Evictable> all;
  for (const Usage& of : usage()) {
    const auto slot = find(of.organization);
    const bool is_used = slot != nullptr && slot->used.exchange(false);
    all.push_back({of.organization, of.memory_bytes, is_used});
  }
  for (const OrganizationId& organization : choose_evicted(std::move(all), bytes))
    forget_unless_held(organization);
}

void Directory::forget_unless_held(OrganizationId organization) {
  Shard& in = shard(organization);
  const std::unique_lock lock(in.mutex);
  const auto found = in.slots.find(organization);
  if (found != in.slots.end() && found->second.use_count() == 1) in.slots.erase(found);
}

std::shared_ptr<Directory::Slot> Directory::find(OrganizationId organization) const {
  const Shard& in = shard(organization);
  const std::shared_lock lock(in.mutex);
  const auto found = in.slots.find(organization);
  return found == in.slots.end() ? nullptr : found->second;
}

std::shared_ptr<Directory::Slot> Directory::find_or_add(OrganizationId organization) {
  Shard& in = shard(organization);
  const std::unique_lock lock(in.mutex);
  auto& slot = in.slots[organization];
  if (slot == nullptr) slot = std::make_shared<Slot>();
  return slot;
}

}  // namespace gatehouse::directory
