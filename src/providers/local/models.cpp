#include "providers/local/models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "async/combine.hpp"
#include "async/on_loop.hpp"
#include "core/try.hpp"
#include "providers/local/known_weights.hpp"
#include "providers/local/process.hpp"
#include "providers/local/weights.hpp"

namespace quorum::providers {
namespace {

constexpr std::string_view kPrefix = "local/";

/// A quantised file of this size holds about three thousand million parameters.
constexpr std::uint64_t kSmallBytesMax = 2'200'000'000;

llm::ModelInfo info_of(const Weights& weights, const LocalConfig& config) {
  return {.id = std::string(kPrefix) + weights.name,
          .provider = "local",
          .family = weights.family,
          .is_local = true,
          .is_small = weights.bytes <= kSmallBytesMax,
          .scores_continuations = true,
          .context_tokens = config.context_tokens,
          .price = llm::Price{}};
}

Error no_such_model(std::string_view name) {
  const bool is_known = find_known_weights(name) != nullptr;
  return {.code = Errc::not_found,
          .message = is_known
                         ? fmt::format("The weights of local/{0} are not on this machine. Say: "
                                       "quorum models pull {0}",
                                       name)
                         : fmt::format("There is no local model '{}'. Two small ones come with: "
                                       "quorum models pull starter",
                                       name),
          .field = "model",
          .reason = "model_not_found"};
}

/// What a worker would silently leave out.
Result<> check_words(const llm::Chat& chat) {
  const bool may_call = !chat.tool_choice || chat.tool_choice->mode != llm::ToolChoice::Mode::none;
  if (!chat.tools.empty() && may_call) {
    return Error{.code = Errc::invalid_request,
                 .message = "Local models cannot call tools.",
                 .field = "tools"};
  }
  if (chat.answers.value_or(1) > 1) {
    return Error{.code = Errc::invalid_request,
                 .message = "Local models give one answer at a time.",
                 .field = "n"};
  }
  const auto is_unread = [](const llm::Part& part) {
    return part.as<llm::Image>() != nullptr || part.as<llm::Audio>() != nullptr ||
           part.as<llm::File>() != nullptr;
  };
  for (const llm::Message& message : chat.messages) {
    if (std::ranges::any_of(message.parts, is_unread)) {
      return Error{.code = Errc::invalid_request,
                   .message = "Local models can read nothing but text.",
                   .field = "messages"};
    }
  }
  return {};
}

/// One model's worker, on the home loop.
using Processes = std::map<std::string, std::shared_ptr<LocalProcess>, std::less<>>;

/// An answer in the hands of somebody on another loop; letting go cancels it.
class Held {
 public:
  Held(async::Loop& home, std::weak_ptr<LocalProcess> process, std::shared_ptr<LocalAnswer> answer)
      : home_(&home), process_(std::move(process)), answer_(std::move(answer)) {}
  Held(Held&&) = default;
  Held& operator=(Held&&) = delete;
  ~Held() {
    if (!answer_) return;
    home_->post([process = std::move(process_), answer = std::move(answer_)] {
      if (const auto alive = process.lock()) alive->cancel(answer->id());
    });
  }

  async::Loop& home() const { return *home_; }
  const std::shared_ptr<LocalAnswer>& answer() const { return answer_; }

 private:
  async::Loop* home_;
  std::weak_ptr<LocalProcess> process_;
  std::shared_ptr<LocalAnswer> answer_;  ///< Used, and destroyed, on the home loop only.
};

class Stream final : public llm::ChatStream {
 public:
  Stream(async::Loop& loop, Held held, std::string model, const llm::CallContext& context)
      : loop_(loop),
        held_(std::move(held)),
        model_(std::move(model)),
        deadline_(context.deadline),
        trace_(context.trace) {}

