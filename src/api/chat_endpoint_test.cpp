#include "api/chat_endpoint.hpp"

#include <gtest/gtest.h>

#include <array>

#include "dialects/openai_chat/face.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::api {
namespace {

using namespace std::chrono_literals;

/// A provider of the same spelling: answers with bytes, or breaks behind them.
class BytesBackend final : public llm::ChatBackend {
 public:
  std::vector<llm::Batch> batches{};
  std::optional<Error> cut{};
  std::optional<llm::Call> call{};
  llm::Notes notes{};
  bool tells_end = false;
  std::optional<std::size_t> forgotten_behind{};  ///< How many batches.

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> asked,
                                                      llm::CallContext) override {
    call = *asked;
    co_return std::make_unique<Stream>(*this);
  }

 private:
  class Stream final : public llm::ChatStream {
   public:
    explicit Stream(BytesBackend& backend) : backend_(backend) {}
    const llm::Notes& notes() const override { return backend_.notes; }
    void forget_notes() override { backend_.forgotten_behind = next_; }
    bool is_told() const override { return backend_.tells_end && next_ == backend_.batches.size(); }
    Task<Result<std::optional<llm::Batch>>> next() override {
      std::optional<llm::Batch> batch;
      if (next_ < backend_.batches.size()) {
        batch = backend_.batches[next_++];
      } else if (backend_.cut) {
        co_return *backend_.cut;
      }
      co_return batch;
    }

   private:
    BytesBackend& backend_;
    std::size_t next_ = 0;
  };
};

std::string asking(std::string_view model, std::string_view rest = "") {
  return R"({"model":")" + std::string(model) +
         R"(","messages":[{"role":"user","content":"Hello"}])" + std::string(rest) + "}";
}

class ChatEndpointTest : public testing::Test {
 protected:
  /// To models `m`, which plays the script, and none else.
  std::optional<Error> post(std::string_view body) {
    return testkit::run([&](async::Loop& loop) { return play_script(loop, body); });
  }
  /// To the provider of the same spelling.
  std::optional<Error> pass_on(std::string_view body) {
    return testkit::run([&](async::Loop& loop) { return play_bytes(loop, body); });
  }

  testkit::Script script_ = testkit::says("Hi there");
  BytesBackend bytes_;
  testkit::FakeResponder responder_;
  store::RequestRecord record_;
  http::Headers headers_;
  std::vector<testkit::SeenCall> calls_;

 private:
  Task<std::optional<Error>> play(async::Loop& loop, llm::ChatBackend& backend,
                                  std::string_view body) {
    ChatEndpoint endpoint(loop, backend, openai_chat::face());
    http::Request request;
    Exchange exchange{
        .request = request, .responder = responder_, .record = record_, .request_id = "r1"};
    exchange.request.body = body;
    exchange.request.head.headers = headers_;
    auto done = co_await endpoint.answer(exchange);
    if (!done) co_return std::move(done.error());
    co_return std::nullopt;
  }
  Task<std::optional<Error>> play_script(async::Loop& loop, std::string_view body) {
    testkit::ScriptedModels models(loop);
    models.add("m", {script_});
    auto error = co_await play(loop, models, body);
    calls_ = models.calls();
    co_return error;
  }
  Task<std::optional<Error>> play_bytes(async::Loop& loop, std::string_view body) {
    co_return co_await play(loop, bytes_, body);
  }
};

TEST_F(ChatEndpointTest, AnAnswerThatIsToldIsNotAskedForMore) {
  bytes_.batches = {{.bytes = R"({"id")"}, {.bytes = ":1}"}};
  bytes_.cut = Error{.code = Errc::upstream_failed, .message = "asked once too often"};
  bytes_.tells_end = true;
  EXPECT_FALSE(pass_on(asking("m")));
  EXPECT_EQ(responder_.body, R"({"id":1})");
}

TEST_F(ChatEndpointTest, AnOpenStreamHoldsNoNotes) {
  bytes_.batches = {{.bytes = "data: {}\n\n"}, {.bytes = "data: [DONE]\n\n"}};
  bytes_.notes.provider = "acme";
  EXPECT_FALSE(pass_on(asking("m", R"(,"stream":true)")));
  EXPECT_EQ(responder_.header("x-quorum-provider"), "acme");
  EXPECT_EQ(responder_.body, "data: {}\n\ndata: [DONE]\n\n");
  EXPECT_EQ(bytes_.forgotten_behind, 1U);
}

