#include "dialects/openai_responses/stream.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_responses/answer_fixture.hpp"

namespace quorum::openai_responses {
namespace {

/// Events without names, as they stand in `data:`.
std::vector<llm::Delta> read(const std::vector<std::string_view>& events,
                             std::optional<Error>* error = nullptr) {
  StreamReader reader{"acme"};
  std::vector<llm::Delta> deltas;
  std::optional<Error> first;
  for (const auto event : events) {
    if (first) break;
    if (auto read = reader.read("", event, deltas); !read) first = read.error();
  }
  if (!first) {
    if (auto ended = reader.end(deltas); !ended) first = ended.error();
  }
  if (error != nullptr) {
    *error = first;
  } else {
    EXPECT_FALSE(first) << first->message;
  }
  return deltas;
}

constexpr std::string_view kDone =
    R"({"type":"response.completed","response":{"status":"completed","output":[]}})";
constexpr std::string_view kCallAdded = R"({"type":"response.output_item.added","output_index":0,
    "item":{"type":"function_call","call_id":"c","name":"f","arguments":""}})";

TEST(Stream, PiecesAreToldOnceThoughTheirEndRepeatsThem) {
  const auto answer =
      add_up(read({R"({"type":"response.output_text.delta","output_index":0,"content_index":0,
                "delta":"He"})",
                   R"({"type":"response.output_text.done","output_index":0,"content_index":0,
                "text":"Hello"})",
                   R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message",
                "content":[{"type":"output_text","text":"Hello!","annotations":
                [{"type":"url_citation","url":"u","title":"t","start_index":0,"end_index":5}]}]}})",
                   kDone}));
  EXPECT_EQ(answer.text, "Hello!");
  EXPECT_EQ(answer.citations,
            (std::vector<llm::Citation>{{.url = "u", .title = "t", .begin = 0, .end = 5}}));
  EXPECT_EQ(answer.finishes, std::vector{llm::Finish::stop});
}

TEST(Stream, CallsAreTheirItems) {
  const auto answer =
      add_up(read({kCallAdded,
                   R"({"type":"response.output_item.added","output_index":1,"item":
                       {"type":"custom_tool_call","call_id":"d","name":"g","input":""}})",
                   R"({"type":"response.custom_tool_call_input.delta","output_index":1,
                       "delta":"free"})",
                   R"({"type":"response.function_call_arguments.delta","output_index":0,
                       "delta":"{\"a\""})",
                   R"({"type":"response.function_call_arguments.done","output_index":0,
                       "arguments":"{\"a\":1}"})",
                   R"({"type":"response.output_item.done","output_index":0,"item":
                       {"type":"function_call","call_id":"c","name":"f",
                        "arguments":"{\"a\":1}"}})",
                   kDone}));
  EXPECT_EQ(
      answer.calls,
      (std::vector<llm::ToolCall>{
          {.id = "c", .name = "f", .arguments = R"({"a":1})"},
          {.id = "d", .name = "g", .arguments = "free", .kind = llm::ToolCall::Kind::custom}}));
  EXPECT_EQ(answer.finishes, std::vector{llm::Finish::tool_calls});
}

TEST(Stream, ThoughtsAreHeardOnceAndSealedAtTheirEnd) {
  const auto answer =
      add_up(read({R"({"type":"response.reasoning_summary_text.delta","output_index":0,
                       "summary_index":0,"delta":"one"})",
                   R"({"type":"response.reasoning_text.delta","output_index":0,
                       "content_index":0,"delta":"raw"})",
                   R"({"type":"response.reasoning_summary_text.delta","output_index":0,
                       "summary_index":1,"delta":"two"})",
                   R"({"type":"response.output_item.done","output_index":0,"item":
                       {"type":"reasoning","id":"rs_1","encrypted_content":"gAAA","summary":
                        [{"text":"one"},{"text":"two"}],"content":[{"text":"raw"}]}})",
                   kDone}));
  EXPECT_EQ(answer.reasoning, "one\n\ntwo");
  EXPECT_EQ(answer.seals, (std::vector<llm::Seal>{{.maker = llm::Maker::openai,
                                                   .form = llm::Seal::Form::encrypted,
                                                   .data = "gAAA",
                                                   .id = "rs_1"}}));
}

TEST(Stream, WhatWasNeverAnnouncedIsTakenFromTheEnd) {
  const auto answer =
      add_up(read({R"({"type":"response.created","response":{"id":"r","model":"m"}})",
                   R"({"type":"response.completed","response":{"id":"r","status":"completed",
                       "output":[{"type":"message","content":[{"type":"output_text",
                       "text":"all"}]},{"type":"function_call","call_id":"c","name":"f",
                       "arguments":"{}"}]}})"}));
  EXPECT_EQ(answer.text, "all");
  EXPECT_EQ(answer.calls.size(), 1U);
  EXPECT_EQ(answer.finishes, std::vector{llm::Finish::tool_calls});
}

