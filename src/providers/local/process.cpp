#include "providers/local/process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string_view>
#include <utility>
#include <variant>

#include "async/combine.hpp"
#include "async/socket.hpp"
#include "core/log.hpp"
#include "core/try.hpp"

namespace quorum::providers {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kExitWaitMax{1'000};
constexpr milliseconds kRestartWaitMax{60'000};

Error ended_by_itself() {
  return {.code = Errc::upstream_failed,
          .message =
              "The local model's process ended in the middle of its work. Ask again: it is "
              "started anew."};
}

Error idle() { return {.code = Errc::cancelled, .message = "Unloaded after idleness."}; }

/// The first restart is free, then the waits double.
milliseconds restart_wait(std::int64_t failures) {
  if (failures < 2) return milliseconds{0};
  const auto doublings = std::min<std::int64_t>(failures - 2, 6);
  return std::min(milliseconds{1'000} * (1 << doublings), kRestartWaitMax);
}

Task<Error> first_end(Task<Error> a, Task<Error> b) {
  auto winner = co_await async::race(std::move(a), std::move(b));
  co_return std::visit([](Error& error) { return std::move(error); }, winner);
}

}  // namespace

LocalProcess::LocalProcess(async::Loop& home, LocalConfig config, std::string model,
                           std::string file)
    : home_(home),
      config_(std::move(config)),
      model_(std::move(model)),
      file_(std::move(file)),
      has_orders_(home),
      life_(home) {}

LocalProcess::~LocalProcess() {
  fail_all({.code = Errc::cancelled, .message = "Quorum is shutting down."});
}

Task<Result<std::shared_ptr<LocalAnswer>>> LocalProcess::ask(llm::Chat chat) {
  if (answers_.size() >= config_.waiting_max) {
    co_return Error{
        .code = Errc::rate_limited,
        .message = fmt::format("{} has {} calls to answer already.", model_, answers_.size()),
        .retry_after = milliseconds{1'000}};
  }
  if (!is_up_ && home_.now() < may_start_at_) {
    Error error = last_failure_;
    error.retry_after = std::chrono::ceil<milliseconds>(may_start_at_ - home_.now());
    co_return error;
  }
  const std::int64_t id = ++last_id_;
  std::string order = encode(LocalOrder{LocalAsk{.id = id, .chat = std::move(chat)}});
  if (order.size() > kLocalFrameBytesMax) {
    co_return Error{.code = Errc::too_large,
                    .message = "The messages are too long for a local model.",
                    .field = "messages"};
  }
  if (!is_up_) start();
  const auto answer = std::make_shared<LocalAnswer>(home_, id);
  answers_.emplace(id, answer);
  send(std::move(order));

  // Cancelled while it waits, nobody else will ever hear of this answer.
  struct Guard {
    LocalProcess* process;
    std::int64_t id;
    ~Guard() {
      if (process) process->cancel(id);
    }
  } guard{this, id};
  QUORUM_CO_CHECK(co_await answer->begun());
  guard.process = nullptr;
  co_return answer;
}

void LocalProcess::cancel(std::int64_t id) {
  const auto found = answers_.find(id);
  if (found == answers_.end()) return;
  found->second->end(Error{.code = Errc::cancelled, .message = "Nobody waits for this answer."});
  answers_.erase(found);
  used_at_ = home_.now();
  if (!is_up_) return;
  cancelled_.insert(id);
  send(encode(LocalOrder{LocalCancel{id}}));
  life_.spawn(kill_unless_confirmed(id));
}

Task<> LocalProcess::kill_unless_confirmed(std::int64_t id) {
  co_await home_.sleep(config_.cancel_wait_max);
  if (!cancelled_.contains(id) || !child_) co_return;
  log::warning("{}: its worker does not stop; killed", model_);
  child_->kill(SIGKILL);
}

void LocalProcess::start() {
  is_up_ = true;
  used_at_ = home_.now();
  life_.spawn(live());
}

Task<> LocalProcess::live() {
  Error end = co_await run();
  is_up_ = false;
  stream_.reset();
  const auto child = std::move(child_);
  fail_all(end);
  if (end.code == Errc::cancelled) {
    log::info("{}: unloaded after {} s without a call", model_,
              std::chrono::duration_cast<std::chrono::seconds>(config_.idle_max).count());
    co_return;
  }
  last_failure_ = end;
  may_start_at_ = home_.now() + restart_wait(++failures_);
  std::string how = "before it ran";
  if (child) {
    child->kill(SIGTERM);
    const auto status =
        co_await async::with_deadline(home_, home_.now() + kExitWaitMax, child->exited());
    how = status ? fmt::format("code {}, signal {}", status->code, status->signal) : "killed";
  }
  log::warning("{}: its worker ended ({}): {} {}", model_, how, end.message, end.detail);
}

/// Why the process is over.
Task<Error> LocalProcess::run() {
  if (auto spawned = spawn(); !spawned) co_return spawned.error();
  Task<Error> others = first_end(write_orders(), watch_idleness());
  co_return co_await first_end(read_news(), std::move(others));
}

Result<> LocalProcess::spawn() {
  QUORUM_TRY(auto pair, async::socket_pair());
  QUORUM_TRY(stream_, async::adopt_socket(home_, std::move(pair.ours)));
  stream_->set_deadline(home_.now() + config_.load_wait_max);

  async::Command command{.arguments = config_.worker_command,
                         .niceness = static_cast<int>(config_.niceness)};
  if (command.arguments.empty()) command.arguments = {"/proc/self/exe", "llama-worker"};
  const auto add = [&command](const char* name, std::string value) {
    command.arguments.emplace_back(name);
    command.arguments.push_back(std::move(value));
  };
  add("--model", file_);
  add("--context-tokens", std::to_string(config_.context_tokens));
  add("--conversations", std::to_string(config_.conversations_max));
  add("--threads", std::to_string(config_.threads));
  command.descriptors.push_back({.ours = std::move(pair.theirs), .theirs = 3});
  QUORUM_TRY(child_, async::ChildProcess::spawn(home_, std::move(command)));
  return {};
}

Task<Error> LocalProcess::read_news() {
  LocalFrames frames(kLocalFrameBytesMax);
  std::array<char, 16 << 10> bytes;
  while (true) {
    const auto count = co_await stream_->read(bytes);
    if (!count && count.error().code == Errc::deadline_exceeded) {
      co_return Error{.code = Errc::unavailable,
                      .message = "The local model took too long to load."};
    }
    if (!count || *count == 0) co_return ended_by_itself();
    std::vector<std::string> whole;
    if (auto pushed = frames.push({bytes.data(), *count}, whole); !pushed) co_return pushed.error();
    for (const std::string& frame : whole) {
      auto news = decode_news(frame);
      if (!news) co_return news.error();
      if (auto heard = hear(std::move(*news)); !heard) co_return heard.error();
    }
  }
}

Task<Error> LocalProcess::write_orders() {
  while (true) {
    co_await has_orders_.wait();
    has_orders_.reset();
    const std::string bytes = std::exchange(orders_, {});
    const std::array<std::string_view, 1> pieces{bytes};
    if (auto written = co_await stream_->write(pieces); !written) co_return ended_by_itself();
  }
}

Task<Error> LocalProcess::watch_idleness() {
  while (true) {
    co_await home_.sleep_until(used_at_ + config_.idle_max);
    if (!answers_.empty()) used_at_ = home_.now();
    if (home_.now() - used_at_ >= config_.idle_max) co_return idle();
  }
}

/// An error where the worker itself cannot go on.
Result<> LocalProcess::hear(LocalNews news) {
  if (auto* piece = std::get_if<LocalPiece>(&news)) {
    hear(std::move(*piece));
    return {};
  }
  if (auto* failure = std::get_if<LocalFailure>(&news)) {
    if (failure->id == 0) return std::move(failure->error);
    hear(std::move(*failure));
    return {};
  }
  const auto& ready = std::get<LocalReady>(news);
  stream_->set_deadline(TimePoint::max());
  log::info("{}: loaded in {:.0f} ms ({}, {} conversations of {} tokens)", model_, ready.load_ms,
            ready.description, ready.conversations_max, ready.context_tokens);
  return {};
}

void LocalProcess::hear(LocalPiece piece) {
  const auto found = answers_.find(piece.id);
  if (!piece.delta.finish) {
    if (found != answers_.end()) found->second->add(std::move(piece.delta));
    return;
  }
  failures_ = 0;
  if (piece.times && piece.delta.usage) {
    log::debug("{}: {} tokens read ({} kept) in {:.0f} ms, {} written in {:.0f} ms", model_,
               piece.delta.usage->prompt, piece.delta.usage->cached_read.value_or(0),
               piece.times->prompt_ms, piece.delta.usage->completion, piece.times->write_ms);
  }
  if (const auto answer = settle(piece.id)) {
    answer->add(std::move(piece.delta));
    answer->end(std::nullopt);
  }
}

void LocalProcess::hear(LocalFailure failure) {
  if (const auto answer = settle(failure.id)) answer->end(std::move(failure.error));
}

/// The answer, if anybody waits for it, which will have no more news.
std::shared_ptr<LocalAnswer> LocalProcess::settle(std::int64_t id) {
  used_at_ = home_.now();
  cancelled_.erase(id);
  auto node = answers_.extract(id);
  return node ? std::move(node.mapped()) : nullptr;
}

void LocalProcess::send(std::string_view order) {
  orders_ += order;
  has_orders_.set();
}

void LocalProcess::fail_all(const Error& why) {
  for (const auto& [id, answer] : std::exchange(answers_, {})) answer->end(why);
  cancelled_.clear();
  orders_.clear();
  has_orders_.reset();
}

}  // namespace quorum::providers