TEST_F(ChatEndpointTest, TheClientsBytesReachTheBackendUntouched) {
  const auto body = asking("m", R"(, "x_seed" : 12345678901234567890,"x_new":[1.10])");
  bytes_.batches = {{.bytes = R"({"id" : 1.0})"}};
  EXPECT_FALSE(pass_on(body));
  ASSERT_TRUE(bytes_.call);
  EXPECT_EQ(*bytes_.call->wire.body, body);
  EXPECT_EQ(bytes_.call->wire.dialect, llm::Dialect::openai_chat);
  EXPECT_EQ(bytes_.call->reply, llm::Dialect::openai_chat);
  EXPECT_FALSE(bytes_.call->stream);
  EXPECT_EQ(bytes_.call->words().value().messages.at(0).text(), "Hello");
  EXPECT_EQ(responder_.body, R"({"id" : 1.0})");
  EXPECT_EQ(responder_.header("content-type"), "application/json");
}

TEST_F(ChatEndpointTest, AProvidersEventsComeBackUntouched) {
  bytes_.batches = {{.bytes = "data: {\"a\" : 1}\n\ndata: {}\n\n"}, {.bytes = "data: [DONE]\n\n"}};
  EXPECT_FALSE(pass_on(asking("m", R"(,"stream":true)")));
  EXPECT_EQ(responder_.header("content-type"), "text/event-stream; charset=utf-8");
  EXPECT_EQ(responder_.body, "data: {\"a\" : 1}\n\ndata: {}\n\ndata: [DONE]\n\n");
  EXPECT_TRUE(responder_.is_finished);
  EXPECT_TRUE(bytes_.call->stream);
}

TEST_F(ChatEndpointTest, OtherBackendsAreWrittenForTheClient) {
  EXPECT_FALSE(post(asking("m")));
  EXPECT_NE(responder_.body.find(R"("content":"Hi there")"), std::string::npos) << responder_.body;
  EXPECT_NE(responder_.body.find(R"("total_tokens":12)"), std::string::npos) << responder_.body;
  responder_ = {};
  EXPECT_FALSE(post(asking("m", R"(,"stream":true)")));
  EXPECT_NE(responder_.body.find(R"("content":"Hi")"), std::string::npos) << responder_.body;
  EXPECT_NE(responder_.body.find(R"("content":" there")"), std::string::npos) << responder_.body;
  EXPECT_TRUE(responder_.body.ends_with("data: [DONE]\n\n")) << responder_.body;
  EXPECT_EQ(responder_.body.find(R"("total_tokens")"), std::string::npos) << responder_.body;
}

TEST_F(ChatEndpointTest, AStreamThatBreaksHasAnErrorAndNoEnd) {
  bytes_.batches = {{.bytes = "data: {}\n\n"}};
  bytes_.cut = Error{.code = Errc::upstream_failed, .message = "It broke.", .detail = "host-9"};
  EXPECT_TRUE(pass_on(asking("m", R"(,"stream":true)")));
  EXPECT_EQ(responder_.body,
            "data: {}\n\ndata: {\"error\":{\"message\":\"It broke.\",\"type\":\"server_error\","
            "\"param\":null,\"code\":\"upstream_failed\"}}\n\n");
  EXPECT_FALSE(responder_.is_finished);
}

TEST_F(ChatEndpointTest, AFailureBeforeTheFirstEventIsAStatus) {
  bytes_.cut = Error{.code = Errc::rate_limited, .message = "slow down"};
  const auto error = pass_on(asking("m", R"(,"stream":true)"));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::rate_limited);
  EXPECT_FALSE(responder_.is_started());
}

TEST_F(ChatEndpointTest, AWholeAnswerThatBreaksIsAnError) {
  bytes_.batches = {{.bytes = "{"}};
  bytes_.cut = Error{.code = Errc::upstream_failed};
  EXPECT_TRUE(pass_on(asking("m")));
  EXPECT_FALSE(responder_.is_started());
}

TEST_F(ChatEndpointTest, AnAnswerOfNothingHasItsProperEnd) {
  script_ = {};
  EXPECT_FALSE(post(asking("m", R"(,"stream":true)")));
  EXPECT_TRUE(responder_.body.ends_with("data: [DONE]\n\n")) << responder_.body;
}

TEST_F(ChatEndpointTest, StrictIsForThoseWhoAsk) {
  headers_.add("X-Quorum-Strict", "true");
  EXPECT_FALSE(pass_on(asking("m")));
  EXPECT_EQ(bytes_.call->losses, llm::Losses::refused);
  headers_.set("X-Quorum-Strict", "false");
  EXPECT_FALSE(pass_on(asking("m")));
  EXPECT_EQ(bytes_.call->losses, llm::Losses::noticed);
}

