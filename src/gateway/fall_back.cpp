#include "gateway/fall_back.hpp"

#include <cassert>
#include <utility>

#include "core/log.hpp"
#include "llm/another.hpp"

namespace quorum::gateway {
namespace {

class FallBack final : public llm::ChatBackend {
 public:
  explicit FallBack(std::vector<Choice> choices) : choices_(std::move(choices)) {}

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                      llm::CallContext context) override {
    Error last;
    for (const auto& choice : choices_) {
      auto asked = call;
      auto& model = asked.edit().model;
      model = choice.model;
      if (const auto star = model.find('*'); star != model.npos) {
        model.replace(star, 1, call->model);
      }
      auto opened = co_await choice.backend->open(std::move(asked), context);
      if (opened || !llm::may_another(opened.error())) co_return std::move(opened);
      last = std::move(opened.error());
      log::info("call {}: {} cannot answer: {} {}", context.call_id, choice.model, last.message,
                last.detail);
    }
    co_return last;
  }

 private:
  std::vector<Choice> choices_;
};

}  // namespace

std::unique_ptr<llm::ChatBackend> fall_back(std::vector<Choice> choices) {
  assert(!choices.empty());
  return std::make_unique<FallBack>(std::move(choices));
}

}  // namespace quorum::gateway
