#include "providers/site.hpp"

#include <gtest/gtest.h>

namespace quorum::providers {
namespace {

using dialects::Delivery;

class SiteTest : public testing::Test {
 protected:
  std::unique_ptr<Site> site(std::string_view vendor, SiteConfig config = {}) {
    config.vendor = find_vendor(vendor);
    auto made = Site::create(*loop_, *client_, std::move(config));
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
  }
  std::string fault(std::string_view vendor, SiteConfig config = {}) {
    config.vendor = find_vendor(vendor);
    const auto made = Site::create(*loop_, *client_, std::move(config));
    return made ? "(none)" : made.error().message;
  }
  std::string chat_url(std::string_view vendor, std::string_view model, SiteConfig config = {}) {
    config.dialect = llm::Dialect::openai_chat;
    const auto way = site(vendor, std::move(config))->best_way(model, Delivery::whole);
    return way ? way->url.scheme + "://" + way->url.authority() + way->url.target : "none";
  }

  std::unique_ptr<async::Loop> loop_ = async::Loop::simulated(1);
  std::unique_ptr<http::Client> client_ = http::Client::create(*loop_, {});
};

TEST_F(SiteTest, AsksWhereTheVendorsOwnSdkWould) {
  EXPECT_EQ(chat_url("openai", "gpt-4"), "https://api.openai.com/v1/chat/completions");
  EXPECT_EQ(chat_url("openai", "gpt-4", {.base_url = "http://127.0.0.1:9/v1/"}),
            "http://127.0.0.1:9/v1/chat/completions");
  EXPECT_EQ(chat_url("openai", "gpt-4", {.base_url = "http://x/v1/chat/completions"}),
            "http://x/v1/chat/completions");
  EXPECT_EQ(chat_url("groq", "x"), "https://api.groq.com/openai/v1/chat/completions");
  EXPECT_EQ(chat_url("ollama", "x", {.base_url = "box"}), "http://box:11434/v1/chat/completions");
  EXPECT_EQ(chat_url("ollama", "x", {.base_url = "https://box/v1/"}),
            "https://box/v1/chat/completions");
}

TEST_F(SiteTest, AzureIsAskedWithADateOrWithout) {
  const SiteConfig plain{.base_url = "https://r.openai.azure.com/"};
  EXPECT_EQ(chat_url("azure", "gpt-4", plain),
            "https://r.openai.azure.com/openai/v1/chat/completions");
  auto dated = plain;
  dated.settings.emplace("api_version", Secret{"2024-10-21"});
  EXPECT_EQ(chat_url("azure", "my gpt", dated),
            "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions"
            "?api-version=2024-10-21");
  EXPECT_EQ(chat_url("azure", "x", {.base_url = "https://r/openai/v1/"}),
            "https://r/openai/v1/chat/completions");
}

TEST_F(SiteTest, AnAddressThatIsNoneNamesItsVariable) {
  EXPECT_EQ(fault("azure"), "azure has no address of its own: set AZURE_OPENAI_ENDPOINT.");
  EXPECT_TRUE(fault("openai", {.base_url = "http://[broken"}).starts_with("OPENAI_BASE_URL: "));
}

TEST_F(SiteTest, SpeaksOnlyTheDialectsItOffers) {
  const auto openai = site("openai");
  EXPECT_TRUE(openai->way(llm::Dialect::openai_chat, "gpt-4", Delivery::streamed));
  EXPECT_FALSE(openai->way(llm::Dialect::gemini, "gpt-4", Delivery::streamed));
  EXPECT_FALSE(openai->way(llm::Dialect::none, "gpt-4", Delivery::streamed));
}

TEST_F(SiteTest, APathBelowTheBaseKeepsItsQuery) {
  EXPECT_EQ(site("openai")->below("/v1/files?limit=2")->target, "/v1/files?limit=2");
  EXPECT_EQ(site("openai")->below("/files")->target, "/v1/files");
  EXPECT_FALSE(site("openai")->below("/a b"));
}

}  // namespace
}  // namespace quorum::providers
