#include "auth/authenticate.h"

#include <bit>
#include <cstring>

#include "base/crypto.h"
#include "base/failure.h"
#include "base/limits.h"
#include "base/log.h"

namespace gatehouse::auth {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kCacheEntries = 200'000;
constexpr auto kSeenEvery = 1min;  // a session's use is written no more often
constexpr std::string_view kTokenPrefix = "gh_at_";
constexpr std::size_t kTokenMac = 24;

// What an access token says; the MAC over it says that we said it.
struct TokenBody {
  std::array<std::uint8_t, 16> key;
  std::int64_t generation;
  std::int64_t expires_at;
  std::array<std::uint8_t, 8> random;
};
static_assert(sizeof(TokenBody) == 40);
static_assert(std::endian::native == std::endian::little,
              "tokens are written as they lie in memory");

[[noreturn]] void refuse() {
  throw Failure(Code::unauthenticated, "the credentials are not valid or have ended");
}

std::string token_mac(const Keys& keys, std::string_view body) {
  return mac(keys.token, body).substr(0, kTokenMac);
}

std::optional<TokenBody> open_token(const Keys& keys, std::string_view token) {
  if (!token.starts_with(kTokenPrefix)) return {};
  const std::string bytes = from_base64url(token.substr(kTokenPrefix.size()));
  if (bytes.size() != sizeof(TokenBody) + kTokenMac) return {};
  const std::string_view body = std::string_view(bytes).substr(0, sizeof(TokenBody));
  if (!equal_constant_time(token_mac(keys, body),
                           std::string_view(bytes).substr(sizeof(TokenBody))))
    return {};
  TokenBody parsed;
  std::memcpy(&parsed, body.data(), sizeof parsed);
  return parsed;
}

// Single-process SQLite tells its own caches of every change; elsewhere another node may change it.
std::chrono::milliseconds lease_of(const store::Database& database) {
  return database.engine() == store::Engine::sqlite ? 0ms : 1000ms;
}

}  // namespace

Authenticator::Authenticator(store::Database& database, const Keys& keys)
    : database_(database),
      keys_(keys),
      sessions_(kCacheEntries, lease_of(database)),
      access_keys_(kCacheEntries, lease_of(database)) {}

Principal Authenticator::authenticate(const http::Request& request, Timestamp now) {
  const std::string_view authorization = request.header("authorization");
  const std::string_view cookie = cookie_of(request, session_cookie);
  if (authorization.empty() && cookie.empty()) return {};
  if (!authorization.empty() && !cookie.empty())
    throw Failure(Code::invalid_input, "send either a bearer token or a session cookie, not both");
  const auto principal = authorization.empty() ? from_session(cookie, now, true)
                                               : from_token(authorization, now, true);
  if (!principal) refuse();
  return *principal;
}

std::optional<Principal> Authenticator::authenticate_cached(const http::Request& request,
                                                            Timestamp now) {
  const std::string_view authorization = request.header("authorization");
  const std::string_view cookie = cookie_of(request, session_cookie);
  if (authorization.empty() == cookie.empty()) return {};
  return authorization.empty() ? from_session(cookie, now, false)
                               : from_token(authorization, now, false);
}

std::optional<Principal> Authenticator::from_token(std::string_view authorization, Timestamp now,
                                                   bool may_use_database) {
  constexpr std::string_view scheme = "Bearer ";
  if (authorization.size() < scheme.size() ||
      !std::equal(scheme.begin(), scheme.end(), authorization.begin(),
                  [](char a, char b) { return (a | 0x20) == (b | 0x20); }))
    return {};
  const auto body = open_token(keys_, authorization.substr(scheme.size()));
  if (!body || Timestamp(std::chrono::milliseconds(body->expires_at)) <= now) return {};
  const AccessKeyId id{Uuid{body->key}};
  const auto key = find_key(id, may_use_database);
  if (!key || !key->is_active || key->generation != body->generation ||
      (key->expires_at && *key->expires_at <= now))
    return {};
  Principal principal;
  principal.kind = PrincipalKind::service_user;
  principal.organization_id = key->organization_id;
  principal.service_user_id = key->service_user_id;
  principal.access_key_id = id;
  return principal;
}

std::optional<Principal> Authenticator::from_session(std::string_view secret, Timestamp now,
                                                     bool may_use_database) {
  const std::string hash = secret_hash(secret);
  const auto session = find_session(hash, may_use_database);
  if (!session || session->expires_at <= now || session->last_seen_at + limits::session_idle <= now)
    return {};
  if (now - session->last_seen_at >= kSeenEvery) {
    if (!may_use_database) return {};
    keep_alive(hash, now);
  }
  Principal principal;
  principal.kind = PrincipalKind::account;
  principal.account_id = session->account_id;
  principal.is_password_change = session->is_password_change;
  principal.session_secret = secret;
  principal.authenticated_at = session->authenticated_at;
  principal.session_expires_at = session->expires_at;
  principal.session_id = session->id;
  return principal;
}

