#include "gateway/route.hpp"

#include <cstddef>
#include <map>
#include <utility>

#include "core/try.hpp"

namespace quorum::gateway {
namespace {

// Clients may ask for names without end.
constexpr std::size_t kKnownMax = 4096;

class Router final : public llm::ChatBackend {
 public:
  explicit Router(FindTarget find) : find_(std::move(find)) {}

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                      llm::CallContext context) override {
    const auto known = known_.find(call->model);
    if (known == known_.end()) return look_up(std::move(call), context);
    const auto& target = known->second;
    if (target.model != call->model) call.edit().model = target.model;
    return target.backend->open(std::move(call), context);
  }

 private:
  Task<Result<std::unique_ptr<llm::ChatStream>>> look_up(llm::Shared<llm::Call> call,
                                                         llm::CallContext context) {
    QUORUM_CO_TRY(auto target, find_(call->model));
    if (known_.size() >= kKnownMax) known_.clear();
    known_.emplace(call->model, target);
    call.edit().model = std::move(target.model);
    co_return co_await target.backend->open(std::move(call), context);
  }

  FindTarget find_;
  std::map<std::string, Target, std::less<>> known_{};
};

}  // namespace

std::unique_ptr<llm::ChatBackend> route(FindTarget find) {
  return std::make_unique<Router>(std::move(find));
}

}  // namespace quorum::gateway
