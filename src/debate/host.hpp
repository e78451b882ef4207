#pragma once
/// Runs debates in this process, each on the loop that started it, and shows them to everybody.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "debate/record/state.hpp"
#include "debate/running/feed.hpp"
#include "debate/running/runner.hpp"
#include "debate/service.hpp"
#include "llm/backend.hpp"
#include "store/debates.hpp"

namespace quorum::debate {

/// What debates are made of; all of it outlives the host.
struct HostPorts {
  store::Debates& debates;
  const llm::Models& models;  ///< Asked from any thread.
  IdMaker& ids;
  /// The way to models from that loop; called on its thread, and the same each time.
  std::function<llm::ChatBackend&(async::Loop&)> backend_of;
};

/// Any thread may call it, on its own loop. Every loop that has called `start` or `command` calls
/// `leave` before it ends; the host itself is destroyed when no loop uses it any more.
class Host final : public Service {
 public:
  explicit Host(HostPorts ports, RunnerConfig config = {});
  ~Host() override;

  Task<Result<Started>> start(async::Loop& home, DebateRequest request) override;
  Task<Result<std::unique_ptr<EventReader>>> watch(async::Loop& home, std::string id,
                                                   std::uint64_t after_seq) override;
  Task<Result<std::string>> show(async::Loop& home, std::string id) override;
  Task<Result<std::string>> list(async::Loop& home, store::DebateQuery query) override;

  /// Of a debate that nobody runs, `resume` runs it on `home`: it goes on where its log ends.
  Task<Result<std::string>> command(async::Loop& home, std::string id, Command what) override;

  /// The whole log, for exports.
  Task<Result<std::vector<store::LogEvent>>> log(async::Loop& home, std::string id);

  /// Debates that should be running and that nobody runs: a process that ran them has died.
  Task<Result<std::vector<std::string>>> unfinished(async::Loop& home);

  /// Resumes all of those on `home`; says how many. What cannot be resumed is logged and left.
  Task<Result<std::size_t>> resume_unfinished(async::Loop& home);

  /// Cancels it where it runs in this process. Waits for nothing.
  void abandon(const std::string& id);

  /// On `home`'s thread: stops what runs there, each debate staying as its log tells it.
  void leave(async::Loop& home);

 private:
  struct Session;
  struct Known;
  class Registration;
  struct Reply;
  struct Birth;

  std::shared_ptr<Feed> feed_of(const std::string& id);
  async::Scope& scope_of(async::Loop& home);
  async::Loop* loop_of(const std::string& id);
  std::shared_ptr<Session> session_of(const std::string& id);

  Task<Result<Known>> load(async::Loop& home, std::string id);
  Task<Result<std::shared_ptr<Session>>> seize(async::Loop& home, std::string id);
  void carry_on(std::shared_ptr<Session> session);
  Task<> carry(std::shared_ptr<Session> session, std::unique_ptr<Registration> registration);
  Task<> give_birth(async::Loop* home, DebateStarted plan, store::DebateRow row,
                    std::shared_ptr<Birth> birth);
  Task<Result<Started>> create(async::Loop& home, DebateStarted plan, store::DebateRow row);
  Task<Result<Started>> find_first(async::Loop& home, std::string id);

  /// Nothing where the debate has meanwhile stopped running there.
  using Outcome = std::optional<Result<>>;
  Task<Outcome> command_here(std::string id, Command what);
  Task<Outcome> command_there(async::Loop& home, async::Loop* there, std::string id, Command what);
  Task<> obey(std::string id, Command what, async::Loop* home, std::shared_ptr<Reply> reply);
  Task<Result<>> command_idle(async::Loop& home, std::string id, Command what);

  const HostPorts ports_;
  const RunnerConfig config_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Feed>> feeds_;  ///< Shared by a session and its viewers.
  /// Shared by the task that carries the debate and by commands to it; touched on its loop only.
  struct Running {
    async::Loop* loop;
    std::weak_ptr<Session> session;
  };
  std::map<std::string, Running> running_;
  std::map<async::Loop*, std::unique_ptr<async::Scope>> scopes_;
};

}  // namespace quorum::debate
