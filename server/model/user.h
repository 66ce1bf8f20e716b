// A human: the global account, and the user that an account is in one organization. Administrators
// see and change the user only.
#pragma once

#include <optional>

#include "base/id.h"
#include "model/audited.h"
#include "model/statement.h"

namespace gatehouse {

/// One for each human and e-mail address. The password hash is deliberately not here.
struct Account {
  AccountId id;
  std::string email;
  std::string email_key;  ///< canonical form (base/email.h): decides who is who
  std::string first_name;
  std::string last_name;
  std::string contact_number;
  bool has_password = false;
  std::int64_t version = 1;
  Timestamp created_at;
};

enum class UserStatus : std::uint8_t { active, inactive };
template <>
struct EnumNames<UserStatus> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{std::pair{UserStatus::active, "ACTIVE"},
                                    std::pair{UserStatus::inactive, "INACTIVE"}};
};

enum class SignInState : std::uint8_t { password, temporary_password, none };
template <>
struct EnumNames<SignInState> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{
      std::pair{SignInState::password, "password"},
      std::pair{SignInState::temporary_password, "temporary_password"},
      std::pair{SignInState::none, "none"}};
};

struct TemporaryPassword {
  Timestamp issued_at;
  Timestamp expires_at;
  bool is_expired = false;

  static constexpr const char* schema_name = "TemporaryPassword";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{
        out("dtIssued", &TemporaryPassword::issued_at, "When it was mailed."),
        out("dtExpires", &TemporaryPassword::expires_at,
            "After this an administrator must resend."),
        out("expired", &TemporaryPassword::is_expired, "Whether that time has passed."),
    };
  }
};

struct User : Audited {
  UserId id;
  OrganizationId organization_id;
  AccountId account_id;
  std::optional<std::string> external_id;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string contact_number;
  std::string user_name;                 ///< made when the user is stored, never changed
  std::optional<std::string> full_name;  ///< this and the next three: administrators write them
  std::optional<std::string> company;
  std::optional<std::string> initials;
  std::optional<std::string> title;
  bool is_active = true;
  std::optional<Timestamp> end_at;
  std::vector<Statement> statements;  ///< inline, beside the attached policies
  std::optional<Timestamp> last_sign_in_at;
  std::optional<Timestamp> first_accepted_terms_at;
  std::optional<Timestamp> last_accepted_terms_at;
  std::optional<TemporaryPassword> temporary_password;

  // Derived when read.
  UserStatus status = UserStatus::active;  ///< inactive also once end_at has passed
  SignInState sign_in_state = SignInState::none;
  std::vector<OrganizationId> organizations;
  bool is_support_user = false;
  std::optional<std::string> created_by_name;  ///< only when one user is asked for
  std::optional<std::string> modified_by_name;

  static constexpr const char* schema_name = "User";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{
            out("id", &User::id, "Id of the user in this organization."),
            out("accountId", &User::account_id, "Id of the person's account."),
            out("externalId", &User::external_id, "The integrator's own id; unique."),
            out("email", &User::email, "Only the user can change it."),
            out("firstName", &User::first_name, "First name."),
            out("lastName", &User::last_name, "Last name."),
            out("contactNumber", &User::contact_number, "Telephone number, may be empty."),
            out("userName", &User::user_name, "Unique in the organization; never changes."),
            out("fullName", &User::full_name,
                "How others see the name; null: first and last name."),
            out("company", &User::company, "Where the user is employed."),
            out("initials", &User::initials, "As others see them."),
            out("title", &User::title, "The user's job title."),
            out("status", &User::status, "INACTIVE when deactivated or past the access end date."),
            out("active", &User::is_active, "The switch that activate and deactivate set."),
            out("dtEndAccess", &User::end_at, "When access ends; null: never."),
            out("permissionPolicy", &User::statements, "Inline statements."),
            out("organizations", &User::organizations, "This organization."),
            out("supportUser", &User::is_support_user, "Whether this is the operator's staff."),
            out("lastSignIn", &User::last_sign_in_at, "Last successful sign-in; null: never."),
            out("signInState", &User::sign_in_state, "How the user can sign in."),
            out("temporaryPassword", &User::temporary_password,
                "The temporary password that waits for the first sign-in."),
            out("firstAcceptedTermsAndConditions", &User::first_accepted_terms_at,
                "m3ter's field."),
            out("lastAcceptedTermsAndConditions", &User::last_accepted_terms_at, "m3ter's field."),
            out("createdByName", &User::created_by_name, "Given when one user is asked for."),
            out("lastModifiedByName", &User::modified_by_name, "Given when one user is asked for."),
        },
        audit_fields());
  }
};

/// The name that others see.
inline std::string shown_name(const User& user) {
  return user.full_name.value_or(user.first_name + " " + user.last_name);
}

/// Sets what depends on the time.
inline void set_time(User& user, Timestamp now) {
  const bool has_ended = user.end_at && *user.end_at <= now;
  user.status = user.is_active && !has_ended ? UserStatus::active : UserStatus::inactive;
  if (auto& password = user.temporary_password) password->is_expired = password->expires_at <= now;
}

}  // namespace gatehouse
