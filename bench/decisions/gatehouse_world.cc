// The world of world.js in Gatehouse.
//   gatehouse_world load WORLD DATA_DIR   writes it into a new database, as the API would, and
//                                         prints {"id", "secret"} of a service user's access key
//   gatehouse_world ask WORLD DATA_DIR SECONDS   answers the questions in process from that
//                                         database and prints answers, rates and memory as JSON
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "api/bootstrap.h"
#include "auth/authenticate.h"
#include "base/crypto.h"
#include "directory/loader.h"
#include "store/accounts.h"
#include "store/applications.h"
#include "store/migrate.h"
#include "store/organizations.h"
#include "store/permission_policies.h"
#include "store/resource_groups.h"
#include "store/service_users.h"
#include "store/users.h"

namespace gatehouse {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Json read_world(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::stringstream text;
  text << file.rdbuf();
  return boost::json::parse(text.str());
}

std::string text_of(const Json& json, std::string_view name) {
  return std::string(json.at(name).as_string());
}

std::string service_of(const std::string& type) { return type.substr(0, type.find(':')); }

std::string mri_of(const Json& resource) {
  const JsonObject& object = resource.as_object();
  if (object.contains("service")) return text_of(resource, "service") + ":*";
  if (object.contains("id")) return text_of(resource, "type") + "/item/" + text_of(resource, "id");
  return text_of(resource, "type") + "/*";
}

Statement read_statement(const Json& json) {
  Statement statement;
  statement.effect = text_of(json, "effect") == "deny" ? Effect::deny : Effect::allow;
  for (const Json& resource : json.at("resources").as_array())
    statement.resource.push_back(mri_of(resource));
  const std::string service = service_of(statement.resource.front());
  for (const Json& action : json.at("actions").as_array())
    statement.action.push_back(action == "all" ? "all"
                                               : service + ":" + std::string(action.as_string()));
  return statement;
}

// Writes the world, one kind of thing after the other, in one transaction.
class Loader {
 public:
  Loader(store::Transaction& tx, Timestamp now) : tx_(tx), now_(now) {
    organization_ = api::create_organization(tx, "World", "World", "UTC", now).id;
  }

  void add_applications(const Json& questions) {
    std::map<std::string, RegisteredApplication> applications;
    for (const Json& question : questions.as_array()) {
      const std::string type = text_of(question, "type");
      auto& application = applications[service_of(type)];
      application.service = service_of(type);
      add_once(application.types, type.substr(application.service.size() + 1));
      add_once(application.actions, text_of(question, "action"));
    }
    for (auto& [service, application] : applications) {
      stamp(application);
      application.id = ApplicationId::generate(now_);
      application.name = service;
      store::insert_application(tx_, application);
    }
  }

  void add_policies(const Json& policies) {
    for (const Json& json : policies.as_array()) {
      PermissionPolicy policy;
      stamp(policy);
      policy.id = PermissionPolicyId::generate(now_);
      policy.name = text_of(json, "name");
      for (const Json& statement : json.at("statements").as_array())
        policy.statements.push_back(read_statement(statement));
      store::insert_permission_policy(tx_, policy);
      policies_[policy.name] = policy.id;
    }
  }

  void add_groups(const Json& groups) {
    for (const Json& json : groups.as_array()) {
      ResourceGroup group;
      stamp(group);
      group.id = ResourceGroupId::generate(now_);
      group.type = "user";
      group.name = text_of(json, "name");
      store::insert_resource_group(tx_, group);
      groups_[group.name] = group.id;
      if (!json.at("parent").is_null())
        put_into(text_of(json, "parent"), to_string(group.id), TargetType::group);
      attach(json, PrincipalType::user_group, to_string(group.id));
    }
  }

  void add_users(const Json& users) {
    for (const Json& json : users.as_array()) {
      const std::string name = text_of(json, "name");
      const Account account{.id = AccountId::generate(now_),
                            .email = name + "@people.example",
                            .email_key = name + "@people.example",
                            .first_name = name,
                            .created_at = now_};
      store::insert_account(tx_, account);
      User user;
      stamp(user);
      user.id = UserId::generate(now_);
      user.account_id = account.id;
      user.external_id = name;
      user.email = account.email;
      user.first_name = name;
      store::insert_user(tx_, user);
      for (const Json& group : json.at("groups").as_array())
        put_into(std::string(group.as_string()), to_string(user.id), TargetType::item);
      attach(json, PrincipalType::user, to_string(user.id));
    }
  }

  /// The service user that asks, and its access key.
  JsonObject add_asker() {
    ServiceUser asker;
    stamp(asker);
    asker.id = ServiceUserId::generate(now_);
    asker.name = "Asker";
    store::insert_service_user(tx_, asker);
    api::attach_by_name(tx_, organization_, "Administrator", "SERVICEUSER", to_string(asker.id),
                        now_);
    AccessKey key;
    stamp(key);
    key.id = AccessKeyId::generate(now_);
    key.service_user_id = asker.id;
    const std::string secret = auth::make_secret("sk");
    store::insert_access_key(tx_, key, auth::secret_hash(secret));
    return {{"id", to_string(key.id)}, {"secret", secret}};
  }

