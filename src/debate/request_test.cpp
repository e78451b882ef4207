#include "debate/request.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

TEST(DebateRequest, NeedsNothingButAQuestion) {
  const auto request = read_request(R"({"question":"Tea or coffee?","mood":"ignored"})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->question, "Tea or coffee?");
  EXPECT_EQ(request->format, "default");
  EXPECT_EQ(request->rounds, 2);
  EXPECT_TRUE(request->seats.empty());
  EXPECT_TRUE(request->judges.empty());
  EXPECT_FALSE(request->budget.usd);
}

TEST(DebateRequest, SaysTheSameWhenWrittenAndReadAgain) {
  const std::string_view json =
      R"({"question":"Q?","format":"default","seats":[{"model":"a","position":"Yes",)"
      R"("persona":"p","system":"s","name":"n","max_tokens":7},{"model":"b"}],"rounds":10,)"
      R"("judges":[{"model":"j"},{"model":"k"}],"budget":{"usd":0.25,"tokens":5,"seconds":6},)"
      R"("idempotency_key":"i"})";
  const auto request = read_request(json);
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->seats[0].tokens_max, 7);
  EXPECT_EQ(request->judges, (std::vector<std::string>{"j", "k"}));
  EXPECT_EQ(request->budget.usd, Money::micro_usd(250'000));
  const auto written = write_request(*request);
  EXPECT_EQ(write_request(*read_request(written)), written);
  EXPECT_EQ(written.find("null"), std::string::npos);
}

TEST(DebateRequest, TakesNullForAbsent) {
  EXPECT_TRUE(
      read_request(R"({"question":"Q?","seats":null,"judges":null,"budget":null,"rounds":null,)"
                   R"("idempotency_key":null,"format":null})"));
}

struct Bad {
  std::string json;
  std::string field;
};

std::string seats(std::size_t count, const std::string& seat = R"({"model":"m"})") {
  std::string text = R"({"question":"Q?","seats":[)";
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : ",") + seat;
  return text + "]}";
}

TEST(DebateRequest, NamesTheFaultyFieldAndWhatWouldBeRight) {
  const auto with = [](const std::string& rest) { return R"({"question":"Q?",)" + rest + "}"; };
  const std::vector<Bad> all{
      {"{}", "question"},
      {R"({"question":""})", "question"},
      {R"({"question":" \n"})", "question"},
      {R"({"question":7})", "question"},
      {R"({"question":null})", "question"},
      {R"({"question":")" + std::string(20'001, 'x') + R"("})", "question"},
      {with(R"("format":"oxford")"), "format"},
      {with(R"("format":1)"), "format"},
      {with(R"("rounds":0)"), "rounds"},
      {with(R"("rounds":11)"), "rounds"},
      {with(R"("rounds":1.5)"), "rounds"},
      {with(R"("rounds":"2")"), "rounds"},
      {with(R"("rounds":true)"), "rounds"},
      {with(R"("rounds":1e99)"), "rounds"},
      {with(R"("seats":{})"), "seats"},
      {seats(0), "seats"},
      {seats(1), "seats"},
      {seats(9), "seats"},
      {seats(2, "7"), "seats.0"},
      {seats(2, "{}"), "seats.0.model"},
      {seats(2, R"({"model":" "})"), "seats.0.model"},
      {seats(2, R"({"model":"m","position":[]})"), "seats.0.position"},
      {seats(2, R"({"model":"m","persona":1})"), "seats.0.persona"},
      {seats(2, R"({"model":"m","system":false})"), "seats.0.system"},
      {seats(2, R"({"model":"m","name":{}})"), "seats.0.name"},
      {seats(2, R"({"model":"m","max_tokens":0})"), "seats.0.max_tokens"},
      {seats(2, R"({"model":"m","max_tokens":"9"})"), "seats.0.max_tokens"},
      {with(R"("judges":"gpt")"), "judges"},
      {with(R"("judges":["gpt"])"), "judges.0"},
      {with(R"("judges":[{"model":"j"},{}])"), "judges.1.model"},
      {with(R"("judges":[1,2,3,4,5,6,7,8,9,10])"), "judges"},
      {with(R"("budget":5)"), "budget"},
      {with(R"("budget":{"usd":0})"), "budget.usd"},
      {with(R"("budget":{"usd":-1})"), "budget.usd"},
      {with(R"("budget":{"usd":"1"})"), "budget.usd"},
      {with(R"("budget":{"usd":1e30})"), "budget.usd"},
      {with(R"("budget":{"tokens":0})"), "budget.tokens"},
      {with(R"("budget":{"tokens":2.5})"), "budget.tokens"},
      {with(R"("budget":{"seconds":-3})"), "budget.seconds"},
      {with(R"("idempotency_key":7)"), "idempotency_key"},
      {with(R"("idempotency_key":")" + std::string(256, 'k') + "\""), "idempotency_key"},
  };
  for (const auto& bad : all) {
    const auto request = read_request(bad.json);
    ASSERT_FALSE(request) << bad.json;
    EXPECT_EQ(request.error().code, Errc::invalid_request);
    EXPECT_EQ(request.error().field, bad.field) << bad.json;
    EXPECT_TRUE(request.error().message.starts_with(bad.field + " must be "))
        << request.error().message;
  }
}

TEST(DebateRequest, RefusesWhatIsNoObject) {
  for (const auto* json : {"", "[]", "7", "{", R"("q")", "{\"question\":\"\xFF\"}"}) {
    const auto request = read_request(json);
    ASSERT_FALSE(request) << json;
    EXPECT_EQ(request.error().code, Errc::invalid_request);
  }
}

TEST(DebateRequest, TakesTwoToEightSeats) {
  EXPECT_TRUE(read_request(seats(2)));
  EXPECT_EQ(read_request(seats(8))->seats.size(), 8U);
}

}  // namespace
}  // namespace quorum::debate
