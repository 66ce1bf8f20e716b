// The directory against the naive organization: fresh, and after any sequence of changes.
#include <gtest/gtest.h>

#include <cstdio>

#include "testing/law.h"
#include "testing/organization_world.h"

namespace gatehouse::directory {
namespace {

using namespace gatehouse::testing;
using policy::Outcome;

using Bytes = std::vector<std::uint8_t>;

void compare(const Snapshot& snapshot, const OrganizationData& data, const Properties& properties,
             std::size_t& decisions) {
  for_each_question(data, properties,
                    [&](const Subject& subject, const Access& access, Outcome expected,
                        const std::string& question) {
                      const auto decision = snapshot.decide(subject, access, test_time(0));
                      ++decisions;
                      if (decision.outcome != expected)
                        RC_FAIL(std::string(to_string(subject.id)) + " " + question + ": " +
                                std::string(to_string(decision.outcome)) + " (" +
                                std::string(to_string(decision.cause)) + ") instead of " +
                                std::string(to_string(expected)));
                    });
}

TEST(Differential, an_organization_decides_as_the_naive_one_does) {
  std::size_t decisions = 0;
  check_law(400, [&](const Bytes& bytes) {
    Choices choices(bytes);
    const OrganizationData data = random_organization(choices);
    const Properties properties = random_properties(choices);
    compare(*Snapshot::build(data), data, properties, decisions);
  });
  std::printf("%zu decisions compared\n", decisions);
}

// One random change, to the snapshot and to the plain data.
class Changes {
 public:
  Changes(Choices& choices, OrganizationData& data, SnapshotPointer& snapshot)
      : choices_(choices), data_(data), snapshot_(snapshot) {}

  void one() {
    switch (choices_.below(17)) {
      case 0:
      case 1:
        return user();
      case 2:
        return remove_user();
      case 3:
        return group();
      case 4:
        return remove_group();
      case 5:
        return policy();
      case 6:
        return remove_policy();
      case 7:
        return attach();
      case 8:
        return detach();
      case 9:
        return item(true);
      case 10:
        return item(false);
      case 11:
        return nest(true);
      case 12:
        return nest(false);
      case 13:
        return resource();
      case 14:
        return remove_resource();
      case 15:
        return rename_group();
      default:
        return other();
    }
  }

 private:
  template <class T>
  static void put(std::vector<T>& all, T one) {
    std::erase_if(all, [&](const T& other) { return other.id == one.id; });
    all.push_back(std::move(one));
  }
  template <class T, class Key>
  static void drop(std::vector<T>& all, const Key& id) {
    std::erase_if(all, [&](const T& other) { return other.id == id; });
  }
  GroupData* find_group(ResourceGroupId id) {
    const auto found = std::ranges::find(data_.groups, id, &GroupData::id);
    return found == data_.groups.end() ? nullptr : &*found;
  }

