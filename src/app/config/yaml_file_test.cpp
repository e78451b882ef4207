#include "app/config/yaml_file.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using Values = std::map<std::string, std::string>;

const std::vector<YamlName>& names() {
  static const std::vector<YamlName> kNames{
      {"port", "PORT"},
      {"cors_origins", "CORS_ORIGINS"},
      {"model_aliases", "MODEL_ALIASES"},
      {"providers.openai.base_url", "OPENAI_BASE_URL"},
      {"providers.groq.base_url", "GROQ_BASE_URL"},
  };
  return kNames;
}

std::string fault(std::string_view text) {
  const auto values = read_yaml(text, names());
  return values ? "(none)" : values.error().message;
}

TEST(YamlFile, BecomesTheVariablesThatSayTheSame) {
  const auto values = read_yaml(
      "port: 8001\n"
      "cors_origins: [http://a, 'http://b']\n"
      "model_aliases:\n  gpt-4-turbo: gpt-4-turbo-preview\n"
      "providers:\n  openai:\n    base_url: http://x/v1 # mine\n  groq:\n",
      names());
  ASSERT_TRUE(values) << values.error().message;
  EXPECT_EQ(*values, (Values{{"PORT", "8001"},
                             {"CORS_ORIGINS", R"(["http://a","http://b"])"},
                             {"MODEL_ALIASES", R"({"gpt-4-turbo":"gpt-4-turbo-preview"})"},
                             {"OPENAI_BASE_URL", "http://x/v1"}}));
  EXPECT_EQ(read_yaml("", names()).value(), Values{});
  EXPECT_EQ(read_yaml("# only this\n", names()).value(), Values{});
  EXPECT_EQ(read_yaml("port:", names()).value(), (Values{{"PORT", ""}}));
}

TEST(YamlFile, AnUnknownNameIsAnErrorThatHelps) {
  EXPECT_EQ(fault("prot: 1"), "The configuration file has an unknown name `prot`; is it `port`?");
  EXPECT_EQ(fault("provider: {}"),
            "The configuration file has an unknown name `provider`; is it `providers`?");
  EXPECT_EQ(fault("providers: {opnai: {base_url: x}}"),
            "The configuration file has an unknown name `providers.opnai`; is it "
            "`providers.openai`?");
  EXPECT_EQ(fault("providers: {openai: {baseurl: x}}"),
            "The configuration file has an unknown name `providers.openai.baseurl`; is it "
            "`providers.openai.base_url`?");
  EXPECT_EQ(fault("database: x"), "The configuration file has an unknown name `database`.");
}

TEST(YamlFile, WhatIsNoMappingIsAnErrorToo) {
  EXPECT_EQ(fault("- a\n"), "The configuration file must be a mapping of names to values.");
  EXPECT_EQ(fault("just text"), "The configuration file must be a mapping of names to values.");
  EXPECT_EQ(fault("providers: x"), "`providers` must be a mapping.");
  EXPECT_EQ(fault("cors_origins: [[a]]"),
            "`cors_origins` in the configuration file must be a plain value.");
  EXPECT_TRUE(fault("port: [1").starts_with("The configuration file is not YAML: line "));
  EXPECT_TRUE(fault("a: b: c").starts_with("The configuration file is not YAML: line "));
}

}  // namespace
}  // namespace quorum::app
