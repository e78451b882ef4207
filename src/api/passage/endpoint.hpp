#pragma once
/// A request handed to a provider as it came, and the answer handed back byte for byte.

#include <string_view>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/passage.hpp"

namespace quorum::api::passage {

/// Where a route's paths lead.
struct Way {
  llm::PassageCall::Root root = llm::PassageCall::Root::openai;
  int folders = 1;              ///< So many of the path's first are ours: `/v1`, `/p/{provider}`.
  std::string_view provider{};  ///< Who is asked where nobody else is named.
};

/// The provider is the path's `{provider}`, where it has one; else the header `x-quorum-provider`
/// names it, or the way, or the model in the body.
class PassageEndpoint final : public Endpoint {
 public:
  PassageEndpoint(async::Loop& loop, llm::Passage& passage, Way way)
      : loop_(loop), passage_(passage), way_(way) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  llm::PassageCall call_of(Exchange& exchange) const;

  async::Loop& loop_;
  llm::Passage& passage_;
  Way way_;
};

}  // namespace quorum::api::passage
