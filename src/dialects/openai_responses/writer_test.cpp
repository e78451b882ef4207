#include "dialects/openai_responses/writer.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "dialects/openai_responses/answer_fixture.hpp"
#include "dialects/openai_responses/reply.hpp"

namespace quorum::openai_responses {
namespace {

std::vector<std::string> types_of(std::string_view stream) {
  std::vector<std::string> types;
  for (const auto& event : events_of(stream)) types.push_back(event.name);
  return types;
}

/// What openai's `responses.stream` demands of a stream beyond its schema; empty if all is well.
std::string disorder(std::string_view stream) {
  std::int64_t next = 0;
  std::set<std::int64_t> open;
  std::set<std::int64_t> seen;
  std::set<std::pair<std::int64_t, std::int64_t>> parts;
  std::string id;
  for (const auto& event : events_of(stream)) {
    const auto document = json::Document::parse(event.data);
    if (!document) return "not JSON: " + event.data;
    const auto root = document->root();
    const auto type = std::string{root["type"].string().value_or("")};
    if (type != event.name) return "named otherwise: " + type;
    if (root["sequence_number"].integer() != next++) return "out of sequence: " + type;
    const auto response = root["response"];
    if (response) {
      if (id.empty()) id = response["id"].string().value_or("");
      if (response["id"].string() != id) return "another id: " + type;
      if (type != "response.created" && next == 1) return "begins with " + type;
    }
    const auto index = root["output_index"].integer();
    if (type == "response.output_item.added") {
      if (!seen.insert(*index).second) return "added twice";
      open.insert(*index);
    } else if (type == "response.output_item.done") {
      if (open.erase(*index) == 0) return "done without being added";
    } else if (index && !open.contains(*index)) {
      return type + " of an item that is not open";
    }
    const auto content = root["content_index"].integer();
    if (type == "response.content_part.added") parts.emplace(*index, *content);
    if (content && !parts.contains({*index, *content})) return type + " of no part";
    if (type == "response.completed" || type == "response.incomplete") {
      if (!open.empty()) return "left open";
      if (response["output"].size() != seen.size()) return "not all of the output";
    }
  }
  return {};
}

using Types = std::vector<std::string>;

TEST(StreamWriter, WordsHaveTheirItemAndPart) {
  EXPECT_EQ(
      types_of(streamed({{.text = "He"}, {.text = "llo"}, {.finish = llm::Finish::stop}})),
      (Types{"response.created", "response.in_progress", "response.output_item.added",
             "response.content_part.added", "response.output_text.delta",
             "response.output_text.delta", "response.output_text.done",
             "response.content_part.done", "response.output_item.done", "response.completed"}));
}

TEST(StreamWriter, ThoughtsAreASummary) {
  EXPECT_EQ(types_of(streamed({{.reasoning = "hm"}, {.text = "a"}})),
            (Types{"response.created", "response.in_progress", "response.output_item.added",
                   "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
                   "response.reasoning_summary_text.done", "response.reasoning_summary_part.done",
                   "response.output_item.done", "response.output_item.added",
                   "response.content_part.added", "response.output_text.delta",
                   "response.output_text.done", "response.content_part.done",
                   "response.output_item.done", "response.completed"}));
}

TEST(StreamWriter, EventsAreSpelledAsOpenAiSpellsThem) {
  StreamWriter writer{test_head()};
  std::string out;
  writer.write({.text = "a"}, out);
  out.clear();
  writer.write({.text = "b\n"}, out);
  EXPECT_EQ(out,
            "event: response.output_text.delta\n"
            R"(data: {"type":"response.output_text.delta","item_id":"msg_1_0","output_index":0,)"
            R"("content_index":0,"delta":"b\n","logprobs":[],"sequence_number":5})"
            "\n\n");
}

/// Everything that an answer may have.
std::vector<llm::Delta> rich_answer() {
  const llm::Seal seal{.maker = llm::Maker::anthropic, .data = "sig"};
  const llm::Seal google{.maker = llm::Maker::google, .data = "gsig"};
  return {
      {.reasoning = "hm", .extension = R"({"debate_id":"d1"})"},
      {.reasoning_seal = seal},
      {.reasoning = "more"},
      {.text = "Hi",
       .text_seal = google,
       .citations = {{.url = "u", .title = "t", .begin = 0, .end = 2}, {.title = "doc"}},
       .refusal = "no"},
      {.text = "é",
       .logprobs = {{.token = "é", .logprob = -1, .top = {{.token = "e", .logprob = -2}}}}},
      {.tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{", .seal = google},
                      {.index = 1, .name = "g", .kind = llm::ToolCall::Kind::custom}}},
      {.tool_calls = {{.index = 1, .arguments = "free", .kind = llm::ToolCall::Kind::custom},
                      {.index = 0, .arguments = "}"}}},
      {.images = {{.source = {.data = "AA", .media_type = "image/png"}}, {.source = {.url = "u"}}}},
      {.finish = llm::Finish::tool_calls,
       .usage = llm::Usage{.prompt = 9, .completion = 8, .cached_read = 7, .reasoning = 5},
       .extension = R"({"verdict":{"winner":"s1"}})"}};
}

TEST(Writers, EverythingThatAnAnswerMayHaveIsValidAndInOrder) {
  const Schemas schemas;
  for (const auto& deltas :
       std::vector<std::vector<llm::Delta>>{rich_answer(),
                                            {},
                                            {{.finish = llm::Finish::error}},
                                            {{.finish = llm::Finish::length}}}) {
    EXPECT_EQ(schemas.stream_faults(streamed(deltas)), "");
    EXPECT_EQ(disorder(streamed(deltas)), "");
    EXPECT_EQ(schemas.faults("Response", whole(deltas)), "");
  }
}

TEST(Writers, StreamedAndWholeSayTheSame) {
  const auto events = events_of(streamed(rich_answer()));
  const auto last = json::Document::parse(events.back().data);
  EXPECT_EQ(last->root()["response"].raw(), whole(rich_answer()));
}

TEST(Writers, EndAsTheAnswerDid) {
  const auto ending = [](llm::Finish finish) {
    const auto events = events_of(streamed({{.text = "a"}, {.finish = finish}}));
    const auto last = json::Document::parse(events.back().data);
    const auto response = last->root()["response"];
    EXPECT_EQ(events.back().name, "response." + std::string{*response["status"].string()});
    return std::string{response["status"].string().value_or("")} + " " +
           std::string{response["incomplete_details"]["reason"].string().value_or("-")} + " " +
           std::string{response["output"][0]["status"].string().value_or("-")};
  };
  EXPECT_EQ(ending(llm::Finish::stop), "completed - completed");
  EXPECT_EQ(ending(llm::Finish::tool_calls), "completed - completed");
  EXPECT_EQ(ending(llm::Finish::length), "incomplete max_output_tokens incomplete");
  EXPECT_EQ(ending(llm::Finish::content_filter), "incomplete content_filter incomplete");
  EXPECT_EQ(ending(llm::Finish::error), "failed - incomplete");
}

TEST(StreamWriter, AFailureIsToldInBothShapesAndNeverCompletes) {
  const Schemas schemas;
  StreamWriter writer{test_head()};
  std::string out;
  writer.write({.text = "Hel"}, out);
  writer.fail({.code = Errc::upstream_failed, .message = "acme broke off."}, out);
  EXPECT_EQ(schemas.stream_faults(out), "");
  const auto events = events_of(out);
  ASSERT_GE(events.size(), 2U);
  const auto& failed = events.back();
  EXPECT_EQ(failed.name, "response.failed");
  const auto error = json::Document::parse(events[events.size() - 2].data);
  EXPECT_EQ(error->root()["message"].string(), "acme broke off.");
  EXPECT_EQ(error->root()["error"]["message"].string(), "acme broke off.");
  EXPECT_EQ(out.find("response.completed"), std::string::npos);
  EXPECT_EQ(out.find("output_text.done"), std::string::npos);
  EXPECT_EQ(read_stream({out}).error, Errc::upstream_failed);
}

TEST(StreamWriter, AFailureBeforeAnyWordHasABeginningToo) {
  StreamWriter writer{test_head()};
  std::string out;
  writer.fail({.code = Errc::rate_limited, .message = "Slow."}, out);
  EXPECT_EQ(types_of(out),
            (Types{"response.created", "response.in_progress", "error", "response.failed"}));
  EXPECT_EQ(disorder(out), "");
}

TEST(Writers, SealsOfOthersTravelInReasoningItemsAndFindTheirPlace) {
  const llm::Seal google{.maker = llm::Maker::google, .data = "gsig"};
  for (const auto& answer : {add_up(*read_reply("acme", whole(rich_answer()))),
                             read_stream({streamed(rich_answer())})}) {
    EXPECT_EQ(answer.seals,
              (std::vector<llm::Seal>{{.maker = llm::Maker::anthropic, .data = "sig"}}));
    EXPECT_EQ(answer.text_seals, std::vector{google});
    ASSERT_EQ(answer.calls.size(), 2U);
    EXPECT_EQ(answer.calls[0].seal, google);
    EXPECT_EQ(answer.calls[1].seal, std::nullopt);
  }
}

TEST(Writers, ASealThatComesLateFindsItsCallToo) {
  const llm::Seal google{.maker = llm::Maker::google, .data = "gsig"};
  const std::vector<llm::Delta> deltas{
      {.tool_calls = {{.index = 0, .id = "fn.a", .name = "f", .arguments = "{}"}}},
      {.tool_calls = {{.index = 0, .seal = google}}}};
  EXPECT_EQ(add_up(*read_reply("acme", whole(deltas))).calls[0].seal, google);
  EXPECT_EQ(read_stream({streamed(deltas)}).calls[0].seal, google);
}

TEST(Writers, OfSeveralAnswersOnlyTheFirstIsTold) {
  const auto answer =
      add_up(*read_reply("acme", whole({{.text = "first"}, {.choice = 1, .text = "second"}})));
  EXPECT_EQ(answer.text, "first");
}

TEST(StreamWriter, LineEndsOfOthersStayInsideTheirEvent) {
  auto head = test_head();
  head.request = "{\n \"metadata\": {\r\n \"k\": \"v\"\n }\n}";
  const auto stream = streamed({{.opaque = {{.dialect = llm::Dialect::openai_responses,
                                             .json = "{\n\"type\":\"web_search_call\"}"}}}},
                               head);
  EXPECT_EQ(disorder(stream), "");
  EXPECT_NE(stream.find(R"("metadata":{   "k": "v"  })"), std::string::npos) << stream;
}

/// Random answers of all that the dialect can say.
class RandomAnswer {
 public:
  explicit RandomAnswer(unsigned seed) : random_(seed) {}

