#include "directory/user_order.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace gatehouse::directory {
namespace {

constexpr std::size_t kBlock = 512;

}  // namespace

bool UserOrder::before(const UserListEntry& a, const UserListEntry& b) const {
  switch (sort_) {
    case UserSort::name:
      return std::tie(a.name_key, a.id) < std::tie(b.name_key, b.id);
    case UserSort::email: {
      const int order = a.email().compare(b.email());
      return order != 0 ? order < 0 : a.id < b.id;
    }
    case UserSort::end_access:
      return std::tie(a.end_at, a.id) < std::tie(b.end_at, b.id);
    case UserSort::created:
      break;
  }
  return a.id < b.id;
}

void UserOrder::build() {
  std::vector<std::uint32_t> slots(entries_.size());
  std::iota(slots.begin(), slots.end(), 0U);
  std::ranges::sort(
      slots, [&](std::uint32_t a, std::uint32_t b) { return before(entries_[a], entries_[b]); });
  blocks_.clear();
  for (auto at = slots.begin(); at != slots.end();) {
    const auto end = at + std::min<std::ptrdiff_t>(kBlock / 2, slots.end() - at);
    blocks_.emplace_back(at, end);
    at = end;
  }
}

UserOrder::Place UserOrder::lower_bound(const UserListEntry& entry) const {
  const auto is_before = [&](std::uint32_t slot) { return before(entries_[slot], entry); };
  const auto block = std::ranges::partition_point(
      blocks_, [&](const Block& candidate) { return is_before(candidate.back()); });
  if (block == blocks_.end()) return {blocks_.size(), 0};
  const auto at = std::ranges::partition_point(*block, is_before);
  return {static_cast<std::size_t>(block - blocks_.begin()),
          static_cast<std::size_t>(at - block->begin())};
}

std::optional<std::uint32_t> UserOrder::find(const UserListEntry& entry) const {
  const Place place = lower_bound(entry);
  if (place.first == blocks_.size()) return {};
  const std::uint32_t slot = blocks_[place.first][place.second];
  return before(entry, entries_[slot]) ? std::nullopt : std::optional(slot);
}

UserOrder::Place UserOrder::upper_bound(const UserListEntry& entry) const {
  Place place = lower_bound(entry);
  if (place.first == blocks_.size()) return place;
  const Block& block = blocks_[place.first];
  if (before(entry, entries_[block[place.second]])) return place;
  if (++place.second < block.size()) return place;
  return {place.first + 1, 0};
}

void UserOrder::insert(std::uint32_t slot) {
  Place place = lower_bound(entries_[slot]);
  if (place.first == blocks_.size()) {
    if (blocks_.empty()) blocks_.emplace_back();
    place = {blocks_.size() - 1, blocks_.back().size()};
  }
  Block& block = blocks_[place.first];
  block.insert(block.begin() + static_cast<std::ptrdiff_t>(place.second), slot);
  if (block.size() < kBlock) return;
  Block upper(block.begin() + kBlock / 2, block.end());
  block.resize(kBlock / 2);
  blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(place.first) + 1, std::move(upper));
}

void UserOrder::erase(std::uint32_t slot) {
  const Place place = lower_bound(entries_[slot]);
  Block& block = blocks_.at(place.first);
  block.erase(block.begin() + static_cast<std::ptrdiff_t>(place.second));
  if (block.empty()) blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(place.first));
}

void UserOrder::walk(const UserListEntry* after, bool is_descending,
                     const std::function<bool(std::uint32_t)>& visit) const {
  if (is_descending) {
    Place end = after ? lower_bound(*after) : Place{blocks_.size(), 0};
    for (;;) {
      while (end.second > 0)
        if (!visit(blocks_[end.first][--end.second])) return;
      if (end.first == 0) return;
      --end.first;
      end.second = blocks_[end.first].size();
    }
  }
  for (Place at = after ? upper_bound(*after) : Place{0, 0}; at.first < blocks_.size();
       at = {at.first + 1, 0})
    for (; at.second < blocks_[at.first].size(); ++at.second)
      if (!visit(blocks_[at.first][at.second])) return;
}

std::size_t UserOrder::memory_bytes() const {
  std::size_t bytes = 0;
  for (const Block& block : blocks_) bytes += sizeof block + block.capacity() * sizeof block[0];
  return bytes;
}

}  // namespace gatehouse::directory
