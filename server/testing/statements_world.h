// A random world of one subject: lists of statements, resources in groups, and requests.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "policy/evaluate.h"
#include "policy/hash.h"
#include "policy/reference.h"
#include "policy/statement.h"
#include "testing/random_world.h"

namespace gatehouse::testing {

inline const policy::Vocabulary& test_vocabulary() {
  static const policy::Vocabulary vocabulary(test_applications());
  return vocabulary;
}

/// Groups of an item, from a plain map.
class MappedGroups final : public policy::GroupMemberships {
 public:
  void add(const std::string& type, const std::string& id, const std::string& group) {
    names_[{type, id}].insert(group);
  }
  std::set<std::string> names(const std::string& type, const std::string& id) const {
    const auto found = names_.find({type, id});
    return found == names_.end() ? std::set<std::string>() : found->second;
  }
  std::span<const policy::GroupKey> groups_of(policy::TypeId type,
                                              std::string_view id) const override {
    keys_.clear();
    const auto found = names_.find({test_vocabulary().type(type), std::string(id)});
    if (found != names_.end())
      for (const auto& name : found->second) keys_.push_back({policy::hash_text(name), name});
    return keys_;
  }

 private:
  std::map<std::pair<std::string, std::string>, std::set<std::string>> names_;
  mutable std::vector<policy::GroupKey> keys_;
};

/// One question in both evaluators' words.
struct Asked {
  policy::Question question;
  policy::Request request;
};

struct StatementsWorld {
  std::vector<std::vector<Statement>> lists;
  MappedGroups groups;
  std::vector<Properties> properties;
  policy::KnownSubject known{user_id(0), "", "u0", "u0@example.com"};

  explicit StatementsWorld(Choices& choices, std::size_t statements_each = 4) {
    for (std::size_t i = 0, n = 1 + choices.below(3); i < n; ++i)
      lists.push_back(random_statements(choices, statements_each));
    for (std::size_t group = 0; group < groups_total; ++group)
      for (const auto& id : item_ids())
        if (choices.once_in(3) && group >= user_groups)
          groups.add(type_of_group(group), id, to_string(group_id(group)));
    if (choices.once_in(2))
      groups.add("config:user", to_string(user_id(0)), to_string(group_id(0)));
    for (int i = 0; i < 2; ++i) properties.push_back(random_properties(choices));
  }

  std::vector<Statement> all() const {
    std::vector<Statement> statements;
    for (const auto& list : lists) statements.insert(statements.end(), list.begin(), list.end());
    return statements;
  }

  /// The questions stay valid as long as the world.
  std::vector<Asked> questions() const {
    const auto& vocabulary = test_vocabulary();
    std::vector<Asked> questions;
    for (std::size_t variant = 0; variant < properties.size(); ++variant) {
      policy::Attributes attributes = properties[variant].attributes();
      if (variant == 0) attributes.known_subject = &known;
      attributes.subject.type = "user";
      for (const auto& action : test_actions()) {
        for (const auto& resource : test_resources())
          questions.push_back(ask(vocabulary, attributes, action, resource));
      }
    }
    for (Asked& asked : questions) {
      asked.request.id = asked.question.resource.id;
      asked.request.attributes.resource.id = asked.question.resource.id;
      asked.question.attributes = asked.request.attributes;
    }
    return questions;
  }

  std::string describe() const {
    std::string text;
    for (const auto& list : lists) text += to_text(policy::to_json(list)) + "\n";
    for (const auto& one : properties)
      text += to_text(JsonArray{Json(one.subject), Json(one.resource), Json(one.action),
                                Json(one.context)}) +
              "\n";
    return text;
  }

 private:
  Asked ask(const policy::Vocabulary& vocabulary, policy::Attributes attributes,
            const std::string& action, const policy::Resource& resource) const {
    Asked asked;
    asked.question.action = action;
    asked.question.resource = resource;
    asked.question.groups = groups.names(resource.service + ":" + resource.type, resource.id);
    asked.request.action = *vocabulary.find_action(action);
    asked.request.type = *vocabulary.find_type(resource.service, resource.type);
    asked.request.service = *vocabulary.find_service(resource.service);
    asked.request.groups = &groups;
    attributes.action = vocabulary.action(asked.request.action);
    attributes.resource.type = vocabulary.type(asked.request.type);
    asked.request.attributes = attributes;
    return asked;
  }
};

/// Compiled lists of statements, ready to be asked.
class Compiled {
 public:
  explicit Compiled(const std::vector<std::vector<Statement>>& lists) {
    matchers_.reserve(lists.size());
    for (const auto& list : lists) matchers_.emplace_back(list, test_vocabulary());
    for (const auto& matcher : matchers_) sources_.push_back({&matcher, false});
  }
  explicit Compiled(const std::vector<Statement>& list)
      : Compiled(std::vector<std::vector<Statement>>{list}) {}
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;

  policy::Decision decide(const Asked& asked) const {
    return policy::evaluate(sources_, asked.request);
  }
  bool allows(const Asked& asked) const { return decide(asked).allowed(); }
  const policy::Matcher& matcher(std::size_t index) const { return matchers_[index]; }

 private:
  std::vector<policy::Matcher> matchers_;
  std::vector<policy::Source> sources_;
};

}  // namespace gatehouse::testing
