#include "http/listening.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "testkit/run.hpp"

namespace quorum::http {
namespace {

std::string said(std::string_view hosts) {
  const auto addresses = addresses_to_listen(hosts, 80);
  if (!addresses) return addresses.error().message;
  std::string all;
  for (const auto& address : *addresses) all += (all.empty() ? "" : " ") + address.text();
  return all;
}

TEST(Listening, UnderstandsAddressesNamesAndPaths) {
  EXPECT_EQ(said("127.0.0.1"), "127.0.0.1:80");
  EXPECT_EQ(said("::1"), "[::1]:80");
  EXPECT_EQ(said("[::1], unix:/tmp/x ,0.0.0.0"), "[::1]:80 /tmp/x 0.0.0.0:80");
  EXPECT_EQ(said("localhost"), "127.0.0.1:80");
}

TEST(Listening, SaysWhatItCannotUnderstand) {
  EXPECT_EQ(said("no.such.name.invalid"),
            "`no.such.name.invalid` is neither an address nor a name of this machine that can be "
            "looked up, nor unix:/path.");
  EXPECT_TRUE(said("0x7f.1").contains("neither an address"));
  EXPECT_TRUE(said("1.2.3").contains("neither an address"));
  EXPECT_TRUE(said("").contains("neither an address"));
  EXPECT_TRUE(said("127.0.0.1,").contains("neither an address"));
  EXPECT_TRUE(said("127.0.0.1:80").contains("neither an address"));
  EXPECT_TRUE(said("unix:").contains("path"));
}

TEST(Listening, SharesOnePortAmongAddressesAndOneFileAmongLoops) {
  const auto path =
      (std::filesystem::temp_directory_path() / ("quorum_listening_" + std::to_string(::getpid())))
          .string();
  testkit::run_for_real([&](async::Loop& loop) -> Task<> {
    const std::string hosts = "127.0.0.1, 127.0.0.2, unix:" + path;
    auto shared = open_shared(hosts, 0640);
    EXPECT_TRUE(shared) << shared.error().detail;
    const auto first = open_listeners(loop, hosts, 0, async::Sharing::shared, *shared);
    EXPECT_TRUE(first) << first.error().detail;
    const auto other = *async::Loop::create();
    const auto second = open_listeners(*other, hosts, first->port, async::Sharing::shared, *shared);
    EXPECT_TRUE(second) << second.error().detail;
    EXPECT_EQ(first->listeners.size(), 3U);
    EXPECT_EQ(first->listeners[1]->local().port(), first->port);
    struct stat about{};
    EXPECT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0640U);
    co_return;
  });
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace quorum::http
