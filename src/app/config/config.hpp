#pragma once
/// Everything that can be set, and where it is set: a flag beats the environment, the environment
/// beats `.env`, `.env` beats the YAML file, and that beats what stands here.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "api/cors.hpp"
#include "core/error.hpp"
#include "core/log.hpp"
#include "core/secret.hpp"
#include "http/client.hpp"
#include "http/server_config.hpp"
#include "llm/dialect.hpp"

namespace quorum::app {

/// How one vendor is reached. Its defaults are in `providers/`.
struct ProviderConfig {
  Secret api_key{};
  std::string key_variable{};  ///< Where it was read from.
  bool is_token = false;       ///< It is shown as a bearer's token, whatever the vendor's way.
  std::string base_url{};      ///< Empty: the vendor's own.
  Secret proxy{};              ///< Its own, whatever else is said: a URL, or `none`.

  /// By the names of the vendor's row: regions, versions, accounts.
  std::map<std::string, Secret, std::less<>> settings{};

  std::string vendor{};                       ///< Whose row it goes by; empty: its own name's.
  llm::Dialect dialect = llm::Dialect::none;  ///< The only one it speaks; none: those of the row.
};

/// A model under a name of one's own. Several of one name are tried in their order.
struct Deployment {
  std::string name{};   ///< As clients ask for it.
  std::string model{};  ///< As the provider calls it.
  ProviderConfig provider{};
};

struct Config {
  std::string environment = "development";
  bool is_debug = false;
  std::string version{};

  http::ServerConfig server{.host = "127.0.0.1", .port = 8000};
  bool speaks_http2 = true;                          ///< Beside HTTP/1.1, to clients that want it.
  http::Http2 upstream_http2 = http::Http2::off;     ///< To providers.
  std::size_t loops = 0;                             ///< 0: one a core.
  std::chrono::milliseconds drain_wait_max{10'000};  ///< For running answers, once told to stop.
  api::CorsConfig cors{};
  bool has_websocket_compression = false;  ///< Where the client offers it.
  log::Config log{};                       ///< `log.file` is below `data_dir` unless set.

  /// Holds the debates, the models' weights and the log. Empty until `load_config` has chosen.
  std::string data_dir{};

  std::size_t request_log_bytes_max = std::size_t{256} << 20;  ///< The oldest records go first.
  std::int64_t request_log_days_max = 30;

  /// Clients' keys beside those in the store, without limits.
  std::vector<Secret> master_keys{};

  http::ClientConfig upstream{};  ///< The way to all providers.

  std::string default_model = "gpt-3.5-turbo";
  std::int64_t tokens_max_limit = 4096;
  std::chrono::milliseconds llm_wait_max{60'000};  ///< For a provider's head, and between pieces.
  std::map<std::string, std::string> model_aliases{};  ///< Asked for → sent on.
  std::map<std::string, ProviderConfig> providers{};   ///< By the vendor's name: `openai`, …
  std::vector<Deployment> deployments{};
  std::vector<std::string> notices{};  ///< What the file says and nobody heeds, a sentence each.

  /// The machine's and those of `.env`, for programs that we start: each sees its part.
  std::map<std::string, std::string> variables{};

  /// Says which setting is wrong and what would be right.
  Result<> validate() const;
};

/// Where settings come from; plain values, so that a test needs neither files nor a machine.
struct ConfigSources {
  std::map<std::string, std::string> flags{};  ///< By the variable's name: `PORT`.
  std::map<std::string, std::string> environment{};
  std::string env_file{};  ///< Text of `.env`.
  std::string yaml{};      ///< Text of the `--config` file.
};

Result<Config> read_config(const ConfigSources& sources);

/// The machine's environment, `.env` in the working folder, and `yaml_file` unless that is empty.
Result<Config> load_config(std::map<std::string, std::string> flags, const std::string& yaml_file);

}  // namespace quorum::app
