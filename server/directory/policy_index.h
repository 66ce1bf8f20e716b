// For each action and type, what each policy of the organization settles about it, one bit a
// policy. A decision reads the bits of the subject's policies, which lie side by side, and asks a
// policy itself only when a group or a condition matters, or an item that it may name. A copy
// shares all rows; a change copies the rows it changes. Not thread-safe while it is being changed.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "policy/compile.h"
#include "policy/vocabulary.h"

namespace gatehouse::directory {

class PolicyIndex {
 public:
  /// Bit n of word w is about the policy with the number 64·w + n.
  struct Word {
    std::uint64_t deny = 0;
    std::uint64_t allow = 0;
    std::uint64_t may_deny = 0;
    std::uint64_t may_allow = 0;

    bool operator==(const Word&) const = default;
  };
  static constexpr std::uint32_t bits = 64;

  PolicyIndex() = default;
  /// `policies`: how many to make room for.
  PolicyIndex(const policy::Vocabulary& vocabulary, std::size_t policies);

  /// A number nobody has.
  std::uint32_t take();
  /// The number is free again, and its bits are clear.
  void give_back(std::uint32_t number);

  void put(std::uint32_t number, const policy::Matcher& matcher);
  /// As put, in place: only while there is no copy of this index.
  void fill(std::uint32_t number, const policy::Matcher& matcher);

  /// Policies with this number or a higher one are not indexed: there are too many of them.
  std::uint32_t limit() const { return limit_; }
  const Word* words(policy::ActionId action, policy::TypeId type) const {
    return rows_[action]->data() + std::size_t{type} * width_;
  }

  /// Which policies of a word may say more about the items in this bucket than `words` does.
  std::uint64_t open(std::size_t word, std::size_t item_bucket) const {
    return (*items_[word])[item_bucket];
  }

  std::size_t memory_bytes() const;

 private:
  using Row = std::vector<Word>;
  using Items = std::array<std::uint64_t, policy::Matcher::item_buckets>;

  void widen(std::size_t width);
  void write(std::uint32_t number, const policy::Matcher& matcher, bool in_place);
  void write_items(std::uint32_t number, const policy::Matcher& matcher, bool in_place);

  std::size_t types_ = 0;
  std::size_t width_ = 1;  // words a type
  std::uint32_t limit_ = 0;
  std::uint32_t next_ = 0;
  std::vector<std::uint32_t> free_;
  std::vector<std::shared_ptr<Row>> rows_;     // by action
  std::vector<std::shared_ptr<Items>> items_;  // by word
};

}  // namespace gatehouse::directory
