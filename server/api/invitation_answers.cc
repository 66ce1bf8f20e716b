// What an invited person does with the mailed link: look, accept, decline.
#include "api/context.h"
#include "api/endpoints.h"
#include "api/mails.h"
#include "api/membership.h"
#include "api/rights.h"
#include "api/sign_in.h"
#include "base/text.h"
#include "policy/grant.h"
#include "store/accounts.h"
#include "store/invitations.h"
#include "store/organizations.h"
#include "store/permission_policies.h"
#include "store/resource_groups.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

struct InvitationToken {
  std::string token;
  static constexpr auto fields() {
    return std::tuple{
        body("token", &InvitationToken::token, "From the mailed link.", Length{1, 200})};
  }
};

struct InvitationView {
  std::string organization_name;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string inviter_name;
  Timestamp expires_at;
  bool has_account = false;

  static constexpr const char* schema_name = "InvitationView";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{
        out("organizationName", &InvitationView::organization_name, "Who invites."),
        out("email", &InvitationView::email, "Who is invited."),
        out("firstName", &InvitationView::first_name, "As the inviter wrote it."),
        out("lastName", &InvitationView::last_name, "As the inviter wrote it."),
        out("inviterName", &InvitationView::inviter_name, "The person who invited."),
        out("dtExpiry", &InvitationView::expires_at, "Until when it can be accepted."),
        out("accountExists", &InvitationView::has_account,
            "Whether to accept with the account's password or to choose one."),
    };
  }
};

// The invitation that the secret belongs to, still open; the message says what happened to it.
Invitation open_invitation(store::Transaction& tx, const std::string& token, Timestamp now) {
  auto invitation = store::find_invitation_by_secret(tx, auth::secret_hash(token), now);
  if (!invitation) throw Failure(Code::not_found, "this link belongs to no invitation");
  const auto ended = [](const char* how) {
    throw Failure(Code::gone, std::string("this invitation ") + how);
  };
  switch (invitation->status) {
    case InvitationStatus::pending:
      break;
    case InvitationStatus::accepted:
      ended("was accepted already");
      break;
    case InvitationStatus::declined:
      ended("was declined");
      break;
    case InvitationStatus::cancelled:
      ended("was withdrawn");
      break;
    case InvitationStatus::expired:
      ended("has expired: ask for a new one");
      break;
    case InvitationStatus::superseded:
      ended("was replaced by a newer one: use the latest mail");
      break;
  }
  if (invitation->end_at && *invitation->end_at <= now)
    ended("offers access that has ended meanwhile");
  return *invitation;
}

InvitationView look_up(Context& context, const InvitationToken& in) {
  const Invitation invitation = open_invitation(context.tx(), in.token, context.now);
  const auto organization = store::find_organization(context.tx(), invitation.organization_id);
  const auto account = store::find_account_by_email(context.tx(), invitation.email_key);
  return {.organization_name = organization->name,
          .email = invitation.email,
          .first_name = invitation.first_name,
          .last_name = invitation.last_name,
          .inviter_name = invitation.inviter_name,
          .expires_at = invitation.expires_at,
          .has_account = account && account->has_password};
}

struct AcceptInvitation {
  std::string token;
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> contact_number;
  std::string password;
  static constexpr auto fields() {
    return std::tuple{
        body("token", &AcceptInvitation::token, "From the mailed link.", Length{1, 200}),
        body("firstName", &AcceptInvitation::first_name, "For a new account.", Length{1, 100}),
        body("lastName", &AcceptInvitation::last_name, "For a new account.", Length{1, 100}),
        body("contactNumber", &AcceptInvitation::contact_number, "For a new account.",
             Length{0, 50}),
        body("password", &AcceptInvitation::password,
             "The account's; for a new account the one to have.", Length{1, 1024}),
    };
  }
};

