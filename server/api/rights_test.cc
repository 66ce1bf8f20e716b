// Nobody hands out what they do not hold, and an organization keeps an
// administrator.
#include <gtest/gtest.h>

#include <functional>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

// Uma manages people, groups, policies, service users and support, and holds nothing else. Sam and
// the program Auditor also read the audit trail; Nora would, were it not denied.
class HandingOut : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  Member manager = user_manager(server, acme);
  Caller& uma = manager.caller;

  std::string policies(const std::string& rest) { return acme.path("/permissionpolicies/") + rest; }
  std::string groups(const std::string& rest) { return acme.path("/resourcegroups/user/") + rest; }
  std::string users(const std::string& rest) { return acme.path("/users/") + rest; }
  std::string programs(const std::string& rest) { return acme.path("/serviceusers/") + rest; }
  std::string policy(const std::string& name, std::vector<Json> statements) {
    return make_policy(admin, acme, name, std::move(statements));
  }
  std::string group(const std::string& name, std::vector<std::string> attached,
                    std::vector<std::string> members = {}) {
    const std::string id = make_group(admin, acme, name);
    for (const auto& one : attached) must(attach(admin, acme, one, "addtousergroup", id));
    for (const auto& one : members) must(change_group(admin, acme, id, "addresource", one));
    return id;
  }
  void must(const Answer& answer) { ASSERT_EQ(answer.status, 200) << answer.raw.body; }
  JsonObject with(const char* name, Json value, JsonObject body = {}) {
    body[name] = std::move(value);
    return body;
  }
  JsonObject written(const std::string& name, Json statement_) {
    return with("permissionPolicy", list({std::move(statement_)}),
                {{"name", name}, {"version", 1}});
  }

  const Json may_audit = statement("allow", {"audit:retrieve"}, "*");
  const Json no_audit = statement("deny", {"audit:retrieve"}, "*");
  const Json may_see = statement("allow", {"config:retrieve"}, "config:user/*");
  const Json may_read = statement("allow", {"records:read"}, "records:record/*");
  const Json no_read = statement("deny", {"records:read"}, "records:record/*");

  const std::string records =
      admin
          .post(acme.path("/applications"), with("actions", list({Json("read")}),
                                                 with("types", list({Json("record")}),
                                                      {{"service", "records"}, {"name", "R"}})))
          .id();
  const std::string everything = policy_named(admin, acme, "administrator");
  const std::string audit = policy("Audit", {may_audit});
  const std::string mute = policy("Mute", {no_audit});
  const std::string see = policy("See", {may_see});
  const std::string sams =
      policy("Sam's", {statement("allow", {"config:update"}, "config:user/*")});
  const std::string read = policy("Read", {may_read});
  const std::string blind = policy("Blind", {no_read});
  Member sam = invite(server, acme, "sam@example.com", {audit, sams});
  Member nora = invite(server, acme, "nora@example.com", {audit, mute});
  Member will = invite(server, acme, "will@example.com");
  const std::string auditors = group("Auditors", {audit});
  const std::string muted = group("Muted", {mute}, {nora.id});
  const std::string readers = group("Readers", {see}, {sam.id});
  const std::string empty = group("Empty", {}, {will.id});
  Program auditor = make_program(server, acme, "Auditor", {audit, sams});
  Program muffled = make_program(server, acme, "Muffled", {audit, mute});
  Program weak = make_program(server, acme, "Weak");
};

// Who asks about a record holds what any subject of its application holds, also the deny.
TEST_F(HandingOut, takes_no_deny_of_any_subject_from_oneself) {
  must(admin.post(policies(blind) + "/addtoanysubject", {{"service", "records"}}));
  const std::string edit =
      policy("Edit", {statement("allow", {"config:update", "config:retrieve", "config:delete"},
                                "config:permissionpolicy/*")});
  Program program = make_program(server, acme, "Program", {edit, read});

  const Answer lifted =
      program.caller.post(policies(blind) + "/removefromanysubject", {{"service", "records"}});
  EXPECT_EQ(lifted.code(), "grant_exceeds_own") << lifted.raw.body;
  EXPECT_EQ(program.caller.del(policies(blind)).code(), "grant_exceeds_own");
  EXPECT_EQ(program.caller.put(policies(blind), written("Blind", may_see)).code(),
            "grant_exceeds_own");
  // Neither from whom any subject's rule allows what an own deny refuses.
  must(admin.post(policies(blind) + "/removefromanysubject", {{"service", "records"}}));
  must(admin.post(policies(read) + "/addtoanysubject", {{"service", "records"}}));
  must(attach(admin, acme, blind, "addtouser", will.id));
  Program other = make_program(server, acme, "Other", {edit, blind});
  EXPECT_EQ(attach(other.caller, acme, blind, "removefromuser", will.id).code(),
            "grant_exceeds_own");
  must(attach(admin, acme, blind, "removefromuser", will.id));
}

