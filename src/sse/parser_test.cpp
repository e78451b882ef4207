#include "sse/parser.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace quorum::sse {
namespace {

using namespace std::string_view_literals;
using Events = std::vector<Event>;

/// The events of a stream that came in these pieces, the unfinished one not included.
Events parse(const std::vector<std::string_view>& pieces) {
  Parser parser(1 << 16);
  Events events;
  for (const auto piece : pieces) EXPECT_TRUE(parser.push(piece, events));
  return events;
}

// The network may cut a stream anywhere. Every cut must give the same events.
TEST(SseParser, DoesNotDependOnWhereTheStreamIsCut) {
  const std::string_view stream =
      "\xEF\xBB\xBF"
      "event: delta\r\ndata: {\"x\":1}\r\n\r\n: ping\n\ndata:one\rdata: two\r\rid: 7\n"
      "data\n\nevent:lost\n\ndata:  three\nid\n\ndata: [DONE]\n\n";
  const Events expected{{.name = "delta", .data = "{\"x\":1}"},
                        {.data = "one\ntwo"},
                        {.data = "", .id = "7"},
                        {.data = " three"},
                        {.data = "[DONE]"}};
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    EXPECT_EQ(parse({stream.substr(0, cut), stream.substr(cut)}), expected)
        << "cut at byte " << cut;
  }
  // A piece without a byte changes nothing, between CR and LF either.
  EXPECT_EQ(parse({"data: a\r", "", "\ndata: b\n\n"}), (Events{{.data = "a\nb"}}));
  std::vector<std::string_view> bytes;
  for (std::size_t at = 0; at < stream.size(); ++at) bytes.push_back(stream.substr(at, 1));
  EXPECT_EQ(parse(bytes), expected);
}

TEST(SseParser, ReadsTheStandardsOwnExamples) {
  EXPECT_EQ(parse({"data: YHOO\ndata: +2\ndata: 10\n\n"}), (Events{{.data = "YHOO\n+2\n10"}}));
  EXPECT_EQ(
      parse({": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n"
             "data:  third event\n\n"}),
      (Events{
          {.data = "first event", .id = "1"}, {.data = "second event"}, {.data = " third event"}}));
  EXPECT_EQ(parse({"data\n\ndata\ndata\n\ndata:\n"}), (Events{{.data = ""}, {.data = "\n"}}));
  EXPECT_EQ(parse({"data:test\n\ndata: test\n\n"}), (Events{{.data = "test"}, {.data = "test"}}));
}

TEST(SseParser, IgnoresWhatItDoesNotKnow) {
  EXPECT_EQ(parse({"Data: a\n\nfoo\nfoo: bar\n dat: x\n:data: y\ndata : z\n\n"}), Events{});
  EXPECT_EQ(parse({"event: a\nevent: b\ndata: x\n\n"}), (Events{{.name = "b", .data = "x"}}));
  // A byte order mark is one at the very start only.
  EXPECT_EQ(parse({"data: a\n\n\xEF\xBB\xBF"
                   "data: b\n\n"}),
            (Events{{.data = "a"}}));
  EXPECT_EQ(parse({"data: \0\xFF\n\n"sv}), (Events{{.data = std::string("\0\xFF", 2)}}));
}

TEST(SseParser, RemembersTheLastIdAndTheWait) {
  Parser parser(100);
  Events events;
  ASSERT_TRUE(parser.push("retry: 1500\nid: 5\n\n", events));
  EXPECT_EQ(events, Events{});
  EXPECT_EQ(parser.last_id(), "5");
  EXPECT_EQ(parser.retry_ms(), 1500U);
  ASSERT_TRUE(parser.push("data: x\n\nretry: soon\nretry: -1\nretry:\nid: a\0b\n\n"sv, events));
  EXPECT_EQ(events, (Events{{.data = "x"}}));
  EXPECT_EQ(parser.last_id(), "5");
  EXPECT_EQ(parser.retry_ms(), 1500U);
  ASSERT_TRUE(parser.push("id\n\n", events));
  EXPECT_EQ(parser.last_id(), "");
}

