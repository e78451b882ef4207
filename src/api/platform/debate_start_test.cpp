#include "api/platform/debate_start.hpp"

#include <gtest/gtest.h>

#include "debate/record/write.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::api::platform {
namespace {

/// Plays one log to whoever watches, and remembers what was asked for.
class FakeDebates final : public debate::Service {
 public:
  std::vector<debate::Event> events;
  std::optional<debate::DebateRequest> request;

  Task<Result<debate::Started>> start(async::Loop&, debate::DebateRequest asked) override {
    request = std::move(asked);
    co_return debate::Started{.id = "dbt_1", .status = "running"};
  }
  Task<Result<std::unique_ptr<debate::EventReader>>> watch(async::Loop&, std::string,
                                                           std::uint64_t) override {
    co_return std::make_unique<Reader>(events);
  }
  Task<Result<std::string>> show(async::Loop&, std::string) override { co_return "{}"; }
  Task<Result<std::string>> list(async::Loop&, store::DebateQuery) override { co_return "{}"; }
  Task<Result<std::string>> command(async::Loop&, std::string, debate::Command) override {
    co_return "{}";
  }

 private:
  /// One event at a time.
  class Reader final : public debate::EventReader {
   public:
    explicit Reader(std::vector<debate::Event> events) : events_(std::move(events)) {}
    Task<Result<std::optional<std::vector<store::LogEvent>>>> next() override {
      std::optional<std::vector<store::LogEvent>> lines;
      if (next_ < events_.size()) {
        const auto& event = events_[next_++];
        store::LogEvent line{
            .seq = next_, .name = std::string(debate::name(event)), .data = debate::write(event)};
        lines.emplace().push_back(std::move(line));
      }
      co_return lines;
    }

   private:
    std::vector<debate::Event> events_;
    std::size_t next_ = 0;
  };
};

constexpr std::string_view kBody = R"({"topic":"A or B?","participants":[
    {"provider":"scripted","model":"x","name":"Ada","persona":"calm","position":"A"},
    {"provider":"scripted","model":"y"}],"max_rounds":1})";

class DebateStartTest : public testing::Test {
 protected:
  void SetUp() override {
    debates_.events = {
        debate::DebateStarted{
            .id = "dbt_1",
            .question = "A or B?",
            .format = "default",
            .seats = {{.id = "s1", .model = "x", .name = "Ada"}, {.id = "s2", .model = "y"}},
            .rounds = 2,
            .judges = {}},
        debate::TurnStarted{
            .turn_id = "t2", .seat = "s2", .round = 1, .model = "y", .call_id = "c"},
        debate::TurnStarted{
            .turn_id = "t1", .seat = "s1", .round = 1, .model = "x", .call_id = "c"},
        debate::TurnFinished{
            .turn_id = "t2", .text = "B!", .usage = {.prompt = 3, .completion = 1}},
        debate::TurnFinished{
            .turn_id = "t1", .text = "A!", .usage = {.prompt = 4, .completion = 2}},
        debate::TurnStarted{
            .turn_id = "t3", .seat = "s1", .round = 2, .model = "x", .call_id = "c"},
        debate::TurnFailed{.turn_id = "t3", .error = {.type = "upstream_failed", .message = "no"}},
        debate::TurnStarted{
            .turn_id = "t4", .seat = "s2", .round = 2, .model = "y", .call_id = "c"},
        debate::TurnFinished{
            .turn_id = "t4", .text = "B.", .usage = {.prompt = 9, .completion = 1}},
        debate::VerdictReached{.is_partial = true, .json = R"({"half":1})"},
        debate::VerdictReached{.json = R"({"winner":"s2"})"},
        debate::DebateTurned{.to = debate::Turning::completed},
    };
  }

  std::optional<Error> post(std::string_view body) {
    return testkit::run([&](async::Loop& loop) { return play(loop, body); });
  }

  FakeDebates debates_;
  testkit::FakeResponder responder_;