 private:
  template <class Thing>
  void stamp(Thing& thing) const {
    thing.organization_id = organization_;
    thing.created_at = now_;
    thing.created_by = "SYSTEM";
  }

  static void add_once(std::vector<std::string>& words, const std::string& word) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }

  void put_into(const std::string& group, const std::string& target, TargetType type) {
    store::add_group_item(tx_, organization_, groups_.at(group),
                          {.target_id = target,
                           .target_type = type,
                           .target_name = {},
                           .created_at = now_,
                           .created_by = "SYSTEM"});
  }

  void attach(const Json& holder, PrincipalType type, const std::string& id) {
    for (const Json& name : holder.at("policies").as_array()) {
      PrincipalPermission attachment;
      attachment.id = PrincipalPermissionId::generate(now_);
      attachment.policy_id = policies_.at(std::string(name.as_string()));
      attachment.principal_type = type;
      attachment.principal_id = id;
      attachment.created_at = now_;
      attachment.created_by = "SYSTEM";
      store::attach_policy(tx_, organization_, attachment);
    }
  }

  store::Transaction& tx_;
  Timestamp now_;
  OrganizationId organization_;
  std::map<std::string, PermissionPolicyId> policies_;
  std::map<std::string, ResourceGroupId> groups_;
};

void load(store::Database& database, const Json& world, Timestamp now) {
  const auto tx = database.begin_write();
  Loader loader(*tx, now);
  loader.add_applications(world.at("questions"));
  loader.add_policies(world.at("policies"));
  loader.add_groups(world.at("groups"));
  loader.add_users(world.at("users"));
  const JsonObject key = loader.add_asker();
  tx->commit();
  fmt::print("{}\n", to_text(key));
}

struct Question {
  directory::Subject subject;
  directory::Access access;
};

std::vector<Question> read_questions(const directory::Snapshot& snapshot, const Json& questions) {
  const auto& words = snapshot.vocabulary();
  std::vector<Question> read;
  for (const Json& json : questions.as_array()) {
    const auto* user = snapshot.find_user_by_external_id(json.at("user").as_string());
    if (user == nullptr) throw std::runtime_error("the database holds another world");
    Question question{.subject = directory::Subject::user(user->id), .access = {}};
    question.access.type = words.resolve_type(json.at("type").as_string()).value();
    question.access.action =
        words.resolve_action(json.at("action").as_string(), words.service_of(question.access.type))
            .value();
    question.access.id = json.at("id").as_string();
    read.push_back(question);
  }
  return read;
}

void ask(store::Database& database, const Json& world, double seconds, Timestamp now) {
  const auto start = Clock::now();
  directory::SnapshotPointer snapshot;
  {
    const auto tx = database.begin_read();
    snapshot = directory::Snapshot::build(
        directory::load_organization(*tx, store::list_organization_ids(*tx).front()));
  }
  const double loaded = seconds_since(start);
  const auto questions = read_questions(*snapshot, world.at("questions"));
  JsonArray answers;
  for (const auto& [subject, access] : questions)
    answers.push_back(snapshot->decide(subject, access, now).allowed());

  constexpr std::size_t batch = 64;  // a clock reading costs a third of a decision
  std::vector<double> batches;
  std::size_t at = 0;
  std::size_t allowed = 0;
  const auto begin = Clock::now();
  while (seconds_since(begin) < seconds) {
    const auto before = Clock::now();
    for (std::size_t i = 0; i < batch; ++i) {
      const auto& [subject, access] = questions[at++ % questions.size()];
      allowed += snapshot->decide(subject, access, now).allowed() ? 1 : 0;
    }
    batches.push_back(seconds_since(before) / batch * 1e9);
  }
  const double took = seconds_since(begin);
  std::ranges::sort(batches);
  fmt::print("{}\n", to_text(JsonObject{{"answers", answers},
                                        {"perSecond", static_cast<double>(at) / took},
                                        {"p50ns", batches[batches.size() / 2]},
                                        {"p99ns", batches[batches.size() * 99 / 100]},
                                        {"allowed", allowed},
                                        {"loadSeconds", loaded},
                                        {"directoryBytes", snapshot->memory_bytes()}}));
}

int run(const std::vector<std::string>& arguments) {
  const bool is_load = arguments.size() == 3 && arguments[0] == "load";
  const bool is_ask = arguments.size() == 4 && arguments[0] == "ask";
  if (!is_load && !is_ask) {
    fmt::print(stderr, "usage: gatehouse_world load WORLD DATA_DIR | ask WORLD DATA_DIR SECONDS\n");
    return 2;
  }
  init_crypto();
  const Timestamp now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const Json world = read_world(arguments[1]);
  std::filesystem::create_directories(arguments[2]);
  const auto database = store::open_sqlite({.path = arguments[2] + "/gatehouse.db"});
  store::migrate(*database, now);
  if (is_load)
    load(*database, world, now);
  else
    ask(*database, world, std::stod(arguments[3]), now);
  return 0;
}

}  // namespace
}  // namespace gatehouse

int main(int argc, char** argv) {
  try {
    return gatehouse::run({argv + 1, argv + argc});
  } catch (const std::exception& problem) {
    fmt::print(stderr, "gatehouse_world: {}\n", problem.what());
    return 1;
  }
}
