#include "api/chat_reply.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "dialects/openai_chat/face.hpp"

namespace quorum::api {
namespace {

constexpr std::string_view kDone = "data: [DONE]\n\n";

IdMaker& ids() {
  static const SystemClock kClock;
  static IdMaker made(kClock, 1);
  return made;
}

/// A new one, which outlives the replies.
dialects::ReplyHead& head() {
  static std::deque<dialects::ReplyHead> heads;
  return heads.emplace_back(dialects::ReplyHead{.id = "c", .model = "m", .created_ms = 5000});
}

StreamedReply streamed(const llm::Notes& notes = {}, NotesPlace place = NotesPlace::headers) {
  return {openai_chat::face(), ids(), head(), extension_of(notes, place)};
}
std::string taken(StreamedReply& reply, llm::Batch batch) {
  reply.spell(batch);
  return batch.bytes;
}
WholeReply whole(const llm::Notes& notes = {}, NotesPlace place = NotesPlace::headers) {
  return {openai_chat::face(), ids(), head(), extension_of(notes, place)};
}

TEST(StreamedReply, BytesPassAsTheyAre) {
  auto reply = streamed();
  EXPECT_EQ(taken(reply, {.bytes = "data: {\"x\":1.0}\r\n\r\n"}), "data: {\"x\":1.0}\r\n\r\n");
  EXPECT_EQ(taken(reply, {.bytes = "data: {}\n\ndata: [DONE]\n\n"}),
            "data: {}\n\ndata: [DONE]\n\n");
  EXPECT_EQ(reply.end(), "");
}

TEST(StreamedReply, DeltasBesideBytesAreNotForTheClient) {
  auto reply = streamed();
  (void)taken(reply, {.bytes = "data: {}\n\n"});
  const llm::Delta usage{.usage = llm::Usage{.prompt = 1, .completion = 1}};
  EXPECT_EQ(taken(reply, {.bytes = {}, .deltas = {usage}}), "");
  EXPECT_EQ(reply.end(), "");
}

TEST(StreamedReply, DeltasAreWritten) {
  auto reply = streamed();
  const auto events = taken(reply, {.bytes = {}, .deltas = {{.text = "Hi"}}});
  EXPECT_NE(events.find(R"("content":"Hi")"), events.npos) << events;
  EXPECT_NE(events.find(R"("id":"chatcmpl-c")"), events.npos) << events;
  EXPECT_EQ(taken(reply, {.bytes = {}, .deltas = {}}), "");
  EXPECT_TRUE(reply.end().ends_with(kDone));
}

TEST(WholeReply, IsNamedWhereItsHeadHasNoName) {
  dialects::ReplyHead nameless{.model = "m"};
  WholeReply reply(openai_chat::face(), ids(), nameless, "");
  reply.take({.bytes = {}, .deltas = {{.text = "Hi"}}});
  const auto body = reply.end();
  constexpr std::string_view kPrefix = R"({"id":"chatcmpl-)";
  ASSERT_TRUE(body.starts_with(kPrefix)) << body;
  EXPECT_EQ(body.find('"', kPrefix.size()), kPrefix.size() + 24) << body;
}

TEST(WholeReply, BytesPassAsTheyAre) {
  auto reply = whole();
  reply.take({.bytes = R"({ "a" )", .deltas = {{.usage = llm::Usage{.prompt = 1}}}});
  reply.take({.bytes = ": 1.0}"});
  EXPECT_EQ(reply.end(), R"({ "a" : 1.0})");
}

TEST(WholeReply, DeltasAreWritten) {
  auto reply = whole();
  reply.take({.bytes = {}, .deltas = {{.text = "Hi"}, {.text = "!", .finish = llm::Finish::stop}}});
  const auto body = reply.end();
  EXPECT_NE(body.find(R"("content":"Hi!")"), body.npos) << body;
  EXPECT_NE(body.find(R"("finish_reason":"stop")"), body.npos) << body;
}

TEST(Reply, TellsItsNotesWhereTheClientAskedForThem) {
  const llm::Notes notes{.dropped = {"seed", "top_k"}, .provider = "acme"};
  constexpr std::string_view kSaid =
      R"("quorum":{"provider":"acme","dropped":["seed","top_k"],"emulated":[]})";
  auto events = streamed(notes, NotesPlace::headers_and_body);
  const auto first = taken(events, {.bytes = {}, .deltas = {{.text = "Hi"}, {.text = "!"}}});
  EXPECT_NE(first.find(kSaid), first.npos) << first;
  EXPECT_EQ(first.find(kSaid), first.rfind(kSaid));
  auto reply = whole(notes, NotesPlace::headers_and_body);
  reply.take({.bytes = {}, .deltas = {{.text = "Hi"}}});
  const auto body = reply.end();
  EXPECT_NE(body.find(kSaid), body.npos) << body;
}

TEST(DebateId, IsInTheExtension) {
  EXPECT_EQ(debate_id_of({.bytes = {},
                          .deltas = {{.text = "x"}, {.extension = R"({"debate_id":"dbt_1"})"}}}),
            "dbt_1");
  EXPECT_FALSE(debate_id_of({.bytes = {}, .deltas = {{.extension = "{broken"}}}));
  EXPECT_FALSE(debate_id_of({.bytes = {}, .deltas = {{.extension = "{}"}}}));
  EXPECT_FALSE(debate_id_of({}));
}

}  // namespace
}  // namespace quorum::api
