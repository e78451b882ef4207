#include "app/config/warnings.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

TEST(Warnings, AnOrdinaryConfigurationHasNone) {
  Config config;
  config.providers["openai"] = {.api_key = Secret("sk-" + std::string(48, 'a')),
                                .key_variable = "OPENAI_API_KEY"};
  EXPECT_EQ(warnings(config), std::vector<std::string>{});
}

TEST(Warnings, AnOddKeyIsNamedAndNotShown) {
  Config config;
  config.providers["openai"] = {.api_key = Secret("\"pk-very-odd-key-0123456789\""),
                                .key_variable = "OPENAI_API_KEY"};
  const auto found = warnings(config);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].find("OPENAI_API_KEY"), std::string::npos) << found[0];
  EXPECT_EQ(found[0].find("odd-key"), std::string::npos) << found[0];
}

TEST(Warnings, AServerForEverybodyIsWorthAWord) {
  Config config;
  config.server.host = "0.0.0.0";
  config.cors.origins = {"*"};
  EXPECT_EQ(warnings(config),
            (std::vector<std::string>{
                "HOST is 0.0.0.0 without QUORUM_TLS_CERT: keys and prompts can be read on their "
                "way.",
                "CORS_ORIGINS is *: every web page may use this server."}));
  for (const auto* host : {"127.0.0.1", "localhost", "::1", "127.1.2.3"}) {
    config = {};
    config.server.host = host;
    EXPECT_TRUE(warnings(config).empty()) << host;
  }
}

TEST(Warnings, AMasterKeyThatCanBeGuessedIsWorthAWordAndIsNotShown) {
  Config config{.master_keys = {Secret("sk-1234"), Secret(std::string(20, 'k'))}};
  EXPECT_EQ(warnings(config), std::vector<std::string>{
                                  "A master key of fewer than 20 letters can be guessed: `quorum "
                                  "keys create` makes better ones."});
}

}  // namespace
}  // namespace quorum::app
