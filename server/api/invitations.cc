// Invitations, as administrators see them.
#include "store/invitations.h"

#include "api/context.h"
#include "api/endpoints.h"
#include "api/mails.h"
#include "api/membership.h"
#include "base/email.h"
#include "base/text.h"
#include "store/accounts.h"
#include "store/organizations.h"
#include "store/outbox.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

constexpr int kInvitationsToAddress = 20;  // a day, over all organizations
constexpr auto kInvitationWindow = std::chrono::hours{24};
constexpr std::size_t kCheckedAtOnce = 500;  // what the console's field takes

struct CreateInvitation {
  OrganizationId organization_id;
  std::string email;
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> contact_number;
  std::optional<std::string> company;
  std::optional<Timestamp> end_at;
  std::optional<Timestamp> expires_at;
  std::optional<std::vector<PermissionPolicyId>> policy_ids;
  std::optional<std::vector<ResourceGroupId>> group_ids;
  std::optional<bool> is_m3ter_user;
  std::optional<std::int64_t> version;
  static constexpr auto fields() {
    return std::tuple{
        path("organizationId", &CreateInvitation::organization_id),
        body("email", &CreateInvitation::email, "Who is invited.", Length{3, 254}),
        body("firstName", &CreateInvitation::first_name,
             "For a new account; left out: asked for on acceptance.", Length{1, 100}),
        body("lastName", &CreateInvitation::last_name,
             "For a new account; left out: asked for on acceptance.", Length{1, 100}),
        body("contactNumber", &CreateInvitation::contact_number, "Telephone number.",
             Length{0, 50}),
        body("company", &CreateInvitation::company,
             "Of the new user; may become part of the user name.", property_length),
        body("dtEndAccess", &CreateInvitation::end_at, "When access will end; left out: never."),
        body("dtExpiry", &CreateInvitation::expires_at,
             "Until when it can be accepted; left out: 30 days."),
        body("permissionPolicyIds", &CreateInvitation::policy_ids, "Policies on acceptance.",
             Length{0, 50}),
        body("userGroupIds", &CreateInvitation::group_ids, "User groups on acceptance.",
             Length{0, 50}),
        body("m3terUser", &CreateInvitation::is_m3ter_user, "m3ter's field."),
        body("version", &CreateInvitation::version, "Ignored."),
    };
  }
};

void refuse_member(Context& context, OrganizationId organization, const EmailAddress& email) {
  const auto account = store::find_account_by_email(context.tx(), email.key);
  if (account && store::find_user_id(context.tx(), organization, account->id))
    throw Failure(Code::already_exists, "this person is a user of the organization already",
                  "email");
}

void limit_mails(Context& context, const EmailAddress& email) {
  const auto sent =
      store::reserve_attempt(context.tx(), "invited:" + email.key, context.now, kInvitationWindow);
  if (sent <= kInvitationsToAddress) return;
  Failure failure(Code::too_many_requests, "no more invitations can be sent now, try tomorrow");
  failure.retry_after_seconds = 86'400;
  throw failure;
}

Invitation found_invitation(Context& context, OrganizationId organization, InvitationId id) {
  auto invitation = store::find_invitation(context.tx(), organization, id, context.now);
  if (!invitation) refuse_unknown_id("invitation");
  return *invitation;
}

