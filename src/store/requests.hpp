#pragma once
/// Where the record of every request is kept, and what each client key and model has used in all.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/money.hpp"
#include "store/request_record.hpp"

namespace quorum::store {

struct RequestQuery {
  std::string key_id{};  ///< Empty: any.
  std::string model{};   ///< As asked for or as answered; empty: any.
  std::int32_t status_min = 0;
  std::int32_t status_max = 999;
  std::int64_t since_us = 0;  ///< Since 1970, when the request came.
  std::size_t limit = 100;

  bool matches(const RequestRecord& record) const;
};

/// What one request adds to the total of its key and model.
struct Use {
  Ending ending = Ending::left;
  std::int64_t started_us = 0;
  std::optional<llm::Usage> usage{};
  std::optional<std::int64_t> cost_pico_usd{};
};
Use use_of(const RequestRecord& record);

/// What one key has had of one provider's model. Answers that came from no provider are not in it.
struct UsageTotal {
  std::string key_id{};  ///< Empty: requests without a key.
  std::string provider{};
  std::string model{};  ///< As the provider calls it.

  std::int64_t requests = 0;
  std::int64_t failures = 0;   ///< Of those the ones that did not end whole.
  std::int64_t estimates = 0;  ///< Of those the ones whose tokens we counted, not the provider.
  std::int64_t unpriced = 0;   ///< Of those the ones that used tokens at an unknown price.
  std::int64_t prompt = 0;
  std::int64_t completion = 0;
  std::int64_t cached_read = 0;
  std::int64_t cache_write = 0;
  std::int64_t reasoning = 0;
  Money cost{};
  UnixMs last_ms = 0;

  void add(const UsageTotal& other);
  void add(const Use& use);
  bool operator==(const UsageTotal&) const = default;
};

/// A place in the log, for who reads on from where it was.
struct LogPosition {
  std::uint64_t segment = 0;
  std::uint64_t offset = 0;
  bool operator==(const LogPosition&) const = default;
};

/// Reads what is kept, while others write or not. Blocks: not for a loop's thread.
class RequestReader {
 public:
  virtual ~RequestReader() = default;

  /// Those that ended last come first.
  virtual Result<std::vector<RequestRecord>> find(const RequestQuery& query) const = 0;

  /// Records behind `position`, oldest first, at most about `limit`; moves it behind the last one.
  virtual Result<std::vector<RequestRecord>> read_on(LogPosition& position,
                                                     std::size_t limit) const = 0;

  /// Behind everything that is kept now.
  virtual Result<LogPosition> end() const = 0;

  /// Of every request ever recorded, also of those whose records are no longer kept; by key,
  /// provider and model. Exact but for requests that ended within the last moment.
  virtual Result<std::vector<UsageTotal>> totals() const = 0;
};

/// How the keeping goes.
struct KeepingState {
  std::uint64_t kept = 0;           ///< Since this process began.
  std::uint64_t dropped_queue = 0;  ///< The writer could not keep up: not in the totals either.
  std::uint64_t dropped_disk = 0;   ///< The disk took them not; the totals know them.
  std::uint64_t waiting_bytes = 0;
  std::uint64_t kept_bytes = 0;  ///< On the disk, all segments.
  std::string trouble{};         ///< What is wrong now, in a sentence; empty when all is well.
};

/// Keeps records. Any thread, but each recorder is of one loop alone.
class Requests : public RequestReader {
 public:
  /// Outlived by what made it. What it takes is found after a moment (100 ms), and lost with the
  /// process only within that; a crash never leaves half a record or one twice.
  virtual std::unique_ptr<Recorder> recorder() = 0;

  /// All that was taken before is kept. Blocks.
  virtual void flush() = 0;

  virtual KeepingState state() const = 0;
};

}  // namespace quorum::store