  void user() {
    const UserData user = random_user(choices_, choices_.below(users_total));
    put(data_.users, user);
    snapshot_ = snapshot_->with_user(user);
  }
  void remove_user() {
    const UserId id = user_id(choices_.below(users_total));
    drop(data_.users, id);
    snapshot_ = snapshot_->without_user(id);
  }
  void group() {
    const GroupData group = random_group(choices_, choices_.below(groups_total));
    put(data_.groups, group);
    snapshot_ = snapshot_->with_group(group);
  }
  void rename_group() {
    GroupData* group = find_group(group_id(choices_.below(groups_total)));
    if (group == nullptr) return;
    group->name += "'";
    snapshot_ = snapshot_->with_group_name(group->id, group->name);
  }
  void remove_group() {
    const ResourceGroupId id = group_id(choices_.below(groups_total));
    drop(data_.groups, id);
    for (GroupData& group : data_.groups) std::erase(group.groups, id);
    std::erase_if(data_.attachments, [&](const Attachment& attachment) {
      return attachment.principal.kind == PrincipalKind::user_group &&
             attachment.principal.id == id;
    });
    snapshot_ = snapshot_->without_group(id);
  }
  void policy() {
    const PolicyData policy = random_policy(choices_, choices_.below(policies_total));
    put(data_.policies, policy);
    snapshot_ = snapshot_->with_policy(policy);
  }
  void remove_policy() {
    const PermissionPolicyId id = policy_id(choices_.below(policies_total));
    drop(data_.policies, id);
    std::erase_if(data_.attachments,
                  [&](const Attachment& attachment) { return attachment.policy == id; });
    snapshot_ = snapshot_->without_policy(id);
  }
  void attach() {
    const Attachment attachment = random_attachment(choices_);
    const bool there = std::ranges::find(data_.policies, attachment.policy, &PolicyData::id) !=
                           data_.policies.end() &&
                       (attachment.principal.kind != PrincipalKind::user_group ||
                        find_group(ResourceGroupId{attachment.principal.id}));
    if (!there) return;
    attach_once(data_, attachment);
    snapshot_ = snapshot_->with_attachment(attachment);
  }
  void detach() {
    if (data_.attachments.empty()) return;
    const std::size_t index = choices_.below(data_.attachments.size());
    snapshot_ = snapshot_->without_attachment(data_.attachments[index]);
    data_.attachments.erase(data_.attachments.begin() + static_cast<std::ptrdiff_t>(index));
  }
  void item(bool add) {
    const std::size_t number = choices_.below(groups_total);
    GroupData* group = find_group(group_id(number));
    if (group == nullptr) return;
    const std::string id = number < user_groups ? to_string(user_id(choices_.below(users_total)))
                                                : choices_.one_of(item_ids());
    std::erase(group->items, id);
    if (add) group->items.push_back(id);
    snapshot_ = add ? snapshot_->with_group_item(group->id, id)
                    : snapshot_->without_group_item(group->id, id);
  }
  void nest(bool add) {
    const std::size_t number = choices_.below(groups_total);
    const std::size_t nested = choices_.below(groups_total);
    GroupData* group = find_group(group_id(number));
    if (group == nullptr || !find_group(group_id(nested)) ||
        type_of_group(number) != type_of_group(nested))
      return;
    std::erase(group->groups, group_id(nested));
    if (add) group->groups.push_back(group_id(nested));
    snapshot_ = add ? snapshot_->with_nested_group(group->id, group_id(nested))
                    : snapshot_->without_nested_group(group->id, group_id(nested));
  }
  void resource() {
    const ResourceData resource = random_resource(choices_, choices_.one_of(item_ids()));
    put(data_.resources, resource);
    snapshot_ = snapshot_->with_resource(resource);
  }
  void remove_resource() {
    const std::string id = choices_.one_of(item_ids());
    drop(data_.resources, id);
    snapshot_ = snapshot_->without_resource("records:record", id);
  }
  void other() {
    if (choices_.once_in(2)) {
      data_.support_end.reset();
      if (choices_.once_in(2))
        data_.support_end = test_time(static_cast<int>(choices_.below(3)) - 1);
      snapshot_ = snapshot_->with_support_end(data_.support_end);
      return;
    }
    const ServiceUserData service_user{service_user_id(0), choices_.once_in(2)};
    const bool remove = choices_.once_in(3);
    drop(data_.service_users, service_user.id);
    if (!remove) data_.service_users.push_back(service_user);
    snapshot_ = remove ? snapshot_->without_service_user(service_user.id)
                       : snapshot_->with_service_user(service_user);
  }

  Choices& choices_;
  OrganizationData& data_;
  SnapshotPointer& snapshot_;
};

TEST(Differential, P17_a_changed_snapshot_decides_as_a_fresh_one_after_any_changes) {
  std::size_t decisions = 0;
  check_law(400, [&](const Bytes& bytes) {
    Choices choices(bytes);
    const Properties properties = random_properties(choices);
    OrganizationData data = random_organization(choices);
    SnapshotPointer snapshot = Snapshot::build(data);
    Changes changes(choices, data, snapshot);
    const auto first = snapshot;
    const OrganizationData first_data = data;
    for (int i = 0; i < 12; ++i) changes.one();
    compare(*snapshot, data, properties, decisions);
    // What was there before is as it was.
    compare(*first, first_data, properties, decisions);
    const auto fresh = Snapshot::build(data);
    RC_ASSERT(snapshot->user_count() == fresh->user_count());
    RC_ASSERT(snapshot->resource_count() == fresh->resource_count());
    for (std::size_t i = 0; i < users_total; ++i) {
      const std::string external_id = "x" + std::to_string(i);
      const auto* one = snapshot->find_user_by_external_id(external_id);
      const auto* other = fresh->find_user_by_external_id(external_id);
      RC_ASSERT((one == nullptr) == (other == nullptr));
      RC_ASSERT((one == nullptr || one->id == other->id));
    }
  });
  std::printf("%zu decisions compared\n", decisions);
}

}  // namespace
}  // namespace gatehouse::directory
