#include "testkit/scripted.hpp"

#include <algorithm>
#include <utility>

#include "core/try.hpp"

namespace quorum::testkit {
namespace {

Error too_late() {
  return {.code = Errc::deadline_exceeded, .message = "The model did not answer in time."};
}

/// Waits as the script says, or until the deadline: then it says so.
Task<Result<>> wait(async::Loop* loop, std::chrono::milliseconds duration, TimePoint deadline) {
  if (duration.count() == 0) {
    co_await loop->yield();
    co_return {};
  }
  const bool is_for_ever = duration == std::chrono::milliseconds::max();
  const auto until = is_for_ever ? TimePoint::max() : loop->now() + duration;
  co_await loop->sleep_until(std::min(until, deadline));
  if (until > deadline) co_return too_late();
  co_return {};
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const auto start = text.find_first_not_of(' ');
    const auto end = start == text.npos ? text.npos : text.find(' ', start);
    found.emplace_back(text.substr(0, end));
    text = end == text.npos ? std::string_view{} : text.substr(end);
  }
  return found;
}

}  // namespace

Script says(std::string_view text, std::chrono::milliseconds pace, std::int64_t prompt_tokens) {
  Script script;
  const auto pieces = words(text);
  for (const auto& piece : pieces) {
    script.steps.push_back({.wait = pace, .deltas = {{.text = piece}}});
  }
  const llm::Usage usage{.prompt = prompt_tokens,
                         .completion = static_cast<std::int64_t>(pieces.size())};
  script.steps.push_back({.deltas = {{.finish = llm::Finish::stop, .usage = usage}}});
  return script;
}

Script scores(std::vector<double> continuations) {
  const llm::Usage usage{.prompt = 10, .completion = 0};
  Script script;
  script.steps.push_back({.deltas = {{.continuations = std::move(continuations),
                                      .finish = llm::Finish::stop,
                                      .usage = usage}}});
  return script;
}

Script refuses(Error error) { return {.steps = {}, .refusal = std::move(error)}; }

Script breaks_after(std::string_view text, Error error, std::chrono::milliseconds pace) {
  auto script = says(text, pace);
  script.steps.pop_back();
  script.cut = std::move(error);
  return script;
}

Script hangs() { return {.steps = {{.wait = std::chrono::milliseconds::max(), .deltas = {}}}}; }

/// Writes down what becomes of one call; destroyed before that is known, the call was abandoned.
class ScriptedModels::Watch {
 public:
  Watch(ScriptedModels& models, std::size_t index) : models_(&models), index_(index) {}
  Watch(Watch&& other) noexcept
      : models_(std::exchange(other.models_, nullptr)), index_(other.index_) {}
  Watch& operator=(Watch&&) = delete;
  ~Watch() {
    if (models_ == nullptr) return;
    auto& fate = models_->calls_[index_].fate;
    if (fate == Fate::opening || fate == Fate::streaming) fate = Fate::abandoned;
  }
  void set(Fate fate) { models_->calls_[index_].fate = fate; }

 private:
  ScriptedModels* models_;
  std::size_t index_;
};

class ScriptedModels::Stream final : public llm::ChatStream {
 public:
  Stream(async::Loop& loop, Script script, TimePoint deadline, Watch watch)
      : loop_(loop), script_(std::move(script)), deadline_(deadline), watch_(std::move(watch)) {}

  Task<Result<std::optional<llm::Batch>>> next() override {
    if (at_ == script_.steps.size()) {
      watch_.set(script_.cut ? Fate::failed : Fate::ended);
      if (script_.cut) co_return *script_.cut;
      co_return std::nullopt;
    }
    const auto index = at_++;
    // The first step's wait was `open`'s.
    if (index > 0) {
      auto waited = co_await wait(&loop_, script_.steps[index].wait, deadline_);
      if (!waited) {
        watch_.set(Fate::failed);
        co_return std::move(waited.error());
      }
    }
    llm::Batch batch;
    batch.deltas = std::move(script_.steps[index].deltas);
    co_return std::move(batch);
  }

 private:
  async::Loop& loop_;
  Script script_;
  TimePoint deadline_;
  Watch watch_;
  std::size_t at_ = 0;
};

void ScriptedModels::add(llm::ModelInfo info, Author author) {
  auto id = info.id;
  models_.insert_or_assign(std::move(id), Entry{std::move(info), std::move(author)});
}

void ScriptedModels::add(std::string id, std::vector<Script> scripts) {
  add({.id = std::move(id), .provider = "scripted"},
      [scripts = std::move(scripts)](const llm::Chat&, std::size_t nth) {
        return scripts[std::min(nth, scripts.size() - 1)];
      });
}

std::size_t ScriptedModels::calls_of(std::string_view model) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(calls_, [&](const SeenCall& call) { return call.model == model; }));
}

std::size_t ScriptedModels::open_now() const {
  return static_cast<std::size_t>(std::ranges::count_if(calls_, [](const SeenCall& call) {
    return call.fate == Fate::opening || call.fate == Fate::streaming;
  }));
}

Task<Result<std::unique_ptr<llm::ChatStream>>> ScriptedModels::open(llm::Shared<llm::Call> call,
                                                                    llm::CallContext context) {
  const auto found = models_.find(call->model);
  if (found == models_.end()) co_return std::move(find(call->model).error());
  QUORUM_CO_TRY(auto chat, call->words());
  auto script = found->second.author(chat, found->second.calls++);

  const auto deadline = context.deadline;
  calls_.push_back({.model = call->model,
                    .id = std::string(context.call_id),
                    .call = *call,
                    .chat = std::move(chat),
                    .trace = context.trace,
                    .at = loop_.now()});
  Watch watch{*this, calls_.size() - 1};
  const auto first_wait =
      script.steps.empty() ? std::chrono::milliseconds{0} : script.steps.front().wait;
  auto waited = co_await wait(&loop_, first_wait, deadline);
  if (waited && script.refusal) waited = *script.refusal;
  if (!waited) {
    watch.set(Fate::failed);
    co_return std::move(waited.error());
  }
  watch.set(Fate::streaming);
  co_return std::make_unique<Stream>(loop_, std::move(script), deadline, std::move(watch));
}

std::vector<llm::ModelInfo> ScriptedModels::list() const {
  std::vector<llm::ModelInfo> all;
  all.reserve(models_.size());
  for (const auto& [id, entry] : models_) all.push_back(entry.info);
  return all;
}

Result<llm::ModelInfo> ScriptedModels::find(std::string_view id) const {
  const auto found = models_.find(id);
  if (found != models_.end()) return found->second.info;
  return Error{.code = Errc::not_found,
               .message = "There is no model " + std::string{id} + ".",
               .field = "model",
               .reason = "model_not_found"};
}

}  // namespace quorum::testkit
