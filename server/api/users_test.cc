// Users, as administrators see and change them.
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

std::vector<std::string> emails(const Answer& page) {
  std::vector<std::string> all;
  for (const Json& user : page.data()) all.push_back(text_of(user, "email"));
  return all;
}

Answer create(Caller& caller, const TestServer::Organization& organization,
              const std::string& email, const std::string& first, const std::string& last) {
  return caller.post(organization.path("/users"),
                     {{"email", email}, {"firstName", first}, {"lastName", last}});
}

class Users : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);
  std::string user(const std::string& id, const std::string& rest = "") {
    return acme.path("/users/" + id + rest);
  }
  std::string after(std::chrono::milliseconds by) { return to_string(server.clock.now() + by); }
};

TEST_F(Users, a_created_user_is_answered_with_the_entity_and_gets_a_temporary_password_by_mail) {
  JsonObject body = person("nora@example.com");
  body["externalId"] = "hr-7";
  body["version"] = 0;
  const Answer made = admin.post(acme.path("/users"), body);
  ASSERT_EQ(made.status, 200) << made.raw.body;
  EXPECT_EQ(made.version(), 1);
  EXPECT_EQ(made.text("status"), "ACTIVE");
  EXPECT_EQ(made.text("externalId"), "hr-7");
  EXPECT_EQ(made.text("signInState"), "temporary_password");
  EXPECT_EQ(made.text("createdBy"), acme.administrator_id);
  EXPECT_EQ(server.mail_count("nora@example.com"), 1);
  EXPECT_EQ(admin.get(user(made.id())).text("createdByName"), "Ada Admin");
}

TEST_F(Users, an_address_is_a_user_once_whatever_its_case) {
  create(admin, acme, "nora@example.com", "Nora", "Newman");
  const std::string before = server.fingerprint();
  const Answer again = create(admin, acme, "NORA@Example.com", "Other", "Name");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.code(), "already_exists");
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Users, an_external_id_belongs_to_one_user) {
  JsonObject body = person("nora@example.com");
  body["externalId"] = "hr-7";
  admin.post(acme.path("/users"), body);
  body["email"] = "other@example.com";
  const std::string before = server.fingerprint();
  EXPECT_EQ(admin.post(acme.path("/users"), body).status, 409);
  EXPECT_EQ(server.fingerprint(), before);
}

// AuthZEN finds a subject by either.
TEST_F(Users, an_external_id_is_no_name_or_address_of_somebody_else) {
  const Answer nora = create(admin, acme, "nora@example.com", "Nora", "Newman");
  const std::string before = server.fingerprint();
  for (const std::string& name :
       {nora.text("userName"), std::string("Nora"), std::string("nora@example.com"),
        std::string("NORA@example.com")}) {
    JsonObject body = person("other@example.com");
    body["externalId"] = name;
    const Answer created = admin.post(acme.path("/users"), body);
    EXPECT_EQ(created.code(), "already_exists") << name;
    EXPECT_EQ(created.text("field"), "externalId");
    const Answer changed =
        admin.put(user(acme.reader_id), JsonObject{{"version", 1}, {"externalId", name}});
    EXPECT_EQ(changed.code(), "already_exists") << name;
  }
  EXPECT_EQ(server.fingerprint(), before);
  EXPECT_EQ(
      admin.put(user(nora.id()), JsonObject{{"version", 1}, {"externalId", "nora@example.com"}})
          .status,
      200)
      << "one's own";
}

