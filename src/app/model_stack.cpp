#include "app/model_stack.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/pricing.hpp"
#include "core/try.hpp"
#include "dialects/openai_chat/target.hpp"
#include "gateway/retry.hpp"
#include "gateway/route.hpp"
#include "gateway/structured.hpp"
#include "providers/cli/backend.hpp"
#include "providers/http_backend.hpp"
#include "providers/vendors.hpp"

namespace quorum::app {
namespace {

constexpr std::string_view kLocal = "local";

providers::Catalog::Source local_source(providers::LocalModels& local) {
  return {.prefix = "local/",
          .provider = std::string(kLocal),
          .list = [&local] { return local.list(); },
          .find = [&local](std::string_view id) { return local.find(id); }};
}

providers::CliConfig cli_config(const Config& config) {
  providers::CliConfig cli{.scratch = config.data_dir + "/agents"};
  for (const auto& [name, value] : config.variables) {
    if (name == "PATH") cli.path = value;
    cli.environment.push_back(name + "=" + value);
  }
  return cli;
}

providers::Catalog::Source cli_source(const providers::CliConfig& cli) {
  return {.prefix = "cli/",
          .provider = "cli",
          .list = [cli] { return providers::list_cli_models(cli); },
          .find = [cli](std::string_view id) { return providers::find_cli_model(cli, id); }};
}

/// Such a vendor is listed and asked; the others' models are known, and say which key they lack.
bool can_be_asked(const providers::Vendor& vendor, const ProviderConfig& config) {
  return !config.api_key.empty() || vendor.key_need == providers::KeyNeed::optional;
}

const dialects::Target& target_of(llm::Dialect) { return openai_chat::target(); }

}  // namespace

Result<http::Url> chat_url_of(const providers::Vendor& vendor, const ProviderConfig& config) {
  const auto variable = vendor.base_url_variables.empty() ? std::string_view("the base URL")
                                                          : vendor.base_url_variables.front();
  const auto address = providers::chat_url(vendor, config.base_url);
  if (!address) {
    return Error{
        .code = Errc::invalid_request,
        .message = fmt::format("{} has no address of its own: set {}.", vendor.name, variable)};
  }
  auto url = http::Url::parse(*address);
  if (url) return url;
  return Error{.code = Errc::invalid_request,
               .message = fmt::format("{}: {}", variable, url.error().message)};
}

ModelStack::ModelStack(async::Loop& loop, const llm::PriceBook& prices)
    : catalog_([&prices](std::string_view vendor, std::string_view model) {
        // Asked from every thread: the loop's own clock is not.
        return facts_of(prices, vendor, model, SystemClock().unix_ms());
      }),
      client_(http::Client::create(loop, {})) {
  router_ = gateway::route([this](std::string_view model) -> Result<gateway::Target> {
    QUORUM_TRY(auto place, catalog_.place(model));
    const auto found = by_provider_.find(place.provider);
    if (found == by_provider_.end()) {
      return Error{.detail = fmt::format("no backend answers for {}", place.provider)};
    }
    return gateway::Target{.backend = found->second, .model = std::move(place.model)};
  });
}

llm::ChatBackend& ModelStack::keep(std::unique_ptr<llm::ChatBackend> backend) {
  kept_.push_back(std::move(backend));
  return *kept_.back();
}

Result<> ModelStack::add_vendor(async::Loop& loop, const Config& config,
                                const providers::Vendor& vendor) {
  const auto found = config.providers.find(std::string(vendor.name));
  if (found == config.providers.end() || !can_be_asked(vendor, found->second)) return {};

  const auto& provider = found->second;
  QUORUM_TRY(auto url, chat_url_of(vendor, provider));
  auto& asked = keep(providers::http_backend(
      loop, *client_,
      {.vendor = &vendor,
       .target = &target_of(vendor.dialect),
       .url = std::move(url),
       .key = provider.api_key,
       .key_variable = provider.key_variable,
       .aliases = {config.model_aliases.begin(), config.model_aliases.end()},
       .wait_max = config.llm_wait_max}));
  by_provider_.emplace(vendor.name, &keep(gateway::retry(loop, asked, {})));
  catalog_.add(vendor);
  return {};
}

void ModelStack::add(providers::Catalog::Source source, std::unique_ptr<llm::ChatBackend> backend) {
  by_provider_.emplace(source.provider, &keep(std::move(backend)));
  catalog_.add(std::move(source));
}

Result<std::unique_ptr<ModelStack>> ModelStack::create(async::Loop& loop, const Config& config,
                                                       const llm::PriceBook& prices,
                                                       providers::LocalModels& local) {
  std::unique_ptr<ModelStack> stack(new ModelStack(loop, prices));
  for (const auto& vendor : providers::vendors()) {
    QUORUM_CHECK(stack->add_vendor(loop, config, vendor));
  }
  stack->add(local_source(local), local.backend(loop));
  const auto cli = cli_config(config);
  auto& agents = stack->keep(providers::cli_backend(loop, cli));
  stack->add(cli_source(cli), gateway::structured(agents, [](std::string_view) {
               return gateway::Promise::nothing;
             }));
  return stack;
}

}  // namespace quorum::app
