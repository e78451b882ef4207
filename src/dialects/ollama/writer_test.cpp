#include "dialects/ollama/writer.hpp"

#include <gtest/gtest.h>

#include "core/clock.hpp"
#include "dialects/ollama/reply.hpp"

namespace quorum::ollama {
namespace {

const dialects::ReplyHead kHead{.id = "1", .model = "m", .created_ms = 1'800'000'000'000};
constexpr std::string_view kStart = R"({"model":"m","created_at":"2027-01-15T08:00:00.000Z",)";

std::string line(std::string_view rest) { return std::string{kStart}.append(rest) + "\n"; }

TEST(Writer, AStreamEndsWithItsCountsAndTimes) {
  ManualClock clock;
  auto head = kHead;
  head.clock = &clock;
  StreamWriter writer{Endpoint::chat, head};
  std::string out;
  clock.advance(std::chrono::milliseconds{20});
  writer.write({.reasoning = "hm", .text = "4"}, out);
  clock.advance(std::chrono::milliseconds{30});
  writer.write({.finish = llm::Finish::length, .usage = llm::Usage{.prompt = 11, .completion = 7}},
               out);
  writer.end(out);
  EXPECT_EQ(out, R"({"model":"m","created_at":"2027-01-15T08:00:00.020Z","message":)"
                 R"({"role":"assistant","content":"4","thinking":"hm"},"done":false})"
                 "\n"
                 R"({"model":"m","created_at":"2027-01-15T08:00:00.050Z","message":)"
                 R"({"role":"assistant","content":""},"done":true,"done_reason":"length",)"
                 R"("total_duration":50000000,"load_duration":0,"prompt_eval_count":11,)"
                 R"("prompt_eval_duration":20000000,"eval_count":7,"eval_duration":30000000})"
                 "\n");
}

TEST(Writer, CallsAreToldWholeBeforeTheEnd) {
  StreamWriter writer{Endpoint::chat, kHead};
  std::string out;
  writer.write({.tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{\"x\":\n"}}},
               out);
  writer.write({.tool_calls = {{.index = 1, .name = "g", .arguments = "no object"}}}, out);
  writer.write({.tool_calls = {{.index = 0, .arguments = "1}"}}}, out);
  EXPECT_EQ(out, "");
  writer.write({.finish = llm::Finish::tool_calls}, out);
  writer.end(out);
  EXPECT_EQ(out, line(R"("message":{"role":"assistant","content":"","tool_calls":)"
                      R"([{"id":"a","function":{"index":0,"name":"f","arguments":{"x":1}}},)"
                      R"({"function":{"index":1,"name":"g","arguments":{"input":"no object"}}}]},)"
                      R"("done":false})") +
                     line(R"("message":{"role":"assistant","content":""},"done":true,)"
                          R"("done_reason":"stop"})"));
}

TEST(Writer, GenerateSaysTheSameOneLevelHigher) {
  StreamWriter writer{Endpoint::generate, kHead};
  std::string out;
  writer.write({.text = "a"}, out);
  writer.end(out);
  EXPECT_EQ(out, line(R"("response":"a","done":false})") +
                     line(R"("response":"","done":true,"done_reason":"stop"})"));
}

TEST(Writer, AFailureIsALineAndNoEnd) {
  StreamWriter writer{Endpoint::chat, kHead};
  std::string out;
  writer.fail({.code = Errc::upstream_failed, .message = "It broke."}, out);
  EXPECT_EQ(out, "{\"error\":\"It broke.\"}\n");
}

TEST(Writer, AWholeAnswerIsOneObject) {
  ReplyWriter writer{Endpoint::chat, kHead};
  writer.add({.reasoning = "h"});
  writer.add({.reasoning = "m", .text = "4"});
  writer.add({.text = "2", .refusal = "!", .logprobs = {{.token = "4", .logprob = -1}}});
  writer.add({.images = {{.source = {.data = "AAAA"}}, {.source = {.url = "https://a"}}}});
  writer.add({.tool_calls = {{.index = 0, .id = "1", .name = "f", .arguments = "{}"}}});
  writer.add({.finish = llm::Finish::stop,
              .usage = llm::Usage{.prompt = 1, .completion = 2},
              .extension = "{\n}"});
  EXPECT_EQ(writer.end() + "\n",
            line(R"("message":{"role":"assistant","content":"42!","thinking":"hm",)"
                 R"("images":["AAAA"],"tool_calls":[{"id":"1","function":{"index":0,"name":"f",)"
                 R"("arguments":{}}}]},"logprobs":[{"token":"4","logprob":-1,"bytes":[52]}],)"
                 R"("quorum":{},"done":true,"done_reason":"stop",)"
                 R"("prompt_eval_count":1,"eval_count":2})"));
}

TEST(Writer, AnAnswerWithoutUsageHasNoCounts) {
  ReplyWriter writer{Endpoint::generate, kHead};
  EXPECT_EQ(writer.end() + "\n", line(R"("response":"","done":true,"done_reason":"stop"})"));
}

TEST(Writer, AModelAtHandIsSaidSo) {
  EXPECT_EQ(write_loaded(Endpoint::generate, kHead) + "\n",
            line(R"("response":"","done":true,"done_reason":"load"})"));
  EXPECT_EQ(write_loaded(Endpoint::chat, kHead) + "\n",
            line(R"("message":{"role":"assistant","content":""},"done":true,)"
                 R"("done_reason":"load"})"));
}

}  // namespace
}  // namespace quorum::ollama
