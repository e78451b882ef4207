// A relay of bytes that understands nothing: what any proxy on plain sockets pays at least.
//
//   bench_relay LISTEN_PORT UPSTREAM_PORT
//
// One thread, epoll, edge-triggered, one buffer for all; a connection upstream for each client.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t kPendingMax = 1 << 20;

/// One socket of a pair, and what its other half could not be written yet.
struct End {
  int fd = -1;
  End* other = nullptr;
  std::string pending{};  // For `fd`.
  bool is_closed = false;
};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int open_socket() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

class Relay {
 public:
  Relay(std::uint16_t port, std::uint16_t upstream)
      : epoll_(::epoll_create1(0)), listener_(open_socket()), upstream_(loopback(upstream)) {
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto address = loopback(port);
    const auto* raw = reinterpret_cast<const sockaddr*>(&address);
    if (::bind(listener_, raw, sizeof address) != 0 || ::listen(listener_, 4096) != 0) {
      std::exit(EXIT_FAILURE);
    }
    epoll_event wanted{.events = EPOLLIN, .data = {.ptr = nullptr}};
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &wanted);
  }

  void run() {
    std::array<epoll_event, 512> events{};
    while (true) {
      const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < count; ++i) {
        auto& event = events[static_cast<std::size_t>(i)];
        auto* end = static_cast<End*>(event.data.ptr);
        if (!end) {
          accept_all();
        } else if (!end->is_closed) {
          if (event.events & EPOLLOUT) flush(*end);
          if (event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) pump(*end);
        }
      }
      for (auto* end : dead_) delete end;
      dead_.clear();
    }
  }

 private:
  void watch(End& end) {
    epoll_event wanted{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.ptr = &end}};
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, end.fd, &wanted);
  }

  void accept_all() {
    while (true) {
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (client < 0) return;
      const int on = 1;
      ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      const int upstream = open_socket();
      const auto* to = reinterpret_cast<const sockaddr*>(&upstream_);
      if (::connect(upstream, to, sizeof upstream_) != 0 && errno != EINPROGRESS) {
        ::close(upstream);
        ::close(client);
        continue;
      }
      auto* one = new End{.fd = client};
      auto* two = new End{.fd = upstream, .other = one};
      one->other = two;
      watch(*one);
      watch(*two);
    }
  }

  void pump(End& from) {
    while (!from.is_closed && from.other->pending.size() < kPendingMax) {
      const auto size = ::recv(from.fd, buffer_.data(), buffer_.size(), 0);
      if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
      if (size <= 0) return close_pair(from);
      send({buffer_.data(), static_cast<std::size_t>(size)}, *from.other);
      if (static_cast<std::size_t>(size) < buffer_.size()) return;
    }
  }

  void send(std::string_view bytes, End& to) {
    if (to.pending.empty()) {
      const auto size = ::send(to.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size > 0) bytes.remove_prefix(static_cast<std::size_t>(size));
      if (size < 0 && errno != EAGAIN && errno != ENOTCONN) return close_pair(to);
    }
    to.pending += bytes;
  }

  void flush(End& to) {
    if (to.pending.empty()) return;
    const auto size = ::send(to.fd, to.pending.data(), to.pending.size(), MSG_NOSIGNAL);
    if (size > 0) to.pending.erase(0, static_cast<std::size_t>(size));
    if (size < 0 && errno != EAGAIN && errno != ENOTCONN) return close_pair(to);
    if (to.pending.empty()) pump(*to.other);
  }

  /// A relay knows no end of an answer: where one side ends, both do.
  void close_pair(End& end) {
    for (auto* each : {&end, end.other}) {
      if (each->is_closed) continue;
      each->is_closed = true;
      ::close(each->fd);
      dead_.push_back(each);
    }
  }

  int epoll_;
  int listener_;
  sockaddr_in upstream_;
  std::array<char, 64 << 10> buffer_{};
  std::vector<End*> dead_;  // Events of this turn may still name them.
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return EXIT_FAILURE;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  const auto upstream = static_cast<std::uint16_t>(std::atoi(argv[2]));
  std::make_unique<Relay>(port, upstream)->run();
}
