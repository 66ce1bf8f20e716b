// Questions of people about rights: why may this user do that, and what would a policy change.
#include <chrono>

#include "api/context.h"
#include "api/endpoints.h"
#include "api/rights.h"
#include "base/codec.h"
#include "policy/explain.h"
#include "policy/named_access.h"
#include "policy/resource.h"
#include "policy/statement.h"

namespace gatehouse::api {
namespace {

constexpr const char* kActionDoc = "`records:read`";
constexpr const char* kResourceDoc = "`records:record/item/7`, or `records:record/*`.";
constexpr Length kActionLength{1, 130};
constexpr Length kResourceLength{1, policy::mri_bytes_maximum};
constexpr std::size_t kQuestionsMaximum = 50;  // each is asked twice about every user

struct AskDecision {
  OrganizationId organization_id;
  UserId id;
  std::string action;
  std::string resource;
  static constexpr auto fields() {
    using This = AskDecision;
    return std::tuple{
        path("organizationId", &This::organization_id),
        path("id", &This::id),
        query("action", &This::action, kActionDoc, kActionLength),
        query("resource", &This::resource, kResourceDoc, kResourceLength),
    };
  }
};

struct ExplainedDecision {
  bool decision = false;
  std::string reason;
  JsonObject explanation;

  static constexpr const char* schema_name = "ExplainedDecision";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    using This = ExplainedDecision;
    return std::tuple{
        out("decision", &This::decision, "Whether it is allowed."),
        out("reason", &This::reason, "Why, in one sentence."),
        out("explanation", &This::explanation,
            "Outcome and cause; the decisive statement with its policy and the path to it; for a "
            "refusal the denies to lift and the smallest grant that would change it."),
    };
  }
};

struct AskDraftDecision {
  OrganizationId organization_id;
  UserId id;
  std::string action;
  std::string resource;
  std::optional<PermissionPolicyId> policy_id;
  std::vector<Statement> statements;
  static constexpr auto fields() {
    using This = AskDraftDecision;
    return std::tuple{
        path("organizationId", &This::organization_id),
        path("id", &This::id),
        body("action", &This::action, kActionDoc, kActionLength),
        body("resource", &This::resource, kResourceDoc, kResourceLength),
        body("policyId", &This::policy_id, "The policy to be changed; absent: a new one."),
        body("permissionPolicy", &This::statements, "Its statements.", Length{0, 100}),
    };
  }
};

struct AskedAccess {
  std::string action;
  std::string resource;

  static constexpr const char* schema_name = "AskedAccess";
  static constexpr auto fields() {
    using This = AskedAccess;
    return std::tuple{body("action", &This::action, kActionDoc, kActionLength),
                      body("resource", &This::resource, kResourceDoc, kResourceLength)};
  }
};

struct Simulate {
  OrganizationId organization_id;
  std::optional<PermissionPolicyId> policy_id;
  std::vector<Statement> statements;
  std::optional<std::vector<UserId>> user_ids;
  std::optional<std::vector<ResourceGroupId>> group_ids;
  std::optional<bool> to_all_users;
  std::optional<std::vector<AskedAccess>> questions;
  static constexpr auto fields() {
    using This = Simulate;
    return std::tuple{
        path("organizationId", &This::organization_id),
        body("policyId", &This::policy_id, "The policy to be changed; absent: a new one."),
        body("permissionPolicy", &This::statements, "Its statements.", Length{0, 100}),
        body("userIds", &This::user_ids, "Users who would get it.", Length{0, 200}),
        body("userGroupIds", &This::group_ids, "User groups that would get it.", Length{0, 200}),
        body("toAllUsers", &This::to_all_users, "Whether all users would get it."),
        body("questions", &This::questions,
             "What to compare; absent: what the changed statements speak of.",
             Length{1, kQuestionsMaximum}),
    };
  }
};

struct ChangedAccess {
  std::string user_id;
  std::string email;
  std::string action;
  std::string resource;

  static constexpr const char* schema_name = "ChangedAccess";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    using This = ChangedAccess;
    return std::tuple{out("userId", &This::user_id, "Whose."), out("email", &This::email, "Whose."),
                      out("action", &This::action, "In lower case."),
                      out("resource", &This::resource, "Its canonical spelling.")};
  }
};

