#include "app/certificate_watch.hpp"

#include <utility>

#include "core/log.hpp"

namespace quorum::app {

CertificateWatch::CertificateWatch(async::Loop& loop, std::shared_ptr<http::TlsIdentity> identity,
                                   std::chrono::milliseconds look_wait)
    : loop_(loop),
      identity_(std::move(identity)),
      look_wait_(look_wait),
      disk_({.threads = 1, .queue_max = 4}) {}

Task<> CertificateWatch::run() {
  while (true) {
    co_await loop_.sleep(look_wait_);
    const auto changed =
        co_await disk_.run(loop_, [identity = identity_] { return identity->has_changed(); });
    if (changed && *changed) co_await reload();
  }
}

Task<> CertificateWatch::reload() {
  const auto reloaded =
      co_await disk_.run(loop_, [identity = identity_] { return identity->reload(); });
  if (reloaded) {
    log::info("certificates: read anew");
  } else {
    log::error("certificates: those from before stay in use: {} {}", reloaded.error().message,
               reloaded.error().detail);
  }
}

}  // namespace quorum::app
