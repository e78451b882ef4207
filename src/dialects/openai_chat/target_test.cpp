#include "dialects/openai_chat/target.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_chat/face.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::Delivery;

TEST(Target, AsksInOurWordsAndInTheClientsBytes) {
  const dialects::Quirks quirks;
  const llm::Chat chat{.messages = {llm::message(llm::Role::user, "Hi")}};
  const auto written =
      target().write(chat, {.model = "m", .delivery = Delivery::whole, .quirks = quirks});
  EXPECT_EQ(written->body, R"({"model":"m","messages":[{"role":"user","content":"Hi"}]})");

  const auto spliced =
      target().splice(R"({"model":"a","stream":true,"x":1.0})", {.model = "m", .quirks = quirks});
  EXPECT_EQ(spliced->body,
            R"({"stream_options":{"include_usage":true},"model":"m","stream":true,"x":1.0})");
  EXPECT_TRUE(spliced->hides_usage);
}

TEST(Target, ForcesNoUsageOnWhoCannotTell) {
  const dialects::Quirks quirks{.openai = {.takes_stream_options = false}};
  const auto spliced =
      target().splice(R"({"model":"a","stream":true})", {.model = "m", .quirks = quirks});
  EXPECT_EQ(spliced->body, R"({"model":"m","stream":true})");
  EXPECT_FALSE(spliced->hides_usage);
}

TEST(Target, WhatDiffersInNothingIsNotCopied) {
  const std::string_view body =
      R"({"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]})";
  const auto glance = face().scan(body)->glance;
  ASSERT_TRUE(glance.is_sound);
  const auto is_untouched = [&](std::string_view model, Delivery delivery, bool may_borrow,
                                const dialects::Quirks& quirks = {}) {
    const auto out = target().splice(body, {.model = model,
                                            .delivery = delivery,
                                            .quirks = quirks,
                                            .glance = glance,
                                            .may_borrow = may_borrow});
    EXPECT_EQ(out->is_untouched, out->body.empty());
    return out->is_untouched;
  };
  EXPECT_TRUE(is_untouched("m", Delivery::whole, true));
  EXPECT_FALSE(is_untouched("m", Delivery::whole, false));
  EXPECT_FALSE(is_untouched("other", Delivery::whole, true));
  EXPECT_FALSE(is_untouched("m", Delivery::streamed, true));
  // Such a vendor's requests are trimmed, and so written anew.
  EXPECT_FALSE(
      is_untouched("m", Delivery::streamed, true, {.openai = {.takes_stream_options = false}}));
}

TEST(Target, ReadsAnswersAndRefusals) {
  const auto deltas = target().read_reply(
      "acme", R"({"choices":[{"message":{"content":"Ho"},"finish_reason":"stop"}]})");
  ASSERT_TRUE(deltas);
  ASSERT_EQ(deltas->size(), 1U);
  EXPECT_EQ(deltas->front().text, "Ho");
  EXPECT_EQ(target().explain({.provider = "acme", .status = 404}).code, Errc::not_found);

  std::vector<llm::Delta> read;
  const auto reader = target().stream_reader("acme");
  EXPECT_TRUE(reader->read("", R"({"choices":[{"delta":{"content":"Ho"}}]})", read));
  EXPECT_EQ(reader->end(read).error().message, "acme broke off in the middle of its answer.");
}

}  // namespace
}  // namespace quorum::openai_chat
