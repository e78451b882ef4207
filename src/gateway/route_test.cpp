#include "gateway/route.hpp"

#include <gtest/gtest.h>

#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::gateway {
namespace {

TEST(Route, EveryCallGoesWhereItsNamePointsUnderTheNameKnownThere) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    testkit::ScriptedModels one{loop};
    testkit::ScriptedModels two{loop};
    one.add("gpt-4", std::vector{testkit::says("one")});
    two.add("local/m", std::vector{testkit::says("two")});
    const auto router = route([&](std::string_view model) -> Result<Target> {
      if (model == "openai/gpt-4") return Target{.backend = &one, .model = "gpt-4"};
      if (model == "local/m") return Target{.backend = &two, .model = "local/m"};
      return Error{.code = Errc::not_found, .message = "No."};
    });
    llm::Call first{.model = "openai/gpt-4"};
    auto stream = co_await router->open(std::move(first), {.call_id = "c1"});
    EXPECT_TRUE(stream);
    EXPECT_EQ(one.calls().at(0).id, "c1");
    llm::Call second{.model = "local/m"};
    EXPECT_TRUE(co_await router->open(std::move(second), {}));
    EXPECT_EQ(two.calls().size(), 1U);
    llm::Call third{.model = "acme"};
    const auto refused = co_await router->open(std::move(third), {});
    EXPECT_EQ(refused.error().code, Errc::not_found);
    co_return 0;
  });
}

/// How often `name` is looked up where it is asked for twice.
int look_ups(const std::string& name) {
  int count = 0;
  testkit::run([&](async::Loop& loop) -> Task<int> {
    testkit::ScriptedModels models{loop};
    models.add("m", std::vector{testkit::says("one")});
    const auto router = route([&](std::string_view) -> Result<Target> {
      ++count;
      return Target{.backend = &models, .model = "m"};
    });
    for (int i = 0; i < 2; ++i) {
      llm::Call call{.model = name};
      EXPECT_TRUE(co_await router->open(std::move(call), {}));
    }
    co_return 0;
  });
  return count;
}

TEST(Route, RemembersWhatItHasFoundButNoEndlessName) {
  EXPECT_EQ(look_ups("fast"), 1);
  EXPECT_EQ(look_ups(std::string(1 << 20, 'x')), 2);
}

}  // namespace
}  // namespace quorum::gateway
