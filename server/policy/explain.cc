#include "policy/explain.h"

#include "policy/statement.h"

namespace gatehouse::policy {
namespace {

std::string describe(const Holding& holding) {
  std::string text = "statement " + std::to_string(holding.index + 1) + " of ";
  text +=
      holding.policy_id.empty() ? "the inline permissions" : "policy `" + holding.policy_name + "`";
  for (const Step& step : holding.path) {
    if (step.kind == Step::Kind::user_group) text += ", through group `" + step.name + "`";
    if (step.kind == Step::Kind::all_users) text += ", which all users have";
    if (step.kind == Step::Kind::any_subject) text += ", which any subject has";
    if (step.kind == Step::Kind::role) text += ", through role `" + step.name + "`";
  }
  return text;
}

std::string describe(const Statement& grant) {
  return "`allow " + grant.action.front() + " on " + grant.resource.front() + "`";
}

std::string describe(Cause cause) {
  switch (cause) {
    case Cause::unknown_subject:
      return "the subject is not in the organization";
    case Cause::inactive:
      return "the subject is not active";
    case Cause::ended:
      return "the access of the subject has ended";
    case Cause::unknown_action:
      return "the action is unknown in the organization";
    case Cause::unknown_resource:
      return "the resource is malformed or of an unknown type";
    case Cause::error:
      return "the directory is inconsistent";
    case Cause::statement:
    case Cause::no_statement:
      break;
  }
  return "no statement allows it";
}

}  // namespace

Explanation explain(const Decision& decision, std::span<const Holding> holdings,
                    const Question& question) {
  Explanation explanation{decision.outcome, decision.cause, {}, {}, {}, {}};
  if (decision.cause != Cause::statement && decision.cause != Cause::no_statement)
    return explanation;
  bool allowed = false;
  for (const Holding& holding : holdings) {
    if (!reference_matches(holding.statement, question)) continue;
    const bool deny = holding.statement.effect == Effect::deny;
    if (deny) explanation.lift.push_back(holding);
    const bool decides = deny == (decision.outcome == Outcome::explicitly_denied);
    if (decides && !explanation.decisive) explanation.decisive = holding;
    if (!deny && !decides && !explanation.beaten) explanation.beaten = holding;
    allowed = allowed || !deny;
  }
  if (!allowed)
    explanation.grant =
        Statement{Effect::allow, {question.action}, {to_string(question.resource)}, {}};
  return explanation;
}

std::string to_text(const Explanation& explanation) {
  const auto decisive = explanation.decisive ? describe(*explanation.decisive) : "";
  switch (explanation.outcome) {
    case Outcome::allowed:
      return "allowed by " + decisive;
    case Outcome::explicitly_denied: {
      std::string text = "denied by " + decisive;
      if (explanation.lift.size() > 1)
        text += " and " + std::to_string(explanation.lift.size() - 1) + " more";
      if (explanation.grant) text += "; without it " + describe(*explanation.grant) + " is missing";
      return text;
    }
    case Outcome::not_granted:
      break;
  }
  std::string text = describe(explanation.cause);
  if (explanation.grant) text += "; " + describe(*explanation.grant) + " would";
  return text;
}

std::string_view to_string(Step::Kind kind) {
  switch (kind) {
    case Step::Kind::user:
      return "user";
    case Step::Kind::service_user:
      return "serviceUser";
    case Step::Kind::subject:
      return "subject";
    case Step::Kind::user_group:
      return "userGroup";
    case Step::Kind::all_users:
      return "allUsers";
    case Step::Kind::any_subject:
      return "anySubject";
    case Step::Kind::support_users:
      return "supportUsers";
    case Step::Kind::role:
      return "role";
  }
  return "subject";
}

Json to_json(const Holding& holding) {
  JsonObject object;
  object["statement"] = to_json(holding.statement);
  object["index"] = holding.index;
  if (holding.policy_id.empty()) {
    object["inline"] = true;
  } else {
    object["policyId"] = holding.policy_id;
    object["policyName"] = holding.policy_name;
  }
  JsonArray path;
  for (const Step& step : holding.path) {
    JsonObject entry;
    entry["type"] = to_string(step.kind);
    if (!step.id.empty()) entry["id"] = step.id;
    if (!step.name.empty()) entry["name"] = step.name;
    path.push_back(std::move(entry));
  }
  object["path"] = std::move(path);
  return object;
}

Json to_json(const Explanation& explanation) {
  JsonObject object;
  object["outcome"] = to_string(explanation.outcome);
  object["cause"] = to_string(explanation.cause);
  object["reason"] = to_text(explanation);
  if (explanation.decisive) object["decisive"] = to_json(*explanation.decisive);
  if (explanation.outcome == Outcome::allowed) return object;
  JsonArray lift;
  if (explanation.beaten) object["beaten"] = to_json(*explanation.beaten);
  for (const Holding& holding : explanation.lift) lift.push_back(to_json(holding));
  if (!lift.empty()) object["lift"] = std::move(lift);
  if (explanation.grant) object["grant"] = to_json(*explanation.grant);
  return object;
}

}  // namespace gatehouse::policy
