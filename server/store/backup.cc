#include "store/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

namespace gatehouse::store {
namespace {

struct Closed {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Handle = std::unique_ptr<sqlite3, Closed>;

constexpr int kBusyMilliseconds = 5000;

Handle open(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Handle handle(raw);
  if (result != SQLITE_OK) throw std::runtime_error("cannot open " + path);
  sqlite3_busy_timeout(raw, kBusyMilliseconds);
  return handle;
}

// The whole in one step: one read transaction, so nothing that is written meanwhile gets in.
void copy(sqlite3* from, sqlite3* to, const std::string& source) {
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup) sqlite3_backup_step(backup, -1);
  if (!backup || sqlite3_backup_finish(backup) != SQLITE_OK)
    throw std::runtime_error("cannot copy " + source + ": " + sqlite3_errmsg(to));
}

void sync(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool is_synced = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  if (!is_synced) throw std::runtime_error("cannot write " + path);
}

// Removes what was begun unless it was finished.
struct Partial {
  explicit Partial(std::string name) : path(std::move(name)) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) throw std::runtime_error("cannot create " + path);
    close(file);
  }
  ~Partial() { unlink(path.c_str()); }
  const std::string path;
};

}  // namespace

void back_up_sqlite(const std::string& source, const std::string& target) {
  if (std::filesystem::exists(target)) throw std::runtime_error(target + " exists already");
  const Handle from = open(source, SQLITE_OPEN_READONLY);
  const Partial partial(target + ".partial");
  {
    const Handle to = open(partial.path, SQLITE_OPEN_READWRITE);
    copy(from.get(), to.get(), source);
  }
  sync(partial.path, O_RDONLY);
  if (link(partial.path.c_str(), target.c_str()) != 0)  // unlike rename, replaces nothing
    throw std::runtime_error("cannot create " + target);
  const auto folder = std::filesystem::absolute(target).parent_path();
  sync(folder.string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace gatehouse::store
