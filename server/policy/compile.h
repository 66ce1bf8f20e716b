// Statements compiled for evaluation. Actions that the statements do not tell apart form a class,
// and so do types; a matrix (class of action × class of type) says at once what holds for all items
// of the type, and whether single items or groups need a look into a hash table. So a question
// costs two or three loads however many statements there are. Every hit by id is checked against
// the id's text. Immutable, hence thread-safe; evaluate.h asks it.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/statement.h"
#include "policy/condition.h"
#include "policy/hash.h"
#include "policy/resource.h"
#include "policy/vocabulary.h"

namespace gatehouse::policy {

class Matcher {
 public:
  Matcher() = default;

  /// Total: a statement that parse_statement would refuse does not throw. An unknown word matches
  /// nothing, as no request can name it; a malformed resource or condition in a deny matches
  /// everything its rest matches, in an allow nothing.
  Matcher(std::span<const Statement> statements, const Vocabulary& vocabulary);

  bool empty() const { return matrix_.empty(); }

  /// What is settled about an action and a type before the item and the request are known.
  struct Verdict {
    bool deny = false;       ///< denied, whatever is asked
    bool allow = false;      ///< allowed, unless denied
    bool may_deny = false;   ///< a deny depends on the item or on a condition
    bool may_allow = false;  ///< likewise an allow
  };
  Verdict verdict(ActionId action, TypeId type) const;

  /// Items fall into so many buckets, by type and id.
  static constexpr std::size_t item_buckets = 256;
  static std::size_t item_bucket(TypeId type, std::uint64_t id_hash) {
    return mix(type, id_hash) % item_buckets;
  }
  /// The buckets of the items about which more may be said than verdict() does; all of them when
  /// that depends on a group or on a condition.
  const std::bitset<item_buckets>& open_items() const { return open_items_; }
  bool has_conditions() const { return !conditions_.empty(); }

  std::size_t memory_bytes() const;

 private:
  friend class Evaluation;
  friend class Compiler;

  struct Rule {
    std::uint32_t deny : 1;
    std::uint32_t statement : 31;  // index into the compiled statements
    std::uint32_t condition;       // index into conditions_, or always

    bool operator==(const Rule&) const = default;
  };
  // What the statements say of an action and a type.
  struct Cell {
    std::uint32_t deny = none;   // a statement that settles it for all items
    std::uint32_t allow = none;  // likewise
    std::uint32_t first = 0;     // of the rules with conditions about all items, denies first
    std::uint16_t count = 0;
    std::uint8_t probes = 0;  // which look-ups by id or group can find something
    bool may_deny = false;
    bool may_allow = false;

    bool operator==(const Cell&) const = default;
  };
  // The rules about one item or one group.
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;  // 0: the slot is free
    std::uint32_t id_at = 0;  // in ids_
    std::uint32_t id_bytes = 0;
  };
  enum class Place : std::uint8_t { item, group, any_group };

  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  static constexpr std::uint32_t always = 0xFFFF'FFFF;
  static constexpr std::uint32_t never_known = 0xFFFF'FFFE;  // a condition that cannot be read

  static std::uint64_t key(ActionId action, Place place, TypeId type, std::uint64_t id_hash);
  static constexpr std::uint8_t probe(ActionId action, Place place) {
    return static_cast<std::uint8_t>(
        1u << (2 * static_cast<unsigned>(place) + (action == every_action ? 1 : 0)));
  }
  const Cell* cell(ActionId action, TypeId type) const {
    if (action >= action_classes_.size() || type >= type_classes_.size()) return nullptr;
    const std::uint32_t index = matrix_[action_classes_[action] * width_ + type_classes_[type]];
    return index == 0 ? nullptr : &cells_[index - 1];
  }
  const Slot* find(std::uint64_t key, std::string_view id) const;

  std::vector<std::uint16_t> action_classes_;
  std::vector<std::uint16_t> type_classes_;
  std::uint32_t width_ = 0;            // of the matrix: the number of classes of types
  std::vector<std::uint32_t> matrix_;  // index into cells_ plus one; 0: nothing is said
  std::vector<Cell> cells_;
  std::vector<Slot> slots_;  // as many as a power of two
  std::vector<Rule> rules_;
  std::vector<Condition> conditions_;
  std::string ids_;
  std::bitset<item_buckets> open_items_;
};

}  // namespace gatehouse::policy
