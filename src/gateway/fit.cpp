#include "gateway/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/try.hpp"
#include "llm/estimate.hpp"

namespace quorum::gateway {
namespace {

/// Beyond what the estimate may be wrong by.
bool is_beyond(std::int64_t tokens, std::int64_t context_tokens) {
  return tokens - tokens / 5 > context_tokens;
}

/// No token is shorter than a byte, so what is no more bytes fits; nor need the words of what is at
/// most that many tokens be weighed.
bool may_be_long(const llm::Call& call, const Limits& limits) {
  if (!limits.context_tokens) return false;
  if (call.wire.read != nullptr) {
    const std::string_view body = *call.wire.body;
    return is_beyond(std::ssize(body), *limits.context_tokens) &&
           is_beyond(llm::estimate_tokens_max(body), *limits.context_tokens);
  }
  std::size_t bytes = 0;
  for (const auto& message : call.chat->messages) bytes += message.text().size();
  return std::cmp_greater(bytes, *limits.context_tokens);
}

/// Whether the request could hold what the model does not take: where nobody looked, every dialect
/// has the word.
bool may_hold(const llm::Wire& wire, bool was_seen, std::string_view word) {
  if (wire.read == nullptr) return true;
  if (wire.glance.is_sound) return was_seen;
  return wire.body->find(word) != std::string::npos;
}

bool is_doubtful(const llm::Call& call, const Limits& limits) {
  if (may_be_long(call, limits)) return true;
  const auto& wire = call.wire;
  const auto& glance = wire.glance;
  if (!limits.can.images.value_or(true) && may_hold(wire, glance.may_hold_images, "mage")) {
    return true;
  }
  return !limits.can.tools.value_or(true) && may_hold(wire, glance.may_hold_tools, "ool");
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
  if (!is_beyond(tokens, *limits.context_tokens)) return {};
  return unfit(fmt::format("{} reads at most {} tokens; these messages have about {}.", model,
                           *limits.context_tokens, tokens),
               "messages", "context_length_exceeded");
}

class Fit final : public llm::ChatBackend {
 public:
  Fit(llm::ChatBackend& inner, FindLimits find) : inner_(inner), find_(std::move(find)) {}

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                      llm::CallContext context) override {
    const auto limits = find_(call->model);
    if (is_doubtful(call, limits)) return look_closer(std::move(call), context, limits);
    return inner_.open(std::move(call), context);
  }

 private:
  Task<Result<std::unique_ptr<llm::ChatStream>>> look_closer(llm::Shared<llm::Call> call,
                                                             llm::CallContext context,
                                                             Limits limits) {
    QUORUM_CO_TRY(const auto chat, call->words());
    QUORUM_CO_CHECK(check(chat, limits, call->model));
    co_return co_await inner_.open(std::move(call), context);
  }

  llm::ChatBackend& inner_;
  FindLimits find_;
};

}  // namespace

std::unique_ptr<llm::ChatBackend> fit(llm::ChatBackend& inner, FindLimits find) {
  return std::make_unique<Fit>(inner, std::move(find));
}

}  // namespace quorum::gateway
