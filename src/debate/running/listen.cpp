#include "debate/running/listen.hpp"

#include <algorithm>
#include <utility>

#include "async/combine.hpp"
#include "core/try.hpp"

namespace quorum::debate {
namespace {

// English has about four bytes a token.
constexpr std::size_t kBytesPerToken = 4;

Error silent(std::string_view what, std::chrono::milliseconds limit) {
  return {.code = Errc::deadline_exceeded,
          .message = "The model said nothing for " + std::to_string(limit.count() / 1000) + " s " +
                     std::string(what) + "."};
}

/// Whether a delta carries anything that a model has written.
bool says_something(const llm::Delta& delta) {
  return !delta.text.empty() || !delta.reasoning.empty() || !delta.refusal.empty() ||
         !delta.continuations.empty();
}

void take(Heard& heard, llm::Delta delta, Listener* listener) {
  if (!delta.text.empty() && listener != nullptr) listener->on_text(delta.text);
  heard.text += delta.text;
  if (!delta.refusal.empty()) {
    if (listener != nullptr) listener->on_text(delta.refusal);
    heard.text += delta.refusal;
    heard.finish = llm::Finish::content_filter;
  }
  std::ranges::move(delta.logprobs, std::back_inserter(heard.logprobs));
  if (!delta.continuations.empty()) heard.continuations = std::move(delta.continuations);
  if (delta.finish && heard.finish != llm::Finish::content_filter) heard.finish = delta.finish;
  if (delta.usage) heard.usage = delta.usage;
}

/// Reads to the end into `heard`, which outlives it.
Task<Result<>> read_all(async::Loop& loop, llm::ChatStream* stream, TimePoint deadline,
                        TimePoint first_due, Patience patience, Listener* listener, Heard* heard) {
  bool has_spoken = false;
  auto due = first_due;
  while (true) {
    const auto moment = std::min(due, deadline);
    auto batch = co_await async::with_deadline(loop, moment, stream->next());
    if (!batch && batch.error().code == Errc::deadline_exceeded && loop.now() >= due) {
      co_return has_spoken ? silent("in the middle of its answer", patience.between_tokens_max)
                           : silent("at all", patience.first_token_max);
    }
    if (!batch) co_return std::move(batch.error());
    auto& said = *batch;
    if (!said) co_return Result<>{};
    for (auto& delta : said->deltas) {
      has_spoken = has_spoken || says_something(delta);
      take(*heard, std::move(delta), listener);
    }
    if (has_spoken) due = loop.now() + patience.between_tokens_max;
  }
}

}  // namespace

Task<Heard> listen(async::Loop& loop, llm::ChatBackend& backend, llm::Shared<llm::Call> call,
                   llm::CallContext context, Patience patience, Listener* listener) {
  Heard heard;
  const auto first_due = loop.now() + patience.first_token_max;
  const auto deadline = context.deadline;
  const auto moment = std::min(first_due, deadline);
  auto opening = backend.open(std::move(call), context);
  auto stream = co_await async::with_deadline(loop, moment, std::move(opening));
  if (!stream) {
    heard.error = std::move(stream.error());
    // Nobody said no, so somebody may have begun.
    heard.has_begun = heard.error->code == Errc::deadline_exceeded;
    if (heard.has_begun && loop.now() >= first_due) {
      heard.error = silent("at all", patience.first_token_max);
    }
    co_return heard;
  }
  heard.has_begun = true;
  auto ended =
      co_await read_all(loop, stream->get(), deadline, first_due, patience, listener, &heard);
  if (!ended) heard.error = std::move(ended.error());
  co_return heard;
}

llm::Usage usage_of(const Heard& heard, const llm::Chat& chat) {
  if (heard.usage) return *heard.usage;
  std::size_t read = 0;
  for (const auto& message : chat.messages) read += message.text().size();
  const auto tokens = [](std::size_t bytes) {
    return static_cast<std::int64_t>((bytes + kBytesPerToken - 1) / kBytesPerToken);
  };
  return {.prompt = tokens(read), .completion = tokens(heard.text.size()), .is_estimate = true};
}

}  // namespace quorum::debate
