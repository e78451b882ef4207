#pragma once
/// One connection of the load: requests out, answers checked.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "async/address.hpp"
#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "bench/load/stream_check.hpp"
#include "bench/load/tally.hpp"
#include "bench/wording.hpp"
#include "http/body_decoder.hpp"
#include "http/head_parser.hpp"
#include "http/tls.hpp"

namespace quorum::bench {

/// A request as it goes out, head and body, with a place for its number.
struct Prepared {
  const Wording* wording = nullptr;
  dialects::Delivery delivery = dialects::Delivery::whole;
  std::string bytes{};
  std::size_t ask_at = 0;
};

struct PrepareFrom {
  const Wording* wording = nullptr;
  Question question{};
  std::string host{};                 ///< For `Host`.
  std::string key{};                  ///< Shown as a bearer's token; empty: none.
  std::vector<std::string> fields{};  ///< More of the head, as `Name: value`.
};
Result<Prepared> prepare(const PrepareFrom& from);

/// What the connections of one thread share. Single-threaded, like its loop.
struct LoadShared {
  async::Loop& loop;
  async::Address address;
  std::vector<Prepared> prepared;              ///< One or more: connections take them in turn.
  std::chrono::milliseconds wait_max{60'000};  ///< For a connection, and for anything to come.
  std::string tls_host{};
  http::Tls* tls = nullptr;  ///< Null: in clear text.
  Tally tally{};
  std::array<char, 64 << 10> scratch{};  ///< Nobody keeps it across a wait.
};

class Exchange {
 public:
  /// `shared` outlives it. The connection of that number asks always the same.
  Exchange(LoadShared& shared, std::size_t number)
      : shared_(shared), prepared_(shared.prepared[number % shared.prepared.size()]) {}

  /// So that a first request's latency need not count the connection's.
  Task<bool> connect();

  /// Sends request number `ask`, which was due at `due_ns`, and tallies what comes. True where a
  /// whole good answer came. The connection is kept where the server keeps it.
  Task<bool> ask(std::uint64_t ask, std::uint64_t due_ns);

 private:
  struct Progress;

  Task<bool> read_answer(Progress* progress);
  Task<Result<std::string_view>> receive();
  bool take_head(Progress& progress, std::string_view& bytes);
  bool take_body(Progress& progress, std::string_view bytes);
  bool take_end(Progress& progress);
  bool check_whole(const Progress& progress);
  bool broken(Progress& progress, const Error& error);

  LoadShared& shared_;
  const Prepared& prepared_;
  std::unique_ptr<async::ByteStream> stream_;
  TimePoint deadline_{};
};

}  // namespace quorum::bench
