// What the tables of a snapshot hold. Part of snapshot.h; other code needs UserEntry only.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "directory/data.h"
#include "model/statement.h"
#include "policy/compile.h"
#include "policy/evaluate.h"
#include "policy/hash.h"

namespace gatehouse::directory {

inline std::uint64_t hash_id(const Uuid& id) {
  std::uint64_t halves[2];
  std::memcpy(halves, id.bytes.data(), sizeof halves);
  return policy::mix(halves[0], halves[1]);
}

inline constexpr Timestamp never_ends = Timestamp::max();

/// Statements of a user alone, compiled.
struct InlineStatements {
  std::vector<Statement> statements;
  policy::Matcher matcher;
};

enum class NameKind : std::uint8_t { external_id, user_name, email };

/// What decisions seldom need of a user: the three names, in one allocation.
class UserNames {
 public:
  UserNames() = default;  ///< named somewhere, but not a user
  explicit UserNames(const UserData& user);

  explicit operator bool() const { return block_ != nullptr; }
  std::string_view name(NameKind kind) const;
  std::size_t memory_bytes() const;

 private:
  std::shared_ptr<const char[]> block_;  // three lengths, then the names
};

/// The key of the set of sources without groups and policies.
inline constexpr std::uint64_t no_sources = 0;

struct UserEntry {
  UserId id;
  Timestamp end = never_ends;
  std::uint64_t sources = no_sources;
  UserNames names{};
  bool active = false;
  bool has_own = false;  ///< has inline statements, in an OwnEntry

  std::string_view external_id() const { return names.name(NameKind::external_id); }
  std::string_view user_name() const { return names.name(NameKind::user_name); }
  std::string_view email() const { return names.name(NameKind::email); }

  std::uint64_t hash() const { return hash_id(id); }
  bool is(const UserId& key) const { return id == key; }
  bool is(std::uint64_t key) const { return hash() == key; }
};

struct OwnEntry {
  UserId id;
  std::shared_ptr<const InlineStatements> own;

  std::uint64_t hash() const { return hash_id(id); }
  bool is(const UserId& key) const { return id == key; }
};

struct ServiceUserEntry {
  ServiceUserId id;
  std::uint64_t sources = no_sources;
  bool known = false;
  bool active = false;

  std::uint64_t hash() const { return hash_id(id); }
  bool is(const ServiceUserId& key) const { return id == key; }
};

/// From a name's hash to the hash of a user's id; several users may have the name.
struct NameEntry {
  std::uint64_t name_hash;
  std::uint64_t user;

  static std::uint64_t hash_of(NameKind kind, std::string_view name) {
    return policy::mix(policy::hash_text(name), static_cast<std::uint64_t>(kind));
  }
  std::uint64_t hash() const { return name_hash; }
  bool is(const NameEntry& key) const { return name_hash == key.name_hash && user == key.user; }

  struct Any {
    std::uint64_t name_hash;
  };
  struct Other {
    std::uint64_t name_hash;
    std::uint64_t than;
  };
  bool is(const Any& key) const { return name_hash == key.name_hash; }
  bool is(const Other& key) const { return name_hash == key.name_hash && user != key.than; }
};

/// `config:user`, whose items are users.
policy::TypeId user_type();

struct Group {
  ResourceGroupId id;
  bool known = false;  ///< else only named by others
  policy::TypeId type = policy::no_word;
  std::string type_name;
  std::string name;
  std::string id_text;
  std::uint64_t id_hash = 0;
  std::vector<ResourceGroupId> nested;  ///< sorted, as are the next two
  std::vector<ResourceGroupId> parents;
  std::vector<PermissionPolicyId> policies;

  bool is_of_users() const;
};

struct GroupEntry {
  ResourceGroupId id;
  std::shared_ptr<const Group> group;

  std::uint64_t hash() const { return hash_id(id); }
  bool is(const ResourceGroupId& key) const { return id == key; }
};

struct Policy {
  PermissionPolicyId id;
  std::uint32_t number = 0;  ///< in the PolicyIndex
  std::string name;
  bool managed = false;
  std::vector<Statement> statements;
  policy::Matcher matcher;
};

struct PolicyEntry {
  PermissionPolicyId id;
  std::shared_ptr<const Policy> policy;

  std::uint64_t hash() const { return hash_id(id); }
  bool is(const PermissionPolicyId& key) const { return id == key; }
};

/// Policies by id, and those that are there.
struct PolicyList {
  /// The policies whose bits are in one word of the index.
  struct Block {
    std::uint64_t mask;
    std::uint32_t word;
    std::uint32_t first;  ///< where the policy of the lowest bit is in `policies`
  };

  std::vector<PermissionPolicyId> ids;                  ///< sorted
  std::vector<std::shared_ptr<const Policy>> policies;  ///< sorted by number
  std::vector<Block> blocks;
  std::uint32_t indexed = 0;  ///< how many of `policies` are in blocks

  bool complete() const { return ids.size() == policies.size(); }
};

/// The direct groups and policies of a user, or the direct groups of an item, and what follows.
struct SourceSet {
  std::vector<ResourceGroupId> groups;       ///< direct, sorted
  std::vector<PermissionPolicyId> policies;  ///< direct, sorted

  std::vector<std::shared_ptr<const Group>> all_groups;  ///< with those that contain them
  std::vector<policy::GroupKey> group_keys;              ///< the same; views into them
  PolicyList all_policies;
  bool complete = true;  ///< every group and policy is there

  std::size_t memory_bytes() const;
};

struct SetEntry {
  std::uint64_t key;
  std::uint32_t holders;  ///< users, service users and items
  std::shared_ptr<const SourceSet> set;

  std::uint64_t hash() const { return policy::mix(key, 0); }
  bool is(std::uint64_t other) const { return key == other; }
};

/// An item of an application or of m3ter's: in groups, registered, or both.
struct ItemEntry {
  policy::TypeId type;
  std::string id;
  std::uint64_t sources = no_sources;
  std::shared_ptr<const JsonObject> properties{};  ///< none: not registered

  struct Key {
    policy::TypeId type;
    std::string_view id;
    std::uint64_t hash() const { return policy::mix(policy::hash_text(id), type); }
  };
  std::uint64_t hash() const { return Key{type, id}.hash(); }
  bool is(const Key& key) const { return type == key.type && id == key.id; }
};

}  // namespace gatehouse::directory
