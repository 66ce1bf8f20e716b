// Writing answers: the head that every one of them has, and the few that the transport itself
// makes.
#pragma once

#include <string>
#include <string_view>

#include "base/failure.h"
#include "http/message.h"

namespace gatehouse::http {

/// What the head says beyond the response itself.
struct AnswerContext {
  std::string_view date;        ///< RFC 9110 section 5.6.7
  std::string_view request_id;  ///< visible ASCII
  bool is_https = false;
  bool close = false;
};

/// Appends status line and header fields, with the empty line. The caller appends the body unless
/// has_body() or the method (HEAD) says otherwise. A response whose header fields could split the
/// answer becomes a 500 in place.
void append_head(std::string& out, Response& response, const AnswerContext& context);

/// The phrase of RFC 9110, which is also a problem's title.
std::string_view reason_of(int status);

/// 204 and 304 have none.
bool has_body(int status);

/// problem+json (RFC 9457), as the layers above make it.
Response problem(Code code, std::string_view detail, std::string_view request_id);

/// The present second, for AnswerContext::date.
std::string http_date();

}  // namespace gatehouse::http
