// The real SMTP server of tests/smtp_server.py as an object: started by the constructor on a free
// port, stopped by the destructor. Tests read what it received as raw bytes and through Python's
// own e-mail parser.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/json.h"

extern char** environ;

namespace gatehouse::testing {

/// A program with its standard output on a pipe. The system's Python is named by its path, because
/// another one may come first on PATH and have no aiosmtpd.
class Process {
 public:
  explicit Process(std::vector<std::string> arguments) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    output_ = ends[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    const int failed = ::posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed != 0) throw std::runtime_error("cannot start " + arguments.front());
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (pid_ > 0) ::kill(pid_, SIGTERM);
    wait();
    ::close(output_);
  }

  std::string read_line() {
    std::string line;
    for (char c = 0; ::read(output_, &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }

  std::string read_all() {
    std::string all;
    char buffer[4096];
    for (ssize_t count; (count = ::read(output_, buffer, sizeof buffer)) > 0;)
      all.append(buffer, count);
    return all;
  }

  int wait() {
    int status = 0;
    if (pid_ > 0) ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
  }

 private:
  pid_t pid_ = 0;
  int output_ = -1;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A new folder under the system's temporary one, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "gatehouse-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// What Python's e-mail parser makes of a raw mail: `headers` (decoded name and value, one entry
/// for each header), `addresses`, `parts`, `text`, `html`, `defects`.
inline JsonObject parse_mail_file(const std::filesystem::path& path) {
  Process python({"/usr/bin/python3", GATEHOUSE_SOURCE_DIR "/tests/parse_mail.py", path.string()});
  return parse_json(python.read_all()).as_object();
}

inline JsonObject parse_mail(const std::string& raw) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "mail.eml";
  std::ofstream(path, std::ios::binary) << raw;
  return parse_mail_file(path);
}

/// The decoded values of the headers called `name`, in order.
inline std::vector<std::string> header_values(const JsonObject& parsed, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& header : parsed.at("headers").as_array())
    if (header.at(0).as_string() == name) values.emplace_back(header.at(1).as_string());
  return values;
}

/// The decoded body of one kind, `text` or `html`.
inline std::string body(const JsonObject& parsed, std::string_view kind) {
  return std::string(parsed.at(kind).as_string());
}

class SmtpServer {
 public:
  /// `knobs` as in tests/smtp_server.py: `{"--reject-rcpt", "550"}`.
  explicit SmtpServer(std::vector<std::string> knobs = {}) : process_(command(std::move(knobs))) {
    const std::string ready = process_.read_line();
    if (!ready.starts_with("READY ")) throw std::runtime_error("the SMTP server did not start");
    port_ = std::stoi(ready.substr(6));
  }

  int port() const { return port_; }

  /// How many messages it has stored.
  int received() const {
    int count = 0;
    while (std::filesystem::exists(file(count + 1, "json"))) ++count;
    return count;
  }

  /// Counted from 1. The bytes as they were on the wire.
  std::string raw(int number) const { return read_file(file(number, "eml")); }

  /// `mailFrom`, `rcptTos`, `tls`, `login`, `peer`.
  JsonObject envelope(int number) const {
    return parse_json(read_file(file(number, "json"))).as_object();
  }

  JsonObject parsed(int number) const { return parse_mail_file(file(number, "eml")); }

 private:
  std::vector<std::string> command(std::vector<std::string> knobs) const {
    std::vector<std::string> all{"/usr/bin/python3", GATEHOUSE_SOURCE_DIR "/tests/smtp_server.py",
                                 "--dir", folder_.path().string()};
    all.insert(all.end(), std::make_move_iterator(knobs.begin()),
               std::make_move_iterator(knobs.end()));
    return all;
  }

  std::filesystem::path file(int number, const char* kind) const {
    return folder_.path() / (std::to_string(number) + '.' + kind);
  }

  TemporaryFolder folder_;
  Process process_;
  int port_ = 0;
};

}  // namespace gatehouse::testing