Invitation create_invitation(Context& context, const CreateInvitation& in) {
  const auto email = parse_email(in.email);
  if (!email) codec::refuse("email", "an e-mail address");
  require_future(in.end_at, context.now, "dtEndAccess");
  require_future(in.expires_at, context.now, "dtExpiry");
  refuse_member(context, in.organization_id, *email);
  limit_mails(context, *email);

  Invitation invitation;
  invitation.organization_id = in.organization_id;
  invitation.id = InvitationId::generate(context.now);
  invitation.email = email->display;
  invitation.email_key = email->key;
  // Several people invited at once are not named: each writes their own name on acceptance.
  if (in.first_name) invitation.first_name = read_name(*in.first_name, "firstName");
  if (in.last_name) invitation.last_name = read_name(*in.last_name, "lastName");
  invitation.contact_number = in.contact_number.value_or("");
  invitation.company = read_property(in.company, "company");
  invitation.is_m3ter_user = in.is_m3ter_user.value_or(false);
  invitation.expires_at = in.expires_at.value_or(context.now + limits::invitation_lifetime);
  invitation.end_at = in.end_at;
  invitation.sent_at = context.now;
  invitation.policy_ids = in.policy_ids.value_or(std::vector<PermissionPolicyId>{});
  invitation.group_ids = in.group_ids.value_or(std::vector<ResourceGroupId>{});
  invitation.created_at = context.now;
  invitation.created_by = context.actor().id;
  check_grants(context, {invitation.policy_ids, invitation.group_ids});

  const auto superseded = store::supersede_invitations(context.tx(), in.organization_id, email->key,
                                                       context.now, context.actor().id);
  const std::string secret = auth::make_secret("inv");
  store::insert_invitation(context.tx(), invitation, auth::secret_hash(secret));
  const auto organization = store::find_organization(context.tx(), in.organization_id);
  write_invitation(context, invitation, secret, organization->name);
  context.target("invitation", to_string(invitation.id), invitation.email);
  const Invitation created = found_invitation(context, in.organization_id, invitation.id);
  context.after(to_json(created));
  if (superseded > 0) context.detail("superseded", superseded);
  return created;
}

struct CheckAddresses {
  OrganizationId organization_id;
  std::vector<std::string> emails;
  static constexpr auto fields() {
    return std::tuple{path("organizationId", &CheckAddresses::organization_id),
                      body("emails", &CheckAddresses::emails, "Whom one would invite.",
                           Length{1, kCheckedAtOnce})};
  }
};

AddressState state_of(Context& context, const EmailAddress& email, std::string& user_id) {
  const OrganizationId organization = context.organization();
  const auto account = store::find_account_by_email(context.tx(), email.key);
  const auto id =
      account ? store::find_user_id(context.tx(), organization, account->id) : std::nullopt;
  if (id) {
    user_id = to_string(*id);
    const auto user = store::find_user(context.tx(), organization, *id, context.now);
    return user->is_active ? AddressState::member : AddressState::inactive;
  }
  return store::has_pending_invitation(context.tx(), organization, email.key, context.now)
             ? AddressState::invited
             : AddressState::fresh;
}

Page<CheckedAddress> check_addresses(Context& context, const CheckAddresses& in) {
  Page<CheckedAddress> page;
  for (const std::string& text : in.emails) {
    CheckedAddress checked{.email = text, .state = AddressState::invalid, .user_id = ""};
    if (const auto email = parse_email(text))
      checked.state = state_of(context, *email, checked.user_id);
    page.data.push_back(std::move(checked));
  }
  return page;
}

struct ListInvitations : PageOfOrganization {
  std::optional<InvitationStatus> status;
  static constexpr auto fields() {
    return std::tuple_cat(PageOfOrganization::fields(),
                          std::tuple{query("status", &ListInvitations::status, "Only these.")});
  }
};

Page<Invitation> list_invitations(Context& context, const ListInvitations& in) {
  const store::InvitationFilter filter{in.text.value_or(""), in.status};
  auto page = store::list_invitations(context.tx(), in.organization_id, filter,
                                      context.page(in.page_size, in.next_token, limits::page_size),
                                      context.now);
  if (in.wants_count())
    page.total = store::count_invitations(context.tx(), in.organization_id, filter, context.now);
  return context.sealed(std::move(page));
}

Invitation get_invitation(Context& context, const OneOf<InvitationId>& in) {
  return found_invitation(context, in.organization_id, in.id);
}

std::string describe(InvitationStatus status) {
  switch (status) {
    case InvitationStatus::accepted:
      return "accepted";
    case InvitationStatus::declined:
      return "declined";
    case InvitationStatus::cancelled:
      return "revoked";
    default:
      return "replaced by a newer one";
  }
}

