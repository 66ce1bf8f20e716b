// The decision: any matching deny refuses, else any matching allow permits, else refused.
// A subject's statements come from a list of sources (inline, policies of the user, of the groups,
// a role); a project named in the request may put its role in the place of the account role.
// Neither allocates, locks, nor throws. Pure, hence thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "policy/compile.h"
#include "policy/condition.h"
#include "policy/vocabulary.h"

namespace gatehouse::policy {

enum class Outcome : std::uint8_t { allowed, explicitly_denied, not_granted };

/// Why; everything but `statement` refuses.
enum class Cause : std::uint8_t {
  statement,         ///< the statement that `source` and `statement` name decided
  no_statement,      ///< nothing matches
  unknown_subject,   ///< not in the organization, or deleted
  inactive,          ///< deactivated
  ended,             ///< the access end date has come
  unknown_action,    ///< not in the vocabulary
  unknown_resource,  ///< type not in the vocabulary, or a malformed id
  error,             ///< the directory is inconsistent: refused to be safe
};

std::string_view to_string(Outcome outcome);
std::string_view to_string(Cause cause);

struct Decision {
  Outcome outcome = Outcome::not_granted;
  Cause cause = Cause::no_statement;
  std::uint32_t source = 0;     ///< index into the sources, for Cause::statement
  std::uint32_t statement = 0;  ///< index into that source's statements

  bool allowed() const { return outcome == Outcome::allowed; }
  static Decision refused(Cause cause) { return {Outcome::not_granted, cause}; }
};

/// A group that contains the resource; `hash` is hash_text(id).
struct GroupKey {
  std::uint64_t hash;
  std::string_view id;
};

/// Which groups of resources contain an item. Asked only when a statement names groups.
class GroupMemberships {
 public:
  /// All groups of that type, directly or through nesting.
  virtual std::span<const GroupKey> groups_of(TypeId type, std::string_view id) const = 0;

 protected:
  ~GroupMemberships() = default;
};

struct Request {
  ActionId action = no_word;
  TypeId type = no_word;
  ServiceId service = no_word;  ///< of the type
  std::string_view id;          ///< of the item; empty: the whole collection
  Attributes attributes;
  const GroupMemberships* groups = nullptr;  ///< none: no item is in a group
};

struct Source {
  const Matcher* matcher = nullptr;
  bool account_role = false;  ///< replaced when the request names a project with a role
};

/// `project_role`: its statements instead of those of the account role, for this request.
Decision evaluate(std::span<const Source> sources, const Request& request,
                  const Matcher* project_role = nullptr);

/// One request against several lists of sources, for callers that hold them apart. A deny found in
/// any list is final.
class Evaluation {
 public:
  explicit Evaluation(const Request& request);

  /// False once a deny is found, when there is nothing left to ask. `index` names the source.
  bool add(const Matcher& matcher, std::uint32_t index);

  /// What is known without asking; answers as add does.
  bool settle(Outcome outcome, std::uint32_t index, std::uint32_t statement = 0);

  /// False when the decision is final: a deny was found, or the request is malformed.
  bool valid() const { return valid_; }
  Decision decision() const { return decision_; }

  /// Of the item that is asked about, see Matcher::item_bucket.
  std::size_t item_bucket() { return Matcher::item_bucket(request_.type, id_hash()); }

 private:
  // Each is false once a deny is found.
  bool ask_rules(const Matcher& matcher, std::uint32_t first, std::uint32_t count,
                 std::uint32_t index);
  bool ask_slot(const Matcher& matcher, std::uint64_t key, std::string_view id,
                std::uint32_t index);
  bool ask_item(const Matcher& matcher, std::uint8_t probes, std::uint32_t index);
  bool ask_groups(const Matcher& matcher, std::uint8_t probes, std::uint32_t index);
  bool matches(const Matcher& matcher, const Matcher::Rule& rule) const;
  std::uint64_t id_hash();

  const Request& request_;
  Decision decision_;
  bool valid_ = false;
  bool groups_known_ = false;
  bool id_hashed_ = false;
  std::uint64_t id_hash_ = 0;
  std::string_view id_;
  char id_buffer_[36];
  std::span<const GroupKey> groups_;
};

}  // namespace gatehouse::policy
