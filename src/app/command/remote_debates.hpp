#pragma once
/// Debates on a running server, over its HTTP API.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "async/loop.hpp"
#include "core/error.hpp"
#include "core/secret.hpp"
#include "debate/service.hpp"
#include "http/client.hpp"
#include "http/url.hpp"

namespace quorum::app {

/// The server's refusal in our words.
Error read_refusal(int status, std::string_view body);

/// Readers connect again when they are cut, and go on after the last event they saw.
class RemoteDebates final : public debate::Service {
 public:
  /// `client` outlives it and everything it makes; `server` is the origin, its path is not used.
  /// `key` is shown with every request; empty: none.
  RemoteDebates(http::Client& client, http::Url server, Secret key = {})
      : client_(client), server_(std::move(server)), key_(std::move(key)) {}

  Task<Result<debate::Started>> start(async::Loop& home, debate::DebateRequest request) override;
  Task<Result<std::unique_ptr<debate::EventReader>>> watch(async::Loop& home, std::string id,
                                                           std::uint64_t after_seq) override;
  Task<Result<std::string>> show(async::Loop& home, std::string id) override;
  Task<Result<std::string>> list(async::Loop& home, store::DebateQuery query) override;
  Task<Result<std::string>> command(async::Loop& home, std::string id,
                                    debate::Command what) override;

  /// Whether a Quorum server answers there, asked briefly.
  Task<bool> is_there();

 private:
  /// The body of a good answer.
  Task<Result<std::string>> call(std::string method, std::string target, std::string body);

  http::Client& client_;
  http::Url server_;
  Secret key_;
};

}  // namespace quorum::app
