#include "store/journal/reader.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/try.hpp"
#include "store/journal/codec.hpp"
#include "store/journal/segment.hpp"

namespace quorum::store::journal {
namespace {

/// A running server may have rotated in between; it does so once in a long while.
constexpr int kTriesMax = 5;

}  // namespace

std::string checkpoint_path(const std::string& folder) { return folder + "/totals"; }

Checkpoint read_checkpoint(const std::string& folder) {
  std::ifstream file(checkpoint_path(folder), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return decode_checkpoint(bytes).value_or(Checkpoint{});
}

Result<LogPosition> replay(const std::string& folder, LogPosition position, Totals& totals) {
  for (const auto& file : list_segments(folder)) {
    if (file.number < position.segment) continue;
    const auto offset = file.number == position.segment ? position.offset : 0;
    QUORUM_TRY(const auto bytes, read_segment(folder, file.number, offset));
    FrameWalk walk(bytes, offset);
    for (auto frame = walk.next(); frame.data() != nullptr; frame = walk.next()) {
      const auto names = names_in(frame);
      if (!names || names->provider.empty()) continue;
      totals.expect(totals.find(*names), use_in(frame));
    }
    position = {.segment = file.number, .offset = walk.end()};
  }
  totals.settle();
  return position;
}

Result<std::vector<RequestRecord>> Reader::find(const RequestQuery& query) const {
  std::vector<RequestRecord> found;
  const auto files = list_segments(folder_);
  for (auto file = files.rbegin(); file != files.rend() && found.size() < query.limit; ++file) {
    QUORUM_TRY(const auto bytes, read_segment(folder_, file->number, 0));
    std::vector<RequestRecord> here;
    FrameWalk walk(bytes, 0);
    for (auto frame = walk.next(); frame.data() != nullptr; frame = walk.next()) {
      const auto record = decode(frame);
      if (record && query.matches(*record)) here.push_back(*record);
    }
    const auto wanted = std::min(here.size(), query.limit - found.size());
    found.insert(found.end(), here.rbegin(), here.rbegin() + static_cast<std::ptrdiff_t>(wanted));
    // What older segments hold ended before this one was begun.
    const auto created = created_us(folder_, file->number);
    if (created > 0 && created < query.since_us) break;
  }
  return found;
}

Result<std::vector<RequestRecord>> Reader::read_on(LogPosition& position, std::size_t limit) const {
  std::vector<RequestRecord> found;
  for (const auto& file : list_segments(folder_)) {
    if (file.number < position.segment) continue;
    const auto offset = file.number == position.segment ? position.offset : 0;
    QUORUM_TRY(const auto bytes, read_segment(folder_, file.number, offset));
    FrameWalk walk(bytes, offset);
    while (found.size() < limit) {
      const auto frame = walk.next();
      if (frame.data() == nullptr) break;
      if (const auto record = decode(frame)) found.push_back(*record);
    }
    position = {.segment = file.number, .offset = walk.end()};
    if (found.size() >= limit) break;
  }
  return found;
}

Result<LogPosition> Reader::end() const {
  const auto files = list_segments(folder_);
  if (files.empty()) return LogPosition{};
  const auto last = files.back().number;
  QUORUM_TRY(const auto bytes, read_segment(folder_, last, 0));
  FrameWalk walk(bytes, 0);
  while (walk.next().data() != nullptr) {
  }
  return LogPosition{.segment = last, .offset = walk.end()};
}

Result<std::vector<UsageTotal>> Reader::totals() const {
  for (int tries = 1;; ++tries) {
    const auto checkpoint = read_checkpoint(folder_);
    Totals totals;
    for (const auto& row : checkpoint.rows) totals.add(row);
    QUORUM_CHECK(replay(folder_, checkpoint.position, totals));
    // A newer checkpoint may have let segments go that were still to be read.
    if (tries == kTriesMax || read_checkpoint(folder_).position == checkpoint.position) {
      return totals.rows();
    }
  }
}

}  // namespace quorum::store::journal
