#include "providers/plan.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace quorum::providers {
namespace {

using dialects::Delivery;
using llm::Dialect;

class PlansTest : public testing::Test {
 protected:
  Plans plans(Aliases aliases = {}, SiteConfig config = {}) {
    config.vendor = find_vendor("openai");
    config.key = Secret{"sk-house"};
    site_ = std::move(*Site::create(*loop_, *client_, std::move(config)));
    return {*site_, std::move(aliases)};
  }

  std::unique_ptr<async::Loop> loop_ = async::Loop::simulated(1);
  std::unique_ptr<http::Client> client_ = http::Client::create(*loop_, {});
  std::unique_ptr<Site> site_;
};

TEST_F(PlansTest, WhatACallNeedsBesideItsBodyIsThere) {
  auto all = plans();
  const auto plan = *all.find("gpt-4", Dialect::openai_chat, Delivery::streamed);
  EXPECT_EQ(plan->model, "gpt-4");
  EXPECT_TRUE(plan->is_spliced);
  EXPECT_EQ(plan->target->dialect(), Dialect::openai_chat);
  EXPECT_EQ(plan->form.method(), "POST");
  EXPECT_EQ(plan->form.url().target, "/v1/chat/completions");
  EXPECT_EQ(plan->form.headers().get("authorization"), "Bearer sk-house");
  EXPECT_EQ(plan->form.headers().get("accept"), "text/event-stream");
}

TEST_F(PlansTest, AskedAgainItIsTheSame) {
  auto all = plans();
  const auto plan = *all.find("gpt-4", Dialect::openai_chat, Delivery::whole);
  EXPECT_EQ(*all.find(std::string("gpt-4"), Dialect::openai_chat, Delivery::whole), plan);
  EXPECT_NE(*all.find("gpt-4", Dialect::openai_chat, Delivery::streamed), plan);
  EXPECT_NE(*all.find("gpt-4", Dialect::openai_responses, Delivery::whole), plan);
  EXPECT_NE(*all.find("gpt-5", Dialect::openai_chat, Delivery::whole), plan);
}

TEST_F(PlansTest, WhoseDialectIsNotSpokenIsWrittenAnew) {
  auto all = plans();
  const auto plan = *all.find("gpt-4", Dialect::gemini, Delivery::whole);
  EXPECT_FALSE(plan->is_spliced);
  EXPECT_FALSE((*all.find("gpt-4", Dialect::none, Delivery::whole))->is_spliced);
  EXPECT_NE(plan->target, nullptr);
}

TEST_F(PlansTest, AnAliasIsTheProvidersToRead) {
  auto all = plans({{"best", "gpt-4"}});
  EXPECT_EQ((*all.find("best", Dialect::openai_chat, Delivery::whole))->model, "gpt-4");
  EXPECT_EQ((*all.find("gpt-4", Dialect::openai_chat, Delivery::whole))->model, "gpt-4");
}

TEST_F(PlansTest, NamesWithoutEndAreNotKeptForEver) {
  auto all = plans();
  const auto first = *all.find("m", Dialect::openai_chat, Delivery::whole);
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_TRUE(all.find("m" + std::to_string(i), Dialect::openai_chat, Delivery::whole));
  }
  EXPECT_EQ(first.use_count(), 1);
  EXPECT_EQ(first->model, "m");
  EXPECT_NE(*all.find("m", Dialect::openai_chat, Delivery::whole), first);
}

TEST_F(PlansTest, NorIsANameWithoutEnd) {
  auto all = plans();
  const std::string endless(1 << 20, 'm');
  const auto plan = *all.find(endless, Dialect::openai_chat, Delivery::whole);
  EXPECT_EQ(plan->model, endless);
  EXPECT_EQ(plan.use_count(), 1);
}

TEST_F(PlansTest, WhereThereIsNoWayItSaysSo) {
  auto all = plans({}, {.dialect = Dialect::gemini});
  EXPECT_EQ(all.find("m", Dialect::gemini, Delivery::whole).error().code, Errc::unavailable);
}

}  // namespace
}  // namespace quorum::providers
