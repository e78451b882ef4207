#include "library/session.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "llm/answer.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::library {
namespace {

TEST(Session, KnowsTheModelsThatItsSettingsConfigure) {
  const testkit::TempFolder folder;
  const auto session =
      Session::open({{"OPENAI_API_KEY", "sk-test"}, {"QUORUM_DATA_DIR", folder.path()}});
  ASSERT_TRUE(session);
  const auto models = (*session)->models().list();
  EXPECT_TRUE(std::ranges::any_of(models, [](const auto& model) { return model.id == "gpt-4o"; }));
}

TEST(Session, SaysWhatASettingShouldBe) {
  const auto session = Session::open({{"PORT", "many"}});
  ASSERT_FALSE(session);
  EXPECT_TRUE(session.error().message.starts_with("PORT: ")) << session.error().message;
}

TEST(Session, SaysWhichModelNobodyHas) {
  const testkit::TempFolder folder;
  const auto session = Session::open({{"QUORUM_DATA_DIR", folder.path()}});
  ASSERT_TRUE(session);
  const auto answer =
      (*session)->wait(llm::ask((*session)->backend(), {.model = "local/no-such-model"}));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::not_found);
}

}  // namespace
}  // namespace quorum::library
