#include "debate/running/journal.hpp"

#include <utility>

#include "core/try.hpp"
#include "debate/record/write.hpp"

namespace quorum::debate {

Journal::Journal(async::Loop& loop, store::Debates& debates, std::string id,
                 std::shared_ptr<Feed> feed, State state)
    : loop_(loop),
      debates_(debates),
      id_(std::move(id)),
      feed_(std::move(feed)),
      state_(std::move(state)),
      stored_status_(state_.status),
      stored_seq_(state_.last_seq),
      written_(loop),
      writer_(loop) {}

void Journal::add(const Event& event) {
  store::LogEvent line{.seq = state_.last_seq + 1,
                       .name = std::string(name(event)),
                       .data = debate::write(event),
                       .at_ms = loop_.unix_ms()};
  apply(state_, event, line.seq, line.at_ms);
  if (!std::holds_alternative<TurnDelta>(event)) durability_ = store::Durability::durable;
  pending_.push_back(std::move(line));
  if (std::exchange(is_writing_, true)) return;
  writer_.spawn(write());
}

void Journal::reopen(std::string_view judge, std::string_view order) {
  debate::reopen(state_, judge, order);
}

Task<Result<>> Journal::settle() {
  const auto seq = state_.last_seq;
  while (stored_seq_ < seq && !refusal_) {
    written_.reset();
    co_await written_.wait();
  }
  if (refusal_) co_return *refusal_;
  co_return Result<>{};
}

Task<> Journal::write() {
  while (!pending_.empty() && !refusal_) {
    auto lines = std::exchange(pending_, {});
    const auto durability = std::exchange(durability_, store::Durability::kept);
    const auto last_seq = lines.back().seq;
    const auto stored = co_await store(std::move(lines), durability);
    if (!stored) {
      refusal_ = stored.error();
    } else {
      stored_seq_ = last_seq;
    }
    written_.set();
  }
  is_writing_ = false;
}

Task<Result<>> Journal::store(std::vector<store::LogEvent> lines, store::Durability durability) {
  auto shown = lines;
  // The state may be ahead of the store by then, never behind: lists show the latest status.
  const auto status = state_.status;
  QUORUM_CO_CHECK(co_await debates_.append(loop_, id_, std::move(lines), durability));
  if (status != stored_status_) {
    auto text = std::string(name(status));
    QUORUM_CO_CHECK(co_await debates_.set_status(loop_, id_, std::move(text)));
    stored_status_ = status;
  }
  feed_->publish(shown);
  co_return Result<>{};
}

}  // namespace quorum::debate
