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
std::string binding_of(const char* search, const Asker& asker, JsonMembers body) {
  JsonObject question = to_object(body);
  question.erase("page");
  return std::string(search) + "|" + to_string(asker.snapshot->organization()) + "|" +
         to_string(asker.id) + "|" + canonical(question);
}

PageAsked read_page(const char* search, const Asker& asker, JsonMembers body) {
  PageAsked page;
  page.binding = binding_of(search, asker, body);
  const auto given = read_optional_object(body, "page", "page");
  if (!given) return page;
  read_optional_object(*given, "properties", "page.properties");
  if (const auto asked = member(*given, "limit")) {
    std::int64_t limit = 0;
    if (asked->get_int64().get(limit) || limit < 0)
      throw Failure(Code::invalid_input, "`page.limit` must be 0 or more", "page.limit");
    page.limit = static_cast<std::size_t>(std::min(limit, kLimit));
  }
  if (!member(*given, "token")) return page;
  const auto token = read_word(*given, "token", "page.token");
  if (token.empty()) return page;
  page.is_first = false;
  auto after = unseal(asker.page_key, token, page.binding);
  if (!after)
    throw Failure(Code::invalid_cursor, "`page.token` does not continue this search", "page.token");
  page.after = std::move(*after);
  return page;
}

// The permitted ones of the candidates, which come after the page before, in ascending order. Only
// as many are put in order and asked as the page needs. `Search` says for a candidate whether it is
// permitted, how it is written and what its position is.
template <class Candidate, class Search>
std::string answer(const Asker& asker, const PageAsked& page, std::vector<Candidate> candidates,
                   const Search& search) {
  JsonArray results;
  std::string last = page.after;
  bool is_complete = true;
  std::ranges::make_heap(candidates, std::ranges::greater());
  for (; !candidates.empty(); candidates.pop_back()) {
    std::ranges::pop_heap(candidates, std::ranges::greater());
    const Candidate& candidate = candidates.back();
    if (!search.permits(candidate)) continue;
    if (results.size() == page.limit) {
      is_complete = false;
      break;
    }
    results.push_back(search.entity(candidate));
    last = search.position(candidate);
  }
  JsonObject out;
  if (!page.is_first || !is_complete) {
    const std::string next = is_complete ? "" : seal(asker.page_key, last, page.binding);
    out["page"] = JsonObject{{"next_token", next}, {"count", results.size()}};
  }
  out["results"] = std::move(results);
  return to_text(out);
}

// Which of the organization's own people or programs.
struct SubjectSearch {
  const Asker& asker;
  const directory::Access& access;
  directory::Subject::Kind kind;
  std::string_view type;

  bool permits(const Uuid& id) const {
    const std::string name = to_string(id);
    const directory::Subject subject{kind, id, type, name, nullptr};
    return asker.snapshot->decide(subject, access, asker.now).allowed();
  }
  JsonObject entity(const Uuid& id) const { return {{"type", type}, {"id", to_string(id)}}; }
  std::string position(const Uuid& id) const { return to_string(id); }
};

// Which registered resources of a type.
struct ResourceSearch {
  const Asker& asker;
  const directory::Subject& subject;
  directory::Access access;
  std::string_view type;

  bool permits(std::string_view id) const {
    directory::Access one = access;
    one.id = id;
    return asker.snapshot->decide(subject, one, asker.now).allowed();
  }
  JsonObject entity(std::string_view id) const { return {{"type", type}, {"id", id}}; }
  std::string position(std::string_view id) const { return std::string(id); }
};

struct ActionSearch {
  const Asker& asker;
  const directory::Subject& subject;
  const directory::Access& access;
  bool is_bare;

  bool permits(const std::string& name) const {
    directory::Access one = access;
    one.action = asker.snapshot->vocabulary().find_action(name).value_or(policy::no_word);
    return asker.snapshot->decide(subject, one, asker.now).allowed();
  }
  JsonObject entity(const std::string& name) const {
    return {{"name", is_bare ? name.substr(name.find(':') + 1) : name}};
  }
  std::string position(const std::string& name) const { return name; }
};

}  // namespace

std::string search_subjects(const Asker& asker, JsonMembers body) {
  using Kind = directory::Subject::Kind;
  const Parts parts(body);
  Properties properties;
  const auto& snapshot = *asker.snapshot;
  const auto type = read_word(read_entity(parts.subject, "subject"), "type", "subject.type");
  directory::Access access = read_resource(parts.resource, snapshot, properties);
  read_action(parts.action, snapshot, properties, access);
  read_context(parts.context, properties, access);
  require_may_ask(asker, {.kind = Kind::other});
  const PageAsked page = read_page("subject", asker, body);
  const Uuid after = parse_uuid(page.after).value_or(Uuid());
  std::vector<Uuid> candidates;
  const auto add = [&](const auto& entry) {
    if (entry.id > after) candidates.push_back(entry.id);
  };
  if (type == "user") snapshot.for_each_user(add);
  if (type == "service_user") snapshot.for_each_service_user(add);
  const Kind kind = type == "user" ? Kind::user : Kind::service_user;
  return answer(asker, page, std::move(candidates), SubjectSearch{asker, access, kind, type});
}

std::string search_resources(const Asker& asker, JsonMembers body) {
  const Parts parts(body);
  Properties properties;
  const auto& snapshot = *asker.snapshot;
  const directory::Subject subject = read_subject(parts.subject, snapshot, properties);
  const auto type = read_word(read_entity(parts.resource, "resource"), "type", "resource.type");
  directory::Access access;
  access.type = snapshot.vocabulary().resolve_type(type).value_or(policy::no_word);
  read_action(parts.action, snapshot, properties, access);
  read_context(parts.context, properties, access);
  require_may_ask(asker, subject);
  const PageAsked page = read_page("resource", asker, body);
  std::vector<std::string_view> candidates;
  snapshot.for_each_resource(access.type, [&](std::string_view id) {
    if (id > page.after) candidates.push_back(id);
  });
  return answer(asker, page, std::move(candidates), ResourceSearch{asker, subject, access, type});
}

std::string search_actions(const Asker& asker, JsonMembers body) {
  const Parts parts(body);
  Properties properties;
  const auto& words = asker.snapshot->vocabulary();
  const directory::Subject subject = read_subject(parts.subject, *asker.snapshot, properties);
  directory::Access access = read_resource(parts.resource, *asker.snapshot, properties);
  read_context(parts.context, properties, access);
  require_may_ask(asker, subject);
  const PageAsked page = read_page("action", asker, body);
  const auto& standard = policy::Vocabulary::standard();
  const bool is_ours = access.type < standard.type_count();
  std::vector<std::string> candidates;
  if (access.type != policy::no_word) {
    const std::string service = words.service(words.service_of(access.type)) + ":";
    for (std::size_t id = policy::every_action + 1; id < words.action_count(); ++id) {
      const std::string& name = words.action(static_cast<policy::ActionId>(id));
      const bool concerns = is_ours ? id < standard.action_count() : name.starts_with(service);
      if (concerns && name > page.after) candidates.push_back(name);
    }
  }
  const auto type = read_word(read_entity(parts.resource, "resource"), "type", "resource.type");
  const bool is_bare = !is_ours && type.find(':') == std::string_view::npos;
  return answer(asker, page, std::move(candidates), ActionSearch{asker, subject, access, is_bare});
}

}  // namespace gatehouse::api
