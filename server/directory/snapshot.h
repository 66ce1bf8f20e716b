// The picture of who may do what in one organization, at one moment. Immutable, so that any number
// of threads may ask it without locks; a change makes a new snapshot that shares everything it does
// not touch. Users with the same groups and policies share one resolved list of policies, and every
// policy is compiled once. Decisions neither allocate nor throw.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/data.h"
#include "directory/entries.h"
#include "directory/hash_index.h"
#include "directory/policy_index.h"
#include "directory/slots.h"
#include "directory/trie.h"
#include "directory/user_table.h"
#include "policy/evaluate.h"
#include "policy/explain.h"
#include "policy/vocabulary.h"

namespace gatehouse::directory {

/// Whom a question is about.
struct Subject {
  enum class Kind : std::uint8_t {
    user,
    service_user,
    support_user,  ///< our own staff, for as long as the organization lets them in
    other,         ///< unknown to the directory: holds what any subject of the application holds
  };
  Kind kind = Kind::user;
  Uuid id{};              ///< of the user or service user
  std::string_view type;  ///< `subject.type` in conditions
  std::string_view name;  ///< `subject.id` in conditions; the id above when empty
  const JsonObject* properties = nullptr;
  const UserEntry* entry = nullptr;  ///< the user, if already found in the snapshot that is asked

  static Subject user(UserId id) { return {Kind::user, id, "user", {}, nullptr}; }
  static Subject service_user(ServiceUserId id) {
    return {Kind::service_user, id, "service_user", {}, nullptr};
  }
};

/// What is asked. Numbers are those of the snapshot's vocabulary.
struct Access {
  policy::ActionId action = policy::no_word;
  policy::TypeId type = policy::no_word;
  std::string_view id;  ///< of the item; empty: the whole collection
  const JsonObject* resource_properties = nullptr;
  const JsonObject* action_properties = nullptr;
  const JsonObject* context = nullptr;
};

class Snapshot;
using SnapshotPointer = std::shared_ptr<const Snapshot>;

class Snapshot {
 public:
  static SnapshotPointer empty(OrganizationId organization);
  /// Throws Failure when an application's words are malformed; everything else is taken as it is.
  static SnapshotPointer build(const OrganizationData& data);

  OrganizationId organization() const { return organization_; }
  /// Grows by one with every change.
  std::uint64_t epoch() const { return epoch_; }
  const policy::Vocabulary& vocabulary() const { return *vocabulary_; }

  // Changes. Each answers the next snapshot and leaves this one as it is. What is named but not
  // there yet (a member before its user, an attachment before its policy) is remembered; a subject
  // with a policy or group that is not there is refused everything. A change of the applications
  // changes the meaning of words everywhere: build the organization again.
  SnapshotPointer with_user(const UserData& user) const;
  SnapshotPointer without_user(UserId id) const;
  SnapshotPointer with_service_user(const ServiceUserData& service_user) const;
  SnapshotPointer without_service_user(ServiceUserId id) const;
  /// The group with exactly these items and nested groups.
  SnapshotPointer with_group(const GroupData& group) const;
  /// A group that is there and keeps its type, members and nested groups.
  SnapshotPointer with_group_name(ResourceGroupId group, std::string_view name) const;
  SnapshotPointer with_group_item(ResourceGroupId group, std::string_view item) const;
  SnapshotPointer without_group_item(ResourceGroupId group, std::string_view item) const;
  SnapshotPointer with_nested_group(ResourceGroupId group, ResourceGroupId nested) const;
  SnapshotPointer without_nested_group(ResourceGroupId group, ResourceGroupId nested) const;
  /// Memberships, nestings and attachments of the group go with it.
  SnapshotPointer without_group(ResourceGroupId id) const;
  SnapshotPointer with_policy(const PolicyData& policy) const;
  /// Attachments go with it.
  SnapshotPointer without_policy(PermissionPolicyId id) const;
  SnapshotPointer with_attachment(const Attachment& attachment) const;
  SnapshotPointer without_attachment(const Attachment& attachment) const;
  SnapshotPointer with_resource(const ResourceData& resource) const;
  SnapshotPointer without_resource(std::string_view type, std::string_view id) const;
  SnapshotPointer with_support_end(std::optional<Timestamp> end) const;

