#pragma once
/// Where the command line's debates live: on a running server, or in this process.

#include <memory>
#include <string>

#include "app/config/config.hpp"
#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "debate/service.hpp"
#include "http/server_config.hpp"

namespace quorum::app {

class DebateHome {
 public:
  virtual ~DebateHome() = default;
  virtual debate::Service& debates() = 0;
};

/// Where to call a server that listens as `server` says: on this machine.
std::string address_of(const http::ServerConfig& server);

/// `server` is what `--server` said: then that one or nothing. Else `QUORUM_SERVER`; else a server
/// that answers on the configured host and port; else this process. `loop` and `config` outlive it.
Task<Result<std::unique_ptr<DebateHome>>> find_debate_home(async::Loop* loop, const Config* config,
                                                           std::string server);

}  // namespace quorum::app
