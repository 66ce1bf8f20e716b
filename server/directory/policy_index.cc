#include "directory/policy_index.h"

#include <algorithm>

namespace gatehouse::directory {
namespace {

// With ten thousand policies and the standard words the index takes 4 MB; an organization with
// very many words of its own gets no more than this, and its further policies are asked one by one.
constexpr std::size_t bytes_maximum = std::size_t{64} << 20;

void set(std::uint64_t& word, std::uint64_t bit, bool on) { word = on ? word | bit : word & ~bit; }

}  // namespace

PolicyIndex::PolicyIndex(const policy::Vocabulary& vocabulary, std::size_t policies)
    : types_(vocabulary.type_count()),
      width_(std::max<std::size_t>(1, (policies + bits - 1) / bits)) {
  const std::size_t words_maximum =
      bytes_maximum / (vocabulary.action_count() * types_ * sizeof(Word));
  limit_ = static_cast<std::uint32_t>(std::max<std::size_t>(1, words_maximum)) * bits;
  width_ = std::min<std::size_t>(width_, limit_ / bits);
  for (std::size_t i = 0; i < vocabulary.action_count(); ++i)
    rows_.push_back(std::make_shared<Row>(types_ * width_));
  while (items_.size() < width_) items_.push_back(std::make_shared<Items>());
}

std::uint32_t PolicyIndex::take() {
  if (free_.empty()) return next_++;
  const std::uint32_t number = free_.back();
  free_.pop_back();
  return number;
}

void PolicyIndex::give_back(std::uint32_t number) {
  put(number, {});
  free_.push_back(number);
}

void PolicyIndex::put(std::uint32_t number, const policy::Matcher& matcher) {
  write(number, matcher, false);
}

void PolicyIndex::fill(std::uint32_t number, const policy::Matcher& matcher) {
  write(number, matcher, true);
}

void PolicyIndex::write(std::uint32_t number, const policy::Matcher& matcher, bool in_place) {
  if (number >= limit_) return;
  const std::size_t at = number / bits;
  const std::uint64_t bit = std::uint64_t{1} << number % bits;
  if (at >= width_) widen(std::max(at + 1, width_ * 2));
  for (std::size_t action = 0; action < rows_.size(); ++action) {
    bool ours = in_place;
    for (std::size_t type = 0; type < types_; ++type) {
      const auto verdict =
          matcher.verdict(static_cast<policy::ActionId>(action), static_cast<policy::TypeId>(type));
      const std::size_t index = type * width_ + at;
      Word word = (*rows_[action])[index];
      set(word.deny, bit, verdict.deny);
      set(word.allow, bit, verdict.allow);
      set(word.may_deny, bit, verdict.may_deny);
      set(word.may_allow, bit, verdict.may_allow);
      if (word == (*rows_[action])[index]) continue;
      if (!ours) rows_[action] = std::make_shared<Row>(*rows_[action]);
      ours = true;
      (*rows_[action])[index] = word;
    }
  }
  write_items(number, matcher, in_place);
}

void PolicyIndex::write_items(std::uint32_t number, const policy::Matcher& matcher, bool in_place) {
  auto& items = items_[number / bits];
  if (!in_place) items = std::make_shared<Items>(*items);
  for (std::size_t bucket = 0; bucket < items->size(); ++bucket)
    set((*items)[bucket], std::uint64_t{1} << number % bits, matcher.open_items()[bucket]);
}

void PolicyIndex::widen(std::size_t width) {
  width = std::min<std::size_t>(width, limit_ / bits);
  for (auto& row : rows_) {
    auto wider = std::make_shared<Row>(types_ * width);
    for (std::size_t type = 0; type < types_; ++type)
      std::copy_n(row->begin() + static_cast<std::ptrdiff_t>(type * width_), width_,
                  wider->begin() + static_cast<std::ptrdiff_t>(type * width));
    row = std::move(wider);
  }
  while (items_.size() < width) items_.push_back(std::make_shared<Items>());
  width_ = width;
}

std::size_t PolicyIndex::memory_bytes() const {
  return sizeof *this + rows_.size() * (sizeof(Row) + types_ * width_ * sizeof(Word)) +
         items_.size() * sizeof(Items);
}

}  // namespace gatehouse::directory