TEST_F(ChatEndpointTest, WhatWasLostIsInHeadersAndOnRequestInTheAnswer) {
  bytes_.notes = {.dropped = {"seed", "logit_bias"}, .emulated = {"n"}, .provider = "p"};
  bytes_.batches = {{.deltas = {{.text = "Hi"}}}};
  for (const std::string_view stream : {"", R"(,"stream":true)"}) {
    headers_ = {};
    responder_ = {};
    EXPECT_FALSE(pass_on(asking("m", stream)));
    EXPECT_EQ(responder_.header("x-quorum-provider"), "p");
    EXPECT_EQ(responder_.header("x-quorum-dropped"), "seed, logit_bias");
    EXPECT_EQ(responder_.header("x-quorum-emulated"), "n");
    EXPECT_EQ(responder_.body.find("logit_bias"), std::string::npos) << responder_.body;
    headers_.add("x-quorum-include", "notes");
    responder_ = {};
    EXPECT_FALSE(pass_on(asking("m", stream)));
    EXPECT_NE(responder_.body.find(R"("quorum":{"provider":"p","dropped":["seed","logit_bias"],)"
                                   R"("emulated":["n"]})"),
              std::string::npos)
        << responder_.body;
  }
}

TEST_F(ChatEndpointTest, ALostMembersNameCannotBreakTheHeader) {
  bytes_.notes.dropped = {"a\r\nset-cookie: x", "b,c", "\xc3\xa4"};
  bytes_.batches = {{.deltas = {{.text = "Hi"}}}};
  EXPECT_FALSE(pass_on(asking("m")));
  EXPECT_EQ(responder_.header("x-quorum-dropped"), "a??set-cookie:?x, b?c, ??");
  responder_ = {};
  bytes_.notes.dropped = {"first", std::string(2000, 'x'), "third"};
  EXPECT_FALSE(pass_on(asking("m")));
  EXPECT_EQ(responder_.header("x-quorum-dropped"), "first, +2");
}

/// A face whose path holds the model, whose headers matter, and whose stream is a list of lines.
class OddEndpoint final : public ChatEndpoint {
 public:
  using ChatEndpoint::ChatEndpoint;

 protected:
  Result<> prepare(Exchange& exchange) const override {
    exchange.request.body.insert(1, R"("model":"m",)");
    return {};
  }
  Result<dialects::Head> head_of(const Exchange& exchange) const override {
    auto head = ChatEndpoint::head_of(exchange);
    if (head) head->is_stream = exchange.path_value("verb") == "stream";
    return head;
  }
  std::span<const std::string_view> meaning_headers() const override {
    static constexpr std::array<std::string_view, 2> kHeaders{"x-version", "x-absent"};
    return kHeaders;
  }
  std::unique_ptr<EventForm> form_of(const Exchange&) const override {
    class Lines final : public EventForm {
     public:
      std::string_view type() const override { return "text/lines"; }
      std::string_view ping() const override { return "."; }
      std::string take(std::string events) override {
        return "<" + std::to_string(events.size()) + ">";
      }
      std::string end() override { return "</>"; }
    };
    return std::make_unique<Lines>();
  }
};

Task<std::optional<Error>> play_odd(async::Loop& loop, BytesBackend& backend,
                                    testkit::FakeResponder& responder) {
  OddEndpoint endpoint(loop, backend, openai_chat::face());
  store::RequestRecord record;
  http::Request request;
  Exchange exchange{.request = request,
                    .responder = responder,
                    .record = record,
                    .path_values = {{"verb", "stream"}}};
  exchange.request.body = R"({"messages":[{"role":"user","content":"x"}]})";
  exchange.request.head.headers.add("X-Version", "7");
  exchange.request.head.headers.add("x-version", "8");
  auto done = co_await endpoint.answer(exchange);
  if (!done) co_return std::move(done.error());
  co_return std::nullopt;
}

