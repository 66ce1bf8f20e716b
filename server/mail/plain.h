// Makes what people typed harmless before it goes into a mail. A mail program turns `www.x.com`,
// `x.com/y`, `http://x` and `mailto:x` into links by itself, in plain text and in HTML: without
// this, anyone could have us send their link under our name, as the name of an organization.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::mail {

/// One line without control, directional and invisible characters, cut at 120 characters. A dot or
/// colon inside a word gets a space behind it, and a Markdown link is taken apart, so that no mail
/// program finds an address in it. Invalid UTF-8 becomes U+FFFD.
std::string plain(std::string_view typed);

/// For element content and quoted attributes.
std::string escape_html(std::string_view text);

}  // namespace gatehouse::mail
