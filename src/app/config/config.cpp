#include "app/config/config.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "app/config/aws_profile.hpp"
#include "app/config/deployments.hpp"
#include "app/config/env_file.hpp"
#include "app/config/master_keys.hpp"
#include "app/config/server_settings.hpp"
#include "app/config/setting.hpp"
#include "app/config/upstream.hpp"
#include "app/config/yaml_file.hpp"
#include "app/config/yaml_models.hpp"
#include "core/try.hpp"
#include "providers/vendors.hpp"

extern char** environ;

namespace quorum::app {
namespace {

constexpr std::array<std::string_view, 2> kAwsProfileVariables{"AWS_PROFILE",
                                                               "AWS_DEFAULT_PROFILE"};
constexpr std::int64_t kTokensMax = 1'000'000'000;
constexpr std::int64_t kLoopsMax = 1024;
constexpr std::int64_t kStreamsMax = 10'000;
constexpr std::int64_t kDaysMax = 36'500;

struct Setting {
  std::string_view variable;
  std::string_view name;  ///< In the configuration file.
  Result<> (*apply)(Config& config, const std::string& value);
};

template <auto kMember>
Result<> text(Config& config, const std::string& value) {
  config.*kMember = value;
  return {};
}

template <auto kMember>
Result<> seconds(Config& config, const std::string& value) {
  QUORUM_TRY(config.*kMember, read_seconds(value));
  return {};
}

Result<> debug(Config& config, const std::string& value) {
  QUORUM_TRY(config.is_debug, read_boolean(value));
  return {};
}

Result<> host(Config& config, const std::string& value) {
  std::string_view address = value;
  if (address.starts_with('[') && address.find(']') == address.size() - 1) {
    address = address.substr(1, address.size() - 2);
  }
  config.server.host = address == "localhost" ? "127.0.0.1" : address;
  return {};
}

Result<> port(Config& config, const std::string& value) {
  QUORUM_TRY(const auto number, read_integer(value, 0, 65'535));
  config.server.port = static_cast<std::uint16_t>(number);
  return {};
}

Result<> certificate(Config& config, const std::string& value) {
  config.server.tls_certificate_file = value;
  return {};
}

Result<> certificate_key(Config& config, const std::string& value) {
  config.server.tls_key_file = value;
  return {};
}

Result<> http2(Config& config, const std::string& value) {
  QUORUM_TRY(config.speaks_http2, read_boolean(value));
  return {};
}

Result<> http2_streams(Config& config, const std::string& value) {
  QUORUM_TRY(const auto number, read_integer(value, 1, kStreamsMax));
  config.server.streams_max = static_cast<std::size_t>(number);
  return {};
}

Result<> upstream_http2(Config& config, const std::string& value) {
  if (value == "off") {
    config.upstream_http2 = http::Http2::off;
  } else if (value == "auto") {
    config.upstream_http2 = http::Http2::automatic;
  } else if (value == "prior-knowledge") {
    config.upstream_http2 = http::Http2::prior_knowledge;
  } else {
    return Error{.code = Errc::invalid_request, .message = "must be off, auto or prior-knowledge"};
  }
  return {};
}

Result<> loops(Config& config, const std::string& value) {
  QUORUM_TRY(const auto number, read_integer(value, 0, kLoopsMax));
  config.loops = static_cast<std::size_t>(number);
  return {};
}

Result<> cors_origins(Config& config, const std::string& value) {
  QUORUM_TRY(const auto items, read_list(value));
  config.cors.origins.clear();
  for (const auto& item : items) {
    QUORUM_TRY(auto origin, read_origin(item));
    config.cors.origins.push_back(std::move(origin));
  }
  return {};
}

Result<> websocket_compression(Config& config, const std::string& value) {
  QUORUM_TRY(config.has_websocket_compression, read_boolean(value));
  return {};
}

Result<> log_level(Config& config, const std::string& value) {
  QUORUM_TRY(config.log.level, log::parse_level(value));
  return {};
}

Result<> log_file(Config& config, const std::string& value) {
  config.log.file = value;
  return {};
}

Result<> request_log_max(Config& config, const std::string& value) {
  QUORUM_TRY(config.request_log_bytes_max,
             read_bytes(value, std::size_t{1} << 20, std::size_t{1} << 40));
  return {};
}

Result<> request_log_days(Config& config, const std::string& value) {
  QUORUM_TRY(config.request_log_days_max, read_integer(value, 1, kDaysMax));
  return {};
}

Result<> tokens_max_limit(Config& config, const std::string& value) {
  QUORUM_TRY(config.tokens_max_limit, read_integer(value, 1, kTokensMax));
  return {};
}

Result<> model_aliases(Config& config, const std::string& value) {
  QUORUM_TRY(config.model_aliases, read_pairs(value));
  return {};
}

constexpr std::array<Setting, 23> kSettings{{
    {"ENVIRONMENT", "environment", text<&Config::environment>},
    {"DEBUG", "debug", debug},
    {"VERSION", "version", text<&Config::version>},
    {"HOST", "host", host},
    {"PORT", "port", port},
    {"QUORUM_TLS_CERT", "tls_cert", certificate},
    {"QUORUM_TLS_KEY", "tls_key", certificate_key},
    {"QUORUM_HTTP2", "http2", http2},
    {"QUORUM_HTTP2_STREAMS", "http2_streams", http2_streams},
    {"QUORUM_UPSTREAM_HTTP2", "upstream_http2", upstream_http2},
    {"QUORUM_LOOPS", "loops", loops},
    {"QUORUM_DRAIN_TIMEOUT", "drain_timeout", seconds<&Config::drain_wait_max>},
    {"CORS_ORIGINS", "cors_origins", cors_origins},
    {"QUORUM_WEBSOCKET_COMPRESSION", "websocket_compression", websocket_compression},
    {"LOG_LEVEL", "log_level", log_level},
    {"LOG_FILE", "log_file", log_file},
    {"QUORUM_REQUEST_LOG_MAX", "request_log_max", request_log_max},
    {"QUORUM_REQUEST_LOG_DAYS", "request_log_days", request_log_days},
    {"QUORUM_DATA_DIR", "data_dir", text<&Config::data_dir>},
    {"DEFAULT_MODEL", "default_model", text<&Config::default_model>},
    {"MAX_TOKENS_LIMIT", "max_tokens_limit", tokens_max_limit},
    {"LLM_TIMEOUT", "llm_timeout", seconds<&Config::llm_wait_max>},
    {"MODEL_ALIASES", "model_aliases", model_aliases},
}};

std::vector<YamlName> yaml_names() {
  std::vector<YamlName> names;
  names.reserve(kSettings.size() + 2 * providers::vendors().size());
  for (const auto& setting : kSettings) {
    names.push_back({std::string(setting.name), std::string(setting.variable)});
  }
  for (const auto& setting : server_settings()) {
    names.push_back({std::string(setting.name), std::string(setting.variable)});
  }
  const auto upstream = upstream_names();
  names.insert(names.end(), upstream.begin(), upstream.end());
  for (const auto& vendor : providers::vendors()) {
    const auto add = [&](std::string_view what, std::span<const std::string_view> variables) {
      if (variables.empty()) return;
      names.push_back(
          {fmt::format("providers.{}.{}", vendor.name, what), std::string(variables[0])});
    };
    add("api_key", vendor.key_variables);
    add("base_url", vendor.base_url_variables);
    for (const auto& setting : vendor.settings) add(setting.name, setting.variables);
    names.push_back({fmt::format("providers.{}.proxy", vendor.name), proxy_variable(vendor.name)});
  }
  return names;
}

using Values = std::map<std::string, std::string>;

/// Finds a variable in the first source that says something: an empty value is as good as none, for
/// so `docker run -e NAME` and half-filled `.env` files pass them.
class Sources {
 public:
  explicit Sources(std::vector<const Values*> sources) : sources_(std::move(sources)) {}

  std::optional<std::string> find(std::string_view variable) const {
    for (const auto* source : sources_) {
      const auto found = source->find(std::string(variable));
      if (found != source->end() && !found->second.empty()) return found->second;
    }
    return std::nullopt;
  }

 private:
  std::vector<const Values*> sources_;
};

/// The file names keys, it does not hold them: `api_key: env:MY_KEY`.
Result<> resolve_key(Values& yaml, const std::string& name, std::string_view own_variable,
                     const Sources& variables) {
  constexpr std::string_view kReference = "env:";
  const auto found = yaml.find(std::string(own_variable));
  if (found == yaml.end() || found->second.empty()) return {};
  if (!found->second.starts_with(kReference)) {
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("`{}` must name the variable that holds the key, as "
                                        "`env:{}`: keys do not belong into the file.",
                                        name, own_variable)};
  }
  const auto variable = found->second.substr(kReference.size());
  auto key = variables.find(variable);
  if (!key) {
    return Error{
        .code = Errc::invalid_request,
        .message = fmt::format("`{}` names the variable {}, which is not set.", name, variable)};
  }
  found->second = std::move(*key);
  return {};
}

Result<> resolve_keys(Values& yaml, const Sources& variables) {
  for (const auto& vendor : providers::vendors()) {
    if (!vendor.key_variables.empty()) {
      const auto name = fmt::format("providers.{}.api_key", vendor.name);
      QUORUM_CHECK(resolve_key(yaml, name, vendor.key_variables[0], variables));
    }
    for (const auto& setting : vendor.settings) {
      if (setting.kind != providers::Setting::Kind::secret) continue;
      const auto name = fmt::format("providers.{}.{}", vendor.name, setting.name);
      QUORUM_CHECK(resolve_key(yaml, name, setting.variables[0], variables));
    }
  }
  return {};
}

Result<std::string> read_text_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("The file {} cannot be read.", path)};
  }
  return std::move(text).str();
}

