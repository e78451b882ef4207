#include "http/websocket/session.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "core/try.hpp"
#include "http/websocket/wire.hpp"
#include "testkit/run.hpp"

namespace quorum::http::websocket {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

/// Says a word after each while, and answers each message with itself.
class Echo final : public Conversation {
 public:
  struct Script {
    std::vector<std::string> words{};
    std::chrono::milliseconds every = 1000ms;
    bool ends = false;  ///< After the words; else it stays silent.
    std::optional<Error> fault{};
    std::chrono::milliseconds thinks{0};  ///< Before an answer.
  };
  Echo(async::Loop& loop, Script script) : loop_(loop), script_(std::move(script)) {}

  Task<Result<>> speak(Outbox* outbox) override {
    for (auto& word : script_.words) {
      co_await loop_.sleep(script_.every);
      QUORUM_CO_CHECK(co_await outbox->text(std::move(word)));
    }
    if (script_.fault) co_return *script_.fault;
    if (!script_.ends) co_await loop_.sleep_until(TimePoint::max());
    co_return {};
  }
  Task<Result<>> hear(Message message, Outbox* outbox) override {
    if (message.kind == Message::Kind::binary) {
      co_return Error{.code = Errc::invalid_request, .message = "Text only."};
    }
    if (script_.thinks > 0ms) co_await loop_.sleep(script_.thinks);
    co_return co_await outbox->text("echo " + message.payload);
  }

