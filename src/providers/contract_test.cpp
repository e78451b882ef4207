// What every vendor must pass, through the real HTTP client: good answers, refusals, and every way
// in which an answer can break.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "async/scope.hpp"
#include "dialects/openai_chat/request.hpp"
#include "json/value.hpp"
#include "providers/http_backend.hpp"
#include "testkit/fake_upstream.hpp"
#include "testkit/run.hpp"

namespace quorum::providers {
namespace {

using namespace std::chrono_literals;
using testkit::Play;

constexpr std::string_view kModel = "some/model";
const std::string kFirst =
    R"(data: {"id":"1","choices":[{"index":0,"delta":{"content":"Hal"},"finish_reason":null}]})"
    "\n\n";
const std::string kLast =
    R"(data: {"id":"1","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":7,"completion_tokens":2}})"
    "\n\n";
const std::string kDone = "data: [DONE]\n\n";
const std::string kWhole =
    R"({"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"Hallo"},)"
    R"("finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}})";

enum class Way : std::uint8_t { words_streamed, words_whole, bytes_streamed, bytes_whole };
constexpr Way kWays[] = {Way::words_streamed, Way::words_whole, Way::bytes_streamed,
                         Way::bytes_whole};

llm::Call call_for(Way way) {
  const bool is_stream = way == Way::words_streamed || way == Way::bytes_streamed;
  llm::Call call{.model = std::string{kModel}, .stream = is_stream};
  if (way == Way::words_streamed || way == Way::words_whole) {
    call.chat.edit().messages.push_back(llm::message(llm::Role::user, "x"));
    return call;
  }
  call.reply = llm::Dialect::openai_chat;
  call.wire = {
      .dialect = llm::Dialect::openai_chat,
      .body = std::string{R"({"model":"asked","messages":[{"role":"user","content":"x"}])"} +
              (is_stream ? R"(,"stream":true})" : "}"),
      .read = openai_chat::read_request};
  return call;
}

/// All that one call gives.
struct Told {
  std::string bytes;
  std::string text;
  int finishes = 0;
  std::optional<llm::Usage> usage;
  std::optional<Error> error;
  bool is_opened = false;
};

Task<> tell(llm::ChatBackend& backend, Way way, Told& told) {
  auto call = call_for(way);
  llm::CallTrace trace;
  auto stream = co_await backend.open(std::move(call), {.trace = &trace});
  told.is_opened = stream.has_value();
  if (!stream) told.error = stream.error();
  while (stream) {
    auto batch = co_await (*stream)->next();
    if (!batch) told.error = batch.error();
    if (!batch || !*batch) break;
    told.bytes += (*batch)->bytes;
    for (const auto& delta : (*batch)->deltas) {
      told.text += delta.text;
      told.finishes += delta.finish ? 1 : 0;
      if (delta.usage) told.usage = delta.usage;
    }
  }
  // Of bytes the trace alone tells.
  told.finishes += trace.finish ? 1 : 0;
  if (trace.usage) told.usage = trace.usage;
}

/// A vendor's backend before a scripted server.
struct Scene {
  Scene(async::Loop& loop, const Vendor& vendor)
      : upstream(loop), client(http::Client::create(loop, {}, upstream)) {
    SiteConfig config{.vendor = &vendor,
                      .base_url = "http://10.1.2.3",
                      .key = Secret{"sk-secret-of-the-house"},
                      .key_variable = "THE_KEY",
                      .is_token = true,
                      .settings = {{"project", Secret{"p"}}},
                      .dialect = llm::Dialect::openai_chat,
                      .wait_max = 3s};
    site = std::move(*Site::create(loop, *client, std::move(config)));
    path = site->best_way(kModel, dialects::Delivery::whole)->url.target;
    path.resize(std::min(path.find('?'), path.size()));
    backend = http_backend(*site, {});
  }
  testkit::FakeUpstream upstream;
  std::unique_ptr<http::Client> client;
  std::unique_ptr<Site> site;
  std::string path;
  std::unique_ptr<llm::ChatBackend> backend;
};

bool is_streamed(Way way) { return way == Way::words_streamed || way == Way::bytes_streamed; }

void expect_nothing_shown(const Error& error) {
  for (const auto* secret : {"10.1.2.3", "sk-secret", "secret-words"}) {
    EXPECT_EQ(error.message.find(secret), std::string::npos) << error.message;
  }
  EXPECT_NE(error.message, "");
}

class Contract : public testing::TestWithParam<Vendor> {
 protected:
  /// Plays `play` to one call and tells what came of it and how long it took.
  static std::pair<Told, std::chrono::milliseconds> play(Play what, Way way) {
    return testkit::run([&](async::Loop& loop) -> Task<std::pair<Told, std::chrono::milliseconds>> {
      Scene scene{loop, GetParam()};
      scene.upstream.on(scene.path, std::move(what));
      const auto start = loop.now();
      Told told;
      co_await tell(*scene.backend, way, told);
      const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(loop.now() - start);
      co_return std::pair{std::move(told), took};
    });
  }
};

