#include "api/kept_answers.h"

#include <algorithm>

namespace gatehouse::api {

// Ids are unique among users, service users and sessions of all organizations.
static std::string key_of(const Context& context) {
  return context.endpoint.operation +
         (context.has_organization() ? context.actor().id : context.principal.session_id);
}

void KeptAnswers::expect(const Endpoint& endpoint) {
  check(endpoint.method == http::Method::get &&
            (endpoint.access.kind == Access::Kind::part_of_organization ||
             endpoint.access.kind == Access::Kind::session),
        "an answer can be kept only for members of the organization and for sessions");
  ends_.push_back(endpoint.path.substr(endpoint.path.rfind('/')));
}

bool KeptAnswers::may_have(std::string_view path) const {
  return std::ranges::any_of(ends_, [&](const std::string& end) { return path.ends_with(end); });
}

std::optional<std::string> KeptAnswers::find(const Context& context, std::uint64_t revision) const {
  auto answer = answers_.find(key_of(context));
  if (!answer || answer->revision != revision || answer->good_until <= context.now) return {};
  return std::move(answer->body);
}

void KeptAnswers::put(const Context& context, std::uint64_t revision, std::string body) {
  answers_.put(key_of(context), {revision, context.good_until(), std::move(body)},
               std::chrono::steady_clock::now());
}

}  // namespace gatehouse::api