/// The first that says something, and its name.
struct Said {
  std::string variable{};
  std::string value{};
};

Said first_of(providers::Words variables, const Sources& sources) {
  for (const auto variable : variables) {
    if (auto value = sources.find(variable)) return {std::string(variable), std::move(*value)};
  }
  return {};
}

/// A file that need not be there.
std::string text_at(const std::string& path) { return read_text_file(path).value_or(""); }

/// What Amazon's own tools would show, where no keys are set.
Result<> add_aws_profile(ProviderConfig& provider, const Sources& sources) {
  if (!provider.api_key.empty() || provider.settings.contains("access_key_id")) return {};
  const auto home = sources.find("HOME").value_or("");
  const auto path = [&](std::string_view variable, std::string_view usual) {
    return sources.find(variable).value_or(home.empty() ? "" : fmt::format("{}/{}", home, usual));
  };
  const auto credentials = text_at(path("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"));
  const auto config = text_at(path("AWS_CONFIG_FILE", ".aws/config"));
  const auto named = first_of(kAwsProfileVariables, sources).value;
  const auto name = named.empty() ? std::string{"default"} : named;
  const auto asked = named.empty() ? AwsAsked::by_default : AwsAsked::by_name;
  QUORUM_TRY(const auto settings,
             aws_settings(read_aws_profile(credentials, config, name), name, asked));
  for (const auto& [setting, value] : settings) {
    provider.settings.try_emplace(setting, Secret(value));
  }
  return {};
}