struct Simulation {
  std::int64_t users = 0;
  std::int64_t questions = 0;
  std::vector<ChangedAccess> gains;
  std::vector<ChangedAccess> losses;
  bool is_complete = true;

  static constexpr const char* schema_name = "Simulation";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    using This = Simulation;
    return std::tuple{
        out("users", &This::users, "How many users were asked about."),
        out("questions", &This::questions, "How many accesses were compared for each."),
        out("gains", &This::gains, "What would be allowed and is not."),
        out("losses", &This::losses, "What is allowed and would not be."),
        out("complete", &This::is_complete,
            "False when there are more than 1000 of either, or more to compare than was asked or "
            "than ten seconds allow.")};
  }
};

// What is asked, in the organization's words.
struct Question {
  policy::ActionId action;
  policy::TypeId type;
  std::string id;

  directory::Access access() const { return {.action = action, .type = type, .id = id}; }
};

Question read_question(const AskedAccess& asked, const policy::Vocabulary& words,
                       const std::string& prefix) {
  const auto action = words.find_action(asked.action);
  if (!action) codec::refuse(prefix + "action", "an action of the organization");
  const auto resource = policy::parse_resource(asked.resource);
  const auto type = resource ? words.find_type(resource->service, resource->type) : std::nullopt;
  if (!type)
    codec::refuse(prefix + "resource",
                  "`service:type/item/id` or `service:type/*`, of a type of the organization");
  return {.action = *action, .type = *type, .id = resource->id};
}

ExplainedDecision explained(const directory::Snapshot& snapshot, UserId user,
                            const AskedAccess& asked, Timestamp now) {
  if (snapshot.find_user(user) == nullptr) refuse_unknown_id("user");
  const Question question = read_question(asked, snapshot.vocabulary(), "");
  const std::string id = to_string(user);
  directory::Subject subject = directory::Subject::user(user);
  subject.name = id;
  const auto explanation = snapshot.explain(subject, question.access(), now);
  return {.decision = explanation.outcome == policy::Outcome::allowed,
          .reason = policy::to_text(explanation),
          .explanation = policy::to_json(explanation).as_object()};
}

ExplainedDecision ask_decision(Context& context, const AskDecision& in) {
  return explained(*context.snapshot(), in.id, {in.action, in.resource}, context.now);
}

directory::PolicyData draft_of(const Context& context,
                               const std::optional<PermissionPolicyId>& policy,
                               const std::vector<Statement>& statements) {
  directory::PolicyData draft{.id = policy.value_or(PermissionPolicyId::generate(context.now)),
                              .name = "draft"};
  if (!statements.empty())
    draft.statements = policy::parse_statements(
        to_json(statements), context.snapshot()->vocabulary(), "permissionPolicy");
  return draft;
}

// As if the user held the draft, whether or not they hold the policy.
ExplainedDecision ask_draft_decision(Context& context, const AskDraftDecision& in) {
  const auto draft = draft_of(context, in.policy_id, in.statements);
  const auto snapshot = context.snapshot()->with_policy(draft)->with_attachment(
      {draft.id, {directory::PrincipalKind::user, in.id, {}}});
  return explained(*snapshot, in.id, {in.action, in.resource}, context.now);
}

directory::SnapshotPointer with_draft(const Context& context, const Simulate& in,
                                      const directory::PolicyData& draft) {
  using directory::PrincipalKind;
  auto snapshot = context.snapshot()->with_policy(draft);
  const auto attach = [&](PrincipalKind kind, const Uuid& id) {
    snapshot = snapshot->with_attachment({draft.id, {kind, id, {}}});
  };
  for (const UserId& id : in.user_ids.value_or(std::vector<UserId>()))
    attach(PrincipalKind::user, id);
  for (const ResourceGroupId& id : in.group_ids.value_or(std::vector<ResourceGroupId>()))
    attach(PrincipalKind::user_group, id);
  if (in.to_all_users.value_or(false)) attach(PrincipalKind::all_users, {});
  return snapshot;
}

