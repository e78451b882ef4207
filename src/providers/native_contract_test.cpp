// What goes out to vendors with dialects of their own, and that their answers are understood.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "dialects/anthropic/face.hpp"
#include "llm/call_trace.hpp"
#include "providers/fake_site.hpp"
#include "providers/http_backend.hpp"
#include "sse/aws_frames.hpp"
#include "testkit/fake_upstream.hpp"
#include "testkit/run.hpp"

namespace quorum::providers {
namespace {

using testkit::Play;

/// Streams as recorded, shortened.
const std::vector<std::string> kAnthropicEvents{
    "event: message_start\n"
    R"(data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",)"
    R"("model":"claude","content":[],"stop_reason":null,"usage":{"input_tokens":7,)"
    R"("output_tokens":1}}})"
    "\n\n",
    "event: content_block_start\n"
    R"(data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})"
    "\n\n",
    "event: ping\ndata: {\"type\": \"ping\"}\n\n",
    "event: content_block_delta\n"
    R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hallo"}})"
    "\n\n",
    "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
    "event: message_delta\n"
    R"(data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},)"
    R"("usage":{"output_tokens":2}})"
    "\n\n",
    "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"};

const std::vector<std::string> kGeminiEvents{
    R"(data: {"candidates":[{"content":{"parts":[{"text":"Hal"}],"role":"model"},"index":0}],)"
    R"("usageMetadata":{"promptTokenCount":7,"totalTokenCount":7}})"
    "\r\n\r\n",
    R"(data: {"candidates":[{"content":{"parts":[{"text":"lo"}],"role":"model"},)"
    R"("finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":7,)"
    R"("candidatesTokenCount":2,"totalTokenCount":9}})"
    "\r\n\r\n"};

const std::vector<std::string> kOllamaLines{
    R"({"model":"m","message":{"role":"assistant","content":"Hallo"},"done":false})"
    "\n",
    R"({"model":"m","message":{"role":"assistant","content":""},"done":true,)"
    R"("done_reason":"stop","prompt_eval_count":7,"eval_count":2})"
    "\n"};

const std::vector<std::string> kCohereEvents{
    "event: message-start\n"
    R"(data: {"id":"c1","type":"message-start","delta":{"message":{"role":"assistant"}}})"
    "\n\n",
    "event: content-delta\n"
    R"(data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Hallo"}}}})"
    "\n\n",
    "event: message-end\n"
    R"(data: {"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"tokens":)"
    R"({"input_tokens":7,"output_tokens":2}}}})"
    "\n\n"};

const std::vector<std::string> kChatEvents{
    R"(data: {"choices":[{"index":0,"delta":{"content":"Hallo"},"finish_reason":"stop"}]})"
    "\n\n",
    R"(data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}})"
    "\n\ndata: [DONE]\n\n"};

std::string frame(std::string_view name, std::string_view payload) {
  std::string out;
  sse::append_aws_event(out, name, payload);
  return out;
}