// An expired one is renewed as well; everything else has ended for good.
void require_open(const Invitation& invitation) {
  if (invitation.status != InvitationStatus::pending &&
      invitation.status != InvitationStatus::expired)
    throw Failure(Code::conflict,
                  "this invitation was " + describe(invitation.status) + " already");
}

Invitation resend_invitation(Context& context, const OneOf<InvitationId>& in) {
  const Invitation invitation = found_invitation(context, in.organization_id, in.id);
  context.target("invitation", to_string(in.id), invitation.email);
  require_open(invitation);
  const auto email = parse_email(invitation.email);
  limit_mails(context, *email);
  check_grants(context, {invitation.policy_ids, invitation.group_ids});
  // As long as it was good for when it was first sent.
  const auto lifetime = std::min<std::chrono::milliseconds>(
      invitation.expires_at - invitation.sent_at, limits::invitation_lifetime);
  const std::string secret = auth::make_secret("inv");
  if (!store::renew_invitation(context.tx(), in.organization_id, in.id, auth::secret_hash(secret),
                               context.now + lifetime, context.now, context.actor().id))
    throw Failure(Code::conflict, "this invitation has ended");
  const auto organization = store::find_organization(context.tx(), in.organization_id);
  write_invitation(context, found_invitation(context, in.organization_id, in.id), secret,
                   organization->name);
  const Invitation renewed = found_invitation(context, in.organization_id, in.id);
  context.after(JsonObject{{"dtExpiry", to_string(renewed.expires_at)}});
  return renewed;
}

Invitation revoke_invitation(Context& context, const OneOf<InvitationId>& in) {
  const Invitation invitation = found_invitation(context, in.organization_id, in.id);
  context.target("invitation", to_string(in.id), invitation.email);
  require_open(invitation);
  if (!store::end_invitation(context.tx(), in.organization_id, in.id, InvitationStatus::cancelled,
                             context.now, context.actor().id))
    throw Failure(Code::conflict, "this invitation has ended");
  store::withdraw_mail(context.tx(), to_string(in.id));
  const Invitation revoked = found_invitation(context, in.organization_id, in.id);
  context.before(JsonObject{{"status", codec::enum_name(invitation.status)}});
  context.after(JsonObject{{"status", codec::enum_name(revoked.status)}});
  return revoked;
}

}  // namespace

std::vector<Endpoint> invitation_endpoints() {
  using enum http::Method;
  const std::string all = "/organizations/{organizationId}/invitations";
  const std::string one = all + "/{id}";
  const std::string type = "config:orguserinvitation";
  return {
      endpoint<list_invitations>({.method = get,
                                  .path = all,
                                  .access = Access::permission("config:retrieve", type + "/*"),
                                  .summary = "Invitations of the organization.",
                                  .operation = "invitation.list"}),
      endpoint<create_invitation>({.method = post,
                                   .path = all,
                                   .access = Access::permission("config:create", type + "/*"),
                                   .summary = "Invite a person by mail; replaces an older one.",
                                   .operation = "invitation.create",
                                   .is_sensitive = true}),
      endpoint<check_addresses>(
          {.method = post,
           .path = all + "/check",
           .access = Access::permission("config:create", type + "/*"),
           .summary = "What invitations to these addresses would meet; sends nothing.",
           .operation = "invitation.check",
           .is_read = true}),
      endpoint<get_invitation>(
          {.method = get,
           .path = one,
           .access = Access::permission("config:retrieve", type + "/item/{id}"),
           .summary = "One invitation.",
           .operation = "invitation.get"}),
      endpoint<resend_invitation>({.method = post,
                                   .path = one + "/resend",
                                   .access = Access::permission("config:create", type + "/*"),
                                   .summary = "Mail a new link; the one before is dead.",
                                   .operation = "invitation.resend",
                                   .is_sensitive = true}),
      endpoint<revoke_invitation>(
          {.method = del,
           .path = one,
           .access = Access::permission("config:delete", type + "/item/{id}"),
           .summary = "Revoke a pending invitation at once.",
           .operation = "invitation.revoke"}),
  };
}

}  // namespace gatehouse::api
