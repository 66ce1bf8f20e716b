#include "auth/keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "base/crypto.h"

namespace gatehouse::auth {
namespace {

void create(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) throw std::runtime_error("cannot create " + path);
  const std::string text = to_base64url(random_bytes(32)) + "\n";
  const bool is_written =
      write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(file) == 0;
  close(file);
  if (!is_written) throw std::runtime_error("cannot write " + path);
}

}  // namespace

Keys Keys::derive(const std::string& master) {
  return {mac(master, "access token"), mac(master, "csrf token"), mac(master, "page token"),
          mac(master, "idempotency"), mac(master, "mail")};
}

std::string load_or_create_master_key(const std::string& path) {
  struct stat info{};
  if (stat(path.c_str(), &info) != 0) {
    create(path);
    stat(path.c_str(), &info);
  }
  if ((info.st_mode & 077) != 0)
    throw std::runtime_error(path + " can be read by others: chmod 600 it");
  std::ifstream file(path);
  std::string text;
  std::getline(file, text);
  const std::string key = from_base64url(text);
  if (key.size() != 32) throw std::runtime_error(path + " does not hold a key");
  return key;
}

}  // namespace gatehouse::auth
