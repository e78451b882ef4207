#include "providers/cli/reader.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace quorum::providers {
namespace {

struct Heard {
  std::string text{};
  std::string reasoning{};
  std::string model{};
  std::optional<llm::Finish> finish{};
  std::optional<llm::Usage> usage{};
  std::string error{};
  bool is_done = false;
};

Heard hear(std::string_view agent, std::initializer_list<std::string_view> lines) {
  const auto reader = agent_reader(*find_agent(agent));
  std::vector<llm::Delta> deltas;
  Heard heard;
  for (const auto line : lines) {
    const auto read = reader->read(line, deltas);
    if (!read) heard.error = read.error().message;
  }
  for (const auto& delta : deltas) {
    heard.text += delta.text;
    heard.reasoning += delta.reasoning;
    if (!delta.model.empty()) heard.model = delta.model;
    if (delta.finish) heard.finish = delta.finish;
    if (delta.usage) heard.usage = delta.usage;
  }
  heard.is_done = reader->is_done();
  return heard;
}

TEST(ClaudeReader, TellsPiecesOnceThoughTheWholeComesAfterThem) {
  const auto heard =
      hear("claude",
           {R"({"type":"system","subtype":"init","session_id":"s","model":"claude-x","tools":[]})",
            R"({"type":"stream_event","event":{"type":"content_block_delta",)"
            R"("delta":{"type":"thinking_delta","thinking":"Hm"}}})",
            R"({"type":"stream_event","event":{"type":"content_block_delta",)"
            R"("delta":{"type":"text_delta","text":"He"}}})",
            R"({"type":"stream_event","event":{"type":"content_block_delta",)"
            R"("delta":{"type":"text_delta","text":"llo"}}})",
            R"({"type":"assistant","message":{"content":[{"type":"text","text":"Hello"}]}})",
            R"({"type":"result","subtype":"success","is_error":false,"result":"Hello",)"
            R"("stop_reason":"end_turn","usage":{"input_tokens":3,"cache_read_input_tokens":4,)"
            R"("cache_creation_input_tokens":5,"output_tokens":2}})",
            R"({"type":"stream_event","event":{"delta":{"text":"late"}}})"});
  EXPECT_EQ(heard.text, "Hello");
  EXPECT_EQ(heard.reasoning, "Hm");
  EXPECT_EQ(heard.model, "claude-x");
  EXPECT_EQ(heard.finish, llm::Finish::stop);
  EXPECT_EQ(heard.usage,
            (llm::Usage{.prompt = 12, .completion = 2, .cached_read = 4, .cache_write = 5}));
  EXPECT_TRUE(heard.is_done);
}

TEST(ClaudeReader, TakesTheResultWhereNothingElseWasSaid) {
  EXPECT_EQ(
      hear("claude", {R"({"type":"result","subtype":"success","result":"Hi","usage":{}})"}).text,
      "Hi");
}

TEST(ClaudeReader, AFailedResultIsAnError) {
  EXPECT_EQ(hear("claude", {R"({"type":"result","subtype":"success","is_error":true,)"
                            R"("result":"Credit balance is too low"})"})
                .error,
            "claude failed: Credit balance is too low");
  EXPECT_EQ(
      hear("claude", {R"({"type":"result","subtype":"error_max_turns","is_error":true})"}).error,
      "claude failed to answer.");
}

TEST(ClaudeReader, WordsBeforeATurnThatWasCutAreAnAnswer) {
  const auto heard =
      hear("claude", {R"({"type":"assistant","message":{"content":[{"type":"text","text":"Hi"}]}})",
                      R"({"type":"result","subtype":"error_max_turns","is_error":true})"});
  EXPECT_EQ(heard.text, "Hi");
  EXPECT_EQ(heard.finish, llm::Finish::stop);
}

TEST(CodexReader, TellsMessagesAsParagraphs) {
  const auto heard =
      hear("codex",
           {R"({"type":"thread.started","thread_id":"t"})", R"({"type":"turn.started"})",
            R"({"type":"item.completed","item":{"id":"0","type":"reasoning","text":"Hm"}})",
            R"({"type":"item.completed","item":{"id":"1","type":"agent_message","text":"One."}})",
            R"({"type":"item.completed","item":{"id":"2","type":"agent_message","text":"Two."}})",
            R"({"type":"turn.completed","usage":{"input_tokens":9,"cached_input_tokens":4,)"
            R"("output_tokens":5,"reasoning_output_tokens":1}})"});
  EXPECT_EQ(heard.text, "One.\n\nTwo.");
  EXPECT_EQ(heard.reasoning, "Hm");
  EXPECT_EQ(heard.usage,
            (llm::Usage{.prompt = 9, .completion = 5, .cached_read = 4, .reasoning = 1}));
}

TEST(CodexReader, AFailedTurnIsAnError) {
  EXPECT_EQ(hear("codex", {R"({"type":"turn.failed","error":{"message":"no quota"}})"}).error,
            "codex failed: no quota");
  EXPECT_EQ(hear("codex", {R"({"type":"error","message":"stream lost"})"}).error,
            "codex failed: stream lost");
}

TEST(CursorReader, ALineWithoutATimeRepeatsThePieces) {
  const auto heard = hear(
      "cursor-agent",
      {R"({"type":"system","subtype":"init","model":"m","session_id":"s"})",
       R"({"type":"user","message":{"content":[{"type":"text","text":"ask"}]}})",
       R"({"type":"thinking","subtype":"delta","text":"Hm"})",
       R"({"type":"assistant","timestamp_ms":1,"message":{"content":[{"type":"text",)"
       R"("text":"He"}]}})",
       R"({"type":"assistant","timestamp_ms":2,"message":{"content":[{"type":"text",)"
       R"("text":"llo"}]}})",
       R"({"type":"assistant","message":{"content":[{"type":"text","text":"Hello"}]}})",
       R"({"type":"result","subtype":"success","is_error":false,"result":"Hello",)"
       R"("usage":{"inputTokens":3,"outputTokens":2,"cacheReadTokens":1,"cacheWriteTokens":0}})"});
  EXPECT_EQ(heard.text, "Hello");
  EXPECT_EQ(heard.reasoning, "Hm");
  EXPECT_EQ(heard.usage,
            (llm::Usage{.prompt = 4, .completion = 2, .cached_read = 1, .cache_write = 0}));
}

TEST(CursorReader, OlderBuildsTellNoUsage) {
  const auto heard =
      hear("cursor-agent", {R"({"type":"result","is_error":false,"result":"Hello"})"});
  EXPECT_EQ(heard.text, "Hello");
  EXPECT_FALSE(heard.usage);
  EXPECT_TRUE(heard.is_done);
}

TEST(GeminiReader, TellsPiecesAndTheirCount) {
  const auto heard =
      hear("gemini",
           {R"({"type":"init","session_id":"s","model":"gemini-x"})",
            R"({"type":"message","role":"user","content":"ask"})",
            R"({"type":"message","role":"assistant","content":"He","delta":true})",
            R"({"type":"error","severity":"warning","message":"loop"})",
            R"({"type":"message","role":"assistant","content":"llo","delta":true})",
            R"({"type":"result","status":"success","stats":{"input_tokens":7,"output_tokens":2,)"
            R"("cached":3}})"});
  EXPECT_EQ(heard.text, "Hello");
  EXPECT_EQ(heard.error, "");
  EXPECT_EQ(heard.usage, (llm::Usage{.prompt = 7, .completion = 2, .cached_read = 3}));
}

TEST(GeminiReader, AFailedResultIsAnError) {
  EXPECT_EQ(
      hear("gemini", {R"({"type":"result","status":"error","error":{"message":"quota"}})"}).error,
      "gemini failed: quota");
}

TEST(AgentReader, WhatIsNoLineOfItsIsPassedOver) {
  for (const auto& agent : agents()) {
    const auto heard = hear(agent.name, {"", "Warning: update available", "[1]", "{", "{}",
                                         R"({"type":7})", R"({"type":"novelty","x":{}})"});
    EXPECT_EQ(heard.text, "") << agent.name;
    EXPECT_EQ(heard.error, "") << agent.name;
    EXPECT_FALSE(heard.is_done) << agent.name;
  }
}

TEST(AgentFailed, SaysHowAndWithWhichLastWords) {
  const auto& claude = *find_agent("claude");
  EXPECT_EQ(agent_failed(claude, 1, 0, "at main.js:3\nworkspace is not trusted\n").message,
            "claude ended with code 1: workspace is not trusted");
  EXPECT_EQ(agent_failed(claude, 0, 9, "").message, "claude was ended by signal 9.");
  EXPECT_EQ(agent_failed(claude, 0, 0, "").message, "claude ended without an answer.");
  EXPECT_EQ(agent_failed(claude, 1, 0, "").code, Errc::upstream_failed);
  EXPECT_EQ(agent_failed(claude, 1, 0, "Invalid API key · Please run /login").code,
            Errc::unauthenticated);
  const auto secret = agent_failed(claude, 1, 0, "bad key sk-ant-REDACTED-0123456789abcdef");
  EXPECT_EQ(secret.message.find("0123456789abcdef"), std::string::npos) << secret.message;
}

}  // namespace
}  // namespace quorum::providers
