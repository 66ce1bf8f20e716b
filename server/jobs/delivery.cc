#include "jobs/delivery.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"
#include "base/failure.h"
#include "base/json.h"
#include "base/log.h"
#include "store/outbox.h"

namespace gatehouse::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::chrono::milliseconds, 6> kPauses{30s, 2min, 10min, 30min, 1h, 4h};
constexpr auto kLookAgain = 5s;  // other nodes write mail too, and pauses end
constexpr int kBatch = 20;

mail::Message message_of(const store::OutboxMail& row, const Sender& sender,
                         const std::string& key) {
  const bool is_from_before_sealing = row.message.starts_with('{');
  const auto body =
      is_from_before_sealing ? std::optional(row.message) : unseal(key, row.message, row.id);
  if (!body) throw Failure(Code::internal, "the mail was sealed with another key");
  const Json json = parse_json(*body);
  const auto text = [&](const char* name) {
    return std::string(json.get_object().at(name).get_string());
  };
  return {.message_id = row.message_id,
          .from = sender.from,
          .from_name = sender.from_name,
          .to = row.recipient,
          .subject = text("subject"),
          .text = text("text"),
          .html = text("html"),
          .date = row.created_at};
}

}  // namespace

Delivery::Delivery(store::Database& database, const Clock& clock, mail::Transport& transport,
                   Sender sender, std::string key)
    : database_(database),
      clock_(clock),
      transport_(transport),
      sender_(std::move(sender)),
      key_(std::move(key)) {}

Delivery::~Delivery() {
  thread_.request_stop();
  changed_.notify_all();
}

void Delivery::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { loop(stop); });
}

void Delivery::wake() {
  const std::lock_guard lock(mutex_);
  has_new_ = true;
  changed_.notify_all();
}

int Delivery::run_once() {
  std::vector<store::OutboxMail> due;
  {
    const auto tx = database_.begin_read();
    due = store::list_due_mail(*tx, clock_.now(), kBatch);
  }
  for (const store::OutboxMail& row : due) {
    const Timestamp now = clock_.now();
    std::string error;
    bool is_permanent = row.expires_at <= now;
    if (is_permanent)
      error = "expired before it could be sent";
    else
      try {
        transport_.send(message_of(row, sender_, key_));
      } catch (const mail::DeliveryError& failed) {
        error = failed.reason.empty() ? "unknown" : failed.reason;
        is_permanent = failed.permanent;
      } catch (const Failure& failed) {
        error = failed.message;
        is_permanent = true;
      }
    const auto tx = database_.begin_write();
    if (error.empty()) {
      store::mark_mail_sent(*tx, row.id, now);
    } else if (is_permanent) {
      log::warning("mail.failed", {{"mail", row.id}, {"reason", error}});
      store::mark_mail_failed(*tx, row.id, error);
    } else {
      const auto pause = kPauses.at(
          std::min<std::size_t>(static_cast<std::size_t>(row.attempts), kPauses.size() - 1));
      log::warning("mail.postponed", {{"mail", row.id}, {"reason", error}});
      store::mark_mail_retry(*tx, row.id, now + pause, error);
    }
    tx->commit();
  }
  return static_cast<int>(due.size());
}

void Delivery::loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      while (run_once() > 0 && !stop.stop_requested()) {
      }
    } catch (const std::exception& failed) {
      log::error("delivery.failed", {{"message", failed.what()}});
    }
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, kLookAgain, [&] { return has_new_; });
    has_new_ = false;
  }
}

}  // namespace gatehouse::jobs
