#include "app/model_stack.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/guards.hpp"
#include "app/pricing.hpp"
#include "core/try.hpp"
#include "gateway/fall_back.hpp"
#include "gateway/fit.hpp"
#include "gateway/retry.hpp"
#include "gateway/route.hpp"
#include "gateway/structured.hpp"
#include "http/h2/client.hpp"
#include "providers/cli/backend.hpp"
#include "providers/embedder.hpp"
#include "providers/http_backend.hpp"
#include "providers/passage.hpp"
#include "providers/token_counter.hpp"
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
    cli.environment.push_back(fmt::format("{}={}", name, value));
  }
  return cli;
}

providers::Catalog::Source cli_source(const providers::CliConfig& cli) {
  return {.prefix = "cli/",
          .provider = "cli",
          .list = [cli] { return providers::list_cli_models(cli); },
          .find = [cli](std::string_view id) { return providers::find_cli_model(cli, id); }};
}

/// Whose row a provider goes by. Every configured one has a row.
const providers::Vendor& vendor_of(std::string_view name, const ProviderConfig& config) {
  return *providers::find_vendor(config.vendor.empty() ? name : config.vendor);
}

/// Such a vendor is listed and asked; the others' models are known, and say which key they lack.
bool can_be_asked(const providers::Vendor& vendor, const ProviderConfig& config) {
  if (!config.api_key.empty()) return true;
  const auto has = [&](std::string_view name) { return config.settings.contains(name); };
  switch (vendor.auth) {
    case providers::Auth::aws: return has("access_key_id") && has("secret_access_key");
    case providers::Auth::google: return has("credentials");
    // Who stands at an address of one's own says himself whether he wants a key.
    default: return vendor.key_need == providers::KeyNeed::optional || !config.vendor.empty();
  }
}

/// The place of a name's first row.
std::string first_of(std::string_view name) { return fmt::format("model_list/{}/0", name); }

}  // namespace

Result<std::unique_ptr<providers::Site>> site_of(async::Loop& loop, http::Client& client,
                                                 std::string_view name,
                                                 const ProviderConfig& config,
                                                 std::chrono::milliseconds wait_max) {
  return providers::Site::create(loop, client,
                                 {.vendor = &vendor_of(name, config),
                                  .name = std::string(name),
                                  .base_url = config.base_url,
                                  .key = config.api_key,
                                  .key_variable = config.key_variable,
                                  .is_token = config.is_token,
                                  .settings = config.settings,
                                  .dialect = config.dialect,
                                  .wait_max = wait_max});
}

Result<http::ClientConfig> upstream_of(const Config& config) {
  auto upstream = config.upstream;
  upstream.http2 = config.upstream_http2;
  for (const auto& [name, provider] : config.providers) {
    if (provider.proxy.empty()) continue;
    const std::string_view own = vendor_of(name, provider).base_url;
    const auto url = http::Url::parse(provider.base_url.empty() ? own : provider.base_url);
    auto set = url ? upstream.proxies.set_for(*url, provider.proxy.reveal())
                   : Result<>(Error{.message = "A proxy of its own wants a base_url."});
    if (set) continue;
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("providers.{}.proxy: {}", name, set.error().message)};
  }
  return upstream;
}

ModelStack::ModelStack(async::Loop& loop, http::ClientConfig upstream, const llm::PriceBook& prices)
    : prices_(prices),
      catalog_([&prices](std::string_view vendor, std::string_view model) {
        // Asked from every thread: the loop's own clock is not.
        return facts_of(prices, vendor, model, SystemClock().unix_ms());
      }),
      client_(h2::create_client(loop, std::move(upstream))) {
  router_ = gateway::route([this](std::string_view model) -> Result<gateway::Target> {
    QUORUM_TRY(auto place, catalog_.place(model));
    const auto found = by_provider_.find(place.provider);
    if (found == by_provider_.end()) {
      return Error{.detail = fmt::format("no backend answers for {}", place.provider)};
    }
    // Of several rows each has another model for the same star.
    return gateway::Target{.backend = found->second,
                           .model = std::move(place.wild.empty() ? place.model : place.wild)};
  });
  const providers::Places places{
      .place = [this](std::string_view model) -> Result<providers::Placed> {
        QUORUM_TRY(auto place, catalog_.place(model));
        auto* const site = find_site(place.provider);
        auto others = others_for(place);
        return providers::Placed{.site = site,
                                 .provider = std::move(place.provider),
                                 .model = std::move(place.model),
                                 .others = std::move(others)};
      },
      .site = [this](std::string_view name) { return find_site(name); }};
  embedder_ = providers::embedder(places);
  counter_ = providers::token_counter(places);
  passage_ = providers::passage(places);
}

