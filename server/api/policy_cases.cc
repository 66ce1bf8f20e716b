#include "api/policy_cases.h"

#include <map>

#include "api/authzen_question.h"
#include "base/codec.h"
#include "base/email.h"
#include "base/failure.h"
#include "policy/statement.h"

namespace gatehouse::api {
namespace {

using Names = std::optional<std::vector<std::string>>;

struct ApplicationEntry {
  std::string service;
  std::vector<std::string> types;
  std::vector<std::string> actions;
  static constexpr auto fields() {
    using This = ApplicationEntry;
    return std::tuple{body("service", &This::service, ""), body("types", &This::types, ""),
                      body("actions", &This::actions, "")};
  }
};

struct PolicyEntry {
  std::string name;
  Json statements;
  static constexpr auto fields() {
    return std::tuple{body("name", &PolicyEntry::name, ""),
                      body("permissionPolicy", &PolicyEntry::statements, "")};
  }
};

struct UserEntry {
  std::string email;
  std::optional<std::string> external_id;
  std::optional<std::string> user_name;
  std::optional<bool> is_active;
  std::optional<Timestamp> end;
  Names policies;
  Names groups;
  std::optional<Json> statements;
  static constexpr auto fields() {
    using This = UserEntry;
    return std::tuple{
        body("email", &This::email, ""),        body("externalId", &This::external_id, ""),
        body("userName", &This::user_name, ""), body("active", &This::is_active, ""),
        body("dtEndAccess", &This::end, ""),    body("permissionPolicies", &This::policies, ""),
        body("userGroups", &This::groups, ""),  body("permissionPolicy", &This::statements, "")};
  }
};

struct ServiceUserEntry {
  ServiceUserId id;
  Names policies;
  static constexpr auto fields() {
    return std::tuple{body("id", &ServiceUserEntry::id, ""),
                      body("permissionPolicies", &ServiceUserEntry::policies, "")};
  }
};

struct UserGroupEntry {
  std::string name;
  Names policies;
  Names groups;
  static constexpr auto fields() {
    using This = UserGroupEntry;
    return std::tuple{body("name", &This::name, ""),
                      body("permissionPolicies", &This::policies, ""),
                      body("userGroups", &This::groups, "")};
  }
};

struct ResourceGroupEntry {
  ResourceGroupId id;
  std::string type;
  std::vector<std::string> items;
  std::optional<std::vector<ResourceGroupId>> groups;
  static constexpr auto fields() {
    using This = ResourceGroupEntry;
    return std::tuple{body("id", &This::id, ""), body("type", &This::type, ""),
                      body("items", &This::items, ""), body("groups", &This::groups, "")};
  }
};

struct ResourceEntry {
  std::string type;
  std::string resource_id;
  JsonObject properties;
  static constexpr auto fields() {
    using This = ResourceEntry;
    return std::tuple{body("type", &This::type, ""), body("resourceId", &This::resource_id, ""),
                      body("properties", &This::properties, "")};
  }
};

struct AnySubjectEntry {
  std::string service;
  std::vector<std::string> policies;
  static constexpr auto fields() {
    return std::tuple{body("service", &AnySubjectEntry::service, ""),
                      body("permissionPolicies", &AnySubjectEntry::policies, "")};
  }
};

struct FileContent {
  std::optional<std::vector<ApplicationEntry>> applications;
  std::optional<std::vector<PolicyEntry>> policies;
  std::optional<std::vector<UserEntry>> users;
  std::optional<std::vector<ServiceUserEntry>> service_users;
  std::optional<std::vector<UserGroupEntry>> user_groups;
  std::optional<std::vector<ResourceGroupEntry>> resource_groups;
  std::optional<std::vector<ResourceEntry>> resources;
  Names all_users;
  std::optional<std::vector<AnySubjectEntry>> any_subject;
  static constexpr auto fields() {
    using This = FileContent;
    return std::tuple{body("applications", &This::applications, ""),
                      body("permissionPolicies", &This::policies, ""),
                      body("users", &This::users, ""),
                      body("serviceUsers", &This::service_users, ""),
                      body("userGroups", &This::user_groups, ""),
                      body("resourceGroups", &This::resource_groups, ""),
                      body("resources", &This::resources, ""),
                      body("allUsers", &This::all_users, ""),
                      body("anySubject", &This::any_subject, "")};
  }
};

template <class T>
const std::vector<T>& all(const std::optional<std::vector<T>>& list) {
  static const std::vector<T> none;
  return list ? *list : none;
}

// Names of one kind, each given once, from all files.
template <class SomeId>
class Named {
 public:
  explicit Named(const char* noun) : noun_(noun) {}

  void add(const std::string& name, SomeId id) {
    if (!ids_.emplace(name, id).second) refuse(name, "named twice");
  }
  SomeId find(const std::string& name) const {
    const auto found = ids_.find(name);
    if (found == ids_.end()) refuse(name, "not there");
    return found->second;
  }

 private:
  [[noreturn]] void refuse(const std::string& name, const char* what) const {
    throw Failure(Code::invalid_input, std::string("the ") + noun_ + " `" + name + "` is " + what);
  }

