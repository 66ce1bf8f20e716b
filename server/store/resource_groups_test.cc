#include "store/resource_groups.h"

#include <algorithm>

#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class ResourceGroupsTest : public TwoOrganizations {
 protected:
  std::optional<ResourceGroup> group_of(OrganizationId organization, const ResourceGroup& group) {
    return read([&](Transaction& tx) {
      return find_resource_group(tx, organization, group.type, group.id);
    });
  }
  std::vector<ResourceGroupId> groups_of(OrganizationId organization, const std::string& target,
                                         bool is_inherited) {
    return ids_of(every_page(1, [&](const PageRequest& page) {
      return read([&](Transaction& tx) {
        return list_groups_of(tx, organization, target, is_inherited, page);
      });
    }));
  }
};
ON_EVERY_ENGINE(ResourceGroupsTest);

TEST_P(ResourceGroupsTest, a_group_reads_back_as_written_and_counts_what_it_holds) {
  const ResourceGroup written =
      write([&](Transaction& tx) { return add_group(tx, acme, "Site \"Süd\"", "meter"); });
  EXPECT_EQ(to_json(*group_of(acme, written)), to_json(written));
  EXPECT_EQ(group_of(acme, written)->organization_id, acme);
  write([&](Transaction& tx) {
    add_item(tx, written, TargetType::item, "m1");
    add_item(tx, written, TargetType::item, "m2");
  });
  EXPECT_EQ(group_of(acme, written)->items, 2);
}

TEST_P(ResourceGroupsTest, another_organization_or_type_finds_nothing) {
  ResourceGroup group = write([&](Transaction& tx) { return add_group(tx, acme, "G", "meter"); });
  EXPECT_FALSE(group_of(globex, group));
  ResourceGroup other_type = group;
  other_type.type = "user";
  EXPECT_FALSE(group_of(acme, other_type));
  group.organization_id = globex;
  write([&](Transaction& tx) {
    EXPECT_EQ(update_resource_group(tx, group), UpdateResult::stale);
    remove_resource_group(tx, globex, group.id);
  });
  EXPECT_TRUE(group_of(acme, group));
}

TEST_P(ResourceGroupsTest, a_name_is_once_in_each_type) {
  write([&](Transaction& tx) {
    ResourceGroup group = add_group(tx, acme, "North", "meter");
    ResourceGroup same = group;
    same.id = ResourceGroupId::generate(now);
    same.name = "NORTH";
    EXPECT_FALSE(insert_resource_group(tx, same));
    add_group(tx, acme, "North", "user");
    add_group(tx, globex, "North", "meter");
    ResourceGroup other = add_group(tx, acme, "South", "meter");
    other.name = "north";
    EXPECT_EQ(update_resource_group(tx, other), UpdateResult::name_taken);
    group.name = "NORTH";
    EXPECT_EQ(update_resource_group(tx, group), UpdateResult::done) << "its own name";
  });
}

TEST_P(ResourceGroupsTest, of_several_updates_of_one_version_one_wins) {
  ResourceGroup group = write([&](Transaction& tx) { return add_group(tx, acme, "G"); });
  group.name = "H";
  group.modified_at = now + 1s;
  group.modified_by = "changer";
  EXPECT_EQ(winners(5,
                    [&](Transaction& tx) {
                      return update_resource_group(tx, group) == UpdateResult::done;
                    }),
            1);
  group.version = 2;
  EXPECT_EQ(to_json(*group_of(acme, group)), to_json(group));
  write([&](Transaction& tx) { bump_resource_group(tx, acme, group.id, now + 2s, "adder"); });
  EXPECT_EQ(group_of(acme, group)->version, 3);
  EXPECT_EQ(group_of(acme, group)->modified_at, now + 2s);
  EXPECT_EQ(group_of(acme, group)->modified_by, "adder");
}

TEST_P(ResourceGroupsTest, pages_are_newest_first_and_new_ones_shift_nothing) {
  write([&](Transaction& tx) {
    for (const char* name : {"One", "Two", "Three"}) add_group(tx, acme, name);
    add_group(tx, acme, "A meter", "meter");
    add_group(tx, globex, "Elsewhere");
  });
  std::vector<std::string> names;
  for (const ResourceGroup& group : every_page(
           2,
           [&](const PageRequest& page) {
             return read(
                 [&](Transaction& tx) { return list_resource_groups(tx, acme, "user", "", page); });
           },
           [&] { write([&](Transaction& tx) { add_group(tx, acme, "Late"); }); }))
    names.push_back(group.name);
  EXPECT_EQ(names, (std::vector<std::string>{"Three", "Two", "One"}));
  read([&](Transaction& tx) {
    EXPECT_EQ(count_resource_groups(tx, acme, "user", "t"), 3) << "Two, Three, Late";
    EXPECT_EQ(list_resource_groups(tx, acme, "user", "THREE", {}).data.size(), 1u);
    EXPECT_EQ(count_resource_groups(tx, acme, "user", "%"), 0);
  });
}

