#include "library/session.hpp"

#include "app/config/config.hpp"
#include "app/model_stack.hpp"
#include "core/try.hpp"
#include "llm/price_book.hpp"
#include "providers/local/models.hpp"

namespace quorum::library {
namespace {

/// In the order in which one stands on the other.
class SessionOfLoop final : public Session {
 public:
  static Result<std::unique_ptr<Session>> create(const app::Config& config) {
    QUORUM_TRY(auto loop, async::Loop::create());
    QUORUM_TRY(auto prices, llm::PriceBook::built_in());
    std::unique_ptr<SessionOfLoop> made(new SessionOfLoop(std::move(loop), std::move(prices)));
    made->local_ = providers::LocalModels::create(*made->loop_,
                                                  {.models_folder = config.data_dir + "/models",
                                                   .worker_command = {"quorum", "llama-worker"}});
    QUORUM_TRY(made->stack_,
               app::ModelStack::create(*made->loop_, config, made->prices_, *made->local_));
    return made;
  }

  llm::ChatBackend& backend() override { return stack_->backend(); }
  const llm::Models& models() const override { return stack_->models(); }
  async::Loop& loop() override { return *loop_; }

 private:
  SessionOfLoop(std::unique_ptr<async::Loop> loop, llm::PriceBook prices)
      : loop_(std::move(loop)), prices_(std::move(prices)) {}

  std::unique_ptr<async::Loop> loop_;
  llm::PriceBook prices_;
  std::unique_ptr<providers::LocalModels> local_;
  std::unique_ptr<app::ModelStack> stack_;
};

}  // namespace

Result<std::unique_ptr<Session>> Session::open(std::map<std::string, std::string> settings) {
  QUORUM_TRY(const auto config, app::load_config(std::move(settings), ""));
  return SessionOfLoop::create(config);
}

}  // namespace quorum::library