  Task<Result<std::optional<llm::Batch>>> next() override {
    auto ask = [answer = held_.answer()] { return answer->next(); };
    auto asked = async::on_loop(held_.home(), loop_, std::move(ask));
    const llm::ProviderWait wait(trace_, loop_);
    QUORUM_CO_TRY(auto batch, co_await async::with_deadline(loop_, deadline_, std::move(asked)));
    if (batch && !model_.empty()) batch->deltas.front().model = std::exchange(model_, {});
    co_return batch;
  }

 private:
  async::Loop& loop_;
  Held held_;
  std::string model_;  ///< Said once, with the first words.
  TimePoint deadline_;
  llm::CallTrace* trace_;
};

class LocalModelsImpl final : public LocalModels {
 public:
  LocalModelsImpl(async::Loop& home, LocalConfig config)
      : home_(home), config_(std::move(config)) {}

  std::vector<llm::ModelInfo> list() const override {
    std::vector<llm::ModelInfo> infos;
    for (const Weights& weights : installed_weights(config_.models_folder)) {
      infos.push_back(info_of(weights, config_));
    }
    return infos;
  }

  Result<llm::ModelInfo> find(std::string_view id) const override {
    QUORUM_TRY(const Weights weights, weights_of(id));
    return info_of(weights, config_);
  }

  std::unique_ptr<llm::ChatBackend> backend(async::Loop& loop) override;

  async::Loop& home() { return home_; }

  Result<Weights> weights_of(std::string_view id) const {
    const std::string_view name = id.starts_with(kPrefix) ? id.substr(kPrefix.size()) : id;
    for (Weights& weights : installed_weights(config_.models_folder)) {
      if (weights.name == name) return std::move(weights);
    }
    return no_such_model(name);
  }

  /// On the home loop.
  Task<Result<Held>> ask(Weights weights, llm::Chat chat) {
    auto& process = processes_[weights.name];
    if (!process) {
      process = std::make_shared<LocalProcess>(home_, config_, std::string(kPrefix) + weights.name,
                                               weights.file);
    }
    const std::shared_ptr<LocalProcess> alive = process;
    QUORUM_CO_TRY(auto answer, co_await alive->ask(std::move(chat)));
    co_return Held(home_, alive, std::move(answer));
  }

 private:
  async::Loop& home_;
  const LocalConfig config_;
  Processes processes_;  ///< Shared with what lets go of an answer, which only looks.
};

class Backend final : public llm::ChatBackend {
 public:
  Backend(LocalModelsImpl& models, async::Loop& loop) : models_(models), loop_(loop) {}

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                      llm::CallContext context) override {
    QUORUM_CO_TRY(Weights weights, models_.weights_of(call->model));
    QUORUM_CO_TRY(llm::Chat chat, call->words());
    QUORUM_CO_CHECK(check_words(chat));
    auto ask = [models = &models_, weights = std::move(weights), chat = std::move(chat)]() mutable {
      return models->ask(std::move(weights), std::move(chat));
    };
    if (context.trace != nullptr) context.trace->asks("local", call->model);
    llm::ProviderWait wait(context.trace, loop_);
    auto asked = async::on_loop(models_.home(), loop_, std::move(ask));
    QUORUM_CO_TRY(Held held,
                  co_await async::with_deadline(loop_, context.deadline, std::move(asked)));
    wait.end();
    if (context.trace != nullptr) context.trace->first_answer = loop_.now();
    co_return std::make_unique<Stream>(loop_, std::move(held), call->model, context);
  }

 private:
  LocalModelsImpl& models_;
  async::Loop& loop_;
};

std::unique_ptr<llm::ChatBackend> LocalModelsImpl::backend(async::Loop& loop) {
  return std::make_unique<Backend>(*this, loop);
}

}  // namespace

std::unique_ptr<LocalModels> LocalModels::create(async::Loop& home, LocalConfig config) {
  return std::make_unique<LocalModelsImpl>(home, std::move(config));
}

}  // namespace quorum::providers
