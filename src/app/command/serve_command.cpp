#include "app/command/serve_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

#include "app/branches.hpp"
#include "app/certificate_watch.hpp"
#include "app/command/logs_command.hpp"
#include "app/config/config.hpp"
#include "app/config/warnings.hpp"
#include "app/descriptors.hpp"
#include "app/engine.hpp"
#include "app/keyring.hpp"
#include "app/pricing.hpp"
#include "app/server.hpp"
#include "app/spare_memory.hpp"
#include "async/combine.hpp"
#include "async/descriptor_limit.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/signals.hpp"
#include "core/log.hpp"
#include "core/try.hpp"
#include "http/listening.hpp"
#include "http/tls_identity.hpp"
#include "http/url.hpp"
#include "store/journal/journal.hpp"
#include "telemetry/telemetry.hpp"

namespace quorum::app {
namespace {

constexpr int kFailed = 1;
constexpr int kMisused = 2;

/// One more loop of the server: its own way to the models, its own share of the port.
class ServingWork final : public Work {
 public:
  static Result<std::unique_ptr<Work>> make(async::Loop& loop, Engine& engine,
                                            const govern::Board& keys,
                                            telemetry::Telemetry& telemetry, const Config& config) {
    auto work = std::make_unique<ServingWork>(config.drain_wait_max);
    QUORUM_TRY(work->models_, engine.models_for(loop));
    const Ports ports{.backend = work->models_->backend(),
                      .models = work->models_->models(),
                      .debates = engine.debates(),
                      .responses = engine.responses(),
                      .prices = engine.prices(),
                      .services = work->models_->services(),
                      .keys = keys,
                      .telemetry = &telemetry};
    QUORUM_TRY(work->server_, LoopServer::listen(loop, ports, config, Sharing::shared));
    return work;
  }

  explicit ServingWork(std::chrono::milliseconds grace) : grace_(grace) {}
  Task<> stop() override { return server_->drain(grace_); }

