#pragma once
/// Debates that a test makes up.

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "debate/service.hpp"

namespace quorum::api::debates {

class FakeService final : public debate::Service {
 public:
  /// What a watcher sees, one batch after each second.
  std::vector<std::vector<store::LogEvent>> batches{};
  std::optional<Error> fault{};         ///< Of every call.
  std::optional<Error> reader_fault{};  ///< Of a watcher, behind its batches.

  std::optional<debate::DebateRequest> started{};
  store::DebateQuery listed{};
  std::uint64_t watched_after = 0;
  std::optional<debate::Command> commanded{};

  Task<Result<debate::Started>> start(async::Loop&, debate::DebateRequest request) override {
    if (fault) co_return *fault;
    started = std::move(request);
    co_return debate::Started{.id = "dbt_1", .status = "running"};
  }
  Task<Result<std::unique_ptr<debate::EventReader>>> watch(async::Loop& home, std::string,
                                                           std::uint64_t after_seq) override {
    if (fault) co_return *fault;
    watched_after = after_seq;
    co_return std::make_unique<Reader>(home, *this);
  }
  Task<Result<std::string>> show(async::Loop&, std::string id) override {
    if (fault) co_return *fault;
    co_return R"({"id":")" + id + R"("})";
  }
  Task<Result<std::string>> list(async::Loop&, store::DebateQuery query) override {
    if (fault) co_return *fault;
    listed = std::move(query);
    co_return R"({"data":[],"has_more":false})";
  }
  Task<Result<std::string>> command(async::Loop&, std::string, debate::Command what) override {
    if (fault) co_return *fault;
    commanded = what;
    co_return "{}";
  }

 private:
  using Events = std::vector<store::LogEvent>;

  class Reader final : public debate::EventReader {
   public:
    Reader(async::Loop& loop, const FakeService& service) : loop_(loop), service_(service) {}
    Task<Result<std::optional<Events>>> next() override {
      co_await loop_.sleep(std::chrono::seconds(1));
      std::optional<Events> events;
      if (next_ < service_.batches.size()) {
        events = service_.batches[next_++];
      } else if (service_.reader_fault) {
        co_return *service_.reader_fault;
      }
      co_return events;
    }

   private:
    async::Loop& loop_;
    const FakeService& service_;
    std::size_t next_ = 0;
  };
};

}  // namespace quorum::api::debates