 private:
  async::Loop& loop_;
  Script script_;
};

struct Step {
  std::chrono::milliseconds after;
  std::string bytes;  ///< Empty: it leaves.
};

struct Played {
  std::string received;  ///< By the client, all of it.
  std::string ending;
  std::chrono::milliseconds lasted{0};
};

Task<> act(async::Loop& loop, std::unique_ptr<async::ByteStream>* client, std::vector<Step> steps) {
  for (const auto& step : steps) {
    co_await loop.sleep(step.after);
    if (step.bytes.empty()) {
      (void)co_await (*client)->finish();
      co_return;
    }
    const std::array<std::string_view, 1> pieces{step.bytes};
    (void)co_await (*client)->write(pieces);
  }
}

Task<> take_down(async::ByteStream* client, std::string* received) {
  std::array<char, 4096> bytes{};
  while (true) {
    const auto size = co_await client->read(bytes);
    if (!size || *size == 0) co_return;
    received->append(bytes.data(), *size);
  }
}

Task<> drain_after(async::Loop& loop, Session* session, std::chrono::milliseconds wait) {
  co_await loop.sleep(wait);
  session->drain();
}

struct Play {
  Echo::Script script{};
  std::vector<Step> client{};
  std::string early{};
  std::optional<std::chrono::milliseconds> drained_after{};
  bool has_deflate = false;
};

Played play(Play what) {
  return testkit::run([&](async::Loop& loop) -> Task<Played> {
    auto [ours, theirs] = async::memory_pair(loop);
    Session session(loop, {.has_deflate = what.has_deflate},
                    std::make_unique<Echo>(loop, what.script),
                    {.limits = {.frame_bytes_max = 1000, .message_bytes_max = 1000}});
    Played played;
    async::Scope scope(loop);
    scope.spawn(act(loop, &theirs, what.client));
    scope.spawn(take_down(theirs.get(), &played.received));
    if (what.drained_after) scope.spawn(drain_after(loop, &session, *what.drained_after));
    const auto start = loop.now();
    auto early = what.early;
    const auto ending = co_await session.run(ours.get(), std::move(early));
    played.lasted = std::chrono::duration_cast<std::chrono::milliseconds>(loop.now() - start);
    played.ending = ending == Upgraded::Ending::close ? "close" : "abort";
    ours.reset();
    co_await loop.sleep(1ms);
    co_return played;
  });
}

TEST(Session, SpeaksAndAnswers) {
  const auto played =
      play({.script = {.words = {"one", "two"}},
            .client = {{500ms, wire::text("hi")}, {2000ms, wire::close(1000, "bye")}},
            .early = wire::text("early")});
  EXPECT_EQ(played.received,
            "\x81\x0A"
            "echo early\x81\x07"
            "echo hi\x81\x03"
            "one\x81\x03"
            "two\x88\x02\x03\xE8");
  EXPECT_EQ(played.ending, "close");
  EXPECT_EQ(played.lasted, 2500ms);
}

TEST(Session, ItsEndIsSaidAndWaitedFor) {
  const auto answered =
      play({.script = {.words = {"one"}, .ends = true}, .client = {{1200ms, wire::close(1000)}}});
  EXPECT_EQ(answered.received,
            "\x81\x03"
            "one\x88\x02\x03\xE8");
  EXPECT_EQ(answered.lasted, 1200ms);
  const auto silent = play({.script = {.words = {"one"}, .ends = true}});
  EXPECT_EQ(silent.lasted, 3000ms);
  EXPECT_EQ(silent.ending, "close");
}

TEST(Session, WhatWasHeardIsAnsweredBeforeTheEnd) {
  const auto played = play({.script = {.words = {"one"}, .ends = true, .thinks = 5s},
                            .client = {{10ms, wire::text("hi")}}});
  EXPECT_EQ(played.received,
            "\x81\x03"
            "one\x81\x07"
            "echo hi\x88\x02\x03\xE8");
}

TEST(Session, AnErrorIsToldWithItsMessage) {
  const auto broken = play({.script = {.fault = Error{.message = "It broke."}}});
  EXPECT_EQ(broken.received, "\x88\x0B\x03\xF3It broke.");
  const auto binary = play({.client = {{1ms, wire::frame(Opcode::binary, "x")}}});
  EXPECT_EQ(binary.received, "\x88\x0C\x03\xEBText only.");
}

TEST(Session, AFaultEndsItWithItsCode) {
  EXPECT_EQ(play({.client = {{1ms, "\x81\x02no"}}}).received,
            "\x88\x19\x03\xEAthe frame is not masked");
  EXPECT_EQ(play({.client = {{1ms, wire::text("\xFF")}}}).received.substr(0, 4),
            "\x88\x15\x03\xEF");
  EXPECT_EQ(play({.client = {{1ms, wire::text(std::string(1001, 'x'))}}}).received.substr(2, 2),
            "\x03\xF1");
}

TEST(Session, AnswersPingsInsideAMessage) {
  const auto played = play(
      {.client = {{1ms, wire::frame(Opcode::text, "he", false) + wire::frame(Opcode::ping, "p") +
                            wire::frame(Opcode::continuation, "llo")},
                  {1ms, wire::frame(Opcode::close, "")}}});
  EXPECT_EQ(played.received,
            "\x8A\x01p\x81\x0A"
            "echo hello\x88\0"s);
}

TEST(Session, AClientThatLeavesEndsItAtOnce) {
  const auto played = play({.script = {.words = {"one"}}, .client = {{300ms, ""}}});
  EXPECT_EQ(played.received, "");
  EXPECT_EQ(played.ending, "abort");
  EXPECT_EQ(played.lasted, 300ms);
}

TEST(Session, SilenceIsAskedAndThenIsDeath) {
  const auto dead = play({});
  EXPECT_EQ(dead.received, "\x89\0"s);
  EXPECT_EQ(dead.ending, "abort");
  EXPECT_EQ(dead.lasted, 45s);
  const auto alive =
      play({.client = {{20s, wire::frame(Opcode::pong, "")}, {26s, wire::close(1000)}}});
  EXPECT_EQ(alive.received, "\x89\0\x89\0\x88\x02\x03\xE8"s);
  EXPECT_EQ(alive.lasted, 46s);
}

TEST(Session, AServerThatIsStoppedSaysSo) {
  const auto drained = play({.client = {{1100ms, wire::close(1001)}}, .drained_after = 1000ms});
  EXPECT_EQ(drained.received, "\x88\x1E\x03\xE9The server is being stopped.");
  EXPECT_EQ(drained.lasted, 1100ms);
  EXPECT_EQ(play({.drained_after = 0ms}).received.substr(2, 2), "\x03\xE9");
}

TEST(Session, SpeaksCompressedWhereThatWasAgreedOn) {
  std::string hello;
  append_frame(hello, {.is_compressed = true, .mask = Mask{1, 2, 3, 4}},
               "\xf2\x48\xcd\xc9\xc9\x07\x00"s);
  const auto played =
      play({.client = {{1ms, hello}, {1ms, wire::close(1000)}}, .has_deflate = true});
  EXPECT_EQ(played.received,
            "\x81\x0A"
            "echo Hello\x88\x02\x03\xE8");
}

}  // namespace
}  // namespace quorum::http::websocket
