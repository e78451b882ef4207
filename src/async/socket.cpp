#include "async/socket.hpp"

#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "async/calls.hpp"
#include "core/try.hpp"

namespace quorum::async {
namespace {

using Stream = std::unique_ptr<ByteStream>;

// With descriptors or memory used up, or the network down, trying again at once would only burn
// the processor.
constexpr auto kAcceptPause = std::chrono::milliseconds(20);

// A unix socket with a full queue refuses at once instead of letting us wait for room.
constexpr auto kConnectPause = std::chrono::milliseconds(5);

constexpr int kBacklog = 4096;

bool would_block(int number) { return number == EAGAIN || number == EWOULDBLOCK; }

Error connection_lost(int number) {
  Error error = system_error("The other side closed the connection.", number);
  error.reason = "connection_lost";
  return error;
}

void set_option(const Fd& socket, int level, int option) {
  const int on = 1;
  ::setsockopt(socket.get(), level, option, &on, sizeof on);
}

/// The part of `pieces` that is still to be sent.
struct Rest {
  std::span<const std::string_view> pieces;
  std::size_t sent_of_first = 0;

  void skip(std::size_t bytes) {
    sent_of_first += bytes;
    while (!pieces.empty() && sent_of_first >= pieces.front().size()) {
      sent_of_first -= pieces.front().size();
      pieces = pieces.subspan(1);
    }
  }
  std::size_t bytes() const {
    std::size_t total = 0;
    for (const auto piece : pieces) total += piece.size();
    return total - sent_of_first;
  }
};

// Copying so much costs less than telling the system of several pieces.
constexpr std::size_t kJoinedBytesMax = 2 << 10;

/// What is left, where it is one piece or fits into `memory`; else nothing.
std::string_view joined(const Rest& rest, std::span<char> memory) {
  if (rest.pieces.size() == 1) return rest.pieces.front().substr(rest.sent_of_first);
  std::size_t filled = 0;
  std::size_t skipped = rest.sent_of_first;
  for (const auto piece : rest.pieces) {
    const auto part = piece.substr(std::exchange(skipped, 0));
    if (part.size() > memory.size() - filled) return {};
    std::copy_n(part.data(), part.size(), memory.data() + filled);
    filled += part.size();
  }
  return {memory.data(), filled};
}

/// One system call: as many pieces as it takes.
ssize_t send_some(int socket, const Rest& rest) {
  std::array<char, kJoinedBytesMax> memory;
  if (const auto bytes = joined(rest, memory); !bytes.empty()) {
    return calls::send(socket, bytes, MSG_NOSIGNAL);
  }
  std::array<iovec, 64> vectors;
  std::size_t count = 0;
  for (const auto piece : rest.pieces.first(std::min(rest.pieces.size(), vectors.size()))) {
    const std::size_t skipped = count == 0 ? rest.sent_of_first : 0;
    vectors[count++] = {.iov_base = const_cast<char*>(piece.data() + skipped),
                        .iov_len = piece.size() - skipped};
  }
  msghdr message{};
  message.msg_iov = vectors.data();
  message.msg_iovlen = count;
  return calls::send(socket, message, MSG_NOSIGNAL);
}

class SocketStream final : public ByteStream {
 public:
  static Result<std::unique_ptr<SocketStream>> over(Loop& loop, Fd socket,
                                                    Poller::Cohort cohort = Poller::Cohort::first) {
    auto stream = std::make_unique<SocketStream>(loop, std::move(socket));
    QUORUM_CHECK(stream->descriptor_.start(cohort));
    return stream;
  }

  /// Use `over`.
  SocketStream(Loop& loop, Fd socket)
      : socket_(std::move(socket)), descriptor_(loop, socket_.get(), Descriptor::Trigger::edge) {}

  Descriptor& descriptor() { return descriptor_; }
  int fd() const { return socket_.get(); }

  Task<Result<>> readable() override {
    if (is_read_full_) {
      // The last read took all it could, which need not have been all there was.
      char byte = 0;
      const auto size = calls::receive(socket_.get(), {&byte, 1}, MSG_PEEK | MSG_DONTWAIT);
      is_read_full_ = false;
      // A reset is told only once: unsaid here, the next read would take it for a clean end.
      if (size < 0 && !would_block(errno)) return fail(errno);
      if (size < 0) descriptor_.exhausted(Way::read);
    }
    return descriptor_.may(Way::read) ? Task<Result<>>::done() : wait_readable();
  }

  /// Not after a read that took all it could: then the system must be asked first.
  Readiness* plain_readiness() override {
    return is_read_full_ ? nullptr : &descriptor_.readiness();
  }

  bool is_quiet() const override {
    return !is_read_full_ && !descriptor_.may(Way::read) && !descriptor_.has_ended();
  }

  std::optional<Result<std::size_t>> try_read(std::span<char> into) override {
    assert(!into.empty() && "reading nothing looks like the end");
    while (descriptor_.may(Way::read)) {
      const auto size = calls::receive(socket_.get(), into, 0);
      if (size >= 0) return note_read(static_cast<std::size_t>(size), into.size());
      if (would_block(errno)) {
        descriptor_.exhausted(Way::read);
      } else if (errno != EINTR) {
        return lost(errno);
      }
    }
    return std::nullopt;
  }