  const char* noun_;
  std::map<std::string, SomeId> ids_;
};

// Calls `act` for each file; a failure names the file and the place in it.
template <class Parts, class Act>
void for_each_file(const Parts& parts, const std::vector<PolicyFile>& files, Act act) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    try {
      act(parts[i]);
    } catch (const Failure& failure) {
      const std::string place = failure.field.empty() ? "" : failure.field + ": ";
      throw Failure(failure.code, files[i].name + ": " + place + failure.message, failure.field);
    }
  }
}

// From what is written to what a directory is built from; names come before what uses them.
class Reader {
 public:
  explicit Reader(const std::vector<PolicyFile>& files) : files_(files), parts_(files.size()) {}

  directory::SnapshotPointer read() {
    std::size_t at = 0;
    for_each_file(files_, files_, [&](const PolicyFile& file) {
      parts_[at++] = codec::read<FileContent>(file.json, "");
    });
    each([&](const FileContent& part) {
      for (const auto& one : all(part.applications))
        data_.applications.push_back({one.service, one.types, one.actions});
    });
    const policy::Vocabulary words(data_.applications);
    each([&](const FileContent& part) { read_policies(part, words); });
    each([&](const FileContent& part) { name_groups(part); });
    each([&](const FileContent& part) { read_subjects(part, words); });
    each([&](const FileContent& part) { read_resources(part, words); });
    return directory::Snapshot::build(data_);
  }

 private:
  template <class Act>
  void each(Act act) {
    for_each_file(parts_, files_, act);
  }
  template <class SomeId>
  SomeId next_id() {
    SomeId id{};
    const std::uint64_t number = ++last_id_;
    for (std::size_t i = 0; i < sizeof number; ++i)
      id.bytes[15 - i] = static_cast<std::uint8_t>(number >> 8 * i);
    return id;
  }
  void attach(const std::vector<std::string>& names, const directory::Principal& principal) {
    for (const auto& name : names) data_.attachments.push_back({policies_.find(name), principal});
  }
  directory::GroupData& group(const std::string& name) {
    const ResourceGroupId id = groups_.find(name);
    return *std::ranges::find(data_.groups, id, &directory::GroupData::id);
  }
  static std::string path(const char* list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "].permissionPolicy";
  }

  void read_policies(const FileContent& part, const policy::Vocabulary& words) {
    for (std::size_t i = 0; i < all(part.policies).size(); ++i) {
      const PolicyEntry& entry = all(part.policies)[i];
      const auto id = next_id<PermissionPolicyId>();
      policies_.add(entry.name, id);
      data_.policies.push_back({.id = id,
                                .name = entry.name,
                                .statements = policy::parse_statements(
                                    entry.statements, words, path("permissionPolicies", i))});
    }
  }

  void name_groups(const FileContent& part) {
    for (const auto& entry : all(part.user_groups)) {
      const auto id = next_id<ResourceGroupId>();
      groups_.add(entry.name, id);
      data_.groups.push_back({.id = id, .type = "user", .name = entry.name});
    }
  }

  void read_subjects(const FileContent& part, const policy::Vocabulary& words) {
    using directory::PrincipalKind;
    for (const auto& entry : all(part.user_groups)) {
      const ResourceGroupId id = groups_.find(entry.name);
      attach(all(entry.policies), {PrincipalKind::user_group, id, {}});
      for (const auto& outer : all(entry.groups)) group(outer).groups.push_back(id);
    }
    for (std::size_t i = 0; i < all(part.users).size(); ++i)
      read_user(all(part.users)[i], words, path("users", i));
    for (const auto& entry : all(part.service_users)) {
      data_.service_users.push_back({entry.id});
      attach(all(entry.policies), {PrincipalKind::service_user, entry.id, {}});
    }
    attach(all(part.all_users), {PrincipalKind::all_users, {}, {}});
    for (const auto& entry : all(part.any_subject)) {
      if (!words.find_service(entry.service))
        throw Failure(Code::invalid_input, "there is no application `" + entry.service + "`");
      attach(entry.policies, {PrincipalKind::any_subject, {}, entry.service});
    }
  }

  void read_user(const UserEntry& entry, const policy::Vocabulary& words, const std::string& at) {
    const auto email = parse_email(entry.email);
    if (!email) throw Failure(Code::invalid_input, "`" + entry.email + "` is no e-mail address");
    directory::UserData user{.id = next_id<UserId>(),
                             .active = entry.is_active.value_or(true),
                             .end = entry.end,
                             .external_id = entry.external_id.value_or(""),
                             .user_name = entry.user_name.value_or(""),
                             .email = email->key};
    users_.add(user.email, user.id);
    if (entry.statements)
      user.statements = policy::parse_statements(*entry.statements, words, at, 0);
    attach(all(entry.policies), {directory::PrincipalKind::user, user.id, {}});
    for (const auto& name : all(entry.groups)) group(name).items.push_back(to_string(user.id));
    data_.users.push_back(std::move(user));
  }

