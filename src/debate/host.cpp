#include "debate/host.hpp"

#include <algorithm>
#include <utility>

#include "core/log.hpp"
#include "core/try.hpp"
#include "debate/plan.hpp"
#include "debate/reader.hpp"
#include "debate/view/show.hpp"

namespace quorum::debate {
namespace {

constexpr std::size_t kPageLines = 500;
constexpr std::size_t kPageRows = 100;

Error not_found(const std::string& id) {
  return {.code = Errc::not_found, .message = "There is no debate " + id + "."};
}

Error is_over(Status status) {
  return {.code = Errc::conflict,
          .message = "The debate is " + std::string(name(status)) + ": nothing can be changed."};
}

Result<> obey_now(Runner& runner, Command what) {
  switch (what) {
    case Command::cancel: return runner.cancel("requested");
    case Command::pause: return runner.pause("requested");
    case Command::resume: return runner.resume("requested");
  }
  return {};
}

}  // namespace

struct Host::Known {
  store::DebateRow row;
  State state;
};

/// A debate in our hands: nobody else may write its log.
struct Host::Session {
  Session(async::Loop& home, Host& host, std::unique_ptr<store::Lease> right, Known known)
      : loop(home),
        id(known.row.id),
        lease(std::move(right)),
        feed(host.feed_of(id)),
        journal(home, host.ports_.debates, id, feed, std::move(known.state)),
        runner(home, host.ports_.backend_of(home), journal, host.config_) {}

  async::Loop& loop;
  const std::string id;
  std::unique_ptr<store::Lease> lease;
  std::shared_ptr<Feed> feed;
  Journal journal;
  Runner runner;
};

/// Keeps a session where commands find it, for as long as its task runs.
class Host::Registration {
 public:
  Registration(Host& host, const std::shared_ptr<Session>& session)
      : host_(host), id_(session->id), feed_(session->feed) {
    const std::lock_guard lock(host_.mutex_);
    host_.running_[id_] = {&session->loop, session};
    feed_->go_live();
  }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;
  ~Registration() {
    {
      const std::lock_guard lock(host_.mutex_);
      host_.running_.erase(id_);
    }
    feed_->go_quiet(std::move(fault_));
  }
  void set_fault(Error fault) { fault_ = std::move(fault); }

