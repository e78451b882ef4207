#include "http/server_shared.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

class Silent final : public Handler {
 public:
  Task<> handle(Request, Responder&) override { co_return; }
  Response refuse(const RequestHead&, int, std::string_view) override { return {}; }
};

TEST(ServerShared, SpellsTheDateOnceASecond) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Silent silent;
    ServerShared shared(loop, silent, {});
    const auto first = shared.date();
    EXPECT_EQ(first, "Fri, 15 Jan 2027 08:00:00 GMT");
    co_await loop.sleep(999ms);
    EXPECT_EQ(shared.date().data(), first.data());
    EXPECT_EQ(shared.date(), "Fri, 15 Jan 2027 08:00:00 GMT");
    co_await loop.sleep(1ms);
    EXPECT_EQ(shared.date(), "Fri, 15 Jan 2027 08:00:01 GMT");
  });
}

}  // namespace
}  // namespace quorum::http