// What the inviter no longer holds is not handed out (docs/security.md N-053): somebody who lost
// rights, or left, since the invitation was written gives only what they have now.
Grants still_granted(Context& context, const Invitation& invitation, JsonArray& dropped) {
  const auto snapshot = context.services.directory.snapshot(invitation.organization_id);
  std::vector<Statement> own;
  if (const auto id = UserId::parse(invitation.inviter_id)) {
    const auto subject = directory::Subject::user(*id);
    const auto* user = snapshot->find_user(*id);
    if (user && user->active && !user->has_ended(context.now))
      own = snapshot->statements_of(subject);
    const auto* service_user = snapshot->find_service_user(ServiceUserId{*id});
    if (service_user && service_user->active)
      own = snapshot->statements_of(directory::Subject::service_user(ServiceUserId{*id}));
  }
  const bool is_administrator = policy::is_administrator(own);
  const auto is_within = [&](std::span<const PermissionPolicyId> policies,
                             std::span<const ResourceGroupId> groups) {
    return is_administrator ||
           !policy::gain_exceeds(own, statements_of_newcomer(*snapshot, {}, {}),
                                 statements_of_newcomer(*snapshot, policies, groups));
  };
  Grants grants;
  for (const PermissionPolicyId& id : invitation.policy_ids) {
    if (store::find_permission_policy(context.tx(), invitation.organization_id, id) &&
        is_within(std::span(&id, 1), {}))
      grants.policies.push_back(id);
    else
      dropped.push_back(Json(to_string(id)));
  }
  for (const ResourceGroupId& id : invitation.group_ids) {
    if (is_within({}, std::span(&id, 1)))
      grants.groups.push_back(id);
    else
      dropped.push_back(Json(to_string(id)));
  }
  return grants;
}

struct Acceptance {
  std::optional<store::Credentials> credentials;  ///< of the existing account
  std::string new_hash;                           ///< for a new password
};

// Everything slow, before the transaction: checks the existing account's password or hashes the new
// one.
Acceptance prepare(Context& context, const AcceptInvitation& in, const Invitation& invitation) {
  Acceptance acceptance;
  std::string organization_name;
  {
    const auto tx = context.services.database.begin_read();
    acceptance.credentials = store::find_credentials(*tx, invitation.email_key);
    organization_name = store::find_organization(*tx, invitation.organization_id)->name;
  }
  if (acceptance.credentials && acceptance.credentials->password_hash) {
    reserve_attempt(context, invitation.email_key);
    if (!context.services.hasher.verify(*acceptance.credentials->password_hash,
                                        auth::prepare_password(in.password))) {
      record_failure(context, invitation.email_key);
      throw Failure(Code::invalid_input, "this is not the password of the account", "password");
    }
    return acceptance;
  }
  Account named{.id = {},
                .email = invitation.email,
                .email_key = invitation.email_key,
                .first_name = in.first_name.value_or(invitation.first_name),
                .last_name = in.last_name.value_or(invitation.last_name),
                .contact_number = {},
                .created_at = {}};
  acceptance.new_hash = context.services.hasher.hash(
      auth::accept_password(in.password, words_about(named, {organization_name}), "password"));
  return acceptance;
}

// The address is proved by the mailed secret, so the account gets its password here.
Account account_for(Context& context, const AcceptInvitation& in, const Invitation& invitation,
                    const Acceptance& acceptance) {
  auto account = store::find_account_by_email(context.tx(), invitation.email_key);
  if (!account) {
    account = Account{
        .id = AccountId::generate(context.now),
        .email = invitation.email,
        .email_key = invitation.email_key,
        .first_name =
            read_required_name(in.first_name.value_or(invitation.first_name), "firstName"),
        .last_name = read_required_name(in.last_name.value_or(invitation.last_name), "lastName"),
        .contact_number = in.contact_number.value_or(invitation.contact_number),
        .created_at = context.now};
    store::insert_account(context.tx(), *account);
  }
  // What was checked, or found missing, must still be so in this transaction.
  const auto current = store::find_credentials(context.tx(), account->id);
  if (current->password_hash !=
      (acceptance.credentials ? acceptance.credentials->password_hash : std::nullopt))
    throw Failure(Code::conflict, "the account was changed meanwhile, try again");
  if (acceptance.new_hash.empty()) {
    clear_attempts(context, account->email_key);
  } else {
    store::set_password(context.tx(), account->id, acceptance.new_hash, context.now);
    end_sessions(context, account->id);  // begun with a temporary password
  }
  return *account;
}

