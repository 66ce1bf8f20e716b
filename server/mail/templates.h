// The mails that Gatehouse sends, as text and as HTML that says the same. Values may hold anything
// that people type: nothing in them becomes markup, a link or a line of its own.
#pragma once

#include <string>

#include "base/time.h"
#include "mail/message.h"

namespace gatehouse::mail {

/// What every mail needs besides its words. `server` is the public address of this installation,
/// `https://access.example.com`; links are built by the caller and must start with http(s).
struct Envelope {
  std::string message_id;
  std::string from;
  std::string from_name;
  std::string to;
  std::string server;
  Timestamp date;
};

struct InvitationMail {
  Envelope envelope;
  std::string organization;
  std::string inviter;
  std::string access;  ///< what the person will be able to do, in a few words; may be empty
  std::string link;    ///< token in the fragment, so that it is in no log and no Referer
  Timestamp expires_at;
};
Message invitation_mail(const InvitationMail& mail);

/// To the new user, after acceptance.
struct JoinedMail {
  Envelope envelope;
  std::string organization;
  std::string name;
};
Message joined_mail(const JoinedMail& mail);

struct TemporaryPasswordMail {
  Envelope envelope;
  std::string organization;
  std::string name;
  std::string issued_by;
  std::string sign_in;  ///< the e-mail address or user name to sign in with
  std::string password;
  std::string link;
  Timestamp expires_at;
};
Message temporary_password_mail(const TemporaryPasswordMail& mail);

struct ForgottenPasswordMail {
  Envelope envelope;
  std::string name;
  std::string link;
  Timestamp expires_at;
};
Message forgotten_password_mail(const ForgottenPasswordMail& mail);

struct PasswordChangedMail {
  Envelope envelope;
  std::string name;
  Timestamp changed_at;
};
Message password_changed_mail(const PasswordChangedMail& mail);

/// To the inviter.
struct InvitationDeclinedMail {
  Envelope envelope;
  std::string organization;
  std::string name;     ///< the inviter's
  std::string invitee;  ///< the address that was invited
  Timestamp declined_at;
};
Message invitation_declined_mail(const InvitationDeclinedMail& mail);

}  // namespace gatehouse::mail