  // Questions.
  /// Nothing for an unknown or deleted user. Active or not: decide tells.
  const UserEntry* find_user(UserId id) const;
  /// Nothing also when two users have the same one.
  const UserEntry* find_user_by_external_id(std::string_view external_id) const;
  const UserEntry* find_user_by_user_name(std::string_view user_name) const;
  const UserEntry* find_user_by_email(std::string_view email) const;
  /// By the first of these three that one user alone has.
  const UserEntry* find_user_named(std::string_view name) const;
  bool has_group(ResourceGroupId id, std::string_view type) const;
  const ServiceUserEntry* find_service_user(ServiceUserId id) const;

  /// The registered properties; null when this resource is not registered.
  const JsonObject* find_resource(policy::TypeId type, std::string_view id) const;

  /// Every error refuses; see policy::Cause. The decision does not say which statement: explain
  /// does.
  policy::Decision decide(const Subject& subject, const Access& access, Timestamp now) const;
  /// For our own endpoints: `config:create` on `config:meter/*`.
  policy::Decision decide(const Subject& subject, std::string_view action, std::string_view mri,
                          Timestamp now) const;

  policy::Explanation explain(const Subject& subject, const Access& access, Timestamp now) const;

  /// All statements of the subject, whether or not it is active now, with the way it got each.
  /// For any_subject policies, those of `service` only, or of none when empty.
  std::vector<policy::Holding> holdings(const Subject& subject,
                                        std::string_view service = {}) const;
  /// The same without the ways.
  std::vector<Statement> statements_of(const Subject& subject, std::string_view service = {}) const;

  /// One subject for each way to hold something: of users with the same groups and policies and no
  /// statements of their own, one; service users likewise; support; one that is not known.
  std::vector<Subject> holders() const;
  /// Those in whose questions any subject holds something.
  std::vector<std::string> any_subject_services() const;
  /// Every statement of every policy and user.
  void for_each_statement(const std::function<void(const Statement&)>& visit) const;

  /// Ids of the groups that contain the item, directly or through nesting.
  std::vector<std::string> groups_of(policy::TypeId type, std::string_view id) const;

  std::size_t user_count() const { return user_count_; }
  std::size_t policy_count() const { return policies_.size(); }
  /// Registered ones.
  std::size_t resource_count() const { return resource_count_; }
  void for_each_user(const std::function<void(const UserEntry&)>& visit) const;
  void for_each_service_user(const std::function<void(const ServiceUserEntry&)>& visit) const;
  /// The ids of the registered resources of a type, in any order.
  void for_each_resource(policy::TypeId type,
                         const std::function<void(std::string_view id)>& visit) const;

  /// About what this snapshot alone would take.
  std::size_t memory_bytes() const;

 private:
  friend class Editor;
  friend class Memberships;
  friend class Deciding;
  Snapshot() = default;

  struct AnySubject {
    std::string service;
    policy::ServiceId service_id = policy::no_word;
    PolicyList policies;
  };

  const InlineStatements* own_statements(const UserEntry& user) const;
  const SourceSet* sources_of(const Subject& subject) const;

  OrganizationId organization_;
  std::uint64_t epoch_ = 0;
  std::shared_ptr<const policy::Vocabulary> vocabulary_;
  std::shared_ptr<const PolicyIndex> index_;
  UserTable users_;
  Trie<OwnEntry> own_;  // users seldom have inline statements
  Trie<ServiceUserEntry> service_users_;
  Trie<GroupEntry> groups_;
  Trie<PolicyEntry> policies_;
  Trie<ItemEntry> items_;  // registered, or in groups of other types than `user`
  Slots<SetEntry> sets_;
  HashIndex set_index_;  // of what they hold directly
  PolicyList support_policies_;
  PolicyList all_users_;
  std::vector<AnySubject> any_subject_;
  std::optional<Timestamp> support_end_;
  std::size_t user_count_ = 0;
  std::size_t resource_count_ = 0;
};

}  // namespace gatehouse::directory
