#include "http/h2/wire.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "http/h2/fake_peer.hpp"
#include "testkit/run.hpp"

namespace quorum::h2 {
namespace {

using namespace std::chrono_literals;

Task<> write_all(Wire* wire, Result<>* ended) { *ended = co_await wire->write_all(5s); }

TEST(Wire, WritesTogetherWhatIsSaidInOneTurn) {
  testkit::run([](async::Loop& loop) -> Task<> {
    FakePeer ours({.side = CodecConfig::Side::client});
    FakePeer theirs({});
    auto [near, far] = async::memory_pair(loop);
    Wire wire(loop, std::move(near), std::move(ours.codec));
    Result<> ended;
    async::Scope scope(loop);
    scope.spawn(write_all(&wire, &ended));
    std::string buffer(1 << 16, '\0');
    const auto preface = co_await far->read(buffer);
    EXPECT_TRUE(theirs.codec->push({buffer.data(), *preface}));
    for (int count = 0; count < 3; ++count) {
      Fields fields;
      fields.add(":method", "GET");
      fields.add(":scheme", "http");
      fields.add(":authority", "h");
      fields.add(":path", "/");
      (void)wire.codec().request(fields, nullptr);
      wire.flush();
    }
    const auto size = co_await far->read(buffer);
    EXPECT_TRUE(theirs.codec->push({buffer.data(), *size}));
    for (const StreamId id : {1, 3, 5}) EXPECT_TRUE(theirs.seen(id).is_ended) << id;
    wire.codec().end(Code::no_error);
    wire.flush();
    co_await scope.join();
    EXPECT_TRUE(ended);
  });
}

TEST(Wire, GivesUpOnWhoTakesNothing) {
  testkit::run([](async::Loop& loop) -> Task<> {
    FakePeer ours({.side = CodecConfig::Side::client});
    auto [near, far] = async::memory_pair(loop, 10);
    Wire wire(loop, std::move(near), std::move(ours.codec));
    Result<> ended;
    async::Scope scope(loop);
    scope.spawn(write_all(&wire, &ended));
    co_await scope.join();
    EXPECT_EQ(ended.error().code, Errc::deadline_exceeded);
  });
}

}  // namespace
}  // namespace quorum::h2
