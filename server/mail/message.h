// One mail to one person, and its bytes on the wire: RFC 5322 with MIME (RFC 2045 to 2047), both
// bodies as multipart/alternative. A message that renders has exactly the headers we wrote and one
// recipient, whatever its values hold.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace gatehouse::mail {

struct Message {
  std::string message_id;  ///< `left@right` without brackets; the same at every attempt to send
  std::string from;        ///< one plain address, domain in ASCII
  std::string from_name;   ///< may be empty
  std::string to;          ///< one plain address, domain in ASCII: EmailAddress::mailbox
  std::string subject;
  std::string text;  ///< lines end with \n
  std::string html;  ///< lines end with \n
  Timestamp date;
};

/// Throws Failure(invalid_input) naming the member that cannot be sent: control or line separating
/// characters in a header, text that is not UTF-8, anything but one plain address.
std::string render(const Message& message);

}  // namespace gatehouse::mail
