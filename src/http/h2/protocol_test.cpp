#include "http/h2/protocol.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "http/server_shared.hpp"
#include "testkit/run.hpp"

namespace quorum::h2 {
namespace {

class Silent final : public http::Handler {
  Task<> handle(http::Request, http::Responder&) override { co_return; }
  http::Response refuse(const http::RequestHead&, int, std::string_view) override { return {}; }
};

TEST(Protocol, ServesWhatBeganAsThePrefaceAndNothingElse) {
  for (const std::string first : {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nXX"}) {
    testkit::run([&](async::Loop& loop) -> Task<> {
      Silent silent;
      http::ServerShared shared(loop, silent, {});
      auto [ours, theirs] = async::memory_pair(loop);
      const auto session =
          server_protocol().serve(shared, std::move(ours), {.address = "test"}, first);
      async::Scope serving(loop);
      serving.spawn(session->run());
      co_await loop.sleep(std::chrono::seconds(3));
      EXPECT_EQ(serving.size(), first.ends_with("SM\r\n\r\n") ? 1U : 0U);
    });
  }
}

}  // namespace
}  // namespace quorum::h2
