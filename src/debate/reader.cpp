#include "debate/reader.hpp"

#include <algorithm>
#include <utility>

#include "async/combine.hpp"
#include "core/try.hpp"

namespace quorum::debate {
namespace {

constexpr std::size_t kLinesMax = 256;
constexpr std::chrono::milliseconds kPollPause{500};

bool is_last(std::string_view name) {
  return name == "debate.completed" || name == "debate.failed" || name == "debate.cancelled";
}

Task<> sleep(async::Loop* loop, std::chrono::milliseconds pause) { co_await loop->sleep(pause); }

}  // namespace

Reader::Reader(async::Loop& home, store::Debates& debates, std::string id,
               std::shared_ptr<Feed> feed, std::uint64_t after_seq)
    : home_(home),
      debates_(debates),
      id_(std::move(id)),
      feed_(std::move(feed)),
      bell_(std::make_shared<Bell>(home)),
      seq_(after_seq) {
  feed_->join(bell_);
}

Reader::~Reader() { feed_->leave(*bell_); }

Task<Result<std::optional<std::vector<store::LogEvent>>>> Reader::next() {
  using Lines = std::optional<std::vector<store::LogEvent>>;
  while (!has_ended_) {
    auto glimpse = feed_->after(seq_);
    if (glimpse.lines.empty() && (glimpse.is_behind || !glimpse.is_live)) {
      QUORUM_CO_TRY(glimpse.lines, co_await look_into_store());
    }
    if (!glimpse.lines.empty()) co_return Lines(take(std::move(glimpse.lines)));
    if (glimpse.fault) co_return *glimpse.fault;
    if (!has_ended_) co_await wait(glimpse.is_live);
  }
  co_return Lines();
}

std::vector<store::LogEvent> Reader::take(std::vector<store::LogEvent> lines) {
  seq_ = lines.back().seq;
  has_ended_ = std::ranges::any_of(lines, [](const auto& line) { return is_last(line.name); });
  return lines;
}

Task<Result<std::vector<store::LogEvent>>> Reader::look_into_store() {
  // The status first: it is set after the last line is stored, so what is read then is the end.
  QUORUM_CO_TRY(const auto row, co_await debates_.find(home_, id_));
  QUORUM_CO_TRY(auto lines, co_await debates_.read(home_, id_, seq_, kLinesMax));
  const bool is_over = row && row->status != "running" && row->status != "paused";
  if (lines.empty() && is_over) has_ended_ = true;
  co_return lines;
}

Task<> Reader::wait(bool is_live) {
  if (is_live) co_return co_await bell_->wait();
  co_await async::race(bell_->wait(), sleep(&home_, kPollPause));
}

}  // namespace quorum::debate
