// The path of a request, on one screen: dispatch.cc. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/endpoint.h"
#include "api/services.h"
#include "http/message.h"

namespace gatehouse::api {

class Dispatcher {
 public:
  Dispatcher(Services& services, std::vector<Endpoint> endpoints);

  /// Never throws: every failure is an answer.
  http::Response handle(const http::Request& request);

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

  Services& services_;
  const std::vector<Endpoint> endpoints_;
  std::map<std::size_t, std::vector<Route>> routes_;  // by number of segments
};

}  // namespace gatehouse::api
