#pragma once
/// Follows one debate's log: first what is stored, then live.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "debate/running/feed.hpp"
#include "debate/service.hpp"
#include "store/debates.hpp"

namespace quorum::debate {

/// Never holds more than one batch: a slow viewer falls behind and reads the store again. A debate
/// that another process runs is looked at twice a second.
class Reader final : public EventReader {
 public:
  Reader(async::Loop& home, store::Debates& debates, std::string id, std::shared_ptr<Feed> feed,
         std::uint64_t after_seq);
  ~Reader() override;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Task<Result<std::optional<std::vector<store::LogEvent>>>> next() override;

 private:
  std::vector<store::LogEvent> take(std::vector<store::LogEvent> lines);
  Task<Result<std::vector<store::LogEvent>>> look_into_store();
  Task<> wait(bool is_live);

  async::Loop& home_;
  store::Debates& debates_;
  const std::string id_;
  std::shared_ptr<Feed> feed_;  ///< Shared with whoever runs the debate.
  std::shared_ptr<Bell> bell_;  ///< Shared with the feed, which rings it.
  std::uint64_t seq_;
  bool has_ended_ = false;
};

}  // namespace quorum::debate