TEST_P(ResourceGroupsTest, items_are_added_and_removed_once_and_listed_with_their_names) {
  const auto [group, inner, user] = write([&](Transaction& tx) {
    User made = add_user(tx, acme, "a@b.example");
    made.full_name = "Nora B. Nobody";
    EXPECT_TRUE(update_user(tx, made));
    return std::tuple(add_group(tx, acme, "Outer"), add_group(tx, acme, "Inner"), made);
  });
  const ResourceGroupItem member{.target_id = to_string(user.id),
                                 .target_type = TargetType::item,
                                 .target_name = {},
                                 .created_at = now,
                                 .created_by = "adder"};
  write([&, outer = group.id, nested = inner](Transaction& tx) {
    EXPECT_TRUE(add_group_item(tx, acme, outer, member));
    EXPECT_FALSE(add_group_item(tx, acme, outer, member));
    add_item(tx, group, TargetType::group, to_string(nested.id));
  });
  const auto listed = every_page(1, [&, outer = group.id](const PageRequest& page) {
    return read([&](Transaction& tx) { return list_group_items(tx, acme, outer, page); });
  });
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].target_type, TargetType::group);
  EXPECT_EQ(listed[0].target_name, "Inner");
  EXPECT_EQ(listed[1].target_id, to_string(user.id));
  EXPECT_EQ(listed[1].target_name, "Nora B. Nobody");
  EXPECT_EQ(listed[1].created_at, now);
  EXPECT_EQ(listed[1].created_by, "adder");
  write([&, outer = group.id](Transaction& tx) {
    EXPECT_FALSE(remove_group_item(tx, globex, outer, TargetType::item, member.target_id));
    EXPECT_FALSE(remove_group_item(tx, acme, outer, TargetType::group, member.target_id));
    EXPECT_TRUE(remove_group_item(tx, acme, outer, TargetType::item, member.target_id));
    EXPECT_FALSE(remove_group_item(tx, acme, outer, TargetType::item, member.target_id));
    EXPECT_TRUE(list_group_items(tx, globex, outer, {}).data.empty());
  });
}

TEST_P(ResourceGroupsTest, an_item_cannot_be_put_into_a_group_of_another_organization) {
  ResourceGroup group = write([&](Transaction& tx) { return add_group(tx, acme, "G"); });
  group.organization_id = globex;
  EXPECT_EQ(failure_of([&](Transaction& tx) { add_item(tx, group, TargetType::item, "x"); }),
            Code::conflict);
}

TEST_P(ResourceGroupsTest, nested_groups_hold_what_the_inner_hold_at_any_depth) {
  // top holds middle holds bottom holds the user; side holds the user directly.
  const auto made = write([&](Transaction& tx) {
    std::vector<ResourceGroup> groups;
    for (const char* name : {"Top", "Middle", "Bottom", "Side"})
      groups.push_back(add_group(tx, acme, name));
    return groups;
  });
  const auto &top = made[0], &middle = made[1], &bottom = made[2], &side = made[3];
  const User user = write([&](Transaction& tx) {
    User member = add_user(tx, acme, "a@b.example");
    add_item(tx, top, TargetType::group, to_string(middle.id));
    add_item(tx, middle, TargetType::group, to_string(bottom.id));
    add_item(tx, bottom, TargetType::item, to_string(member.id));
    add_item(tx, side, TargetType::item, to_string(member.id));
    return member;
  });
  EXPECT_EQ(groups_of(acme, to_string(user.id), false), (std::vector{side.id, bottom.id}));
  EXPECT_EQ(groups_of(acme, to_string(user.id), true),
            (std::vector{side.id, bottom.id, middle.id, top.id}));
  EXPECT_TRUE(groups_of(globex, to_string(user.id), true).empty());
  read([&](Transaction& tx) {
    EXPECT_TRUE(is_within(tx, acme, top.id, top.id));
    EXPECT_TRUE(is_within(tx, acme, top.id, bottom.id));
    EXPECT_FALSE(is_within(tx, acme, bottom.id, top.id));
    EXPECT_FALSE(is_within(tx, acme, side.id, bottom.id));
    EXPECT_FALSE(is_within(tx, globex, top.id, bottom.id));
  });
}

TEST_P(ResourceGroupsTest, a_circle_that_got_in_is_walked_once) {
  const auto [a, b] = write([&](Transaction& tx) {
    auto both = std::pair(add_group(tx, acme, "A"), add_group(tx, acme, "B"));
    add_item(tx, both.first, TargetType::group, to_string(both.second.id));
    add_item(tx, both.second, TargetType::group, to_string(both.first.id));
    add_item(tx, both.second, TargetType::item, "x");
    return both;
  });
  EXPECT_EQ(groups_of(acme, "x", true), (std::vector{b.id, a.id}));
  read([&, first = a.id, second = b.id](Transaction& tx) {
    EXPECT_TRUE(is_within(tx, acme, first, second));
  });
}

TEST_P(ResourceGroupsTest, a_removed_group_leaves_nothing_behind) {
  const auto [outer, inner, policy] = write([&](Transaction& tx) {
    return std::tuple(add_group(tx, acme, "Outer"), add_group(tx, acme, "Inner"),
                      add_policy(tx, acme, "P"));
  });
  write([&, policy_id = policy.id, outer_group = outer, inner_group = inner](Transaction& tx) {
    add_item(tx, outer_group, TargetType::group, to_string(inner_group.id));
    add_item(tx, inner_group, TargetType::item, "x");
    attach(tx, acme, policy_id, PrincipalType::user_group, to_string(inner_group.id));
    remove_resource_group(tx, acme, inner_group.id);
  });
  EXPECT_FALSE(group_of(acme, inner));
  EXPECT_EQ(group_of(acme, outer)->items, 0);
  EXPECT_TRUE(groups_of(acme, "x", true).empty());
  EXPECT_EQ(read([&, id = policy.id](Transaction& tx) {
              return find_permission_policy(tx, acme, id)->attachments.user_groups;
            }),
            0);
}

}  // namespace
}  // namespace gatehouse::store
