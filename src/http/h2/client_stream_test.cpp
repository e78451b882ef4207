#include "http/h2/client_stream.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "http/h2/fake_peer.hpp"
#include "testkit/run.hpp"

namespace quorum::h2 {
namespace {

Task<> run(ClientStream* stream, http::ClientRequest* request, Result<>* done) {
  *done = co_await stream->run(request);
}

/// Hands to `peer` what has come, and back what it says.
Task<> exchange(async::Loop* loop, async::ByteStream* stream, FakePeer* peer) {
  std::string buffer(1 << 16, '\0');
  for (int count = 0; count < 12; ++count) {
    stream->set_deadline(loop->now() + std::chrono::milliseconds(1));
    const auto size = co_await stream->read(buffer);
    stream->set_deadline(TimePoint::max());
    if (size) EXPECT_TRUE(peer->codec->push({buffer.data(), *size}));
    const auto said = peer->said();
    const std::array<std::string_view, 1> pieces{said};
    EXPECT_TRUE(co_await stream->write(pieces));
  }
}

TEST(ClientStream, PassesOverAnswersBeforeTheAnswerAndKeepsSending) {
  testkit::run([](async::Loop& loop) -> Task<> {
    auto [ours, theirs] = async::memory_pair(loop);
    FakePeer server({}, FakePeer::Reading::off);
    ClientStream stream(std::make_shared<ClientConnection>(
        loop, http::ClientConfig{}, std::move(ours), std::make_shared<Scratch>()));
    auto request = std::make_unique<http::ClientRequest>();
    request->url = *http::Url::parse("http://h/x");
    request->body = std::string(300'000, 'q');
    Result<> done = Error{};
    async::Scope scope(loop);
    scope.spawn(run(&stream, request.get(), &done));
    co_await exchange(&loop, theirs.get(), &server);
    EXPECT_EQ(server.seen(1).body.size(), 256U << 10);
    Fields early;
    early.add(":status", "103");
    server.codec->inform(1, early);
    co_await exchange(&loop, theirs.get(), &server);
    EXPECT_FALSE(done);
    Fields head;
    head.add(":status", "200");
    Outgoing answer{.bytes = "answer", .is_last = true};
    EXPECT_TRUE(server.codec->respond(1, head, &answer));
    co_await exchange(&loop, theirs.get(), &server);
    co_await scope.join();
    EXPECT_TRUE(done);
    request.reset();
    EXPECT_EQ(stream.head().status, 200);
    EXPECT_EQ(*co_await stream.read(), "answer");
    EXPECT_EQ(*co_await stream.read(), "");
    // The question goes on, though the request is no more.
    server.read_on(1);
    co_await exchange(&loop, theirs.get(), &server);
    EXPECT_EQ(server.seen(1).body, std::string(300'000, 'q'));
    EXPECT_TRUE(server.seen(1).is_ended);
  });
}

TEST(ClientStream, MayBeRepeatedWhereTheUpstreamRefusedIt) {
  testkit::run([](async::Loop& loop) -> Task<> {
    for (const auto code : {Code::refused_stream, Code::internal_error}) {
      auto [ours, theirs] = async::memory_pair(loop);
      FakePeer server({});
      ClientStream stream(std::make_shared<ClientConnection>(
          loop, http::ClientConfig{}, std::move(ours), std::make_shared<Scratch>()));
      http::ClientRequest request;
      request.url = *http::Url::parse("http://h/x");
      Result<> done;
      async::Scope scope(loop);
      scope.spawn(run(&stream, &request, &done));
      co_await exchange(&loop, theirs.get(), &server);
      server.codec->reset(1, code);
      co_await exchange(&loop, theirs.get(), &server);
      co_await scope.join();
      EXPECT_EQ(done.error().code, Errc::upstream_failed);
      EXPECT_EQ(stream.is_unprocessed(), code == Code::refused_stream);
    }
  });
}

}  // namespace
}  // namespace quorum::h2
