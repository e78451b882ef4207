// Recorded traffic of OpenAI's against OpenAI's own schemas. The counts are those of another
// validator (python-jsonschema, draft 2020-12) on the same recordings.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "json/schema.hpp"
#include "json/value.hpp"
#include "testkit/shared.hpp"

namespace quorum::json {
namespace {

struct Tally {
  int valid = 0;
  int invalid = 0;
  bool operator==(const Tally&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Tally& tally) {
  return out << tally.valid << " valid, " << tally.invalid << " not";
}

class JsonCorpus : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    for (const auto& path : testkit::recorded_exchanges(QUORUM_SOURCE_DIR, GetParam())) {
      auto exchange = Document::adopt(testkit::read_file(path));
      ASSERT_TRUE(exchange) << path;
      if (exchange->root()["provider"].string() == "openai") {
        exchanges_.push_back(std::move(*exchange));
      }
    }
    if (exchanges_.empty()) GTEST_SKIP() << "no recorded exchanges beside the project";
  }

  void count(Tally& tally, std::string_view schema, std::string_view text) {
    const auto document = Document::parse(text);
    ASSERT_TRUE(document) << text;
    const auto base = schemas_.root();
    const auto wanted = base["components"]["schemas"][schema];
    ASSERT_TRUE(wanted) << schema;
    ++(validate(wanted, document->root(), base).empty() ? tally.valid : tally.invalid);
  }
  Tally requests(std::string_view schema) {
    Tally tally;
    for (const auto& exchange : exchanges_) {
      const auto body = exchange.root()["request"]["body"];
      if (body.is(Kind::object)) count(tally, schema, body.raw());
    }
    return tally;
  }
  Tally answers(std::string_view kind, std::string_view schema) {
    Tally tally;
    for (const auto& exchange : exchanges_) {
      if (exchange.root()["kind"].string() != kind) continue;
      count(tally, schema, *exchange.root()["response"]["body"].string());
    }
    return tally;
  }
  Tally chunks(std::string_view schema) {
    Tally tally;
    for (const auto& exchange : exchanges_) {
      if (exchange.root()["kind"].string() != "sse") continue;
      std::istringstream body{std::string(*exchange.root()["response"]["body"].string())};
      for (std::string line; std::getline(body, line);) {
        if (line.starts_with("data: {")) count(tally, schema, line.substr(6));
      }
    }
    return tally;
  }

  std::vector<Document> exchanges_;
  Document schemas_ = std::move(*Document::adopt(testkit::read_file(
      std::filesystem::path(QUORUM_SOURCE_DIR) / "schemas/openai.schemas.json")));
};

class OfChats : public JsonCorpus {};
INSTANTIATE_TEST_SUITE_P(JsonCorpus, OfChats, testing::Values("openai.chat"));

TEST_P(OfChats, FitTheirSchemasAsFarAsTheyDo) {
  EXPECT_EQ(requests("CreateChatCompletionRequest"), (Tally{374, 0}));
  EXPECT_EQ(answers("error", "ErrorResponse"), (Tally{3, 0}));
  EXPECT_EQ(answers("json", "CreateChatCompletionResponse"), (Tally{122, 175}));
  EXPECT_EQ(chunks("CreateChatCompletionStreamResponse"), (Tally{468, 2052}));
}

class OfResponses : public JsonCorpus {};
INSTANTIATE_TEST_SUITE_P(JsonCorpus, OfResponses, testing::Values("openai.responses"));

TEST_P(OfResponses, FitTheirSchemasAsFarAsTheyDo) {
  EXPECT_EQ(requests("CreateResponse"), (Tally{222, 102}));
  EXPECT_EQ(answers("error", "ErrorResponse"), (Tally{5, 0}));
  EXPECT_EQ(answers("json", "Response"), (Tally{0, 249}));
}

}  // namespace
}  // namespace quorum::json
