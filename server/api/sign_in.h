// What the ways to become signed in share: counting attempts, starting a session, telling every
// organization's audit trail.
#pragma once

#include "api/context.h"
#include "model/user.h"

namespace gatehouse::api {

struct SessionAccount {
  AccountId id;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string contact_number;

  static constexpr const char* schema_name = "SessionAccount";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{out("id", &SessionAccount::id, "Unique id of the account."),
                      out("email", &SessionAccount::email, "The address signed in with."),
                      out("firstName", &SessionAccount::first_name, "First name."),
                      out("lastName", &SessionAccount::last_name, "Last name."),
                      out("contactNumber", &SessionAccount::contact_number, "May be empty.")};
  }
};

struct SessionOrganization {
  OrganizationId id;
  std::string name;
  UserId user_id;
  UserStatus status = UserStatus::active;

  static constexpr const char* schema_name = "SessionOrganization";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{out("id", &SessionOrganization::id, "Unique id of the organization."),
                      out("organizationName", &SessionOrganization::name, "Its name."),
                      out("userId", &SessionOrganization::user_id, "The user in it."),
                      out("status", &SessionOrganization::status, "Whether the user is let in.")};
  }
};

enum class SessionKind : std::uint8_t { full, password_change };

}  // namespace gatehouse::api

template <>
struct gatehouse::EnumNames<gatehouse::api::SessionKind> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{
      std::pair{gatehouse::api::SessionKind::full, "full"},
      std::pair{gatehouse::api::SessionKind::password_change, "password_change"}};
};

namespace gatehouse::api {

struct SessionAnswer {
  std::string id;
  SessionKind kind = SessionKind::full;
  SessionAccount account;
  std::string csrf_token;
  Timestamp expires_at;
  std::vector<SessionOrganization> organizations;

  static constexpr const char* schema_name = "Session";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{
        out("id", &SessionAnswer::id, "Unique id of the session."),
        out("kind", &SessionAnswer::kind,
            "`password_change`: signed in with a temporary password, good to choose one only."),
        out("account", &SessionAnswer::account, "Who is signed in."),
        out("csrfToken", &SessionAnswer::csrf_token, "Send as X-CSRF-Token with every change."),
        out("dtExpires", &SessionAnswer::expires_at, "When it ends at the latest."),
        out("organizations", &SessionAnswer::organizations, "Where the account is a user."),
    };
  }
};

/// Refuses with Failure(too_many_requests) when the account or the network has failed too often.
/// Commits the count by itself, before any password is hashed.
void reserve_attempt(Context& context, std::string_view email_key);
/// The reserved attempt was a good one: an office that shares an address does not use it up.
void return_attempt(Context& context, std::string_view email_key);
void clear_attempts(Context& context, std::string_view email_key);

/// How somebody came in. Only a password that was known before counts as confirmed: who opened a
/// mailed link, or used a mailed password, confirms the new one before the first sensitive act.
struct SignInMethod {
  std::string_view name;
  bool is_password_change = false;
  bool is_confirmed = true;
};

/// Starts a session in the context's transaction, sets the cookie and records the sign-in.
SessionAnswer sign_in(Context& context, const Account& account, const SignInMethod& method);

/// Ends every session of the account when the change is committed.
void end_sessions(Context& context, AccountId account);

SessionAnswer describe_session(Context& context, const Account& account, std::string session_id,
                               std::string_view session_secret, bool is_password_change,
                               Timestamp expires_at);

/// One event in the trail of every organization that the account is a user of.
void record_everywhere(Context& context, const Account& account, std::string action,
                       Outcome outcome, JsonObject details);

/// A wrong password for an existing account, in the trails of its organizations: after the answer,
/// whose time must not tell that there is such an account.
void record_failure(const Context& context, const std::string& email_key);

/// The generic answer to everything that is wrong with a sign-in.
[[noreturn]] void refuse_sign_in();

/// What a password may not be made of.
std::vector<std::string> words_about(const Account& account,
                                     const std::vector<std::string>& organizations);

/// The signed-in account; Failure(unauthenticated) when it is gone.
Account own_account(Context& context);

}  // namespace gatehouse::api
