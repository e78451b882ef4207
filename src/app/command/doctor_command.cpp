#include "app/command/doctor_command.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

#include "app/command/doctor_report.hpp"
#include "app/config/config.hpp"
#include "app/model_stack.hpp"
#include "async/loop.hpp"
#include "core/try.hpp"
#include "http/client.hpp"
#include "providers/local/models.hpp"
#include "providers/vendors.hpp"
#include "store/sqlite/debates.hpp"

namespace quorum::app {
namespace {

using State = Finding::State;

constexpr std::chrono::seconds kWaitMax{10};

/// Asks every configured provider for its models, which costs nothing.
class ProviderCheck {
 public:
  ProviderCheck(async::Loop& loop, const Config& config, Report& report)
      : loop_(loop),
        config_(config),
        report_(report),
        client_(http::Client::create(loop, config.upstream)) {}

  Task<> run() {
    report_.heading("Providers");
    for (const auto& [name, provider] : config_.providers) {
      auto finding = co_await check(name, &provider);
      report_.add(std::move(finding));
    }
    if (config_.providers.empty()) {
      report_.add({.state = State::note,
                   .what = "no provider is configured: only local models can be asked",
                   .fix = "set OPENAI_API_KEY or another provider's variables, if you want them"});
    }
  }

 private:
  Task<Finding> check(std::string name, const ProviderConfig* provider) {
    auto site = site_of(loop_, *client_, name, *provider, kWaitMax);
    if (!site) co_return Finding{.state = State::fault, .what = site.error().message};
    const auto* vendor = &(*site)->vendor();
    auto url = (*site)->address(vendor->models_path, "");
    if (!url) {
      co_return Finding{
          .state = State::note,
          .what = fmt::format("{} is configured; it cannot be tried for nothing", name)};
    }
    const auto authority = url->authority();
    const auto response = co_await (*site)->send(
        {.method = "GET", .url = std::move(*url), .headers = {}, .body = {}});
    if (response) {
      co_return judge_answer(name, provider->key_variable, (*response)->head().status);
    }
    co_return Finding{.state = State::fault,
                      .what = fmt::format("{} cannot be reached at {}: {}", name, authority,
                                          response.error().detail),
                      .fix = vendor->base_url_variables.empty()
                                 ? "look at the network"
                                 : fmt::format("look at the network and at {}",
                                               vendor->base_url_variables.front())};
  }

  async::Loop& loop_;
  const Config& config_;
  Report& report_;
  std::unique_ptr<http::Client> client_;
};

void check_local_models(async::Loop& loop, const Config& config, Report& report) {
  report.heading("Local models");
  const auto local =
      providers::LocalModels::create(loop, {.models_folder = config.data_dir + "/models"});
  const auto models = local->list();
  for (const auto& model : models) report.add({.what = fmt::format("{} is there", model.id)});
  if (models.empty()) {
    report.add(
        {.state = State::note, .what = "there is none", .fix = "quorum models pull starter"});
  }
}

void check_data(const Config& config, Report& report) {
  report.heading("Data");
  std::error_code fault;
  std::filesystem::create_directories(config.data_dir, fault);
  const auto opened = store::sqlite::open_debates({.path = config.data_dir + "/debates.db"});
  if (opened) {
    report.add({.what = fmt::format("{} can be written and its debates read", config.data_dir)});
  } else {
    report.add({.state = State::fault,
                .what = fmt::format("{}: {} {}", config.data_dir, opened.error().message,
                                    opened.error().detail),
                .fix = "make the folder writable for you, or set QUORUM_DATA_DIR to one that is"});
  }
}

Result<Report> examine(const Config& config) {
  QUORUM_TRY(const auto loop, async::Loop::create());
  Report report;
  describe(config, report);
  check_data(config, report);
  check_local_models(*loop, config, report);
  ProviderCheck providers(*loop, config, report);
  loop->run_until_done(providers.run());
  return report;
}

}  // namespace

int run_doctor_command(std::map<std::string, std::string> flags, const std::string& yaml_file) {
  const auto config = load_config(std::move(flags), yaml_file);
  if (!config) {
    fmt::print("Settings\n  FAULT {}\n", config.error().message);
    return 2;
  }
  const auto report = examine(*config);
  if (!report) {
    fmt::print(stderr, "quorum doctor: {}\n", report.error().message);
    return 1;
  }
  fmt::print("{}", report->text());
  return report->has_fault() ? 1 : 0;
}

}  // namespace quorum::app
