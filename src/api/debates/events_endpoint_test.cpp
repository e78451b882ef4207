#include "api/debates/events_endpoint.hpp"

#include <gtest/gtest.h>

#include "api/debates/fake_service.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api::debates {
namespace {

class EventsTest : public testing::Test {
 protected:
  std::optional<Error> watch(std::string target = "/v1/debates/d/events",
                             std::string_view last_event_id = {}) {
    http::Request request;
    request.head.target = std::move(target);
    if (!last_event_id.empty()) request.head.headers.add("Last-Event-ID", last_event_id);
    return testkit::run([&](async::Loop& loop) { return play(loop, std::move(request)); });
  }

  FakeService service_;
  testkit::FakeResponder responder_;

 private:
  Task<std::optional<Error>> play(async::Loop& loop, http::Request request) {
    EventsEndpoint endpoint(loop, service_);
    store::RequestRecord record;
    Exchange exchange{.request = request, .responder = responder_, .record = record};
    auto done = co_await endpoint.answer(exchange);
    if (!done) co_return std::move(done.error());
    co_return std::nullopt;
  }
};

TEST_F(EventsTest, SpellsTheLogAndEndsWithIt) {
  service_.batches = {{{.seq = 1, .name = "debate.started", .data = R"({"id":"d"})"},
                       {.seq = 2, .name = "turn.delta", .data = R"({"text":"a\nb"})"}},
                      {},
                      {{.seq = 3, .name = "debate.completed", .data = "{}"}}};
  EXPECT_FALSE(watch());
  EXPECT_EQ(responder_.header("content-type"), "text/event-stream; charset=utf-8");
  EXPECT_EQ(responder_.body,
            "id: 1\nevent: debate.started\ndata: {\"id\":\"d\"}\n\n"
            "id: 2\nevent: turn.delta\ndata: {\"text\":\"a\\nb\"}\n\n"
            "id: 3\nevent: debate.completed\ndata: {}\n\n");
  EXPECT_EQ(responder_.writes, 2U);
  EXPECT_TRUE(responder_.is_finished);
}

TEST_F(EventsTest, ContinuesBehindWhatTheClientHasSeen) {
  EXPECT_FALSE(watch("/v1/debates/d/events?after=7"));
  EXPECT_EQ(service_.watched_after, 7U);
  EXPECT_FALSE(watch("/v1/debates/d/events?after=7", "12"));
  EXPECT_EQ(service_.watched_after, 12U);
  EXPECT_FALSE(watch());
  EXPECT_EQ(service_.watched_after, 0U);
}

TEST_F(EventsTest, APositionThatIsNoneIsAFault) {
  for (const auto* after : {"x", "-1", "1.5", "99999999999999999999", "1 "}) {
    const auto error = watch("/v1/debates/d/events?after=" + std::string(after));
    ASSERT_TRUE(error) << after;
    EXPECT_EQ(error->field, "after");
  }
  EXPECT_EQ(watch("/v1/debates/d/events", "abc").value().field, "Last-Event-ID");
  EXPECT_FALSE(responder_.is_started());
}

TEST_F(EventsTest, AnUnknownDebateIsAStatus) {
  service_.fault = Error{.code = Errc::not_found};
  EXPECT_TRUE(watch());
  EXPECT_FALSE(responder_.is_started());
}

TEST_F(EventsTest, ALogThatCannotBeReadFurtherDoesNotEndCleanly) {
  service_.batches = {{{.seq = 1, .name = "x", .data = "{}"}}};
  service_.reader_fault = Error{.code = Errc::internal};
  EXPECT_TRUE(watch());
  EXPECT_EQ(responder_.body, "id: 1\nevent: x\ndata: {}\n\n");
  EXPECT_FALSE(responder_.is_finished);
}

TEST_F(EventsTest, AQuietDebateIsKeptAwake) {
  service_.batches.assign(20, {});
  EXPECT_FALSE(watch());
  EXPECT_EQ(responder_.body, ": ping\n\n");
}

}  // namespace
}  // namespace quorum::api::debates
