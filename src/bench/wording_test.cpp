#include "bench/wording.hpp"

#include <gtest/gtest.h>

#include "bench/stamp.hpp"

namespace quorum::bench {
namespace {

using dialects::Delivery;

TEST(Wording, EveryDialectHearsItsOwnQuestions) {
  for (const auto& wording : wordings()) {
    for (const auto delivery : {Delivery::whole, Delivery::streamed}) {
      const Question question{.model = "gpt-4", .delivery = delivery, .body_bytes = 1024};
      const auto asked = ask(wording, question);
      if (!asked && wording.name == "ollama-generate") continue;  // Only its own clients ask there.
      ASSERT_TRUE(asked) << wording.name << asked.error().message;
      EXPECT_EQ(asked->body.size(), 1024u) << wording.name;
      EXPECT_EQ(find_ask(asked->body), 0u) << wording.name;

      const auto target = target_of(wording, question);
      const auto heard = hear(target.substr(0, target.find('?')), asked->body);
      ASSERT_TRUE(heard) << wording.name << heard.error().message;
      EXPECT_EQ(heard->wording, &wording);
      EXPECT_EQ(heard->model, "gpt-4") << wording.name;
      EXPECT_EQ(heard->delivery, delivery) << wording.name;
    }
  }
}

TEST(Wording, AnyBaseAddressWillDo) {
  const std::string body = R"({"model":"m","messages":[{"role":"user","content":"x"}]})";
  EXPECT_EQ(hear("/openai/deployments/d/chat/completions", body)->wording->name, "openai");
  EXPECT_EQ(hear("/messages", body)->wording->name, "anthropic");
  EXPECT_EQ(hear("/v1/projects/p/models/g:generateContent", body)->model, "g");
}

TEST(Wording, WhatIsSpokenNowhereIsNotFound) {
  for (const auto* path : {"/", "/v1/models", ":generateContent", "/v1/chat/completions/1"}) {
    const auto heard = hear(path, "{}");
    ASSERT_FALSE(heard) << path;
    EXPECT_EQ(heard.error().code, Errc::not_found) << path;
  }
  EXPECT_EQ(hear("/v1/chat/completions", "[").error().code, Errc::invalid_request);
}

TEST(Wording, IsFoundByItsName) {
  EXPECT_EQ(find_wording("anthropic")->path, "/v1/messages");
  EXPECT_EQ(find_wording("latin"), nullptr);
  EXPECT_TRUE(wording_names().starts_with("openai, completions, responses"));
}

TEST(Wording, ABodyIsNeverShorterThanItsDialectAllows) {
  const auto asked = ask(*find_wording("openai"), {.body_bytes = 1});
  ASSERT_TRUE(asked);
  EXPECT_TRUE(find_ask(asked->body));
}

}  // namespace
}  // namespace quorum::bench