  std::vector<llm::Delta> make() {
    std::vector<llm::Delta> deltas;
    for (std::size_t i = pick(8); i-- > 0;) deltas.push_back(piece());
    const bool has_calls = !begun_.empty();
    deltas.push_back(
        {.finish = has_calls ? llm::Finish::tool_calls : llm::Finish::stop,
         .usage = llm::Usage{
             .prompt = 3, .completion = 4, .cached_read = 1, .cache_write = 0, .reasoning = 2}});
    return deltas;
  }

 private:
  std::size_t pick(std::size_t below) { return random_() % below; }
  std::string text() {
    constexpr std::string_view kTexts[] = {"a", "é\n", "\"{}", "日本", "data: [DONE]\n\n"};
    return std::string{kTexts[pick(std::size(kTexts))]};
  }

  llm::Delta piece() {
    switch (pick(6)) {
      case 0: return {.reasoning = text()};
      case 1:
        return {
            .reasoning = text(),
            .reasoning_seal = llm::Seal{.maker = llm::Maker::anthropic, .data = "s", .id = "i"}};
      case 2: return {.refusal = text()};
      case 3: return call();
      case 4: return {.images = {{.source = {.data = "AA", .media_type = "image/png"}}}};
      default: return {.text = text()};
    }
  }

  llm::Delta call() {
    const auto index = pick(3);
    llm::ToolCallDelta piece{.index = index, .arguments = text()};
    if (begun_.insert(index).second) {
      piece.id = "call_" + std::to_string(index);
      piece.name = "f";
    }
    return {.tool_calls = {std::move(piece)}};
  }

  std::mt19937 random_;
  std::set<std::size_t> begun_;
};

/// Calls are numbered as they come.
Answered comparable(Answered answer) {
  std::ranges::sort(answer.calls, {}, &llm::ToolCall::id);
  return answer;
}

TEST(Writers, WhateverIsWrittenIsReadAgainAsItWas) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    const auto deltas = RandomAnswer{seed}.make();
    const auto before = comparable(add_up(deltas));
    const auto stream = streamed(deltas);
    ASSERT_EQ(disorder(stream), "") << stream;
    auto after = comparable(read_stream({stream}));
    ASSERT_TRUE(after == before) << seed << "\n" << stream;
    const auto reply = read_reply("acme", whole(deltas));
    ASSERT_TRUE(reply);
    ASSERT_TRUE(comparable(add_up(*reply)) == before) << seed;
  }
}

}  // namespace
}  // namespace quorum::openai_responses
