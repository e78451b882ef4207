#include "app/config/config.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <iterator>

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

Config read(ConfigSources sources) {
  sources.environment.emplace("HOME", "/home/ada");
  auto config = read_config(sources);
  EXPECT_TRUE(config) << config.error().message;
  return config ? *config : Config{};
}

std::string fault(ConfigSources sources) {
  sources.environment.emplace("HOME", "/home/ada");
  const auto config = read_config(sources);
  return config ? "(none)" : config.error().message;
}

TEST(Config, AmazonsKeysMayStandInItsOwnFiles) {
  const auto path = testing::TempDir() + "quorum_config_test_aws_credentials";
  std::ofstream(path) << "[lab]\naws_access_key_id = AKIA\naws_secret_access_key = s\n";
  const std::map<std::string, std::string> environment{{"AWS_SHARED_CREDENTIALS_FILE", path},
                                                       {"AWS_REGION", "eu-west-1"}};
  EXPECT_FALSE(read({.environment = environment}).providers.contains("bedrock"));
  auto named = environment;
  named.emplace("AWS_PROFILE", "lab");
  const auto config = read({.environment = named});
  const auto& bedrock = config.providers.at("bedrock");
  EXPECT_EQ(bedrock.settings.at("access_key_id").reveal(), "AKIA");
  EXPECT_EQ(bedrock.settings.at("secret_access_key").reveal(), "s");
  EXPECT_EQ(bedrock.settings.at("region").reveal(), "eu-west-1");
  named["AWS_PROFILE"] = "other";
  EXPECT_NE(fault({.environment = named}).find("`other`"), std::string::npos);
  std::remove(path.c_str());
}

TEST(Config, KeepsTheVariablesForProgramsThatWeStart) {
  const auto config =
      read({.environment = {{"PATH", "/bin"}, {"A", "1"}}, .env_file = "A=2\nB=3\n"});
  EXPECT_EQ(config.variables.at("PATH"), "/bin");
  EXPECT_EQ(config.variables.at("A"), "1");
  EXPECT_EQ(config.variables.at("B"), "3");
}

TEST(Config, HasTheContractsDefaults) {
  const auto config = read({});
  EXPECT_EQ(config.environment, "development");
  EXPECT_FALSE(config.is_debug);
  EXPECT_EQ(config.version, "0.1.0");
  EXPECT_EQ(config.server.host, "127.0.0.1");
  EXPECT_EQ(config.server.port, 8000);
  EXPECT_EQ(config.loops, 0U);
  EXPECT_EQ(config.cors.origins, std::vector<std::string>{"http://localhost:3000"});
  EXPECT_EQ(config.log.level, log::Level::info);
  EXPECT_EQ(config.log.file, "/home/ada/.local/share/quorum/logs/quorum.log");
  EXPECT_EQ(config.data_dir, "/home/ada/.local/share/quorum");
  EXPECT_EQ(config.default_model, "gpt-3.5-turbo");
  EXPECT_EQ(config.tokens_max_limit, 4096);
  EXPECT_EQ(config.llm_wait_max, 60s);
  EXPECT_TRUE(config.model_aliases.empty());
  EXPECT_TRUE(config.providers.empty());
}

TEST(Config, AFlagBeatsTheEnvironmentBeatsTheEnvFileBeatsYaml) {
  ConfigSources sources{.flags = {{"PORT", "1"}},
                        .environment = {{"PORT", "2"}, {"HOST", "two"}},
                        .env_file = "PORT=3\nHOST=three\nENVIRONMENT=three\n",
                        .yaml = "port: 4\nhost: four\nenvironment: four\ndefault_model: four\n"};
  auto config = read(sources);
  EXPECT_EQ(config.server.port, 1);
  EXPECT_EQ(config.server.host, "two");
  EXPECT_EQ(config.environment, "three");
  EXPECT_EQ(config.default_model, "four");
}

TEST(Config, AnEmptyValueIsAsGoodAsNone) {
  const auto config = read({.flags = {{"PORT", ""}},
                            .environment = {{"PORT", ""}, {"OPENAI_API_KEY", ""}},
                            .env_file = "PORT=3\n"});
  EXPECT_EQ(config.server.port, 3);
  EXPECT_TRUE(config.providers.empty());
}

