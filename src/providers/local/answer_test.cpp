#include "providers/local/answer.hpp"

#include <gtest/gtest.h>

#include "testkit/run.hpp"

namespace quorum::providers {
namespace {

using Batch = Result<std::optional<llm::Batch>>;

Task<Batch> next_of(async::Loop& loop, LocalAnswer* answer) {
  (void)loop;
  co_return co_await answer->next();
}

TEST(LocalAnswer, GivesWhatCameTogetherTogetherAndThenItsEnd) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    LocalAnswer answer(loop, 1);
    answer.add({.text = "a"});
    answer.add({.text = "b"});
    EXPECT_TRUE(co_await answer.begun());
    auto first = co_await answer.next();
    EXPECT_TRUE(first && *first);
    EXPECT_EQ((*first)->deltas.size(), 2u);
    answer.add({.text = "c", .finish = llm::Finish::stop});
    answer.end(std::nullopt);
    auto second = co_await answer.next();
    EXPECT_TRUE(second && *second);
    EXPECT_EQ((*second)->deltas.at(0).text, "c");
    for (int again = 0; again < 2; ++again) {
      auto end = co_await answer.next();
      EXPECT_TRUE(end && !*end);
    }
    co_return 0;
  });
}

TEST(LocalAnswer, ARefusalBeforeTheFirstWordFailsTheOpening) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    LocalAnswer answer(loop, 1);
    answer.end(Error{.code = Errc::invalid_request, .message = "Too long."});
    const auto begun = co_await answer.begun();
    EXPECT_FALSE(begun);
    EXPECT_EQ(begun.error().message, "Too long.");
    co_return 0;
  });
}

TEST(LocalAnswer, WordsBeforeAFailureAreStillGivenThenTheFailureAndNeverAnEnd) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    LocalAnswer answer(loop, 1);
    answer.add({.text = "half"});
    answer.end(Error{.code = Errc::upstream_failed});
    answer.end(std::nullopt);  // Too late: it has failed.
    EXPECT_TRUE(co_await answer.begun());
    auto words = co_await answer.next();
    EXPECT_TRUE(words && *words);
    for (int again = 0; again < 2; ++again) {
      auto end = co_await answer.next();
      EXPECT_FALSE(end);
      EXPECT_EQ(end.error().code, Errc::upstream_failed);
    }
    co_return 0;
  });
}

TEST(LocalAnswer, WakesWhoWaits) {
  const auto batch = testkit::run([](async::Loop& loop) -> Task<Batch> {
    LocalAnswer answer(loop, 1);
    LocalAnswer* const told = &answer;
    loop.post([told] { told->add({.text = "late"}); });
    co_return co_await next_of(loop, told);
  });
  ASSERT_TRUE(batch && *batch);
  EXPECT_EQ((*batch)->deltas.at(0).text, "late");
}

}  // namespace
}  // namespace quorum::providers
