#include "app/model_stack.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace quorum::app {
namespace {

/// No weights anywhere.
class NoLocalModels final : public providers::LocalModels {
 public:
  std::vector<llm::ModelInfo> list() const override { return {}; }
  Result<llm::ModelInfo> find(std::string_view) const override {
    return Error{.code = Errc::not_found, .message = "Say: quorum models pull starter"};
  }
  std::unique_ptr<llm::ChatBackend> backend(async::Loop&) override {
    return std::make_unique<Refusing>("local");
  }

  class Refusing final : public llm::ChatBackend {
   public:
    explicit Refusing(std::string name) : name_(std::move(name)) {}
    Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                        llm::CallContext) override {
      co_return Error{.code = Errc::conflict, .message = name_ + " was asked for " + call->model};
    }

   private:
    std::string name_;
  };
};

class ModelStackTest : public testing::Test {
 protected:
  std::unique_ptr<ModelStack> make() {
    auto stack = ModelStack::create(*loop_, config_, *prices_, local_);
    EXPECT_TRUE(stack) << stack.error().message;
    return std::move(*stack);
  }

  Error open(ModelStack& stack, std::string model) {
    auto opened =
        loop_->run_until_done(stack.backend().open(llm::Call{.model = std::move(model)}, {}));
    return opened ? Error{} : opened.error();
  }

  std::unique_ptr<async::Loop> loop_ = async::Loop::simulated(1);
  Result<llm::PriceBook> prices_ = llm::PriceBook::built_in();
  Config config_;
  NoLocalModels local_;
};

bool lists(const ModelStack& stack, std::string_view id) {
  return std::ranges::any_of(stack.models().list(),
                             [&](const auto& model) { return model.id == id; });
}

TEST_F(ModelStackTest, AVendorWithItsKeyIsListed) {
  config_.providers["openai"] = {.api_key = Secret("sk-x"), .key_variable = "OPENAI_API_KEY"};
  const auto stack = make();
  for (const auto* id : {"gpt-4", "gpt-3.5-turbo", "gpt-4-turbo"}) EXPECT_TRUE(lists(*stack, id));
  EXPECT_EQ(stack->models().find("gpt-4").value().price.value().prompt.str(), "0.00003");
  EXPECT_EQ(stack->models().find("openai/anything-new").value().provider, "openai");
}

TEST_F(ModelStackTest, AKnownModelWithoutAKeySaysWhichOneIsMissing) {
  const auto stack = make();
  EXPECT_FALSE(lists(*stack, "gpt-4"));
  const auto error = stack->models().find("gpt-4").error();
  EXPECT_EQ(error.code, Errc::unauthenticated);
  EXPECT_NE(error.message.find("OPENAI_API_KEY"), error.message.npos) << error.message;
  EXPECT_EQ(open(*stack, "gpt-4").code, Errc::unauthenticated);
  EXPECT_EQ(open(*stack, "no-such-model").code, Errc::not_found);
}

TEST_F(ModelStackTest, AnAddressAloneIsEnoughWhereNoKeyIsNeeded) {
  config_.providers["ollama"] = {.base_url = "http://gpu:11434"};
  EXPECT_EQ(make()->models().find("ollama/llama3").value().provider, "ollama");
}

TEST_F(ModelStackTest, AnAddressThatIsNoneNamesItsVariable) {
  config_.providers["openai"] = {.api_key = Secret("sk-x"), .base_url = "http://[broken"};
  const auto stack = ModelStack::create(*loop_, config_, *prices_, local_);
  ASSERT_FALSE(stack);
  EXPECT_TRUE(stack.error().message.starts_with("OPENAI_BASE_URL: ")) << stack.error().message;
}

TEST_F(ModelStackTest, WhatIsAddedAnswersToItsWholeName) {
  const auto stack = make();
  stack->add(
      {.prefix = "debate/",
       .provider = "debate",
       .list =
           [] {
             return std::vector<llm::ModelInfo>{{.id = "debate/default", .provider = "debate"}};
           },
       .find = [](std::string_view id) -> Result<llm::ModelInfo> {
         return llm::ModelInfo{.id = std::string(id), .provider = "debate"};
       }},
      std::make_unique<NoLocalModels::Refusing>("debate"));
  EXPECT_TRUE(lists(*stack, "debate/default"));
  EXPECT_EQ(open(*stack, "debate/default").message, "debate was asked for debate/default");
}

TEST_F(ModelStackTest, ALocalModelThatIsMissingSaysWhatBringsIt) {
  EXPECT_EQ(make()->models().find("local/x").error().message, "Say: quorum models pull starter");
}

TEST_F(ModelStackTest, AProviderOfOnesOwnIsAskedByItsName) {
  config_.providers["lab"] = {.base_url = "http://127.0.0.1:1/v1", .vendor = "openai_compatible"};
  const auto stack = make();
  EXPECT_EQ(stack->models().find("lab/qwen3").value().provider, "lab");
  EXPECT_EQ(stack->models().find("labs/qwen3").error().code, Errc::not_found);
}

TEST_F(ModelStackTest, AtAnAddressOfOnesOwnNoKeyIsNeeded) {
  for (const auto* vendor : {"anthropic", "gemini", "cohere"}) {
    config_.providers["lab"] = {.base_url = "http://127.0.0.1:1", .vendor = vendor};
    EXPECT_EQ(make()->models().find("lab/some-model").value().provider, "lab") << vendor;
  }
}

TEST_F(ModelStackTest, ANameOfOnesOwnGoesBeforeAllOthers) {
  config_.providers["openai"] = {.api_key = Secret("sk-x"), .key_variable = "OPENAI_API_KEY"};
  config_.deployments = {
      {.name = "gpt-4", .model = "llama-3", .provider = {.api_key = Secret("k"), .vendor = "groq"}},
      {.name = "gpt-4",
       .model = "gpt-4o",
       .provider = {.api_key = Secret("k"), .vendor = "openai"}}};
  const auto stack = make();
  EXPECT_TRUE(lists(*stack, "gpt-4"));
  EXPECT_EQ(stack->models().find("gpt-4").value().provider, "groq");
  EXPECT_EQ(stack->models().find("openai/gpt-4").value().provider, "openai");
}

}  // namespace
}  // namespace quorum::app
