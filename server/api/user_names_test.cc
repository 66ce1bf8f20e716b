// User names, which the server makes, and what administrators write about a user.
#include <gtest/gtest.h>

#include <set>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class UserNames : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  const TestServer::Organization& globex = server.globex;
  Caller admin = administrator(server, acme);

  std::string user(const std::string& id) { return acme.path("/users/" + id); }
  Answer create(const std::string& email, Json company = nullptr) {
    JsonObject body = person(email);
    if (!company.is_null()) body["company"] = std::move(company);
    return admin.post(acme.path("/users"), body);
  }
  /// Who accepts an invitation that was sent with the company.
  Answer invited(const std::string& email, const std::string& company) {
    JsonObject body = person(email);
    body["company"] = company;
    EXPECT_EQ(admin.post(acme.path("/invitations"), body).text("company"), company);
    Caller guest(server);
    guest.remember(guest.post(
        "/api/invitations/accept",
        {{"token", server.secret_in(server.newest_mail(email))}, {"password", invited_password}}));
    const Answer me = guest.get(acme.path("/users/me"));
    return admin.get(user(text_of(me.json.at("user"), "id")));
  }
  std::vector<std::string> found(const std::string& question) {
    std::vector<std::string> names;
    const Answer page = admin.get(acme.path("/users?") + question);
    for (const Json& one : page.data()) names.push_back(text_of(one, "userName"));
    return names;
  }
};

TEST_F(UserNames, come_from_the_address_then_the_company_then_a_number) {
  EXPECT_EQ(create("Nora.N@one.example", "Acme & Sons").text("userName"), "nora.n");
  EXPECT_EQ(create("nora.n@two.example", "Acme & Sons").text("userName"), "nora.n_acmesons");
  EXPECT_EQ(create("nora.n@three.example", "Acme & Sons").text("userName"), "nora.n_acmesons_1");
  EXPECT_EQ(create("nora.n@four.example").text("userName"), "nora.n_1");
}

TEST_F(UserNames, of_invited_people_use_the_company_of_the_invitation) {
  create("nora@one.example");
  const Answer joined = invited("nora@two.example", "Initech");
  EXPECT_EQ(joined.text("userName"), "nora_initech");
  EXPECT_EQ(joined.text("company"), "Initech");
}

TEST_F(UserNames, are_given_to_who_was_there_from_the_beginning) {
  EXPECT_EQ(admin.get(user(acme.administrator_id)).text("userName"), "admin");
  EXPECT_EQ(create("admin@elsewhere.example").text("userName"), "admin_1");
}

TEST_F(UserNames, stay_when_company_address_and_status_change) {
  const std::string id = create("nora@one.example", "Initech").id();
  admin.post(user(id) + "/deactivate");
  const Answer changed = admin.put(user(id), {{"version", 2}, {"company", "Initrode"}});
  EXPECT_EQ(changed.text("userName"), "nora");
  EXPECT_EQ(create("nora@two.example").text("userName"), "nora_1") << "also of the deactivated";
}

TEST_F(UserNames, cannot_be_written) {
  const std::string before = server.fingerprint();
  JsonObject body = person("nora@one.example");
  body["userName"] = "root";
  EXPECT_EQ(admin.post(acme.path("/users"), body).code(), "unknown_field");
  EXPECT_EQ(admin.post(acme.path("/invitations"), body).code(), "unknown_field");
  const Answer update = admin.put(user(acme.reader_id), {{"version", 1}, {"userName", "root"}});
  EXPECT_EQ(update.code(), "unknown_field");
  EXPECT_EQ(update.text("field"), "userName");
  EXPECT_EQ(server.fingerprint(), before);
}

// N-019, N-172
TEST_F(UserNames, tell_nothing_of_another_organization) {
  Caller other = administrator(server, globex);
  const auto elsewhere = [&](const std::string& email) {
    return other.post(globex.path("/users"), person(email)).text("userName");
  };
  EXPECT_EQ(elsewhere("nora@one.example"), "nora");
  EXPECT_EQ(elsewhere("nora@two.example"), "nora_1");
  EXPECT_EQ(create("nora@three.example").text("userName"), "nora");
}

