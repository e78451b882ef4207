#include "providers/local/models.hpp"

#include <gtest/gtest.h>

#include "providers/local/weights.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::providers {
namespace {

class LocalModelsTest : public testing::Test {
 protected:
  LocalModelsTest()
      : models_(LocalModels::create(
            *loop_, {.models_folder = folder_.path(), .worker_command = {"/nonexistent/program"}})),
        backend_(models_->backend(*loop_)) {}

  Error refusal(llm::Call call) {
    const auto opened = loop_->run_until_done(backend_->open(std::move(call), {}));
    return opened ? Error{.message = "it was answered"} : opened.error();
  }

  testkit::TempFolder folder_;
  std::unique_ptr<async::Loop> loop_ = std::move(async::Loop::create().value());
  std::unique_ptr<LocalModels> models_;
  std::unique_ptr<llm::ChatBackend> backend_;
};

llm::Call call_of(std::string model) {
  llm::Call call{.model = std::move(model)};
  call.chat.edit().messages = {llm::message(llm::Role::user, "Hi")};
  return call;
}

TEST_F(LocalModelsTest, WhatLiesInTheFolderCanBeAskedAtOnce) {
  EXPECT_TRUE(models_->list().empty());
  folder_.write("qwen-x.gguf", "GGUF");
  const auto listed = models_->list();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].id, "local/qwen-x");
  EXPECT_EQ(listed[0].provider, "local");
  EXPECT_EQ(listed[0].family, "qwen");
  EXPECT_TRUE(listed[0].is_local && listed[0].is_small && listed[0].scores_continuations);
  EXPECT_EQ(listed[0].context_tokens, 4096);
  ASSERT_TRUE(listed[0].price);
  EXPECT_EQ(listed[0].price->completion, Money{});
  EXPECT_EQ(models_->find("local/qwen-x").value_or(llm::ModelInfo{}).id, "local/qwen-x");
}

TEST_F(LocalModelsTest, WithoutWeightsTheMessageIsTheCommandThatHelps) {
  const auto known = models_->find("local/smollm2-135m");
  ASSERT_FALSE(known);
  EXPECT_EQ(known.error().code, Errc::not_found);
  EXPECT_NE(known.error().message.find("quorum models pull smollm2-135m"), std::string::npos);

  const Error unknown = refusal(call_of("local/no-such"));
  EXPECT_EQ(unknown.code, Errc::not_found);
  EXPECT_EQ(unknown.reason, "model_not_found");
  EXPECT_NE(unknown.message.find("quorum models pull starter"), std::string::npos);
  EXPECT_EQ(refusal(call_of("local/../x")).code, Errc::not_found);
}

TEST_F(LocalModelsTest, WhatAWorkerWouldLeaveOutIsRefused) {
  folder_.write("m.gguf", "GGUF");
  llm::Call tools = call_of("local/m");
  tools.chat.edit().tools = {{.name = "search"}};
  EXPECT_EQ(refusal(tools).field, "tools");

  llm::Call pictures = call_of("local/m");
  pictures.chat.edit().messages[0].parts.push_back(
      {.content = llm::Image{.source = {.url = "data:,"}}});
  EXPECT_EQ(refusal(pictures).field, "messages");

  llm::Call several = call_of("local/m");
  several.chat.edit().answers = 2;
  EXPECT_EQ(refusal(several).field, "n");

  // Tools that must not be called change nothing, so the call goes on to its worker.
  tools.chat.edit().tool_choice = llm::ToolChoice{.mode = llm::ToolChoice::Mode::none};
  EXPECT_EQ(refusal(tools).code, Errc::unavailable);
}

TEST_F(LocalModelsTest, AWorkerThatCannotBeStartedIsUnavailable) {
  folder_.write("m.gguf", "GGUF");
  EXPECT_EQ(refusal(call_of("local/m")).code, Errc::unavailable);
}

}  // namespace
}  // namespace quorum::providers
