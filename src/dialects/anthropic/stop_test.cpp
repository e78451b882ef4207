#include "dialects/anthropic/stop.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::anthropic {
namespace {

using llm::Finish;

TEST(Stop, EveryWordOfAnthropicsIsUnderstood) {
  EXPECT_EQ(finish_of("end_turn"), Finish::stop);
  EXPECT_EQ(finish_of("stop_sequence"), Finish::stop);
  EXPECT_EQ(finish_of("pause_turn"), Finish::stop);
  EXPECT_EQ(finish_of("max_tokens"), Finish::length);
  EXPECT_EQ(finish_of("model_context_window_exceeded"), Finish::length);
  EXPECT_EQ(finish_of("tool_use"), Finish::tool_calls);
  EXPECT_EQ(finish_of("refusal"), Finish::content_filter);
  EXPECT_EQ(finish_of("not_yet_invented"), Finish::stop);
  EXPECT_EQ(finish_of(""), std::nullopt);
}

TEST(Stop, EveryFinishHasAWord) {
  EXPECT_EQ(stop_reason_of({.finish = Finish::stop}), "end_turn");
  EXPECT_EQ(stop_reason_of({}), "end_turn");
  EXPECT_EQ(stop_reason_of({.finish = Finish::error}), "end_turn");
  EXPECT_EQ(stop_reason_of({.finish = Finish::stop, .has_stop_sequence = true}), "stop_sequence");
  EXPECT_EQ(stop_reason_of({.finish = Finish::length, .has_calls = true}), "max_tokens");
  EXPECT_EQ(stop_reason_of({.finish = Finish::content_filter}), "refusal");
  EXPECT_EQ(stop_reason_of({.finish = Finish::stop, .has_refusal = true}), "refusal");
  EXPECT_EQ(stop_reason_of({.finish = Finish::tool_calls, .has_calls = true}), "tool_use");
  EXPECT_EQ(stop_reason_of({.finish = Finish::stop, .has_calls = true}), "tool_use");
  EXPECT_EQ(stop_reason_of({.has_calls = true}), "tool_use");
  EXPECT_EQ(stop_reason_of({.finish = Finish::tool_calls}), "end_turn");
}

TEST(Stop, OfARefusalTheReasonIsTold) {
  const auto written = [](std::string_view reason, std::string_view explanation) {
    std::string out;
    json::Writer writer{out};
    write_stop_details(writer, reason, explanation);
    return out;
  };
  EXPECT_EQ(written("end_turn", "no"), "null");
  EXPECT_EQ(written("refusal", "no"), R"({"type":"refusal","category":null,"explanation":"no"})");
  EXPECT_EQ(written("refusal", ""), R"({"type":"refusal","category":null,"explanation":null})");
}

}  // namespace
}  // namespace quorum::anthropic
