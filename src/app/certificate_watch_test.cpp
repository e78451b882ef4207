#include "app/certificate_watch.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

class Files final : public http::TlsIdentity {
 public:
  Result<> reload() override {
    ++reloads;
    is_new = false;
    if (is_broken) return Error{.code = Errc::invalid_request, .message = "broken"};
    return {};
  }
  bool has_changed() const override { return is_new; }
  std::shared_ptr<ssl_ctx_st> context() const override { return nullptr; }

  std::atomic<int> reloads = 0;
  std::atomic<bool> is_new = false;
  std::atomic<bool> is_broken = false;
};

TEST(CertificateWatch, ReadsWhatHasChangedAndNothingElse) {
  testkit::run([](async::Loop& loop) -> Task<> {
    const auto files = std::make_shared<Files>();
    CertificateWatch watch(loop, files, 5s);
    async::Scope scope(loop);
    scope.spawn(watch.run());
    co_await loop.sleep(60s);
    EXPECT_EQ(files->reloads, 0);
    files->is_new = true;
    co_await loop.sleep(6s);
    EXPECT_EQ(files->reloads, 1);
    files->is_broken = true;
    files->is_new = true;
    co_await loop.sleep(60s);
    EXPECT_EQ(files->reloads, 2);
    co_await watch.reload();
    EXPECT_EQ(files->reloads, 3);
  });
}

}  // namespace
}  // namespace quorum::app
