#include "store/outbox.h"

namespace gatehouse::store {

void insert_mail(Transaction& tx, const OutboxMail& mail) {
  tx.execute(
      "insert into outbox (id, organization_id, subject_id, recipient, message, message_id, "
      "status, "
      "attempts, next_attempt_at, expires_at, created_at, last_error) "
      "values ($1, $2, $3, $4, $5, $6, 'queued', 0, $7, $8, $9, '')",
      {mail.id, mail.organization_id, mail.subject_id, mail.recipient, mail.message,
       mail.message_id, mail.created_at, mail.expires_at, mail.created_at});
}

std::vector<OutboxMail> list_due_mail(Transaction& tx, Timestamp now, int limit) {
  std::vector<OutboxMail> mails;
  for (const Row& row : tx.query(
           "select id, organization_id, subject_id, recipient, message, message_id, attempts, "
           "created_at, expires_at from outbox where status = 'queued' and next_attempt_at <= $1 "
           "order by next_attempt_at, id limit $2",
           {now, limit})) {
    OutboxMail mail{.id = row.text(0),
                    .organization_id = {},
                    .subject_id = row.text(2),
                    .recipient = row.text(3),
                    .message = row.text_or_empty(4),
                    .message_id = row.text(5),
                    .attempts = row.integer(6),
                    .created_at = row.time(7),
                    .expires_at = row.time(8)};
    if (!row.is_null(1)) mail.organization_id = row.id<OrganizationId>(1);
    mails.push_back(std::move(mail));
  }
  return mails;
}

void mark_mail_sent(Transaction& tx, std::string_view id, Timestamp now) {
  tx.execute(
      "update outbox set status = 'sent', message = null, delivered_at = $2, "
      "attempts = attempts + 1, last_error = '' where id = $1 and status = 'queued'",
      {id, now});
}

void mark_mail_retry(Transaction& tx, std::string_view id, Timestamp next, std::string_view error) {
  tx.execute(
      "update outbox set attempts = attempts + 1, next_attempt_at = $2, last_error = $3 "
      "where id = $1 and status = 'queued'",
      {id, next, error});
}

void mark_mail_failed(Transaction& tx, std::string_view id, std::string_view error) {
  tx.execute(
      "update outbox set status = 'failed', message = null, attempts = attempts + 1, "
      "last_error = $2 where id = $1 and status = 'queued'",
      {id, error});
}

void withdraw_mail(Transaction& tx, std::string_view subject_id) {
  tx.execute(
      "update outbox set status = 'failed', message = null, last_error = 'withdrawn' "
      "where subject_id = $1 and status = 'queued'",
      {subject_id});
}

}  // namespace gatehouse::store
