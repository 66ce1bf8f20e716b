// What the tables of a snapshot hold. Part of snapshot.h; other code needs UserEntry only, which is
// in user_table.h.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "directory/data.h"
#include "directory/hash_index.h"
#include "directory/user_table.h"
#include "model/statement.h"
#include "policy/compile.h"
#include "policy/evaluate.h"
#include "policy/hash.h"

namespace gatehouse::directory {

/// Statements of a user alone, compiled.
struct InlineStatements {
  std::vector<Statement> statements;
  policy::Matcher matcher;
};

struct OwnEntry {
  UserId id;
  std::shared_ptr<const InlineStatements> own;

  std::uint64_t hash() const { return hash_id(id); }
  bool is(const UserId& key) const { return id == key; }
};

struct ServiceUserEntry {
  ServiceUserId id;
  std::uint32_t sources = no_sources;
  bool known = false;
  bool active = false;

  std::uint64_t hash() const { return hash_id(id); }
  bool is(const ServiceUserId& key) const { return id == key; }
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

  boost::container::small_vector<Block, 2> blocks;
  std::vector<std::shared_ptr<const Policy>> policies;  ///< sorted by number
  std::uint32_t indexed = 0;                            ///< how many of `policies` are in blocks
  std::vector<PermissionPolicyId> ids;                  ///< sorted

  bool complete() const { return ids.size() == policies.size(); }
};

/// The direct groups and policies of a user, or the direct groups of an item, and what follows.
struct SourceSet {
  bool complete = true;  ///< every group and policy is there
  PolicyList all_policies;

  std::vector<ResourceGroupId> groups;                   ///< direct, sorted
  std::vector<PermissionPolicyId> policies;              ///< direct, sorted
  std::vector<std::shared_ptr<const Group>> all_groups;  ///< with those that contain them
  std::vector<policy::GroupKey> group_keys;              ///< the same; views into them

  std::size_t memory_bytes() const;
};

struct SetEntry {
  std::shared_ptr<const SourceSet> set;
  std::uint32_t holders = 0;  ///< users, service users and items

  static SetEntry vacant(std::uint32_t next) { return {nullptr, next}; }
  bool is_vacant() const { return set == nullptr; }
  std::uint32_t next_vacant() const { return holders; }
};

/// An item of an application or of m3ter's: in groups, registered, or both.
struct ItemEntry {
  policy::TypeId type;
  std::string id;
  std::uint32_t sources = no_sources;
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
