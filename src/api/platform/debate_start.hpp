#pragma once
/// POST /debate/start: a whole debate as one answer, from the same engine as `/v1/debates`.

#include <map>
#include <string>
#include <vector>

#include "api/platform/fields.hpp"
#include "api/route.hpp"
#include "async/loop.hpp"
#include "debate/record/event.hpp"
#include "debate/service.hpp"
#include "json/writer.hpp"
#include "llm/backend.hpp"

namespace quorum::api::platform {

/// A debate told as `{topic, debate_id, history:[{round, responses}], verdict}`.
class History {
 public:
  void add(const debate::Event& event);

  /// The body, or why there is none: a debate that failed or was cancelled.
  Result<std::string> json() const;

 private:
  struct Turn {
    std::string seat;
    std::int64_t round = 0;
    debate::TurnFinished finished{};
    bool is_finished = false;
  };

  void write_round(json::Writer& writer, std::int64_t round) const;

  debate::DebateStarted started_{};
  std::map<std::string, Turn> turns_{};  ///< By turn id.
  std::string verdict_ = "null";
  debate::DebateTurned end_{};
};

/// When the client leaves, the debate goes on: `/v1/debates` has it.
class DebateStartEndpoint final : public Endpoint {
 public:
  DebateStartEndpoint(async::Loop& loop, debate::Service& debates, const llm::Models& models)
      : loop_(loop), debates_(debates), models_(models) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  Result<debate::DebateRequest> read(std::string_view body, Issues& issues) const;
  Task<Result<std::string>> run(debate::DebateRequest request);

  async::Loop& loop_;
  debate::Service& debates_;
  const llm::Models& models_;
};

}  // namespace quorum::api::platform
