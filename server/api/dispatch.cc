#include "api/dispatch.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "api/context.h"
#include "api/idempotency.h"
#include "api/problem.h"
#include "base/limits.h"
#include "base/log.h"
#include "policy/resource.h"

namespace gatehouse::api {
namespace {

constexpr std::string_view kBase = "/api";

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty() && path.front() == '/') {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool is_parameter(std::string_view pattern) { return pattern.starts_with('{'); }

std::string name_of(const std::string& parameter) {
  return parameter.substr(1, parameter.size() - 2);
}

bool fits(std::string_view pattern, std::string_view segment) {
  return is_parameter(pattern) ? !segment.empty() : pattern == segment;
}

// `config:user/item/{id}` with the values of the path.
std::string fill(const std::string& resource, const std::map<std::string, std::string>& path) {
  const std::size_t open = resource.find('{');
  if (open == std::string::npos) return resource;
  const std::size_t close = resource.find('}', open);
  const std::string& value = path.at(resource.substr(open + 1, close - open - 1));
  return resource.substr(0, open) + policy::encode_id(value) +
         fill(resource.substr(close + 1), path);
}

// RFC 9110 and the browser's own statement about where a request comes from. A cookie alone proves
// nothing about who wrote the request (docs/security.md N-189).
void refuse_cross_site(const Services& services, const http::Request& request,
                       const auth::Principal& principal) {
  const std::string_view site = request.header("sec-fetch-site");
  const std::string_view origin = request.header("origin");
  const bool is_foreign = (!site.empty() && site != "same-origin" && site != "none") ||
                          (!origin.empty() && origin != services.public_url);
  if (is_foreign) throw Failure(Code::csrf_failed, "this request came from another site");
  if (principal.kind != auth::PrincipalKind::account) return;
  if (request.header("x-csrf-token") != services.authenticator.csrf_token(principal.session_secret))
    throw Failure(Code::csrf_failed, "the header `X-CSRF-Token` is missing or wrong");
}

void refuse_unready(const Endpoint& endpoint, const auth::Principal& principal) {
  if (endpoint.access.kind == Access::Kind::anyone) return;
  if (principal.kind == auth::PrincipalKind::nobody)
    throw Failure(Code::unauthenticated, "sign in, or send a bearer token");
  if (endpoint.access.kind == Access::Kind::session) {
    if (principal.kind != auth::PrincipalKind::account)
      throw Failure(Code::permission_denied, "only a signed-in person can do this");
    return;
  }
  if (principal.is_password_change)
    throw Failure(Code::password_change_required, "choose a password first");
}

OrganizationId organization_in(const std::map<std::string, std::string>& path) {
  const auto id = OrganizationId::parse(path.at("organizationId"));
  if (!id) throw Failure(Code::permission_denied, "you have no access to this organization");
  return *id;
}

void authorize(Context& context, const std::map<std::string, std::string>& path) {
  const Access& access = context.endpoint.access;
  if (access.kind == Access::Kind::anyone || access.kind == Access::Kind::session) return;
  context.enter(organization_in(path));
  if (access.kind == Access::Kind::permission)
    context.require(access.action, fill(access.resource, path));
}

// A browser that was left open is not enough to hand out rights (docs/security.md N-050).
void require_recent_password(const Context& context) {
  const auto& principal = context.principal;
  if (context.endpoint.is_sensitive && principal.kind == auth::PrincipalKind::account &&
      context.now - principal.authenticated_at > limits::step_up_age)
    throw Failure(Code::step_up_required, "confirm your password first");
}

http::Response answer(const Context& context, std::string body) {
  http::Response response;
  response.body = std::move(body);
  if (response.body.empty()) response.content_type.clear();  // NoContent
  response.headers = context.headers();
  return response;
}

}  // namespace

Dispatcher::Dispatcher(Services& services, std::vector<Endpoint> endpoints)
    : services_(services), endpoints_(std::move(endpoints)) {
  for (const Endpoint& endpoint : endpoints_) routes_.push_back({split(endpoint.path), &endpoint});
  // `/users/me` before `/users/{id}`.
  std::ranges::sort(routes_, {}, [](const Route& route) {
    return std::tuple(route.segments.size(), std::ranges::count_if(route.segments, is_parameter),
                      route.segments);
  });
  for (const Endpoint& endpoint : endpoints_)
    if (endpoint.is_kept) kept_.expect(endpoint);
}

http::Response Dispatcher::handle(const http::Request& request) {
  try {
    const Match found = match(request);
    return run(request, found);
  } catch (const Failure& failure) {
    return to_problem(failure, request);
  } catch (const std::exception& mistake) {
    log::error("request.failed",
               {{"requestId", request.id}, {"path", request.path}, {"message", mistake.what()}});
    return to_problem(Failure(Code::internal, "something went wrong on our side"), request);
  }
}

http::Response Dispatcher::run(const http::Request& request, const Match& found) {
  const Endpoint& endpoint = *found.endpoint;
  auth::Principal principal;
  try {
    if (endpoint.access.kind != Access::Kind::anyone)
      principal = services_.authenticator.authenticate(request, services_.clock.now());
    if (request.method != http::Method::get) refuse_cross_site(services_, request, principal);
    refuse_unready(endpoint, principal);

    Context context(services_, request, endpoint, principal);
    authorize(context, found.path);
    require_recent_password(context);
    RawInput input{found.path, read_query(request.query), {}};
    if (request.method != http::Method::get) input.body = read_body(request, endpoint.accepts_form);
    const auto revision = endpoint.is_kept ? revision_of(found) : std::optional<std::uint64_t>();
    if (auto before = repeated_answer(context)) return answer(context, std::move(*before));
    std::string out = endpoint.call(context, input);  // bind, then the handler
    keep_answer(context, out);
    context.commit();
    if (revision) kept_.put(context, *revision, out);
    return answer(context, std::move(out));
  } catch (const Failure& failure) {
    audit_failure(request, found, principal, failure);
    throw;
  }
}

std::optional<http::Response> Dispatcher::answer_at_once(const http::Request& request) {
  if (request.method != http::Method::get || !request.query.empty() ||
      !kept_.may_have(request.path))
    return {};
  try {
    return kept_answer(request, match(request));
  } catch (const Failure&) {
    return {};  // refusals are told, and recorded, by handle()
  }
}

std::optional<http::Response> Dispatcher::kept_answer(const http::Request& request,
                                                      const Match& found) {
  if (!found.endpoint->is_kept) return {};
  const auto revision = revision_of(found);
  const auto principal =
      services_.authenticator.authenticate_cached(request, services_.clock.now());
  if (!revision || !principal) return {};
  refuse_unready(*found.endpoint, *principal);
  Context context(services_, request, *found.endpoint, *principal);
  if (found.path.contains("organizationId")) {
    const OrganizationId organization = organization_in(found.path);
    if (!is_in_memory(*principal, organization)) return {};
    context.enter(organization);
  }
  auto body = kept_.find(context, *revision);
  return body ? std::optional(answer(context, std::move(*body))) : std::nullopt;
}

std::optional<std::uint64_t> Dispatcher::revision_of(const Match& found) const {
  const store::Database& database = services_.database;
  return found.path.contains("organizationId") ? database.revision(organization_in(found.path))
                                               : database.revision();
}

bool Dispatcher::is_in_memory(const auth::Principal& principal, OrganizationId organization) const {
  return services_.directory.warm(organization) &&
         (principal.kind != auth::PrincipalKind::account ||
          services_.memberships.find_cached(organization, principal.account_id));
}

Dispatcher::Match Dispatcher::match(const http::Request& request) const {
  std::set<std::string_view> allowed;
  if (request.path.starts_with(kBase)) {
    const auto segments = split(std::string_view(request.path).substr(kBase.size()));
    const auto segments_of = [](const Route& route) { return route.segments.size(); };
    for (const Route& route : std::ranges::equal_range(routes_, segments.size(), {}, segments_of)) {
      if (!std::ranges::equal(route.segments, segments, fits)) continue;
      allowed.insert(to_string(route.endpoint->method));
      if (route.endpoint->method != request.method) continue;
      Match found{route.endpoint, {}};
      for (std::size_t i = 0; i < segments.size(); ++i) {
        if (!is_parameter(route.segments[i])) continue;
        const std::string name = name_of(route.segments[i]);
        found.path.emplace(name, decode_percent(segments[i], name));
      }
      return found;
    }
  }
  if (!allowed.empty()) refuse_method(fmt::format("{}", fmt::join(allowed, ", ")));
  throw Failure(Code::not_found, "there is nothing at this path");
}

// Refusals are part of the story. The change is gone with its transaction; the event has its own.
void Dispatcher::audit_failure(const http::Request& request, const Match& found,
                               const auth::Principal& principal, const Failure& failure) {
  const bool is_denial =
      failure.code == Code::permission_denied || failure.code == Code::grant_exceeds_own;
  const bool is_refused_change =
      failure.code == Code::last_administrator && found.endpoint->writes();
  if ((!is_denial && !is_refused_change) || !found.path.contains("organizationId") ||
      principal.kind == auth::PrincipalKind::nobody)
    return;
  try {
    Context context(services_, request, *found.endpoint, principal);
    context.enter(organization_in(found.path));
    AuditEvent event = context.event(is_denial ? Outcome::denied : Outcome::failed);
    if (const auto id = found.path.find("id"); id != found.path.end()) event.target_id = id->second;
    event.details["reason"] = failure.message;
    context.audit_alone(std::move(event));
  } catch (const Failure& second) {
    // A stranger to the organization leaves no trace in its trail; the log has the request.
    if (second.code != Code::permission_denied && second.code != Code::unauthenticated)
      log::error("audit.refusal_not_written",
                 {{"requestId", request.id}, {"message", second.message}});
  }
}

}  // namespace gatehouse::api
