#pragma once
/// Everything that can be done with debates, whether they run in this process or on a server.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "debate/request.hpp"
#include "store/debates.hpp"

namespace quorum::debate {

/// What `POST /v1/debates` answers.
struct Started {
  std::string id;
  std::string status;
  bool is_new = true;  ///< False when an idempotency key named one that was there already.
};

/// A debate's log from one point on: first what is stored, then live. On the loop that asked.
class EventReader {
 public:
  virtual ~EventReader() = default;

  /// The next events, in order, none twice; nothing after the last one of a debate that has ended.
  virtual Task<Result<std::optional<std::vector<store::LogEvent>>>> next() = 0;
};

enum class Command : std::uint8_t { cancel, pause, resume };

/// Callable from every loop; `home` is the loop that asks. Implemented by `Host` (here) and, over
/// HTTP, by the command line's client.
class Service {
 public:
  virtual ~Service() = default;

  /// Checks, plans, reserves, starts. Without seats the two local models take the sides of an
  /// "A or B" question, else Yes and No.
  virtual Task<Result<Started>> start(async::Loop& home, DebateRequest request) = 0;

  virtual Task<Result<std::unique_ptr<EventReader>>> watch(async::Loop& home, std::string id,
                                                           std::uint64_t after_seq) = 0;

  /// The debate as `GET /v1/debates/{id}` shows it: JSON object text.
  virtual Task<Result<std::string>> show(async::Loop& home, std::string id) = 0;

  /// `{data:[…], has_more}`: JSON object text.
  virtual Task<Result<std::string>> list(async::Loop& home, store::DebateQuery query) = 0;

  /// Answers with the debate as `show` does. `conflict` when its state does not allow it.
  virtual Task<Result<std::string>> command(async::Loop& home, std::string id, Command what) = 0;
};

}  // namespace quorum::debate
