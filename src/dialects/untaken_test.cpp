#include "dialects/untaken.hpp"

#include <gtest/gtest.h>

namespace quorum::dialects {
namespace {

using Names = std::vector<std::string>;

Names untaken(const llm::Chat& chat, const Takes& takes) {
  Dropped dropped;
  note_untaken(chat, takes, llm::Dialect::cohere, dropped);
  return dropped.take();
}

llm::Chat with_everything() {
  return {.messages = {},
          .temperature = 1,
          .top_p = 1,
          .top_k = 1,
          .min_p = 0.1,
          .frequency_penalty = 0,
          .presence_penalty = 0,
          .repeat_penalty = 1,
          .seed = 1,
          .answers = 2,
          .stop = {"x"},
          .parallel_tool_calls = false,
          .thinking = llm::Thinking{.effort = "low"},
          .verbosity = "low",
          .logprobs = true,
          .top_logprobs = 2,
          .logit_bias = "{}",
          .metadata = "{}",
          .user_id = "u",
          .service_tier = "flex",
          .cache_key = "k",
          .cache = llm::CacheHint{},
          .store = true,
          .outputs = {"text", "audio"},
          .audio = "{}",
          .extras = {{.name = "keep_alive", .json = "1"}},
          .extras_of = llm::Dialect::ollama_chat};
}

TEST(Untaken, EverythingIsNamedAsOpenAiCallsIt) {
  EXPECT_EQ(untaken(with_everything(), {}), (Names{"temperature",
                                                   "top_p",
                                                   "top_k",
                                                   "min_p",
                                                   "frequency_penalty",
                                                   "presence_penalty",
                                                   "repetition_penalty",
                                                   "seed",
                                                   "n",
                                                   "stop",
                                                   "parallel_tool_calls",
                                                   "reasoning_effort",
                                                   "verbosity",
                                                   "logprobs",
                                                   "top_logprobs",
                                                   "logit_bias",
                                                   "metadata",
                                                   "user",
                                                   "service_tier",
                                                   "prompt_cache_key",
                                                   "prompt_cache_options",
                                                   "store",
                                                   "modalities",
                                                   "audio",
                                                   "keep_alive"}));
}

TEST(Untaken, WhatIsTakenIsNotNamed) {
  const Takes all{.temperature = true,
                  .top_p = true,
                  .top_k = true,
                  .min_p = true,
                  .frequency_penalty = true,
                  .presence_penalty = true,
                  .repeat_penalty = true,
                  .seed = true,
                  .answers = true,
                  .stop = true,
                  .parallel_tool_calls = true,
                  .thinking = true,
                  .verbosity = true,
                  .logprobs = true,
                  .logit_bias = true,
                  .metadata = true,
                  .user_id = true,
                  .service_tier = true,
                  .cache_key = true,
                  .cache = true,
                  .store = true,
                  .outputs = true,
                  .audio = true};
  auto chat = with_everything();
  chat.extras_of = llm::Dialect::cohere;
  EXPECT_EQ(untaken(chat, all), Names{});
}

TEST(Untaken, WhatIsSoAnyhowIsNoLoss) {
  const llm::Chat chat{.messages = {},
                       .answers = 1,
                       .parallel_tool_calls = true,
                       .thinking = llm::Thinking{},
                       .service_tier = "auto",
                       .store = false,
                       .outputs = {"text"}};
  EXPECT_EQ(untaken(chat, {}), Names{});
}

TEST(Untaken, AToolIsNamedByItsKind) {
  using Kind = llm::Tool::Kind;
  EXPECT_EQ(name_of_untaken({.kind = Kind::custom}), "tools.custom");
  EXPECT_EQ(name_of_untaken({.kind = Kind::built_in, .raw = {.json = R"({"type":"web_search"})"}}),
            "tools.web_search");
  EXPECT_EQ(name_of_untaken({.kind = Kind::built_in}), "tools");
}

TEST(Untaken, APictureBehindAnAddressIsNamedSo) {
  EXPECT_EQ(name_of_untaken(llm::Image{.source = {.url = "https://a/b"}}), "messages.image_url");
  EXPECT_EQ(name_of_untaken(llm::Image{.source = {.file_id = "f"}}), "messages.image");
}

TEST(Untaken, ANameStandsOnce) {
  Dropped dropped;
  dropped.add("a");
  dropped.add_if(true, "b");
  dropped.add_if(false, "c");
  dropped.add("a");
  EXPECT_EQ(dropped.take(), (Names{"a", "b"}));
}

}  // namespace
}  // namespace quorum::dialects
