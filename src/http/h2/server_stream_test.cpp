#include "http/h2/server_stream.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "async/memory_stream.hpp"
#include "http/h2/fake_peer.hpp"
#include "testkit/run.hpp"

namespace quorum::h2 {
namespace {

class Silent final : public http::Handler {
  Task<> handle(http::Request, http::Responder&) override { co_return; }
  http::Response refuse(const http::RequestHead&, int, std::string_view) override { return {}; }
};

TEST(ServerStream, RefusesWhatItsOrderForbids) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Silent silent;
    http::ServerShared shared(loop, silent, {});
    FakePeer ours({});
    FakePeer client({.side = CodecConfig::Side::client});
    const auto id = client.ask("GET", "/");
    EXPECT_TRUE(ours.codec->push(client.said()));
    Wire wire(loop, std::move(async::memory_pair(loop).first), std::move(ours.codec));
    ServerStream stream(shared, wire, id);
    EXPECT_EQ((co_await stream.write("x")).error().code, Errc::internal);
    EXPECT_EQ((co_await stream.finish()).error().code, Errc::internal);
    EXPECT_TRUE(co_await stream.start({}));
    EXPECT_EQ((co_await stream.start({})).error().code, Errc::internal);
    EXPECT_EQ((co_await stream.send({})).error().code, Errc::internal);
    EXPECT_TRUE(co_await stream.write("x"));
    EXPECT_FALSE(stream.is_finished());
    EXPECT_TRUE(co_await stream.finish());
    EXPECT_TRUE(stream.is_finished());
    EXPECT_TRUE(client.codec->push(wire.take_rest()));
    EXPECT_EQ(client.seen(id).body, "x");
    EXPECT_TRUE(client.seen(id).is_ended);
  });
}

TEST(ServerStream, WritesNothingToAClientThatLeft) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Silent silent;
    http::ServerShared shared(loop, silent, {});
    FakePeer ours({});
    Wire wire(loop, std::move(async::memory_pair(loop).first), std::move(ours.codec));
    ServerStream stream(shared, wire, 1);
    stream.note_closed();
    EXPECT_EQ((co_await stream.send({})).error().reason, "connection_lost");
  });
}

}  // namespace
}  // namespace quorum::h2
