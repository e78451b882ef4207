#include "app/config/master_keys.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace quorum::app {
namespace {

using Values = std::map<std::string, std::string, std::less<>>;
using Keys = std::vector<std::string>;

Result<std::vector<Secret>> read_all(std::optional<std::string> in_file, const Values& values) {
  return read_master_keys({.master_key = std::move(in_file)},
                          [&](std::string_view name) -> std::optional<std::string> {
                            const auto found = values.find(name);
                            if (found == values.end()) return std::nullopt;
                            return found->second;
                          });
}

Keys keys(std::optional<std::string> in_file, const Values& values) {
  const auto read = read_all(std::move(in_file), values);
  EXPECT_TRUE(read);
  Keys revealed;
  for (const auto& key : *read) revealed.emplace_back(key.reveal());
  return revealed;
}

TEST(MasterKeys, AreReadWhereverTheyStand) {
  EXPECT_EQ(keys({}, {}), Keys{});
  EXPECT_EQ(keys({}, {{"QUORUM_MASTER_KEY", "a"}}), Keys{"a"});
  EXPECT_EQ(keys({}, {{"QUORUM_MASTER_KEY", "a"}, {"LITELLM_MASTER_KEY", "b"}}), (Keys{"a", "b"}));
  EXPECT_EQ(keys("sk-1234", {}), Keys{"sk-1234"});
  EXPECT_EQ(keys("os.environ/MY_KEY", {{"MY_KEY", "c"}}), Keys{"c"});
  EXPECT_EQ(keys("os.environ/LITELLM_MASTER_KEY", {{"LITELLM_MASTER_KEY", "b"}}), Keys{"b"});
}

TEST(MasterKeys, AFileThatWantsAKeyAndHasNoneIsRefused) {
  EXPECT_EQ(read_all("os.environ/MY_KEY", {}).error().message,
            "`general_settings.master_key` names the variable MY_KEY, which is not set.");
  EXPECT_EQ(read_all("", {}).error().message,
            "`general_settings.master_key` is empty: leave it out or set it.");
}

}  // namespace
}  // namespace quorum::app
