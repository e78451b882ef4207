#pragma once
/// Keeps a server's certificates fresh: when told to, and by looking at the files now and then.

#include <chrono>
#include <memory>

#include "async/loop.hpp"
#include "async/offload.hpp"
#include "async/task.hpp"
#include "http/tls_identity.hpp"

namespace quorum::app {

/// On one loop; the disk is waited for on a thread of its own.
class CertificateWatch {
 public:
  CertificateWatch(async::Loop& loop, std::shared_ptr<http::TlsIdentity> identity,
                   std::chrono::milliseconds look_wait = std::chrono::seconds(5));

  /// Looks until it is destroyed.
  Task<> run();

  /// Reads the files now. What is broken is logged, and what was there stays.
  Task<> reload();

 private:
  async::Loop& loop_;
  std::shared_ptr<http::TlsIdentity> identity_;
  std::chrono::milliseconds look_wait_;
  async::Offload disk_;
};

}  // namespace quorum::app
