#include "bench/upstream/upstream.hpp"

#include <gtest/gtest.h>

#include "http/client.hpp"
#include "testkit/run.hpp"

namespace quorum::bench {
namespace {

Task<std::string> ask(async::Loop& loop, UpstreamConfig config, std::string path,
                      std::string body) {
  auto upstream = Upstream::listen(loop, std::move(config));
  if (!upstream) co_return upstream.error().message;
  const auto client = http::Client::create(loop, {});
  http::ClientRequest request;
  request.method = body.empty() ? "GET" : "POST";
  request.url = {
      .scheme = "http", .host = "127.0.0.1", .port = (*upstream)->port(), .target = path};
  request.body = body;
  auto answer = co_await client->send(std::move(request));
  if (!answer) co_return answer.error().message;
  auto told = co_await (*answer)->read_all(1 << 20);
  co_return told ? std::to_string((*answer)->head().status) + " " + *told : told.error().message;
}

std::string asked(UpstreamConfig config, std::string path, std::string body) {
  return testkit::run_for_real([&](async::Loop& loop) { return ask(loop, config, path, body); });
}

TEST(Upstream, AnswersOnAnyFreePort) {
  const auto answer = asked({}, "/v1/chat/completions",
                            R"({"model":"m-events-2-gap-0","stream":true,"messages":[]})");
  EXPECT_TRUE(answer.starts_with("200 data: {")) << answer;
  EXPECT_TRUE(answer.ends_with("data: [DONE]\n\n")) << answer;
}

TEST(Upstream, SaysWhatItHasSeen) {
  const auto answer = asked({}, "/bench/state", "");
  EXPECT_TRUE(answer.starts_with(R"(200 {"connections":1,"accepted":1,"requests":0)")) << answer;
}

TEST(Upstream, FaultsFallByChance) {
  EXPECT_TRUE(
      asked({.faults = {"429=1"}}, "/v1/messages", R"({"model":"m","max_tokens":1,"messages":[]})")
          .starts_with("429 "));
}

TEST(Upstream, RefusesWhatItDoesNotUnderstand) {
  EXPECT_TRUE(asked({.faults = {"bite=1"}}, "/", "").starts_with("A fault is written"));
  EXPECT_NE(asked({.host = "nowhere"}, "/", "").find("address"), std::string::npos);
}

}  // namespace
}  // namespace quorum::bench
