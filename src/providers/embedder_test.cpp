#include "providers/embedder.hpp"

#include <gtest/gtest.h>

#include "providers/fake_site.hpp"
#include "testkit/fake_upstream.hpp"
#include "testkit/run.hpp"

namespace quorum::providers {
namespace {

struct Told {
  Result<llm::Embeddings> made = Error{};
  testkit::SeenRequest seen{};
};

Told tell(std::string_view vendor, llm::EmbedCall call, testkit::Play play, std::string path) {
  return testkit::run([&](async::Loop& loop) -> Task<Told> {
    FakeSite<testkit::FakeUpstream> fake{loop, vendor};
    fake.upstream.on(path, std::move(play));
    Told told;
    const auto maker = embedder(fake.places());
    told.made = co_await maker->embed(std::move(call), {});
    if (!fake.upstream.requests().empty()) told.seen = fake.seen();
    co_return told;
  });
}

TEST(Embedder, BytesInTheProvidersSpellingGoAndComeAsTheyAre) {
  const std::string answer =
      R"({"data":[ {"embedding":"AACAPw==","index":0}],"usage":{"prompt_tokens":3}})";
  const auto told = tell("openai",
                         {.model = "openai/text-embedding-3-small",
                          .wire = {.dialect = llm::Dialect::openai_chat,
                                   .body = R"({"model":"openai/text-embedding-3-small",)"
                                           R"("input":[1,2], "encoding_format":"base64"})"}},
                         testkit::answers_json(200, answer), "/embeddings");
  ASSERT_TRUE(told.made);
  EXPECT_EQ(told.seen.body,
            R"({"model":"text-embedding-3-small","input":[1,2], "encoding_format":"base64"})");
  EXPECT_EQ(told.made->bytes, answer);
  EXPECT_EQ(told.made->usage, llm::Usage{.prompt = 3});
}

TEST(Embedder, WhoSpellsAnotherWayIsAskedThatWay) {
  const auto told = tell("gemini", {.model = "gemini/embed-1", .texts = {"x"}},
                         testkit::answers_json(200, R"({"embeddings":[{"values":[1,2]}]})"),
                         "/v1beta/models/embed-1:batchEmbedContents");
  ASSERT_TRUE(told.made) << told.made.error().detail;
  EXPECT_EQ(told.made->vectors, (std::vector<std::vector<float>>{{1, 2}}));
  EXPECT_EQ(told.seen.head.headers.get("x-goog-api-key"), "sk-secret-of-the-house");
}

TEST(Embedder, TokensAreNotSentToWhoTakesNone) {
  const auto told =
      tell("gemini",
           {.model = "gemini/embed-1",
            .wire = {.dialect = llm::Dialect::openai_chat,
                     .body = R"({"model":"gemini/embed-1","input":[1,2]})"}},
           testkit::answers_json(200, "{}"), "/v1beta/models/embed-1:batchEmbedContents");
  EXPECT_EQ(told.made.error().field, "input");
  EXPECT_EQ(told.seen.bytes, "");
}

/// Of two sites the second is asked where the first cannot; how often, and what came of it.
std::pair<std::size_t, bool> asked_of_the_other(int status) {
  return testkit::run([&](async::Loop& loop) -> Task<std::pair<std::size_t, bool>> {
    FakeSite<testkit::FakeUpstream> one{loop, "openai"};
    FakeSite<testkit::FakeUpstream> other{loop, "openai"};
    one.upstream.on("/embeddings", testkit::answers_json(status, "{}"));
    other.upstream.on("/embeddings",
                      testkit::answers_json(200, R"({"data":[{"embedding":[1],"index":0}]})"));
    Places places{.place = [&](std::string_view) -> Result<Placed> {
                    const Placed second{.site = other.site.get(), .provider = "b", .model = "m"};
                    return Placed{
                        .site = one.site.get(), .provider = "a", .model = "m", .others = {second}};
                  },
                  .site = {}};
    const auto maker = embedder(std::move(places));
    const auto made = co_await maker->embed({.model = "mine", .texts = {"x"}}, {});
    co_return std::pair{other.upstream.requests().size(), made.has_value()};
  });
}

TEST(Embedder, AnotherOfTheSameNameAnswersWhereOneCannot) {
  EXPECT_EQ(asked_of_the_other(503), std::pair(std::size_t{1}, true));
  EXPECT_EQ(asked_of_the_other(400), std::pair(std::size_t{0}, false));
}

TEST(Embedder, ARefusalIsExplained) {
  const auto told =
      tell("openai", {.model = "openai/x", .texts = {"x"}},
           testkit::answers_json(404, R"({"error":{"message":"no such model"}})"), "/embeddings");
  EXPECT_EQ(told.made.error().code, Errc::not_found);
}

TEST(Embedder, WhoGivesNoVectorsIsNotAsked) {
  for (const auto* model : {"anthropic/claude", "local/tiny"}) {
    const auto told = tell("anthropic", {.model = model, .texts = {"x"}},
                           testkit::answers_json(200, "{}"), "/v1/embeddings");
    EXPECT_EQ(told.made.error().code, Errc::invalid_request);
    EXPECT_EQ(told.seen.bytes, "");
  }
}

}  // namespace
}  // namespace quorum::providers
