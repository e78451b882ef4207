#pragma once
/// GET /v1/debates/{id}/events: a debate's log from any point on, then live.

#include "api/route.hpp"
#include "async/loop.hpp"
#include "debate/service.hpp"

namespace quorum::api::debates {

class EventsEndpoint final : public Endpoint {
 public:
  EventsEndpoint(async::Loop& loop, debate::Service& debates) : loop_(loop), debates_(debates) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  debate::Service& debates_;
};

/// The last event the client has seen. A browser that reconnects keeps its first `?after=` and adds
/// `Last-Event-ID`, so the header is the newer of the two.
Result<std::uint64_t> read_position(const Exchange& exchange);

}  // namespace quorum::api::debates
