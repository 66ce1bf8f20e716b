// For the tests of reading: the outcome of offering bytes, whole or in pieces.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/failure.h"
#include "http/request_reader.h"

namespace gatehouse::http {

struct ReadOutcome {
  std::vector<Request> requests;
  std::optional<Refusal> refusal;
  int continues = 0;

  /// The status that the first message gets: 200 when accepted, 0 while it waits for more.
  int status() const {
    if (!requests.empty()) return 200;
    return refusal ? status_of(refusal->code) : 0;
  }
};

/// Offers `bytes` in pieces of at most `piece` bytes.
inline ReadOutcome read_requests(std::string_view bytes, std::size_t piece = 1 << 20) {
  ReadOutcome outcome;
  RequestReader reader;
  Request request;
  for (;;) {
    switch (reader.advance(request)) {
      case RequestReader::Step::need_bytes: {
        if (bytes.empty()) return outcome;
        const auto space = reader.space();
        const auto count = std::min({space.size(), bytes.size(), piece});
        std::memcpy(space.data(), bytes.data(), count);
        reader.received(count);
        bytes.remove_prefix(count);
        break;
      }
      case RequestReader::Step::send_continue:
        ++outcome.continues;
        break;
      case RequestReader::Step::complete:
        outcome.requests.push_back(request);
        break;
      case RequestReader::Step::refused:
        outcome.refusal = reader.refusal();
        return outcome;
    }
  }
}

}  // namespace gatehouse::http
