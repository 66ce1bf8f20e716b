// Choosing a password: at the first sign-in, after forgetting it, and at any time.
#include "api/context.h"
#include "api/endpoints.h"
#include "api/mails.h"
#include "api/sign_in.h"
#include "base/email.h"
#include "base/limits.h"
#include "base/text.h"
#include "store/accounts.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

constexpr std::string_view kReset = "password_reset";
constexpr int kResetMails = 5;  // an hour to one address
constexpr auto kResetWindow = std::chrono::hours{1};

struct ChoosePassword {
  std::string new_password;
  static constexpr auto fields() {
    return std::tuple{body("newPassword", &ChoosePassword::new_password,
                           "At least 15 characters, not a well-known one.", Length{1, 1024})};
  }
};

struct ChangePassword {
  std::string current_password;
  std::string new_password;
  static constexpr auto fields() {
    return std::tuple{body("currentPassword", &ChangePassword::current_password,
                           "The password in use.", Length{1, 1024}),
                      body("newPassword", &ChangePassword::new_password,
                           "At least 15 characters, not a well-known one.", Length{1, 1024})};
  }
};

struct ForgotPassword {
  std::string email;
  static constexpr auto fields() {
    return std::tuple{body("email", &ForgotPassword::email,
                           "Where the link goes, when there is such an account.", Length{1, 254})};
  }
};

struct ResetPassword {
  std::string token;
  std::string new_password;
  static constexpr auto fields() {
    return std::tuple{body("token", &ResetPassword::token, "From the mailed link.", Length{1, 200}),
                      body("newPassword", &ResetPassword::new_password,
                           "At least 15 characters, not a well-known one.", Length{1, 1024})};
  }
};

// Checks the rules and hashes; before any transaction, since it takes long.
std::string hash_of(Context& context, const Account& account, const std::string& password) {
  std::vector<std::string> organizations;
  {
    const auto tx = context.services.database.begin_read();
    for (const auto& membership : store::list_memberships(*tx, account.id, context.now))
      organizations.push_back(membership.organization_name);
  }
  return context.services.hasher.hash(
      auth::accept_password(password, words_about(account, organizations), "newPassword"));
}

Account account_in_read(Context& context, AccountId id) {
  const auto tx = context.services.database.begin_read();
  const auto account = store::find_account(*tx, id);
  if (!account) throw Failure(Code::unauthenticated, "this account is gone");
  return *account;
}

// Every other way in that was open before is closed: sessions, links, the temporary password.
void replace_password(Context& context, const Account& account, const std::string& hash,
                      std::string_view action) {
  store::set_password(context.tx(), account.id, hash, context.now);
  end_sessions(context, account.id);
  write_password_changed(context, account);
  record_everywhere(context, account, std::string(action), Outcome::success, {});
}

SessionAnswer choose_password(Context& context, const ChoosePassword& in) {
  if (!context.principal.is_password_change)
    throw Failure(Code::conflict, "a password was chosen already: change it instead");
  const Account account = account_in_read(context, context.principal.account_id);
  std::optional<store::Credentials> credentials;
  {
    const auto tx = context.services.database.begin_read();
    credentials = store::find_credentials(*tx, account.id);
  }
  const auto is_replaced = [] {
    throw Failure(Code::unauthenticated, "the temporary password was replaced: sign in again");
  };
  if (!credentials || !credentials->temporary_hash) is_replaced();
  // Temporary ones are lower case without spaces (docs/security.md N-097).
  if (credentials->temporary_hash == auth::secret_hash(to_lower(to_plain(in.new_password))))
    throw Failure(Code::invalid_input, "choose another password than the temporary one",
                  "newPassword");
  const std::string hash = hash_of(context, account, in.new_password);
  const auto current = store::find_credentials(context.tx(), account.id);
  if (!current || current->temporary_hash != credentials->temporary_hash) is_replaced();
  const auto memberships = store::list_memberships(context.tx(), account.id, context.now);
  if (std::ranges::none_of(memberships, [](const store::Membership& membership) {
        return membership.status == UserStatus::active;
      }))
    throw Failure(Code::unauthenticated, "your access has ended");
  replace_password(context, account, hash, "password.choose");
  return sign_in(context, account, {.name = "first sign-in", .is_confirmed = false});
}

