// What the wire costs before anybody has understood a word: heads, chunks, events, the JSON's head.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "dialects/openai_chat/face.hpp"
#include "http/body_decoder.hpp"
#include "http/head_parser.hpp"
#include "http/head_writer.hpp"
#include "json/scan.hpp"
#include "providers/relay.hpp"
#include "sse/parser.hpp"

namespace {

using namespace quorum;

// As OpenAI's own client for Node sends it.
constexpr std::string_view kHead =
    "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:8000\r\nconnection: keep-alive\r\n"
    "accept: application/json\r\ncontent-type: application/json\r\nuser-agent: OpenAI/JS 5.8.2\r\n"
    "x-stainless-retry-count: 0\r\nx-stainless-lang: js\r\nx-stainless-package-version: 5.8.2\r\n"
    "x-stainless-os: Linux\r\nx-stainless-arch: x64\r\nx-stainless-runtime: node\r\n"
    "x-stainless-runtime-version: v22.17.0\r\nauthorization: Bearer sk-quorum-0123456789abcdef\r\n"
    "accept-language: *\r\nsec-fetch-mode: cors\r\naccept-encoding: gzip, deflate\r\n"
    "content-length: 1024\r\n\r\n";

const std::string kEvent =
    R"(data: {"id":"chatcmpl-9f2c","object":"chat.completion.chunk","created":1760000000,)"
    R"("model":"gpt-4o-2024-08-06","system_fingerprint":"fp_1","choices":[{"index":0,"delta":)"
    R"({"content":" rather"},"logprobs":null,"finish_reason":null}]})"
    "\n\n";

std::string chunk_of(std::string_view bytes) {
  return std::string(http::ChunkHead(bytes.size()).view()) + std::string(bytes) + "\r\n";
}

std::string body_of(std::size_t bytes) {
  const std::string head =
      R"({"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":")";
  return head + std::string(bytes - head.size() - 4, 'x') + R"("}]})";
}

void count(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void request_head(benchmark::State& state) {
  for (auto _ : state) {
    http::RequestHeadParser parser({});
    auto taken = parser.push(kHead);
    benchmark::DoNotOptimize(taken);
  }
  count(state, kHead.size());
}

void answer_head(benchmark::State& state) {
  http::ResponseHead head;
  head.headers.add("Content-Type", "application/json");
  head.headers.add("x-request-id", "req_0mhq3k2v9x4t8b7c6d5e4f3g");
  std::string out;
  for (auto _ : state) {
    out.clear();
    http::append_answer_head(out, head, {.length = 512, .date = "Sat, 21 Nov 2026 09:25:50 GMT"});
    benchmark::DoNotOptimize(out.data());
  }
}

void chunk(benchmark::State& state) {
  const auto bytes = chunk_of(kEvent);
  http::ChunkedDecoder decoder;
  std::string body;
  for (auto _ : state) {
    body.clear();
    auto taken = decoder.push(bytes, body);
    benchmark::DoNotOptimize(taken);
  }
  count(state, bytes.size());
}

void cut(benchmark::State& state) {
  providers::EventCutter cutter(1 << 20);
  for (auto _ : state) {
    auto cut = cutter.push(kEvent, [](std::string_view event) {
      benchmark::DoNotOptimize(event);
      return Result<>{};
    });
    benchmark::DoNotOptimize(cut);
  }
  count(state, kEvent.size());
}

void parse(benchmark::State& state) {
  sse::Parser parser(1 << 20);
  std::vector<sse::Event> events;
  for (auto _ : state) {
    events.clear();
    auto parsed = parser.push(kEvent, events);
    benchmark::DoNotOptimize(parsed);
  }
  count(state, kEvent.size());
}

void members(benchmark::State& state) {
  const auto body = body_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    auto found = json::scan_object(body);
    benchmark::DoNotOptimize(found);
  }
  count(state, body.size());
}

void head_of_chat(benchmark::State& state) {
  const auto body = body_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    auto head = openai_chat::face().scan(body);
    benchmark::DoNotOptimize(head);
  }
  count(state, body.size());
}

BENCHMARK(request_head)->Name("HTTP, a request's head read");
BENCHMARK(answer_head)->Name("HTTP, an answer's head written");
BENCHMARK(chunk)->Name("HTTP, a chunk decoded");
BENCHMARK(cut)->Name("SSE, an event cut out, bytes kept");
BENCHMARK(parse)->Name("SSE, an event parsed");
BENCHMARK(members)->Name("JSON, members found")->Arg(1024)->Arg(10240)->Arg(102400);
BENCHMARK(head_of_chat)->Name("JSON, model and delivery found")->Arg(1024)->Arg(10240);

}  // namespace
