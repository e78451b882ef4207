#include "app/config/aws_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace quorum::app {
namespace {

constexpr std::string_view kSpace = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

/// `[default]`, `[name]`, or `[profile name]` as the second file has it.
std::string_view section_of(std::string_view line) {
  auto name = trimmed(line.substr(1, line.find(']') - 1));
  constexpr std::string_view kWord = "profile";
  const bool has_word = name.starts_with(kWord) && name.size() > kWord.size() &&
                        kSpace.find(name[kWord.size()]) != kSpace.npos;
  return has_word ? trimmed(name.substr(kWord.size())) : name;
}

/// Adds what a file says of the profile and is not known yet. Lines that are set in belong to the
/// value above them, of which none is ours.
bool add(std::string_view text, std::string_view profile, AwsProfile& values) {
  bool is_inside = false;
  bool is_known = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || kSpace.find(line.front()) != kSpace.npos) continue;
    if (line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      is_inside = section_of(line) == profile;
      is_known |= is_inside;
      continue;
    }
    const auto equals = line.find('=');
    if (!is_inside || equals == line.npos) continue;
    values.try_emplace(std::string(trimmed(line.substr(0, equals))),
                       std::string(trimmed(line.substr(equals + 1))));
  }
  return is_known;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kSettings{
    {{"aws_access_key_id", "access_key_id"},
     {"aws_secret_access_key", "secret_access_key"},
     {"aws_session_token", "session_token"},
     {"region", "region"}}};

}  // namespace

std::optional<AwsProfile> read_aws_profile(std::string_view credentials, std::string_view config,
                                           std::string_view profile) {
  AwsProfile values;
  const bool has_keys = add(credentials, profile, values);
  const bool has_rest = add(config, profile, values);
  if (!has_keys && !has_rest) return std::nullopt;
  return values;
}

Result<std::map<std::string, std::string>> aws_settings(const std::optional<AwsProfile>& profile,
                                                        std::string_view name, AwsAsked asked) {
  std::map<std::string, std::string> settings;
  if (profile) {
    for (const auto& [theirs, ours] : kSettings) {
      const auto found = profile->find(theirs);
      if (found != profile->end() && !found->second.empty()) {
        settings.emplace(ours, found->second);
      }
    }
  }
  const bool has_keys =
      settings.contains("access_key_id") && settings.contains("secret_access_key");
  if (has_keys) return settings;
  if (asked == AwsAsked::by_default) return std::map<std::string, std::string>{};
  return Error{.code = Errc::invalid_request,
               .message = fmt::format("AWS_PROFILE: the profile `{}` {}: put keys of it into "
                                      "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, where they "
                                      "are lent, AWS_SESSION_TOKEN.",
                                      name,
                                      profile ? "holds no keys (roles and single sign-on are for "
                                                "Amazon's own tools)"
                                              : "is in neither of Amazon's files")};
}

}  // namespace quorum::app