std::vector<Question> asked_questions(const std::vector<AskedAccess>& asked,
                                      const policy::Vocabulary& words) {
  std::vector<Question> questions;
  for (std::size_t i = 0; i < asked.size(); ++i)
    questions.push_back(read_question(asked[i], words, "questions[" + std::to_string(i) + "]."));
  return questions;
}

// What the statements that come or go speak of; those who newly get the policy get all of it.
std::vector<Question> changed_questions(Context& context, const Simulate& in,
                                        const directory::PolicyData& draft, bool& is_complete) {
  std::vector<Statement> old;
  if (in.policy_id) old = found_policy(context, in.organization_id, *in.policy_id).statements;
  auto changed = policy::difference(old, draft.statements);
  if (in.user_ids || in.group_ids || in.to_all_users.value_or(false))
    changed.insert(changed.end(), draft.statements.begin(), draft.statements.end());
  auto named = policy::named_accesses(changed, context.snapshot()->vocabulary(), kQuestionsMaximum);
  is_complete = named.is_complete;
  std::vector<Question> questions;
  for (auto& [action, type, id] : named.all) questions.push_back({action, type, std::move(id)});
  return questions;
}

std::string mri_of(const Question& question, const policy::Vocabulary& words) {
  const std::string& type = words.type(question.type);
  const std::size_t colon = type.find(':');
  return policy::to_string(
      policy::Resource{type.substr(0, colon), type.substr(colon + 1), question.id});
}

// Pure: two snapshots, the same questions.
Simulation simulate(Context& context, const Simulate& in) {
  constexpr std::size_t changes_maximum = 1000;
  // What a decision costs is up to the policies, and how many there are to the users.
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  // It names users and what they may do (docs/security.md N-049).
  context.require("config:retrieve", "config:user/*");
  const auto before = context.snapshot();
  const auto draft = draft_of(context, in.policy_id, in.statements);
  const auto after = with_draft(context, in, draft);
  const policy::Vocabulary& words = before->vocabulary();
  Simulation simulation;
  const auto questions = in.questions
                             ? asked_questions(*in.questions, words)
                             : changed_questions(context, in, draft, simulation.is_complete);
  simulation.questions = static_cast<std::int64_t>(questions.size());
  before->for_each_user([&](const directory::UserEntry& user) {
    if (std::chrono::steady_clock::now() > until) {
      simulation.is_complete = false;
      return;
    }
    ++simulation.users;
    const std::string id = to_string(user.id);
    directory::Subject subject = directory::Subject::user(user.id);
    subject.name = id;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const bool was = before->decide(subject, questions[i].access(), context.now).allowed();
      const bool is = after->decide(subject, questions[i].access(), context.now).allowed();
      if (was == is) continue;
      auto& changes = is ? simulation.gains : simulation.losses;
      simulation.is_complete = simulation.is_complete && changes.size() < changes_maximum;
      if (changes.size() < changes_maximum)
        changes.push_back({id, std::string(user.email()), words.action(questions[i].action),
                           mri_of(questions[i], words)});
    }
  });
  return simulation;
}

}  // namespace

std::vector<Endpoint> decision_endpoints() {
  return {
      endpoint<ask_decision>(
          {.method = http::Method::get,
           .path = "/organizations/{organizationId}/users/{id}/decision",
           .access = Access::permission("config:retrieve", "config:user/item/{id}"),
           .summary = "Whether a user may do something, and why.",
           .operation = "user.decision"}),
      endpoint<ask_draft_decision>(
          {.method = http::Method::post,
           .path = "/organizations/{organizationId}/users/{id}/decision",
           .access = Access::permission("config:retrieve", "config:user/item/{id}"),
           .summary = "The same, as if the user held a draft policy; nothing is changed.",
           .operation = "user.decision.draft",
           .is_read = true}),
      endpoint<simulate>(
          {.method = http::Method::post,
           .path = "/organizations/{organizationId}/permissionpolicies/simulate",
           .access = Access::permission("config:retrieve", "config:permissionpolicy/*"),
           .summary = "Who would gain and who would lose what by a draft policy; for who may read "
                      "users too.",
           .operation = "permissionpolicy.simulate",
           .is_read = true}),
  };
}

}  // namespace gatehouse::api
