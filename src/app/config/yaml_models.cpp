#include "app/config/yaml_models.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/config/setting.hpp"
#include "core/try.hpp"
#include "providers/vendors.hpp"

namespace quorum::app {
namespace {

/// LiteLLM's other sections. A file of its own is taken without them.
constexpr std::array<std::string_view, 12> kSections{
    "litellm_settings",      "router_settings", "environment_variables",
    "callback_settings",     "include",         "guardrails",
    "mcp_servers",           "credential_list", "prompts",
    "vector_store_registry", "search_tools",    "files_settings"};

constexpr std::array<std::string_view, 5> kOwnMembers{"base_url", "api_key", "dialect",
                                                      "api_version", "proxy"};

// Of `litellm_params`.
constexpr std::array<std::string_view, 16> kParams{"model",
                                                   "api_base",
                                                   "base_url",
                                                   "api_key",
                                                   "api_version",
                                                   "custom_llm_provider",
                                                   "aws_access_key_id",
                                                   "aws_secret_access_key",
                                                   "aws_session_token",
                                                   "aws_region_name",
                                                   "region_name",
                                                   "aws_bedrock_runtime_endpoint",
                                                   "vertex_project",
                                                   "vertex_location",
                                                   "vertex_ai_project",
                                                   "vertex_credentials"};

Error fault(std::string message) {
  return {.code = Errc::invalid_request, .message = std::move(message)};
}

template <typename Names>
bool is_one_of(std::string_view name, const Names& names) {
  return std::ranges::find(names, name) != std::end(names);
}

bool is_own(const std::string& name, const YAML::Node& node) {
  if (providers::find_vendor(name) != nullptr || !node.IsMap() || !node["base_url"]) return false;
  // In a short name any two letters are alike.
  constexpr std::size_t kSlipBytesMin = 5;
  if (node["dialect"] || name.size() < kSlipBytesMin) return true;
  std::vector<std::string> vendors;
  for (const auto& vendor : providers::vendors()) vendors.emplace_back(vendor.name);
  return nearest(name, vendors).empty();
}

Result<YamlEntry> own_provider(const std::string& name, const YAML::Node& node) {
  YamlEntry entry{.name = name};
  for (const auto& member : node) {
    const auto key = member.first.Scalar();
    if (!is_one_of(key, kOwnMembers) || !member.second.IsScalar()) {
      return fault(fmt::format("`providers.{}.{}` is not known; a provider has {}.", name, key,
                               fmt::join(kOwnMembers, ", ")));
    }
    entry.values.emplace(key, member.second.Scalar());
  }
  return entry;
}

Result<YamlEntry> deployment(const YAML::Node& row, std::size_t index, YamlModels& models) {
  const auto at = fmt::format("model_list.{}", index);
  const bool has_both = row.IsMap() && row["model_name"] && row["model_name"].IsScalar() &&
                        row["litellm_params"] && row["litellm_params"].IsMap();
  if (!has_both) {
    return fault(fmt::format("`{}` must have a `model_name` and `litellm_params`.", at));
  }
  YamlEntry entry{.name = row["model_name"].Scalar()};
  std::vector<std::string> unused;
  for (const auto& member : row["litellm_params"]) {
    const auto key = member.first.Scalar();
    if (is_one_of(key, kParams) && member.second.IsScalar()) {
      entry.values.emplace(key, member.second.Scalar());
    } else if (!member.second.IsNull()) {
      unused.push_back(key);
    }
  }
  if (!entry.values.contains("model")) {
    return fault(fmt::format("`{}.litellm_params.model` is missing.", at));
  }
  if (!unused.empty()) {
    models.notices.push_back(
        fmt::format("model_list: {} of `{}` is not used.", fmt::join(unused, ", "), entry.name));
  }
  return entry;
}

Result<> take_list(const YAML::Node& list, YamlModels& models) {
  if (list.IsNull()) return {};
  if (!list.IsSequence()) return fault("`model_list` must be a list.");
  std::size_t index = 0;
  for (const auto& row : list) {
    QUORUM_TRY(auto entry, deployment(row, index++, models));
    models.deployments.push_back(std::move(entry));
  }
  return {};
}

Result<> take_providers(const YAML::Node& providers, YamlModels& models) {
  if (!providers.IsMap()) return {};
  for (const auto& member : providers) {
    const auto name = member.first.Scalar();
    if (!is_own(name, member.second)) continue;
    QUORUM_TRY(auto entry, own_provider(name, member.second));
    models.providers.push_back(std::move(entry));
    models.taken.push_back("providers." + name);
  }
  return {};
}

/// Of LiteLLM's `general_settings` the `master_key` counts.
Result<> take_master_key(const YAML::Node& settings, YamlModels& models) {
  if (settings.IsNull()) return {};
  if (!settings.IsMap()) return fault("`general_settings` must be a mapping.");
  std::vector<std::string> unused;
  for (const auto& member : settings) {
    const auto name = member.first.Scalar();
    if (name != "master_key") {
      unused.push_back(name);
    } else if (member.second.IsScalar() || member.second.IsNull()) {
      models.master_key = member.second.IsNull() ? "" : member.second.Scalar();
    } else {
      return fault("`general_settings.master_key` must be a plain value.");
    }
  }
  if (!unused.empty()) {
    models.notices.push_back(
        fmt::format("general_settings: {} is not used.", fmt::join(unused, ", ")));
  }
  return {};
}

Result<YamlModels> take(const YAML::Node& root) {
  YamlModels models;
  if (!root.IsMap()) return models;
  if (root["providers"]) QUORUM_CHECK(take_providers(root["providers"], models));
  if (root["general_settings"]) {
    QUORUM_CHECK(take_master_key(root["general_settings"], models));
    models.taken.emplace_back("general_settings");
  }
  if (!root["model_list"]) return models;
  QUORUM_CHECK(take_list(root["model_list"], models));
  models.taken.emplace_back("model_list");
  std::vector<std::string> unused;
  for (const auto section : kSections) {
    if (!root[std::string(section)]) continue;
    models.taken.emplace_back(section);
    unused.emplace_back(section);
  }
  if (!unused.empty()) {
    models.notices.push_back(
        fmt::format("The configuration file's {} is not used.", fmt::join(unused, ", ")));
  }
  return models;
}

}  // namespace

Result<YamlModels> read_yaml_models(std::string_view text) {
  try {
    return take(YAML::Load(std::string(text)));
  } catch (const YAML::Exception& error) {
    return fault(fmt::format("The configuration file is not YAML: line {}, column {}: {}",
                             error.mark.line + 1, error.mark.column + 1, error.msg));
  }
}

}  // namespace quorum::app
