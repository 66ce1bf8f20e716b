#include "directory/text_index.h"

#include <algorithm>
#include <vector>

namespace gatehouse::directory {
namespace {

// So few are cheaper to look at than to thin out further.
constexpr std::uint64_t kFew = 64;

std::uint32_t byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

std::uint32_t run_at(std::string_view text, std::size_t at) {
  return byte_at(text, at) << 16 | byte_at(text, at + 1) << 8 | byte_at(text, at + 2);
}

std::vector<std::uint32_t> distinct(std::vector<std::uint32_t> runs) {
  std::ranges::sort(runs);
  const auto rest = std::ranges::unique(runs);
  runs.erase(rest.begin(), rest.end());
  return runs;
}

// With the two that reach over the text's end.
std::vector<std::uint32_t> runs_of(std::string_view text) {
  std::vector<std::uint32_t> runs;
  for (std::size_t i = 0; i < text.size(); ++i) runs.push_back(run_at(text, i));
  return distinct(std::move(runs));
}

std::vector<std::uint32_t> whole_runs_of(std::string_view text) {
  std::vector<std::uint32_t> runs;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) runs.push_back(run_at(text, i));
  return distinct(std::move(runs));
}

}  // namespace

void TextIndex::add(std::uint32_t slot, std::string_view text) {
  for (const char c : text) bytes_.at(static_cast<unsigned char>(c)).add(slot);
  for (const std::uint32_t run : runs_of(text)) runs_[run].add(slot);
}

void TextIndex::remove(std::uint32_t slot, std::string_view text) {
  for (const char c : text) bytes_.at(static_cast<unsigned char>(c)).remove(slot);
  for (const std::uint32_t run : runs_of(text)) {
    const auto found = runs_.find(run);
    found->second.remove(slot);
    if (found->second.isEmpty()) runs_.erase(found);
  }
}

TextIndex::Candidates TextIndex::find(std::string_view part) const {
  if (part.size() == 1) return {bytes_.at(static_cast<unsigned char>(part[0])), true};
  if (part.size() == 2) return {with_pair(part), true};
  return {with_bytes(part), part.size() == 3};
}

Roaring TextIndex::with_pair(std::string_view pair) const {
  std::vector<const Roaring*> parts;
  for (std::uint32_t last = 0; last < 256; ++last)
    if (const auto found = runs_.find(run_at(pair, 0) | last); found != runs_.end())
      parts.push_back(&found->second);
  return Roaring::fastunion(parts.size(), parts.data());
}

Roaring TextIndex::with_bytes(std::string_view part) const {
  std::vector<std::pair<std::uint64_t, const Roaring*>> parts;
  for (const std::uint32_t run : whole_runs_of(part)) {
    const auto found = runs_.find(run);
    if (found == runs_.end()) return {};
    parts.emplace_back(found->second.cardinality(), &found->second);
  }
  std::ranges::sort(parts);
  Roaring slots = *parts.front().second;
  for (std::size_t i = 1; i < parts.size() && slots.cardinality() > kFew; ++i)
    slots &= *parts[i].second;
  return slots;
}

std::size_t TextIndex::memory_bytes() const {
  std::size_t bytes = sizeof *this;
  for (const Roaring& slots : bytes_) bytes += slots.getSizeInBytes();
  for (const auto& [run, slots] : runs_) bytes += slots.getSizeInBytes() + sizeof slots + 32;
  return bytes;
}

}  // namespace gatehouse::directory