// The inviting organization and those that will be told of the sign-in, in the one order in which
// everybody locks them: two such transactions cannot wait for each other.
void lock_all(Context& context, const Acceptance& acceptance, OrganizationId inviting) {
  std::set<OrganizationId> organizations{inviting};
  if (acceptance.credentials)
    for (const auto& membership :
         store::list_memberships(context.tx(), acceptance.credentials->account_id, context.now))
      organizations.insert(membership.organization_id);
  for (const OrganizationId& organization : organizations) context.lock(organization);
}

SessionAnswer accept(Context& context, const AcceptInvitation& in) {
  Invitation invitation;
  {
    const auto tx = context.services.database.begin_read();
    invitation = open_invitation(*tx, in.token, context.now);
  }
  const Acceptance acceptance = prepare(context, in, invitation);
  lock_all(context, acceptance, invitation.organization_id);
  invitation = open_invitation(context.tx(), in.token, context.now);
  const Account account = account_for(context, in, invitation, acceptance);
  JsonArray dropped;
  const Grants grants = still_granted(context, invitation, dropped);
  const User user = join_organization(context, {.organization_id = invitation.organization_id,
                                                .account = account,
                                                .company = invitation.company,
                                                .end_at = invitation.end_at,
                                                .grants = grants,
                                                .by = invitation.inviter_id});
  if (!store::end_invitation(context.tx(), invitation.organization_id, invitation.id,
                             InvitationStatus::accepted, context.now, to_string(user.id)))
    throw Failure(Code::gone, "this invitation was answered already");
  const auto organization = store::find_organization(context.tx(), invitation.organization_id);
  write_joined(context, account, invitation.organization_id, organization->name);

  AuditEvent event = context.event(Outcome::success);
  event.actor_type = ActorType::user;
  event.actor_id = to_string(user.id);
  event.target_type = "invitation";
  event.target_id = to_string(invitation.id);
  event.target_name = invitation.email;
  event.details = {{"user", to_string(user.id)}};
  if (!dropped.empty()) event.details["notGranted"] = dropped;
  context.record(invitation.organization_id, std::move(event));
  return sign_in(context, account,
                 {.name = "invitation", .is_confirmed = acceptance.new_hash.empty()});
}

NoContent decline(Context& context, const InvitationToken& in) {
  Invitation invitation;
  {
    const auto tx = context.services.database.begin_read();
    invitation = open_invitation(*tx, in.token, context.now);
  }
  context.lock(invitation.organization_id);
  if (!store::end_invitation(context.tx(), invitation.organization_id, invitation.id,
                             InvitationStatus::declined, context.now, "invitee"))
    throw Failure(Code::gone, "this invitation was answered already");
  const auto organization = store::find_organization(context.tx(), invitation.organization_id);
  write_declined(context, invitation, organization->name);
  AuditEvent event = context.event(Outcome::success);
  event.actor_name = invitation.email;
  event.target_type = "invitation";
  event.target_id = to_string(invitation.id);
  event.target_name = invitation.email;
  context.record(invitation.organization_id, std::move(event));
  return {};
}

}  // namespace

std::vector<Endpoint> invitation_answer_endpoints() {
  using enum http::Method;
  return {
      endpoint<look_up>({.method = post,
                         .path = "/invitations/lookup",
                         .access = Access::anyone(),
                         .summary = "What a mailed invitation link offers; uses nothing up.",
                         .operation = "invitation.lookup"}),
      endpoint<accept>({.method = post,
                        .path = "/invitations/accept",
                        .access = Access::anyone(),
                        .summary = "Accept an invitation and sign in.",
                        .operation = "invitation.accept"}),
      endpoint<decline>({.method = post,
                         .path = "/invitations/decline",
                         .access = Access::anyone(),
                         .summary = "Decline an invitation; the inviter is told.",
                         .operation = "invitation.decline"}),
  };
}

}  // namespace gatehouse::api
