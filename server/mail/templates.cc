#include "mail/templates.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "base/email.h"
#include "mail/layout.h"
#include "mail/plain.h"

namespace gatehouse::mail {
namespace {

/// `22 December 2026, 00:41 UTC`: no reader mistakes the day for the month.
std::string readable(Timestamp time) {
  using namespace std::chrono;
  static constexpr std::array<std::string_view, 12> months{
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const auto day = floor<days>(time);
  const year_month_day ymd{day};
  const hh_mm_ss clock{floor<minutes>(time - day)};
  return fmt::format("{} {} {}, {:02}:{:02} UTC", static_cast<unsigned>(ymd.day()),
                     months[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
                     clock.hours().count(), clock.minutes().count());
}

/// `30 days`, `30 minutes`: counted from when the mail was written, rounded down.
std::string lifetime(Timestamp from, Timestamp until) {
  using namespace std::chrono;
  const auto left = until - from;
  const auto count = [](auto n, std::string_view unit) {
    return fmt::format("{} {}{}", n, unit, n == 1 ? "" : "s");
  };
  if (left >= days{2}) return count(floor<days>(left).count(), "day");
  if (left >= hours{2}) return count(floor<hours>(left).count(), "hour");
  return count(floor<minutes>(left).count(), "minute");
}

std::string greeting(const std::string& name) {
  const std::string harmless = plain(name);
  return harmless.empty() ? "Hello," : fmt::format("Hello {},", harmless);
}

/// An address is shown as it is, because people must be able to copy it; it has passed the rules
/// of base/email.h. Anything else is only a name.
std::string address_or_name(const std::string& value) {
  return parse_email(value) ? value : plain(value);
}

Message message_of(const Envelope& envelope, std::string subject, const Letter& letter) {
  return Message{.message_id = envelope.message_id,
                 .from = envelope.from,
                 .from_name = envelope.from_name,
                 .to = envelope.to,
                 .subject = std::move(subject),
                 .text = to_text(letter),
                 .html = to_html(letter),
                 .date = envelope.date};
}

/// Every letter ends by saying who sent it and why it cannot be answered.
std::string footer(const Envelope& envelope) {
  return fmt::format("Sent automatically by Gatehouse at {}. Replies are not read.",
                     envelope.server);
}

}  // namespace

Message invitation_mail(const InvitationMail& mail) {
  const std::string organization = plain(mail.organization);
  const std::string inviter = plain(mail.inviter);
  Letter letter{
      .heading = fmt::format("You are invited to join {}", organization),
      .greeting = "Hello,",
      .paragraphs = {fmt::format("{} has invited you to join {} on Gatehouse. Open the invitation "
                                 "to accept it and set up your sign-in, or to decline.",
                                 inviter, organization)},
      .facts = {{"Organization", organization}, {"Invited by", inviter}},
      .button = {"View invitation", mail.link},
      .notes = {fmt::format("The invitation is for {} only and ends on {}.", mail.envelope.to,
                            readable(mail.expires_at)),
                "If you do not know the sender, ignore this mail: nothing happens "
                "unless you accept."},
      .footer = footer(mail.envelope)};
  if (!mail.access.empty()) letter.facts.emplace_back("Your access", plain(mail.access));
  letter.facts.emplace_back("Valid until", readable(mail.expires_at));
  return message_of(mail.envelope, fmt::format("{} invited you to {}", inviter, organization),
                    letter);
}

Message joined_mail(const JoinedMail& mail) {
  const std::string organization = plain(mail.organization);
  const Letter letter{
      .heading = fmt::format("Welcome to {}", organization),
      .greeting = greeting(mail.name),
      .paragraphs = {fmt::format("You have joined {} and can sign in from now on.", organization)},
      .facts = {{"Organization", organization},
                {"E-mail", mail.envelope.to},
                {"Address", mail.envelope.server}},
      .button = {"Sign in", mail.envelope.server},
      .notes = {"Keep the address above: you can always sign in there.",
                "If this was not you, please tell an administrator of the organization."},
      .footer = footer(mail.envelope)};
  return message_of(mail.envelope, fmt::format("You have joined {}", organization), letter);
}

Message temporary_password_mail(const TemporaryPasswordMail& mail) {
  const std::string organization = plain(mail.organization);
  const std::string issued_by = plain(mail.issued_by);
  const Letter letter{
      .heading = "Your temporary password",
      .greeting = greeting(mail.name),
      .paragraphs = {fmt::format("{} has issued a temporary password for your account at {}. Sign "
                                 "in with it once, then choose a password of your own.",
                                 issued_by, organization)},
      .facts = {{"Sign in as", address_or_name(mail.sign_in)},
                {"Temporary password", mail.password},
                {"Valid until", readable(mail.expires_at)}},
      .button = {"Sign in", mail.link},
      .notes = {fmt::format("The temporary password works once, within {}, and replaces any "
                            "earlier one.",
                            lifetime(mail.envelope.date, mail.expires_at)),
                "Nobody from Gatehouse or from your organization will ask you for it."},
      .footer = footer(mail.envelope)};
  return message_of(mail.envelope, fmt::format("Your temporary password for {}", organization),
                    letter);
}

Message forgotten_password_mail(const ForgottenPasswordMail& mail) {
  const std::string time_left = lifetime(mail.envelope.date, mail.expires_at);
  const Letter letter{
      .heading = "Choose a new password",
      .greeting = greeting(mail.name),
      .paragraphs = {fmt::format("Somebody, hopefully you, asked for a new password for {}. The "
                                 "link below works once, for {}.",
                                 mail.envelope.to, time_left)},
      .facts = {{"Valid until", readable(mail.expires_at)}},
      .button = {"Choose a new password", mail.link},
      .notes = {"If you did not ask for this, ignore this mail: your password stays as it is."},
      .footer = footer(mail.envelope)};
  return message_of(mail.envelope, "Choose a new password", letter);
}

Message password_changed_mail(const PasswordChangedMail& mail) {
  const Letter letter{
      .heading = "Your password was changed",
      .greeting = greeting(mail.name),
      .paragraphs = {fmt::format("The password for {} was changed on {}. Sessions on other "
                                 "devices have been ended.",
                                 mail.envelope.to, readable(mail.changed_at))},
      .facts = {},
      .button = {"Open Gatehouse", mail.envelope.server},
      .notes = {"If this was not you, choose a new password at once with \"Forgotten password\" "
                "on the sign-in page and tell your administrator."},
      .footer = footer(mail.envelope)};
  return message_of(mail.envelope, "Your password was changed", letter);
}

Message invitation_declined_mail(const InvitationDeclinedMail& mail) {
  const std::string organization = plain(mail.organization);
  const Letter letter{
      .heading = "Invitation declined",
      .greeting = greeting(mail.name),
      .paragraphs = {fmt::format("{} has declined the invitation to {} that you sent.",
                                 address_or_name(mail.invitee), organization)},
      .facts = {{"Organization", organization}, {"Declined on", readable(mail.declined_at)}},
      .button = {"Open Gatehouse", mail.envelope.server},
      .notes = {"No account was made and no access was given. You can send a new invitation at "
                "any time."},
      .footer = footer(mail.envelope)};
  return message_of(mail.envelope, fmt::format("Your invitation to {} was declined", organization),
                    letter);
}

}  // namespace gatehouse::mail
