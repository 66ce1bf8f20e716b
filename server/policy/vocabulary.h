// The words that statements may use: actions (`config:create`), services and resource types
// (`config:meter`), m3ter's and ours, and those that an organization registers for its own
// applications. A word that is not here is refused when a statement is written, so that a mistyped
// deny cannot sleep. Words are canonical in lower case and found in any case. Each has a small
// number that the matcher works with; numbers are good within one Vocabulary, and the standard
// words have the same number in all. Immutable, hence thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::policy {

using ActionId = std::uint16_t;
using TypeId = std::uint16_t;
using ServiceId = std::uint16_t;

inline constexpr ActionId every_action = 0;         ///< the word `all`
inline constexpr std::uint16_t no_word = 0xFFFF;    ///< what no table holds
inline constexpr std::size_t words_maximum = 4096;  ///< of one kind in an organization

/// What an organization registers for an application: `records`, {`record`}, {`read`, `write`}.
struct Application {
  std::string service;
  std::vector<std::string> types;
  std::vector<std::string> actions;

  bool operator==(const Application&) const = default;
};

/// Throws Failure(invalid_input) when a name is malformed, repeated, or the service is a standard
/// one; `field` is the path of the application in the input.
void check_application(const Application& application, const std::string& field);

class Vocabulary {
 public:
  /// m3ter's words and ours, and those of the applications. Throws as check_application does, and
  /// when two applications have the same service.
  explicit Vocabulary(std::span<const Application> applications = {});

  /// The words every organization has.
  static const Vocabulary& standard();

  /// `config:create`, `Config:Create` or the SDK's `CONFIG_CREATE`.
  std::optional<ActionId> find_action(std::string_view name) const;
  /// `config:meter`.
  std::optional<TypeId> find_type(std::string_view name) const;
  std::optional<TypeId> find_type(std::string_view service, std::string_view type) const;
  std::optional<ServiceId> find_service(std::string_view name) const;

  /// As find_type, and `meter` alone when only one service has such a type.
  std::optional<TypeId> resolve_type(std::string_view name) const;
  /// As groups of resources are called and stored: `user` is `config:user` whatever applications
  /// register, and everything else as resolve_type.
  std::optional<TypeId> resolve_group_type(std::string_view name) const;
  /// As find_action, and `read` alone for `records:read`, given the service of the resource.
  std::optional<ActionId> resolve_action(std::string_view name, ServiceId service) const;

  const std::string& action(ActionId id) const { return actions_.at(id); }
  const std::string& type(TypeId id) const { return types_.at(id).name; }
  const std::string& service(ServiceId id) const { return services_.at(id); }
  ServiceId service_of(TypeId id) const { return types_[id].service; }

  std::size_t action_count() const { return actions_.size(); }
  std::size_t type_count() const { return types_.size(); }

  /// The known word that `name` most likely means, or nothing; for messages.
  std::optional<std::string> nearest_action(std::string_view name) const;
  std::optional<std::string> nearest_type(std::string_view name) const;
  std::optional<std::string> nearest_service(std::string_view name) const;

 private:
  // Two parts of a name without joining them.
  struct Parts {
    std::string_view service, name;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
    std::size_t operator()(const Parts& parts) const;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const;
    bool operator()(const Parts& a, std::string_view b) const;
    bool operator()(std::string_view a, const Parts& b) const { return (*this)(b, a); }
  };
  using Index = std::unordered_map<std::string, std::uint16_t, Hash, Equal>;
  struct Type {
    std::string name;
    ServiceId service;
  };

  void add_service(const std::string& name);
  void add_action(const std::string& name);
  void add_type(ServiceId service, std::string_view name);
  static std::optional<std::uint16_t> find(const Index& index, std::string_view name);

  std::vector<std::string> actions_;
  std::vector<std::string> services_;
  std::vector<Type> types_;
  Index action_index_;
  Index service_index_;
  Index type_index_;
  Index bare_types_;  // no_word when two services have the type
};

}  // namespace gatehouse::policy
