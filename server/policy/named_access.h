// What statements speak of, as questions one can ask: to compare two policies without asking about
// everything there is. Pure, thread-safe.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/statement.h"
#include "policy/vocabulary.h"

namespace gatehouse::policy {

struct NamedAccess {
  ActionId action = no_word;
  TypeId type = no_word;
  std::string id;  ///< of the item; empty: the whole collection

  bool operator==(const NamedAccess&) const = default;
};

struct NamedAccesses {
  std::vector<NamedAccess> all;
  /// False when there are more than were wanted, or when a group of resources is named, which is no
  /// question.
  bool is_complete = true;
};

/// Each action on each resource, once; `all`, `*` and `service:*` stand for the words of the same
/// service (for types of a service without actions: those of `config`). At most `maximum`.
NamedAccesses named_accesses(std::span<const Statement> statements, const Vocabulary& vocabulary,
                             std::size_t maximum);

/// The statements of one list that the other lacks, and the other way round.
std::vector<Statement> difference(std::span<const Statement> one, std::span<const Statement> other);

}  // namespace gatehouse::policy