TEST(Config, TakesEverySettingFromTheEnvironment) {
  const auto config = read({.environment = {{"ENVIRONMENT", "production"},
                                            {"DEBUG", "true"},
                                            {"VERSION", "9"},
                                            {"HOST", "0.0.0.0"},
                                            {"PORT", "0"},
                                            {"QUORUM_LOOPS", "3"},
                                            {"QUORUM_DRAIN_TIMEOUT", "1.5"},
                                            {"CORS_ORIGINS", R"(["http://a", "http://b/"])"},
                                            {"LOG_LEVEL", "warning"},
                                            {"LOG_FILE", "none"},
                                            {"QUORUM_REQUEST_LOG_MAX", "2G"},
                                            {"QUORUM_REQUEST_LOG_DAYS", "7"},
                                            {"QUORUM_DATA_DIR", "/data"},
                                            {"DEFAULT_MODEL", "local/x"},
                                            {"MAX_TOKENS_LIMIT", "100"},
                                            {"LLM_TIMEOUT", "3"},
                                            {"MODEL_ALIASES", "gpt-4-turbo=gpt-4-turbo-preview"},
                                            {"QUORUM_TLS_CERT", "c"},
                                            {"QUORUM_TLS_KEY", "k"}}});
  EXPECT_EQ(config.environment, "production");
  EXPECT_EQ(config.request_log_bytes_max, std::size_t{2} << 30);
  EXPECT_EQ(config.request_log_days_max, 7);
  EXPECT_TRUE(config.is_debug);
  EXPECT_EQ(config.version, "9");
  EXPECT_EQ(config.server.host, "0.0.0.0");
  EXPECT_EQ(config.server.port, 0);
  EXPECT_EQ(config.loops, 3U);
  EXPECT_EQ(config.drain_wait_max, 1500ms);
  EXPECT_EQ(config.cors.origins, (std::vector<std::string>{"http://a", "http://b"}));
  EXPECT_EQ(config.log.level, log::Level::warning);
  EXPECT_EQ(config.log.file, "");
  EXPECT_EQ(config.data_dir, "/data");
  EXPECT_EQ(config.default_model, "local/x");
  EXPECT_EQ(config.tokens_max_limit, 100);
  EXPECT_EQ(config.llm_wait_max, 3s);
  EXPECT_EQ(config.model_aliases.at("gpt-4-turbo"), "gpt-4-turbo-preview");
  EXPECT_EQ(config.server.tls_certificate_file, "c");
  EXPECT_EQ(config.server.tls_key_file, "k");
}

TEST(Config, TheWayToProvidersIsSetLikeTheRest) {
  const auto config = read({.environment = {{"ALL_PROXY", "any:1"}, {"OPENAI_API_KEY", "sk-x"}},
                            .yaml = "https_proxy: secure:1\nno_proxy: [a.example]\n"
                                    "total_timeout: 5\nwebsocket_compression: true\n"
                                    "providers:\n  openai: {proxy: none}\n"
                                    "  lab: {base_url: http://lab, proxy: own:1}\n"});
  const auto& proxies = config.upstream.proxies;
  EXPECT_EQ(proxies.find(*http::Url::parse("https://x"))->host, "secure");
  EXPECT_EQ(proxies.find(*http::Url::parse("http://x"))->host, "any");
  EXPECT_EQ(proxies.find(*http::Url::parse("https://a.example")), nullptr);
  EXPECT_EQ(config.upstream.waits.total_max, 5s);
  EXPECT_TRUE(config.has_websocket_compression);
  EXPECT_EQ(config.providers.at("openai").proxy.reveal(), "none");
  EXPECT_EQ(config.providers.at("lab").proxy.reveal(), "own:1");
}

TEST(Config, LocalhostIsTheLoopbackAddress) {
  EXPECT_EQ(read({.environment = {{"HOST", "localhost"}}}).server.host, "127.0.0.1");
  EXPECT_EQ(read({.environment = {{"HOST", "[::1]"}}}).server.host, "::1");
}

TEST(Config, DebugShowsMoreUnlessTheLevelIsSaid) {
  EXPECT_EQ(read({.environment = {{"DEBUG", "1"}}}).log.level, log::Level::debug);
  EXPECT_EQ(read({.environment = {{"DEBUG", "1"}, {"LOG_LEVEL", "ERROR"}}}).log.level,
            log::Level::error);
}

TEST(Config, KeysAndAddressesGoByTheNamesOfEachSdk) {
  const auto config = read({.environment = {{"OPENAI_API_KEY", "sk-1"},
                                            {"GOOGLE_API_KEY", "AIza2"},
                                            {"OLLAMA_HOST", "gpu:11434"}},
                            .env_file = "OPENAI_API_KEY=sk-lost\nOPENAI_BASE_URL=http://x/v1\n"
                                        "GEMINI_API_KEY=AIza3\n"});
  ASSERT_EQ(config.providers.size(), 3U);
  EXPECT_EQ(config.providers.at("openai").api_key.reveal(), "sk-1");
  EXPECT_EQ(config.providers.at("openai").key_variable, "OPENAI_API_KEY");
  EXPECT_EQ(config.providers.at("openai").base_url, "http://x/v1");
  EXPECT_EQ(config.providers.at("gemini").api_key.reveal(), "AIza3");
  EXPECT_TRUE(config.providers.at("ollama").api_key.empty());
  EXPECT_EQ(config.providers.at("ollama").base_url, "gpu:11434");
}

TEST(Config, TheFileNamesKeysAndDoesNotHoldThem) {
  const std::string yaml = "providers:\n  openai:\n    api_key: env:MY_KEY\n";
  EXPECT_EQ(read({.environment = {{"MY_KEY", "sk-1"}}, .yaml = yaml})
                .providers.at("openai")
                .api_key.reveal(),
            "sk-1");
  EXPECT_EQ(fault({.yaml = yaml}),
            "`providers.openai.api_key` names the variable MY_KEY, which is not set.");
  const auto refused = fault({.yaml = "providers: {openai: {api_key: sk-secret}}"});
  EXPECT_EQ(refused,
            "`providers.openai.api_key` must name the variable that holds the key, as "
            "`env:OPENAI_API_KEY`: keys do not belong into the file.");
}

TEST(Config, SaysWhichSettingIsWrongAndWhatWouldBeRight) {
  EXPECT_EQ(fault({.environment = {{"PORT", "80000"}}}),
            "PORT: `80000` is not a whole number from 0 to 65535.");
  EXPECT_EQ(fault({.environment = {{"DEBUG", "maybe"}}}), "DEBUG: `maybe` is not true or false.");
  EXPECT_EQ(fault({.environment = {{"CORS_ORIGINS", "localhost"}}}),
            "CORS_ORIGINS: `localhost` is not an origin such as http://localhost:3000.");
  EXPECT_EQ(fault({.environment = {{"MAX_TOKENS_LIMIT", "0"}}}),
            "MAX_TOKENS_LIMIT: `0` is not a whole number from 1 to 1000000000.");
  EXPECT_EQ(fault({.environment = {{"LLM_TIMEOUT", "soon"}}}),
            "LLM_TIMEOUT: `soon` is not a number of seconds above 0, at most 86400.");
  EXPECT_EQ(fault({.env_file = "x"}), ".env line 1 is not NAME=value.");
  EXPECT_EQ(fault({.yaml = "prot: 1"}),
            "The configuration file has an unknown name `prot`; is it `port`?");
  EXPECT_EQ(fault({.environment = {{"QUORUM_TLS_KEY", "k"}}}),
            "QUORUM_TLS_CERT and QUORUM_TLS_KEY go together: set both or neither.");
}

TEST(Config, TheExampleSaysNothingButTheDefaults) {
  std::ifstream file(QUORUM_SOURCE_DIR "/.env.example");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  ASSERT_FALSE(text.empty());
  const auto config = read({.env_file = text});
  EXPECT_EQ(config.server.host, "127.0.0.1");
  EXPECT_EQ(config.server.port, 8000);
  EXPECT_EQ(config.cors.origins, std::vector<std::string>{"http://localhost:3000"});
  EXPECT_EQ(config.default_model, "gpt-3.5-turbo");
  EXPECT_EQ(config.tokens_max_limit, 4096);
  EXPECT_EQ(config.llm_wait_max, 60s);
  EXPECT_TRUE(config.providers.empty());
  for (const auto* variable :
       {"ENVIRONMENT", "DEBUG", "VERSION", "OPENAI_API_KEY", "LLM_TIMEOUT", "DEFAULT_MODEL",
        "MAX_TOKENS_LIMIT", "CORS_ORIGINS", "HOST", "PORT", "LOG_LEVEL", "LOG_FILE",
        "QUORUM_DATA_DIR", "QUORUM_LOOPS", "QUORUM_DRAIN_TIMEOUT", "MODEL_ALIASES"}) {
    EXPECT_NE(text.find("\n" + std::string(variable) + "="), text.npos) << variable;
  }
}

TEST(Config, TheDataGoWhereXdgSays) {
  EXPECT_EQ(read({.environment = {{"XDG_DATA_HOME", "/xdg"}}}).data_dir, "/xdg/quorum");
  const auto homeless = read_config({});
  ASSERT_FALSE(homeless);
  EXPECT_EQ(homeless.error().message,
            "Set QUORUM_DATA_DIR: there is no HOME to put the data into.");
}

}  // namespace
}  // namespace quorum::app