TEST_F(Users, what_a_created_user_is_given_is_told_by_the_trail_as_if_given_later) {
  const std::string policy = policy_named(admin, acme, "readonly");
  const std::string group = make_group(admin, acme, "Team");
  JsonObject body = person("nora@example.com");
  body["permissionPolicyIds"] = list({Json(policy)});
  body["userGroupIds"] = list({Json(group)});
  const std::string id = admin.post(acme.path("/users"), body).id();
  const Answer given = admin.get(acme.path("/auditevents?action=user.policy.add&target=") + id);
  ASSERT_EQ(given.data().size(), 1u) << given.raw.body;
  const Json& event = given.data().at(0);
  EXPECT_EQ(text_of(event.at("details").at("after"), "permissionPolicyId"), policy);
  EXPECT_EQ(text_of(event.at("details").at("after"), "name"), "ReadOnly");
  EXPECT_EQ(text_of(event, "actorId"), acme.administrator_id);
  EXPECT_EQ(text_of(event, "targetName"), "Nora Newman");
  const Answer joined =
      admin.get(acme.path("/auditevents?action=resourcegroup.add&target=") + group);
  ASSERT_EQ(joined.data().size(), 1u) << joined.raw.body;
  EXPECT_EQ(text_of(joined.data().at(0).at("details").at("after"), "targetId"), id);
  EXPECT_EQ(text_of(joined.data().at(0), "targetName"), "Team");
  const Answer changed = admin.get(acme.path("/resourcegroups/user/") + group);
  EXPECT_EQ(changed.version(), 2);
  EXPECT_EQ(changed.text("lastModifiedBy"), acme.administrator_id);
  EXPECT_EQ(admin.get(acme.path("/auditevents?action=user.create&target=") + id).data().size(), 1u);
  EXPECT_TRUE(server.verify_audit(acme).is_intact);
}

TEST_F(Users, bad_input_names_its_field_and_changes_nothing) {
  const std::string before = server.fingerprint();
  const auto refused = [&](const char* name, Json value) {
    JsonObject body = person("nora@example.com");
    body[name] = std::move(value);
    const Answer answer = admin.post(acme.path("/users"), body);
    EXPECT_EQ(answer.status, 400) << name << answer.raw.body;
    return answer.text("field");
  };
  EXPECT_EQ(refused("email", "nobody"), "email");
  EXPECT_EQ(refused("email", "a@b.example\r\nBcc: c@d.example"), "email");
  EXPECT_EQ(refused("firstName", "Eve\r\nBcc: eve@evil.example"), "firstName");
  EXPECT_EQ(refused("lastName", ""), "lastName");
  EXPECT_EQ(refused("dtEndAccess", "2026-11-22T09:00:00Z"), "dtEndAccess");
  EXPECT_EQ(refused("dtEndAccess", "2027-02-30T00:00:00Z"), "dtEndAccess");
  EXPECT_EQ(refused("dtEndAccess", 0), "dtEndAccess");
  EXPECT_EQ(refused("id", "0197b6a0-0000-7000-8000-000000000000"), "id");
  EXPECT_EQ(refused("createdBy", "me"), "createdBy");
  EXPECT_EQ(refused("status", "ACTIVE"), "status");
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Users, groups_and_policies_of_another_organization_are_unknown) {
  Caller other = administrator(server, server.globex);
  const std::string theirs = make_group(other, server.globex, "Theirs");
  JsonObject body = person("nora@example.com");
  body["userGroupIds"] = list({Json(theirs)});
  const std::string before = server.fingerprint();
  EXPECT_EQ(admin.post(acme.path("/users"), body).status, 404);
  body.erase("userGroupIds");
  body["permissionPolicyIds"] = list({Json(policy_named(other, server.globex, "readonly"))});
  EXPECT_EQ(admin.post(acme.path("/users"), body).status, 404);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Users, the_list_is_newest_first_and_pages_through_everybody_once) {
  create(admin, acme, "one@example.com", "One", "A");
  create(admin, acme, "two@example.com", "Two", "B");
  create(admin, acme, "three@example.com", "Three", "C");
  const Answer first = admin.get(acme.path("/users?pageSize=2&count=true"));
  EXPECT_EQ(first.json.at("total").as_int64(), 5);
  create(admin, acme, "late@example.com", "Late", "D");
  const Answer second =
      admin.get(acme.path("/users?pageSize=3&nextToken=") + first.text("nextToken"));
  ASSERT_EQ(second.status, 200) << second.raw.body;
  EXPECT_TRUE(second.json.at("nextToken").is_null());
  auto all = emails(first);
  for (const auto& email : emails(second)) all.push_back(email);
  std::ranges::sort(all);
  EXPECT_EQ(
      all, (std::vector<std::string>{"admin@acme.example", "one@example.com", "reader@acme.example",
                                     "three@example.com", "two@example.com"}));
}

