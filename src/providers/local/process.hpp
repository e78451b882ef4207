#pragma once
/// The worker process of one local model: started when asked, restarted after a crash, ended when
/// nobody has asked for long.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "async/child_process.hpp"
#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/stream.hpp"
#include "core/error.hpp"
#include "llm/chat.hpp"
#include "providers/local/answer.hpp"
#include "providers/local/models.hpp"
#include "providers/local/protocol.hpp"

namespace quorum::providers {

/// Lives on one loop, which outlives it.
class LocalProcess {
 public:
  /// `model` is how callers name it.
  LocalProcess(async::Loop& home, LocalConfig config, std::string model, std::string file);
  ~LocalProcess();

  /// Asks, and waits until the worker has begun to answer. `rate_limited` when too many wait.
  Task<Result<std::shared_ptr<LocalAnswer>>> ask(llm::Chat chat);

  /// Nobody waits for this answer any more. It ends at once; a worker that does not stop writing it
  /// is killed.
  void cancel(std::int64_t id);

 private:
  void start();
  Task<> live();
  Task<Error> run();
  Result<> spawn();
  Task<Error> read_news();
  Task<Error> write_orders();
  Task<Error> watch_idleness();
  Task<> kill_unless_confirmed(std::int64_t id);
  Result<> hear(LocalNews news);
  void hear(LocalPiece piece);
  void hear(LocalFailure failure);
  void send(std::string_view order);
  std::shared_ptr<LocalAnswer> settle(std::int64_t id);
  void fail_all(const Error& why);

  async::Loop& home_;
  const LocalConfig config_;
  const std::string model_;
  const std::string file_;

  bool is_up_ = false;  ///< Orders will be read, perhaps once the weights are loaded.
  std::unique_ptr<async::ByteStream> stream_;
  std::unique_ptr<async::ChildProcess> child_;
  std::string orders_;  ///< Not yet written.
  async::Event has_orders_;
  std::int64_t last_id_ = 0;
  std::map<std::int64_t, std::shared_ptr<LocalAnswer>> answers_;
  std::set<std::int64_t> cancelled_;  ///< The worker has not yet confirmed these.
  TimePoint used_at_{};

  std::int64_t failures_ = 0;  ///< Ends by anything but idleness, since an answer was finished.
  Error last_failure_{};
  TimePoint may_start_at_ = TimePoint::min();
  async::Scope life_;  ///< Last: what runs in it uses what is above.
};

}  // namespace quorum::providers
