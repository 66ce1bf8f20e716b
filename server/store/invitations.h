// Invitations. The mailed secret is stored as a hash; using it is one conditional update.
#pragma once

#include <optional>

#include "model/invitation.h"
#include "store/database.h"
#include "store/page.h"

namespace gatehouse::store {

void insert_invitation(Transaction& tx, const Invitation& invitation, std::string_view secret_hash);
std::optional<Invitation> find_invitation(Transaction& tx, OrganizationId organization,
                                          InvitationId id, Timestamp now);
/// By the secret alone, whatever its state.
std::optional<Invitation> find_invitation_by_secret(Transaction& tx, std::string_view secret_hash,
                                                    Timestamp now);
/// To that address, not expired.
bool has_pending_invitation(Transaction& tx, OrganizationId organization,
                            std::string_view email_key, Timestamp now);
/// Pending invitations to that address become superseded; returns how many.
std::int64_t supersede_invitations(Transaction& tx, OrganizationId organization,
                                   std::string_view email_key, Timestamp now, std::string_view by);
/// From PENDING to `status`, once: false when it was not pending, or has expired and `status` is
/// ACCEPTED or DECLINED.
bool end_invitation(Transaction& tx, OrganizationId organization, InvitationId id,
                    InvitationStatus status, Timestamp now, std::string_view by);
/// A new secret and expiry; the old link is dead. False when it is not pending (expired is).
bool renew_invitation(Transaction& tx, OrganizationId organization, InvitationId id,
                      std::string_view secret_hash, Timestamp expires_at, Timestamp now,
                      std::string_view by);

struct InvitationFilter {
  std::string text;
  std::optional<InvitationStatus> status;
};
Page<Invitation> list_invitations(Transaction& tx, OrganizationId organization,
                                  const InvitationFilter& filter, const PageRequest& page,
                                  Timestamp now);
std::int64_t count_invitations(Transaction& tx, OrganizationId organization,
                               const InvitationFilter& filter, Timestamp now);

}  // namespace gatehouse::store
