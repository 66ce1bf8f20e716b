#include "api/kept_answers.h"

#include <algorithm>

namespace gatehouse::api {

// Ids are unique among users and service users of all organizations.
static std::string key_of(const Context& context) {
  return context.endpoint.operation + context.actor().id;
}

void KeptAnswers::expect(const Endpoint& endpoint) {
  check(endpoint.method == http::Method::get &&
            endpoint.access.kind == Access::Kind::part_of_organization,
        "an answer can be kept only for members of the organization who read");
  ends_.push_back(endpoint.path.substr(endpoint.path.rfind('/')));
}

bool KeptAnswers::may_have(std::string_view path) const {
  return std::ranges::any_of(ends_, [&](const std::string& end) { return path.ends_with(end); });
}

std::optional<std::string> KeptAnswers::find(const Context& context, std::uint64_t revision) const {
  auto answer = answers_.find(key_of(context));
  if (!answer || answer->revision != revision) return {};
  return std::move(answer->body);
}

void KeptAnswers::put(const Context& context, std::uint64_t revision, std::string body) {
  answers_.put(key_of(context), {revision, std::move(body)}, std::chrono::steady_clock::now());
}

}  // namespace gatehouse::api