 private:
  Host& host_;
  const std::string id_;
  std::shared_ptr<Feed> feed_;
  std::optional<Error> fault_{};
};

/// What a command on another loop came to.
struct Host::Reply {
  explicit Reply(async::Loop& home) : has_come(home) {}
  async::Event has_come;
  Outcome outcome{};
};

/// What a debate's beginning came to.
struct Host::Birth {
  explicit Birth(async::Loop& home) : has_come(home) {}
  async::Event has_come;
  Result<Started> started = Error{.code = Errc::cancelled, .message = "Not begun yet."};
};

Host::Host(HostPorts ports, RunnerConfig config) : ports_(std::move(ports)), config_(config) {}

Host::~Host() = default;

Task<Result<Started>> Host::start(async::Loop& home, DebateRequest asked) {
  // Whoever put it together: the bounds are the same as for one that came as JSON.
  QUORUM_CO_TRY(const auto request, read_request(write_request(asked)));
  QUORUM_CO_TRY(auto plan, make_plan(ports_.models, request, ports_.ids.make("dbt_")));
  store::DebateRow row{.id = plan.id,
                       .question = request.question,
                       .status = "running",
                       .request = write_request(request),
                       .idempotency_key = request.idempotency_key,
                       .created_ms = home.unix_ms(),
                       .updated_ms = home.unix_ms()};
  // In a task of ours: a caller that leaves meanwhile must not leave half a debate behind.
  auto birth = std::make_shared<Birth>(home);
  scope_of(home).spawn(give_birth(&home, std::move(plan), std::move(row), birth));
  co_await birth->has_come.wait();
  co_return std::move(birth->started);
}

Task<> Host::give_birth(async::Loop* home, DebateStarted plan, store::DebateRow row,
                        std::shared_ptr<Birth> birth) {
  birth->started = co_await create(*home, std::move(plan), std::move(row));
  birth->has_come.set();
}

Task<Result<Started>> Host::create(async::Loop& home, DebateStarted plan, store::DebateRow row) {
  const bool has_key = !row.idempotency_key.empty();
  auto created = co_await ports_.debates.create(home, std::move(row));
  if (!created && created.error().code == Errc::conflict && has_key) {
    co_return co_await find_first(home, std::move(created.error().detail));
  }
  if (!created) co_return std::move(created.error());
  QUORUM_CO_TRY(auto session, co_await seize(home, plan.id));
  session->journal.add(plan);
  QUORUM_CO_CHECK(co_await session->journal.settle());
  carry_on(std::move(session));
  co_return Started{.id = plan.id, .status = "running"};
}

Task<Result<Started>> Host::find_first(async::Loop& home, std::string id) {
  QUORUM_CO_TRY(auto row, co_await ports_.debates.find(home, id));
  if (!row) co_return not_found(id);
  co_return Started{.id = row->id, .status = row->status, .is_new = false};
}

Task<Result<std::unique_ptr<EventReader>>> Host::watch(async::Loop& home, std::string id,
                                                       std::uint64_t after_seq) {
  QUORUM_CO_TRY(const auto row, co_await ports_.debates.find(home, id));
  if (!row) co_return not_found(id);
  auto feed = feed_of(id);
  std::unique_ptr<EventReader> reader =
      std::make_unique<Reader>(home, ports_.debates, std::move(id), std::move(feed), after_seq);
  co_return reader;
}

Task<Result<std::string>> Host::show(async::Loop& home, std::string id) {
  QUORUM_CO_TRY(const auto known, co_await load(home, std::move(id)));
  co_return debate::show(known.row, known.state);
}

Task<Result<std::string>> Host::list(async::Loop& home, store::DebateQuery query) {
  const auto limit = query.limit;
  // One more than asked for tells whether there are more.
  ++query.limit;
  QUORUM_CO_TRY(const auto rows, co_await ports_.debates.list(home, std::move(query)));
  co_return show_list(rows, limit);
}

Task<Result<std::vector<store::LogEvent>>> Host::log(async::Loop& home, std::string id) {
  QUORUM_CO_TRY(const auto row, co_await ports_.debates.find(home, id));
  if (!row) co_return not_found(id);
  std::vector<store::LogEvent> lines;
  while (true) {
    const auto last = lines.empty() ? 0 : lines.back().seq;
    QUORUM_CO_TRY(auto page, co_await ports_.debates.read(home, id, last, kPageLines));
    if (page.empty()) co_return lines;
    std::ranges::move(page, std::back_inserter(lines));
  }
}

Task<Result<Host::Known>> Host::load(async::Loop& home, std::string id) {
  QUORUM_CO_TRY(auto row, co_await ports_.debates.find(home, id));
  if (!row) co_return not_found(id);
  Known known{.row = std::move(*row), .state = {}};
  while (true) {
    const auto last = known.state.last_seq;
    QUORUM_CO_TRY(const auto page, co_await ports_.debates.read(home, id, last, kPageLines));
    for (const auto& line : page) QUORUM_CO_CHECK(apply(known.state, line));
    if (page.size() < kPageLines) co_return known;
  }
}

Task<Result<std::string>> Host::command(async::Loop& home, std::string id, Command what) {
  // A debate may stop running, or be taken up, between the look and the command.
  for (int attempt = 0; attempt < 3; ++attempt) {
    auto* there = loop_of(id);
    Outcome outcome;
    if (there == &home) {
      outcome = co_await command_here(id, what);
    } else if (there != nullptr) {
      outcome = co_await command_there(home, there, id, what);
    } else {
      outcome = co_await command_idle(home, id, what);
    }
    if (!outcome) continue;
    if (!*outcome) co_return std::move(outcome->error());
    co_return co_await show(home, std::move(id));
  }
  co_return Error{.code = Errc::conflict, .message = "The debate is changing hands: try again."};
}

Task<Host::Outcome> Host::command_here(std::string id, Command what) {
  const auto session = session_of(id);
  if (!session) co_return std::nullopt;
  const auto obeyed = obey_now(session->runner, what);
  if (!obeyed) co_return Outcome(obeyed);
  co_return Outcome(co_await session->journal.settle());
}

Task<Host::Outcome> Host::command_there(async::Loop& home, async::Loop* there, std::string id,
                                        Command what) {
  auto reply = std::make_shared<Reply>(home);
  there->post([this, there, id = std::move(id), what, &home, reply] {
    scope_of(*there).spawn(obey(id, what, &home, reply));
  });
  co_await reply->has_come.wait();
  co_return reply->outcome;
}

Task<> Host::obey(std::string id, Command what, async::Loop* home, std::shared_ptr<Reply> reply) {
  auto outcome = co_await command_here(std::move(id), what);
  home->post([reply = std::move(reply), outcome = std::move(outcome)]() mutable {
    reply->outcome = std::move(outcome);
    reply->has_come.set();
  });
}

Task<Result<>> Host::command_idle(async::Loop& home, std::string id, Command what) {
  QUORUM_CO_TRY(const auto known, co_await load(home, id));
  const auto status = known.state.status;
  if (known.state.is_over()) {
    // A process died between the last line and the list's word of it.
    if (known.row.status != name(status)) {
      auto text = std::string(name(status));
      QUORUM_CO_CHECK(co_await ports_.debates.set_status(home, id, std::move(text)));
    }
    if (what == Command::cancel && status == Status::cancelled) co_return Result<>{};
    co_return is_over(status);
  }
  if (what == Command::pause && status == Status::paused) co_return Result<>{};
  QUORUM_CO_TRY(auto session, co_await seize(home, std::move(id)));
  if (session->journal.state().is_over()) co_return is_over(session->journal.state().status);
  if (what == Command::resume) {
    if (!session->journal.state().has_started) {
      QUORUM_CO_TRY(const auto request, read_request(known.row.request));
      QUORUM_CO_TRY(const auto plan, make_plan(ports_.models, request, known.row.id));
      session->journal.add(plan);
    }
    session->runner.take_over();
    QUORUM_CO_CHECK(co_await session->journal.settle());
    carry_on(std::move(session));
    co_return Result<>{};
  }
  QUORUM_CO_CHECK(obey_now(session->runner, what));
  co_return co_await session->journal.settle();
}

// The log is read once more under the lease: until then another process may have written to it.
Task<Result<std::shared_ptr<Host::Session>>> Host::seize(async::Loop& home, std::string id) {
  QUORUM_CO_TRY(auto lease, co_await ports_.debates.lease(home, id));
  QUORUM_CO_TRY(auto known, co_await load(home, std::move(id)));
  co_return std::make_shared<Session>(home, *this, std::move(lease), std::move(known));
}

void Host::carry_on(std::shared_ptr<Session> session) {
  auto registration = std::make_unique<Registration>(*this, session);
  auto& scope = scope_of(session->loop);
  scope.spawn(carry(std::move(session), std::move(registration)));
}

Task<> Host::carry(std::shared_ptr<Session> session, std::unique_ptr<Registration> registration) {
  const auto ended = co_await session->runner.run();
  if (ended) co_return;
  log::error("debate {} has stopped: {} ({})", session->id, ended.error().message,
             ended.error().detail);
  registration->set_fault(ended.error());
}

Task<Result<std::vector<std::string>>> Host::unfinished(async::Loop& home) {
  std::vector<std::string> ids;
  store::DebateQuery query{.limit = kPageRows, .status = "running"};
  while (true) {
    QUORUM_CO_TRY(const auto rows, co_await ports_.debates.list(home, query));
    for (const auto& row : rows) {
      if (loop_of(row.id) == nullptr) ids.push_back(row.id);
    }
    if (rows.size() < kPageRows) co_return ids;
    query.after = rows.back().id;
  }
}

Task<Result<std::size_t>> Host::resume_unfinished(async::Loop& home) {
  QUORUM_CO_TRY(const auto ids, co_await unfinished(home));
  std::size_t count = 0;
  for (const auto& id : ids) {
    const auto resumed = co_await command_idle(home, id, Command::resume);
    if (resumed) {
      ++count;
    } else if (resumed.error().code != Errc::conflict) {
      log::warning("debate {} cannot be resumed: {}", id, resumed.error().message);
    }
  }
  co_return count;
}

void Host::abandon(const std::string& id) {
  auto* there = loop_of(id);
  if (there == nullptr) return;
  there->post([this, id] {
    const auto session = session_of(id);
    if (!session) return;
    // A debate that is over needs no cancelling.
    if (auto done = session->runner.cancel("the client left"); !done) return;
  });
}

void Host::leave(async::Loop& home) {
  std::unique_ptr<async::Scope> scope;
  {
    const std::lock_guard lock(mutex_);
    auto found = scopes_.extract(&home);
    if (!found.empty()) scope = std::move(found.mapped());
  }
}

std::shared_ptr<Feed> Host::feed_of(const std::string& id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(feeds_, [](const auto& entry) { return entry.second.expired(); });
  auto& known = feeds_[id];
  auto feed = known.lock();
  if (!feed) known = feed = std::make_shared<Feed>();
  return feed;
}

async::Scope& Host::scope_of(async::Loop& home) {
  const std::lock_guard lock(mutex_);
  auto& scope = scopes_[&home];
  if (!scope) scope = std::make_unique<async::Scope>(home);
  return *scope;
}

async::Loop* Host::loop_of(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = running_.find(id);
  return found == running_.end() ? nullptr : found->second.loop;
}

std::shared_ptr<Host::Session> Host::session_of(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = running_.find(id);
  return found == running_.end() ? nullptr : found->second.session.lock();
}

}  // namespace quorum::debate