TEST(Stream, NamesItsAnswerOnce) {
  const auto deltas =
      read({R"({"type":"response.created","response":{"id":"r","model":"m"}})",
            R"({"type":"response.in_progress","response":{"id":"r","model":"m"}})",
            R"({"type":"response.completed","response":{"id":"r","model":"m","output":[],
                "status":"completed","service_tier":"flex"}})"});
  EXPECT_EQ(deltas,
            (std::vector<llm::Delta>{{.id = "r", .model = "m"},
                                     {.finish = llm::Finish::stop, .service_tier = "flex"}}));
}

TEST(Stream, TokensKeepTheirLikelihoods) {
  const auto deltas =
      read({R"({"type":"response.output_text.delta","output_index":0,"content_index":0,
                "delta":"a","logprobs":[{"token":"a","logprob":-1}]})",
            R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message",
                "content":[{"type":"output_text","text":"a","logprobs":
                [{"token":"a","logprob":-1}]}]}})",
            kDone});
  EXPECT_EQ(add_up(deltas).logprobs,
            (std::vector<llm::TokenLogprob>{{.token = "a", .logprob = -1}}));
}

TEST(Stream, ErrorsOfEitherShapeEndIt) {
  const auto code = [](std::string_view event) {
    std::optional<Error> error;
    read({event}, &error);
    return error ? error->code : Errc::internal;
  };
  EXPECT_EQ(code(R"({"type":"error","code":"rate_limit_exceeded","message":"m"})"),
            Errc::rate_limited);
  EXPECT_EQ(code(R"({"type":"error","error":{"code":"server_error","message":"m"}})"),
            Errc::upstream_failed);
  EXPECT_EQ(code(R"({"error":{"message":"m","type":"invalid_request_error"}})"),
            Errc::invalid_request);
  EXPECT_EQ(code(R"({"type":"response.failed","response":{"status":"failed","error":
                     {"code":"rate_limit_exceeded","message":"m"}}})"),
            Errc::rate_limited);
  EXPECT_EQ(code(R"({"type":"response.failed","response":{"output":[]}})"), Errc::upstream_failed);
  EXPECT_EQ(code("{"), Errc::upstream_failed);
}

TEST(Stream, IncompleteSaysWhy) {
  const auto finish = [](std::string_view reason) {
    const auto event =
        std::string{R"({"type":"response.incomplete","response":{"status":"incomplete",)"} +
        R"("incomplete_details":)" + std::string{reason} + R"(,"output":[]}})";
    return add_up(read({event})).finishes;
  };
  EXPECT_EQ(finish(R"({"reason":"max_output_tokens"})"), std::vector{llm::Finish::length});
  EXPECT_EQ(finish(R"({"reason":"content_filter"})"), std::vector{llm::Finish::content_filter});
  EXPECT_EQ(finish("null"), std::vector{llm::Finish::length});
}

TEST(Stream, WithoutItsLastEventItWasCut) {
  std::optional<Error> error;
  read({kCallAdded, "[DONE]"}, &error);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::upstream_failed);
}

TEST(Stream, IsDoneWhereNothingFollows) {
  std::vector<llm::Delta> deltas;
  StreamReader named{"acme"};
  ASSERT_TRUE(named.read("response.completed", kDone, deltas));
  EXPECT_TRUE(named.is_done());
  // Those without names send a mark behind it.
  StreamReader bare{"acme"};
  ASSERT_TRUE(bare.read("", kDone, deltas));
  EXPECT_FALSE(bare.is_done());
  ASSERT_TRUE(bare.read("", "[DONE]", deltas));
  EXPECT_TRUE(bare.is_done());
  EXPECT_TRUE(bare.end(deltas));
}

TEST(Stream, PiecesOfWordsNeedNoCloserLook) {
  const StreamReader reader{"acme"};
  EXPECT_FALSE(reader.outline("event: response.output_text.delta\ndata: {}\n\n").may_matter);
  EXPECT_FALSE(
      reader.outline("event: response.reasoning_text.delta\r\ndata: {}\r\n\r\n").may_matter);
  EXPECT_TRUE(reader.outline("event: response.completed\ndata: {}\n\n").may_matter);
  EXPECT_TRUE(reader.outline("event: response.output_item.added\ndata: {}\n\n").may_matter);
  EXPECT_TRUE(reader.outline("event: error\ndata: {}\n\n").may_matter);
  EXPECT_TRUE(reader.outline("data: {}\n\n").may_matter);
}

}  // namespace
}  // namespace quorum::openai_responses