 private:
  Task<std::optional<Error>> play(async::Loop& loop, std::string_view body) {
    testkit::ScriptedModels models(loop);
    models.add("x", {});
    models.add("y", {});
    DebateStartEndpoint endpoint(loop, debates_, models);
    store::RequestRecord record;
    http::Request request;
    Exchange exchange{.request = request, .responder = responder_, .record = record};
    exchange.request.body = body;
    auto done = co_await endpoint.answer(exchange);
    if (!done) co_return std::move(done.error());
    co_return std::nullopt;
  }
};

TEST_F(DebateStartTest, TellsTheWholeDebateRoundByRoundInTheOrderOfSeats) {
  EXPECT_FALSE(post(kBody));
  EXPECT_EQ(responder_.body,
            R"({"topic":"A or B?","debate_id":"dbt_1","history":[{"round":1,"responses":[)"
            R"({"participant":"Ada","content":"A!","usage":{"prompt_tokens":4,)"
            R"("completion_tokens":2,"total_tokens":6}},)"
            R"({"participant":"y","content":"B!","usage":{"prompt_tokens":3,)"
            R"("completion_tokens":1,"total_tokens":4}}]},)"
            R"({"round":2,"responses":[{"participant":"y","content":"B.",)"
            R"("usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}]}],)"
            R"("verdict":{"winner":"s2"}})");
}

TEST_F(DebateStartTest, ParticipantsBecomeSeats) {
  EXPECT_FALSE(post(kBody));
  ASSERT_TRUE(debates_.request);
  EXPECT_EQ(debates_.request->question, "A or B?");
  EXPECT_EQ(debates_.request->rounds, 1);
  ASSERT_EQ(debates_.request->seats.size(), 2U);
  const auto& ada = debates_.request->seats[0];
  EXPECT_EQ(ada.model, "x");
  EXPECT_EQ(ada.name, "Ada");
  EXPECT_EQ(ada.persona, "calm");
  EXPECT_EQ(ada.position, "A");
  EXPECT_EQ(debates_.request->seats[1].model, "y");
}

TEST_F(DebateStartTest, FiveRoundsUnlessToldOtherwise) {
  EXPECT_FALSE(post(R"({"topic":"t","participants":[{"provider":"scripted","model":"x"},
                        {"provider":"scripted","model":"x"}]})"));
  EXPECT_EQ(debates_.request.value().rounds, 5);
}

TEST_F(DebateStartTest, BadInputStartsNothing) {
  EXPECT_FALSE(post(R"({"topic":"","participants":[{"provider":"scripted"}],"max_rounds":11})"));
  EXPECT_EQ(responder_.head.status, 422);
  EXPECT_EQ(responder_.body,
            R"({"detail":[{"loc":["body","topic"],"msg":"String should have at least 1 character",)"
            R"("type":"string_too_short"},)"
            R"({"loc":["body","max_rounds"],"msg":"Input should be less than or equal to 10",)"
            R"("type":"less_than_equal"},)"
            R"({"loc":["body","participants"],"msg":"List should have at least 2 items after )"
            R"(validation, not 1","type":"too_short"}],"error_code":"validation_error"})");
  EXPECT_FALSE(debates_.request);
}

TEST_F(DebateStartTest, AnUnknownModelStartsNothing) {
  const auto error = post(R"({"topic":"t","participants":[{"provider":"scripted","model":"x"},
                             {"provider":"nobody","model":"x"}]})");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->reason, "unsupported_model");
  EXPECT_FALSE(debates_.request);
}

TEST_F(DebateStartTest, ADebateWithoutAnEndOfItsOwnIsAnError) {
  debates_.events.back() =
      debate::DebateTurned{.to = debate::Turning::failed, .reason = "Nobody answered."};
  const auto error = post(kBody);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message, "The debate came to no end: Nobody answered.");
}

}  // namespace
}  // namespace quorum::api::platform