 private:
  std::chrono::milliseconds grace_;
  std::unique_ptr<LoopModels> models_{};
  std::unique_ptr<LoopServer> server_{};
};

/// Requests are answered all the same where their records cannot be kept.
std::unique_ptr<telemetry::Telemetry> make_telemetry(const Clock& clock,
                                                     const llm::PriceBook& prices,
                                                     const Config& config) {
  // By segments: an eighth of all goes at once, and of a large log less.
  constexpr std::size_t kSegmentBytesMax = std::size_t{16} << 20;
  auto requests = store::journal::open(
      clock, {.folder = requests_folder(config),
              .segment_bytes_max = std::min(kSegmentBytesMax, config.request_log_bytes_max / 8),
              .kept_bytes_max = config.request_log_bytes_max,
              .kept_max = std::chrono::days(config.request_log_days_max)});
  std::string trouble;
  if (!requests) {
    trouble = requests.error().message;
    log::error("{} Requests are answered, but leave no record.", trouble);
  }
  return std::make_unique<telemetry::Telemetry>(
      telemetry::Config{.version = config.version, .find_facts = facts_in(prices)},
      requests ? std::move(*requests) : nullptr, std::move(trouble));
}

std::size_t loops_of(const Config& config) {
  return config.loops > 0 ? config.loops
                          : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

/// Says what would help beside what went wrong.
Result<std::unique_ptr<LoopServer>> listen(async::Loop& loop, Ports ports, const Config& config,
                                           Sharing sharing) {
  auto server = LoopServer::listen(loop, ports, config, sharing);
  if (server) return server;
  auto error = std::move(server.error());
  error.message += fmt::format(
      " Is something else on {}:{}? Say --port or --host, or set PORT or HOST: an address, a name, "
      "or unix:/path.",
      config.server.host, config.server.port);
  return error;
}

/// Loops that share a port would share it with another Quorum too, which then gets half of the
/// requests. So the port is first taken by one alone.
Result<std::uint16_t> free_port(async::Loop& loop, Ports ports, const Config& config) {
  QUORUM_TRY(const auto alone, listen(loop, ports, config, Sharing::alone));
  return alone->port();
}

class Serving {
 public:
  Serving(async::Loop& loop, async::Signals& signals, Config config)
      : loop_(loop), signals_(signals), config_(std::move(config)), branches_(loop) {}

  Result<> start() {
    QUORUM_TRY(engine_, Engine::create(loop_, config_));
    QUORUM_TRY(keyring_, Keyring::open(loop_, config_));
    telemetry_ = make_telemetry(clock_, engine_->prices(), config_);
    const Ports ports{.backend = engine_->backend(),
                      .models = engine_->models(),
                      .debates = engine_->debates(),
                      .responses = engine_->responses(),
                      .prices = engine_->prices(),
                      .services = engine_->services(),
                      .keys = keyring_->board(),
                      .telemetry = telemetry_.get()};
    const auto loops = loops_of(config_);
    QUORUM_CHECK(prepare(loops));
    if (loops > 1) {
      QUORUM_TRY(config_.server.port, free_port(loop_, ports, config_));
    }
    const auto sharing = loops > 1 ? Sharing::shared : Sharing::alone;
    QUORUM_TRY(server_, listen(loop_, ports, config_, sharing));
    for (std::size_t i = 1; i < loops; ++i) {
      QUORUM_CHECK(branches_.start([this](async::Loop& loop) {
        return ServingWork::make(loop, *engine_, keyring_->board(), *telemetry_, config_);
      }));
    }
    const http::Url url{.scheme = config_.server.tls_key_file.empty() ? "http" : "https",
                        .host = config_.server.host,
                        .port = server_->port()};
    log::info("Quorum {} serves on {}://{} with {} loop(s); data in {}", config_.version,
              url.scheme, url.authority(), loops, config_.data_dir);
    tell_who_may_enter();
    return {};
  }

  Task<> serve() {
    if (const auto resumed = co_await engine_->resume_unfinished(); !resumed) {
      log::error("unfinished debates: {} {}", resumed.error().message, resumed.error().detail);
    } else if (*resumed > 0) {
      log::info("{} unfinished debate(s) go on", *resumed);
    }
    let_go_of_code();
    (void)co_await async::race(hear(), return_spare_memory(loop_, system_heap()));
    log::info("stopping: answers under way have {} s; a second signal ends them at once",
              std::chrono::duration_cast<std::chrono::seconds>(config_.drain_wait_max).count());
    (void)co_await async::race(drain(), again());
  }

 private:
  void tell_who_may_enter() const {
    const auto keys = keyring_->board().ring();
    if (keys->empty()) {
      log::info(
          "no key has been made: this machine needs none, others are refused "
          "(`quorum keys create`)");
    } else {
      log::info("{} key(s) have been made: everybody needs one", keys->size());
    }
  }

  /// What the servers of all loops have in common.
  Result<> prepare(std::size_t loops) {
    auto& server = config_.server;
    server.connections_max = connections_within(descriptor_limit(), loops, server.connections_max);
    QUORUM_TRY(server.shared_sockets, http::open_shared(server.host, server.unix_mode));
    QUORUM_TRY(server.tls, http::tls_identity_of(server));
    if (server.tls) watch_ = std::make_unique<CertificateWatch>(loop_, server.tls);
    return {};
  }

  /// Until told to end.
  Task<> hear() {
    async::Scope watching(loop_);
    if (watch_) watching.spawn(watch_->run());
    while (true) {
      const auto number = co_await signals_.next();
      if (!number || *number != SIGHUP || !watch_) co_return;
      co_await watch_->reload();
    }
  }

  Task<> drain() {
    // Side by side: whoever comes now finds no listening socket on any loop.
    config_.server.shared_sockets.clear();
    async::Scope draining(loop_);
    draining.spawn(server_->drain(config_.drain_wait_max));
    draining.spawn(branches_.stop());
    co_await draining.join();
    log::info("stopped");
  }

  /// Nothing is lost: what must last is on the disk already.
  Task<> again() {
    auto number = co_await signals_.next();
    while (number && *number == SIGHUP) number = co_await signals_.next();
    log::warning("stopped at once");
    std::_Exit(kFailed);
  }

  async::Loop& loop_;
  async::Signals& signals_;
  Config config_;
  const SystemClock clock_{};
  std::unique_ptr<Engine> engine_{};
  std::unique_ptr<Keyring> keyring_{};
  std::unique_ptr<telemetry::Telemetry> telemetry_{};  ///< Outlives the loops' servers.
  std::unique_ptr<LoopServer> server_{};
  std::unique_ptr<CertificateWatch> watch_{};  ///< Where there are certificates.
  Branches branches_;                          ///< Last: its threads use what is above.
};

/// Before there is a log.
int fail(int code, const Error& error) {
  fmt::print(stderr, "quorum serve: {}\n", error.message);
  return code;
}

/// Readable by its owner only, where it is made here: it holds prompts and answers.
Result<> make_data_dir(const std::string& path) {
  std::error_code fault;
  if (std::filesystem::exists(path, fault)) return {};
  std::filesystem::create_directories(path, fault);
  if (!fault) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, fault);
  }
  if (!fault) return {};
  return Error{.code = Errc::unavailable,
               .message = fmt::format("The data folder {} cannot be made: {}. Set QUORUM_DATA_DIR.",
                                      path, fault.message())};
}

Result<> run(Config config) {
  QUORUM_TRY(const auto loop, async::Loop::create());
  // Before anything starts a thread, which would otherwise take the signals for itself.
  // Where there is nothing to be read anew, a closed terminal ends the server as it ends others.
  const bool has_files = !config.server.tls_certificate_file.empty();
  QUORUM_TRY(const auto signals, has_files
                                     ? async::Signals::intercept(*loop, {SIGINT, SIGTERM, SIGHUP})
                                     : async::Signals::intercept(*loop));
  Serving serving(*loop, *signals, std::move(config));
  QUORUM_CHECK(serving.start());
  loop->run_until_done(serving.serve());
  return {};
}

}  // namespace

int run_serve_command(std::map<std::string, std::string> flags, const std::string& yaml_file) {
  auto config = load_config(std::move(flags), yaml_file);
  if (!config) return fail(kMisused, config.error());
  if (auto made = make_data_dir(config->data_dir); !made) return fail(kFailed, made.error());
  if (auto opened = log::open(config->log); !opened) return fail(kFailed, opened.error());
  for (const auto& warning : warnings(*config)) log::warning("{}", warning);
  async::raise_descriptor_limit();
  const auto ran = run(std::move(*config));
  if (ran) return 0;
  log::error("{} {}", ran.error().message, ran.error().detail);
  return kFailed;
}

}  // namespace quorum::app
