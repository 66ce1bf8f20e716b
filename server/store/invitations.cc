#include "store/invitations.h"

#include "base/codec.h"
#include "base/text.h"
#include "store/audit_set.h"
#include "store/find.h"
#include "store/users.h"

namespace gatehouse::store {
namespace {

const std::string kInvitation =
    "select i.organization_id, i.id, i.email, i.email_key, i.first_name, i.last_name, "
    "i.contact_number, i.is_m3ter_user, i.status, i.expires_at, i.end_at, i.sent_at, i.version, "
    "i.created_at, i.modified_at, i.created_by, i.modified_by, coalesce(" +
    std::string(shown_name_column) +
    ", s.name, ''), o.status, i.company, o.delivered_at, o.last_error from invitations i "
    "left join outbox o on o.id = (select id from outbox where subject_id = i.id "
    "order by created_at desc, id desc limit 1) "
    "left join users u on u.organization_id = i.organization_id and u.id = i.created_by "
    "left join accounts a on a.id = u.account_id "
    "left join service_users s on s.organization_id = i.organization_id and s.id = i.created_by ";

template <class SomeId>
std::vector<SomeId> ids_of(const std::vector<Row>& rows) {
  std::vector<SomeId> ids;
  for (const Row& row : rows) ids.push_back(row.id<SomeId>(0));
  return ids;
}

Invitation invitation_of(Transaction& tx, const Row& row, Timestamp now) {
  Invitation invitation;
  invitation.organization_id = row.id<OrganizationId>(0);
  invitation.id = row.id<InvitationId>(1);
  invitation.email = row.text(2);
  invitation.email_key = row.text(3);
  invitation.first_name = row.text(4);
  invitation.last_name = row.text(5);
  invitation.contact_number = row.text(6);
  invitation.is_m3ter_user = row.boolean(7);
  invitation.status = word<InvitationStatus>(row, 8);
  invitation.expires_at = row.time(9);
  invitation.end_at = row.optional_time(10);
  invitation.sent_at = row.time(11);
  read_audit_set(invitation, row, 12);
  invitation.inviter_id = invitation.created_by;
  invitation.inviter_name = row.text(17);
  invitation.delivery = codec::find_enum<Delivery>(row.text_or_empty(18)).value_or(Delivery::none);
  invitation.company = row.optional_text(19);
  invitation.delivered_at = row.optional_time(20);
  invitation.delivery_error = row.text_or_empty(21);
  if (invitation.status == InvitationStatus::pending && invitation.expires_at <= now)
    invitation.status = InvitationStatus::expired;
  invitation.is_accepted = invitation.status == InvitationStatus::accepted;
  if (invitation.end_at) invitation.end_text = to_string(*invitation.end_at);
  invitation.policy_ids = ids_of<PermissionPolicyId>(
      tx.query("select policy_id from invitation_policies where organization_id = $1 and "
               "invitation_id = $2 order by policy_id",
               {invitation.organization_id, invitation.id}));
  invitation.group_ids = ids_of<ResourceGroupId>(
      tx.query("select group_id from invitation_groups where organization_id = $1 and "
               "invitation_id = $2 order by group_id",
               {invitation.organization_id, invitation.id}));
  return invitation;
}

// EXPIRED is not stored: it is PENDING past its time.
constexpr std::string_view kFilter =
    "where i.organization_id = $1 and i.search_text like $2 escape '\\' and "
    "(cast($3 as text) is null or $4 = case when i.status = 'PENDING' and i.expires_at <= $5 then "
    "'EXPIRED' else i.status end) ";

Param status_param(const InvitationFilter& filter) {
  return filter.status ? Param(codec::enum_name(*filter.status)) : Param(nullptr);
}

}  // namespace

void insert_invitation(Transaction& tx, const Invitation& invitation,
                       std::string_view secret_hash) {
  tx.execute(
      "insert into invitations (organization_id, id, email, email_key, first_name, last_name, "
      "contact_number, is_m3ter_user, secret_hash, status, expires_at, end_at, sent_at, "
      "search_text, company, version, created_at, modified_at, created_by, modified_by) values "
      "($1, "
      "$2, $3, $4, $5, $6, $7, $8, $9, 'PENDING', $10, $11, $12, $13, $14, 1, $15, $16, $17, $18)",
      {invitation.organization_id, invitation.id, invitation.email, invitation.email_key,
       invitation.first_name, invitation.last_name, invitation.contact_number,
       invitation.is_m3ter_user, secret_hash, invitation.expires_at, invitation.end_at,
       invitation.sent_at,
       to_lower(invitation.first_name + " " + invitation.last_name + " " + invitation.email),
       invitation.company, invitation.created_at, invitation.created_at, invitation.created_by,
       invitation.created_by});
  for (const PermissionPolicyId& policy : invitation.policy_ids)
    tx.execute(
        "insert into invitation_policies (organization_id, invitation_id, policy_id) "
        "values ($1, $2, $3) on conflict do nothing",
        {invitation.organization_id, invitation.id, policy});
  for (const ResourceGroupId& group : invitation.group_ids)
    tx.execute(
        "insert into invitation_groups (organization_id, invitation_id, group_id) "
        "values ($1, $2, $3) on conflict do nothing",
        {invitation.organization_id, invitation.id, group});
}

std::optional<Invitation> find_invitation(Transaction& tx, OrganizationId organization,
                                          InvitationId id, Timestamp now) {
  return find_one(tx, kInvitation, "where i.organization_id = $1 and i.id = $2", {organization, id},
                  [&](const Row& row) { return invitation_of(tx, row, now); });
}

std::optional<Invitation> find_invitation_by_secret(Transaction& tx, std::string_view secret_hash,
                                                    Timestamp now) {
  return find_one(tx, kInvitation, "where i.secret_hash = $1", {secret_hash},
                  [&](const Row& row) { return invitation_of(tx, row, now); });
}

bool has_pending_invitation(Transaction& tx, OrganizationId organization,
                            std::string_view email_key, Timestamp now) {
  return tx
      .query_one(
          "select 1 from invitations where organization_id = $1 and email_key = $2 and "
          "status = 'PENDING' and expires_at > $3 limit 1",
          {organization, email_key, now})
      .has_value();
}

std::int64_t supersede_invitations(Transaction& tx, OrganizationId organization,
                                   std::string_view email_key, Timestamp now, std::string_view by) {
  return tx.execute(
      "update invitations set status = 'SUPERSEDED', version = version + 1, modified_at = $3, "
      "modified_by = $4 where organization_id = $1 and email_key = $2 and status = 'PENDING'",
      {organization, email_key, now, by});
}

bool end_invitation(Transaction& tx, OrganizationId organization, InvitationId id,
                    InvitationStatus status, Timestamp now, std::string_view by) {
  const bool is_answer =
      status == InvitationStatus::accepted || status == InvitationStatus::declined;
  return tx.execute(
             "update invitations set status = $3, version = version + 1, modified_at = $4, "
             "modified_by = $5 where organization_id = $1 and id = $2 and status = 'PENDING' and "
             "(expires_at > $6 or $7 = 0)",
             {organization, id, codec::enum_name(status), now, by, now, is_answer}) == 1;
}

bool renew_invitation(Transaction& tx, OrganizationId organization, InvitationId id,
                      std::string_view secret_hash, Timestamp expires_at, Timestamp now,
                      std::string_view by) {
  return tx.execute(
             "update invitations set secret_hash = $3, expires_at = $4, sent_at = $5, "
             "version = version + 1, modified_at = $6, modified_by = $7 "
             "where organization_id = $1 and id = $2 and status = 'PENDING'",
             {organization, id, secret_hash, expires_at, now, now, by}) == 1;
}

Page<Invitation> list_invitations(Transaction& tx, OrganizationId organization,
                                  const InvitationFilter& filter, const PageRequest& page,
                                  Timestamp now) {
  const Param status = status_param(filter);
  std::vector<Invitation> invitations;
  for (const Row& row : tx.query(kInvitation + std::string(kFilter) +
                                     "and ($6 = '' or i.id < $7) order by i.id desc limit $8",
                                 {organization, contains_pattern(to_lower(filter.text)), status,
                                  status, now, page.after_id, page.after_id, page.size + 1}))
    invitations.push_back(invitation_of(tx, row, now));
  return to_page(
      std::move(invitations), page, [](const Invitation&) { return ""; },
      [](const Invitation& invitation) { return to_string(invitation.id); });
}

std::int64_t count_invitations(Transaction& tx, OrganizationId organization,
                               const InvitationFilter& filter, Timestamp now) {
  const Param status = status_param(filter);
  return tx
      .query_one("select count(*) from invitations i " + std::string(kFilter),
                 {organization, contains_pattern(to_lower(filter.text)), status, status, now})
      ->integer(0);
}

}  // namespace gatehouse::store
