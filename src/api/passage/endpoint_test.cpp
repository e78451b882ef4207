#include "api/passage/endpoint.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/services.hpp"

namespace quorum::api::passage {
namespace {

using Root = llm::PassageCall::Root;

class PassageTest : public testing::Test {
 protected:
  std::optional<Error> ask(Way way, std::string target, std::string provider = {}) {
    return testkit::run([&](async::Loop& loop) { return play(loop, way, target, provider); });
  }

  const llm::PassageCall& seen() const { return passage_.calls.back(); }

  http::Headers headers_;
  std::string body_ = "\r\n--x\r\nanything\0at all";
  testkit::ScriptedPassage passage_;
  testkit::FakeResponder responder_;

 private:
  Task<std::optional<Error>> play(async::Loop& loop, Way way, std::string target,
                                  std::string provider) {
    PassageEndpoint endpoint(loop, passage_, way);
    store::RequestRecord record;
    http::Request request;
    Exchange exchange{
        .request = request, .responder = responder_, .record = record, .request_id = "r1"};
    exchange.request.head = {.method = "POST", .target = target, .headers = headers_};
    exchange.request.body = body_;
    if (!provider.empty()) exchange.path_values.emplace_back("provider", provider);
    auto done = co_await endpoint.answer(std::move(exchange));
    if (!done) co_return std::move(done.error());
    co_return std::nullopt;
  }
};

TEST_F(PassageTest, WhatComesGoesOnByteForByte) {
  headers_.add("Content-Type", "multipart/form-data; boundary=x");
  headers_.add("x-quorum-include", "notes");
  passage_.pieces = {"a\0b", "c"};
  passage_.head = {.status = 202, .headers = {{"content-type", "audio/mpeg"}}};
  EXPECT_FALSE(ask({}, "/v1/audio/transcriptions?a=1&b=%2F"));
  EXPECT_EQ(seen().method, "POST");
  EXPECT_EQ(seen().provider, "");
  EXPECT_EQ(seen().root, Root::openai);
  EXPECT_EQ(seen().path, "/audio/transcriptions");
  EXPECT_EQ(seen().query, "a=1&b=%2F");
  EXPECT_EQ(seen().body, body_);
  EXPECT_EQ(seen().headers, (std::vector<std::pair<std::string, std::string>>{
                                {"Content-Type", "multipart/form-data; boundary=x"}}));
  EXPECT_EQ(responder_.head.status, 202);
  EXPECT_EQ(responder_.header("content-type"), "audio/mpeg");
  EXPECT_EQ(responder_.header("x-quorum-provider"), "openai");
  EXPECT_EQ(responder_.body, "ac");
  EXPECT_TRUE(responder_.is_finished);
}

TEST_F(PassageTest, ThePathNamesTheProviderBeforeAHeaderAndAHeaderBeforeTheRoute) {
  EXPECT_FALSE(ask({.root = Root::provider, .folders = 0, .provider = "anthropic"},
                   "/v1/messages/batches/b%2F1"));
  EXPECT_EQ(seen().provider, "anthropic");
  EXPECT_EQ(seen().root, Root::provider);
  EXPECT_EQ(seen().path, "/v1/messages/batches/b%2F1");
  headers_.add("x-quorum-provider", "groq");
  EXPECT_FALSE(ask({.provider = "anthropic"}, "/v1/files"));
  EXPECT_EQ(seen().provider, "groq");
  EXPECT_EQ(seen().path, "/files");
  EXPECT_FALSE(
      ask({.root = Root::provider, .folders = 2}, "/p/mistral/v1/fim/completions?x", "mistral"));
  EXPECT_EQ(seen().provider, "mistral");
  EXPECT_EQ(seen().path, "/v1/fim/completions");
  EXPECT_EQ(seen().query, "x");
}

TEST_F(PassageTest, AnAnswerWithoutABodyIsSentAtOnce) {
  passage_.head.status = 204;
  EXPECT_FALSE(ask({}, "/v1/files/f"));
  EXPECT_EQ(responder_.head.status, 204);
  EXPECT_EQ(responder_.body, "");
  EXPECT_TRUE(responder_.is_finished);
}

TEST_F(PassageTest, ARefusalOfTheProvidersIsItsOwn) {
  passage_.head.status = 400;
  passage_.pieces = {R"({"error":1})"};
  EXPECT_FALSE(ask({}, "/v1/images/edits"));
  EXPECT_EQ(responder_.head.status, 400);
  EXPECT_EQ(responder_.body, R"({"error":1})");
}

TEST_F(PassageTest, WhatFailsBeforeTheAnswerIsAnErrorOfOurs) {
  passage_.failure = Error{.code = Errc::unauthenticated};
  EXPECT_EQ(ask({}, "/v1/files")->code, Errc::unauthenticated);
  EXPECT_FALSE(responder_.is_started());
  passage_.failure = std::nullopt;
  passage_.cut = Error{.code = Errc::upstream_failed};
  EXPECT_EQ(ask({}, "/v1/files")->code, Errc::upstream_failed);
  EXPECT_FALSE(responder_.is_started());
}

TEST_F(PassageTest, ACutAnswerDoesNotEnd) {
  passage_.pieces = {"half"};
  passage_.cut = Error{.code = Errc::upstream_failed};
  EXPECT_TRUE(ask({}, "/v1/files/f/content"));
  EXPECT_EQ(responder_.body, "half");
  EXPECT_FALSE(responder_.is_finished);
}

}  // namespace
}  // namespace quorum::api::passage
