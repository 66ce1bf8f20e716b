// What holds for every request: statuses, codes, JSON and query rules, page
// tokens (context.cc, bind.cc, problem.cc).
#include <gtest/gtest.h>

#include "api/authzen.h"
#include "api/openapi.h"
#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

class Requests : public ::testing::Test {
 protected:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);

  Answer post_raw(const std::string& body, const std::string& type = "application/json") {
    return admin.raw(http::Method::post, acme.path("/users"), body, type);
  }
};

TEST_F(Requests, to_unknown_paths_are_404_and_with_the_wrong_method_405) {
  EXPECT_EQ(admin.get("/api/nothing").status, 404);
  EXPECT_EQ(admin.get("/api").status, 404);
  EXPECT_EQ(admin.get(acme.path("/users/")).status, 404);
  const Answer wrong = admin.del(acme.path("/users"));
  EXPECT_EQ(wrong.code(), "method_not_allowed");
  EXPECT_EQ(header_of(wrong, "Allow"), "GET, POST") << "RFC 9110 15.5.6";
}

TEST_F(Requests, may_encode_any_character_of_a_value_in_the_path) {
  admin.post(acme.path("/applications"), {{"service", "records"},
                                          {"name", "Records"},
                                          {"types", JsonArray{"record"}},
                                          {"actions", JsonArray{"read"}}});
  EXPECT_EQ(admin.get(acme.path("/resourcegroups/records:record")).status, 200);
  EXPECT_EQ(admin.get(acme.path("/resourcegroups/records%3Arecord")).status, 200);
  EXPECT_EQ(admin.get(acme.path("/resourcegroups/records%3arecord")).status, 200);
  EXPECT_EQ(admin.get(acme.path("/resourcegroups/records%253Arecord")).status, 404) << "once";
  EXPECT_EQ(admin.get(acme.path("/resourcegroups/a+b")).text("message"),
            "there is no resource type `a+b`");
  EXPECT_EQ(admin.get(acme.path("%2Fusers")).status, 403) << "a part of the id, no separator";
}

TEST_F(Requests, with_a_path_that_is_no_text_are_400) {
  for (const char* value : {"%FF", "%C3%28", "%ED%A0%80", "%00", "%zz", "%4"})
    EXPECT_EQ(admin.get(acme.path("/users/") + value).status, 400) << value;
}

TEST_F(Requests, take_braces_in_a_path_as_they_are) {
  for (const char* value : {"%7Bid%7D", "%7BorganizationId%7D", "%7Bx%7D", "%7B"})
    EXPECT_EQ(admin.get(acme.path("/users/") + value).status, 404) << value;
}