TEST(SseParser, GivesTheUnfinishedEventOnlyWhenTheStreamEnds) {
  const auto ended = [](std::string_view stream) {
    Parser parser(100);
    Events events;
    EXPECT_TRUE(parser.push(stream, events));
    EXPECT_EQ(events, Events{}) << stream;
    parser.finish(events);
    EXPECT_FALSE(parser.is_inside_event());
    return events;
  };
  EXPECT_EQ(ended("event: e\ndata: a\ndata: b"), (Events{{.name = "e", .data = "a\nb"}}));
  EXPECT_EQ(ended("data: a\n"), (Events{{.data = "a"}}));
  EXPECT_EQ(ended("data: a\r\n"), (Events{{.data = "a"}}));
  EXPECT_EQ(ended("event: e\n"), Events{});
  EXPECT_EQ(ended(": ping"), Events{});
  EXPECT_EQ(ended(""), Events{});
}

TEST(SseParser, KnowsWhetherItIsInsideAnEvent) {
  Parser parser(100);
  Events events;
  EXPECT_FALSE(parser.is_inside_event());
  ASSERT_TRUE(parser.push("da", events));
  EXPECT_TRUE(parser.is_inside_event());
  ASSERT_TRUE(parser.push("ta: a\n", events));
  EXPECT_TRUE(parser.is_inside_event());
  ASSERT_TRUE(parser.push("\n", events));
  EXPECT_FALSE(parser.is_inside_event());
}

TEST(SseParser, RefusesAnEventBeyondItsLimitHoweverItComes) {
  const auto refused = [](const std::vector<std::string_view>& pieces) {
    Parser parser(20);
    Events events;
    for (const auto piece : pieces) {
      if (const auto pushed = parser.push(piece, events); !pushed) {
        EXPECT_EQ(pushed.error().code, Errc::upstream_failed);
        EXPECT_EQ(pushed.error().message, "An event of the stream has more than 20 bytes.");
        return true;
      }
    }
    return false;
  };
  EXPECT_FALSE(refused({"data: 78901234567890\n\ndata: 78901234567890\n\n"}));
  EXPECT_TRUE(refused({"data: 789012345678901\n\n"}));
  EXPECT_TRUE(refused({"data: 7890", "12345", "678901"}));
  EXPECT_TRUE(refused({"data: 78901\n", "data: 78901\n", "data: 78901\n"}));
  EXPECT_TRUE(refused({"event: 8901234567\n", "data: 7890123\n"}));
  EXPECT_TRUE(refused({": a comment that never ends"}));
  EXPECT_FALSE(refused({": one comment\n", ": two comments\n", ": three\n", "data: x\n\n"}));
}

TEST(SseParser, TakesTimeInProportionToTheBytes) {
  // Were each byte looked at again with every chunk, these would be 10^12 looks.
  Parser parser(8 << 20);
  Events events;
  for (int i = 0; i < 1'000'000; ++i) ASSERT_TRUE(parser.push("x", events));
  Parser carriage_returns(8 << 20);
  ASSERT_TRUE(carriage_returns.push(std::string(1'000'000, '\r'), events));
  EXPECT_EQ(events, Events{});
}

TEST(SseWriter, WritesWhatTheParserReads) {
  std::string out;
  append_event(out, {.name = "turn.delta", .data = "{\"a\":1}", .id = "42"});
  append_event(out, {.data = "a\nb\r\nc\rd\n"});
  append_event(out, {.name = "empty"});
  append_comment(out, "ping");
  EXPECT_EQ(out,
            "id: 42\nevent: turn.delta\ndata: {\"a\":1}\n\n"
            "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"
            "event: empty\ndata: \n\n"
            ": ping\n\n");
  EXPECT_EQ(parse({out}), (Events{{.name = "turn.delta", .data = "{\"a\":1}", .id = "42"},
                                  {.data = "a\nb\nc\nd\n"},
                                  {.name = "empty"}}));
}

}  // namespace
}  // namespace quorum::sse