TEST_F(Users, the_list_is_filtered_by_text_taken_literally) {
  create(admin, acme, "grace@navy.example", "Grace", "Hopper");
  create(admin, acme, "p_rcent@example.com", "Percy", "Underscore");
  EXPECT_EQ(emails(admin.get(acme.path("/users?q=HOPP"))),
            std::vector<std::string>{"grace@navy.example"});
  EXPECT_EQ(emails(admin.get(acme.path("/users?q=navy.ex"))),
            std::vector<std::string>{"grace@navy.example"});
  EXPECT_EQ(emails(admin.get(acme.path("/users?q=_"))),
            std::vector<std::string>{"p_rcent@example.com"});
  EXPECT_TRUE(emails(admin.get(acme.path("/users?q=%25"))).empty());
}

TEST_F(Users, the_status_filter_counts_the_ended_as_inactive) {
  const std::string off = create(admin, acme, "off@example.com", "Off", "A").id();
  JsonObject ending = person("ended@example.com");
  ending["dtEndAccess"] = after(1min);
  admin.post(acme.path("/users"), ending);
  admin.post(user(off, "/deactivate"));
  EXPECT_EQ(emails(admin.get(acme.path("/users?status=INACTIVE&sort=email"))),
            std::vector<std::string>{"off@example.com"});
  server.clock.advance(1min);
  EXPECT_EQ(emails(admin.get(acme.path("/users?status=INACTIVE&sort=email"))),
            (std::vector<std::string>{"ended@example.com", "off@example.com"}));
  EXPECT_EQ(admin.get(acme.path("/users?status=ACTIVE&count=true")).json.at("total").as_int64(), 2);
  EXPECT_EQ(admin.get(acme.path("/users?status=GONE")).text("field"), "status");
}

