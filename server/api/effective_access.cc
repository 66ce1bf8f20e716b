// What a user holds and may do, all of it at a glance: by which way each policy came, and a table
// of actions and resource types.
#include "api/context.h"
#include "api/endpoints.h"
#include "policy/explain.h"
#include "policy/reach.h"
#include "store/permission_policies.h"

template <>
struct gatehouse::EnumNames<gatehouse::policy::Reach> {
  using Reach = gatehouse::policy::Reach;
  static constexpr bool ignore_case = false;
  static constexpr std::array names{
      std::pair{Reach::allowed, "allowed"}, std::pair{Reach::partly, "partly"},
      std::pair{Reach::denied, "denied"}, std::pair{Reach::not_granted, "not_granted"}};
};

namespace gatehouse::api {
namespace {

using policy::Reach;

struct HeldStep {
  std::string type;
  std::string id;
  std::string name;

  static constexpr const char* schema_name = "HeldStep";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    using This = HeldStep;
    return std::tuple{
        out("type", &This::type, "`user`, `userGroup` or `allUsers`."),
        out("id", &This::id, "Of the group; empty for all users."),
        out("name", &This::name, "Of the group; empty for all users."),
    };
  }
};

struct HeldPolicy {
  std::string id;
  std::string name;
  std::vector<HeldStep> path;

  static constexpr const char* schema_name = "HeldPolicy";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    using This = HeldPolicy;
    return std::tuple{
        out("id", &This::id, "Of the permission policy."),
        out("name", &This::name, "Of the permission policy."),
        out("path", &This::path, "How it came: from the user on, by the shortest way."),
    };
  }
};

struct HeldPolicies {
  std::vector<HeldPolicy> data;

  static constexpr const char* schema_name = "HeldPolicies";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{out("data", &HeldPolicies::data, "Each policy once, the nearest first.")};
  }
};

HeldPolicies held_policies(Context& context, const OneOf<UserId>& in) {
  const auto snapshot = context.snapshot();
  if (snapshot->find_user(in.id) == nullptr) refuse_unknown_id("user");
  HeldPolicies held;
  for (const policy::Holding& holding : snapshot->holdings(directory::Subject::user(in.id), {})) {
    const bool inline_statement = holding.policy_id.empty();
    if (inline_statement || holding.index != 0) continue;
    HeldPolicy& one = held.data.emplace_back(
        HeldPolicy{.id = holding.policy_id, .name = holding.policy_name, .path = {}});
    for (const policy::Step& step : holding.path) {
      const bool is_group = step.kind == policy::Step::Kind::user_group;
      one.path.push_back({std::string(policy::to_string(step.kind)), is_group ? step.id : "",
                          is_group ? step.name : ""});
    }
  }
  return held;
}

struct AskMatrix {
  OrganizationId organization_id;
  UserId id;
  std::optional<PermissionPolicyId> policy_id;
  static constexpr auto fields() {
    using This = AskMatrix;
    return std::tuple{
        path("organizationId", &This::organization_id),
        path("id", &This::id),
        query("policyId", &This::policy_id, "A policy to compare with."),
    };
  }
};

struct MatrixCell {
  std::string action;
  Reach reach = Reach::not_granted;
  std::optional<Reach> policy_reach;

  static constexpr const char* schema_name = "MatrixCell";
  static constexpr bool is_answer = true;
  static constexpr bool omit_absent = true;
  static constexpr auto fields() {
    using This = MatrixCell;
    return std::tuple{
        out("action", &This::action, "`config:update`."),
        out("reach", &This::reach, "On the whole type: all of it, a part, denied, or nothing."),
        out("policyReach", &This::policy_reach, "The same by the compared policy alone."),
    };
  }
};

struct MatrixRow {
  std::string type;
  std::vector<MatrixCell> actions;

  static constexpr const char* schema_name = "MatrixRow";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    using This = MatrixRow;
    return std::tuple{
        out("type", &This::type, "`config:meter`."),
        out("actions", &This::actions, "The actions of the type's service."),
    };
  }
};

struct Matrix {
  std::vector<MatrixRow> data;

  static constexpr const char* schema_name = "PermissionMatrix";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{out("data", &Matrix::data, "One row for each resource type.")};
  }
};

// Types of a service without actions of its own are acted on with those of `config`.
std::vector<std::string> actions_on(const policy::Vocabulary& words, const std::string& service) {
  const auto of = [&](const std::string& prefix) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < words.action_count(); ++i)
      if (words.action(static_cast<policy::ActionId>(i)).starts_with(prefix + ":"))
        found.push_back(words.action(static_cast<policy::ActionId>(i)));
    return found;
  };
  auto own = of(service);
  return own.empty() ? of("config") : own;
}

Matrix permission_matrix(Context& context, const AskMatrix& in) {
  const auto snapshot = context.snapshot();
  if (snapshot->find_user(in.id) == nullptr) refuse_unknown_id("user");
  std::optional<PermissionPolicy> compared;
  if (in.policy_id) {
    compared = store::find_permission_policy(context.tx(), in.organization_id, *in.policy_id);
    if (!compared) codec::refuse("policyId", "a permission policy of the organization");
  }
  const policy::Vocabulary& words = snapshot->vocabulary();
  Matrix matrix;
  for (std::size_t i = 0; i < words.type_count(); ++i) {
    const auto type = static_cast<policy::TypeId>(i);
    const std::string& service = words.service(words.service_of(type));
    const std::string name = words.type(type).substr(service.size() + 1);
    const auto held = snapshot->statements_of(directory::Subject::user(in.id), service);
    MatrixRow row{.type = words.type(type), .actions = {}};
    for (const std::string& action : actions_on(words, service)) {
      MatrixCell cell{.action = action,
                      .reach = policy::reach_of(held, action, service, name),
                      .policy_reach = {}};
      if (compared)
        cell.policy_reach = policy::reach_of(compared->statements, action, service, name);
      row.actions.push_back(std::move(cell));
    }
    matrix.data.push_back(std::move(row));
  }
  return matrix;
}

}  // namespace

std::vector<Endpoint> effective_access_endpoints() {
  const auto access = Access::permission("config:retrieve", "config:user/item/{id}");
  return {
      endpoint<held_policies>(
          {.method = http::Method::get,
           .path = "/organizations/{organizationId}/users/{id}/heldpolicies",
           .access = access,
           .summary = "Every policy that a user holds, directly or not, and how it came.",
           .operation = "user.held_policies"}),
      endpoint<permission_matrix>(
          {.method = http::Method::get,
           .path = "/organizations/{organizationId}/users/{id}/permissionmatrix",
           .access = access,
           .summary = "What a user may do with each resource type, as a table.",
           .operation = "user.permission_matrix"}),
  };
}

}  // namespace gatehouse::api
