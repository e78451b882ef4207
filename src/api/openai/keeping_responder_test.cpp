#include "api/openai/keeping_responder.hpp"

#include <gtest/gtest.h>

#include "api/route.hpp"
#include "store/memory_responses.hpp"
#include "testkit/responder.hpp"

namespace quorum::api::openai {
namespace {

class Keeping : public testing::Test {
 protected:
  template <typename T>
  T run(Task<T> task) {
    return loop_->run_until_done(std::move(task));
  }
  std::vector<store::ResponseRow> kept(std::string id) {
    return *run(kept_.chain(*loop_, std::move(id), 9));
  }

  std::unique_ptr<async::Loop> loop_ = async::Loop::simulated(1);
  store::MemoryResponses kept_;
  testkit::FakeResponder client_;
  KeepingResponder responder_{*loop_, kept_, client_, {.model = "m", .input = "[]"}};
};

constexpr std::string_view kResponse = R"({"id":"resp_1","status":"completed","output":[]})";

std::string last_event(std::string_view type, std::string_view response) {
  return "event: " + std::string(type) + "\ndata: {\"type\":\"" + std::string(type) +
         "\",\"response\":" + std::string(response) + "}\n\n";
}

TEST_F(Keeping, AWholeAnswerIsKeptAndHandedOn) {
  ASSERT_TRUE(run(responder_.send(json_response(200, std::string(kResponse)))));
  EXPECT_EQ(client_.body, kResponse);
  ASSERT_EQ(kept("resp_1").size(), 1U);
  EXPECT_EQ(kept("resp_1")[0].response, kResponse);
  EXPECT_EQ(kept("resp_1")[0].model, "m");
}

TEST_F(Keeping, AStreamedAnswerIsKeptFromItsLastEvent) {
  ASSERT_TRUE(run(responder_.start_with({.status = 200}, "event: response.created\ndata: {}\n\n")));
  EXPECT_TRUE(responder_.is_started());
  ASSERT_TRUE(run(responder_.write(": ping\n\n")));
  EXPECT_TRUE(kept("resp_1").empty());
  ASSERT_TRUE(run(responder_.write(last_event("response.completed", kResponse))));
  ASSERT_TRUE(run(responder_.finish()));
  EXPECT_EQ(kept("resp_1").size(), 1U);
  EXPECT_TRUE(client_.is_finished);
}

TEST_F(Keeping, WhatIsNoAnswerIsOnlyHandedOn) {
  ASSERT_TRUE(run(responder_.write(last_event("response.failed", kResponse))));
  ASSERT_TRUE(run(responder_.send(json_response(400, std::string(kResponse)))));
  ASSERT_TRUE(run(responder_.send(json_response(200, R"({"id":"resp_1"})"))));
  ASSERT_TRUE(
      run(responder_.send(json_response(200, R"({"id":"resp_1","status":"failed","output":[]})"))));
  ASSERT_TRUE(run(responder_.send(json_response(200, "no JSON"))));
  EXPECT_TRUE(kept("resp_1").empty());
}

}  // namespace
}  // namespace quorum::api::openai
