#include "api/debates/socket_endpoint.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "api/debates/fake_service.hpp"
#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "http/websocket/message_reader.hpp"
#include "http/websocket/wire.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api::debates {
namespace {

namespace websocket = http::websocket;
namespace wire = http::websocket::wire;

http::Request upgrade(std::string target) {
  http::Request request;
  request.head = {.method = "GET", .target = std::move(target)};
  request.head.headers.add("Connection", "Upgrade");
  request.head.headers.add("Upgrade", "websocket");
  request.head.headers.add("Sec-WebSocket-Version", "13");
  request.head.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  return request;
}

/// What the client has been told: each text in a line, then `close CODE REASON`.
std::string lines_of(std::string_view bytes) {
  websocket::MessageReader reader(websocket::MessageReader::From::server, {}, false);
  std::string lines;
  while (!bytes.empty()) {
    std::optional<websocket::Incoming> incoming;
    const auto taken = reader.push(bytes, incoming);
    if (!taken || !incoming) return lines + "broken";
    bytes.remove_prefix(*taken);
    if (const auto* const close = std::get_if<websocket::Close>(&*incoming)) {
      return lines + "close " + std::to_string(close->code) + " " + close->reason;
    }
    lines += std::get<websocket::Message>(*incoming).payload + "\n";
  }
  return lines;
}

Task<> take_down(async::ByteStream* client, std::string* received) {
  std::array<char, 4096> bytes{};
  while (true) {
    const auto size = co_await client->read(bytes);
    if (!size || *size == 0) co_return;
    received->append(bytes.data(), *size);
  }
}

class SocketTest : public testing::Test {
 protected:
  /// The error, or what the client has been told once all is over.
  std::string play(http::Request request, std::string said = {}) {
    return testkit::run([&](async::Loop& loop) { return act(loop, std::move(request), said); });
  }

  FakeService service_;
  testkit::FakeResponder responder_;

 private:
  Task<std::string> act(async::Loop& loop, http::Request request, std::string said) {
    SocketEndpoint endpoint(loop, service_, websocket::Compression::off);
    store::RequestRecord record;
    Exchange exchange{.request = request, .responder = responder_, .record = record};
    exchange.path_values.emplace_back("id", "dbt_1");
    const auto done = co_await endpoint.answer(exchange);
    if (!done) co_return "error " + done.error().field;
    if (!responder_.protocol) co_return std::to_string(responder_.head.status);
    auto [ours, theirs] = async::memory_pair(loop);
    std::string received;
    async::Scope scope(loop);
    scope.spawn(take_down(theirs.get(), &received));
    auto early = said + wire::close(1000);
    if (said.empty()) early.clear();
    co_await responder_.protocol->run(ours.get(), std::move(early));
    ours.reset();
    co_await loop.yield();
    co_await loop.yield();
    // It belongs to this loop.
    responder_.protocol.reset();
    co_return lines_of(received);
  }
};

TEST_F(SocketTest, TellsTheLogAndEndsWithIt) {
  service_.batches = {{{.seq = 1, .name = "debate.started", .data = R"({"id":"d"})"},
                       {.seq = 2, .name = "turn.delta", .data = R"({"text":"a\nb"})"}},
                      {},
                      {{.seq = 3, .name = "debate.completed", .data = "{}"}}};
  EXPECT_EQ(play(upgrade("/v1/debates/dbt_1/ws?after=7")),
            R"({"id":1,"event":"debate.started","data":{"id":"d"}})"
            "\n"
            R"({"id":2,"event":"turn.delta","data":{"text":"a\nb"}})"
            "\n"
            R"({"id":3,"event":"debate.completed","data":{}})"
            "\nclose 1000 ");
  EXPECT_EQ(responder_.head.status, 101);
  EXPECT_EQ(service_.watched_after, 7U);
}

TEST_F(SocketTest, TakesItsOwnProtocolBesideABrowsersKey) {
  auto request = upgrade("/");
  request.head.headers.add("Sec-WebSocket-Protocol", "openai-insecure-api-key.sk-x, quorum.v1");
  EXPECT_EQ(play(std::move(request)), "close 1000 ");
  EXPECT_EQ(responder_.header("sec-websocket-protocol"), "quorum.v1");
}

TEST_F(SocketTest, TakesCommandsAsHttpDoes) {
  EXPECT_EQ(play(upgrade("/"), wire::text(R"({"command":"pause","ref":"r1"})")),
            R"({"reply_to":"pause","ref":"r1","status":200,"body":{}})"
            "\nclose 1000 ");
  EXPECT_EQ(service_.commanded, debate::Command::pause);
}

TEST_F(SocketTest, SaysWhatIsWrongWithACommandAndGoesOn) {
  const auto told = play(upgrade("/"), wire::text("no json") + wire::text(R"({"command":"stop"})") +
                                           wire::text(R"({"command":"cancel"})"));
  EXPECT_EQ(told, R"({"reply_to":null,"status":422,"body":{"error":{)"
                  R"("message":"A message must be a JSON object.","type":"invalid_request_error",)"
                  R"("param":null,"code":"invalid_value"}}})"
                  "\n"
                  R"({"reply_to":"stop","status":422,"body":{"error":{)"
                  R"("message":"`command` must be one of cancel, pause, resume.",)"
                  R"("type":"invalid_request_error","param":"command","code":"invalid_value"}}})"
                  "\n"
                  R"({"reply_to":"cancel","status":200,"body":{}})"
                  "\nclose 1000 ");
  EXPECT_EQ(service_.commanded, debate::Command::cancel);
}

TEST_F(SocketTest, TakesTextOnly) {
  EXPECT_EQ(play(upgrade("/"), wire::frame(websocket::Opcode::binary, "{}")),
            "close 1003 Messages are text: JSON objects.");
}

TEST_F(SocketTest, ALogThatCannotBeReadFurtherIsNoEnd) {
  service_.reader_fault = Error{.code = Errc::internal, .message = "It broke."};
  EXPECT_EQ(play(upgrade("/")), "close 1011 It broke.");
}

TEST_F(SocketTest, WhatIsWrongBeforehandIsAStatus) {
  auto plain = upgrade("/");
  plain.head.headers.remove("upgrade");
  EXPECT_EQ(play(plain), "426");
  EXPECT_EQ(responder_.header("sec-websocket-version"), "13");
  EXPECT_EQ(responder_.header("upgrade"), "websocket");
  EXPECT_EQ(play(upgrade("/?after=x")), "error after");
  service_.fault = Error{.code = Errc::not_found, .field = "id"};
  EXPECT_EQ(play(upgrade("/")), "error id");
  EXPECT_FALSE(responder_.protocol);
}

}  // namespace
}  // namespace quorum::api::debates
