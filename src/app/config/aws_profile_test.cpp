#include "app/config/aws_profile.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

constexpr std::string_view kCredentials =
    "# keys\n"
    "[default]\r\n"
    "aws_access_key_id=AKIA1\r\n"
    "aws_secret_access_key = s/e=c \r\n"
    "\n"
    "[lab]\n"
    "aws_access_key_id = AKIA2\n"
    "aws_secret_access_key = two\n"
    "aws_session_token = lent\n"
    "[empty]";
constexpr std::string_view kConfig =
    "[default]\n"
    "region = eu-west-1\n"
    "s3 =\n"
    "  region = inner\n"
    "[profile lab]\n"
    "region = us-west-2\n"
    "aws_access_key_id = not this one\n"
    "[profile sso]\n"
    "sso_session = x\n";

using Settings = std::map<std::string, std::string>;

Settings settings(std::string_view name) {
  return aws_settings(read_aws_profile(kCredentials, kConfig, name), name, AwsAsked::by_default)
      .value();
}

std::string fault(std::string_view name) {
  const auto read =
      aws_settings(read_aws_profile(kCredentials, kConfig, name), name, AwsAsked::by_name);
  return read ? "(none)" : read.error().message;
}

TEST(AwsProfile, IsReadFromBothFilesTheKeysFileFirst) {
  EXPECT_EQ(settings("default"), (Settings{{"access_key_id", "AKIA1"},
                                           {"secret_access_key", "s/e=c"},
                                           {"region", "eu-west-1"}}));
  EXPECT_EQ(settings("lab"), (Settings{{"access_key_id", "AKIA2"},
                                       {"secret_access_key", "two"},
                                       {"session_token", "lent"},
                                       {"region", "us-west-2"}}));
}

TEST(AwsProfile, WithoutKeysIsNothingUnlessItWasNamed) {
  for (const auto* name : {"empty", "sso", "nobody"}) EXPECT_EQ(settings(name), Settings{}) << name;
  EXPECT_EQ(fault("lab"), "(none)");
  EXPECT_NE(fault("sso").find("`sso` holds no keys"), std::string::npos);
  EXPECT_NE(fault("nobody").find("`nobody` is in neither"), std::string::npos);
}

TEST(AwsProfile, BrokenFilesSayNothing) {
  for (const std::string_view text : {"", "[", "[]", "=", "[default", "[default]\n=\nx\n\xff"}) {
    const auto profile = read_aws_profile(text, text, "default");
    EXPECT_TRUE(aws_settings(profile, "default", AwsAsked::by_default)->empty()) << text;
  }
}

}  // namespace
}  // namespace quorum::app
