// What it costs to bring a request or an event into another dialect, beside parsing and writing the
// same bytes with a document-object library (nlohmann-json): `bench/run` puts the figures into
// docs/benchmarks.md.
#include <benchmark/benchmark.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dialects/anthropic/face.hpp"
#include "dialects/anthropic/target.hpp"
#include "dialects/openai_chat/face.hpp"
#include "dialects/openai_chat/target.hpp"

namespace {

using namespace quorum;

const std::string kChunk =
    R"({"id":"chatcmpl-9f2c","object":"chat.completion.chunk","created":1760000000,)"
    R"("model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_1",)"
    R"("choices":[{"index":0,"delta":{"content":" rather"},"logprobs":null,"finish_reason":null}],)"
    R"("usage":null,"obfuscation":"aB3"})";
const std::string kAnthropicEvent =
    R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" rather"}})";

std::string request(std::size_t bytes) {
  std::string body = R"({"model":"gpt-4o","temperature":0.7,"max_tokens":500,"stream":true,)"
                     R"("messages":[{"role":"system","content":"Be brief."})";
  while (body.size() + 200 < bytes) {
    body += R"(,{"role":"user","content":"Why does the sky look blue at noon and red at dusk?"},)"
            R"({"role":"assistant","content":"Because air scatters short waves the most."})";
  }
  return body + R"(,{"role":"user","content":"Say it in one sentence."}]})";
}

void count(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

/// One event of a long stream: reader and writer live on.
void event(benchmark::State& state, const dialects::Target& from, const dialects::Face& to,
           std::string_view name, const std::string& data) {
  const auto reader = from.stream_reader("bench");
  const auto writer = to.stream_writer({.id = "1", .model = "m"});
  std::vector<llm::Delta> deltas;
  std::string out;
  for (auto _ : state) {
    deltas.clear();
    out.clear();
    if (!reader->read(name, data, deltas)) state.SkipWithError("not read");
    for (const auto& delta : deltas) writer->write(delta, out);
    benchmark::DoNotOptimize(out.data());
  }
  count(state, data.size());
}

void event_dom(benchmark::State& state) {
  for (auto _ : state) {
    const auto chunk = nlohmann::json::parse(kChunk);
    const nlohmann::json made = {
        {"type", "content_block_delta"},
        {"index", 0},
        {"delta", {{"type", "text_delta"}, {"text", chunk["choices"][0]["delta"]["content"]}}}};
    auto out = "event: content_block_delta\ndata: " + made.dump() + "\n\n";
    benchmark::DoNotOptimize(out.data());
  }
  count(state, kChunk.size());
}

void splice(benchmark::State& state) {
  const auto body = request(static_cast<std::size_t>(state.range(0)));
  const dialects::Quirks quirks;
  for (auto _ : state) {
    auto out = openai_chat::target().splice(
        body,
        {.model = "gpt-4o-2024-08-06", .delivery = dialects::Delivery::streamed, .quirks = quirks});
    benchmark::DoNotOptimize(out->body.data());
  }
  count(state, body.size());
}

void rewrite(benchmark::State& state) {
  const auto body = request(static_cast<std::size_t>(state.range(0)));
  const dialects::Quirks quirks;
  const dialects::Ask ask{
      .model = "claude-sonnet-4-5", .delivery = dialects::Delivery::streamed, .quirks = quirks};
  for (auto _ : state) {
    const auto chat = openai_chat::face().reader()(body);
    auto out = anthropic::target().write(*chat, ask);
    benchmark::DoNotOptimize(out->body.data());
  }
  count(state, body.size());
}

void request_dom(benchmark::State& state) {
  const auto body = request(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    auto parsed = nlohmann::json::parse(body);
    parsed["model"] = "gpt-4o-2024-08-06";
    auto out = parsed.dump();
    benchmark::DoNotOptimize(out.data());
  }
  count(state, body.size());
}

void openai_to_anthropic(benchmark::State& state) {
  event(state, openai_chat::target(), anthropic::face(), "", kChunk);
}
void anthropic_to_openai(benchmark::State& state) {
  event(state, anthropic::target(), openai_chat::face(), "content_block_delta", kAnthropicEvent);
}

BENCHMARK(openai_to_anthropic)->Name("event, OpenAI to Anthropic");
BENCHMARK(anthropic_to_openai)->Name("event, Anthropic to OpenAI");
BENCHMARK(event_dom)->Name("event, OpenAI to Anthropic by a DOM");
BENCHMARK(splice)->Name("request, spliced")->Arg(1024)->Arg(10240);
BENCHMARK(rewrite)->Name("request, OpenAI to Anthropic")->Arg(1024)->Arg(10240);
BENCHMARK(request_dom)->Name("request, model changed by a DOM")->Arg(1024)->Arg(10240);

}  // namespace
