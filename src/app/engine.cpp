#include "app/engine.hpp"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <utility>

#include "app/model_stack.hpp"
#include "core/id.hpp"
#include "core/try.hpp"
#include "debate/backend.hpp"
#include "debate/host.hpp"
#include "providers/local/models.hpp"
#include "store/sqlite/debates.hpp"
#include "store/sqlite/responses.hpp"

namespace quorum::app {
namespace {

/// Which backend a loop asks. Any thread.
class BackendTable {
 public:
  void set(async::Loop& loop, llm::ChatBackend& backend) {
    const std::scoped_lock lock(mutex_);
    backends_[&loop] = &backend;
  }
  void remove(async::Loop& loop) {
    const std::scoped_lock lock(mutex_);
    backends_.erase(&loop);
  }
  llm::ChatBackend& of(async::Loop& loop) const {
    const std::scoped_lock lock(mutex_);
    return *backends_.at(&loop);
  }

 private:
  mutable std::mutex mutex_;
  std::map<async::Loop*, llm::ChatBackend*> backends_{};
};

/// Debates that stand where a model can.
providers::Catalog::Source debate_source() {
  return {.prefix = "debate/",
          .provider = "debate",
          .list = [] { return debate::debate_models(); },
          .find = [](std::string_view id) -> Result<llm::ModelInfo> {
            for (auto& model : debate::debate_models()) {
              if (model.id == id) return std::move(model);
            }
            return Error{.code = Errc::not_found,
                         .message = fmt::format("There is no debate format `{}`.", id),
                         .field = "model",
                         .reason = "model_not_found"};
          }};
}

class LoopModelsOfEngine final : public LoopModels {
 public:
  LoopModelsOfEngine(async::Loop& loop, std::unique_ptr<ModelStack> stack, debate::Host& host,
                     BackendTable& table)
      : loop_(loop), stack_(std::move(stack)), host_(host), table_(table) {
    stack_->add(debate_source(), std::make_unique<debate::DebateBackend>(loop, host_));
    table_.set(loop_, stack_->backend());
  }
  ~LoopModelsOfEngine() override {
    host_.leave(loop_);
    table_.remove(loop_);
  }
  llm::ChatBackend& backend() override { return stack_->backend(); }
  const llm::Models& models() const override { return stack_->models(); }
  llm::Services services() override { return stack_->services(); }

 private:
  async::Loop& loop_;
  std::unique_ptr<ModelStack> stack_;
  debate::Host& host_;
  BackendTable& table_;
};

/// What all loops share, in the order in which one stands on the other.
class EngineOfLoop final : public Engine {
 public:
  /// What is made before the debates can be.
  struct Ground {
    std::unique_ptr<llm::PriceBook> prices;
    std::unique_ptr<store::Debates> debates;
    std::unique_ptr<store::Responses> responses;
    std::unique_ptr<providers::LocalModels> local;
    std::unique_ptr<ModelStack> models;
  };

  EngineOfLoop(async::Loop& loop, Config config, Ground ground)
      : loop_(loop),
        config_(std::move(config)),
        prices_(std::move(ground.prices)),
        ids_(loop),
        debates_(std::move(ground.debates)),
        responses_(std::move(ground.responses)),
        local_(std::move(ground.local)),
        plain_models_(std::move(ground.models)),
        host_({.debates = *debates_,
               .models = plain_models_->models(),
               .ids = ids_,
               .backend_of = [this](async::Loop& asking) -> llm::ChatBackend& {
                 return table_.of(asking);
               }}) {}

  Result<> begin() {
    QUORUM_TRY(own_, models_for(loop_));
    return {};
  }

  llm::ChatBackend& backend() override { return own_->backend(); }
  const llm::Models& models() const override { return own_->models(); }
  llm::Services services() override { return own_->services(); }
  debate::Service& debates() override { return host_; }
  store::Responses& responses() override { return *responses_; }
  const llm::PriceBook& prices() const override { return *prices_; }
  Result<std::unique_ptr<LoopModels>> models_for(async::Loop& loop) override {
    QUORUM_TRY(auto stack, ModelStack::create(loop, config_, *prices_, *local_));
    return std::make_unique<LoopModelsOfEngine>(loop, std::move(stack), host_, table_);
  }
  Task<Result<std::size_t>> resume_unfinished() override { return host_.resume_unfinished(loop_); }

 private:
  async::Loop& loop_;
  const Config config_;
  std::unique_ptr<llm::PriceBook> prices_;
  IdMaker ids_;
  std::unique_ptr<store::Debates> debates_;
  std::unique_ptr<store::Responses> responses_;
  std::unique_ptr<providers::LocalModels> local_;
  /// The models that may take a seat: all but the debates themselves. Asked from every thread.
  std::unique_ptr<ModelStack> plain_models_;
  BackendTable table_{};
  debate::Host host_;
  std::unique_ptr<LoopModels> own_{};
};

}  // namespace

Result<std::unique_ptr<Engine>> Engine::create(async::Loop& loop, const Config& config) {
  EngineOfLoop::Ground ground;
  QUORUM_TRY(auto prices, llm::PriceBook::built_in());
  ground.prices = std::make_unique<llm::PriceBook>(std::move(prices));
  const store::sqlite::Config file{.path = config.data_dir + "/debates.db"};
  QUORUM_TRY(ground.debates, store::sqlite::open_debates(file));
  QUORUM_TRY(ground.responses, store::sqlite::open_responses(file));
  ground.local =
      providers::LocalModels::create(loop, {.models_folder = config.data_dir + "/models"});
  QUORUM_TRY(ground.models, ModelStack::create(loop, config, *ground.prices, *ground.local));
  auto engine = std::make_unique<EngineOfLoop>(loop, config, std::move(ground));
  QUORUM_CHECK(engine->begin());
  return engine;
}

}  // namespace quorum::app
