// Every kind of credential against every way in which access ends: the cells are generated from
// two tables (docs/security.md N-069). In each cell one holder keeps the access, one loses it, and
// one loses it and is given it back: nothing that was handed out before works again then, but what
// somebody owns, a password or an API secret, does.
#include <gtest/gtest.h>

#include "testing/scenario.h"

namespace gatehouse {
namespace {

using namespace testing;

constexpr int kIn = 200;

class World {
 public:
  TestServer server;
  const TestServer::Organization& acme = server.acme;
  Caller admin = administrator(server, acme);

  std::string new_name() { return "n" + std::to_string(++names_); }
  std::string new_email() { return new_name() + "@example.com"; }
  Answer change(http::Method method, const std::string& rest, const Json& body = nullptr) {
    Answer answer = admin.call(method, acme.path(rest), body);
    EXPECT_EQ(answer.status, 200) << rest << answer.raw.body;
    return answer;
  }
  Answer post(const std::string& rest, const Json& body = nullptr) {
    return change(http::Method::post, rest, body);
  }
  void pass(std::chrono::milliseconds time) {
    server.clock.advance(time);
    admin.sign_in(acme.administrator_email, administrator_password);
  }
  std::string in(std::chrono::milliseconds time) { return to_string(server.clock.now() + time); }
  int read(Caller& caller) { return caller.get(acme.path("/users")).status; }
  int read_with_token(const std::string& token) {
    Caller caller(server);
    caller.use_bearer("Bearer " + token);
    return read(caller);
  }

 private:
  int names_ = 0;
};

struct Holder {
  std::string id;             // of the user or service user
  std::string email;          // of a person
  std::string key_id;         // of a program
  std::function<int()> read;  ///< uses the credential to read the list of users: the last status

