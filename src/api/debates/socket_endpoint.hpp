#pragma once
/// GET /v1/debates/{id}/ws: the same log as a WebSocket's messages, with commands the other way.

#include "api/route.hpp"
#include "async/loop.hpp"
#include "debate/service.hpp"
#include "http/websocket/handshake.hpp"

namespace quorum::api::debates {

class SocketEndpoint final : public Endpoint {
 public:
  SocketEndpoint(async::Loop& loop, debate::Service& debates,
                 http::websocket::Compression compression)
      : loop_(loop), debates_(debates), compression_(compression) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  debate::Service& debates_;
  http::websocket::Compression compression_;
};

}  // namespace quorum::api::debates
