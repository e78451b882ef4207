// What it costs to know a caller, to count a request, and to guess its tokens.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/sha256.hpp"
#include "govern/permit.hpp"
#include "govern/rate.hpp"
#include "govern/ring.hpp"
#include "llm/estimate.hpp"

namespace {

using namespace quorum;

const std::string kKey = "sk-quorum-0123456789abcdefghijklmnopqrstuv012345";

void hash(benchmark::State& state) {
  Sha256Machine machine;
  for (auto _ : state) {
    auto digest = machine.digest(kKey);
    benchmark::DoNotOptimize(digest);
  }
}

void find(benchmark::State& state) {
  Sha256Machine machine;
  std::vector<Sha256Digest> hashes;
  hashes.reserve(static_cast<std::size_t>(state.range(0)));
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    hashes.push_back(machine.digest("key " + std::to_string(i)));
  }
  const auto ring = govern::Ring::make({}, hashes, nullptr);
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ring->find(hashes[next]));
    next = (next + 7919) % hashes.size();
  }
}

void rate(benchmark::State& state) {
  govern::Rate rate;
  const SystemClock clock;
  for (auto _ : state) {
    auto taken = rate.take(1'000'000'000, clock.now());
    benchmark::DoNotOptimize(taken);
  }
}

void permit(benchmark::State& state) {
  const auto permits = std::make_shared<govern::Permits>();
  for (auto _ : state) {
    auto permit = govern::Permits::take(permits, 1'000);
    benchmark::DoNotOptimize(permit);
  }
}

void tokens(benchmark::State& state) {
  std::string text;
  while (text.size() < static_cast<std::size_t>(state.range(0))) {
    text += "Why does the sky look blue at noon, and red at dusk? ";
  }
  for (auto _ : state) benchmark::DoNotOptimize(llm::estimate_tokens(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

BENCHMARK(hash)->Name("key, hashed");
BENCHMARK(find)->Name("key, found among")->Arg(10)->Arg(100'000);
BENCHMARK(rate)->Name("limit, a request counted");
BENCHMARK(permit)->Name("limit, a stream counted");
BENCHMARK(tokens)->Name("tokens, estimated")->Arg(1024)->Arg(10240);

}  // namespace
