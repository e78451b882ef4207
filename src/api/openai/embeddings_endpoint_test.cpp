#include "api/openai/embeddings_endpoint.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/services.hpp"

namespace quorum::api::openai {
namespace {

class EmbeddingsTest : public testing::Test {
 protected:
  std::optional<Error> post(std::string body, std::string model = {}) {
    return testkit::run([&](async::Loop& loop) { return play(loop, body, model); });
  }
  const llm::EmbedCall& seen() const { return embedder_.calls.back(); }

  testkit::ScriptedEmbedder embedder_;
  testkit::FakeResponder responder_;

 private:
  Task<std::optional<Error>> play(async::Loop& loop, std::string body, std::string model) {
    EmbeddingsEndpoint endpoint(loop, embedder_);
    store::RequestRecord record;
    http::Request request;
    Exchange exchange{
        .request = request, .responder = responder_, .record = record, .request_id = "r1"};
    exchange.request.body = body;
    if (!model.empty()) exchange.path_values.emplace_back("model", model);
    auto done = co_await endpoint.answer(std::move(exchange));
    if (!done) co_return std::move(done.error());
    co_return std::nullopt;
  }
};

TEST_F(EmbeddingsTest, TheProvidersBytesComeBackAsTheyAre) {
  const std::string body = R"({"model":"e", "input" : "Hi","x_new":1.0})";
  embedder_.reply.bytes = R"({"object" : "list"})";
  EXPECT_FALSE(post(body));
  EXPECT_EQ(seen().model, "e");
  EXPECT_EQ(*seen().wire.body, body);
  EXPECT_EQ(seen().wire.dialect, llm::Dialect::openai_chat);
  EXPECT_EQ(seen().texts, std::vector<std::string>{"Hi"});
  EXPECT_EQ(responder_.body, R"({"object" : "list"})");
}

TEST_F(EmbeddingsTest, VectorsAreWrittenAsOpenAiWrites) {
  embedder_.reply = {.vectors = {{0.1F, -2.0F}, {1e-8F, 3.0F}}, .usage = llm::Usage{.prompt = 5}};
  EXPECT_FALSE(post(R"({"model":"e","input":["a","b"],"dimensions":2,"user":"u"})"));
  EXPECT_EQ(seen().texts, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(seen().dimensions, 2);
  EXPECT_EQ(seen().user_id, "u");
  EXPECT_EQ(responder_.body,
            R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2]},)"
            R"({"object":"embedding","index":1,"embedding":[1e-08,3]}],"model":"e",)"
            R"("usage":{"prompt_tokens":5,"total_tokens":5}})");
}

TEST_F(EmbeddingsTest, Base64HoldsLittleEndianFloats) {
  embedder_.reply = {.vectors = {{1.0F, -2.0F}}};
  EXPECT_FALSE(post(R"({"model":"e","input":"Hello","encoding_format":"base64"})"));
  EXPECT_TRUE(seen().is_base64);
  // 00 00 80 3f 00 00 00 c0; the usage is our estimate.
  EXPECT_EQ(responder_.body, R"({"object":"list","data":[{"object":"embedding","index":0,)"
                             R"("embedding":"AACAPwAAAMA="}],"model":"e",)"
                             R"("usage":{"prompt_tokens":1,"total_tokens":1}})");
}

TEST_F(EmbeddingsTest, TokensGoOnInTheClientsBytesAlone) {
  for (const auto* input : {"[1,2,3]", "[[1,2],[3]]"}) {
    EXPECT_FALSE(post(R"({"model":"e","input":)" + std::string(input) + "}"));
    EXPECT_TRUE(seen().texts.empty());
    EXPECT_NE(seen().wire.body->find(input), std::string::npos);
  }
}

TEST_F(EmbeddingsTest, ThePathMayNameTheModel) {
  EXPECT_FALSE(post(R"({"input":"x"})", "azure-name"));
  EXPECT_EQ(seen().model, "azure-name");
  EXPECT_EQ(*seen().wire.body, R"({"model":"azure-name","input":"x"})");
}

TEST_F(EmbeddingsTest, WhatIsNoRequestReachesNobody) {
  const auto field_of = [&](std::string body) {
    const auto error = post(std::move(body));
    return error ? std::string(name(error->code)) + " " + error->field : "none";
  };
  EXPECT_EQ(field_of(""), "invalid_request ");
  EXPECT_EQ(field_of("[]"), "invalid_request ");
  EXPECT_EQ(field_of("{"), "invalid_request ");
  EXPECT_EQ(field_of(R"({"input":"x"})"), "invalid_request model");
  EXPECT_EQ(field_of(R"({"model":7,"input":"x"})"), "invalid_request model");
  EXPECT_EQ(field_of(R"({"model":"e"})"), "invalid_request input");
  for (const auto* input : {"null", "7", "{}", "[]", "[\"a\",7]", "[7,\"a\"]", "[[]]", "[[\"a\"]]",
                            "[1.5]", "[[1],2]"}) {
    EXPECT_EQ(field_of(R"({"model":"e","input":)" + std::string(input) + "}"),
              "invalid_request input")
        << input;
  }
  EXPECT_EQ(field_of(R"({"model":"e","input":"x","encoding_format":"hex"})"),
            "invalid_request encoding_format");
  EXPECT_EQ(field_of(R"({"model":"e","input":"x","dimensions":0})"), "invalid_request dimensions");
  EXPECT_TRUE(embedder_.calls.empty());
}

TEST_F(EmbeddingsTest, AProvidersRefusalIsTheAnswer) {
  embedder_.failure = Error{.code = Errc::rate_limited};
  EXPECT_EQ(post(R"({"model":"e","input":"x"})")->code, Errc::rate_limited);
}

}  // namespace
}  // namespace quorum::api::openai