std::optional<store::KeyState> Authenticator::find_key(AccessKeyId id, bool may_use_database) {
  if (auto cached = access_keys_.find(id)) return cached;
  if (!may_use_database) return {};
  const auto read_at = SteadyClock::now();
  const auto tx = database_.begin_read();
  auto key = store::find_key_state(*tx, id);
  if (key) access_keys_.put(id, *key, read_at);
  return key;
}

std::optional<store::Session> Authenticator::find_session(const std::string& hash,
                                                          bool may_use_database) {
  if (auto cached = sessions_.find(hash)) return cached;
  if (!may_use_database) return {};
  const auto read_at = SteadyClock::now();
  const auto tx = database_.begin_read();
  auto session = store::find_session(*tx, hash);
  if (session) sessions_.put(hash, *session, read_at);
  return session;
}

// Written once a minute at most: the idle time is exact in memory and a minute rough after a crash.
// Reading goes on when nothing can be written (F-04).
void Authenticator::keep_alive(const std::string& hash, Timestamp now) {
  try {
    const auto tx = database_.begin_write();
    store::touch_session(*tx, hash, now);
    tx->commit();
  } catch (const Failure& failure) {
    log::warning("session.not_touched", {{"message", failure.message}});
  }
  sessions_.update(hash, [&](store::Session& cached) { cached.last_seen_at = now; });
}

Authenticator::Issued Authenticator::issue_token(std::string_view access_key_id,
                                                 std::string_view api_secret, Timestamp now) {
  const auto id = AccessKeyId::parse(access_key_id);
  const auto key = id ? find_key(*id, true) : std::nullopt;
  const std::string hash = secret_hash(api_secret);
  if (!key || !equal_constant_time(hash, key->secret_hash) || !key->is_active ||
      (key->expires_at && *key->expires_at <= now))
    throw Failure(Code::unauthenticated, "the access key id or the API secret is wrong");

  auto lifetime = std::chrono::seconds(limits::token_lifetime);
  if (key->expires_at)
    lifetime = std::min(lifetime, std::chrono::ceil<std::chrono::seconds>(*key->expires_at - now));
  TokenBody body{.key = id->bytes,
                 .generation = key->generation,
                 .expires_at = (now + lifetime).time_since_epoch().count(),
                 .random = {}};
  const std::string random = random_bytes(body.random.size());
  std::memcpy(body.random.data(), random.data(), body.random.size());
  const std::string bytes(reinterpret_cast<const char*>(&body), sizeof body);

  Issued issued;
  issued.token = {std::string(kTokenPrefix) + to_base64url(bytes + token_mac(keys_, bytes)),
                  lifetime};
  issued.principal.kind = PrincipalKind::service_user;
  issued.principal.organization_id = key->organization_id;
  issued.principal.service_user_id = key->service_user_id;
  issued.principal.access_key_id = *id;
  issued.is_first_use_in_minute = now - key->used_at >= 1min;
  if (issued.is_first_use_in_minute)
    access_keys_.update(*id, [&](store::KeyState& cached) { cached.used_at = now; });
  return issued;
}

Authenticator::NewSession Authenticator::start_session(store::Transaction& tx, AccountId account,
                                                       const SessionStart& start,
                                                       const http::Request& request,
                                                       Timestamp now) {
  NewSession session;
  session.secret = make_secret("se");
  session.row = {.hash = secret_hash(session.secret),
                 .id = to_string(Uuid::generate(now)),
                 .account_id = account,
                 .is_password_change = start.is_password_change,
                 .created_at = now,
                 .authenticated_at = start.authenticated_at,
                 .last_seen_at = now,
                 .expires_at = now + limits::session_absolute,
                 .source_address = request.client_address,
                 .user_agent = std::string(request.header("user-agent").substr(0, 256))};
  store::insert_session(tx, session.row);
  return session;
}

std::string Authenticator::csrf_token(std::string_view session_secret) const {
  return to_base64url(mac(keys_.csrf, session_secret));
}

void Authenticator::forget_session(std::string_view session_secret) {
  sessions_.erase(secret_hash(session_secret));
}

void Authenticator::forget_sessions(AccountId account) {
  sessions_.erase_if([&](const store::Session& session) { return session.account_id == account; });
}

void Authenticator::forget_access_key(AccessKeyId key) { access_keys_.erase(key); }

std::string_view cookie_of(const http::Request& request, std::string_view name) {
  std::string_view rest = request.header("cookie");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
  }
  return {};
}

std::string set_cookie(std::string_view secret, std::chrono::seconds lifetime) {
  return std::string(session_cookie) + "=" + std::string(secret) +
         "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(lifetime.count());
}

std::string clear_cookie() { return set_cookie("", std::chrono::seconds(0)); }

std::string secret_hash(std::string_view secret) { return to_hex(sha256(secret)); }

std::string make_secret(std::string_view kind) {
  return "gh_" + std::string(kind) + "_" + to_base64url(random_bytes(32));
}

}  // namespace gatehouse::auth
