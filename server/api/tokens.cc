// Access tokens for service users: OAuth 2.0 client credentials (RFC 6749 section 4.4), as m3ter's.
#include "api/context.h"
#include "api/endpoints.h"
#include "base/crypto.h"
#include "store/accounts.h"
#include "store/service_users.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

constexpr int kRefusalsTold = 10;
constexpr auto kRefusalWindow = std::chrono::hours{1};

struct CreateToken {
  std::string grant_type;
  std::optional<std::string> scope;
  std::optional<std::string> client_id;
  std::optional<std::string> client_secret;
  static constexpr auto fields() {
    return std::tuple{
        body("grant_type", &CreateToken::grant_type, "`client_credentials`.", Length{1, 40}),
        body("scope", &CreateToken::scope, "Ignored: rights are asked for at each request.",
             Length{0, 1000}),
        body("client_id", &CreateToken::client_id, "Access key id, when not sent as Basic.",
             Length{0, 100}),
        body("client_secret", &CreateToken::client_secret, "API secret, when not sent as Basic.",
             Length{0, 200}),
    };
  }
};

struct TokenAnswer {
  std::string access_token;
  std::int64_t expires_in = 0;
  std::string token_type = "Bearer";
  std::optional<std::string> scope;

  static constexpr const char* schema_name = "Token";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{out("access_token", &TokenAnswer::access_token, "Opaque."),
                      out("expires_in", &TokenAnswer::expires_in, "Seconds; at most 18000."),
                      out("token_type", &TokenAnswer::token_type, "`Bearer`."),
                      out("scope", &TokenAnswer::scope, "Null.")};
  }
};

struct KeyPair {
  std::string id;
  std::string secret;
};

KeyPair key_pair_of(const Context& context, const CreateToken& in) {
  constexpr std::string_view scheme = "Basic ";
  const std::string_view header = context.request.header("authorization");
  if (header.empty()) return {in.client_id.value_or(""), in.client_secret.value_or("")};
  std::string decoded;
  if (!codec::equal_ignoring_case(header.substr(0, scheme.size()), scheme) ||
      !from_base64(header.substr(scheme.size()), decoded))
    return {};
  const std::size_t colon = decoded.find(':');
  if (colon == std::string::npos) return {};
  return {decoded.substr(0, colon), decoded.substr(colon + 1)};
}

// Into the trail of the organization whose key was named. The id of a key is no secret, so that
// anybody can be refused as often as they like: ten an hour are told.
void record_refusal(const Context& context, AccessKeyId id) {
  const std::string subject = "token:" + to_string(id);
  std::optional<store::KeyState> key;
  {
    const auto tx = context.services.database.begin_read();
    key = store::find_key_state(*tx, id);
    // What waits to be done after answers is for others too.
    if (!key || store::count_attempts(*tx, subject, context.now, kRefusalWindow) >= kRefusalsTold)
      return;
  }
  run_later(context, [id, key, subject](Context& later) {
    if (store::reserve_attempt(later.tx(), subject, later.now, kRefusalWindow) > kRefusalsTold)
      return;
    later.lock(key->organization_id);
    const std::string service_user = to_string(key->service_user_id);
    AuditEvent event = later.event(Outcome::denied);
    event.target_type = "serviceuser";
    event.target_id = service_user;
    event.target_name = store::principal_name(later.tx(), key->organization_id, service_user);
    event.details = {{"reason", "wrong secret or no access"}, {"accessKeyId", to_string(id)}};
    later.record(key->organization_id, std::move(event));
  });
}

auth::Authenticator::Issued issue(const Context& context, const KeyPair& pair) {
  auto issued = context.services.authenticator.issue_token(pair.id, pair.secret, context.now);
  const auto snapshot = context.services.directory.snapshot(issued.principal.organization_id);
  const auto* service_user = snapshot->find_service_user(issued.principal.service_user_id);
  if (!service_user || !service_user->active)
    throw Failure(Code::unauthenticated, "the access key id or the API secret is wrong");
  return issued;
}

TokenAnswer create_token(Context& context, const CreateToken& in) {
  if (in.grant_type != "client_credentials")
    throw Failure(Code::invalid_input, "`grant_type` must be `client_credentials`", "grant_type");
  const KeyPair pair = key_pair_of(context, in);
  auth::Authenticator::Issued issued;
  try {
    issued = issue(context, pair);
  } catch (const Failure& failure) {
    const auto id = AccessKeyId::parse(pair.id);
    if (id && failure.code == Code::unauthenticated) record_refusal(context, *id);
    throw;
  }
  const auto& principal = issued.principal;
  if (issued.is_first_use_in_minute)
    store::record_access_key_use(context.tx(), principal.organization_id, principal.access_key_id,
                                 context.now);
  return {
      .access_token = issued.token.text, .expires_in = issued.token.lifetime.count(), .scope = {}};
}

}  // namespace

std::vector<Endpoint> token_endpoints() {
  return {
      endpoint<create_token>({.method = http::Method::post,
                              .path = "/oauth/token",
                              .access = Access::anyone(),
                              .summary = "Exchange an access key for a token of 18000 seconds.",
                              .operation = "token.create",
                              .accepts_form = true}),
  };
}

}  // namespace gatehouse::api
