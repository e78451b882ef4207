#pragma once
/// For tests: a service whose one debate is written down, and output that remembers.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/command/debate_session.hpp"
#include "debate/service.hpp"
#include "testkit/golden.hpp"

namespace quorum::app {

/// One event every 10 ms. Without a last event it goes on for ever.
class ScriptedDebates final : public debate::Service {
 public:
  std::vector<store::LogEvent> log = testkit::golden_log();
  std::optional<Error> refusal{};  ///< Of every call.
  std::vector<std::string> commands{};

  // NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters): the interface's own.
  Task<Result<debate::Started>> start(async::Loop&, debate::DebateRequest) override {
    if (refusal) co_return *refusal;
    co_return debate::Started{.id = "dbt_1", .status = "running"};
  }

  Task<Result<std::unique_ptr<debate::EventReader>>> watch(async::Loop& home, std::string,
                                                           std::uint64_t) override {
    if (refusal) co_return *refusal;
    co_return std::make_unique<Reader>(home, log);
  }

  Task<Result<std::string>> show(async::Loop&, std::string id) override {
    co_return R"({"id":")" + id + R"("})";
  }

  Task<Result<std::string>> list(async::Loop&, store::DebateQuery) override {
    co_return R"({"data":[],"has_more":false})";
  }

  Task<Result<std::string>> command(async::Loop&, std::string id, debate::Command what) override {
    commands.push_back(id + (what == debate::Command::pause ? " pause" : " other"));
    co_return "{}";
  }
  // NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)

 private:
  class Reader final : public debate::EventReader {
   public:
    Reader(async::Loop& loop, std::vector<store::LogEvent> log)
        : loop_(loop), log_(std::move(log)) {}

    Task<Result<std::optional<std::vector<store::LogEvent>>>> next() override {
      using Batch = std::optional<std::vector<store::LogEvent>>;
      if (at_ > 0 && log_[at_ - 1].name == "debate.completed") co_return Batch{};
      co_await loop_.sleep(at_ < log_.size() ? std::chrono::milliseconds(10) : kForEver);
      co_return Batch{{log_[at_++]}};
    }

   private:
    static constexpr std::chrono::hours kForEver{1000};
    async::Loop& loop_;
    std::vector<store::LogEvent> log_;
    std::size_t at_ = 0;
  };
};

class RememberedOutput final : public Output {
 public:
  std::string text{};
  std::string told{};
  std::size_t bytes_max = SIZE_MAX;  ///< After which nobody reads any more.
  std::size_t writes = 0;

  bool write(std::string_view bytes) override {
    text += bytes;
    ++writes;
    return text.size() <= bytes_max;
  }
  void tell(std::string_view line) override { told.append(line).append("\n"); }
  terminal::Size size() const override { return {.columns = 80, .rows = 24}; }
};

}  // namespace quorum::app
