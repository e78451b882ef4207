#pragma once
/// `/v1/debates`: start, list, show, command.

#include "api/route.hpp"
#include "async/loop.hpp"
#include "debate/service.hpp"

namespace quorum::api::debates {

/// POST /v1/debates
class CreateEndpoint final : public Endpoint {
 public:
  CreateEndpoint(async::Loop& loop, debate::Service& debates) : loop_(loop), debates_(debates) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  debate::Service& debates_;
};

/// GET /v1/debates
class ListEndpoint final : public Endpoint {
 public:
  ListEndpoint(async::Loop& loop, debate::Service& debates) : loop_(loop), debates_(debates) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  debate::Service& debates_;
};

/// GET /v1/debates/{id}
class ShowEndpoint final : public Endpoint {
 public:
  ShowEndpoint(async::Loop& loop, debate::Service& debates) : loop_(loop), debates_(debates) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  debate::Service& debates_;
};

/// POST /v1/debates/{id}/cancel, …/pause, …/resume
class CommandEndpoint final : public Endpoint {
 public:
  CommandEndpoint(async::Loop& loop, debate::Service& debates, debate::Command command)
      : loop_(loop), debates_(debates), command_(command) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  debate::Service& debates_;
  debate::Command command_;
};

/// A number of the query or of a header, or the error that names `field`.
Result<std::uint64_t> read_whole_number(std::string_view text, std::string_view field);

}  // namespace quorum::api::debates
