#include "async/signals.hpp"

#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/try.hpp"

namespace quorum::async {

struct Signals::Mask {
  sigset_t signals;
};

Signals::Signals(std::unique_ptr<Mask> before) : before_(std::move(before)) {}

Result<std::unique_ptr<Signals>> Signals::intercept(Loop& loop,
                                                    std::initializer_list<int> numbers) {
  sigset_t ending;
  ::sigemptyset(&ending);
  for (const int number : numbers) ::sigaddset(&ending, number);
  Fd fd(::signalfd(-1, &ending, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!fd) return system_error("Signals cannot be awaited.", errno);
  auto before = std::make_unique<Mask>();
  ::pthread_sigmask(SIG_BLOCK, &ending, &before->signals);
  std::unique_ptr<Signals> signals(new Signals(std::move(before)));
  signals->fd_ = std::move(fd);
  QUORUM_TRY(signals->descriptor_,
             Descriptor::watch(loop, signals->fd_.get(), Descriptor::Trigger::edge));
  return signals;
}

Signals::~Signals() { ::pthread_sigmask(SIG_SETMASK, &before_->signals, nullptr); }

Task<Result<int>> Signals::next() {
  for (;;) {
    signalfd_siginfo info{};
    const auto size = ::read(fd_.get(), &info, sizeof info);
    if (size == sizeof info) co_return static_cast<int>(info.ssi_signo);
    if (size < 0 && errno != EAGAIN && errno != EINTR) {
      co_return system_error("Signals cannot be awaited.", errno);
    }
    descriptor_->exhausted(Way::read);
    QUORUM_CO_CHECK(co_await descriptor_->readable());
  }
}

}  // namespace quorum::async