TEST_P(Contract, AnswersEveryWayOverOneConnection) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Scene scene{loop, GetParam()};
    for (const auto way : kWays) {
      scene.upstream.on(scene.path, is_streamed(way)
                                        ? testkit::streams({kFirst, kLast, kDone}, 10ms)
                                        : testkit::answers_json(200, kWhole));
      Told told;
      co_await tell(*scene.backend, way, told);
      EXPECT_FALSE(told.error);
      EXPECT_EQ(told.finishes, 1);
      EXPECT_EQ(told.usage, (llm::Usage{.prompt = 7, .completion = 2}));
      const bool is_bytes = way == Way::bytes_streamed || way == Way::bytes_whole;
      EXPECT_EQ(told.text, is_bytes ? "" : "Hallo");
      const auto bytes = is_streamed(way) ? kFirst + kLast + kDone : kWhole;
      EXPECT_EQ(told.bytes, is_bytes ? bytes : "");
      // The rest of a stream is read aside.
      co_await loop.sleep(100ms);
    }
    EXPECT_EQ(scene.upstream.connections_made(), 1U);
    const auto sent = json::Document::parse(scene.upstream.requests().back().body);
    EXPECT_EQ(sent->root()["model"].string(), kModel);
  });
}

TEST_P(Contract, ABrokenAnswerIsAnErrorHoweverItBreaks) {
  for (const auto end :
       {Play::End::close, Play::End::close_in_chunk, Play::End::reset, Play::End::proper}) {
    for (const auto way : {Way::words_streamed, Way::bytes_streamed}) {
      const auto [told, took] = play(testkit::streams({kFirst}).then(end), way);
      // A reset takes what was on its way with it.
      EXPECT_TRUE(told.is_opened || end == Play::End::reset);
      ASSERT_TRUE(told.error);
      EXPECT_EQ(told.error->code, Errc::upstream_failed);
      EXPECT_EQ(told.finishes, 0);
      EXPECT_EQ(told.bytes.find("[DONE]"), std::string::npos);
      expect_nothing_shown(*told.error);
    }
  }
}

TEST_P(Contract, SilenceHasALimitWhereverItFalls) {
  for (const auto way : kWays) {
    const auto [never, waited] = play(testkit::never_answers(), way);
    ASSERT_TRUE(never.error);
    EXPECT_EQ(never.error->code, Errc::deadline_exceeded);
    EXPECT_GE(waited, 3s);
    EXPECT_LE(waited, 3100ms);
    expect_nothing_shown(*never.error);
  }
  const auto [stalled, waited] =
      play(testkit::streams({kFirst}).then(Play::End::stall), Way::words_streamed);
  ASSERT_TRUE(stalled.error);
  EXPECT_EQ(stalled.text, "Hal");
  EXPECT_EQ(stalled.error->code, Errc::deadline_exceeded);
  // A stream that goes on may last.
  const auto [slow, took] =
      play(testkit::streams({kFirst, kFirst, kFirst, kLast, kDone}, 2s), Way::bytes_streamed);
  EXPECT_FALSE(slow.error);
  EXPECT_EQ(took, 10s);
}

TEST_P(Contract, RefusalsAreToldByStatusAndHideWhatMustBeHidden) {
  const std::map<int, Errc> expected{{400, Errc::invalid_request},   {401, Errc::unauthenticated},
                                     {403, Errc::permission_denied}, {404, Errc::not_found},
                                     {429, Errc::rate_limited},      {500, Errc::upstream_failed},
                                     {503, Errc::unavailable}};
  for (const auto& [status, code] : expected) {
    const auto [told, took] = play(
        testkit::answers_json(
            status,
            R"({"error":{"message":"x sk-secret-of-the-house http://10.1.2.3/secret-words"}})"),
        Way::bytes_streamed);
    EXPECT_FALSE(told.is_opened);
    ASSERT_TRUE(told.error);
    EXPECT_EQ(told.error->code, code) << status;
    expect_nothing_shown(*told.error);
  }
}

TEST_P(Contract, WhatIsNoHttpOrNoAnswerIsTheProvidersFault) {
  for (const auto& what : {testkit::says_raw("SSH-2.0-OpenSSH\r\n"), testkit::closes_at_once(),
                           testkit::answers_json(200, "<html>"), testkit::answers_json(200, ""),
                           testkit::streams({"data: nonsense\n\n"}), testkit::streams({})}) {
    for (const auto way : {Way::words_streamed, Way::bytes_whole}) {
      const auto [told, took] = play(what, way);
      EXPECT_FALSE(told.is_opened);
      ASSERT_TRUE(told.error);
      EXPECT_EQ(told.error->code, Errc::upstream_failed) << told.error->detail;
      expect_nothing_shown(*told.error);
    }
  }
}

TEST_P(Contract, WhenNobodyListensTheProviderLearnsOfItAtOnce) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Scene scene{loop, GetParam()};
    auto endless = testkit::streams({kFirst}, 10ms);
    endless.pieces[0].times = 100'000;
    scene.upstream.on(scene.path, std::move(endless));
    Told told;
    {
      async::Scope scope{loop};
      scope.spawn(tell(*scene.backend, Way::bytes_streamed, told));
      co_await loop.sleep(55ms);
      EXPECT_TRUE(told.is_opened);
    }
    co_await loop.sleep(20ms);
    EXPECT_EQ(scene.upstream.requests().at(0).fate, testkit::AnswerFate::abandoned);
    EXPECT_EQ(scene.upstream.open_connections(), 0U);
  });
}

std::vector<Vendor> who_spell_like_openai() {
  std::vector<Vendor> found;
  for (const auto& vendor : vendors()) {
    const auto is_chat = [](const Offer& offer) {
      return offer.dialect == llm::Dialect::openai_chat;
    };
    if (std::ranges::any_of(vendor.offers, is_chat)) found.push_back(vendor);
  }
  return found;
}

INSTANTIATE_TEST_SUITE_P(Every, Contract, testing::ValuesIn(who_spell_like_openai()),
                         [](const auto& vendor) { return std::string{vendor.param.name}; });

}  // namespace
}  // namespace quorum::providers
