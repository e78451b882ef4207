#include "api/openai/responses_endpoint.hpp"

#include <gtest/gtest.h>

#include "api/openai/fixture.hpp"
#include "json/value.hpp"

namespace quorum::api::openai {
namespace {

class Responses : public OpenAiFixture {
 protected:
  void SetUp() override { headers_.add("content-type", "application/json"); }

  /// The response object of a request with these members.
  json::Document answer(std::string members) {
    auto responder = post("/v1/responses", R"({"model":"m",)" + members + "}");
    EXPECT_EQ(responder.head.status, 200) << responder.body;
    return std::move(*json::Document::parse(responder.body));
  }
  static std::string id_of(const json::Document& response) {
    return std::string(response.root()["id"].string().value_or(""));
  }
  std::vector<std::string> asked_texts() {
    std::vector<std::string> texts;
    for (const auto& message : calls_.back().chat.messages) texts.push_back(message.text());
    return texts;
  }
};

using Texts = std::vector<std::string>;

TEST_F(Responses, AnswersAndRepeatsTheRequest) {
  const auto response = answer(R"("input":"Hi","temperature":0.5,"metadata":{"k":"v"})");
  EXPECT_EQ(response.root()["status"].string(), "completed");
  EXPECT_EQ(response.root()["output"][0]["content"][0]["text"].string(), "Hi there");
  EXPECT_EQ(response.root()["temperature"].number(), 0.5);
  EXPECT_EQ(response.root()["metadata"]["k"].string(), "v");
  EXPECT_EQ(response.root()["usage"]["input_tokens"].integer(), 10);
}

TEST_F(Responses, StreamsItsEvents) {
  const auto responder = post("/v1/responses", R"({"model":"m","input":"Hi","stream":true})");
  EXPECT_EQ(responder.head.status, 200);
  EXPECT_TRUE(responder.body.starts_with("event: response.created\n")) << responder.body;
  EXPECT_NE(responder.body.find("event: response.completed\n"), std::string::npos);
  EXPECT_EQ(responder.body.find("[DONE]"), std::string::npos);
  EXPECT_TRUE(responder.is_finished);
}

TEST_F(Responses, GoOnFromAnEarlierOne) {
  const auto first = id_of(answer(R"("input":"one","instructions":"be brief")"));
  script_ = testkit::says("Yes");
  const auto second = answer(R"("input":"two","previous_response_id":")" + first + "\"");
  EXPECT_EQ(asked_texts(), (Texts{"one", "Hi there", "two"}));
  EXPECT_EQ(second.root()["previous_response_id"].string(), first);
  answer(R"("input":"three","previous_response_id":")" + id_of(second) + "\"");
  EXPECT_EQ(asked_texts(), (Texts{"one", "Hi there", "two", "Yes", "three"}));
}

TEST_F(Responses, GoOnFromOneThatWasStreamed) {
  const auto streamed = post("/v1/responses", R"({"model":"m","input":"one","stream":true})").body;
  const auto at = streamed.find("resp_");
  const auto id = streamed.substr(at, streamed.find('"', at) - at);
  answer(R"("input":"two","previous_response_id":")" + id + "\"");
  EXPECT_EQ(asked_texts(), (Texts{"one", "Hi there", "two"}));
}

TEST_F(Responses, WhatIsNotToBeKeptIsNot) {
  const auto first = id_of(answer(R"("input":"one","store":false)"));
  const auto refused = post("/v1/responses", R"({"model":"m","input":"two",)"
                                             R"("previous_response_id":")" +
                                                 first + "\"}");
  EXPECT_EQ(refused.head.status, 400);
  EXPECT_NE(refused.body.find("previous_response_not_found"), std::string::npos);
  EXPECT_NE(refused.body.find(R"("param":"previous_response_id")"), std::string::npos);
}

TEST_F(Responses, ItemsThatAreOnlyReferredToAreFound) {
  const auto first = answer(R"("input":"one")");
  const std::string item(*first.root()["output"][0]["id"].string());
  answer(R"("input":[{"role":"user","content":"one"},{"type":"item_reference","id":")" + item +
         R"("},{"role":"user","content":"two"}],"store":false)");
  EXPECT_EQ(asked_texts(), (Texts{"one", "Hi there", "two"}));
}

