#include "providers/catalog.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace quorum::providers {
namespace {

Catalog::Source local_source() {
  return {.prefix = "local/",
          .provider = "local",
          .list =
              [] {
                return std::vector<llm::ModelInfo>{
                    {.id = "local/tiny", .provider = "local", .is_local = true}};
              },
          .find = [](std::string_view id) -> Result<llm::ModelInfo> {
            if (id == "local/tiny") {
              return llm::ModelInfo{.id = "local/tiny", .provider = "local", .is_local = true};
            }
            return Error{.code = Errc::not_found, .message = "quorum models pull"};
          }};
}

Catalog catalog_of(std::initializer_list<std::string_view> names) {
  Catalog catalog{
      [](std::string_view vendor, std::string_view model) -> std::optional<llm::ModelFacts> {
        if (vendor != "openai" || model != "gpt-4") return std::nullopt;
        llm::ModelFacts facts{.context_tokens = 8192};
        facts.prompt = llm::Rate{.base = Money::pico_usd(30'000'000)};
        facts.completion = llm::Rate{.base = Money::pico_usd(60'000'000)};
        return facts;
      }};
  for (const auto name : names) catalog.add(*find_vendor(name));
  catalog.add(local_source());
  return catalog;
}

std::string place(const Catalog& catalog, std::string_view id) {
  const auto found = catalog.place(id);
  return found ? found->provider + ":" + found->model : std::string{name(found.error().code)};
}

TEST(Catalog, KnowsWhoAnswersToAName) {
  const auto catalog = catalog_of({"openai", "groq", "openrouter", "ollama"});
  EXPECT_EQ(place(catalog, "gpt-4"), "openai:gpt-4");
  EXPECT_EQ(place(catalog, "openai/gpt-4"), "openai:gpt-4");
  EXPECT_EQ(place(catalog, "openai/ft:anything"), "openai:ft:anything");
  EXPECT_EQ(place(catalog, "groq/llama-3.3-70b"), "groq:llama-3.3-70b");
  EXPECT_EQ(place(catalog, "openrouter/anthropic/claude-3"), "openrouter:anthropic/claude-3");
  EXPECT_EQ(place(catalog, "local/tiny"), "local:local/tiny");
  EXPECT_EQ(place(catalog, "local/other"), "local:local/other");
}

TEST(Catalog, ANameThatIsNobodysIsNotFound) {
  const auto catalog = catalog_of({"openai"});
  for (const std::string_view id : {"", "no-such-model", "acme/gpt-4", "openai/", "/gpt-4", "/"}) {
    EXPECT_EQ(place(catalog, id), "not_found") << id;
  }
  const auto error = catalog.find("no\n\xffsuch").error();
  EXPECT_EQ(error.field, "model");
  EXPECT_EQ(error.reason, "model_not_found");
  EXPECT_NE(error.message.find("`no??such`"), std::string::npos);
}

TEST(Catalog, AKnownVendorWithoutAKeyNamesItsVariable) {
  const auto catalog = catalog_of({"openai"});
  for (const std::string_view id : {"claude-3-opus", "anthropic/claude-3-opus"}) {
    const auto found = catalog.find(id);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::unauthenticated);
    EXPECT_EQ(found.error().message, "anthropic is not configured: set ANTHROPIC_API_KEY.");
  }
  EXPECT_NE(catalog.find("vllm/x").error().message.find("VLLM_BASE_URL"), std::string::npos);
}

TEST(Catalog, ListsWhatIsConfiguredByNamesThatWork) {
  const auto catalog = catalog_of({"openai", "groq"});
  std::vector<std::string> ids;
  for (const auto& model : catalog.list()) {
    ids.push_back(model.id);
    EXPECT_TRUE(catalog.find(model.id)) << model.id;
  }
  for (const std::string_view id :
       {"gpt-4", "gpt-3.5-turbo", "gpt-4-turbo", "groq/llama-3.3-70b-versatile", "local/tiny"}) {
    EXPECT_NE(std::ranges::find(ids, id), ids.end()) << id;
  }
  EXPECT_EQ(std::ranges::find(ids, "claude-sonnet-4-5"), ids.end());
  // The same vendor twice is still one.
  EXPECT_EQ(catalog_of({"openai", "openai"}).list().size(), catalog_of({"openai"}).list().size());
}

TEST(Catalog, ANameWithAStarIsEveryNameThatFits) {
  auto catalog = catalog_of({"openai"});
  const auto& groq = *find_vendor("groq");
  const auto& openai = *find_vendor("openai");
  catalog.add("*", {.provider = "all", .model = "*"}, openai);
  catalog.add("fast/*", {.provider = "fast", .model = "llama-*-8b"}, groq);
  catalog.add("fast/one", {.provider = "one", .model = "m"}, groq);
  EXPECT_EQ(place(catalog, "fast/3.3"), "fast:llama-3.3-8b");
  EXPECT_EQ(catalog.place("fast/3.3")->wild, "3.3");
  EXPECT_EQ(place(catalog, "fast/one"), "one:m");
  EXPECT_EQ(place(catalog, "fast/"), "all:fast/");
  EXPECT_EQ(place(catalog, "anything"), "all:anything");
  EXPECT_EQ(place(catalog, "fast/*"), "fast:llama-*-8b");
  EXPECT_EQ(place(catalog, "local/tiny"), "local:local/tiny");
}

TEST(Catalog, OfANameWithAStarTheKnownModelsAreListed) {
  Catalog catalog;
  catalog.add("my-*", {.provider = "x", .model = "deepseek-*"}, *find_vendor("deepseek"));
  std::vector<std::string> ids;
  for (const auto& model : catalog.list()) ids.push_back(model.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"my-chat", "my-reasoner"}));
}

TEST(Catalog, SaysWhatIsKnownOfAModel) {
  const auto catalog = catalog_of({"openai", "groq"});
  const auto gpt = catalog.find("openai/gpt-4");
  EXPECT_EQ(gpt->id, "openai/gpt-4");
  EXPECT_EQ(gpt->provider, "openai");
  EXPECT_EQ(gpt->family, "openai");
  EXPECT_EQ(gpt->price->prompt.str(), "0.00003");
  EXPECT_EQ(gpt->context_tokens, 8192);
  EXPECT_EQ(catalog.find("groq/llama-3.3-70b")->family, "llama");
  EXPECT_FALSE(catalog.find("groq/llama-3.3-70b")->price);
  EXPECT_TRUE(catalog.find("local/tiny")->is_local);
  EXPECT_EQ(catalog.find("local/no").error().message, "quorum models pull");
}

}  // namespace
}  // namespace quorum::providers