Result<ProviderConfig> read_provider(const providers::Vendor& vendor, const Sources& sources) {
  ProviderConfig provider;
  auto key = first_of(vendor.key_variables, sources);
  if (key.value.empty()) {
    key = first_of(vendor.token_variables, sources);
    provider.is_token = !key.value.empty();
  }
  provider.api_key = Secret(std::move(key.value));
  provider.key_variable = std::move(key.variable);
  provider.base_url = first_of(vendor.base_url_variables, sources).value;
  provider.proxy = Secret(sources.find(proxy_variable(vendor.name)).value_or(""));
  for (const auto& setting : vendor.settings) {
    auto said = first_of(setting.variables, sources);
    if (said.value.empty()) continue;
    if (setting.kind == providers::Setting::Kind::file) {
      auto text = read_text_file(said.value);
      if (!text) {
        return Error{.code = Errc::invalid_request,
                     .message = fmt::format("{}: {}", said.variable, text.error().message)};
      }
      said.value = std::move(*text);
    }
    provider.settings.emplace(setting.name, Secret(std::move(said.value)));
  }
  if (vendor.auth == providers::Auth::aws) QUORUM_CHECK(add_aws_profile(provider, sources));
  return provider;
}

/// Whether there is what the vendor is shown, or nothing is needed and its address is set.
bool is_reachable(const providers::Vendor& vendor, const ProviderConfig& provider) {
  const auto has = [&](std::string_view name) { return provider.settings.contains(name); };
  if (!provider.api_key.empty() || !provider.base_url.empty()) return true;
  if (vendor.auth == providers::Auth::aws) return has("access_key_id") && has("secret_access_key");
  return vendor.auth == providers::Auth::google && has("credentials");
}