TEST_F(HandingOut, is_not_stopped_by_a_deny_that_stays) {
  Json sometimes = no_read;
  sometimes.as_object()["condition"] = JsonObject{{"equals", {{"resource.archived", true}}}};
  must(admin.post(policies(policy("Archived", {sometimes})) + "/addtoanysubject",
                  {{"service", "records"}}));
  must(attach(admin, acme, read, "addtouser", manager.id));
  must(attach(admin, acme, read, "addtouser", will.id));
  must(change_group(uma, acme, readers, "addresource", will.id));
  must(change_group(uma, acme, readers, "removeresource", will.id));
}

TEST(HandingOutToAll, counts_whoever_comes_next) {
  TestServer server;
  const auto& acme = server.acme;
  Caller admin = administrator(server, acme);
  const std::string everything = policy_named(admin, acme, "administrator");
  ASSERT_EQ(attach(admin, acme, everything, "addtouser", acme.reader_id).status, 200);
  const std::string edit = make_policy(
      admin, acme, "Edit", {statement("allow", {"config:update"}, "config:permissionpolicy/*")});
  Program program = make_program(server, acme, "Program", {edit});
  // All users are administrators, so that nobody who is there would gain anything.
  const Answer given =
      program.caller.post(acme.path("/permissionpolicies/") + everything + "/addtoallusers");
  EXPECT_EQ(given.code(), "grant_exceeds_own") << given.raw.body;
}

struct Attempt {
  const char* path;
  std::function<Answer()> call;
};

