#pragma once
/// Where debates are kept: a list of events each, to which one is only ever added.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::store {

/// One line of a debate's log, as clients see it.
struct LogEvent {
  std::uint64_t seq = 0;  ///< 1, 2, 3 … within its debate, without gaps.
  std::string name;       ///< `turn.delta`, `verdict` …
  std::string data;       ///< JSON object text, one line.
  UnixMs at_ms = 0;
  bool operator==(const LogEvent&) const = default;
};

/// What lists show without reading a log.
struct DebateRow {
  std::string id;
  std::string question;
  std::string status;
  std::string request;  ///< The JSON that started it.
  std::string idempotency_key{};
  UnixMs created_ms = 0;
  UnixMs updated_ms = 0;

  // Only in lists, and not taken by `create`.
  std::string first_event{};  ///< JSON of the log's first line; empty: it has none yet.
  std::string verdict{};      ///< JSON of the last `verdict` of a completed debate; empty: none.
};

enum class Durability : std::uint8_t {
  relaxed,  ///< Soon: may be lost with our process, not with its clean end. Nobody waits.
  kept,     ///< Outlives our process, however that ends; may be lost with the machine's power.
  durable,  ///< On the disk (fsync) before the call returns.
};

struct DebateQuery {
  std::size_t limit = 20;
  std::string after{};   ///< Id of the last one already seen; newest first.
  std::string status{};  ///< Empty: any.
  std::string text{};    ///< Part of the question, in either case of a to z; empty: any.
};

/// The right to run one debate. Destroying it gives the right back; so does the end of its process,
/// however it ends.
class Lease {
 public:
  virtual ~Lease() = default;
};

/// May be used from every loop; results come back on the loop that asked, so that loop must go on
/// running until they have. A task that is destroyed earlier is harmless: what it asked for happens
/// all the same, and nobody hears of it. All of that is over before a `Debates` is destroyed.
class Debates {
 public:
  virtual ~Debates() = default;

  /// `conflict` with the first one's id in `detail` where the idempotency key is known. Durable.
  virtual Task<Result<>> create(async::Loop& home, DebateRow row) = 0;

  /// Appends in order, all or none. The first event's `seq` must follow the last one stored (1 in
  /// an empty log), else `conflict`. A durable append also makes durable what was appended before.
  virtual Task<Result<>> append(async::Loop& home, std::string id, std::vector<LogEvent> events,
                                Durability durability) = 0;

  /// Durable.
  virtual Task<Result<>> set_status(async::Loop& home, std::string id, std::string status) = 0;
  virtual Task<Result<std::optional<DebateRow>>> find(async::Loop& home, std::string id) = 0;

  /// Newest first: by `created_ms`, then by id.
  virtual Task<Result<std::vector<DebateRow>>> list(async::Loop& home, DebateQuery query) = 0;

  /// Events after `seq`, at most `limit`.
  virtual Task<Result<std::vector<LogEvent>>> read(async::Loop& home, std::string id,
                                                   std::uint64_t after_seq, std::size_t limit) = 0;

  /// One runner at a time runs a debate: takes the lease on it, or says who has it (`conflict`).
  virtual Task<Result<std::unique_ptr<Lease>>> lease(async::Loop& home, std::string id) = 0;
};

}  // namespace quorum::store