TEST_F(Users, the_list_is_filtered_by_the_end_of_access) {
  create(admin, acme, "never@example.com", "Never", "A");
  JsonObject ending = person("soon@example.com");
  ending["dtEndAccess"] = after(24h);
  admin.post(acme.path("/users"), ending);
  const auto before = [&](const std::string& time) {
    return emails(admin.get(acme.path("/users?endsBefore=" + time)));
  };
  EXPECT_EQ(before(after(25h)), std::vector<std::string>{"soon@example.com"});
  EXPECT_TRUE(before(after(24h)).empty());
  const Answer refused = admin.get(acme.path("/users?endsBefore=tomorrow"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.text("field"), "endsBefore");
}

TEST_F(Users, every_sort_goes_both_ways_over_page_borders) {
  create(admin, acme, "zoe@example.com", "Aaron", "Aalto");
  const auto walk = [&](const std::string& sort) {
    std::vector<std::string> all;
    std::string token;
    do {
      const Answer page = admin.get(acme.path("/users?pageSize=1&sort=" + sort + token));
      EXPECT_EQ(page.status, 200) << page.raw.body;
      all.push_back(emails(page).at(0));
      token = page.text("nextToken").empty() ? "" : "&nextToken=" + page.text("nextToken");
    } while (!token.empty() && all.size() < 10);
    return all;
  };
  const std::vector<std::string> by_name{"zoe@example.com", "admin@acme.example",
                                         "reader@acme.example"};
  const std::vector<std::string> by_email{"admin@acme.example", "reader@acme.example",
                                          "zoe@example.com"};
  EXPECT_EQ(walk("name"), by_name);
  EXPECT_EQ(walk("-name"), std::vector<std::string>(by_name.rbegin(), by_name.rend()));
  EXPECT_EQ(walk("email"), by_email);
  EXPECT_EQ(walk("-email"), std::vector<std::string>(by_email.rbegin(), by_email.rend()));
  EXPECT_EQ(walk("endAccess").size(), 3u);
  EXPECT_EQ(walk("-endAccess").size(), 3u);
  const auto up = walk("created");
  const auto down = walk("-created");
  EXPECT_EQ(up, std::vector<std::string>(down.rbegin(), down.rend()));
}

TEST_F(Users, ids_select_users_and_unknown_ones_are_left_out) {
  const std::string nobody = to_string(UserId::generate(server.clock.now()));
  const Answer some = admin.get(
      acme.path("/users?ids=" + acme.reader_id + "," + nobody + "," + server.globex.reader_id));
  EXPECT_EQ(emails(some), std::vector<std::string>{"reader@acme.example"});
  EXPECT_EQ(admin.get(acme.path("/users?ids=x")).text("field"), "ids");
}

TEST_F(Users, selected_by_id_come_once_in_pages_and_unfiltered) {
  const std::string both = acme.path("/users?pageSize=1&count=true&ids=") + acme.reader_id + "," +
                           acme.administrator_id + "," + acme.reader_id;
  const Answer first = admin.get(both);
  ASSERT_EQ(first.status, 200) << first.raw.body;
  EXPECT_EQ(first.data().size(), 1u);
  EXPECT_EQ(first.json.at("total"), Json(2));
  const Answer second = admin.get(both + "&nextToken=" + first.text("nextToken"));
  ASSERT_EQ(second.data().size(), 1u);
  EXPECT_NE(first.data()[0].at("id"), second.data()[0].at("id"));
  EXPECT_TRUE(second.json.at("nextToken").is_null());
  for (const char* filter :
       {"&q=zzz", "&status=INACTIVE", "&sort=name", "&endsBefore=2031-01-01T00:00:00Z"})
    EXPECT_EQ(admin.get(both + filter).text("field"), "ids") << filter;
}

TEST_F(Users, an_update_needs_the_version_as_read_and_raises_it_by_one) {
  const Answer missing = admin.put(user(acme.reader_id), JsonObject{{"externalId", "r"}});
  EXPECT_EQ(missing.text("field"), "version");
  const Answer done =
      admin.put(user(acme.reader_id), JsonObject{{"version", 1}, {"externalId", "r"}});
  ASSERT_EQ(done.status, 200) << done.raw.body;
  EXPECT_EQ(done.version(), 2);
  const std::string before = server.fingerprint();
  const Answer stale =
      admin.put(user(acme.reader_id), JsonObject{{"version", 1}, {"externalId", "s"}});
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(stale.code(), "stale_version");
  EXPECT_EQ(header_of(stale, "x-should-retry"), "false");
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Users, what_is_left_out_of_an_update_stays_and_null_clears) {
  const std::string end = after(24h);
  admin.put(user(acme.reader_id),
            JsonObject{{"version", 1}, {"externalId", "r"}, {"dtEndAccess", end}});
  const Answer kept = admin.put(user(acme.reader_id), JsonObject{{"version", 2}});
  EXPECT_EQ(kept.text("externalId"), "r");
  EXPECT_EQ(kept.text("dtEndAccess"), end);
  const Answer cleared =
      admin.put(user(acme.reader_id),
                JsonObject{{"version", 3}, {"externalId", nullptr}, {"dtEndAccess", nullptr}});
  EXPECT_TRUE(cleared.json.at("externalId").is_null());
  EXPECT_TRUE(cleared.json.at("dtEndAccess").is_null());
}

TEST_F(Users, a_blank_end_date_clears_as_null_does) {
  admin.put(user(acme.reader_id), JsonObject{{"version", 1}, {"dtEndAccess", after(24h)}});
  const Answer cleared =
      admin.put(user(acme.reader_id), JsonObject{{"version", 2}, {"dtEndAccess", ""}});
  ASSERT_EQ(cleared.status, 200) << cleared.raw.body;
  EXPECT_TRUE(cleared.json.at("dtEndAccess").is_null());
  JsonObject invited = person("permanent@example.com");
  invited["dtEndAccess"] = invited["dtExpiry"] = "";
  const Answer permanent = admin.post(acme.path("/invitations"), invited);
  ASSERT_EQ(permanent.status, 200) << permanent.raw.body;
  EXPECT_EQ(permanent.text("dtExpiry"), after(30 * 24h));
}

TEST_F(Users, an_unknown_action_in_a_statement_is_refused_with_the_nearest_one) {
  JsonObject body{{"version", 1}};
  body["permissionPolicy"] = list({statement("deny", {"config:retreive"}, "*")});
  const std::string before = server.fingerprint();
  const Answer answer = admin.put(user(acme.reader_id), body);
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.text("message").find("did you mean `config:retrieve`"), std::string::npos);
  EXPECT_EQ(answer.text("field"), "permissionPolicy[0].action[0]");
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Users, access_ends_at_the_millisecond_of_the_end_date) {
  Member nora = invite(server, acme, "nora@example.com");
  admin.put(user(nora.id), JsonObject{{"version", 1}, {"dtEndAccess", after(1min)}});
  server.clock.advance(1min - 1ms);
  EXPECT_EQ(nora.caller.get(acme.path("/users/me")).status, 200);
  server.clock.advance(1ms);
  EXPECT_EQ(nora.caller.get(acme.path("/users/me")).status, 401);
  EXPECT_EQ(Caller(server).sign_in(nora.email, invited_password).status, 401);
  server.clock.advance(1ms);
  EXPECT_EQ(nora.caller.get(acme.path("/users/me")).status, 401);
  EXPECT_EQ(admin.get(user(nora.id)).text("status"), "INACTIVE");
}

