#include "app/config/env_file.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using Values = std::map<std::string, std::string>;

Values read(std::string_view text) {
  auto values = read_env_file(text);
  EXPECT_TRUE(values) << text;
  return values ? *values : Values{};
}

std::string fault(std::string_view text) {
  const auto values = read_env_file(text);
  return values ? "(none)" : values.error().message;
}

TEST(EnvFile, ReadsWhatPeopleWrite) {
  EXPECT_EQ(read("\xef\xbb\xbf# Settings\r\nPORT=8001\r\n\r\nexport HOST = 0.0.0.0 \n"
                 "OPENAI_API_KEY=sk-a#b # mine\nEMPTY=\nHASH=#x\nURL=http://x/?a=b"),
            (Values{{"PORT", "8001"},
                    {"HOST", "0.0.0.0"},
                    {"OPENAI_API_KEY", "sk-a#b"},
                    {"EMPTY", ""},
                    {"HASH", ""},
                    {"URL", "http://x/?a=b"}}));
  EXPECT_EQ(read(""), Values{});
  EXPECT_EQ(read("A=1\nA=2"), (Values{{"A", "2"}}));
}

TEST(EnvFile, QuotesKeepSpacesAndDoubleOnesEscapes) {
  EXPECT_EQ(read(R"(A=' x # \n ')"), (Values{{"A", R"( x # \n )"}}));
  EXPECT_EQ(read(R"(A=" x \"y\" \\ \n" # said)"), (Values{{"A", " x \"y\" \\ \n"}}));
  EXPECT_EQ(read("A=\"one\ntwo\"\nB=3"), (Values{{"A", "one\ntwo"}, {"B", "3"}}));
  EXPECT_EQ(read("A=''"), (Values{{"A", ""}}));
}

TEST(EnvFile, SaysWhichLineIsWrong) {
  EXPECT_EQ(fault("A=1\nnonsense\n"), ".env line 2 is not NAME=value.");
  EXPECT_EQ(fault("\n\n=x"), ".env line 3 is not NAME=value.");
  EXPECT_EQ(fault("A B=1"), ".env line 1 is not NAME=value.");
  EXPECT_EQ(fault("9A=1"), ".env line 1 is not NAME=value.");
  EXPECT_EQ(fault("A=\"x"), ".env line 1 has a quote that does not end.");
  EXPECT_EQ(fault("A='x' y"), ".env line 1 goes on behind its quote.");
  EXPECT_EQ(fault("A=\"1\n2\"\nnonsense"), ".env line 3 is not NAME=value.");
}

TEST(EnvFile, NoCutOfAFileMakesItRunAway) {
  const std::string_view text = "A=\"x\\\"\"\nexport B='y' # z\nC=1\r\n";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) (void)read_env_file(text.substr(0, cut));
}

}  // namespace
}  // namespace quorum::app
