#include "api/authzen_search.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "base/crypto.h"
#include "base/failure.h"

namespace gatehouse::api {
namespace {

constexpr std::int64_t kLimit = 1000;  // of results on a page

struct PageAsked {
  std::size_t limit = kLimit;
  std::string after;  ///< the key of the last result before
  bool is_first = true;
  std::string binding;  ///< what a token is good for
};

// A token continues the same search of the same caller; its page may be longer or shorter.
std::string binding_of(const char* search, const Asker& asker, const JsonObject& body) {
  JsonObject question = body;
  question.erase("page");
  return std::string(search) + "|" + to_string(asker.snapshot->organization()) + "|" +
         to_string(asker.id) + "|" + canonical(question);
}

PageAsked read_page(const char* search, const Asker& asker, const JsonObject& body) {
  PageAsked page;
  page.binding = binding_of(search, asker, body);
  const JsonObject* given = read_optional_object(body, "page", "page");
  if (given == nullptr) return page;
  read_optional_object(*given, "properties", "page.properties");
  if (const Json* limit = member(*given, "limit")) {
    if (!limit->is_int64() || limit->get_int64() < 0)
      throw Failure(Code::invalid_input, "`page.limit` must be 0 or more", "page.limit");
    page.limit = static_cast<std::size_t>(std::min(limit->get_int64(), kLimit));
  }
  if (member(*given, "token") == nullptr) return page;
  const auto token = read_word(*given, "token", "page.token");
  if (token.empty()) return page;
  page.is_first = false;
  if (!unseal(asker.page_key, from_base64url(token), page.binding, page.after))
    throw Failure(Code::invalid_cursor, "`page.token` does not continue this search", "page.token");
  return page;
}

// The permitted ones of sorted `candidates`; `permits` is asked until the page is full.
std::string answer(const Asker& asker, const PageAsked& page,
                   const std::vector<std::string>& candidates,
                   const std::function<bool(const std::string&)>& permits,
                   const std::function<JsonObject(const std::string&)>& entity) {
  JsonArray results;
  std::string last = page.after;
  bool is_complete = true;
  for (auto candidate = std::ranges::upper_bound(candidates, page.after);
       candidate != candidates.end(); ++candidate) {
    if (!permits(*candidate)) continue;
    if (results.size() == page.limit) {
      is_complete = false;
      break;
    }
    results.push_back(entity(*candidate));
    last = *candidate;
  }
  JsonObject out;
  if (!page.is_first || !is_complete) {
    const std::string next =
        is_complete ? "" : to_base64url(seal(asker.page_key, last, page.binding));
    out["page"] = JsonObject{{"next_token", next}, {"count", results.size()}};
  }
  out["results"] = std::move(results);
  return to_text(out);
}

}  // namespace

std::string search_subjects(const Asker& asker, const JsonObject& body) {
  const Parts parts = Parts().replaced_by(body);
  const auto& snapshot = *asker.snapshot;
  const auto type = read_word(read_entity(parts.subject, "subject"), "type", "subject.type");
  directory::Access access = read_resource(parts.resource, snapshot);
  read_action(parts.action, snapshot, access);
  read_context(parts.context, access);
  require_may_ask(asker, {.kind = directory::Subject::Kind::other});
  const PageAsked page = read_page("subject", asker, body);
  std::vector<std::string> users;
  if (type == "user")
    snapshot.for_each_user(
        [&](const directory::UserEntry& user) { users.push_back(to_string(user.id)); });
  std::ranges::sort(users);
  return answer(
      asker, page, users,
      [&](const std::string& id) {
        directory::Subject subject = directory::Subject::user(*UserId::parse(id));
        subject.name = id;
        return snapshot.decide(subject, access, asker.now).allowed();
      },
      [](const std::string& id) { return JsonObject{{"type", "user"}, {"id", id}}; });
}

std::string search_actions(const Asker& asker, const JsonObject& body) {
  const Parts parts = Parts().replaced_by(body);
  const auto& snapshot = *asker.snapshot;
  const auto& words = snapshot.vocabulary();
  const directory::Subject subject = read_subject(parts.subject, snapshot);
  directory::Access access = read_resource(parts.resource, snapshot);
  read_context(parts.context, access);
  require_may_ask(asker, subject);
  const PageAsked page = read_page("action", asker, body);
  const auto standard = policy::Vocabulary::standard().action_count();
  std::vector<std::string> actions;
  if (access.type != policy::no_word) {
    const std::string service = words.service(words.service_of(access.type)) + ":";
    const bool is_ours = access.type < policy::Vocabulary::standard().type_count();
    for (std::size_t id = policy::every_action + 1; id < words.action_count(); ++id) {
      const std::string& name = words.action(static_cast<policy::ActionId>(id));
      if (is_ours ? id < standard : name.starts_with(service)) actions.push_back(name);
    }
  }
  std::ranges::sort(actions);
  const auto asked_type = read_word(read_entity(parts.resource, "resource"), "type", "");
  const bool is_bare = asked_type.find(':') == std::string_view::npos &&
                       access.type >= policy::Vocabulary::standard().type_count();
  return answer(
      asker, page, actions,
      [&](const std::string& name) {
        access.action = words.find_action(name).value_or(policy::no_word);
        return snapshot.decide(subject, access, asker.now).allowed();
      },
      [&](const std::string& name) {
        return JsonObject{{"name", is_bare ? name.substr(name.find(':') + 1) : name}};
      });
}

}  // namespace gatehouse::api
