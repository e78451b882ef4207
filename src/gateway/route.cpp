#include "gateway/route.hpp"

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "core/short_hash.hpp"
#include "core/try.hpp"

namespace quorum::gateway {
namespace {

// Clients may ask for names without end, and of any length.
constexpr std::size_t kKnownMax = 256;
constexpr std::size_t kNameBytesMax = 256;

using Opened = Result<std::unique_ptr<llm::ChatStream>>;

class Router final : public llm::ChatBackend {
 public:
  explicit Router(FindTarget find) : find_(std::move(find)) {}

  Task<Opened> open(llm::Shared<llm::Call> call, llm::CallContext context) override {
    const auto& known = place_of(call->model);
    if (known.name != call->model || known.target.backend == nullptr) {
      return look_up(std::move(call), context);
    }
    if (known.target.model != call->model) call.edit().model = known.target.model;
    return known.target.backend->open(std::move(call), context);
  }

 private:
  struct Known {
    std::string name{};
    Target target{};
  };

  /// Of the names that share a place the last one is known.
  Known& place_of(std::string_view name) { return known_[short_hash(name) % kKnownMax]; }

  Task<Opened> look_up(llm::Shared<llm::Call> call, llm::CallContext context) {
    QUORUM_CO_TRY(auto target, find_(call->model));
    const auto& name = call->model;
    if (name.size() <= kNameBytesMax) place_of(name) = {.name = name, .target = target};
    call.edit().model = std::move(target.model);
    co_return co_await target.backend->open(std::move(call), context);
  }

  FindTarget find_;
  std::vector<Known> known_{kKnownMax};
};

}  // namespace

std::unique_ptr<llm::ChatBackend> route(FindTarget find) {
  return std::make_unique<Router>(std::move(find));
}

}  // namespace quorum::gateway
