// For the tests of the listener: a client that sends exactly the bytes it is told to.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "http/listener.h"

namespace gatehouse::http {

struct Answer {
  int status = 0;  ///< 0: the connection ended instead
  std::string head;
  std::string body;

  bool has(std::string_view line) const {
    return head.contains("\r\n" + std::string(line) + "\r\n");
  }
  std::string field(const std::string& name) const {
    const auto begin = head.find("\r\n" + name + ": ");
    if (begin == std::string::npos) return {};
    const auto value = begin + name.size() + 4;
    return head.substr(value, head.find("\r\n", value) - value);
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // A test that waits for ever tells nothing.
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("connect");
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  int socket() const { return socket_; }

  /// False when the server has hung up.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  /// Reads one answer; `without_body` for the answer to a HEAD.
  Answer receive(bool without_body = false) {
    while (!received_.contains("\r\n\r\n"))
      if (!read_more()) return {};
    Answer answer;
    const auto end = received_.find("\r\n\r\n") + 4;
    answer.head = received_.substr(0, end);
    received_.erase(0, end);
    answer.status = std::stoi(answer.head.substr(9, 3));
    const auto length = answer.field("Content-Length");
    if (without_body || length.empty()) return answer;
    const auto size = std::stoul(length);
    while (received_.size() < size)
      if (!read_more()) return {};
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
  }

  Answer request(std::string_view bytes) {
    send(bytes);
    return receive();
  }

  /// Whether the server ends the connection in good order, sending nothing more.
  bool is_closed() {
    char byte;
    return received_.empty() && ::recv(socket_, &byte, 1, 0) == 0;
  }

 private:
  bool read_more() {
    char buffer[16 * 1024];
    const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  std::string received_;
};

inline std::string get(const std::string& path, const std::string& fields = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

/// Answers paths below /inline on the I/O thread.
struct TestListener : Listener {
  TestListener(const ListenerConfig& config, const Handler& handler)
      : Listener(config, handler, [handler](const Request& request) {
          return request.path.starts_with("/inline") ? std::optional(handler(request))
                                                     : std::nullopt;
        }) {
    start();
  }
};

/// Short enough to wait for in a test.
inline ListenerConfig quick_config() {
  ListenerConfig config;
  config.deadlines.tick = std::chrono::milliseconds(5);
  config.deadlines.linger = std::chrono::milliseconds(500);
  return config;
}

}  // namespace gatehouse::http
