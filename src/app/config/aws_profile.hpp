#pragma once
/// The keys in the files that Amazon's own tools keep: `~/.aws/credentials` and `~/.aws/config`.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace quorum::app {

/// One profile's values, by their names there: `aws_access_key_id`, `region`.
using AwsProfile = std::map<std::string, std::string, std::less<>>;

/// What `credentials` and `config`, the files' texts, say of the profile; the former goes first.
/// Nothing where neither knows it.
std::optional<AwsProfile> read_aws_profile(std::string_view credentials, std::string_view config,
                                           std::string_view profile);

/// The same as settings of Bedrock's: `access_key_id`, `secret_access_key`, `session_token`,
/// `region`. Without a profile or without keys in it there are none, which is an error where
/// somebody has asked for that profile by its name.
enum class AwsAsked : bool { by_default, by_name };
Result<std::map<std::string, std::string>> aws_settings(const std::optional<AwsProfile>& profile,
                                                        std::string_view name, AwsAsked asked);

}  // namespace quorum::app
