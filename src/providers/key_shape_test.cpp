#include "providers/key_shape.hpp"

#include <gtest/gtest.h>

namespace quorum::providers {
namespace {

std::string oddity(std::string_view vendor, std::string key, Server server = Server::vendors_own) {
  return key_oddity(*find_vendor(vendor), "KEY", Secret{std::move(key)}, server).value_or("fine");
}

TEST(KeyShape, KeysThatLookRightAreLeftInPeace) {
  EXPECT_EQ(oddity("openai", "sk-proj-0123456789abcdef"), "fine");
  EXPECT_EQ(oddity("anthropic", "sk-ant-api03-0123456789"), "fine");
  EXPECT_EQ(oddity("mistral", "0123456789abcdef0123456789abcdef"), "fine");
  EXPECT_EQ(oddity("gemini", "AIzaSy0123456789abcdef"), "fine");
}

TEST(KeyShape, SaysWhatIsOddAndNothingOfTheKey) {
  EXPECT_EQ(oddity("openai", "sk-0123456789 abcdef"),
            "KEY holds spaces or other invisible characters.");
  EXPECT_EQ(oddity("openai", "sk-0123456789abcdef\n"),
            "KEY holds spaces or other invisible characters.");
  EXPECT_EQ(oddity("openai", "\"sk-0123456789abcdef\""), "KEY is wrapped in quotes.");
  EXPECT_EQ(oddity("openai", "sk-your-key-here-please"), "KEY still holds a placeholder.");
  EXPECT_EQ(oddity("openai", "<paste the key>"), "KEY holds spaces or other invisible characters.");
  EXPECT_EQ(oddity("openai", "sk-123"), "KEY is too short to be a key.");
  EXPECT_EQ(oddity("openai", "0123456789abcdef0123"),
            "KEY does not begin with sk-, as keys of openai do.");
  EXPECT_EQ(oddity("openai", "sk-ant-api03-0123456789"),
            "KEY looks like a key of anthropic, not of openai.");
  EXPECT_EQ(oddity("anthropic", "gsk_0123456789abcdef"),
            "KEY looks like a key of groq, not of anthropic.");
}

TEST(KeyShape, AProxyHasKeysOfItsOwn) {
  EXPECT_EQ(oddity("openai", "sk-right", Server::another), "fine");
  EXPECT_EQ(oddity("openai", "hunter2", Server::another), "fine");
  EXPECT_EQ(oddity("openai", "'x'", Server::another), "KEY is wrapped in quotes.");
}

}  // namespace
}  // namespace quorum::providers
