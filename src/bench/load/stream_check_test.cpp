#include "bench/load/stream_check.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "bench/stamp.hpp"
#include "bench/upstream/script.hpp"
#include "http/body_decoder.hpp"

namespace quorum::bench {
namespace {

constexpr std::uint64_t kAsk = 7;

/// The pieces of one answer as its client gets them: opening and events, then the end.
std::vector<std::string> told(const Wording& wording, std::uint32_t events,
                              std::uint64_t ask = kAsk) {
  const Script script(wording, {});
  Telling telling(script, ask);
  std::vector<std::string> pieces;
  for (std::uint32_t i = 0; i <= events; ++i) {
    std::string chunk;
    i < events ? telling.next(chunk) : telling.end(chunk);
    std::string body;
    http::ChunkedDecoder decoder;
    EXPECT_TRUE(decoder.push(chunk, body));
    pieces.push_back(body);
  }
  return pieces;
}

struct Checked {
  std::unique_ptr<Tally> tally = std::make_unique<Tally>();
  bool is_whole = false;
};

Checked check(const Wording& wording, const std::vector<std::string>& pieces) {
  Checked checked;
  StreamCheck stream(wording, *checked.tally, kAsk);
  for (const auto& piece : pieces) {
    if (!stream.push(piece, now_ns())) return checked;
  }
  checked.is_whole = stream.end();
  return checked;
}

TEST(StreamCheck, FindsNoFaultInAWholeAnswerHoweverItIsCut) {
  for (const auto& wording : wordings()) {
    std::string body;
    for (const auto& piece : told(wording, 2)) body += piece;
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
      const auto checked = check(wording, {body.substr(0, cut), body.substr(cut)});
      ASSERT_TRUE(checked.is_whole) << wording.name << " cut at " << cut;
      ASSERT_EQ(checked.tally->events, 2u) << wording.name << " cut at " << cut;
      ASSERT_EQ(checked.tally->flaw_count(), 0u) << wording.name << checked.tally->example;
      ASSERT_EQ(checked.tally->added.count(), 2u);
    }
  }
}

TEST(StreamCheck, MissesEveryEventThatIsLost) {
  for (const auto& wording : wordings()) {
    for (std::size_t lost = 1; lost < 5; ++lost) {
      auto pieces = told(wording, 6);
      pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(lost));
      const auto checked = check(wording, pieces);
      EXPECT_EQ(checked.tally->count(Flaw::lost), 1u) << wording.name << lost;
    }
  }
}

TEST(StreamCheck, SeesWhatIsDoubledOrOutOfOrder) {
  for (const auto* name : {"openai", "anthropic", "gemini", "ollama"}) {
    const auto& wording = *find_wording(name);
    auto pieces = told(wording, 6);
    pieces.insert(pieces.begin() + 3, pieces[2]);
    EXPECT_EQ(check(wording, pieces).tally->count(Flaw::doubled), 1u) << name;

    pieces = told(wording, 6);
    std::swap(pieces[2], pieces[4]);
    const auto swapped = check(wording, pieces);
    EXPECT_GE(swapped.tally->count(Flaw::reordered) + swapped.tally->count(Flaw::doubled), 1u);
    EXPECT_GE(swapped.tally->count(Flaw::lost), 1u);
  }
}

TEST(StreamCheck, SeesSomebodyElsesEvents) {
  const auto& wording = *find_wording("openai");
  auto pieces = told(wording, 4);
  pieces[2] = told(wording, 4, kAsk + 1)[2];
  EXPECT_EQ(check(wording, pieces).tally->count(Flaw::foreign), 1u);
}

TEST(StreamCheck, ACleanEndOfABrokenAnswerIsUnfinished) {
  for (const auto& wording : wordings()) {
    auto pieces = told(wording, 4);
    pieces.pop_back();
    const auto checked = check(wording, pieces);
    EXPECT_FALSE(checked.is_whole) << wording.name;
    EXPECT_EQ(checked.tally->count(Flaw::unfinished), 1u) << wording.name;
  }
}

TEST(StreamCheck, AnErrorInTheStreamIsOne) {
  for (const auto& wording : wordings()) {
    const Script script(wording, {});
    Telling telling(script, kAsk);
    std::string chunks;
    telling.next(chunks);
    telling.fail({.code = Errc::upstream_failed, .message = "It broke."}, chunks);
    std::string body;
    http::ChunkedDecoder decoder;
    ASSERT_TRUE(decoder.push(chunks, body));
    const auto checked = check(wording, {body});
    EXPECT_FALSE(checked.is_whole) << wording.name;
    EXPECT_EQ(checked.tally->count(Flaw::unfinished), 0u) << wording.name;
    EXPECT_EQ(checked.tally->flaw_count(), 1u) << wording.name;
  }
}

TEST(StreamCheck, WithoutStampsEventsWithWordsAreCounted) {
  const auto checked = check(
      *find_wording("openai"),
      {"data: "
       "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n",
       "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\r\n\r\n",
       "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
       "data: [DONE]\n\n"});
  EXPECT_TRUE(checked.is_whole) << checked.tally->example;
  EXPECT_EQ(checked.tally->events, 1u);
  EXPECT_EQ(checked.tally->added.count(), 0u);
}

}  // namespace
}  // namespace quorum::bench
