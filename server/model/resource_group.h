// A named set of resources of one type, which may hold other groups of that type. A user group is a
// resource group of type `user`.
#pragma once

#include "base/id.h"
#include "model/audited.h"

namespace gatehouse {

struct ResourceGroup : Audited {
  ResourceGroupId id;
  OrganizationId organization_id;
  std::string type;
  std::string name;
  std::int64_t items = 0;

  static constexpr const char* schema_name = "ResourceGroup";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{out("id", &ResourceGroup::id, "Unique id."),
                   out("name", &ResourceGroup::name, "Unique for its type."),
                   out("type", &ResourceGroup::type, "Type of its resources."),
                   out("items", &ResourceGroup::items, "Number of direct members.")},
        audit_fields());
  }
};

enum class TargetType : std::uint8_t { item, group };
template <>
struct EnumNames<TargetType> {
  static constexpr bool ignore_case = true;  // m3ter's own sample writes `item`
  static constexpr std::array names{std::pair{TargetType::item, "ITEM"},
                                    std::pair{TargetType::group, "GROUP"}};
};

struct ResourceGroupItem {
  std::string target_id;
  TargetType target_type = TargetType::item;
  std::string target_name;
  Timestamp created_at;
  std::string created_by;

  static constexpr const char* schema_name = "ResourceGroupItem";
  static constexpr bool is_answer = true;
  static constexpr auto fields() {
    return std::tuple{
        out("targetId", &ResourceGroupItem::target_id, "Id of the resource or group."),
        out("targetType", &ResourceGroupItem::target_type, "A resource or a group."),
        out("targetName", &ResourceGroupItem::target_name, "Name, where we know it."),
        out("dtCreated", &ResourceGroupItem::created_at, "When it was added."),
        out("createdBy", &ResourceGroupItem::created_by, "Who added it."),
    };
  }
};

}  // namespace gatehouse