  void read_resources(const FileContent& part, const policy::Vocabulary& words) {
    const auto canonical = [&](const std::string& type) {
      const auto id = words.resolve_type(type);
      if (!id) throw Failure(Code::invalid_input, "there is no resource type `" + type + "`");
      return words.type(*id);
    };
    for (const auto& entry : all(part.resource_groups))
      data_.groups.push_back({.id = entry.id,
                              .type = canonical(entry.type),
                              .name = to_string(entry.id),
                              .items = entry.items,
                              .groups = all(entry.groups)});
    for (const auto& entry : all(part.resources))
      data_.resources.push_back({canonical(entry.type), entry.resource_id, entry.properties});
  }

  const std::vector<PolicyFile>& files_;
  std::vector<FileContent> parts_;
  directory::OrganizationData data_;
  Named<PermissionPolicyId> policies_{"permission policy"};
  Named<ResourceGroupId> groups_{"user group"};
  Named<UserId> users_{"user"};
  std::uint64_t last_id_ = 0;
};

// In a test a name that is not there is a mistake that a refusal would hide.
void require_known(const AccessQuestion& question, const JsonObject& body) {
  const auto refuse = [&](const char* noun, const char* entity, const char* member_name) {
    const auto* of = body.at(entity).if_object();
    throw Failure(Code::invalid_input, std::string("there is no ") + noun + " `" +
                                           std::string(of->at(member_name).as_string()) + "`");
  };
  if (question.access.type == policy::no_word) refuse("resource type", "resource", "type");
  if (question.access.action == policy::no_word) refuse("action", "action", "name");
  if (question.subject.kind != directory::Subject::Kind::other) return;
  if (question.subject.type == "user") refuse("user", "subject", "id");
  if (question.subject.type == "service_user") refuse("service user", "subject", "id");
}

struct CaseEntry {
  std::string name;
  bool decision = false;
  Json subject;
  Json action;
  Json resource;
  std::optional<Json> context;
  static constexpr auto fields() {
    using This = CaseEntry;
    return std::tuple{body("name", &This::name, ""),         body("decision", &This::decision, ""),
                      body("subject", &This::subject, ""),   body("action", &This::action, ""),
                      body("resource", &This::resource, ""), body("context", &This::context, "")};
  }
};

std::string word_of(const JsonObject& question, const char* entity, const char* name) {
  const Json* of = question.if_contains(entity);
  const Json* word =
      of != nullptr && of->is_object() ? of->get_object().if_contains(name) : nullptr;
  return word != nullptr && word->is_string() ? std::string(word->get_string()) : "?";
}

std::string word_for(bool permits) { return permits ? "permitted" : "refused"; }

}  // namespace

directory::SnapshotPointer read_organization(const std::vector<PolicyFile>& files) {
  return Reader(files).read();
}

Verdict decide_question(const directory::SnapshotPointer& organization, const JsonObject& question,
                        Timestamp now) {
  const Asker asker{
      .snapshot = organization, .id = {}, .may_ask_about_others = true, .now = now, .page_key = {}};
  JsonReader reader;
  QuestionReader questions(asker);
  const auto body = reader.read(to_text(question)).get_object().value_unsafe();
  const AccessQuestion asked = questions.read(Parts(body));
  require_known(asked, question);
  const auto explanation = organization->explain(asked.subject, asked.access, now);
  return {explanation.outcome == policy::Outcome::allowed, policy::to_text(explanation)};
}

std::string describe_question(const JsonObject& question) {
  return word_of(question, "subject", "type") + " " + word_of(question, "subject", "id") + ", " +
         word_of(question, "action", "name") + ", " + word_of(question, "resource", "type") + " " +
         word_of(question, "resource", "id");
}

std::vector<CaseResult> run_cases(const directory::SnapshotPointer& organization, const Json& cases,
                                  Timestamp now) {
  std::vector<CaseResult> results;
  for (const CaseEntry& entry : codec::read<std::vector<CaseEntry>>(cases, "cases")) {
    JsonObject question{
        {"subject", entry.subject}, {"action", entry.action}, {"resource", entry.resource}};
    if (entry.context) question["context"] = *entry.context;
    CaseResult result{.name = entry.name,
                      .question = describe_question(question),
                      .expected = entry.decision,
                      .verdict = {},
                      .error = {}};
    try {
      result.verdict = decide_question(organization, question, now);
    } catch (const Failure& failure) {
      result.error = failure.message;
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::string report(const std::vector<CaseResult>& results) {
  std::string text;
  std::size_t passed = 0;
  for (const CaseResult& result : results) {
    if (result.passed()) {
      ++passed;
      continue;
    }
    text += "FAILED " + result.name + "\n  " + result.question + "\n";
    text += "  - " + word_for(result.expected) + "\n";
    text += "  + " +
            (result.error.empty() ? word_for(result.verdict.permits) + ": " + result.verdict.reason
                                  : "cannot be asked: " + result.error) +
            "\n";
  }
  return text + std::to_string(passed) + " passed, " + std::to_string(results.size() - passed) +
         " failed\n";
}

}  // namespace gatehouse::api
