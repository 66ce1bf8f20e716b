#include "api/authzen.h"

#include <algorithm>
#include <array>

#include "api/authzen_evaluation.h"
#include "api/authzen_search.h"
#include "api/bind.h"
#include "api/problem.h"
#include "base/limits.h"
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
JsonMembers read_body(const http::Request& request) {
  if (!is_media_type(request.header("content-type"), "application/json"))
    throw Failure(Code::invalid_input, "send `Content-Type: application/json`");
  if (request.body.empty()) throw Failure(Code::invalid_json, "the body is empty");
  JsonMembers body;
  if (JsonReader::of_this_thread().read(request.body).get_object().get(body))
    throw Failure(Code::invalid_input, "the body must be a JSON object");
  return body;
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

/// Throws Failure(not_found) and Failure(method_not_allowed).
const AuthzenCall& require_call(const http::Request& request) {
  const AuthzenCall* call = find_call(request.path);
  if (call == nullptr) throw Failure(Code::not_found, "there is nothing at this path");
  if (request.method != http::Method::post) refuse_method("POST");
  return *call;
}

template <class Answer>
http::Response guarded(const http::Request& request, Answer answer) {
  try {
    return answer();
  } catch (const Failure& failure) {
    return to_answer(failure, request);
  } catch (const std::exception& mistake) {
    log::error("request.failed",
               {{"requestId", request.id}, {"path", request.path}, {"message", mistake.what()}});
    return to_answer(Failure(Code::internal, "something went wrong on our side"), request);
  }
}

http::Response with_body(std::string body) {
  http::Response response;
  response.body = std::move(body);
  return response;
}

}  // namespace

std::span<const AuthzenCall> authzen_calls() { return kCalls; }

Authzen::Authzen(Services& services) : services_(services) {}

std::optional<http::Response> Authzen::handle(const http::Request& request) {
  if (request.path == kMetadata) return guarded(request, [&] { return metadata(request); });
  if (!request.path.starts_with(kBase)) return {};
  return guarded(request, [&] { return answer(request); });
}

std::optional<http::Response> Authzen::answer_at_once(const http::Request& request) {
  if (request.path == kMetadata) return handle(request);
  const AuthzenCall* call = find_call(request.path);
  if (call == nullptr || call->is_search) return {};
  const Timestamp now = services_.clock.now();
  const auto principal = services_.authenticator.authenticate_cached(request, now);
  if (!principal || principal->kind != auth::PrincipalKind::service_user) return {};
  auto snapshot = services_.directory.warm(principal->organization_id);
  if (!snapshot) return {};
  const auto began = SteadyClock::now();
  auto& slow_until = this->slow_until(principal->organization_id);
  if (began.time_since_epoch().count() < slow_until.load(std::memory_order_relaxed)) return {};
  bool is_slow = false;
  auto response = guarded(request, [&] {
    require_call(request);
    Asker asking = asker(*principal, std::move(snapshot), now);
    asking.until = began + limits::evaluations_at_once;
    const JsonMembers body = read_body(request);
    is_slow = wants_reason(body);
    try {
      if (!is_slow) return with_body(call->answer(asking, body));
    } catch (const OutOfTime&) {
      is_slow = true;
    }
    return http::Response();
  });
  if (const auto ended = SteadyClock::now(); ended - began > limits::evaluation_is_slow)
    slow_until.store((ended + limits::evaluation_slow_for).time_since_epoch().count(),
                     std::memory_order_relaxed);
  return is_slow ? std::nullopt : std::optional(std::move(response));
}

std::atomic<Authzen::SteadyClock::rep>& Authzen::slow_until(OrganizationId organization) {
  return slow_until_[UuidHash()(organization) % slow_until_.size()];
}

http::Response Authzen::metadata(const http::Request& request) const {
  if (request.method != http::Method::get) refuse_method("GET");
  return with_body(metadata_of(services_.public_url));
}

Asker Authzen::asker(const auth::Principal& principal, directory::SnapshotPointer snapshot,
                     Timestamp now) const {
  using policy::Cause;
  static const directory::Access about_others{
      .action = *policy::Vocabulary::standard().find_action("config:retrieve"),
      .type = *policy::Vocabulary::standard().find_type("config:decision")};
  Asker asker{.now = now};
  asker.id = principal.service_user_id;
  asker.snapshot = std::move(snapshot);
  const auto decision =
      asker.snapshot->decide(directory::Subject::service_user(asker.id), about_others, asker.now);
  if (decision.cause == Cause::unknown_subject || decision.cause == Cause::inactive)
    throw Failure(Code::unauthenticated, "your access to this organization has ended");
  asker.may_ask_about_others = decision.allowed();
  return asker;
}

http::Response Authzen::answer(const http::Request& request) {
  const AuthzenCall& call = require_call(request);
  const Timestamp now = services_.clock.now();
  const auto principal = services_.authenticator.authenticate(request, now);
  if (principal.kind != auth::PrincipalKind::service_user)
    throw Failure(Code::unauthenticated, "send the bearer token of a service user");
  Asker asking = asker(principal, services_.directory.snapshot(principal.organization_id), now);
  if (call.is_search) asking.page_key = services_.keys.page;
  asking.until = SteadyClock::now() + limits::evaluations_time;
  try {
    return with_body(call.answer(asking, read_body(request)));
  } catch (const OutOfTime&) {
    throw Failure(Code::unavailable, "these questions take too long: ask fewer at once");
  }
}

}  // namespace gatehouse::api
