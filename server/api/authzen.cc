#include "api/authzen.h"

#include <algorithm>
#include <array>

#include "api/authzen_evaluation.h"
#include "api/authzen_search.h"
#include "api/problem.h"
#include "base/codec.h"
#include "base/log.h"

namespace gatehouse::api {
namespace {

constexpr std::string_view kBase = "/access/v1/";
constexpr std::string_view kMetadata = "/.well-known/authzen-configuration";

std::string metadata_of(const std::string& url) {
  const std::string base = url + std::string(kBase);
  return to_text(JsonObject{{"policy_decision_point", url},
                            {"access_evaluation_endpoint", base + "evaluation"},
                            {"access_evaluations_endpoint", base + "evaluations"},
                            {"search_subject_endpoint", base + "search/subject"},
                            {"search_resource_endpoint", base + "search/resource"},
                            {"search_action_endpoint", base + "search/action"}});
}

// The standard's own rule: whatever is wrong with the body is a 400, its media type too.
JsonObject read_body(const http::Request& request) {
  std::string_view type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  if (!codec::equal_ignoring_case(type, "application/json"))
    throw Failure(Code::invalid_input, "send `Content-Type: application/json`");
  if (request.body.empty()) throw Failure(Code::invalid_json, "the body is empty");
  Json body = parse_json(request.body);
  if (!body.is_object()) throw Failure(Code::invalid_input, "the body must be a JSON object");
  return std::move(body.get_object());
}

// Members of problem+json, under that name only for a caller that knows it.
http::Response to_answer(const Failure& failure, const http::Request& request) {
  http::Response response = to_problem(failure, request);
  if (request.header("accept").find("application/problem+json") == std::string_view::npos)
    response.content_type = "application/json";
  return response;
}

constexpr std::array kCalls{
    AuthzenCall{"evaluation", "May this subject do this action on this resource?",
                "AuthzenEvaluation", "AuthzenDecision", evaluate_one, false},
    AuthzenCall{"evaluations", "Many questions at once.", "AuthzenEvaluations", "AuthzenDecisions",
                evaluate_many, false},
    AuthzenCall{"search/subject", "Who may do this action on this resource?",
                "AuthzenSubjectSearch", "AuthzenFoundEntities", search_subjects, true},
    AuthzenCall{"search/resource",
                "On which registered resources of this type may the subject do this action?",
                "AuthzenResourceSearch", "AuthzenFoundEntities", search_resources, true},
    AuthzenCall{"search/action", "What may this subject do on this resource?",
                "AuthzenActionSearch", "AuthzenFoundActions", search_actions, true}};

const AuthzenCall* find_call(std::string_view path) {
  if (!path.starts_with(kBase)) return nullptr;
  const auto found = std::ranges::find(kCalls, path.substr(kBase.size()), &AuthzenCall::path);
  return found == kCalls.end() ? nullptr : &*found;
}

}  // namespace

std::span<const AuthzenCall> authzen_calls() { return kCalls; }

Authzen::Authzen(Services& services)
    : services_(services), metadata_(metadata_of(services.public_url)) {}

std::optional<http::Response> Authzen::handle(const http::Request& request) {
  const bool is_metadata = request.path == kMetadata;
  if (!is_metadata && !request.path.starts_with(kBase)) return {};
  try {
    return is_metadata ? metadata(request) : answer(request);
  } catch (const Failure& failure) {
    return to_answer(failure, request);
  } catch (const std::exception& mistake) {
    log::error("request.failed",
               {{"requestId", request.id}, {"path", request.path}, {"message", mistake.what()}});
    return to_answer(Failure(Code::internal, "something went wrong on our side"), request);
  }
}

bool Authzen::is_inline(const http::Request& request) {
  if (request.path == kMetadata) return true;
  const AuthzenCall* call = find_call(request.path);
  if (call == nullptr || call->is_search) return false;
  if (request.body.find("\"reason\"") != std::string::npos) return false;  // an explanation is slow
  const auto principal =
      services_.authenticator.authenticate_cached(request, services_.clock.now());
  return principal && services_.directory.warm(principal->organization_id) != nullptr;
}

http::Response Authzen::metadata(const http::Request& request) const {
  if (request.method != http::Method::get)
    throw Failure(Code::method_not_allowed, "this path has no such method");
  http::Response response;
  response.body = metadata_;
  return response;
}

Asker Authzen::find_asker(const http::Request& request) {
  using policy::Cause;
  static const directory::Access about_others{
      .action = *policy::Vocabulary::standard().find_action("config:retrieve"),
      .type = *policy::Vocabulary::standard().find_type("config:decision")};
  Asker asker{.now = services_.clock.now()};
  const auto principal = services_.authenticator.authenticate(request, asker.now);
  if (principal.kind != auth::PrincipalKind::service_user)
    throw Failure(Code::unauthenticated, "send the bearer token of a service user");
  asker.id = principal.service_user_id;
  asker.snapshot = services_.directory.snapshot(principal.organization_id);
  const auto decision =
      asker.snapshot->decide(directory::Subject::service_user(asker.id), about_others, asker.now);
  if (decision.cause == Cause::unknown_subject || decision.cause == Cause::inactive)
    throw Failure(Code::unauthenticated, "your access to this organization has ended");
  asker.may_ask_about_others = decision.allowed();
  return asker;
}

http::Response Authzen::answer(const http::Request& request) {
  const AuthzenCall* call = find_call(request.path);
  if (call == nullptr) throw Failure(Code::not_found, "there is nothing at this path");
  if (request.method != http::Method::post)
    throw Failure(Code::method_not_allowed, "this path has no such method");
  Asker asker = find_asker(request);
  if (call->is_search) asker.page_key = services_.keys.page;
  const JsonObject body = read_body(request);
  http::Response response;
  response.body = call->answer(asker, body);
  return response;
}

}  // namespace gatehouse::api