  Task<Result<std::size_t>> read(std::span<char> into) override {
    while (true) {
      if (auto arrived = try_read(into)) co_return std::move(*arrived);
      QUORUM_CO_CHECK(co_await descriptor_.readable());
    }
  }

  Task<Result<>> write(std::span<const std::string_view> pieces) override {
    Rest rest{.pieces = pieces};
    rest.skip(0);
    const int fault = write_some(rest);
    if (fault != 0) return fail(fault);
    return rest.pieces.empty() ? Task<Result<>>::done() : write_rest(rest);
  }

  Task<Result<>> finish() override {
    if (::shutdown(socket_.get(), SHUT_WR) != 0) co_return lost(errno);
    co_return {};
  }

  std::uint64_t written_bytes() const override { return written_; }
  std::optional<std::uint64_t> reached_bytes() const override {
    int domain = 0;
    socklen_t size = sizeof domain;
    int waiting = 0;
    const bool is_known = ::getsockopt(socket_.get(), SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
                          domain != AF_UNIX && ::ioctl(socket_.get(), SIOCOUTQ, &waiting) == 0 &&
                          waiting >= 0;
    if (!is_known) return std::nullopt;
    // An end bears a confirmation of all that came before it, a reset does not: who was reset may
    // have been read.
    if (is_reset_) return written_;
    return written_ - std::min(written_, static_cast<std::uint64_t>(waiting));
  }

  void reset_on_close() override {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

  Event& ending() override { return descriptor_.ending(); }
  void leave_footprint(Footprint& footprint) const override { footprint.add(*this); }
  void set_deadline(TimePoint moment) override { descriptor_.set_deadline(moment); }

 private:
  Task<Result<>> wait_readable() { co_return co_await descriptor_.readable(); }
  Task<Result<>> fail(int number) { co_return lost(number); }

  /// As much of `rest` as goes without waiting; the number of what went wrong, or 0.
  int write_some(Rest& rest) {
    while (!rest.pieces.empty() && descriptor_.may(Way::write)) {
      const auto size = send_some(socket_.get(), rest);
      if (size >= 0) {
        written_ += static_cast<std::uint64_t>(size);
        rest.skip(static_cast<std::size_t>(size));
      } else if (would_block(errno)) {
        descriptor_.exhausted(Way::write);
      } else if (errno != EINTR) {
        return errno;
      }
    }
    return 0;
  }

  Task<Result<>> write_rest(Rest rest) {
    while (!rest.pieces.empty()) {
      QUORUM_CO_CHECK(co_await descriptor_.writable());
      if (const int fault = write_some(rest); fault != 0) co_return lost(fault);
    }
    co_return {};
  }

  Error lost(int number) {
    is_reset_ |= number == ECONNRESET;
    return connection_lost(number);
  }

  /// A read that was not filled has taken all there was, and saves the next one from finding
  /// nothing. Not so at the end of the stream, which the system announces only once.
  std::size_t note_read(std::size_t size, std::size_t asked) {
    is_read_full_ = size == asked;
    if (!is_read_full_ && !descriptor_.has_ended()) descriptor_.exhausted(Way::read);
    return size;
  }

  Fd socket_;
  Descriptor descriptor_;  ///< Ends before the socket that it watches.
  std::uint64_t written_ = 0;
  bool is_reset_ = false;
  bool is_read_full_ = false;
};

/// So that a host which vanished, or whose way to us did, is noticed though it sends no end: within
/// two minutes of silence, and where it owes us a confirmation too.
void watch_peer(const Fd& socket) {
  constexpr std::array<std::pair<int, int>, 4> kOptions{
      {{TCP_KEEPIDLE, 60}, {TCP_KEEPINTVL, 15}, {TCP_KEEPCNT, 4}, {TCP_USER_TIMEOUT, 120'000}}};
  set_option(socket, SOL_SOCKET, SO_KEEPALIVE);
  for (const auto& [option, value] : kOptions) {
    ::setsockopt(socket.get(), IPPROTO_TCP, option, &value, sizeof value);
  }
}

Result<Fd> open_socket(const Address& address) {
  Fd socket(::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return system_error("No socket can be made.", errno);
  if (!address.is_unix()) set_option(socket, IPPROTO_TCP, TCP_NODELAY);
  return socket;
}

Error cannot_connect(const Address& address, int number) {
  Error error = system_error("The connection was refused or nobody answered.", number);
  error.detail = address.text() + ": " + error.detail;
  error.reason = "cannot_connect";
  return error;
}

/// A file left by a listener that was killed. One that answers is left alone.
void remove_stale(const Address& address) {
  struct stat about{};
  if (::stat(address.path().c_str(), &about) != 0 || !S_ISSOCK(about.st_mode)) return;
  const auto probe = open_socket(address);
  if (!probe || ::connect(probe->get(), address.raw(), address.size()) == 0) return;
  if (errno == ECONNREFUSED) ::unlink(address.path().c_str());
}

/// 0 for what is no file.
std::uint64_t inode_of(const Address& address) {
  struct stat about{};
  if (!address.is_unix() || ::stat(address.path().c_str(), &about) != 0) return 0;
  return about.st_ino;
}

}  // namespace

Result<Stream> adopt_socket(Loop& loop, Fd socket) {
  const int flags = ::fcntl(socket.get(), F_GETFL);
  if (flags < 0 || ::fcntl(socket.get(), F_SETFL, flags | O_NONBLOCK) != 0) {
    return system_error("The socket cannot be used.", errno);
  }
  return SocketStream::over(loop, std::move(socket));
}

Task<Result<Stream>> connect(Loop& loop, Address address, TimePoint deadline) {
  QUORUM_CO_TRY(auto socket, open_socket(address));
  if (!address.is_unix()) watch_peer(socket);
  int number = 0;
  for (;;) {
    number = ::connect(socket.get(), address.raw(), address.size()) == 0 ? 0 : errno;
    if (!address.is_unix() || !would_block(number)) break;
    if (loop.now() + kConnectPause > deadline) break;
    co_await loop.sleep(kConnectPause);
  }
  if (number != 0 && number != EINPROGRESS) co_return cannot_connect(address, number);
  QUORUM_CO_TRY(auto stream, SocketStream::over(loop, std::move(socket), Poller::Cohort::second));
  if (number == EINPROGRESS) {
    auto& descriptor = stream->descriptor();
    descriptor.set_deadline(deadline);
    QUORUM_CO_CHECK(co_await descriptor.writable());
    descriptor.set_deadline(TimePoint::max());
    socklen_t size = sizeof number;
    ::getsockopt(stream->fd(), SOL_SOCKET, SO_ERROR, &number, &size);
    if (number != 0) co_return cannot_connect(address, number);
  }
  co_return std::move(stream);
}

BoundSocket::BoundSocket(Fd socket, const Address& local)
    : socket_(std::move(socket)), local_(local), inode_(inode_of(local)) {}

BoundSocket::~BoundSocket() {
  if (inode_ != 0 && inode_of(local_) == inode_) ::unlink(local_.path().c_str());
}

Result<std::shared_ptr<const BoundSocket>> BoundSocket::open(const Address& address,
                                                             Sharing sharing, unsigned mode) {
  if (address.is_unix()) remove_stale(address);
  QUORUM_TRY(auto socket, open_socket(address));
  set_option(socket, SOL_SOCKET, SO_REUSEADDR);
  if (sharing == Sharing::shared) set_option(socket, SOL_SOCKET, SO_REUSEPORT);
  if (address.family() == AF_INET6) set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY);
  const int fd = socket.get();
  const auto cannot = [&] {
    return system_error("Nothing can listen on " + address.text() + ".", errno);
  };
  if (::bind(fd, address.raw(), address.size()) != 0) return cannot();
  // Nobody can connect before it listens, so nobody slips in under wider permissions.
  if (address.is_unix() && ::chmod(address.path().c_str(), mode) != 0) return cannot();
  if (::listen(fd, kBacklog) != 0) return cannot();
  sockaddr_storage local{};
  socklen_t size = sizeof local;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&local), &size);
  return std::shared_ptr<const BoundSocket>(
      new BoundSocket(std::move(socket), Address::of(reinterpret_cast<sockaddr*>(&local), size)));
}

Result<std::unique_ptr<Listener>> Listener::on(Loop& loop,
                                               std::shared_ptr<const BoundSocket> socket) {
  const int fd = socket->fd();
  std::unique_ptr<Listener> listener(new Listener(loop, std::move(socket)));
  QUORUM_TRY(listener->descriptor_, Descriptor::watch(loop, fd, Descriptor::Trigger::edge));
  return listener;
}

Result<std::unique_ptr<Listener>> Listener::listen(Loop& loop, Address address, Sharing sharing) {
  QUORUM_TRY(auto socket, BoundSocket::open(address, sharing));
  return on(loop, std::move(socket));
}

Task<Result<Listener::Accepted>> Listener::accept() {
  for (;;) {
    QUORUM_CO_CHECK(co_await descriptor_->readable());
    sockaddr_storage peer{};
    auto* const raw_peer = reinterpret_cast<sockaddr*>(&peer);
    socklen_t peer_size = sizeof peer;
    Fd client(::accept4(socket_->fd(), raw_peer, &peer_size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (client) {
      auto stream = SocketStream::over(loop_, std::move(client));
      if (!stream) continue;
      co_return Accepted{.stream = std::move(*stream), .peer = Address::of(raw_peer, peer_size)};
    }
    switch (errno) {
      case EAGAIN: descriptor_->exhausted(Way::read); break;
      case ECONNABORTED:
      case EINTR: break;
      case EBADF:
      case EINVAL:
      case ENOTSOCK: co_return system_error("The listening socket is broken.", errno);
      default: co_await loop_.sleep(kAcceptPause);
    }
  }
}

}  // namespace quorum::async
