#include "api/openai/stored_responses.hpp"

#include <gtest/gtest.h>

#include "api/openai/fixture.hpp"
#include "json/value.hpp"

namespace quorum::api::openai {
namespace {

class StoredResponses : public OpenAiFixture {
 protected:
  void SetUp() override { headers_.add("content-type", "application/json"); }

  /// Two answers, one going on from the other; the second one's name.
  std::string make_two() {
    const auto first = make("");
    return make(R"(,"previous_response_id":")" + first + "\"");
  }
  std::string make(const std::string& more) {
    const auto body = post("/v1/responses", R"({"model":"m","input":"one")" + more + "}").body;
    return std::string(*json::Document::parse(body)->root()["id"].string());
  }
  json::Document items(const std::string& id, const std::string& query) {
    const auto responder = ask("GET", "/v1/responses/" + id + "/input_items" + query);
    EXPECT_EQ(responder.head.status, 200) << responder.body;
    return std::move(*json::Document::parse(responder.body));
  }
};

TEST_F(StoredResponses, AreShownAsTheyWere) {
  const auto made = post("/v1/responses", R"({"model":"m","input":"one"})").body;
  const std::string id(*json::Document::parse(made)->root()["id"].string());
  const auto shown = ask("GET", "/v1/responses/" + id);
  EXPECT_EQ(shown.head.status, 200);
  EXPECT_EQ(shown.body, made);
  EXPECT_EQ(ask("GET", "/v1/responses/" + id + "?stream=true").head.status, 400);
}

TEST_F(StoredResponses, AreGoneOnceDeleted) {
  const auto id = make("");
  const auto erased = ask("DELETE", "/v1/responses/" + id);
  EXPECT_EQ(erased.head.status, 200);
  EXPECT_EQ(erased.body, R"({"id":")" + id + R"(","object":"response","deleted":true})");
  for (const auto* method : {"GET", "DELETE"}) {
    EXPECT_EQ(ask(method, "/v1/responses/" + id).head.status, 404);
  }
  EXPECT_EQ(ask("GET", "/v1/responses/" + id + "/input_items").head.status, 404);
  EXPECT_EQ(post("/v1/responses/" + id + "/cancel", "").head.status, 404);
}

TEST_F(StoredResponses, OfAnotherClientKeyAreUnknown) {
  const auto id = make("");
  const auto change_owner = [&](async::Loop& loop) -> Task<> {
    auto rows = co_await responses_.chain(loop, id, 1);
    rows->back().owner = "key_2";
    (void)co_await responses_.put(loop, std::move(rows->back()));
  };
  testkit::run(change_owner);
  for (const auto* method : {"GET", "DELETE"}) {
    EXPECT_EQ(ask(method, "/v1/responses/" + id).head.status, 404) << method;
  }
  EXPECT_EQ(ask("GET", "/v1/responses/" + id + "/input_items").head.status, 404);
  EXPECT_EQ(post("/v1/responses/" + id + "/cancel", "").head.status, 404);
  const auto body = R"({"model":"m","input":"two","previous_response_id":")" + id + "\"}";
  for (const auto* path : {"/v1/responses", "/v1/responses/input_tokens"}) {
    const auto refused = post(path, body);
    EXPECT_EQ(refused.head.status, 400) << path;
    EXPECT_NE(refused.body.find("previous_response_not_found"), std::string::npos);
  }
}

TEST_F(StoredResponses, HaveEndedAndCannotBeCancelled) {
  const auto refused = post("/v1/responses/" + make("") + "/cancel", "");
  EXPECT_EQ(refused.head.status, 400);
  EXPECT_NE(refused.body.find("response_not_cancellable"), std::string::npos);
}

TEST_F(StoredResponses, ListAllThatTheirModelWasGiven) {
  const auto id = make_two();
  const auto all = items(id, "?order=asc");
  EXPECT_EQ(all.root()["data"].size(), 3U);
  EXPECT_EQ(all.root()["data"][0]["content"][0]["text"].string(), "one");
  EXPECT_EQ(all.root()["data"][1]["content"][0]["text"].string(), "Hi there");
  EXPECT_EQ(all.root()["has_more"].boolean(), false);

  const auto page = items(id, "?limit=2");
  EXPECT_EQ(page.root()["data"].size(), 2U);
  EXPECT_EQ(page.root()["has_more"].boolean(), true);
  EXPECT_EQ(page.root()["first_id"].string(), all.root()["data"][2]["id"].string());
  const std::string last(*page.root()["last_id"].string());
  const auto rest = items(id, "?limit=2&after=" + last);
  EXPECT_EQ(rest.root()["data"].size(), 1U);
  EXPECT_EQ(rest.root()["data"][0]["id"].string(), all.root()["data"][0]["id"].string());
}

TEST_F(StoredResponses, PagesThatCannotBeAreRefused) {
  const auto path = "/v1/responses/" + make("") + "/input_items";
  for (const auto* query : {"?limit=0", "?limit=101", "?limit=x", "?order=up", "?after=none"}) {
    EXPECT_EQ(ask("GET", path + query).head.status, 400) << query;
  }
}

}  // namespace
}  // namespace quorum::api::openai
