#pragma once
/// System calls by their number. The C library's own of these names are points where a thread may
/// be cancelled, which each call pays for twice; nobody cancels a thread of ours.

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <span>

namespace quorum::async::calls {

inline ssize_t receive(int socket, std::span<char> into, int flags) {
  return ::syscall(SYS_recvfrom, socket, into.data(), into.size(), flags, nullptr, nullptr);
}

inline ssize_t send(int socket, std::span<const char> bytes, int flags) {
  return ::syscall(SYS_sendto, socket, bytes.data(), bytes.size(), flags, nullptr, 0);
}

inline ssize_t send(int socket, const msghdr& message, int flags) {
  return ::syscall(SYS_sendmsg, socket, &message, flags);
}

inline int wait(int epoll, std::span<epoll_event> into, int wait_ms) {
  constexpr std::size_t kSignalSetBytes = 8;  // The system's, of which none is given.
  return static_cast<int>(::syscall(SYS_epoll_pwait, epoll, into.data(),
                                    static_cast<int>(into.size()), wait_ms, nullptr,
                                    kSignalSetBytes));
}

}  // namespace quorum::async::calls
