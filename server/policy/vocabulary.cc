#include "policy/vocabulary.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/failure.h"
#include "policy/hash.h"

namespace gatehouse::policy {
namespace {

constexpr std::array standard_actions = std::to_array<std::string_view>({
    "all",
    "config:create",
    "config:retrieve",
    "config:update",
    "config:delete",
    "config:export",
    "analytics:query",
    "measurements:upload",
    "measurements:fileupload",
    "measurements:retrieve",
    "measurements:export",
    "forecast:retrieve",
    "healthscores:retrieve",
    "anomalies:retrieve",
    "exports:download",
    "marketplaceusage:create",
    "marketplaceusage:retrieve",
    "audit:retrieve",
});

// Spellings of the SDK and of m3ter's OAuth scopes that no rule produces.
struct Synonym {
  std::string_view spelling, action;
};
constexpr std::array synonyms = std::to_array<Synonym>({
    {"marketplace_usage:create", "marketplaceusage:create"},
    {"marketplace_usage:retrieve", "marketplaceusage:retrieve"},
    {"marketplace_usage_create", "marketplaceusage:create"},
    {"marketplace_usage_retrieve", "marketplaceusage:retrieve"},
});

struct StandardType {
  std::string_view service, name;
};
constexpr std::array standard_types = std::to_array<StandardType>({
    // m3ter's configuration and billing
    {"config", "account"},
    {"config", "accountplan"},
    {"config", "aggregation"},
    {"config", "commitment"},
    {"config", "compoundaggregation"},
    {"config", "contract"},
    {"config", "counter"},
    {"config", "counterpricing"},
    {"config", "creditreason"},
    {"config", "customfield"},
    {"config", "meter"},
    {"config", "metergroup"},
    {"config", "organization"},
    {"config", "organizationconfig"},
    {"config", "plan"},
    {"config", "plangroup"},
    {"config", "plangrouplink"},
    {"config", "plantemplate"},
    {"config", "pricing"},
    {"config", "pricingband"},
    {"config", "product"},
    {"config", "transactiontype"},
    {"billing", "balance"},
    {"billing", "bill"},
    {"billing", "billconfig"},
    {"billing", "billjob"},
    {"billing", "charge"},
    {"billing", "counteradjustment"},
    {"billing", "statementjob"},
    // ours
    {"config", "user"},
    {"config", "orguserinvitation"},
    {"config", "serviceuser"},
    {"config", "accesskey"},
    {"config", "permissionpolicy"},
    {"config", "resourcegroup"},
    {"config", "usergroup"},
    {"config", "support"},
    {"config", "role"},
    {"config", "project"},
    {"config", "projecttype"},
    {"config", "expertise"},
    {"config", "activityfact"},
    {"config", "identityprovider"},
    {"config", "application"},
    {"config", "resource"},
    {"config", "decision"},
    {"audit", "auditevent"},
});

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

bool is_word(std::string_view text) {
  constexpr std::size_t characters_maximum = 64;
  if (text.empty() || text.size() > characters_maximum) return false;
  if (text.front() < 'a' || text.front() > 'z') return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

void check_words(const std::vector<std::string>& words, const std::string& field) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string at = field + "[" + std::to_string(i) + "]";
    if (!is_word(words[i]))
      throw Failure(Code::invalid_input,
                    "a name is 1 to 64 of a-z, 0-9, `.`, `-`, `_`, a letter first", at);
    if (std::ranges::count(words, words[i]) > 1)
      throw Failure(Code::invalid_input, "`" + words[i] + "` is named twice", at);
  }
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

template <class Words, class Name>
std::optional<std::string> nearest(const Words& words, std::string_view name, Name name_of) {
  constexpr std::size_t characters_maximum = 130;  // keeps the search cheap for hostile input
  if (name.size() > characters_maximum) return {};
  const std::string wanted = to_lower(name);
  std::size_t best = std::min<std::size_t>(3, wanted.size() / 3 + 1);
  std::optional<std::string> found;
  for (const auto& word : words) {
    const std::string& candidate = name_of(word);
    const std::size_t distance = edit_distance(wanted, candidate);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

}  // namespace

void check_application(const Application& application, const std::string& field) {
  if (!is_word(application.service))
    throw Failure(Code::invalid_input,
                  "a service is 1 to 64 of a-z, 0-9, `.`, `-`, `_`, a letter first",
                  field + ".service");
  const bool taken =
      application.service == "all" ||
      std::ranges::any_of(standard_types,
                          [&](const auto& type) { return type.service == application.service; }) ||
      std::ranges::any_of(standard_actions, [&](std::string_view action) {
        return action.substr(0, action.find(':')) == application.service;
      });
  if (taken)
    throw Failure(Code::invalid_input,
                  "`" + application.service + "` is the name of a standard service",
                  field + ".service");
  check_words(application.types, field + ".types");
  check_words(application.actions, field + ".actions");
}

Vocabulary::Vocabulary(std::span<const Application> applications) {
  for (const auto action : standard_actions) add_action(std::string(action));
  for (const auto& [spelling, action] : synonyms)
    action_index_.emplace(std::string(spelling), *find_action(action));
  for (const auto& [service, name] : standard_types) {
    if (!service_index_.contains(service)) add_service(std::string(service));
    add_type(*find_service(service), name);
  }
  for (std::size_t i = 0; i < applications.size(); ++i) {
    const Application& application = applications[i];
    const std::string field = "applications[" + std::to_string(i) + "]";
    check_application(application, field);
    if (service_index_.contains(application.service))
      throw Failure(Code::invalid_input,
                    "the service `" + application.service + "` is registered twice",
                    field + ".service");
    add_service(application.service);
    const ServiceId service = *find_service(application.service);
    for (const auto& name : application.types) add_type(service, name);
    for (const auto& name : application.actions) add_action(application.service + ":" + name);
  }
  if (std::max({actions_.size(), types_.size(), services_.size()}) > words_maximum)
    throw Failure(Code::invalid_input, "the organization has too many actions or resource types",
                  "applications");
}

const Vocabulary& Vocabulary::standard() {
  static const Vocabulary vocabulary;
  return vocabulary;
}

void Vocabulary::add_service(const std::string& name) {
  service_index_.emplace(name, static_cast<ServiceId>(services_.size()));
  services_.push_back(name);
}

void Vocabulary::add_action(const std::string& name) {
  const auto id = static_cast<ActionId>(actions_.size());
  action_index_.emplace(name, id);
  // The SDKs know the standard actions as CONFIG_CREATE only.
  if (const auto colon = name.find(':');
      colon != std::string::npos && id < standard_actions.size()) {
    std::string spelling = name;
    spelling[colon] = '_';
    action_index_.emplace(spelling, id);
  }
  actions_.push_back(name);
}

void Vocabulary::add_type(ServiceId service, std::string_view name) {
  const auto id = static_cast<TypeId>(types_.size());
  types_.push_back({services_[service] + ":" + std::string(name), service});
  type_index_.emplace(types_.back().name, id);
  const auto [entry, added] = bare_types_.emplace(std::string(name), id);
  if (!added) entry->second = no_word;
}

std::optional<std::uint16_t> Vocabulary::find(const Index& index, std::string_view name) {
  const auto found = index.find(name);
  return found == index.end() ? std::nullopt : std::optional(found->second);
}

std::optional<ActionId> Vocabulary::find_action(std::string_view name) const {
  return find(action_index_, name);
}

std::optional<TypeId> Vocabulary::find_type(std::string_view name) const {
  return find(type_index_, name);
}

std::optional<TypeId> Vocabulary::find_type(std::string_view service, std::string_view type) const {
  const auto found = type_index_.find(Parts{service, type});
  return found == type_index_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<ServiceId> Vocabulary::find_service(std::string_view name) const {
  return find(service_index_, name);
}

std::optional<TypeId> Vocabulary::resolve_type(std::string_view name) const {
  if (name.find(':') != std::string_view::npos) return find_type(name);
  const auto found = find(bare_types_, name);
  return found == no_word ? std::nullopt : found;
}

std::optional<TypeId> Vocabulary::resolve_group_type(std::string_view name) const {
  const auto own = find_type("config", name);
  return own ? own : resolve_type(name);
}

std::optional<ActionId> Vocabulary::resolve_action(std::string_view name, ServiceId service) const {
  if (name.find(':') == std::string_view::npos && service < services_.size()) {
    const auto found = action_index_.find(Parts{services_[service], name});
    if (found != action_index_.end()) return found->second;
  }
  return find_action(name);
}

std::optional<std::string> Vocabulary::nearest_action(std::string_view name) const {
  return nearest(actions_, name, [](const std::string& action) -> auto& { return action; });
}

std::optional<std::string> Vocabulary::nearest_type(std::string_view name) const {
  return nearest(types_, name, [](const Type& type) -> auto& { return type.name; });
}

std::optional<std::string> Vocabulary::nearest_service(std::string_view name) const {
  return nearest(services_, name, [](const std::string& service) -> auto& { return service; });
}

// The parts are hashed by themselves, so that a name need not be joined to be found. A folded bit
// makes capitals and small letters alike, and some other characters: Equal tells them apart.
std::size_t Vocabulary::Hash::operator()(std::string_view text) const {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return hash_folded(text);
  return (*this)(Parts{text.substr(0, colon), text.substr(colon + 1)});
}

std::size_t Vocabulary::Hash::operator()(const Parts& parts) const {
  return mix(hash_folded(parts.service), hash_folded(parts.name));
}

bool Vocabulary::Equal::operator()(std::string_view a, std::string_view b) const {
  return a == b || std::ranges::equal(a, b, {}, lower, lower);
}

bool Vocabulary::Equal::operator()(const Parts& a, std::string_view b) const {
  return b.size() == a.service.size() + 1 + a.name.size() && b[a.service.size()] == ':' &&
         (*this)(a.service, b.substr(0, a.service.size())) &&
         (*this)(a.name, b.substr(a.service.size() + 1));
}

}  // namespace gatehouse::policy