// N-151
TEST_F(UserNames, of_a_hundred_created_at_once_are_a_hundred) {
  constexpr int callers = 10;
  constexpr int each = 10;
  std::vector<std::set<std::string>> made(callers);
  {
    std::vector<std::jthread> running;
    for (int i = 0; i < callers; ++i)
      running.emplace_back([&, i] {
        Caller caller(server, admin);
        for (int n = 0; n < each; ++n) {
          JsonObject body = person("50_off@d" + std::to_string(i * each + n) + ".example");
          body["company"] = "A_b%";
          const Answer answer = caller.post(acme.path("/users"), body);
          EXPECT_EQ(answer.status, 200) << answer.raw.body;
          made[i].insert(answer.text("userName"));
        }
      });
  }
  std::set<std::string> names;
  for (const auto& some : made) names.insert(some.begin(), some.end());
  std::set<std::string> expected{"50_off", "50_off_a_b"};
  for (int n = 1; n <= callers * each - 2; ++n) expected.insert("50_off_a_b_" + std::to_string(n));
  EXPECT_EQ(names, expected);
}

TEST_F(UserNames, are_found_in_the_list_by_their_characters) {
  create("p_x@one.example", "Initech");
  create("pax@one.example");
  create("p_x@two.example", "Initech");
  EXPECT_EQ(found("q=P_X_init"), std::vector<std::string>{"p_x_initech"});
  EXPECT_EQ(found("q=p_x&sort=email"), (std::vector<std::string>{"p_x", "p_x_initech"}));
}

class UserProperties : public UserNames {
 protected:
  Answer update(const std::string& id, JsonObject body) {
    body["version"] = admin.get(user(id)).version();
    return admin.put(user(id), body);
  }
};

TEST_F(UserProperties, are_written_kept_when_left_out_and_cleared_by_null) {
  const Answer written = update(acme.reader_id, {{"fullName", "Rita M. Reader"},
                                                 {"company", "Initech"},
                                                 {"initials", "RMR"},
                                                 {"title", "Analyst"}});
  ASSERT_EQ(written.status, 200) << written.raw.body;
  EXPECT_EQ(written.version(), 2);
  const Answer kept = update(acme.reader_id, {{"title", "Lead analyst"}});
  EXPECT_EQ(kept.text("fullName"), "Rita M. Reader");
  EXPECT_EQ(kept.text("company"), "Initech");
  EXPECT_EQ(kept.text("initials"), "RMR");
  EXPECT_EQ(kept.text("title"), "Lead analyst");
  const Answer cleared = update(acme.reader_id, {{"fullName", nullptr}, {"title", nullptr}});
  EXPECT_TRUE(cleared.json.at("fullName").is_null());
  EXPECT_TRUE(cleared.json.at("title").is_null());
  EXPECT_EQ(cleared.text("company"), "Initech");
  EXPECT_EQ(cleared.text("firstName"), "Rita") << "m3ter's fields are as they were";
}

TEST_F(UserProperties, are_trimmed_and_normalized) {
  const Answer answer = update(
      acme.reader_id, {{"fullName", "  Zoe\xCC\x88   Reader "}, {"company", "  Müller & Söhne "}});
  EXPECT_EQ(answer.text("fullName"), "Zo\xC3\xAB Reader");
  EXPECT_EQ(answer.text("company"), "Müller & Söhne");
}

TEST_F(UserProperties, that_no_name_may_be_are_refused_and_change_nothing) {
  const auto of_length = [](int characters) {
    std::string text;
    for (int i = 0; i < characters; ++i) text += "é";
    return text;
  };
  std::string marks = "e";
  for (int i = 0; i < 10; ++i) marks += "\xCC\x81";
  const std::string before = server.fingerprint();
  for (const char* field : {"fullName", "company", "initials", "title"}) {
    const int most = std::string(field) == "initials" ? 10 : 100;
    for (const Json& value :
         {Json(""), Json("  "), Json(of_length(most + 1)), Json("a\nb"), Json("a\x7f"),
          Json("a\u202Eb"), Json("a\u200Bb"), Json(marks), Json(7), Json(JsonArray{})}) {
      const Answer answer = admin.put(user(acme.reader_id), {{"version", 1}, {field, value}});
      EXPECT_EQ(answer.status, 400) << field << " " << value;
      EXPECT_EQ(answer.text("field"), field);
    }
    if (std::string(field) != "company") continue;
    for (const char* where : {"/users", "/invitations"}) {
      JsonObject body = person("nora@one.example");
      body[field] = "a\nb";
      EXPECT_EQ(admin.post(acme.path(where), body).text("field"), field);
      body[field] = of_length(101);
      EXPECT_EQ(admin.post(acme.path(where), body).text("field"), field);
    }
  }
  EXPECT_EQ(server.fingerprint(), before);
  EXPECT_EQ(
      update(acme.reader_id, {{"fullName", of_length(100)}, {"initials", of_length(10)}}).status,
      200)
      << "as long as they may be";
}