TEST_F(HandingOut, is_refused_beyond_ones_own_whatever_the_way) {
  must(attach(admin, acme, mute, "removefromuser", nora.id));  // muted by the group alone
  must(admin.put(users(will.id),
                 with("permissionPolicy", list({may_audit, no_audit}), {{"version", 1}})));
  Member kim = invite(server, acme, "kim@example.com");
  const std::string outer = group("Outer", {mute});
  const std::string inner = group("Inner", {}, {sam.id});
  const std::string nested = group("Nested", {}, {nora.id});
  must(change_group(admin, acme, muted, "addresource", nested, "GROUP"));
  must(change_group(admin, acme, muted, "removeresource", nora.id));
  must(admin.post(policies(read) + "/addtoanysubject", {{"service", "records"}}));
  must(admin.post(policies(audit) + "/addtosupportusers"));
  const std::string plain = make_policy(admin, acme, "Plain", {may_see});
  must(admin.post(acme.path("/users"),
                  with("permissionPolicyIds", list({Json(audit)}), person("new@example.com"))));
  const std::string fresh =
      text_of(admin.get(acme.path("/users?q=new@example.com")).data().at(0), "id");
  const std::string invitation =
      admin
          .post(acme.path("/invitations"),
                with("permissionPolicyIds", list({Json(audit)}), person("later@example.com")))
          .id();
  const std::string meters =
      admin.post(acme.path("/resourcegroups/meter"), {{"name", "Meters"}}).id();
  const std::string named = "config:meter/group/" + meters;
  make_policy(
      admin, acme, "Meters",
      {statement("allow", {"config:delete"}, named), statement("deny", {"config:update"}, named)});
  const std::string in_meters = acme.path("/resourcegroups/meter/") + meters;
  must(admin.post(in_meters + "/addresource", {{"targetId", "m1"}, {"targetType", "ITEM"}}));
  const auto user_policies = [&](const std::string& id, JsonObject body) {
    return with("permissionPolicyIds", list({Json(id)}), std::move(body));
  };
  const auto user_groups = [&](const std::string& id, JsonObject body) {
    return with("userGroupIds", list({Json(id)}), std::move(body));
  };
  const std::string keys = programs(auditor.id) + "/accesskeys";
  const JsonObject support{{"dtEndSupportUsersAccess", "2026-12-01T00:00:00Z"}};
  const JsonObject of_records{{"service", "records"}};

  const std::vector<Attempt> attempts{
      {"a policy",
       [&] { return uma.post(acme.path("/permissionpolicies"), written("Wide", may_audit)); }},
      {"a wider policy", [&] { return uma.put(policies(plain), written("Plain", may_audit)); }},
      {"a policy without its deny",
       [&] { return uma.put(policies(mute), written("Mute", may_see)); }},
      {"a policy of somebody stronger with a deny",
       [&] { return uma.put(policies(sams), written("Sam's", no_audit)); }},
      {"a policy of somebody stronger with less",
       [&] {
         return uma.put(policies(sams), written("Sam's", statement("allow", {"config:retrieve"},
                                                                   "config:user/item/" + sam.id)));
       }},
      {"no policy any more that denies", [&] { return uma.del(policies(mute)); }},
      {"no policy any more of somebody stronger", [&] { return uma.del(policies(sams)); }},
      {"to oneself", [&] { return attach(uma, acme, everything, "addtouser", manager.id); }},
      {"to a user", [&] { return attach(uma, acme, audit, "addtouser", kim.id); }},
      {"to a group", [&] { return attach(uma, acme, audit, "addtousergroup", empty); }},
      {"to a service user", [&] { return attach(uma, acme, audit, "addtoserviceuser", weak.id); }},
      {"to support", [&] { return uma.post(policies(everything) + "/addtosupportusers"); }},
      {"to all users", [&] { return uma.post(policies(audit) + "/addtoallusers"); }},
      {"to any subject",
       [&] { return uma.post(policies(audit) + "/addtoanysubject", of_records); }},
      {"a deny to a stronger user", [&] { return attach(uma, acme, mute, "addtouser", sam.id); }},
      {"a deny to an administrator",
       [&] { return attach(uma, acme, mute, "addtouser", acme.administrator_id); }},
      {"a deny to a group of somebody stronger",
       [&] { return attach(uma, acme, mute, "addtousergroup", readers); }},
      {"a deny to a stronger service user",
       [&] { return attach(uma, acme, mute, "addtoserviceuser", auditor.id); }},
      {"a deny to all users", [&] { return uma.post(policies(mute) + "/addtoallusers"); }},
      {"a deny to support", [&] { return uma.post(policies(mute) + "/addtosupportusers"); }},
      {"a deny to any subject",
       [&] { return uma.post(policies(blind) + "/addtoanysubject", of_records); }},
      {"no deny any more to a service user",
       [&] { return attach(uma, acme, mute, "removefromserviceuser", muffled.id); }},
      {"no deny any more to a group",
       [&] { return attach(uma, acme, mute, "removefromusergroup", muted); }},
      {"less to a stronger user",
       [&] { return attach(uma, acme, sams, "removefromuser", sam.id); }},
      {"less to an administrator",
       [&] { return attach(uma, acme, everything, "removefromuser", acme.administrator_id); }},
      {"less to a stronger service user",
       [&] { return attach(uma, acme, sams, "removefromserviceuser", auditor.id); }},
      {"less to any subject",
       [&] { return uma.post(policies(read) + "/removefromanysubject", of_records); }},
      {"less to support", [&] { return uma.post(policies(audit) + "/removefromsupportusers"); }},
      {"joining a stronger group",
       [&] { return change_group(uma, acme, auditors, "addresource", manager.id); }},
      {"joining somebody stronger to a group that denies",
       [&] { return change_group(uma, acme, muted, "addresource", sam.id); }},
      {"leaving a group, for somebody stronger",
       [&] { return change_group(uma, acme, readers, "removeresource", sam.id); }},
      {"nesting in a stronger group",
       [&] { return change_group(uma, acme, auditors, "addresource", empty, "GROUP"); }},
      {"nesting somebody stronger in a group that denies",
       [&] { return change_group(uma, acme, outer, "addresource", inner, "GROUP"); }},
      {"taking a group out of one that denies",
       [&] { return change_group(uma, acme, muted, "removeresource", nested, "GROUP"); }},
      {"no group any more that denies", [&] { return uma.del(groups(muted)); }},
      {"no group any more of somebody stronger", [&] { return uma.del(groups(readers)); }},
      {"a place in a group that statements name",
       [&] {
         return uma.post(in_meters + "/addresource", {{"targetId", "m2"}, {"targetType", "ITEM"}});
       }},
      {"no place in a group that statements name",
       [&] {
         return uma.post(in_meters + "/removeresource",
                         {{"targetId", "m1"}, {"targetType", "ITEM"}});
       }},
      {"no group any more that statements name", [&] { return uma.del(in_meters); }},
      {"an invitation with a policy",
       [&] {
         return uma.post(acme.path("/invitations"), user_policies(audit, person("p@x.example")));
       }},
      {"an invitation to a group",
       [&] {
         return uma.post(acme.path("/invitations"), user_groups(auditors, person("p@x.example")));
       }},
      {"somebody else's invitation, again",
       [&] { return uma.post(acme.path("/invitations/") + invitation + "/resend"); }},
      {"a user with a policy",
       [&] { return uma.post(acme.path("/users"), user_policies(audit, person("p@x.example"))); }},
      {"a user in a group",
       [&] { return uma.post(acme.path("/users"), user_groups(auditors, person("p@x.example"))); }},
      {"inline",
       [&] {
         return uma.put(users(manager.id),
                        with("permissionPolicy", list({may_audit}), {{"version", 1}}));
       }},
      {"inline, without the deny",
       [&] {
         return uma.put(users(will.id),
                        with("permissionPolicy", list({may_audit}), {{"version", 2}}));
       }},
      {"inline, a deny to somebody stronger",
       [&] {
         return uma.put(users(sam.id),
                        with("permissionPolicy", list({no_audit}), {{"version", 1}}));
       }},
      {"deactivating", [&] { return uma.post(users(sam.id) + "/deactivate"); }},
      {"activating", [&] { return uma.post(users(sam.id) + "/activate"); }},
      {"an end date",
       [&] {
         return uma.put(users(sam.id), {{"version", 1}, {"dtEndAccess", "2027-01-01T00:00:00Z"}});
       }},
      {"an external id",
       [&] { return uma.put(users(sam.id), {{"version", 1}, {"externalId", "mine"}}); }},
      {"a temporary password", [&] { return uma.put(users(fresh) + "/password/resend"); }},
      {"a key", [&] { return uma.post(keys); }},
      {"switching a key", [&] { return uma.post(keys + "/" + auditor.key_id + "/deactivate"); }},
      {"switching a key on", [&] { return uma.post(keys + "/" + auditor.key_id + "/activate"); }},
      {"no key any more", [&] { return uma.del(keys + "/" + auditor.key_id); }},
      {"a service user's name or status",
       [&] {
         return uma.put(programs(auditor.id),
                        {{"name", "Mine"}, {"status", "INACTIVE"}, {"version", 1}});
       }},
      {"no service user any more", [&] { return uma.del(programs(auditor.id)); }},
      {"time for support", [&] { return uma.put(acme.path("/support"), support); }},
      {"statements for support",
       [&] {
         return uma.put(acme.path("/support"),
                        with("supportUsersPermissionPolicy", list({may_audit}), support));
       }},
  };

  const std::string before = server.fingerprint();
  for (const auto& [path, call] : attempts) {
    const Answer answer = call();
    EXPECT_EQ(answer.status, 403) << path << answer.raw.body;
    EXPECT_EQ(answer.code(), "grant_exceeds_own") << path << answer.raw.body;
    EXPECT_EQ(server.fingerprint(), before) << path;
  }
}

