// The console's files, embedded in the binary, under a strict content security policy.
#pragma once

#include <string>
#include <vector>

#include "http/static_files.h"

namespace gatehouse {

class Site {
 public:
  Site();

  /// A file, or the page for any path that is the console's to resolve; 404 otherwise.
  http::Response serve(const http::Request& request) const;
  /// For a Host that is not ours: pages move to the public address, everything else is 421.
  http::Response misdirected(const http::Request& request, const std::string& public_url) const;

 private:
  http::Response page() const;

  std::vector<std::string> etags_;  // owned text of files_
  std::vector<std::string> paths_;
  std::vector<http::StaticFile> files_;
  std::string index_;
};

}  // namespace gatehouse
