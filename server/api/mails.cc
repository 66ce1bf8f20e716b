#include "api/mails.h"

#include "api/sign_in.h"
#include "base/crypto.h"
#include "base/email.h"
#include "base/limits.h"
#include "mail/templates.h"
#include "store/organizations.h"
#include "store/outbox.h"
#include "store/users.h"

namespace gatehouse::api {
namespace {

std::string domain_of(std::string_view address) {
  return std::string(address.substr(std::min(address.find('@') + 1, address.size())));
}

mail::Envelope envelope(const Context& context, const std::string& email) {
  const Services& services = context.services;
  const auto address = parse_email(email);
  return {
      .message_id = to_string(Uuid::generate(context.now)) + "@" + domain_of(services.mail.from),
      .from = services.mail.from,
      .from_name = services.mail.from_name,
      .to = address ? address->mailbox : email,
      .server = services.public_url,
      .date = context.now};
}

void write(Context& context, std::optional<OrganizationId> organization, std::string subject_id,
           const mail::Message& message, Timestamp expires_at) {
  const std::string id = to_string(Uuid::generate(context.now));
  const std::string body = to_text(
      JsonObject{{"subject", message.subject}, {"text", message.text}, {"html", message.html}});
  store::insert_mail(context.tx(), {.id = id,
                                    .organization_id = organization,
                                    .subject_id = std::move(subject_id),
                                    .recipient = message.to,
                                    .message = seal(context.services.keys.mail, body, id),
                                    .message_id = message.message_id,
                                    .created_at = context.now,
                                    .expires_at = expires_at});
  context.after_commit(context.services.mail_written);
}

std::string full_name(const Account& account) {
  return account.first_name + " " + account.last_name;
}

constexpr auto kNoticeLifetime = std::chrono::days{3};  // a notice that late helps nobody

}  // namespace

void write_invitation(Context& context, const Invitation& invitation, std::string_view secret,
                      const std::string& organization_name) {
  store::withdraw_mail(context.tx(), to_string(invitation.id));
  write(
      context, invitation.organization_id, to_string(invitation.id),
      mail::invitation_mail({.envelope = envelope(context, invitation.email),
                             .organization = organization_name,
                             .inviter = store::principal_name(
                                 context.tx(), invitation.organization_id, context.actor().id),
                             .access = {},
                             .link = context.services.public_url + "/invite#" + std::string(secret),
                             .expires_at = invitation.expires_at}),
      invitation.expires_at);
}

void write_joined(Context& context, const Account& account, OrganizationId organization,
                  const std::string& organization_name) {
  write(
      context, organization, to_string(account.id),
      mail::joined_mail({envelope(context, account.email), organization_name, full_name(account)}),
      context.now + kNoticeLifetime);
}

void write_declined(Context& context, const Invitation& invitation,
                    const std::string& organization_name) {
  const auto id = UserId::parse(invitation.inviter_id);
  const auto inviter =
      id ? store::find_user(context.tx(), invitation.organization_id, *id, context.now)
         : std::nullopt;
  if (!inviter || inviter->status != UserStatus::active) return;
  write(context, invitation.organization_id, to_string(inviter->account_id),
        mail::invitation_declined_mail({.envelope = envelope(context, inviter->email),
                                        .organization = organization_name,
                                        .name = shown_name(*inviter),
                                        .invitee = invitation.email,
                                        .declined_at = context.now}),
        context.now + kNoticeLifetime);
}

void issue_temporary_password(Context& context, const Account& account, OrganizationId organization,
                              const std::string& organization_name) {
  const std::string password = auth::make_temporary_password();
  const Timestamp expires_at = context.now + limits::temporary_password_lifetime;
  if (!store::set_temporary_password(context.tx(), account.id, auth::secret_hash(password),
                                     context.now, expires_at))
    throw Failure(Code::conflict,
                  "this user has chosen a password: there is no temporary one to send again");
  end_sessions(context, account.id);  // begun with the one before
  store::withdraw_mail(context.tx(), to_string(account.id));
  write(context, organization, to_string(account.id),
        mail::temporary_password_mail(
            {.envelope = envelope(context, account.email),
             .organization = organization_name,
             .name = full_name(account),
             .issued_by = store::principal_name(context.tx(), organization, context.actor().id),
             .sign_in = account.email,
             .password = password,
             .link = context.services.public_url + "/login",
             .expires_at = expires_at}),
        expires_at);
}

void write_forgotten_password(Context& context, const Account& account, std::string_view secret,
                              Timestamp expires_at) {
  write(context, {}, to_string(account.id),
        mail::forgotten_password_mail(
            {.envelope = envelope(context, account.email),
             .name = full_name(account),
             .link = context.services.public_url + "/reset#" + std::string(secret),
             .expires_at = expires_at}),
        expires_at);
}

void write_password_changed(Context& context, const Account& account) {
  write(context, {}, to_string(account.id),
        mail::password_changed_mail(
            {envelope(context, account.email), full_name(account), context.now}),
        context.now + kNoticeLifetime);
}

}  // namespace gatehouse::api
