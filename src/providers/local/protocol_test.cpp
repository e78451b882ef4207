#include "providers/local/protocol.hpp"

#include <gtest/gtest.h>

namespace quorum::providers {
namespace {

LocalAsk full_ask() {
  LocalAsk ask{.id = 7};
  ask.chat.messages = {llm::message(llm::Role::system, "Be brief."),
                       llm::message(llm::Role::user, "Naïve\n\"quoted\"?"),
                       llm::message(llm::Role::assistant, "Because ")};
  ask.chat.temperature = 0.25;
  ask.chat.top_p = 0.5;
  ask.chat.top_k = 40;
  ask.chat.min_p = 0.125;
  ask.chat.frequency_penalty = 1.5;
  ask.chat.presence_penalty = -0.5;
  ask.chat.repeat_penalty = 1.25;
  ask.chat.seed = 42;
  ask.chat.tokens_max = 0;
  ask.chat.stop = {"\n\n", "END"};
  ask.chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::grammar,
                                        .schema = "root ::= \"yes\" | \"no\""};
  ask.chat.logprobs = true;
  ask.chat.top_logprobs = 3;
  ask.chat.continuations = {" A", " B"};
  return ask;
}

TEST(LocalProtocol, AnAskCrossesWithEverythingInIt) {
  const std::string line = encode(LocalOrder{full_ask()});
  ASSERT_EQ(line.find('\n'), line.size() - 1) << line;  // One line, whatever the texts hold.
  const auto order = decode_order(line.substr(0, line.size() - 1));
  ASSERT_TRUE(order) << order.error().message;
  ASSERT_TRUE(std::holds_alternative<LocalAsk>(*order));
  EXPECT_EQ(std::get<LocalAsk>(*order), full_ask());
}

TEST(LocalProtocol, IsSpelledAsTheHeaderSays) {
  LocalAsk ask{.id = 1};
  ask.chat.messages = {llm::message(llm::Role::user, "Hi")};
  EXPECT_EQ(encode(LocalOrder{ask}),
            "{\"ask\":1,\"messages\":[{\"role\":\"user\",\"text\":\"Hi\"}]}\n");
  EXPECT_EQ(encode(LocalOrder{LocalCancel{9}}), "{\"cancel\":9}\n");
  EXPECT_EQ(encode(LocalNews{LocalPiece{.id = 1, .delta = {.text = "é"}}}),
            "{\"piece\":1,\"text\":\"é\"}\n");
}

TEST(LocalProtocol, WhatIsNotSetStaysUnset) {
  const auto order = decode_order(R"({"ask":1,"messages":[]})");
  ASSERT_TRUE(order);
  EXPECT_EQ(std::get<LocalAsk>(*order), LocalAsk{.id = 1});
}

TEST(LocalProtocol, NewsCrossesWithEverythingInIt) {
  LocalPiece piece{.id = 3};
  piece.delta.text = "word";
  piece.delta.logprobs = {
      {.token = "word", .logprob = -0.5, .top = {{.token = "w", .logprob = -1}}}};
  piece.delta.continuations = {-0.25, -4};
  piece.delta.finish = llm::Finish::length;
  piece.delta.usage = llm::Usage{.prompt = 12, .completion = 3, .cached_read = 5};
  piece.times = LocalTimes{.waited_ms = 1, .prompt_ms = 2.5, .write_ms = 4, .choose_ms = 0.5};
  const LocalReady ready{
      .context_tokens = 4096, .conversations_max = 4, .description = "tiny", .load_ms = 8.5};

  for (const LocalNews& news : {LocalNews{piece}, LocalNews{ready}}) {
    std::string line = encode(news);
    line.pop_back();
    const auto back = decode_news(line);
    ASSERT_TRUE(back) << line;
    if (const auto* read = std::get_if<LocalPiece>(&*back)) EXPECT_EQ(*read, piece);
    if (const auto* read = std::get_if<LocalReady>(&*back)) EXPECT_EQ(*read, ready);
    EXPECT_EQ(back->index(), news.index());
  }
}

TEST(LocalProtocol, AFailureKeepsItsCodeAndReason) {
  const LocalFailure failure{.id = 4,
                             .error = {.code = Errc::invalid_request,
                                       .message = "Too long.",
                                       .detail = "n",
                                       .field = "messages",
                                       .reason = "context_length_exceeded"}};
  std::string line = encode(LocalNews{failure});
  line.pop_back();
  const auto back = decode_news(line);
  ASSERT_TRUE(back);
  const auto& read = std::get<LocalFailure>(*back);
  EXPECT_EQ(read.id, 4);
  EXPECT_EQ(read.error.code, Errc::invalid_request);
  EXPECT_EQ(read.error.message, "Too long.");
  EXPECT_EQ(read.error.detail, "n");
  EXPECT_EQ(read.error.field, "messages");
  EXPECT_EQ(read.error.reason, "context_length_exceeded");
}

TEST(LocalProtocol, AnImpossibleContinuationIsVeryUnlikelyRatherThanLost) {
  const auto back = decode_news(R"({"piece":1,"continuations":[null,-2]})");
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<LocalPiece>(*back).delta.continuations,
            (std::vector<double>{kImpossibleLogprob, -2}));
}

TEST(LocalProtocol, WhatItCannotReadIsAnError) {
  for (const char* frame :
       {"", "{", "[]", "{}", "null", R"({"piece":"1"})", R"({"ask":1})", R"({"ready":)", "GGUF"}) {
    const auto news = decode_news(frame);
    ASSERT_FALSE(news) << frame;
    EXPECT_EQ(news.error().code, Errc::upstream_failed) << frame;
  }
  EXPECT_FALSE(decode_order(R"({"piece":1})"));
  EXPECT_FALSE(decode_order(R"({"ask":"x"})"));
}

TEST(LocalFrames, DoNotDependOnWhereTheStreamIsCut) {
  const std::string stream = "{\"a\":1}\n\n{\"b\":\"ü\"}\n{}\n";
  const std::vector<std::string> expected{"{\"a\":1}", "", "{\"b\":\"ü\"}", "{}"};
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    for (std::size_t second = cut; second <= stream.size(); ++second) {
      LocalFrames frames(64);
      std::vector<std::string> found;
      ASSERT_TRUE(frames.push(std::string_view(stream).substr(0, cut), found));
      ASSERT_TRUE(frames.push(std::string_view(stream).substr(cut, second - cut), found));
      ASSERT_TRUE(frames.push(std::string_view(stream).substr(second), found));
      EXPECT_EQ(found, expected) << "cut at " << cut << " and " << second;
      EXPECT_TRUE(frames.is_between_frames());
    }
  }
}

TEST(LocalFrames, RefuseALineBeyondTheLimitHoweverItArrives) {
  std::vector<std::string> found;
  LocalFrames whole(4);
  ASSERT_TRUE(whole.push("1234\n", found));
  EXPECT_EQ(found, std::vector<std::string>{"1234"});
  EXPECT_FALSE(LocalFrames(4).push("12345\n", found));
  LocalFrames pieces(4);
  ASSERT_TRUE(pieces.push("1234", found));
  EXPECT_FALSE(pieces.is_between_frames());
  const auto refused = pieces.push("5", found);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::too_large);
}

}  // namespace
}  // namespace quorum::providers
