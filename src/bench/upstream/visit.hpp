#pragma once
/// One client's connection to the fake provider, and what all of them share.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "bench/upstream/plan.hpp"
#include "bench/upstream/script.hpp"
#include "bench/upstream/upstream.hpp"
#include "http/request_reader.hpp"

namespace quorum::bench {

/// See `Upstream` for what each means.
struct Counters {
  std::uint64_t connections = 0;
  std::uint64_t accepted = 0;
  std::uint64_t requests = 0;
  std::uint64_t events = 0;
  std::uint64_t answers = 0;
  std::uint64_t streams = 0;
  std::uint64_t cancelled = 0;
  std::deque<std::uint64_t> cancelled_ns{};

  void note_cancelled();
  std::string json() const;
};

/// Single-threaded, like its loop.
class Provider {
 public:
  Provider(async::Loop& on, UpstreamConfig configured)
      : loop(on), config(std::move(configured)), dice(config.seed) {}

  async::Loop& loop;
  const UpstreamConfig config;
  FaultDice dice;
  Counters counters;

  /// What was read last; nobody keeps it across a wait.
  std::array<char, 64 << 10> scratch{};

  /// Lives as long as this.
  const Script& script(const Wording& wording, Script::Sizes sizes);

 private:
  std::vector<std::unique_ptr<Script>> scripts_;
};

class Visit {
 public:
  /// `provider` outlives it.
  Visit(Provider& provider, std::unique_ptr<async::ByteStream> stream);
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit();

  /// Answers requests until the client leaves or a fault ends the connection.
  Task<> run();

 private:
  enum class Next : std::uint8_t { keep, close };

  /// One answer in the making.
  struct Order {
    const Script* script = nullptr;
    Plan plan{};
    dialects::Delivery delivery = dialects::Delivery::whole;
    std::uint64_t ask = 0;
  };

  Task<bool> receive();
  Task<Next> answer();
  Task<Next> answer_post();
  Task<Next> serve(Order order);
  Task<Next> perform(Order order);
  Task<Next> tell_whole(const Order* order);
  Task<Next> tell_stream(const Order* order);
  Task<Next> break_stream(const Order* order, Telling* telling);
  Task<Next> refuse(const Order* order);
  Task<Next> stay_silent();
  Task<bool> send(std::string_view bytes, const Plan* plan);
  Task<Next> send_json(int status, std::string body);
  Task<> pause(std::chrono::milliseconds least, std::chrono::milliseconds jitter);

  Provider& provider_;
  std::unique_ptr<async::ByteStream> stream_;
  http::RequestReader reader_;
  std::string carry_;  ///< What came after a request.
  std::string out_;
  bool is_cancelled_ = false;
};

}  // namespace quorum::bench