TEST_F(UserProperties, of_a_stale_version_are_refused) {
  update(acme.reader_id, {{"title", "Analyst"}});
  const std::string before = server.fingerprint();
  const Answer stale = admin.put(user(acme.reader_id), {{"version", 1}, {"title", "Boss"}});
  EXPECT_EQ(stale.code(), "stale_version");
  EXPECT_EQ(server.fingerprint(), before);
}

// N-043
TEST_F(UserProperties, of_somebody_stronger_are_not_touched) {
  Member manager = user_manager(server, acme);
  const std::string before = server.fingerprint();
  for (const char* field : {"fullName", "company", "initials", "title"}) {
    EXPECT_EQ(
        manager.caller.put(user(acme.administrator_id), {{"version", 1}, {field, "X"}}).status,
        403);
    EXPECT_EQ(reader(server, acme).put(user(manager.id), {{"version", 1}, {field, "X"}}).status,
              403);
  }
  EXPECT_EQ(server.fingerprint(), before);
  const std::string weak = create("weak@one.example").id();
  EXPECT_EQ(manager.caller.put(user(weak), {{"version", 1}, {"title", "Trainee"}}).status, 200);
}

TEST_F(UserProperties, of_another_organization_are_out_of_reach) {
  Caller other = administrator(server, globex);
  const std::string before = server.fingerprint();
  const JsonObject body{{"version", 1}, {"fullName", "Mallory"}};
  EXPECT_EQ(other.put(user(acme.reader_id), body).status, 403);
  EXPECT_EQ(other.put(globex.path("/users/" + acme.reader_id), body).status, 404);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(UserProperties, are_in_the_audit_trail_before_and_after) {
  update(acme.reader_id, {{"company", "Initech"}});
  update(acme.reader_id, {{"company", "Initrode"}});
  const Answer events = admin.get(acme.path("/auditevents?action=user.update"));
  const Json& details = events.data().at(0).at("details");
  EXPECT_EQ(text_of(details.at("before"), "company"), "Initech");
  EXPECT_EQ(text_of(details.at("after"), "company"), "Initrode");
  EXPECT_EQ(text_of(details.at("after"), "userName"), "reader");
}

TEST_F(UserProperties, the_full_name_is_what_others_see_search_and_sort_by) {
  update(acme.reader_id, {{"fullName", "Aaron Aalto"}});
  EXPECT_EQ(found("sort=name"), (std::vector<std::string>{"reader", "admin"}));
  EXPECT_EQ(found("q=aalto"), std::vector<std::string>{"reader"});
  EXPECT_TRUE(found("q=rita").empty());
  const Answer event = admin.get(acme.path("/auditevents?action=user.update"));
  EXPECT_EQ(text_of(event.data().at(0), "targetName"), "Rita Reader") << "at that time";
  update(acme.administrator_id, {{"fullName", "Adele Admin"}});
  const Answer made = create("nora@one.example");
  EXPECT_EQ(admin.get(user(made.id())).text("createdByName"), "Adele Admin");
  EXPECT_EQ(
      admin.post(acme.path("/invitations"), person("x@one.example")).text("invitingPrincipalName"),
      "Adele Admin");
  EXPECT_NE(server.newest_mail("x@one.example").find("Adele Admin"), std::string::npos);

  update(acme.reader_id, {{"fullName", nullptr}});
  EXPECT_EQ(found("q=rita"), std::vector<std::string>{"reader"});
}

}  // namespace
}  // namespace gatehouse