TEST_F(Requests, that_fail_are_answered_as_problems) {
  const Answer answer = admin.get(acme.path("/users/none"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.raw.content_type, "application/problem+json");
  EXPECT_EQ(answer.json.at("status"), Json(404));
  EXPECT_EQ(answer.text("message"), answer.text("detail"));
  EXPECT_EQ(answer.text("requestId"), "test-request");
  EXPECT_EQ(answer.code(), "not_found");
}

TEST_F(Requests, without_a_right_name_what_is_missing) {
  Caller rita = reader(server, acme);
  const Answer answer = rita.post(acme.path("/users"), person("x@example.com"));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(text_of(answer.json.at("reason"), "action"), "config:create");
  EXPECT_EQ(text_of(answer.json.at("reason"), "resource"), "config:user/*");
}

TEST_F(Requests, with_bad_credentials_say_which_are_wanted) {
  Caller nobody(server);
  nobody.use_bearer("Bearer gh_at_forged");
  const Answer answer = nobody.get(acme.path("/users"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(header_of(answer, "WWW-Authenticate"), "Bearer");
}

TEST_F(Requests, with_json_that_parsers_disagree_about_change_nothing) {
  const std::string before = server.fingerprint();
  const std::string names = R"("firstName":"N","lastName":"N")";
  EXPECT_EQ(post_raw(R"({"email":"a@b.example","email":"c@d.example",)" + names + "}").code(),
            "invalid_json");
  EXPECT_EQ(post_raw(R"({"email":"a@b.example","em\u0061il":"c@d.example",)" + names + "}").code(),
            "invalid_json");
  EXPECT_EQ(post_raw(R"({"email":"a@b.example\u0000",)" + names + "}").code(), "invalid_json");
  EXPECT_EQ(post_raw("{\"email\":\"a\xff@b.example\"," + names + "}").code(), "invalid_json");
  EXPECT_EQ(post_raw(std::string(40, '[') + std::string(40, ']')).code(), "invalid_json");
  EXPECT_EQ(post_raw(R"({"email":"a@b.example",)" + names + "} x").code(), "invalid_json");
  EXPECT_EQ(post_raw(R"({"email":NaN})").code(), "invalid_json");
  EXPECT_EQ(post_raw("[]").status, 400);
  EXPECT_EQ(post_raw("null").status, 400);
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Requests, with_wrong_types_or_names_change_nothing) {
  const std::string before = server.fingerprint();
  const auto update = [&](Json version) {
    return admin.put(acme.path("/users/" + acme.reader_id), JsonObject{{"version", version}})
        .status;
  };
  EXPECT_EQ(update("1"), 400);
  EXPECT_EQ(update(true), 400);
  EXPECT_EQ(update(1.5), 400);
  EXPECT_EQ(update(nullptr), 400);
  JsonObject body = person("x@example.com");
  body["Email"] = "y@example.com";
  EXPECT_EQ(admin.post(acme.path("/users"), body).code(), "unknown_field");
  EXPECT_EQ(server.fingerprint(), before);
}

TEST_F(Requests, of_another_media_type_are_415) {
  EXPECT_EQ(post_raw("email=x", "application/x-www-form-urlencoded").status, 415);
  EXPECT_EQ(post_raw("{}", "text/plain").status, 415);
  EXPECT_EQ(post_raw("{}", "application/merge-patch+json").status, 415);
  EXPECT_EQ(post_raw("{}", "application/json; charset=utf-16").status, 415);
  EXPECT_EQ(post_raw("{}", "Application/JSON ; charset=\"UTF-8\"").code(), "invalid_input");
}

TEST_F(Requests, with_unknown_doubled_or_broken_parameters_are_400) {
  EXPECT_EQ(admin.get(acme.path("/users?pagesize=1")).code(), "unknown_field");
  EXPECT_EQ(admin.get(acme.path("/users?status=ACTIVE&status=INACTIVE")).status, 400);
  EXPECT_EQ(admin.get(acme.path("/users?q=%zz")).status, 400);
  EXPECT_EQ(admin.get(acme.path("/users?q=%00")).status, 400);
  EXPECT_EQ(admin.get(acme.path("/users?q=%ff")).status, 400);
  EXPECT_EQ(admin.get(acme.path("/users?pageSize=0")).status, 400);
  EXPECT_EQ(admin.get(acme.path("/users?pageSize=201")).status, 400);
  EXPECT_EQ(admin.get(acme.path("/users?pageSize=1e1")).status, 400);
}

TEST_F(Requests, are_not_asked_to_count_what_is_not_counted) {
  EXPECT_EQ(admin.get(acme.path("/support-permissions?q=a")).code(), "unknown_field");
  EXPECT_EQ(admin.get(acme.path("/users/") + acme.reader_id + "/permissions?count=true").code(),
            "unknown_field");
  const std::string group = acme.path("/resourcegroups/user/") + make_group(admin, acme, "Team");
  EXPECT_EQ(admin.get(group + "/permissions?count=true").code(), "unknown_field");
  EXPECT_EQ(admin.post(group + "/contents?count=true").code(), "unknown_field");
  EXPECT_EQ(admin.get(acme.path("/applications?count=true")).json.at("total"), Json(0));
}

TEST_F(Requests, continue_a_list_only_for_its_caller_its_query_and_its_path) {
  const std::string token =
      "&nextToken=" + admin.get(acme.path("/users?pageSize=1")).text("nextToken");
  EXPECT_EQ(admin.get(acme.path("/users?pageSize=2" + token)).status, 200);
  EXPECT_EQ(admin.get(acme.path("/users?q=a" + token)).code(), "invalid_cursor");
  EXPECT_EQ(admin.get(acme.path("/users?sort=name" + token)).code(), "invalid_cursor");
  EXPECT_EQ(admin.get(acme.path("/invitations?pageSize=1" + token)).code(), "invalid_cursor");
  Caller rita = reader(server, acme);
  EXPECT_EQ(rita.get(acme.path("/users?pageSize=1" + token)).code(), "invalid_cursor");
  Caller other = administrator(server, server.globex);
  EXPECT_EQ(other.get(server.globex.path("/users?pageSize=1" + token)).code(), "invalid_cursor");
  EXPECT_EQ(admin.get(acme.path("/users?nextToken=abc")).code(), "invalid_cursor");
}

TEST_F(Requests, are_described_completely_by_the_document) {
  const Json document = boost::json::parse(api::openapi_document(server.dispatcher.endpoints()));
  std::size_t operations = 0;
  for (const auto& path : document.at("paths").as_object())
    for (const auto& member : path.value().as_object())
      operations += member.value().is_object() && member.value().as_object().contains("responses");
  const std::size_t authzen = api::authzen_calls().size() + 1;  // and its metadata
  EXPECT_EQ(operations, server.dispatcher.endpoints().size() + authzen);
}

}  // namespace
}  // namespace gatehouse