TEST_F(Users, an_end_date_moved_on_after_it_passed_revives_no_session) {
  Member nora = invite(server, acme, "nora@example.com");
  admin.put(user(nora.id), JsonObject{{"version", 1}, {"dtEndAccess", after(1min)}});
  server.clock.advance(2min);
  ASSERT_EQ(
      admin.put(user(nora.id), JsonObject{{"version", 2}, {"dtEndAccess", after(24h)}}).status,
      200);
  EXPECT_EQ(nora.caller.get(acme.path("/users/me")).status, 401);
  EXPECT_EQ(Caller(server).sign_in(nora.email, invited_password).status, 200);
}

TEST_F(Users, nobody_changes_their_own_end_date) {
  const Answer answer = admin.put(user(acme.administrator_id),
                                  JsonObject{{"version", 1}, {"dtEndAccess", after(1h)}});
  EXPECT_EQ(answer.status, 403);
}

TEST_F(Users, deactivation_ends_every_way_in_and_reactivation_brings_none_back) {
  Member nora = invite(server, acme, "nora@example.com");
  Caller(server).post("/api/password/forgot", {{"email", nora.email}});
  const std::string link = server.secret_in(server.newest_mail(nora.email));
  ASSERT_FALSE(link.empty());
  const Answer off = admin.post(user(nora.id, "/deactivate"));
  EXPECT_EQ(off.text("status"), "INACTIVE");
  EXPECT_EQ(nora.caller.get(acme.path("/users/me")).status, 401);
  EXPECT_EQ(nora.caller.get("/api/session").status, 401);
  EXPECT_EQ(Caller(server).sign_in(nora.email, invited_password).status, 401);
  const auto mails = server.mail_count(nora.email);
  EXPECT_EQ(Caller(server).post("/api/password/forgot", {{"email", nora.email}}).status, 200);
  EXPECT_EQ(server.mail_count(nora.email), mails);

  EXPECT_EQ(admin.post(user(nora.id, "/activate")).text("status"), "ACTIVE");
  EXPECT_EQ(nora.caller.get(acme.path("/users/me")).status, 401);
  EXPECT_EQ(Caller(server)
                .post("/api/password/reset",
                      {{"token", link}, {"newPassword", "brand-New-Long-Secret-1"}})
                .status,
            410);
  EXPECT_EQ(Caller(server).sign_in(nora.email, invited_password).status, 200);
}

TEST_F(Users, deactivating_twice_changes_once) {
  Member nora = invite(server, acme, "nora@example.com");
  const Answer once = admin.post(user(nora.id, "/deactivate"));
  const Answer twice = admin.post(user(nora.id, "/deactivate"));
  EXPECT_EQ(twice.status, 200);
  EXPECT_EQ(twice.version(), once.version());
}

TEST_F(Users, permissions_are_those_of_the_user_itself_and_groups_can_be_inherited) {
  const std::string inner = make_group(admin, acme, "Inner");
  const std::string outer = make_group(admin, acme, "Outer");
  change_group(admin, acme, inner, "addresource", acme.reader_id);
  change_group(admin, acme, outer, "addresource", inner, "GROUP");
  EXPECT_EQ(admin.get(user(acme.reader_id, "/permissions")).data().size(), 1u);
  EXPECT_EQ(admin.get(user(acme.reader_id, "/usergroups")).data().size(), 1u);
  EXPECT_EQ(admin.get(user(acme.reader_id, "/usergroups?inherited=true")).data().size(), 2u);
}

}  // namespace
}  // namespace gatehouse