TEST_F(ChatEndpointTest, AFaceMayHaveItsOwnPathHeadersAndForm) {
  bytes_.batches = {{.bytes = "data: {}\n\n"}, {.bytes = "data: 1\n\n"}};
  EXPECT_FALSE(testkit::run([&](async::Loop& loop) { return play_odd(loop, bytes_, responder_); }));
  EXPECT_EQ(bytes_.call->model, "m");
  EXPECT_TRUE(bytes_.call->stream);
  EXPECT_EQ(bytes_.call->wire.headers,
            (std::vector<std::pair<std::string, std::string>>{{"x-version", "7, 8"}}));
  EXPECT_EQ(responder_.header("content-type"), "text/lines");
  EXPECT_EQ(responder_.body, "<10><9></>");
  responder_ = {};
  bytes_.cut = Error{.code = Errc::upstream_failed, .message = "It broke."};
  EXPECT_TRUE(testkit::run([&](async::Loop& loop) { return play_odd(loop, bytes_, responder_); }));
  EXPECT_TRUE(responder_.body.starts_with("<10><9><")) << responder_.body;
  EXPECT_EQ(responder_.body.find("</>"), std::string::npos) << responder_.body;
  EXPECT_FALSE(responder_.is_finished);
}

TEST_F(ChatEndpointTest, ASilentModelIsKeptAwake) {
  script_ = testkit::says("Hi there", 20s);
  EXPECT_FALSE(post(asking("m", R"(,"stream":true)")));
  EXPECT_NE(responder_.body.find(": ping\n\n"), std::string::npos);
}

TEST_F(ChatEndpointTest, ADebateNamesItselfInAHeader) {
  const llm::Delta first{.reasoning = "s1 speaks", .extension = R"({"debate_id":"dbt_1"})"};
  script_ = {.steps = {{.deltas = {first}}, {.deltas = {{.text = "Yes."}}}}};
  EXPECT_FALSE(post(asking("m", R"(,"stream":true)")));
  EXPECT_EQ(responder_.header("x-quorum-debate-id"), "dbt_1");
  responder_ = {};
  EXPECT_FALSE(post(asking("m")));
  EXPECT_EQ(responder_.header("x-quorum-debate-id"), "dbt_1");
}

TEST_F(ChatEndpointTest, WhatIsNoRequestReachesNoModel) {
  const std::string deep(100'000, '[');
  for (const std::string_view body :
       {std::string_view(""), std::string_view("{"), std::string_view("[]"), std::string_view("{}"),
        std::string_view(R"({"model":"m"})"), std::string_view(R"({"model":7,"messages":[]})"),
        std::string_view(R"({"model":"m","messages":"x"})"),
        std::string_view(R"({"model":"m","messages":[]})"),
        std::string_view(R"({"model":"m","messages":[{"role":"user","content":"x"}],"stream":3})"),
        std::string_view(R"({"model":"m","messages":[{"role":"robot","content":"x"}]})"),
        std::string_view("{\"model\":\"m\xff\"}"), std::string_view(deep)}) {
    const auto error = post(body);
    ASSERT_TRUE(error) << body.substr(0, 80);
    EXPECT_EQ(error->code, Errc::invalid_request) << body.substr(0, 80);
    EXPECT_FALSE(error->message.empty());
    EXPECT_TRUE(calls_.empty());
  }
}

TEST_F(ChatEndpointTest, AModelThatNobodyHasIsNotFound) {
  const auto error = post(asking("none"));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::not_found);
}

TEST_F(ChatEndpointTest, TheRecordSaysWhatTheAnswerTold) {
  EXPECT_FALSE(post(asking("m", R"(, "stream": true)")));
  EXPECT_EQ(record_.dialect, llm::Dialect::openai_chat);
  EXPECT_EQ(record_.model, "m");
  EXPECT_TRUE(record_.is_stream);
  EXPECT_EQ(record_.call.usage, (llm::Usage{.prompt = 10, .completion = 2}));
  EXPECT_EQ(record_.call.finish, llm::Finish::stop);
  ASSERT_EQ(calls_.size(), 1U);
  EXPECT_EQ(calls_[0].trace, &record_.call);
}

TEST_F(ChatEndpointTest, TheRecordOfAWholeAnswerToo) {
  bytes_.batches = {{.bytes = R"({"id" : 1.0})",
                     .deltas = {{.finish = llm::Finish::length,
                                 .usage = llm::Usage{.prompt = 3, .completion = 4}}}}};
  bytes_.notes = {.dropped = {"seed", "n"}, .provider = "vendor"};
  EXPECT_FALSE(pass_on(asking("m", "")));
  EXPECT_FALSE(record_.is_stream);
  EXPECT_EQ(record_.call.usage, (llm::Usage{.prompt = 3, .completion = 4}));
  EXPECT_EQ(record_.call.finish, llm::Finish::length);
  EXPECT_EQ(record_.call.provider, "vendor");
  EXPECT_EQ(record_.dropped, "seed,n");
}

}  // namespace
}  // namespace quorum::api
