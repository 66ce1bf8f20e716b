// The path of a request, on one screen: dispatch.cc. Thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/endpoint.h"
#include "api/kept_answers.h"
#include "api/services.h"
#include "http/message.h"

namespace gatehouse::api {

class Dispatcher {
 public:
  Dispatcher(Services& services, std::vector<Endpoint> endpoints);

  /// Never throws: every failure is an answer.
  http::Response handle(const http::Request& request);
  /// The answer that was given before, when the caller's rights and the organization's state are
  /// known to be the same without asking the database. Otherwise nothing.
  std::optional<http::Response> answer_at_once(const http::Request& request);

  const std::vector<Endpoint>& endpoints() const { return endpoints_; }

 private:
  struct Match {
    const Endpoint* endpoint;
    std::map<std::string, std::string> path;
  };
  struct Route {
    std::vector<std::string> segments;  ///< `{name}` for a parameter
    const Endpoint* endpoint;
  };

  Match match(const http::Request& request) const;
  http::Response run(const http::Request& request, const Match& match);
  void audit_failure(const http::Request& request, const Match& match,
                     const auth::Principal& principal, const Failure& failure);

  std::optional<http::Response> kept_answer(const http::Request& request, const Match& match);
  /// Of what a kept answer depends on. Nothing where other processes may write.
  std::optional<std::uint64_t> revision_of(const Match& match) const;
  bool is_in_memory(const auth::Principal& principal, OrganizationId organization) const;

  Services& services_;
  const std::vector<Endpoint> endpoints_;
  std::vector<Route> routes_;  // by number of segments, then fixed ones first
  KeptAnswers kept_;
};

}  // namespace gatehouse::api
