// Mails as rows of the outbox, written with the change that causes them.
#pragma once

#include "api/context.h"
#include "model/invitation.h"
#include "model/user.h"

namespace gatehouse::api {

void write_invitation(Context& context, const Invitation& invitation, std::string_view secret,
                      const std::string& organization_name);
void write_joined(Context& context, const Account& account, OrganizationId organization,
                  const std::string& organization_name);
void write_declined(Context& context, const Invitation& invitation,
                    const std::string& organization_name);
/// Makes and mails a temporary password; what was issued before is dead with this transaction.
/// Failure(conflict) when the account has a password of its own.
void issue_temporary_password(Context& context, const Account& account, OrganizationId organization,
                              const std::string& organization_name);
void write_forgotten_password(Context& context, const Account& account, std::string_view secret,
                              Timestamp expires_at);
void write_password_changed(Context& context, const Account& account);

}  // namespace gatehouse::api
