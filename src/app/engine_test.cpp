#include "app/engine.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

namespace quorum::app {
namespace {

/// An engine on a data folder of its own, without models and keys.
class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "quorum-engine-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    config_.data_dir = folder_;
  }
  ~EngineTest() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Engine> make() {
    auto engine = Engine::create(*loop_, config_);
    EXPECT_TRUE(engine) << engine.error().message;
    return std::move(*engine);
  }

  Error open(Engine& engine, std::string model) {
    auto opened =
        loop_->run_until_done(engine.backend().open(llm::Call{.model = std::move(model)}, {}));
    return opened ? Error{} : opened.error();
  }

  std::unique_ptr<async::Loop> loop_ = async::Loop::simulated(1);
  std::string folder_;
  Config config_;
};

TEST_F(EngineTest, WithNothingThereItHasOnlyDebates) {
  const auto engine = make();
  const auto models = engine->models().list();
  ASSERT_EQ(models.size(), 1U);
  EXPECT_EQ(models[0].id, "debate/default");
  EXPECT_EQ(open(*engine, "gpt-4").code, Errc::unauthenticated);
  EXPECT_EQ(open(*engine, "debate/none").code, Errc::not_found);
  const auto local = open(*engine, "local/smollm2-135m");
  EXPECT_NE(local.message.find("quorum models pull"), local.message.npos) << local.message;
}

TEST_F(EngineTest, ADebateWithoutModelsSaysWhatBringsThem) {
  const auto engine = make();
  const auto started =
      loop_->run_until_done(engine->debates().start(*loop_, {.question = "A or B?", .seats = {}}));
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().message.find("quorum models pull"), std::string::npos)
      << started.error().message;
}

TEST_F(EngineTest, ItsDebatesOutliveIt) {
  EXPECT_EQ(loop_->run_until_done(make()->debates().list(*loop_, {})).value().find("dbt_"),
            std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(config_.data_dir + "/debates.db"));
  EXPECT_EQ(loop_->run_until_done(make()->resume_unfinished()).value(), 0U);
}

TEST_F(EngineTest, EveryLoopHasItsOwnWayToTheSameModels) {
  const auto engine = make();
  const auto other = async::Loop::simulated(2);
  const auto models = engine->models_for(*other);
  ASSERT_TRUE(models);
  EXPECT_EQ((*models)->models().list().size(), 1U);
  EXPECT_NE(&(*models)->backend(), &engine->backend());
}

TEST_F(EngineTest, AFolderThatCannotHoldDebatesIsAnError) {
  config_.data_dir = "/proc/nothing";
  EXPECT_FALSE(Engine::create(*loop_, config_));
}

}  // namespace
}  // namespace quorum::app
