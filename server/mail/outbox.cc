#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include "mail/transport.h"

namespace gatehouse::mail {
namespace {

/// A full disk or a missing permission is repaired by an administrator; the mail stays wanted.
[[noreturn]] void throw_system_error(const char* what) {
  throw DeliveryError(
      fmt::format("{} in the outbox folder: {}", what, std::generic_category().message(errno)),
      false);
}

class File {
 public:
  explicit File(const std::filesystem::path& path)
      : descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                           S_IRUSR | S_IWUSR)) {
    if (descriptor_ < 0) throw_system_error("cannot make a file");
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(descriptor_); }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw_system_error("cannot write a file");
      bytes.remove_prefix(count);
    }
    if (::fsync(descriptor_) != 0) throw_system_error("cannot save a file");
  }

 private:
  int descriptor_;
};

/// `20261122T004112.000Z`: sorts by time and holds nothing a file system minds.
std::string file_time(Timestamp time) {
  std::string text = to_string(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

}  // namespace

OutboxTransport::OutboxTransport(std::filesystem::path folder) : folder_(std::move(folder)) {
  if (!folder_.parent_path().empty()) std::filesystem::create_directories(folder_.parent_path());
  if (::mkdir(folder_.c_str(), S_IRWXU) != 0 && errno != EEXIST)
    throw_system_error("cannot make the folder");
}

void OutboxTransport::send(const Message& message) {
  const std::string bytes = render(message);  // also keeps `/` out of the message id
  const std::string name = fmt::format("{}-{}", file_time(message.date), message.message_id);
  const auto unfinished = folder_ / ('.' + name + ".part");

  File(unfinished).write(bytes);
  if (::rename(unfinished.c_str(), (folder_ / (name + ".eml")).c_str()) != 0)
    throw_system_error("cannot rename a file");
}

}  // namespace gatehouse::mail