SessionAnswer change_password(Context& context, const ChangePassword& in) {
  if (context.principal.is_password_change)
    throw Failure(Code::password_change_required, "choose a password first");
  const Account account = account_in_read(context, context.principal.account_id);
  reserve_attempt(context, account.email_key);
  std::optional<store::Credentials> credentials;
  {
    const auto tx = context.services.database.begin_read();
    credentials = store::find_credentials(*tx, account.id);
  }
  if (!context.services.hasher.verify(credentials->password_hash.value_or(""),
                                      auth::prepare_password(in.current_password))) {
    record_failure(context, account.email_key);
    throw Failure(Code::invalid_input, "the current password is wrong", "currentPassword");
  }
  const std::string hash = hash_of(context, account, in.new_password);
  const auto current = store::find_credentials(context.tx(), account.id);
  if (current->password_hash != credentials->password_hash)
    throw Failure(Code::conflict, "the password was changed meanwhile");
  clear_attempts(context, account.email_key);
  replace_password(context, account, hash, "password.change");
  return sign_in(context, account, {.name = "password change"});
}

void send_reset_link(Context& context, const std::string& email_key) {
  const auto account = store::find_account_by_email(context.tx(), email_key);
  // Without a password there is nothing to reset: only an administrator can send a new temporary
  // one (docs/security.md N-105).
  if (!account || !account->has_password) return;
  const auto memberships = store::list_memberships(context.tx(), account->id, context.now);
  if (std::ranges::none_of(memberships, [](const store::Membership& membership) {
        return membership.status == UserStatus::active;
      }))
    return;
  const std::string secret = auth::make_secret("pw");
  const Timestamp expires_at = context.now + limits::reset_lifetime;
  store::insert_link(context.tx(), kReset, account->id, auth::secret_hash(secret), context.now,
                     expires_at);
  write_forgotten_password(context, *account, secret, expires_at);
  record_everywhere(context, *account, "password.forgot", Outcome::success, {});
}

// Always the same answer after the same work: neither says who exists.
NoContent forgot_password(Context& context, const ForgotPassword& in) {
  const auto email = parse_email(in.email);
  if (!email) return {};
  const auto asked =
      store::reserve_attempt(context.tx(), "reset:" + email->key, context.now, kResetWindow);
  if (asked <= kResetMails)
    run_later(context, [key = email->key](Context& later) { send_reset_link(later, key); });
  return {};
}

NoContent reset_password(Context& context, const ResetPassword& in) {
  const auto gone = [] {
    throw Failure(Code::gone, "this link was used, replaced or has expired: ask for a new one");
  };
  std::optional<AccountId> owner;
  {
    const auto tx = context.services.database.begin_read();
    owner = store::find_link_owner(*tx, kReset, auth::secret_hash(in.token), context.now);
  }
  if (!owner) gone();
  const Account account = account_in_read(context, *owner);
  const std::string hash = hash_of(context, account, in.new_password);
  if (!store::use_link(context.tx(), kReset, auth::secret_hash(in.token), context.now)) gone();
  clear_attempts(context, account.email_key);
  replace_password(context, account, hash, "password.reset");
  return {};
}

}  // namespace

std::vector<Endpoint> password_endpoints() {
  using enum http::Method;
  return {
      endpoint<choose_password>({.method = post,
                                 .path = "/session/password",
                                 .access = Access::session(),
                                 .summary = "Choose a password at the first sign-in.",
                                 .operation = "password.choose"}),
      endpoint<change_password>({.method = post,
                                 .path = "/password/change",
                                 .access = Access::session(),
                                 .summary = "Change the own password; ends all other sessions.",
                                 .operation = "password.change"}),
      endpoint<forgot_password>({.method = post,
                                 .path = "/password/forgot",
                                 .access = Access::anyone(),
                                 .summary = "Mail a link to choose a new password.",
                                 .operation = "password.forgot"}),
      endpoint<reset_password>({.method = post,
                                .path = "/password/reset",
                                .access = Access::anyone(),
                                .summary = "Choose a new password with a mailed link.",
                                .operation = "password.reset"}),
  };
}

}  // namespace gatehouse::api
