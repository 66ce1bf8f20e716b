// Signing in and out, and the current session.
#include "api/context.h"
#include "api/endpoints.h"
#include "api/sign_in.h"
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

// A failed attempt on an existing account is written into its organizations' trails.
void record_failure(Context& context, const std::string& email_key) {
  const auto account = store::find_account_by_email(context.tx(), email_key);
  if (account)
    record_everywhere(context, *account, "session.create", Outcome::denied,
                      {{"reason", "wrong password or no access"}});
  context.commit();
}

SessionAnswer create_session(Context& context, const SignIn& in) {
  const auto email = parse_email(in.email);
  const std::string key = email ? email->key : in.email.substr(0, 254);
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
  clear_attempts(context, key);
  const auto account = store::find_account(context.tx(), credentials->account_id);
  const bool is_temporary = match == Match::temporary_password;
  return sign_in(context, *account, is_temporary, is_temporary ? "temporary password" : "password");
}

SessionAnswer get_session(Context& context, const Nothing&) {
  const auto& principal = context.principal;
  return describe_session(context, own_account(context), principal.session_id,
                          principal.session_secret, principal.is_password_change,
                          principal.session_expires_at);
}

NoContent delete_session(Context& context, const Nothing&) {
  const Account account = own_account(context);
  store::remove_session(context.tx(), auth::secret_hash(context.principal.session_secret));
  record_everywhere(context, account, "session.delete", Outcome::success, {});
  context.after_commit(
      [&authenticator = context.services.authenticator, secret = context.principal.session_secret] {
        authenticator.forget_session(secret);
      });
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
                                .operation = "session.create",
                                .is_slow = true}),
      endpoint<get_session>({.method = get,
                             .path = "/session",
                             .access = Access::session(),
                             .summary = "The current session.",
                             .operation = "session.get"}),
      endpoint<delete_session>({.method = del,
                                .path = "/session",
                                .access = Access::session(),
                                .summary = "Sign out.",
                                .operation = "session.delete"}),
  };
}

}  // namespace gatehouse::api