Result<std::map<std::string, ProviderConfig>> read_providers(const Sources& sources) {
  std::map<std::string, ProviderConfig> configured;
  for (const auto& vendor : providers::vendors()) {
    QUORUM_TRY(auto provider, read_provider(vendor, sources));
    if (is_reachable(vendor, provider)) configured.emplace(vendor.name, std::move(provider));
  }
  return configured;
}

/// The XDG data folder where nothing else is said.
std::string data_dir_in(const Sources& sources) {
  if (const auto xdg = sources.find("XDG_DATA_HOME")) return *xdg + "/quorum";
  if (const auto home = sources.find("HOME")) return *home + "/.local/share/quorum";
  return {};
}

Values machine_environment() {
  Values values;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    const auto equals = line.find('=');
    if (equals != line.npos) values.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return values;
}

}  // namespace

Result<> Config::validate() const {
  const auto fault = [](std::string message) {
    return Error{.code = Errc::invalid_request, .message = std::move(message)};
  };
  if (data_dir.empty()) return fault("Set QUORUM_DATA_DIR: there is no HOME to put the data into.");
  if (server.tls_certificate_file.empty() != server.tls_key_file.empty()) {
    return fault("QUORUM_TLS_CERT and QUORUM_TLS_KEY go together: set both or neither.");
  }
  if (server.tls_certificate_file.empty() &&
      (!server.tls_more.empty() || !server.tls_client_ca_file.empty())) {
    return fault("QUORUM_TLS_CERTIFICATES and QUORUM_TLS_CLIENT_CA need QUORUM_TLS_CERT.");
  }
  if (server.tls_client_certificates != http::ClientCertificates::none &&
      server.tls_client_ca_file.empty()) {
    return fault("QUORUM_TLS_CLIENT_AUTH needs QUORUM_TLS_CLIENT_CA: who signs the certificates.");
  }
  if (server.expects_proxy_header && server.trusted_proxies.empty()) {
    return fault("QUORUM_PROXY_PROTOCOL needs QUORUM_TRUSTED_PROXIES: whose headers to believe.");
  }
  return {};
}

Result<Config> read_config(const ConfigSources& sources) {
  QUORUM_TRY(const auto env_file, read_env_file(sources.env_file));
  QUORUM_TRY(const auto models, read_yaml_models(sources.yaml));
  QUORUM_TRY(auto yaml, read_yaml(sources.yaml, yaml_names(), models.taken));
  QUORUM_CHECK(resolve_keys(yaml, Sources({&sources.environment, &env_file})));
  const Sources all({&sources.flags, &sources.environment, &env_file, &yaml});

  Config config{.version = QUORUM_VERSION};
  const auto apply = [&](const auto& setting, auto& to) -> Result<> {
    const auto value = all.find(setting.variable);
    if (!value) return {};
    auto applied = setting.apply(to, *value);
    if (applied) return {};
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("{}: {}.", setting.variable, applied.error().message)};
  };
  for (const auto& setting : kSettings) QUORUM_CHECK(apply(setting, config));
  for (const auto& setting : server_settings()) QUORUM_CHECK(apply(setting, config.server));
  QUORUM_CHECK(
      read_upstream([&](std::string_view name) { return all.find(name); }, config.upstream));
  QUORUM_TRY(config.providers, read_providers(all));
  const auto find = [&](std::string_view name) {
    return Sources({&sources.environment, &env_file}).find(name);
  };
  QUORUM_CHECK(add_own_models(config, models, find));
  QUORUM_TRY(config.master_keys, read_master_keys(models, find));
  if (config.is_debug && !all.find("LOG_LEVEL")) config.log.level = log::Level::debug;
  if (config.data_dir.empty()) config.data_dir = data_dir_in(all);
  if (!all.find("LOG_FILE")) config.log.file = config.data_dir + "/logs/quorum.log";
  if (config.log.file == "none") config.log.file.clear();
  config.variables = sources.environment;
  config.variables.insert(env_file.begin(), env_file.end());
  QUORUM_CHECK(config.validate());
  return config;
}

Result<Config> load_config(std::map<std::string, std::string> flags, const std::string& yaml_file) {
  ConfigSources sources{.flags = std::move(flags), .environment = machine_environment()};
  if (std::filesystem::exists(".env")) {
    QUORUM_TRY(sources.env_file, read_text_file(".env"));
  }
  if (!yaml_file.empty()) {
    QUORUM_TRY(sources.yaml, read_text_file(yaml_file));
  }
  return read_config(sources);
}

}  // namespace quorum::app
