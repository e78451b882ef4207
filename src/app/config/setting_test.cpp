#include "app/config/setting.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

TEST(Setting, BooleansAreWordsOrBits) {
  for (const auto* text : {"true", "TRUE", "1", "yes", "On"})
    EXPECT_TRUE(read_boolean(text).value());
  for (const auto* text : {"false", "0", "No", "off"}) EXPECT_FALSE(read_boolean(text).value());
  EXPECT_EQ(read_boolean("2").error().message, "`2` is not true or false");
  EXPECT_FALSE(read_boolean(""));
}

TEST(Setting, IntegersStayInTheirBounds) {
  EXPECT_EQ(read_integer("0", 0, 65535).value(), 0);
  EXPECT_EQ(read_integer("65535", 0, 65535).value(), 65535);
  for (const auto* text :
       {"65536", "-1", "8000x", "", " 1", "1.0", "0x10", "99999999999999999999"}) {
    EXPECT_EQ(read_integer(text, 0, 65535).error().message,
              "`" + std::string(text) + "` is not a whole number from 0 to 65535");
  }
}

TEST(Setting, SecondsMayBeFractions) {
  EXPECT_EQ(read_seconds("60").value(), 60s);
  EXPECT_EQ(read_seconds("0.5").value(), 500ms);
  EXPECT_EQ(read_seconds("0.0001").value(), 1ms);
  for (const auto* text : {"0", "-1", "nan", "inf", "86401", "1s", ""}) {
    EXPECT_FALSE(read_seconds(text)) << text;
  }
}

TEST(Setting, ListsAreCommasOrJson) {
  using List = std::vector<std::string>;
  EXPECT_EQ(read_list("a, b ,,c").value(), (List{"a", "b", "c"}));
  EXPECT_EQ(read_list(R"( ["a","b, c"] )").value(), (List{"a", "b, c"}));
  EXPECT_EQ(read_list("[]").value(), List{});
  EXPECT_FALSE(read_list(R"(["a",1])"));
  EXPECT_FALSE(read_list(R"(["a")"));
}

TEST(Setting, PairsAreEqualsSignsOrJson) {
  using Pairs = std::map<std::string, std::string>;
  EXPECT_EQ(read_pairs("a=b, c = d=e").value(), (Pairs{{"a", "b"}, {"c", "d=e"}}));
  EXPECT_EQ(read_pairs(R"({"a":"b"})").value(), (Pairs{{"a", "b"}}));
  EXPECT_EQ(read_pairs("a").error().message, "`a` is not NAME=VALUE");
  EXPECT_FALSE(read_pairs(R"({"a":1})"));
}

TEST(Setting, OriginsHaveNoPath) {
  EXPECT_EQ(read_origin("http://localhost:3000/").value(), "http://localhost:3000");
  EXPECT_EQ(read_origin(" HTTPS://App.Example ").value(), "https://app.example");
  EXPECT_EQ(read_origin("*").value(), "*");
  for (const auto* text :
       {"localhost:3000", "http://", "://x", "http://x/path", "http://x y", ""}) {
    EXPECT_FALSE(read_origin(text)) << text;
  }
}

TEST(Setting, GuessesWhatWasMeant) {
  const std::vector<std::string> names{"port", "host", "cors_origins", "log_level"};
  EXPECT_EQ(nearest("prot", names), "port");
  EXPECT_EQ(nearest("cors_origin", names), "cors_origins");
  EXPECT_EQ(nearest("LogLevel", names), "log_level");
  EXPECT_EQ(nearest("database", names), "");
  EXPECT_EQ(nearest("x", names), "");
}

}  // namespace
}  // namespace quorum::app