TEST_F(Responses, NobodyRefersToMoreThanCanBeRead) {
  std::string items;
  for (int i = 1000; i < 1300; ++i) {
    items += R"({"type":"item_reference","id":"msg_00000000000000000000)" + std::to_string(i) +
             R"(_0"},)";
  }
  const auto refused = post(
      "/v1/responses", R"({"model":"m","input":[)" + items + R"({"role":"user","content":"x"}]})");
  EXPECT_EQ(refused.head.status, 413);
}

TEST_F(Responses, AConversationWithAGapIsRefused) {
  const auto first = id_of(answer(R"("input":"one")"));
  const auto second = id_of(answer(R"("input":"two","previous_response_id":")" + first + "\""));
  EXPECT_EQ(ask("DELETE", "/v1/responses/" + first).head.status, 200);
  const auto refused = post("/v1/responses", R"({"model":"m","input":"three",)"
                                             R"("previous_response_id":")" +
                                                 second + "\"}");
  EXPECT_EQ(refused.head.status, 400);
  EXPECT_NE(refused.body.find(first), std::string::npos);
}

/// An answer in a provider's own bytes, whose name is the provider's.
store::ResponseRow of_provider(std::string model) {
  return {.id = "resp_made_by_a_provider",
          .model = std::move(model),
          .input = R"([{"role":"user","content":"one"}])",
          .response = R"({"id":"resp_made_by_a_provider","output":[{"type":"message",
              "role":"assistant","content":[{"type":"output_text","text":"two"}]}]})"};
}

TEST_F(Responses, AProvidersNameStaysWhereTheSameModelIsAskedAgain) {
  const auto loop = async::Loop::simulated(1);
  const auto continued = [&](store::ResponseRow row) {
    store::MemoryResponses kept;
    EXPECT_TRUE(loop->run_until_done(kept.put(*loop, std::move(row))));
    auto request = loop->run_until_done(
        continue_request(*loop, kept,
                         R"({"model":"gpt-5","input":"three",)"
                         R"("previous_response_id":"resp_made_by_a_provider"})",
                         ""));
    EXPECT_TRUE(request);
    return request->body;
  };
  EXPECT_EQ(continued(of_provider("gpt-5")),
            R"({"model":"gpt-5","input":"three",)"
            R"("previous_response_id":"resp_made_by_a_provider"})");
  EXPECT_EQ(continued(of_provider("claude")),
            R"({"model":"gpt-5","input":[{"role":"user","content":"one"},{"type":"message",)"
            R"("role":"assistant","content":[{"type":"output_text","text":"two"}]},)"
            R"({"type":"message","role":"user","content":"three"}],"previous_response_id":null})");
  // A name that nobody here knows is for the provider to judge.
  EXPECT_NE(continued({.id = "other", .model = "m", .input = "[]", .response = "{}"})
                .find("resp_made_by_a_provider"),
            std::string::npos);
}

TEST_F(Responses, WhatFailsIsNotKept) {
  script_ = testkit::breaks_after("Hi", {.code = Errc::upstream_failed, .message = "Broken."});
  const auto streamed = post("/v1/responses", R"({"model":"m","input":"one","stream":true})");
  EXPECT_NE(streamed.body.find("event: error\n"), std::string::npos);
  EXPECT_NE(streamed.body.find("event: response.failed\n"), std::string::npos);
  EXPECT_FALSE(streamed.is_finished);
  const auto at = streamed.body.find("resp_");
  const auto id = streamed.body.substr(at, streamed.body.find('"', at) - at);
  EXPECT_EQ(ask("GET", "/v1/responses/" + id).head.status, 404);
}

TEST_F(Responses, FaultsAreNamedWhereTheyAre) {
  EXPECT_EQ(post("/v1/responses", R"({"model":"m"})").head.status, 400);
  const auto background = post("/v1/responses", R"({"model":"m","input":"x","background":true})");
  EXPECT_EQ(background.head.status, 400);
  EXPECT_NE(background.body.find(R"("param":"background")"), std::string::npos);
  EXPECT_EQ(post("/v1/responses", "{").head.status, 400);
}

}  // namespace
}  // namespace quorum::api::openai