providers::Site* ModelStack::find_site(std::string_view name) const {
  const auto* vendor = providers::find_vendor(name);
  const auto found = sites_.find(vendor != nullptr ? vendor->name : name);
  return found == sites_.end() ? nullptr : found->second.get();
}

/// The rows of a name behind its first.
std::vector<providers::Placed> ModelStack::others_for(
    const providers::Catalog::Place& place) const {
  std::vector<providers::Placed> others;
  const auto rows = rows_.find(place.provider);
  if (rows == rows_.end()) return others;
  for (const auto& row : rows->second) {
    auto model = row.model;
    if (const auto star = model.find('*'); star != model.npos) model.replace(star, 1, place.wild);
    others.push_back(
        {.site = find_site(row.provider), .provider = row.provider, .model = std::move(model)});
  }
  return others;
}

llm::ChatBackend& ModelStack::keep(std::unique_ptr<llm::ChatBackend> backend) {
  kept_.push_back(std::move(backend));
  return *kept_.back();
}

llm::ChatBackend& ModelStack::ask_at(async::Loop& loop, providers::Site& site,
                                     providers::HttpBackendConfig config) {
  auto& asked = keep(providers::http_backend(site, std::move(config)));
  auto& tried = keep(gateway::retry(loop, asked, {}));
  auto& structured = keep(gateway::structured(tried, [&site](std::string_view model) {
    const auto way = site.best_way(model, dialects::Delivery::whole);
    return way ? promise_of(site.vendor(), way->target->dialect(), model)
               : gateway::Promise::json_schema;
  }));
  return keep(gateway::fit(structured, limits_of(prices_, site.vendor().name)));
}

Result<> ModelStack::add_provider(async::Loop& loop, const Config& config,
                                  const std::string& name) {
  const auto& provider = config.providers.at(name);
  const auto& vendor = vendor_of(name, provider);
  if (!can_be_asked(vendor, provider)) return {};
  QUORUM_TRY(auto site, site_of(loop, *client_, name, provider, config.llm_wait_max));
  by_provider_.emplace(
      name, &ask_at(loop, *site,
                    {.aliases = {config.model_aliases.begin(), config.model_aliases.end()}}));
  sites_.emplace(name, std::move(site));
  catalog_.add(vendor, name);
  return {};
}

Result<> ModelStack::add_deployments(async::Loop& loop, const Config& config) {
  std::map<std::string, std::vector<gateway::Choice>> by_name;
  for (const auto& deployment : config.deployments) {
    const auto& provider = deployment.provider;
    QUORUM_TRY(auto site, site_of(loop, *client_, provider.vendor, provider, config.llm_wait_max));
    auto& choices = by_name[deployment.name];
    // Counts and what is handed through go to the first of a name, vectors to the others, too.
    const auto place = fmt::format("model_list/{}/{}", deployment.name, choices.size());
    if (choices.empty()) {
      catalog_.add(deployment.name, {.provider = place, .model = deployment.model},
                   vendor_of("", provider));
    } else {
      rows_[first_of(deployment.name)].push_back({.provider = place, .model = deployment.model});
    }
    choices.push_back({.backend = &ask_at(loop, *site, {}), .model = deployment.model});
    sites_.emplace(place, std::move(site));
  }
  for (auto& [name, choices] : by_name) {
    by_provider_.emplace(first_of(name), &keep(gateway::fall_back(std::move(choices))));
  }
  return {};
}

void ModelStack::add(providers::Catalog::Source source, std::unique_ptr<llm::ChatBackend> backend) {
  by_provider_.emplace(source.provider, &keep(std::move(backend)));
  catalog_.add(std::move(source));
}

Result<std::unique_ptr<ModelStack>> ModelStack::create(async::Loop& loop, const Config& config,
                                                       const llm::PriceBook& prices,
                                                       providers::LocalModels& local) {
  QUORUM_TRY(auto upstream, upstream_of(config));
  std::unique_ptr<ModelStack> stack(new ModelStack(loop, std::move(upstream), prices));
  for (const auto& [name, provider] : config.providers) {
    QUORUM_CHECK(stack->add_provider(loop, config, name));
  }
  QUORUM_CHECK(stack->add_deployments(loop, config));
  stack->add(local_source(local), local.backend(loop));
  const auto cli = cli_config(config);
  auto& agents = stack->keep(providers::cli_backend(loop, cli));
  stack->add(cli_source(cli), gateway::structured(agents, [](std::string_view) {
               return gateway::Promise::nothing;
             }));
  return stack;
}

}  // namespace quorum::app
