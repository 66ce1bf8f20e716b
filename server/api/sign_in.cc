#include "api/sign_in.h"

#include "audit/trail.h"
#include "base/limits.h"
#include "http/forwarded.h"
#include "store/accounts.h"
#include "store/organizations.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

constexpr int kNetworkAttempts = 100;  // an hour, for a /24 or /56: offices share addresses
constexpr auto kNetworkWindow = std::chrono::hours{1};

std::string network_key(const Context& context) {
  return "network:" + http::network_of(context.request.client_address);
}

[[noreturn]] void refuse_for_now(std::chrono::seconds wait) {
  Failure failure(Code::too_many_requests, "too many attempts: wait, or reset the password");
  failure.retry_after_seconds = static_cast<int>(wait.count());
  throw failure;
}

}  // namespace

void reserve_attempt(Context& context, std::string_view email_key) {
  const auto tx = context.services.database.begin_write();
  const auto of_account = store::reserve_attempt(*tx, "account:" + std::string(email_key),
                                                 context.now, limits::sign_in_window);
  const auto of_network =
      store::reserve_attempt(*tx, network_key(context), context.now, kNetworkWindow);
  tx->commit();
  if (of_account > limits::sign_in_failures) refuse_for_now(limits::sign_in_window);
  if (of_network > kNetworkAttempts) refuse_for_now(kNetworkWindow);
}

void return_attempt(Context& context, std::string_view email_key) {
  clear_attempts(context, email_key);
  store::return_attempt(context.tx(), network_key(context));
}

void clear_attempts(Context& context, std::string_view email_key) {
  store::clear_attempts(context.tx(), "account:" + std::string(email_key));
}

SessionAnswer sign_in(Context& context, const Account& account, const SignInMethod& method) {
  const auto session = context.services.authenticator.start_session(
      context.tx(), account.id,
      {.is_password_change = method.is_password_change,
       .authenticated_at = method.is_confirmed ? context.now : Timestamp{}},
      context.request, context.now);
  if (!method.is_password_change) store::record_sign_in(context.tx(), account.id, context.now);
  record_everywhere(context, account, "session.create", Outcome::success,
                    {{"method", method.name}, {"session", session.row.id}});
  context.set_header("Set-Cookie", auth::set_cookie(session.secret, limits::session_absolute));
  return describe_session(context, account, session.row.id, session.secret,
                          method.is_password_change, session.row.expires_at);
}

void end_sessions(Context& context, AccountId account) {
  store::remove_sessions(context.tx(), account);
  context.after_commit([&authenticator = context.services.authenticator, account] {
    authenticator.forget_sessions(account);
  });
}

SessionAnswer describe_session(Context& context, const Account& account, std::string session_id,
                               std::string_view session_secret, bool is_password_change,
                               Timestamp expires_at) {
  SessionAnswer answer{
      .id = std::move(session_id),
      .kind = is_password_change ? SessionKind::password_change : SessionKind::full,
      .account = {account.id, account.email, account.first_name, account.last_name,
                  account.contact_number},
      .csrf_token = context.services.authenticator.csrf_token(session_secret),
      .expires_at = expires_at,
      .organizations = {}};
  for (const auto& membership : store::list_memberships(context.tx(), account.id, context.now)) {
    if (membership.end_at > context.now) context.is_good_until(*membership.end_at);
    answer.organizations.push_back({membership.organization_id, membership.organization_name,
                                    membership.user_id, membership.status});
  }
  return answer;
}

void record_everywhere(Context& context, const Account& account, std::string action,
                       Outcome outcome, JsonObject details) {
  auto memberships = store::list_memberships(context.tx(), account.id, context.now);
  // One order for everybody, so that two such transactions cannot wait for each other.
  std::ranges::sort(memberships, {}, &store::Membership::organization_id);
  for (const auto& membership : memberships) {
    context.lock(membership.organization_id);
    AuditEvent event = context.event(outcome);
    event.action = action;
    event.actor_type = outcome == Outcome::success ? ActorType::user : ActorType::anonymous;
    event.actor_id = outcome == Outcome::success ? to_string(membership.user_id) : "";
    event.target_type = "user";
    event.target_id = to_string(membership.user_id);
    event.target_name = store::principal_name(context.tx(), membership.organization_id,
                                              to_string(membership.user_id));
    event.details = details;
    context.record(membership.organization_id, std::move(event));
  }
}

void record_failure(const Context& context, const std::string& email_key) {
  run_later(context, [email_key](Context& later) {
    if (const auto account = store::find_account_by_email(later.tx(), email_key))
      record_everywhere(later, *account, later.endpoint.operation, Outcome::denied,
                        {{"reason", "wrong password or no access"}});
  });
}

void refuse_sign_in() {
  throw Failure(Code::unauthenticated, "the e-mail address or the password is wrong");
}

std::vector<std::string> words_about(const Account& account,
                                     const std::vector<std::string>& organizations) {
  std::vector<std::string> words{account.email_key, account.first_name, account.last_name};
  const std::size_t at = account.email_key.find('@');
  words.push_back(account.email_key.substr(0, at));
  for (const std::string& name : organizations) words.push_back(name);
  return words;
}

Account own_account(Context& context) {
  const auto account = store::find_account(context.tx(), context.principal.account_id);
  if (!account) throw Failure(Code::unauthenticated, "this account is gone");
  return *account;
}

}  // namespace gatehouse::api
