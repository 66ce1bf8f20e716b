// Signing in and out, and the current session.
#include "api/context.h"
#include "api/endpoints.h"
#include "api/sign_in.h"
#include "base/crypto.h"
#include "base/email.h"
#include "store/accounts.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

struct SignIn {
  std::string email;
  std::string password;
  static constexpr auto fields() {
    return std::tuple{
        body("email", &SignIn::email, "The account's e-mail address.", Length{1, 254}),
        body("password", &SignIn::password, "The password, or an unused temporary one.",
             Length{1, 1024}),
    };
  }
};

struct Nothing {
  static constexpr auto fields() { return std::tuple{}; }
};

enum class Match : std::uint8_t { none, password, temporary_password };

// Always hashes once, so that unknown addresses, accounts without a password and wrong passwords
// take the same time.
Match check_password(Context& context, const std::optional<store::Credentials>& credentials,
                     const std::string& password) {
  const std::string hash = credentials ? credentials->password_hash.value_or("") : "";
  const bool is_right = context.services.hasher.verify(hash, auth::prepare_password(password));
  if (!hash.empty()) return is_right ? Match::password : Match::none;
  const bool is_temporary = credentials && credentials->temporary_hash &&
                            auth::secret_hash(password) == *credentials->temporary_hash &&
                            *credentials->temporary_expires_at > context.now;
  return is_temporary ? Match::temporary_password : Match::none;
}

// An account whose every membership is inactive or has ended stays outside.
bool may_sign_in(Context& context, AccountId account) {
  const auto memberships = store::list_memberships(context.tx(), account, context.now);
  return std::ranges::any_of(memberships, [](const store::Membership& membership) {
    return membership.status == UserStatus::active;
  });
}

// What is no address is often a password in the wrong field: it is counted in one of 256 buckets,
// and nothing else of it is kept.
std::string attempts_key(const std::string& typed) {
  if (const auto email = parse_email(typed)) return email->key;
  return "no address " + to_hex(sha256(typed)).substr(0, 2);
}

SessionAnswer create_session(Context& context, const SignIn& in) {
  const std::string key = attempts_key(in.email);
  reserve_attempt(context, key);
  std::optional<store::Credentials> credentials;
  {
    const auto tx = context.services.database.begin_read();
    credentials = store::find_credentials(*tx, key);
  }
  const Match match = check_password(context, credentials, in.password);
  if (match == Match::none || !may_sign_in(context, credentials->account_id)) {
    record_failure(context, key);
    refuse_sign_in();
  }
  // Read again: what was checked must still hold in this transaction.
  const auto current = store::find_credentials(context.tx(), credentials->account_id);
  if (!current || current->password_hash != credentials->password_hash ||
      current->temporary_hash != credentials->temporary_hash)
    refuse_sign_in();
  return_attempt(context, key);
  const auto account = store::find_account(context.tx(), credentials->account_id);
  const bool is_temporary = match == Match::temporary_password;
  return sign_in(context, *account,
                 {.name = is_temporary ? "temporary password" : "password",
                  .is_password_change = is_temporary,
                  .is_confirmed = !is_temporary});
}

void end_own_session(Context& context) {
  const std::string& secret = context.principal.session_secret;
  store::remove_session(context.tx(), auth::secret_hash(secret));
  context.after_commit([&authenticator = context.services.authenticator, secret] {
    authenticator.forget_session(secret);
  });
}

SessionAnswer get_session(Context& context, const Nothing&) {
  const auto& principal = context.principal;
  return describe_session(context, own_account(context), principal.session_id,
                          principal.session_secret, principal.is_password_change,
                          principal.session_expires_at);
}

struct ConfirmPassword {
  std::string password;
  static constexpr auto fields() {
    return std::tuple{
        body("password", &ConfirmPassword::password, "The account's password.", Length{1, 1024})};
  }
};

// A new session in the place of the old one, so that a stolen cookie gains nothing
// (docs/security.md N-187).
SessionAnswer confirm_session(Context& context, const ConfirmPassword& in) {
  if (context.principal.is_password_change)
    throw Failure(Code::password_change_required, "choose a password first");
  std::optional<Account> account;
  std::optional<store::Credentials> credentials;
  {
    const auto tx = context.services.database.begin_read();
    account = store::find_account(*tx, context.principal.account_id);
    credentials = store::find_credentials(*tx, context.principal.account_id);
  }
  if (!account) throw Failure(Code::unauthenticated, "this account is gone");
  reserve_attempt(context, account->email_key);
  if (check_password(context, credentials, in.password) != Match::password) {
    record_failure(context, account->email_key);
    throw Failure(Code::invalid_input, "this is not your password", "password");
  }
  const auto current = store::find_credentials(context.tx(), account->id);
  if (!current || current->password_hash != credentials->password_hash)
    throw Failure(Code::unauthenticated, "the password was changed meanwhile: sign in again");
  return_attempt(context, account->email_key);
  end_own_session(context);
  return sign_in(context, *account, {.name = "confirmation"});
}

NoContent delete_session(Context& context, const Nothing&) {
  const Account account = own_account(context);
  end_own_session(context);
  record_everywhere(context, account, "session.delete", Outcome::success, {});
  context.set_header("Set-Cookie", auth::clear_cookie());
  context.set_header("Clear-Site-Data", "\"storage\"");
  return {};
}

}  // namespace

std::vector<Endpoint> session_endpoints() {
  using enum http::Method;
  return {
      endpoint<create_session>({.method = post,
                                .path = "/session",
                                .access = Access::anyone(),
                                .summary = "Sign in with e-mail address and password.",
                                .operation = "session.create"}),
      endpoint<get_session>({.method = get,
                             .path = "/session",
                             .access = Access::session(),
                             .summary = "The current session.",
                             .operation = "session.get",
                             .is_kept = true}),
      endpoint<confirm_session>({.method = post,
                                 .path = "/session/confirm",
                                 .access = Access::session(),
                                 .summary = "Give the password again; the session gets a new "
                                            "cookie and CSRF token.",
                                 .operation = "session.confirm"}),
      endpoint<delete_session>({.method = del,
                                .path = "/session",
                                .access = Access::session(),
                                .summary = "Sign out.",
                                .operation = "session.delete"}),
  };
}

}  // namespace gatehouse::api