TEST_F(HandingOut, works_within_ones_own_also_for_somebody_stronger) {
  const std::string mild = policy("Mild", {statement("deny", {"config:delete"}, "config:user/*")});
  const std::vector<Attempt> attempts{
      {"a policy",
       [&] { return uma.post(acme.path("/permissionpolicies"), written("Own", may_see)); }},
      {"a narrow policy to somebody stronger",
       [&] { return attach(uma, acme, see, "addtouser", sam.id); }},
      {"a narrow policy to an administrator",
       [&] { return attach(uma, acme, see, "addtouser", acme.administrator_id); }},
      {"a narrow group for somebody stronger",
       [&] { return change_group(uma, acme, readers, "addresource", acme.administrator_id); }},
      {"a narrow policy to all users", [&] { return uma.post(policies(see) + "/addtoallusers"); }},
      {"a deny to somebody weaker", [&] { return attach(uma, acme, mild, "addtouser", will.id); }},
      {"no deny any more to somebody weaker",
       [&] { return attach(uma, acme, mild, "removefromuser", will.id); }},
      {"a group that denies for somebody weaker",
       [&] { return change_group(uma, acme, muted, "addresource", will.id); }},
      {"and out of it", [&] { return change_group(uma, acme, muted, "removeresource", will.id); }},
      {"another name for a group of somebody stronger",
       [&] { return uma.put(groups(readers), {{"name", "All readers"}, {"version", 3}}); }},
      {"a key of a weak service user", [&] { return uma.post(programs(weak.id) + "/accesskeys"); }},
      {"shutting somebody weaker out", [&] { return uma.post(users(will.id) + "/deactivate"); }},
      {"ending support",
       [&] {
         return uma.put(acme.path("/support"),
                        {{"dtEndSupportUsersAccess", "2026-11-22T08:00:00Z"}});
       }},
  };
  for (const auto& [path, call] : attempts) {
    const Answer answer = call();
    EXPECT_EQ(answer.status, 200) << path << answer.raw.body;
  }
}