std::vector<std::string> converse_frames() {
  return {frame("messageStart", R"({"role":"assistant"})"),
          frame("contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"text":"Hallo"}})"),
          frame("contentBlockStop", R"({"contentBlockIndex":0})"),
          frame("messageStop", R"({"stopReason":"end_turn"})"),
          frame("metadata", R"({"usage":{"inputTokens":7,"outputTokens":2,"totalTokens":9}})")};
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k <= bytes.size() ? kLetters[bits >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return out;
}

/// The data of each event, as InvokeModel wraps it.
std::vector<std::string> invoke_frames() {
  std::vector<std::string> frames;
  for (const auto& event : kAnthropicEvents) {
    const auto at = event.find("data: ") + 6;
    const auto data = event.substr(at, event.size() - at - 2);
    frames.push_back(frame("chunk", R"({"bytes":")" + base64(data) + R"(","p":"abc"})"));
  }
  return frames;
}

struct Told {
  testkit::SeenRequest seen{};
  std::string text{};
  std::string bytes{};
  std::optional<llm::Finish> finish{};
  std::optional<llm::Usage> usage{};
  std::optional<Error> error{};
};

Task<> listen(llm::ChatBackend* backend, llm::Call call, Told* told) {
  llm::CallTrace trace;
  auto stream = co_await backend->open(std::move(call), {.trace = &trace});
  if (!stream) told->error = stream.error();
  while (stream) {
    auto batch = co_await (*stream)->next();
    if (!batch) told->error = batch.error();
    if (!batch || !*batch) break;
    told->bytes += (*batch)->bytes;
    for (const auto& delta : (*batch)->deltas) {
      told->text += delta.text;
      if (delta.finish) told->finish = delta.finish;
      if (delta.usage) told->usage = delta.usage;
    }
  }
  // Of bytes the trace alone tells.
  if (trace.finish) told->finish = trace.finish;
  if (trace.usage) told->usage = trace.usage;
}

Told tell(std::string_view vendor, SiteConfig config, llm::Call call, std::string path, Play play) {
  return testkit::run([&](async::Loop& loop) -> Task<Told> {
    FakeSite<testkit::FakeUpstream> fake{loop, vendor, std::move(config)};
    fake.upstream.on(path, std::move(play));
    const auto backend = http_backend(*fake.site, {});
    Told told;
    co_await listen(backend.get(), std::move(call), &told);
    if (!fake.upstream.requests().empty()) told.seen = fake.seen();
    co_return told;
  });
}

llm::Call said(std::string model) {
  llm::Call call{.model = std::move(model)};
  call.chat.edit().messages.push_back(llm::message(llm::Role::user, "x"));
  call.chat.edit().include_usage = true;
  return call;
}

std::string sent(const Told& told, std::string_view name) {
  return std::string{told.seen.head.headers.get(name).value_or("none")};
}

void expect_hallo(const Told& told) {
  EXPECT_FALSE(told.error) << told.error->message << told.error->detail;
  EXPECT_EQ(told.text, "Hallo");
  EXPECT_EQ(told.finish, llm::Finish::stop);
  ASSERT_TRUE(told.usage);
  EXPECT_EQ(told.usage->prompt, 7);
  EXPECT_EQ(told.usage->completion, 2);
  EXPECT_EQ(told.seen.head.method, "POST");
  EXPECT_EQ(sent(told, "Content-Type"), "application/json");
}

TEST(NativeContract, Anthropic) {
  const auto told = tell("anthropic", {}, said("claude-sonnet-4-5"), "/v1/messages",
                         testkit::streams(kAnthropicEvents));
  expect_hallo(told);
  EXPECT_EQ(told.seen.head.target, "/v1/messages");
  EXPECT_EQ(sent(told, "x-api-key"), "sk-secret-of-the-house");
  EXPECT_EQ(sent(told, "Authorization"), "none");
  EXPECT_EQ(sent(told, "anthropic-version"), "2023-06-01");
  EXPECT_NE(told.seen.body.find(R"("model":"claude-sonnet-4-5")"), std::string::npos);
  EXPECT_NE(told.seen.body.find(R"("stream":true)"), std::string::npos);
}

TEST(NativeContract, Gemini) {
  const std::string path = "/v1beta/models/gemini-2.5-pro:streamGenerateContent";
  const auto told =
      tell("gemini", {}, said("models/gemini-2.5-pro"), path, testkit::streams(kGeminiEvents));
  expect_hallo(told);
  EXPECT_EQ(told.seen.head.target, path + "?alt=sse");
  EXPECT_EQ(sent(told, "x-goog-api-key"), "sk-secret-of-the-house");
  EXPECT_NE(told.seen.body.find(R"("contents":)"), std::string::npos);
  EXPECT_EQ(told.seen.body.find("gemini-2.5-pro"), std::string::npos);
}

SiteConfig vertex_config() {
  return {.is_token = true,
          .settings = {{"project", Secret{"p-1"}}, {"location", Secret{"us-east5"}}}};
}

TEST(NativeContract, VertexServesGemini) {
  const std::string path =
      "/v1/projects/p-1/locations/us-east5/publishers/google/models/"
      "gemini-2.5-pro:streamGenerateContent";
  const auto told = tell("vertex", vertex_config(), said("gemini-2.5-pro"), path,
                         testkit::streams(kGeminiEvents));
  expect_hallo(told);
  EXPECT_EQ(told.seen.head.target, path + "?alt=sse");
  EXPECT_EQ(sent(told, "Authorization"), "Bearer sk-secret-of-the-house");
}

TEST(NativeContract, VertexServesClaude) {
  const std::string path =
      "/v1/projects/p-1/locations/us-east5/publishers/anthropic/models/"
      "claude-sonnet-4@20250514:streamRawPredict";
  const auto told = tell("vertex", vertex_config(), said("claude-sonnet-4@20250514"), path,
                         testkit::streams(kAnthropicEvents));
  expect_hallo(told);
  EXPECT_EQ(told.seen.head.target, path);
  EXPECT_NE(told.seen.body.find(R"("anthropic_version":"vertex-2023-10-16")"), std::string::npos);
  EXPECT_EQ(told.seen.body.find(R"("model")"), std::string::npos);
  EXPECT_EQ(sent(told, "anthropic-version"), "none");
}

SiteConfig bedrock_config() {
  return {.settings = {{"region", Secret{"eu-west-1"}},
                       {"access_key_id", Secret{"AKIDEXAMPLE"}},
                       {"secret_access_key", Secret{"very-secret"}}}};
}

TEST(NativeContract, BedrockConverses) {
  const std::string path = "/model/amazon.nova-pro-v1%3A0/converse-stream";
  const auto told = tell("bedrock", bedrock_config(), said("amazon.nova-pro-v1:0"), path,
                         testkit::streams(converse_frames()));
  expect_hallo(told);
  EXPECT_EQ(told.seen.head.target, path);
  EXPECT_TRUE(sent(told, "Authorization").starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"));
  EXPECT_EQ(sent(told, "Accept"), "application/vnd.amazon.eventstream");
  EXPECT_EQ(told.seen.bytes.find("very-secret"), std::string::npos);
}

TEST(NativeContract, BedrockGivesAClientOfAnthropicsItsOwnBytes) {
  const auto model = "eu.anthropic.claude-sonnet-4-20250514-v1:0";
  llm::Call call{.model = model,
                 .wire = {.dialect = llm::Dialect::anthropic,
                          .body = R"({"model":"x","max_tokens":9,"stream":true,"messages":)"
                                  R"([{"role":"user","content":"x"}]})",
                          .read = anthropic::face().reader()},
                 .reply = llm::Dialect::anthropic};
  const std::string path =
      "/model/eu.anthropic.claude-sonnet-4-20250514-v1%3A0/invoke-with-response-stream";
  const auto told =
      tell("bedrock", bedrock_config(), std::move(call), path, testkit::streams(invoke_frames()));
  EXPECT_FALSE(told.error) << told.error->message << told.error->detail;
  std::string expected;
  for (const auto& event : kAnthropicEvents) expected += event;
  EXPECT_EQ(told.bytes, expected);
  EXPECT_EQ(told.finish, llm::Finish::stop);
  ASSERT_TRUE(told.usage);
  EXPECT_EQ(told.usage->completion, 2);
  EXPECT_NE(told.seen.body.find(R"("anthropic_version":"bedrock-2023-05-31")"), std::string::npos);
  EXPECT_EQ(told.seen.body.find(R"("stream")"), std::string::npos);
}

TEST(NativeContract, AFrameStreamThatIsCutIsAnError) {
  auto frames = converse_frames();
  frames.resize(2);
  const auto path = "/model/m/converse-stream";
  const auto told = tell("bedrock", bedrock_config(), said("m"), path, testkit::streams(frames));
  ASSERT_TRUE(told.error);
  EXPECT_EQ(told.error->code, Errc::upstream_failed);
  frames.back().resize(frames.back().size() - 3);
  const auto inside = tell("bedrock", bedrock_config(), said("m"), path, testkit::streams(frames));
  ASSERT_TRUE(inside.error);
  EXPECT_EQ(inside.error->code, Errc::upstream_failed);
}

TEST(NativeContract, Cohere) {
  const auto told =
      tell("cohere", {}, said("command-a-03-2025"), "/v2/chat", testkit::streams(kCohereEvents));
  expect_hallo(told);
  EXPECT_EQ(sent(told, "Authorization"), "Bearer sk-secret-of-the-house");
}

TEST(NativeContract, Ollama) {
  auto play = testkit::streams(kOllamaLines);
  play.headers.set("Content-Type", "application/x-ndjson");
  const auto told = tell("ollama", {}, said("llama3"), "/api/chat", std::move(play));
  expect_hallo(told);
  EXPECT_NE(told.seen.body.find(R"("model":"llama3")"), std::string::npos);
}

TEST(NativeContract, AzureWithADate) {
  SiteConfig config{.settings = {{"api_version", Secret{"2024-10-21"}}}};
  const std::string path = "/openai/deployments/my-gpt/chat/completions";
  const auto told =
      tell("azure", std::move(config), said("my-gpt"), path, testkit::streams(kChatEvents));
  expect_hallo(told);
  EXPECT_EQ(told.seen.head.target, path + "?api-version=2024-10-21");
  EXPECT_EQ(sent(told, "api-key"), "sk-secret-of-the-house");
}

TEST(NativeContract, OpenRouterIsToldWhoAsks) {
  SiteConfig config{.settings = {{"HTTP-Referer", Secret{"https://quorum.example"}}}};
  const auto told = tell("openrouter", std::move(config), said("x/y"), "/chat/completions",
                         testkit::streams(kChatEvents));
  expect_hallo(told);
  EXPECT_EQ(sent(told, "HTTP-Referer"), "https://quorum.example");
  EXPECT_EQ(sent(told, "X-Title"), "none");
}

}  // namespace
}  // namespace quorum::providers
