// Identifiers: UUID version 7 (RFC 9562 section 5.7), written in lower case. `Id<Tag>` keeps the id
// of one kind of thing from being passed where another kind is meant.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace gatehouse {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Uuid&) const = default;
  bool is_nil() const { return *this == Uuid{}; }

  /// Time, a counter within it (RFC 9562 6.2) and 62 random bits: each sorts after those before.
  static Uuid generate(Timestamp now);
};

std::string to_string(const Uuid& uuid);
void append_to(std::string& text, const Uuid& uuid);

/// The 36-character form, either case. Nothing for anything else.
std::optional<Uuid> parse_uuid(std::string_view text);

template <class Tag>
struct Id : Uuid {
  static Id generate(Timestamp now) { return Id{Uuid::generate(now)}; }
  static std::optional<Id> parse(std::string_view text) {
    const auto uuid = parse_uuid(text);
    return uuid ? std::optional(Id{*uuid}) : std::nullopt;
  }
};

using OrganizationId = Id<struct OrganizationTag>;
using AccountId = Id<struct AccountTag>;
using UserId = Id<struct UserTag>;
using ServiceUserId = Id<struct ServiceUserTag>;
using AccessKeyId = Id<struct AccessKeyTag>;
using PermissionPolicyId = Id<struct PermissionPolicyTag>;
using PrincipalPermissionId = Id<struct PrincipalPermissionTag>;
using ResourceGroupId = Id<struct ResourceGroupTag>;
using InvitationId = Id<struct InvitationTag>;
using AuditEventId = Id<struct AuditEventTag>;

struct UuidHash {
  std::size_t operator()(const Uuid& uuid) const {
    std::uint64_t tail;  // the random half of a version 7 UUID
    std::memcpy(&tail, uuid.bytes.data() + 8, 8);
    return tail;
  }
};

}  // namespace gatehouse

template <>
struct std::hash<gatehouse::Uuid> : gatehouse::UuidHash {};
template <class Tag>
struct std::hash<gatehouse::Id<Tag>> : gatehouse::UuidHash {};