TEST_F(HandingOut, does_not_count_what_every_user_holds) {
  must(admin.post(policies(audit) + "/addtoallusers"));
  Program creator =
      make_program(server, acme, "Creator",
                   {policy("Create", {statement("allow", {"config:create"}, "config:user/*")})});
  EXPECT_EQ(creator.caller.post(acme.path("/users"), person("p@x.example")).status, 200);
}

class LastAdministrator : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  std::string policy = policy_named(admin, acme, "administrator");
  Program program = make_program(server, acme, "Root", {policy});
  Caller& root = program.caller;
  std::string ada = acme.path("/users/" + acme.administrator_id);
  std::string before;

  void watch() { before = server.fingerprint(); }
  void refused(const Answer& answer) {
    EXPECT_EQ(answer.status, 409) << answer.raw.body;
    EXPECT_EQ(answer.code(), "last_administrator") << answer.raw.body;
    EXPECT_EQ(header_of(answer, "x-should-retry"), "false");
    EXPECT_EQ(server.fingerprint(), before);
    EXPECT_EQ(admin.get(acme.path("/users")).status, 200);
  }
  // Ada holds the policy through this group only.
  std::string through_group() {
    const std::string group = make_group(admin, acme, "Admins");
    attach(admin, acme, policy, "addtousergroup", group);
    change_group(admin, acme, group, "addresource", acme.administrator_id);
    EXPECT_EQ(attach(admin, acme, policy, "removefromuser", acme.administrator_id).status, 200);
    return group;
  }
};

TEST_F(LastAdministrator, is_told_so_before_anything_is_tried) {
  const auto is_only = [&](Caller& caller) {
    return caller.get(acme.path("/users/me/access")).json.at("onlyAdministrator").as_bool();
  };
  EXPECT_TRUE(is_only(admin));
  EXPECT_FALSE(is_only(root)) << "a program lets nobody in";
  Caller rita = reader(server, acme);
  EXPECT_FALSE(is_only(rita));
  Member second = invite(server, acme, "second@example.com", {policy});
  EXPECT_FALSE(is_only(admin));
  admin.post(acme.path("/users/" + second.id + "/deactivate"));
  EXPECT_TRUE(is_only(admin));
}

TEST_F(LastAdministrator, is_not_deactivated) {
  watch();
  refused(root.post(ada + "/deactivate"));
  refused(admin.post(ada + "/deactivate"));
}

TEST_F(LastAdministrator, keeps_the_policy) {
  watch();
  refused(attach(root, acme, policy, "removefromuser", acme.administrator_id));
}

