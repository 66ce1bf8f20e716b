// Mail waiting to be sent. A row is written in the transaction that causes the mail, so a rollback
// unsends it; jobs/delivery sends it. The body, which may hold a secret, is sealed, and removed
// once it is out.
#pragma once

#include <optional>

#include "store/database.h"

namespace gatehouse::store {

struct OutboxMail {
  std::string id;
  std::optional<OrganizationId> organization_id;
  std::string subject_id;  ///< the invitation or account that the mail is about
  std::string recipient;
  std::string message;  ///< JSON (subject, text, html), sealed for this id, as base64url
  std::string message_id;
  std::int64_t attempts = 0;
  Timestamp created_at;
  Timestamp expires_at;  ///< after which the mail would be useless
};

void insert_mail(Transaction& tx, const OutboxMail& mail);
/// Mail that is due, oldest first.
std::vector<OutboxMail> list_due_mail(Transaction& tx, Timestamp now, int limit);
void mark_mail_sent(Transaction& tx, std::string_view id, Timestamp now);
void mark_mail_retry(Transaction& tx, std::string_view id, Timestamp next, std::string_view error);
void mark_mail_failed(Transaction& tx, std::string_view id, std::string_view error);
/// Unsent mail about the subject is dropped: its secret was replaced or withdrawn.
void withdraw_mail(Transaction& tx, std::string_view subject_id);

}  // namespace gatehouse::store
