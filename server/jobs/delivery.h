// Sends the mail that waits in the outbox, one at a time, in a thread of its own. At least once: a
// crash between sending and noting it sends the same Message-ID again. Retries with growing pauses
// until the mail expires; a permanent refusal ends it at once.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/time.h"
#include "mail/transport.h"
#include "store/database.h"

namespace gatehouse::jobs {

struct Sender {
  std::string from;
  std::string from_name;
};

class Delivery {
 public:
  /// `key` opens what was sealed for the outbox.
  Delivery(store::Database& database, const Clock& clock, mail::Transport& transport, Sender sender,
           std::string key);
  /// Ends after the mail in hand.
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  /// Begins the thread, which ends with this.
  void start();
  /// New mail was written. Thread-safe.
  void wake();

  /// Sends what is due now; returns how many mails were tried. What the thread does, for tests.
  int run_once();

 private:
  void loop(const std::stop_token& stop);

  store::Database& database_;
  const Clock& clock_;
  mail::Transport& transport_;
  const Sender sender_;
  const std::string key_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool has_new_ = true;  // what an earlier process left
  std::jthread thread_;  // last: it uses the rest
};

}  // namespace gatehouse::jobs
