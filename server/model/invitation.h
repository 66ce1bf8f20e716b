// An offer, mailed to an address, to become a user of an organization.
#pragma once

#include <optional>

#include "base/id.h"
#include "model/audited.h"

namespace gatehouse {

enum class InvitationStatus : std::uint8_t {
  pending,
  accepted,
  declined,
  cancelled,
  expired,  ///< derived: pending and past its expiry
  superseded,
};
template <>
struct EnumNames<InvitationStatus> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{std::pair{InvitationStatus::pending, "PENDING"},
                                    std::pair{InvitationStatus::accepted, "ACCEPTED"},
                                    std::pair{InvitationStatus::declined, "DECLINED"},
                                    std::pair{InvitationStatus::cancelled, "CANCELLED"},
                                    std::pair{InvitationStatus::expired, "EXPIRED"},
                                    std::pair{InvitationStatus::superseded, "SUPERSEDED"}};
};

enum class Delivery : std::uint8_t { none, queued, sent, failed };
template <>
struct EnumNames<Delivery> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{
      std::pair{Delivery::none, "none"}, std::pair{Delivery::queued, "queued"},
      std::pair{Delivery::sent, "sent"}, std::pair{Delivery::failed, "failed"}};
};

struct Invitation : Audited {
  InvitationId id;
  OrganizationId organization_id;
  std::string email;
  std::string email_key;
  std::string first_name;
  std::string last_name;
  std::string contact_number;
  std::optional<std::string> company;
  bool is_m3ter_user = false;
  InvitationStatus status = InvitationStatus::pending;
  Timestamp expires_at;
  std::optional<Timestamp> end_at;
  Timestamp sent_at;
  std::vector<PermissionPolicyId> policy_ids;
  std::vector<ResourceGroupId> group_ids;

  // Derived when read.
  bool is_accepted = false;
  std::string end_text;  ///< empty when access is permanent
  std::string inviter_id;
  std::string inviter_name;
  Delivery delivery = Delivery::none;
  std::optional<Timestamp> delivered_at;
  std::string delivery_error;

  static constexpr const char* schema_name = "Invitation";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{
            out("id", &Invitation::id, "Unique id."),
            out("email", &Invitation::email, "Who is invited."),
            out("firstName", &Invitation::first_name, "First name for a new account."),
            out("lastName", &Invitation::last_name, "Last name for a new account."),
            out("contactNumber", &Invitation::contact_number, "Telephone number, may be empty."),
            out("company", &Invitation::company, "Where the person is employed."),
            out("accepted", &Invitation::is_accepted, "Whether it was accepted."),
            out("status", &Invitation::status, "EXPIRED is PENDING past its expiry."),
            out("dtExpiry", &Invitation::expires_at, "Until when it can be accepted."),
            out("dtEndAccess", &Invitation::end_text,
                "When the access will end; empty when it is permanent."),
            out("dtSent", &Invitation::sent_at, "When the newest mail was written."),
            out("delivery", &Invitation::delivery,
                "State of the newest mail; once the invitation has been answered or withdrawn, for "
                "30 days."),
            out("dtDelivered", &Invitation::delivered_at,
                "When the mail server took it; null until then."),
            out("deliveryError", &Invitation::delivery_error,
                "Why it was not delivered the last time, may be empty."),
            out("invitingPrincipalId", &Invitation::inviter_id, "Who invited."),
            out("invitingPrincipalName", &Invitation::inviter_name, "Name of who invited."),
            out("permissionPolicyIds", &Invitation::policy_ids, "Policies given on acceptance."),
            out("userGroupIds", &Invitation::group_ids, "User groups joined on acceptance."),
            out("m3terUser", &Invitation::is_m3ter_user, "m3ter's field."),
        },
        audit_fields());
  }
};

enum class AddressState : std::uint8_t { fresh, member, inactive, invited, invalid };
template <>
struct EnumNames<AddressState> {
  static constexpr bool ignore_case = false;
  static constexpr std::array names{
      std::pair{AddressState::fresh, "NEW"}, std::pair{AddressState::member, "USER"},
      std::pair{AddressState::inactive, "INACTIVE_USER"},
      std::pair{AddressState::invited, "INVITED"}, std::pair{AddressState::invalid, "INVALID"}};
};

/// What an invitation to an address would meet.
struct CheckedAddress {
  std::string email;
  AddressState state = AddressState::fresh;
  std::string user_id;

  static constexpr const char* schema_name = "CheckedAddress";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{
        out("email", &CheckedAddress::email, "As it was sent."),
        out("state", &CheckedAddress::state,
            "USER and INACTIVE_USER are refused; INVITED replaces the pending invitation."),
        out("userId", &CheckedAddress::user_id, "The user with this address, may be empty."),
    };
  }
};

}  // namespace gatehouse
