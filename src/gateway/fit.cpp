#include "gateway/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/try.hpp"
#include "llm/estimate.hpp"

namespace quorum::gateway {
namespace {

/// No token is shorter than a byte, so what is not even that many bytes fits.
bool may_be_long(const llm::Call& call, const Limits& limits) {
  if (!limits.context_tokens) return false;
  if (call.wire.read != nullptr) {
    return std::cmp_greater(call.wire.body.size(), *limits.context_tokens);
  }
  std::size_t bytes = 0;
  for (const auto& message : call.chat.messages) bytes += message.text().size();
  return std::cmp_greater(bytes, *limits.context_tokens);
}

/// Whether the request could hold what the model does not take: every dialect has the word.
bool may_hold(const llm::Call& call, std::optional<bool> is_taken, std::string_view word) {
  if (is_taken.value_or(true)) return false;
  return call.wire.read == nullptr || call.wire.body.find(word) != call.wire.body.npos;
}

bool has_images(const llm::Chat& chat) {
  return std::ranges::any_of(chat.messages, [](const llm::Message& message) {
    return std::ranges::any_of(
        message.parts, [](const llm::Part& part) { return part.as<llm::Image>() != nullptr; });
  });
}

Error unfit(std::string message, std::string field, std::string reason) {
  return {.code = Errc::invalid_request,
          .message = std::move(message),
          .field = std::move(field),
          .reason = std::move(reason)};
}

Result<> check(const llm::Chat& chat, const Limits& limits, std::string_view model) {
  if (!limits.can.images.value_or(true) && has_images(chat)) {
    return unfit(fmt::format("{} takes no pictures.", model), "messages", "unsupported_value");
  }
  if (!limits.can.tools.value_or(true) && !chat.tools.empty()) {
    return unfit(fmt::format("{} calls no tools.", model), "tools", "unsupported_parameter");
  }
  if (!limits.context_tokens) return {};
  std::int64_t tokens = 0;
  for (const auto& message : chat.messages) tokens += llm::estimate_tokens(message.text());
  if (tokens - tokens / 5 <= *limits.context_tokens) return {};
  return unfit(fmt::format("{} reads at most {} tokens; these messages have about {}.", model,
                           *limits.context_tokens, tokens),
               "messages", "context_length_exceeded");
}

class Fit final : public llm::ChatBackend {
 public:
  Fit(llm::ChatBackend& inner, FindLimits find) : inner_(inner), find_(std::move(find)) {}

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Call call,
                                                      llm::CallContext context) override {
    const auto limits = find_(call.model);
    const bool is_doubtful = may_be_long(call, limits) ||
                             may_hold(call, limits.can.images, "mage") ||
                             may_hold(call, limits.can.tools, "ool");
    if (is_doubtful) {
      QUORUM_CO_TRY(const auto chat, call.words());
      QUORUM_CO_CHECK(check(chat, limits, call.model));
    }
    co_return co_await inner_.open(std::move(call), std::move(context));
  }

 private:
  llm::ChatBackend& inner_;
  FindLimits find_;
};

}  // namespace

std::unique_ptr<llm::ChatBackend> fit(llm::ChatBackend& inner, FindLimits find) {
  return std::make_unique<Fit>(inner, std::move(find));
}

}  // namespace quorum::gateway
