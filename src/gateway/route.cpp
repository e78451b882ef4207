#include "gateway/route.hpp"

#include <utility>

#include "core/try.hpp"

namespace quorum::gateway {
namespace {

class Router final : public llm::ChatBackend {
 public:
  explicit Router(FindTarget find) : find_(std::move(find)) {}

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Call call,
                                                      llm::CallContext context) override {
    QUORUM_CO_TRY(auto target, find_(call.model));
    call.model = std::move(target.model);
    co_return co_await target.backend->open(std::move(call), std::move(context));
  }

 private:
  FindTarget find_;
};

}  // namespace

std::unique_ptr<llm::ChatBackend> route(FindTarget find) {
  return std::make_unique<Router>(std::move(find));
}

}  // namespace quorum::gateway
