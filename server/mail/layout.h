// The one look of our mails: a letter with a heading, sentences, a short table, one button and
// notes, written as plain text and as HTML from the same words. Every word is escaped here, so a
// template cannot forget to.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gatehouse::mail {

struct Letter {
  struct Button {
    std::string label;
    std::string link;  ///< ours: begins with https:// or http://, ASCII without spaces
  };

  std::string heading;
  std::string greeting;
  std::vector<std::string> paragraphs;
  std::vector<std::pair<std::string, std::string>> facts;  ///< label and value
  Button button;
  std::vector<std::string> notes;
  std::string footer;
};

/// Both throw std::logic_error for a link that is not ours to send.
std::string to_text(const Letter& letter);
std::string to_html(const Letter& letter);

}  // namespace gatehouse::mail
