#include "bench/load/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "async/channel.hpp"
#include "async/combine.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "bench/load/exchange.hpp"
#include "bench/load/metronome.hpp"
#include "bench/stamp.hpp"
#include "core/try.hpp"

namespace quorum::bench {
namespace {

using std::chrono::milliseconds;

// After a flaw: a server that refuses all is not to be asked without pause.
constexpr milliseconds kFlawPause{5};

// What is due and cannot be sent waits here; far more than a server can be behind with.
constexpr std::size_t kDueMax = 1 << 22;

std::uint64_t ns_of(TimePoint moment) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(moment.time_since_epoch()).count());
}

/// One thread's part.
class Share {
 public:
  Share(LoadShared& shared, const LoadConfig& config, std::uint64_t first_ask)
      : shared_(shared), config_(config), next_ask_(first_ask), due_(shared.loop, kDueMax) {}

  Task<Result<>> run() {
    const auto end = shared_.loop.now() + config_.duration;
    auto working = config_.rate > 0 ? work_at_rate() : work_closed();
    auto done = co_await async::with_deadline(shared_.loop, end, std::move(working));
    shared_.tally.late += due_.size();
    if (!done && done.error().code == Errc::deadline_exceeded) co_return {};
    co_return done;
  }

 private:
  Task<Result<>> work_closed() {
    async::Scope scope(shared_.loop);
    for (std::size_t i = 0; i < config_.connections; ++i) {
      const auto wait = config_.ramp * i / config_.connections;
      scope.spawn(ask_closed(this, i, std::chrono::duration_cast<Duration>(wait)));
    }
    co_await scope.join();
    co_return {};
  }

  bool may_ask() const { return config_.requests_max == 0 || asked_ < config_.requests_max; }

  static Task<> ask_closed(Share* self, std::size_t number, Duration wait) {
    if (wait.count() > 0) co_await self->shared_.loop.sleep(wait);
    Exchange exchange(self->shared_, number);
    while (self->may_ask()) {
      ++self->asked_;
      if (!co_await exchange.ask(self->next_ask_++, now_ns())) {
        co_await self->shared_.loop.sleep(kFlawPause);
      }
    }
  }

  Task<Result<>> work_at_rate() {
    QUORUM_CO_TRY(const auto metronome, Metronome::create(shared_.loop));
    std::vector<std::unique_ptr<Exchange>> exchanges;
    async::Scope scope(shared_.loop);
    for (std::size_t i = 0; i < config_.connections; ++i) {
      exchanges.push_back(std::make_unique<Exchange>(shared_, i));
      scope.spawn(connect(exchanges.back().get()));
    }
    co_await scope.join();
    for (const auto& exchange : exchanges) scope.spawn(ask_when_due(this, exchange.get()));
    Schedule schedule(std::chrono::steady_clock::now() + milliseconds{1}, config_.rate);
    for (; may_ask(); ++asked_) {
      const auto moment = schedule.next();
      QUORUM_CO_CHECK(co_await metronome->until(moment));
      if (!due_.try_send(ns_of(moment))) ++shared_.tally.late;
    }
    due_.close();
    co_await scope.join();
    co_return {};
  }

  static Task<> connect(Exchange* exchange) { (void)co_await exchange->connect(); }

  static Task<> ask_when_due(Share* self, Exchange* exchange) {
    while (const auto due_ns = co_await self->due_.receive()) {
      (void)co_await exchange->ask(self->next_ask_++, *due_ns);
    }
  }

  LoadShared& shared_;
  const LoadConfig& config_;
  std::uint64_t next_ask_;
  std::uint64_t asked_ = 0;
  async::Channel<std::uint64_t> due_;
};

/// Every thread's answers have numbers of their own.
std::uint64_t first_ask(std::uint64_t seed, std::size_t thread) {
  return (seed * 0x9e3779b97f4a7c15 & 0xffff'ffff) << 32 | (std::uint64_t{thread} << 28) | 1;
}

LoadConfig share_of(const LoadConfig& whole, std::size_t thread) {
  const auto split = [&](auto total) {
    using Count = decltype(total);
    const auto threads = static_cast<Count>(whole.threads);
    return static_cast<Count>(total / threads + (static_cast<Count>(thread) < total % threads));
  };
  auto share = whole;
  share.connections = split(whole.connections);
  share.requests_max = split(whole.requests_max);
  share.rate = whole.rate / static_cast<double>(whole.threads);
  return share;
}

Result<std::vector<Prepared>> prepare_all(const LoadConfig& config) {
  std::vector<Prepared> all;
  PrepareFrom from{.wording = config.wording,
                   .question = config.question,
                   .host = fmt::format("{}:{}", config.host, config.port),
                   .key = config.key,
                   .fields = config.fields};
  auto models = config.models;
  if (models.empty()) models.push_back(config.question.model);
  for (auto& model : models) {
    from.question.model = std::move(model);
    QUORUM_TRY(all.emplace_back(), prepare(from));
  }
  return all;
}

Result<> run_share(const LoadConfig& config, std::size_t thread, Tally& tally) {
  QUORUM_TRY(const auto loop, async::Loop::create());
  QUORUM_TRY(const auto address, async::Address::numeric(config.host, config.port));
  QUORUM_TRY(auto prepared, prepare_all(config));
  std::unique_ptr<http::Tls> tls;
  if (config.is_tls) {
    const auto verify = config.ca_file.empty() ? http::Tls::Verify::no : http::Tls::Verify::yes;
    QUORUM_TRY(tls, http::Tls::client(verify, config.ca_file));
  }
  const auto shared = std::make_unique<LoadShared>(
      LoadShared{.loop = *loop,
                 .address = address,
                 .prepared = std::move(prepared),
                 .wait_max = config.wait_max,
                 .tls_host = config.ca_file.empty() ? config.host : "localhost",
                 .tls = tls.get()});
  Share share(*shared, config, first_ask(config.seed, thread));
  auto done = loop->run_until_done(share.run());
  tally.merge(shared->tally);
  return done;
}

Result<> check(const LoadConfig& config) {
  const auto refuse = [](std::string message) {
    return Error{.code = Errc::invalid_request, .message = std::move(message)};
  };
  if (config.threads == 0 || config.threads > 16) return refuse("--threads is between 1 and 16.");
  if (config.connections < config.threads) return refuse("Every thread needs a connection.");
  if (config.rate < 0) return refuse("--rate is a number of requests a second.");
  return {};
}

}  // namespace

Result<std::unique_ptr<LoadResult>> run_load(const LoadConfig& config) {
  auto whole = config;
  if (!whole.wording) whole.wording = find_wording("openai");
  QUORUM_CHECK(check(whole));
  std::vector<std::unique_ptr<Tally>> tallies;
  tallies.reserve(whole.threads);
  std::vector<Result<>> results(whole.threads);
  for (std::size_t i = 0; i < whole.threads; ++i) tallies.push_back(std::make_unique<Tally>());
  const auto begin = now_ns();
  {
    std::vector<std::jthread> threads;
    threads.reserve(whole.threads);
    for (std::size_t i = 0; i < whole.threads; ++i) {
      threads.emplace_back([&results, &tallies, i, share = share_of(whole, i)] {
        results[i] = run_share(share, i, *tallies[i]);
      });
    }
  }
  auto result = std::make_unique<LoadResult>();
  result->seconds = static_cast<double>(now_ns() - begin) / 1e9;
  for (auto& each : results) QUORUM_CHECK(std::move(each));
  for (const auto& tally : tallies) result->tally.merge(*tally);
  return result;
}

}  // namespace quorum::bench