TEST_F(LastAdministrator, gets_no_end_date_now_or_later) {
  watch();
  refused(root.put(ada, JsonObject{{"version", 1}, {"dtEndAccess", "2036-01-01T00:00:00Z"}}));
  const Answer now =
      root.put(ada, JsonObject{{"version", 1}, {"dtEndAccess", to_string(server.clock.now())}});
  EXPECT_EQ(now.status, 400);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(LastAdministrator, is_not_denied_by_a_policy) {
  const std::string deny =
      make_policy(admin, acme, "No", {statement("deny", {"config:create"}, "config:user/*")});
  watch();
  refused(attach(root, acme, deny, "addtouser", acme.administrator_id));
}

TEST_F(LastAdministrator, is_not_denied_inline) {
  watch();
  JsonObject body{{"version", 1}};
  body["permissionPolicy"] = list({statement("deny", {"config:create"}, "config:user/*")});
  refused(root.put(ada, body));
}

TEST_F(LastAdministrator, is_not_denied_through_a_group) {
  const std::string deny =
      make_policy(admin, acme, "No", {statement("deny", {"config:create"}, "config:user/*")});
  const std::string group = make_group(admin, acme, "Denied");
  attach(admin, acme, deny, "addtousergroup", group);
  watch();
  refused(change_group(root, acme, group, "addresource", acme.administrator_id));
}

TEST_F(LastAdministrator, is_not_denied_by_editing_a_policy_in_use) {
  const std::string harmless = make_policy(
      admin, acme, "Harmless", {statement("allow", {"config:retrieve"}, "config:user/*")});
  attach(admin, acme, harmless, "addtouser", acme.administrator_id);
  watch();
  JsonObject body{{"name", "Harmless"}, {"version", 1}};
  body["permissionPolicy"] = list({statement("deny", {"config:retrieve"}, "config:user/*")});
  refused(root.put(acme.path("/permissionpolicies/" + harmless), body));
}

TEST_F(LastAdministrator, stays_in_the_group_that_makes_one) {
  const std::string group = through_group();
  watch();
  refused(change_group(root, acme, group, "removeresource", acme.administrator_id));
}

TEST_F(LastAdministrator, keeps_the_group_that_makes_one) {
  const std::string group = through_group();
  watch();
  refused(root.del(acme.path("/resourcegroups/user/" + group)));
}

TEST_F(LastAdministrator, keeps_the_policy_of_the_group_that_makes_one) {
  const std::string group = through_group();
  watch();
  refused(attach(root, acme, policy, "removefromusergroup", group));
}

TEST_F(LastAdministrator, keeps_the_nesting_that_makes_one) {
  const std::string outer = make_group(admin, acme, "Outer");
  const std::string inner = make_group(admin, acme, "Inner");
  attach(admin, acme, policy, "addtousergroup", outer);
  change_group(admin, acme, outer, "addresource", inner, "GROUP");
  change_group(admin, acme, inner, "addresource", acme.administrator_id);
  ASSERT_EQ(attach(admin, acme, policy, "removefromuser", acme.administrator_id).status, 200);
  watch();
  refused(change_group(root, acme, outer, "removeresource", inner, "GROUP"));
}

TEST_F(LastAdministrator, is_not_made_up_for_by_somebody_who_has_never_signed_in) {
  JsonObject body = person("pending@example.com");
  body["permissionPolicyIds"] = list({Json(policy)});
  ASSERT_EQ(admin.post(acme.path("/users"), body).status, 200);
  watch();
  refused(root.post(ada + "/deactivate"));
}

TEST_F(LastAdministrator, is_not_made_up_for_by_one_whose_access_ends) {
  Member nora = invite(server, acme, "nora@example.com", {policy});
  ASSERT_EQ(root.put(acme.path("/users/" + nora.id),
                     JsonObject{{"version", 1}, {"dtEndAccess", "2036-01-01T00:00:00Z"}})
                .status,
            200);
  watch();
  refused(root.post(ada + "/deactivate"));
}

TEST_F(LastAdministrator, may_go_when_another_is_there) {
  invite(server, acme, "nora@example.com", {policy});
  EXPECT_EQ(admin.post(ada + "/deactivate").status, 200);
  EXPECT_EQ(admin.get(acme.path("/users")).status, 401);
}

TEST_F(LastAdministrator, two_who_remove_each_other_at_once_leave_one) {
  Member nora = invite(server, acme, "nora@example.com", {policy});
  const std::string path = acme.path("/users/" + nora.id);
  for (int round = 0; round < 10; ++round) {
    Answer first;
    Answer second;
    {
      const std::jthread one([&] { first = admin.post(path + "/deactivate"); });
      const std::jthread two([&] { second = nora.caller.post(ada + "/deactivate"); });
    }
    EXPECT_NE(first.status == 200, second.status == 200) << first.raw.body << second.raw.body;
    root.post(path + "/activate");
    root.post(ada + "/activate");
    admin.sign_in(acme.administrator_email, administrator_password);
    nora.caller.sign_in(nora.email, invited_password);
  }
}

}  // namespace
}  // namespace gatehouse
