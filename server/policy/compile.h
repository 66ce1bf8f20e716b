// Statements compiled for evaluation: one hash table from (action, what is covered, id) to the
// statements that say something about it, so that a question costs a few look-ups however many
// statements there are. Words of the vocabulary are numbers; every hit by id is checked against the
// id's text. Immutable, hence thread-safe; evaluate.h asks it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/statement.h"
#include "policy/condition.h"
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

  bool empty() const { return rules_.empty(); }
  std::size_t memory_bytes() const;

 private:
  friend class Evaluation;

  // What a slot of the table speaks about. `type` also stands for `type/item/*`.
  enum class Kind : std::uint8_t { everything, service, type, item, groups, group };

  struct Rule {
    std::uint32_t deny : 1;
    std::uint32_t statement : 31;  // index into the compiled statements
    std::uint32_t condition;       // index into conditions_, or always
  };
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t first = 0;  // of its rules
    std::uint32_t count = 0;  // 0: the slot is free
    std::uint32_t id_at = 0;  // in ids_
    std::uint32_t id_bytes = 0;
  };
  struct Draft;

  static constexpr std::uint32_t always = 0xFFFF'FFFF;
  static constexpr std::uint32_t never_known = 0xFFFF'FFFE;  // a condition that cannot be read

  static std::uint64_t key(ActionId action, Kind kind, std::uint16_t scope, std::uint64_t id_hash);
  // For all actions but `all` the same bit.
  static std::uint32_t shape(ActionId action, Kind kind) {
    return 1u << (2 * static_cast<unsigned>(kind) + (action == every_action ? 1 : 0));
  }
  const Slot* find(std::uint64_t key, std::string_view id) const;

  void add(Draft& draft, std::uint32_t index, const Statement& statement,
           const Vocabulary& vocabulary);
  void build(Draft& draft);

  std::uint32_t shapes_ = 0;  // which combinations of action and kind occur at all
  std::uint32_t mask_ = 0;    // of slots_, whose size is a power of two
  std::vector<Slot> slots_;
  std::vector<Rule> rules_;  // of one slot side by side, denies first
  std::vector<Condition> conditions_;
  std::string ids_;
};

}  // namespace gatehouse::policy
