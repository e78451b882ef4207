#include "app/config/deployments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/try.hpp"
#include "providers/vendors.hpp"

namespace quorum::app {
namespace {

using llm::Dialect;

struct Speaker {
  std::string_view dialect;
  Dialect means = Dialect::none;
  std::string_view vendor;  ///< Whose row says how it is spoken.
};

constexpr std::array<Speaker, 8> kSpeakers{
    {{"openai", Dialect::none, "openai_compatible"},
     {"openai_chat", Dialect::openai_chat, "openai_compatible"},
     {"openai_responses", Dialect::openai_responses, "openai_compatible"},
     {"anthropic", Dialect::anthropic, "anthropic"},
     {"gemini", Dialect::gemini, "gemini"},
     {"ollama_chat", Dialect::ollama_chat, "ollama"},
     {"cohere", Dialect::cohere, "cohere"},
     {"bedrock", Dialect::bedrock, "bedrock"}}};

Error fault(std::string message) {
  return {.code = Errc::invalid_request, .message = std::move(message)};
}

std::string_view value_of(const Texts& values, std::string_view name) {
  const auto found = values.find(name);
  return found == values.end() ? std::string_view{} : found->second;
}

/// The variable that `text` names, or nothing.
std::string_view variable_in(std::string_view text) {
  for (const std::string_view prefix : {"env:", "os.environ/"}) {
    if (text.starts_with(prefix)) return text.substr(prefix.size());
  }
  return {};
}

Result<> add_provider(Config& config, const YamlEntry& entry, const FindVariable& find) {
  const auto at = "providers." + entry.name;
  const auto dialect = value_of(entry.values, "dialect");
  const auto* speaker =
      std::ranges::find(kSpeakers, dialect.empty() ? "openai" : dialect, &Speaker::dialect);
  if (speaker == kSpeakers.end()) {
    std::string known;
    for (const auto& one : kSpeakers) known.append(known.empty() ? "" : ", ").append(one.dialect);
    return fault(fmt::format("`{}.dialect` must be one of {}.", at, known));
  }
  const auto key = value_of(entry.values, "api_key");
  if (!key.empty() && variable_in(key).empty()) {
    return fault(
        fmt::format("`{}.api_key` must name the variable that holds the key, as "
                    "`env:MY_KEY`: keys do not belong into the file.",
                    at));
  }
  ProviderConfig provider{.vendor = std::string(speaker->vendor), .dialect = speaker->means};
  QUORUM_TRY(auto secret, resolved(at + ".api_key", key, find));
  provider.api_key = Secret(std::move(secret));
  provider.key_variable = std::string(variable_in(key));
  QUORUM_TRY(provider.base_url,
             resolved(at + ".base_url", value_of(entry.values, "base_url"), find));
  QUORUM_TRY(auto proxy, resolved(at + ".proxy", value_of(entry.values, "proxy"), find));
  provider.proxy = Secret(std::move(proxy));
  const auto version = value_of(entry.values, "api_version");
  if (!version.empty()) provider.settings.emplace("api_version", Secret(std::string(version)));
  config.providers.insert_or_assign(entry.name, std::move(provider));
  return {};
}

/// Whose row a deployment goes by, and its model there.
struct Whose {
  const providers::Vendor* vendor = nullptr;
  std::string model{};
};

Whose whose(const Texts& params) {
  const auto model = value_of(params, "model");
  const bool has_base = params.contains("api_base") || params.contains("base_url");
  const auto slash = model.find('/');
  const auto named = value_of(params, "custom_llm_provider");
  Whose found{.vendor = providers::find_vendor(named), .model = std::string(model)};
  const auto* prefix =
      slash == model.npos ? nullptr : providers::find_vendor(model.substr(0, slash));
  if (prefix != nullptr && (found.vendor == nullptr || found.vendor == prefix)) {
    found = {.vendor = prefix, .model = std::string(model.substr(slash + 1))};
  }
  if (found.vendor == nullptr) found.vendor = providers::vendor_of(model);
  const auto* compatible = providers::find_vendor("openai_compatible");
  if (found.vendor == nullptr && has_base) found.vendor = compatible;
  // Whatever spells like OpenAI is called so; only OpenAI's own models want what OpenAI wants.
  const bool is_openai = found.vendor != nullptr && found.vendor->name == "openai";
  if (is_openai && has_base && providers::vendor_of(found.model) != found.vendor) {
    found.vendor = compatible;
  }
  if (found.vendor != nullptr) found.model = providers::plain_model(*found.vendor, found.model);
  return found;
}

/// What the environment says of the vendor. Its key goes to no address but the vendor's.
ProviderConfig ground(const Config& config, const providers::Vendor& vendor, bool has_base) {
  const auto found = config.providers.find(std::string(vendor.name));
  if (found == config.providers.end()) return {};
  auto provider = found->second;
  if (has_base && !vendor.base_url.empty()) {
    provider.api_key = {};
    provider.key_variable.clear();
  }
  return provider;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kSettings{
    {{"api_version", "api_version"},
     {"aws_access_key_id", "access_key_id"},
     {"aws_secret_access_key", "secret_access_key"},
     {"aws_session_token", "session_token"},
     {"region_name", "region"},
     {"aws_region_name", "region"},
     {"vertex_ai_project", "project"},
     {"vertex_project", "project"},
     {"vertex_location", "location"}}};

Result<> add_deployment(Config& config, const YamlEntry& entry, const FindVariable& find) {
  const auto at = "model_list." + entry.name;
  Texts params;
  for (const auto& [name, value] : entry.values) {
    QUORUM_TRY(auto text, resolved(fmt::format("{}.{}", at, name), value, find));
    params.emplace(name, std::move(text));
  }
  auto owner = whose(params);
  // Every model by its own name: so it is anyway.
  if (owner.vendor == nullptr && entry.name == owner.model && entry.name == "*") return {};
  if (owner.vendor == nullptr) {
    return fault(
        fmt::format("`{}`: nobody is known to have the model `{}`; write PROVIDER/MODEL "
                    "or give its `api_base`.",
                    at, owner.model));
  }
  auto base = std::string(value_of(params, "api_base"));
  if (base.empty()) base = value_of(params, "base_url");
  if (base.empty()) base = value_of(params, "aws_bedrock_runtime_endpoint");
  auto provider = ground(config, *owner.vendor, !base.empty());
  provider.vendor = owner.vendor->name;
  if (!base.empty()) provider.base_url = std::move(base);
  if (const auto key = value_of(params, "api_key"); !key.empty()) {
    provider.api_key = Secret(std::string(key));
    provider.key_variable = variable_in(value_of(entry.values, "api_key"));
    provider.is_token = false;
  }
  for (const auto& [param, setting] : kSettings) {
    const auto value = value_of(params, param);
    if (!value.empty()) {
      provider.settings.insert_or_assign(std::string(setting), Secret(std::string(value)));
    }
  }
  if (const auto account = value_of(params, "vertex_credentials"); account.starts_with('{')) {
    provider.settings.insert_or_assign("credentials", Secret(std::string(account)));
  }
  config.deployments.push_back(
      {.name = entry.name, .model = std::move(owner.model), .provider = std::move(provider)});
  return {};
}

}  // namespace

Result<std::string> resolved(std::string_view at, std::string_view text, const FindVariable& find) {
  const auto variable = variable_in(text);
  if (variable.empty()) return std::string(text);
  if (auto value = find(variable)) return std::move(*value);
  return fault(fmt::format("`{}` names the variable {}, which is not set.", at, variable));
}

Result<> add_own_models(Config& config, const YamlModels& models, const FindVariable& find) {
  for (const auto& entry : models.providers) QUORUM_CHECK(add_provider(config, entry, find));
  for (const auto& entry : models.deployments) QUORUM_CHECK(add_deployment(config, entry, find));
  config.notices.insert(config.notices.end(), models.notices.begin(), models.notices.end());
  return {};
}

}  // namespace quorum::app