  std::string key_path() const { return "/serviceusers/" + id + "/accesskeys/" + key_id; }
};

// Credentials.

struct Credential {
  const char* name;
  bool is_program;
  bool is_owned;  ///< works again when the access is given back
  std::function<Holder(World&)> give;
};

Holder person_with_password(World& world) {
  const std::string email = world.new_email();
  return {invite(world.server, world.acme, email).id, email, "", [&world, email] {
            Caller caller(world.server);
            const int status = caller.sign_in(email, invited_password).status;
            return status == kIn ? world.read(caller) : status;
          }};
}

Holder person_with_session(World& world) {
  const auto member = std::make_shared<Member>(invite(world.server, world.acme, world.new_email()));
  return {member->id, member->email, "", [&world, member] { return world.read(member->caller); }};
}

int choose_and_read(World& world, Caller& caller) {
  const Answer chosen = caller.post("/api/session/password", {{"newPassword", invited_password}});
  if (chosen.status != kIn) return chosen.status;
  caller.remember(chosen);
  return world.read(caller);
}

Holder person_with_temporary_password(World& world) {
  const std::string email = world.new_email();
  const std::string id = world.post("/users", person(email)).id();
  const std::string password = temporary_password_in(world.server.newest_mail(email));
  return {id, email, "", [&world, email, password] {
            Caller caller(world.server);
            const int status = caller.sign_in(email, password).status;
            return status == kIn ? choose_and_read(world, caller) : status;
          }};
}

Holder person_about_to_choose(World& world) {
  const std::string email = world.new_email();
  const std::string id = world.post("/users", person(email)).id();
  const auto caller = std::make_shared<Caller>(world.server);
  caller->sign_in(email, temporary_password_in(world.server.newest_mail(email)));
  return {id, email, "", [&world, caller] { return choose_and_read(world, *caller); }};
}

Holder person_with_link(World& world) {
  const std::string email = world.new_email();
  const std::string id = invite(world.server, world.acme, email).id;
  Caller(world.server).post("/api/password/forgot", {{"email", email}});
  const std::string link = world.server.secret_in(world.server.newest_mail(email));
  return {id, email, "", [&world, email, link] {
            const std::string password = "brand-New-Long-Secret-1";
            Caller caller(world.server);
            const Answer reset =
                caller.post("/api/password/reset", {{"token", link}, {"newPassword", password}});
            if (reset.status != kIn) return reset.status;
            const int status = caller.sign_in(email, password).status;
            return status == kIn ? world.read(caller) : status;
          }};
}

Answer token_of(World& world, const Program& program) {
  return Caller(world.server)
      .post("/api/oauth/token", {{"grant_type", "client_credentials"},
                                 {"client_id", program.key_id},
                                 {"client_secret", program.secret}});
}

Holder program_with_secret(World& world) {
  const Program program = make_program(world.server, world.acme, world.new_name());
  return {program.id, "", program.key_id, [&world, program] {
            const Answer token = token_of(world, program);
            return token.status == kIn ? world.read_with_token(token.text("access_token"))
                                       : token.status;
          }};
}

Holder program_with_token(World& world) {
  const Program program = make_program(world.server, world.acme, world.new_name());
  const std::string token = token_of(world, program).text("access_token");
  return {program.id, "", program.key_id, [&world, token] { return world.read_with_token(token); }};
}

const Credential credentials[] = {
    {"password", false, true, person_with_password},
    {"session", false, false, person_with_session},
    {"temporary_password", false, false, person_with_temporary_password},
    {"session_to_choose_a_password", false, false, person_about_to_choose},
    {"reset_link", false, false, person_with_link},
    {"api_secret", true, true, program_with_secret},
    {"access_token", true, false, program_with_token},
};

// Ways in which access ends.

enum class For : std::uint8_t { people, programs, everybody };

struct Ending {
  const char* name;
  For whom;
  bool is_of_rights;  ///< the holder stays in and loses the right: any credential gives it again
  std::function<void(World&, const Holder&)> grant;  ///< of the right to read users
  std::function<void(World&, const Holder&)> end;
  std::function<void(World&, const Holder&)> give_back;  ///< none: it cannot be
};

const std::vector<Json> reading{statement("allow", {"config:retrieve"}, "config:user/*")};
const std::vector<Json> other{statement("allow", {"config:retrieve"}, "config:plan/*")};

std::string policy_of(World& world, const std::string& name, const std::vector<Json>& what) {
  const Answer found = world.admin.get(world.acme.path("/permissionpolicies?q=" + name));
  if (!found.data().empty()) return text_of(found.data().at(0), "id");
  return make_policy(world.admin, world.acme, name, what);
}

void hold(World& world, const char* verb, const std::string& policy, const Holder& holder) {
  world.post("/permissionpolicies/" + policy + "/" + verb +
                 (holder.key_id.empty() ? "user" : "serviceuser"),
             JsonObject{{"principalId", holder.id}});
}

void rewrite(World& world, const std::string& name, const std::vector<Json>& what) {
  const std::string path = "/permissionpolicies/" + policy_of(world, name, what);
  JsonObject body{{"name", name}, {"version", world.change(http::Method::get, path).version()}};
  body["permissionPolicy"] = list(what);
  world.change(http::Method::put, path, body);
}

std::string group_named(World& world, const std::string& name) {
  const Answer found = world.admin.get(world.acme.path("/resourcegroups/user?q=" + name));
  if (!found.data().empty()) return text_of(found.data().at(0), "id");
  return make_group(world.admin, world.acme, name);
}

void member(World& world, const std::string& group, const char* call, const std::string& who,
            const char* type = "ITEM") {
  EXPECT_EQ(change_group(world.admin, world.acme, group, call, who, type).status, kIn);
}

void update_user(World& world, const Holder& holder, JsonObject body) {
  const std::string path = "/users/" + holder.id;
  body["version"] = world.change(http::Method::get, path).version();
  world.change(http::Method::put, path, body);
}

void set_status(World& world, const Holder& holder, const char* status) {
  const std::string path = "/serviceusers/" + holder.id;
  const Answer now = world.change(http::Method::get, path);
  world.change(
      http::Method::put, path,
      JsonObject{{"name", now.text("name")}, {"status", status}, {"version", now.version()}});
}

// Each holder's own policy or group, so that ending it is this holder's ending alone.
std::string own(const Holder& holder) { return "own " + holder.id; }
std::string own_policy(World& world, const Holder& holder) {
  return policy_of(world, own(holder), reading);
}

void grant_directly(World& world, const Holder& holder) {
  hold(world, "addto", own_policy(world, holder), holder);
}

void grant_by_group(World& world, const Holder& holder) {
  const std::string group = group_named(world, own(holder));
  member(world, group, "addresource", holder.id);
  attach(world.admin, world.acme, own_policy(world, holder), "addtousergroup", group);
}

void grant_by_nested_group(World& world, const Holder& holder) {
  const std::string inner = group_named(world, "inner " + holder.id);
  const std::string outer = group_named(world, "outer " + holder.id);
  member(world, inner, "addresource", holder.id);
  member(world, outer, "addresource", inner, "GROUP");
  attach(world.admin, world.acme, own_policy(world, holder), "addtousergroup", outer);
}

void grant_inline(World& world, const Holder& holder) {
  JsonObject body;
  body["permissionPolicy"] = list(reading);
  update_user(world, holder, body);
}

const Ending endings[] = {
    {"deactivated", For::people, false, grant_directly,
     [](World& world, const Holder& holder) { world.post("/users/" + holder.id + "/deactivate"); },
     [](World& world, const Holder& holder) { world.post("/users/" + holder.id + "/activate"); }},
    {"end date passed", For::people, false, grant_directly,
     [](World& world, const Holder& holder) {
       update_user(world, holder, {{"dtEndAccess", world.in(1min)}});
       world.pass(1min);
     },
     [](World& world, const Holder& holder) {
       update_user(world, holder, {{"dtEndAccess", nullptr}});
     }},
    {"service user inactive", For::programs, false, grant_directly,
     [](World& world, const Holder& holder) { set_status(world, holder, "INACTIVE"); },
     [](World& world, const Holder& holder) { set_status(world, holder, "ACTIVE"); }},
    {"service user deleted", For::programs, false, grant_directly,
     [](World& world, const Holder& holder) {
       world.change(http::Method::del, "/serviceusers/" + holder.id);
     },
     nullptr},
    {"key inactive", For::programs, false, grant_directly,
     [](World& world, const Holder& holder) { world.post(holder.key_path() + "/deactivate"); },
     [](World& world, const Holder& holder) { world.post(holder.key_path() + "/activate"); }},
    {"key deleted", For::programs, false, grant_directly,
     [](World& world, const Holder& holder) { world.change(http::Method::del, holder.key_path()); },
     nullptr},
    {"policy detached", For::everybody, true, grant_directly,
     [](World& world, const Holder& holder) {
       hold(world, "removefrom", own_policy(world, holder), holder);
     },
     grant_directly},
    {"policy deleted", For::everybody, true, grant_directly,
     [](World& world, const Holder& holder) {
       world.change(http::Method::del, "/permissionpolicies/" + own_policy(world, holder));
     },
     grant_directly},
    {"policy rewritten", For::everybody, true, grant_directly,
     [](World& world, const Holder& holder) { rewrite(world, own(holder), other); },
     [](World& world, const Holder& holder) { rewrite(world, own(holder), reading); }},
    {"denied by a further policy", For::everybody, true, grant_directly,
     [](World& world, const Holder& holder) {
       hold(world, "addto",
            policy_of(world, "Nobody reads",
                      {statement("deny", {"config:retrieve"}, "config:user/*")}),
            holder);
     },
     [](World& world, const Holder& holder) {
       hold(world, "removefrom", policy_of(world, "Nobody reads", {}), holder);
     }},
    {"out of the group", For::people, true, grant_by_group,
     [](World& world, const Holder& holder) {
       member(world, group_named(world, own(holder)), "removeresource", holder.id);
     },
     [](World& world, const Holder& holder) {
       member(world, group_named(world, own(holder)), "addresource", holder.id);
     }},
    {"group deleted", For::people, true, grant_by_group,
     [](World& world, const Holder& holder) {
       world.change(http::Method::del, "/resourcegroups/user/" + group_named(world, own(holder)));
     },
     grant_by_group},
    {"group's policy detached", For::people, true, grant_by_group,
     [](World& world, const Holder& holder) {
       attach(world.admin, world.acme, own_policy(world, holder), "removefromusergroup",
              group_named(world, own(holder)));
     },
     [](World& world, const Holder& holder) {
       attach(world.admin, world.acme, own_policy(world, holder), "addtousergroup",
              group_named(world, own(holder)));
     }},
    {"group out of the group", For::people, true, grant_by_nested_group,
     [](World& world, const Holder& holder) {
       member(world, group_named(world, "outer " + holder.id), "removeresource",
              group_named(world, "inner " + holder.id), "GROUP");
     },
     [](World& world, const Holder& holder) {
       member(world, group_named(world, "outer " + holder.id), "addresource",
              group_named(world, "inner " + holder.id), "GROUP");
     }},
    {"own statements emptied", For::people, true, grant_inline,
     [](World& world, const Holder& holder) {
       update_user(world, holder, {{"permissionPolicy", JsonArray()}});
     },
     grant_inline},
};

class EveryCredential : public ::testing::TestWithParam<Credential> {
 protected:
  World world;
  const Credential& credential = GetParam();
};

TEST_P(EveryCredential, ends_with_the_access_whatever_ends_it) {
  for (const Ending& ending : endings) {
    if (ending.whom == (credential.is_program ? For::people : For::programs)) continue;
    SCOPED_TRACE(ending.name);
    world.pass(1h);  // what counts attempts forgets
    const Holder keeping = credential.give(world);
    const Holder losing = credential.give(world);
    const Holder again = credential.give(world);
    for (const Holder& holder : {keeping, losing, again}) ending.grant(world, holder);
    for (const Holder& holder : {losing, again}) ending.end(world, holder);
    EXPECT_EQ(keeping.read(), kIn);
    EXPECT_GE(losing.read(), 400);
    if (!ending.give_back) {
      EXPECT_GE(again.read(), 400);
      continue;
    }
    ending.give_back(world, again);
    if (ending.is_of_rights || credential.is_owned)
      EXPECT_EQ(again.read(), kIn) << "given back";
    else
      EXPECT_GE(again.read(), 400) << "revived";
  }
  EXPECT_TRUE(world.server.verify_audit(world.acme).is_intact);
}

INSTANTIATE_TEST_SUITE_P(Access, EveryCredential, ::testing::ValuesIn(credentials),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace gatehouse
