#include "providers/http_backend.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <optional>

#include "async/scope.hpp"
#include "core/try.hpp"
#include "dialects/openai_chat/request.hpp"
#include "testkit/run.hpp"

namespace quorum::providers {
namespace {

using namespace std::chrono_literals;

/// What the provider does: pieces of the body with a wait before each, then an end or an error.
struct Piece {
  std::string bytes;
  std::chrono::milliseconds wait{0};
};
struct Plan {
  int status = 200;
  std::string type = "text/event-stream";
  std::vector<Piece> pieces;
  std::optional<Error> cut{};
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// An HTTP client that reaches a provider made of a plan.
class FakeClient final : public http::Client {
 public:
  FakeClient(async::Loop& loop, std::deque<Plan> plans) : loop_(loop), plans_(std::move(plans)) {}

  Task<Result<std::unique_ptr<http::ClientResponse>>> send(http::ClientRequest request) override {
    requests.push_back(std::move(request));
    if (plans_.empty()) co_return Error{.code = Errc::unavailable, .message = "10.0.0.1 refused"};
    auto plan = std::move(plans_.front());
    plans_.pop_front();
    co_return std::make_unique<Answer>(*this, std::move(plan));
  }

  std::vector<http::ClientRequest> requests;
  int open = 0;    ///< Answers that exist.
  int to_end = 0;  ///< Answers read to their end.

 private:
  class Answer final : public http::ClientResponse {
   public:
    Answer(FakeClient& client, Plan plan) : client_(client), plan_(std::move(plan)) {
      ++client_.open;
      head_.status = plan_.status;
      head_.headers.add("Content-Type", plan_.type);
      for (const auto& [name, value] : plan_.headers) head_.headers.add(name, value);
    }
    ~Answer() override { --client_.open; }
    const http::ResponseHead& head() const override { return head_; }

    Task<Result<std::string>> read() override {
      if (at_ == plan_.pieces.size()) {
        if (plan_.cut) co_return *plan_.cut;
        ++client_.to_end;
        co_return std::string{};
      }
      auto& piece = plan_.pieces[at_++];
      if (piece.wait.count() > 0) co_await client_.loop_.sleep(piece.wait);
      co_return piece.bytes;
    }
    Task<Result<std::string>> read_all(std::size_t) override {
      std::string all;
      while (true) {
        QUORUM_CO_TRY(auto piece, co_await read());
        if (piece.empty()) co_return all;
        all += piece;
      }
    }

   private:
    FakeClient& client_;
    Plan plan_;
    http::ResponseHead head_;
    std::size_t at_ = 0;
  };

  async::Loop& loop_;
  std::deque<Plan> plans_;
};

std::string chunk(std::string_view text, std::string_view finish = "null") {
  return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + std::string{text} +
         "\"},\"finish_reason\":" + std::string{finish} + "}]}\n\n";
}
const std::string kStop = chunk("", "\"stop\"");
const std::string kUsage =
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n";
const std::string kDone = "data: [DONE]\n\n";
const std::string kWhole =
    R"({"id":"c","choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":7,"completion_tokens":1}})";

/// A provider with one key and, unless it says otherwise, only OpenAI's spelling.
SiteConfig config_for(std::string_view vendor) {
  return {.vendor = find_vendor(vendor),
          .base_url = "https://api.example.com/v1",
          .key = Secret{"sk-right"},
          .key_variable = "OPENAI_API_KEY",
          .dialect = llm::Dialect::openai_chat};
}

/// A site and its backend.
struct Asked {
  Asked(async::Loop& loop, http::Client& client, SiteConfig config, HttpBackendConfig more = {})
      : site(std::move(*Site::create(loop, client, std::move(config)))),
        backend(http_backend(*site, std::move(more))) {}
  std::unique_ptr<Site> site;
  std::unique_ptr<llm::ChatBackend> backend;
};

/// A client's own bytes, wanted back in the same dialect.
llm::Call wire_call(std::string body, bool is_stream) {
  return {.model = "gpt-4",
          .stream = is_stream,
          .wire = {.dialect = llm::Dialect::openai_chat,
                   .body = std::move(body),
                   .read = openai_chat::read_request},
          .reply = llm::Dialect::openai_chat};
}

llm::Call chat_call() {
  llm::Call call{.model = "gpt-4"};
  call.chat.edit().messages.push_back(llm::message(llm::Role::user, "x"));
  return call;
}

struct Seen {
  std::vector<llm::Batch> batches;
  llm::CallTrace trace{};  ///< Also of bytes, which tell no words.
  std::optional<Error> error;
  bool is_opened = false;
  std::string bytes() const {
    std::string all;
    for (const auto& batch : batches) all += batch.bytes;
    return all;
  }
  llm::Delta words() const {
    llm::Delta all{.finish = trace.finish, .usage = trace.usage};
    for (const auto& batch : batches) {
      for (const auto& delta : batch.deltas) {
        all.text += delta.text;
        if (delta.finish) all.finish = delta.finish;
        if (delta.usage) all.usage = delta.usage;
      }
    }
    return all;
  }
};

Task<> ask(llm::ChatBackend& backend, llm::Call call, Seen& seen) {
  auto stream = co_await backend.open(std::move(call), {.trace = &seen.trace});
  if (!stream) {
    seen.error = stream.error();
    co_return;
  }
  seen.is_opened = true;
  while (true) {
    auto batch = co_await (*stream)->next();
    if (!batch) seen.error = batch.error();
    if (!batch || !*batch) co_return;
    seen.batches.push_back(std::move(**batch));
  }
}

struct Tried {
  Seen seen;
  std::vector<http::ClientRequest> requests;
  int to_end = 0;
};

Tried try_once(Plan plan, llm::Call call, SiteConfig config = config_for("openai"),
               HttpBackendConfig more = {}) {
  return testkit::run([&](async::Loop& loop) -> Task<Tried> {
    FakeClient client{loop, {std::move(plan)}};
    const Asked asked{loop, client, std::move(config), std::move(more)};
    Tried tried;
    co_await ask(*asked.backend, std::move(call), tried.seen);
    co_await loop.sleep(1s);
    EXPECT_EQ(client.open, 0);
    tried.requests = std::move(client.requests);
    tried.to_end = client.to_end;
    co_return tried;
  });
}

std::string header(const http::ClientRequest& request, std::string_view name) {
  return std::string{request.headers.get(name).value_or("")};
}

TEST(HttpBackend, SendsTheClientsBytesAndGivesTheAnswersBytesBack) {
  const std::string body = "{ \"model\":\"openai/gpt-4\", \"x\":1.0e0 }";
  const auto tried =
      try_once({.type = "application/json", .pieces = {{kWhole}}}, wire_call(body, false));
  ASSERT_EQ(tried.requests.size(), 1U);
  EXPECT_EQ(tried.requests[0].body, "{ \"model\":\"gpt-4\", \"x\":1.0e0 }");
  EXPECT_EQ(header(tried.requests[0], "Authorization"), "Bearer sk-right");
  EXPECT_EQ(header(tried.requests[0], "Content-Type"), "application/json");
  EXPECT_EQ(tried.seen.bytes(), kWhole);
  EXPECT_EQ(tried.seen.words().usage, (llm::Usage{.prompt = 7, .completion = 1}));
  EXPECT_EQ(tried.seen.words().text, "");
}

TEST(HttpBackend, AStreamsUsageIsAskedForNotedAndKeptFromWhoDidNotAsk) {
  const auto tried = try_once({.pieces = {{chunk("H") + chunk("i")}, {kStop + kUsage + kDone}}},
                              wire_call(R"({"model":"gpt-4","stream":true})", true));
  EXPECT_EQ(tried.requests[0].body,
            R"({"stream_options":{"include_usage":true},"model":"gpt-4","stream":true})");
  EXPECT_EQ(tried.seen.bytes(), chunk("H") + chunk("i") + kStop + kDone);
  EXPECT_EQ(tried.seen.words().usage, (llm::Usage{.prompt = 7, .completion = 2}));
  EXPECT_EQ(tried.seen.batches.size(), 2U);
  EXPECT_EQ(tried.to_end, 1);  // The connection can be used again.
}

TEST(HttpBackend, WhoHasOnlyWordsIsAnsweredInWords) {
  const auto tried =
      try_once({.pieces = {{chunk("H") + chunk("i") + kStop + kUsage + kDone}}}, chat_call());
  EXPECT_EQ(tried.requests[0].body,
            R"({"model":"gpt-4","messages":[{"role":"user","content":"x"}],"stream":true,)"
            R"("stream_options":{"include_usage":true}})");
  EXPECT_EQ(tried.seen.bytes(), "");
  EXPECT_EQ(tried.seen.words().text, "Hi");
  EXPECT_EQ(tried.seen.words().finish, llm::Finish::stop);
  EXPECT_EQ(tried.seen.words().usage, (llm::Usage{.prompt = 7, .completion = 2}));
}

TEST(HttpBackend, AnAnswerInTheOtherFormThanAskedForIsUnderstood) {
  auto whole = try_once({.type = "application/json", .pieces = {{kWhole}}}, chat_call());
  EXPECT_EQ(whole.seen.words().text, "Hi");
  auto asked_whole = wire_call(R"({"model":"gpt-4"})", false);
  EXPECT_EQ(try_once({.pieces = {{chunk("Hi") + kStop + kDone}}}, asked_whole).seen.words().text,
            "Hi");
}

TEST(HttpBackend, AStreamIsOneUnderWhateverTypeItComes) {
  for (const std::string type : {"text/plain", "", "text/event-stream; charset=utf-8"}) {
    const auto tried =
        try_once({.type = type, .pieces = {{chunk("Hi") + kStop + kDone}}}, chat_call());
    EXPECT_EQ(tried.seen.words().text, "Hi") << type;
  }
}

TEST(HttpBackend, AliasesAreSentOn) {
  const auto tried = try_once({.type = "application/json", .pieces = {{kWhole}}},
                              wire_call(R"({"model":"gpt-4"})", false), config_for("openai"),
                              {.aliases = {{"gpt-4", "gpt-4-preview"}}});
  EXPECT_EQ(tried.requests[0].body, R"({"model":"gpt-4-preview"})");
}

TEST(HttpBackend, EachVendorIsShownItsKeyItsOwnWay) {
  const auto azure = try_once({.type = "application/json", .pieces = {{kWhole}}}, chat_call(),
                              config_for("azure"));
  EXPECT_EQ(header(azure.requests[0], "api-key"), "sk-right");
  EXPECT_EQ(header(azure.requests[0], "Authorization"), "");
  auto keyless = config_for("vllm");
  keyless.key = {};
  const auto vllm =
      try_once({.type = "application/json", .pieces = {{kWhole}}}, chat_call(), keyless);
  EXPECT_EQ(header(vllm.requests[0], "Authorization"), "");
}

TEST(HttpBackend, ARefusalIsExplainedBeforeAnythingIsOpened) {
  const auto tried = try_once({.status = 429,
                               .type = "application/json",
                               .pieces = {{R"({"error":{"message":"slow"}})"}},
                               .headers = {{"Retry-After", "3"}}},
                              chat_call());
  EXPECT_FALSE(tried.seen.is_opened);
  ASSERT_TRUE(tried.seen.error);
  EXPECT_EQ(tried.seen.error->code, Errc::rate_limited);
  EXPECT_EQ(tried.seen.error->retry_after, 3s);
  EXPECT_EQ(try_once({.status = 302, .pieces = {}}, chat_call()).seen.error->code,
            Errc::upstream_failed);
}

TEST(HttpBackend, AnErrorAsTheFirstEventIsARefusalToo) {
  const auto tried = try_once({.pieces = {{": wait\n\n"}, {"data: {\"error\":\"no\"}\n\n"}}},
                              wire_call(R"({"model":"gpt-4","stream":true})", true));
  EXPECT_FALSE(tried.seen.is_opened);
  EXPECT_TRUE(tried.seen.error);
}

TEST(HttpBackend, ACutStreamIsAnErrorHoweverItWasCut) {
  const Error reset{.code = Errc::upstream_failed, .message = "10.0.0.1:443 reset"};
  for (const auto& cut : {std::optional<Error>{}, std::optional<Error>{reset}}) {
    const auto tried = try_once({.pieces = {{chunk("Hal")}}, .cut = cut}, chat_call());
    EXPECT_TRUE(tried.seen.is_opened);
    EXPECT_EQ(tried.seen.words().text, "Hal");
    ASSERT_TRUE(tried.seen.error);
    EXPECT_EQ(tried.seen.error->code, Errc::upstream_failed);
    EXPECT_EQ(tried.seen.error->message, "openai broke off in the middle of its answer.");
  }
}

TEST(HttpBackend, SaysThatAProviderCannotBeReachedButNotWhere) {
  const auto seen = testkit::run([](async::Loop& loop) -> Task<Seen> {
    FakeClient client{loop, {}};
    const Asked asked{loop, client, config_for("openai")};
    Seen heard;
    co_await ask(*asked.backend, chat_call(), heard);
    co_return heard;
  });
  EXPECT_EQ(seen.error->code, Errc::unavailable);
  EXPECT_EQ(seen.error->message, "openai cannot be reached.");
  EXPECT_NE(seen.error->detail.find("10.0.0.1"), std::string::npos);
}

TEST(HttpBackend, ReturnsFromOpenWhenTheFirstEventHasComeAndNotBefore) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    Plan plan{.pieces = {{": hold\n\n", 100ms}, {chunk("a"), 100ms}, {kStop + kDone, 100ms}}};
    FakeClient client{loop, {std::move(plan)}};
    const Asked asked{loop, client, config_for("openai")};
    const auto start = loop.now();
    auto call = chat_call();
    auto stream = co_await asked.backend->open(std::move(call), {});
    EXPECT_EQ(loop.now() - start, 200ms);
    auto first = co_await (*stream)->next();
    EXPECT_EQ(loop.now() - start, 200ms);
    EXPECT_EQ((*first)->deltas.at(0).text, "a");
    // Nobody listens any more: the upstream call is gone at once.
    EXPECT_EQ(client.open, 1);
    stream->reset();
    EXPECT_EQ(client.open, 0);
    co_return 0;
  });
}

TEST(HttpBackend, TheEndIsToldBeforeTheConnectionIsFree) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    FakeClient client{loop, {{.pieces = {{chunk("a") + kStop + kDone}, {"\n", 500ms}}}}};
    const Asked asked{loop, client, config_for("openai")};
    const auto start = loop.now();
    Seen seen;
    auto call = chat_call();
    co_await ask(*asked.backend, std::move(call), seen);
    EXPECT_EQ(loop.now() - start, 0ms);
    EXPECT_EQ(client.open, 1);
    co_await loop.sleep(600ms);
    EXPECT_EQ(client.open, 0);
    EXPECT_EQ(client.to_end, 1);
    co_return 0;
  });
}

TEST(HttpBackend, WaitsAsLongAsItMay) {
  auto config = config_for("openai");
  config.wait_max = 3s;
  const auto streamed = try_once({.pieces = {{kStop + kDone}}}, chat_call(), config);
  EXPECT_EQ(streamed.requests[0].waits.head_max, 3s);
  EXPECT_EQ(streamed.requests[0].waits.chunk_max, 3s);
  EXPECT_EQ(streamed.requests[0].waits.deadline, TimePoint::max());
  auto call = chat_call();
  call.stream = false;
  const auto whole = try_once({.type = "application/json", .pieces = {{kWhole}}}, call, config);
  EXPECT_LT(whole.requests[0].waits.deadline, TimePoint::max());
}

TEST(HttpBackend, DoesNotPretendToScoreContinuations) {
  auto call = chat_call();
  call.chat.edit().continuations = {"A", "B"};
  const auto tried = try_once({.pieces = {}}, call);
  EXPECT_EQ(tried.seen.error->code, Errc::invalid_request);
  EXPECT_TRUE(tried.requests.empty());
}

llm::Call responses_call() {
  auto call = wire_call(R"({"model":"qwen3","input":"x"})", false);
  call.model = "qwen3";
  call.wire.dialect = llm::Dialect::openai_responses;
  call.wire.read = [](std::string_view) -> Result<llm::Chat> {
    llm::Chat chat;
    chat.messages.push_back(llm::message(llm::Role::user, "x"));
    return chat;
  };
  call.reply = llm::Dialect::openai_responses;
  return call;
}

TEST(HttpBackend, AServerWithoutAnEndpointIsAskedAtTheOneItHas) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    const Plan none{.status = 404, .type = "text/plain", .pieces = {{"Not Found"}}};
    const Plan whole{.type = "application/json", .pieces = {{kWhole}}};
    FakeClient client{loop, {none, whole, whole}};
    auto config = config_for("openai_compatible");
    config.dialect = llm::Dialect::none;
    const Asked asked{loop, client, config};
    for (int i = 0; i < 2; ++i) {
      Seen seen;
      auto call = responses_call();
      co_await ask(*asked.backend, std::move(call), seen);
      EXPECT_FALSE(seen.error);
      EXPECT_EQ(seen.words().text, "Hi");
    }
    // It is remembered.
    EXPECT_EQ(client.requests.size(), 3U);
    EXPECT_EQ(client.requests[0].url.target, "/v1/responses");
    EXPECT_EQ(client.requests[1].url.target, "/v1/chat/completions");
    EXPECT_EQ(client.requests[2].url.target, "/v1/chat/completions");
    co_return 0;
  });
}

TEST(HttpBackend, AModelThatIsNowhereIsNotFoundAndNothingIsRemembered) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    const Plan none{.status = 404,
                    .type = "application/json",
                    .pieces = {{R"({"error":{"message":"no such model"}})"}}};
    FakeClient client{loop, {none, none, none}};
    auto config = config_for("openai_compatible");
    config.dialect = llm::Dialect::none;
    const Asked asked{loop, client, config};
    Seen seen;
    auto call = responses_call();
    co_await ask(*asked.backend, std::move(call), seen);
    EXPECT_EQ(seen.error->code, Errc::not_found);
    auto again = responses_call();
    co_await ask(*asked.backend, std::move(again), seen);
    EXPECT_EQ(client.requests.at(2).url.target, "/v1/responses");
    co_return 0;
  });
}

TEST(HttpBackend, ACompressedAnswerIsRefusedByItsName) {
  const auto tried = try_once({.type = "application/json",
                               .pieces = {{"\x1f\x8b garbage"}},
                               .headers = {{"Content-Encoding", "gzip"}}},
                              chat_call());
  EXPECT_EQ(tried.seen.error->code, Errc::upstream_failed);
  EXPECT_EQ(tried.seen.error->message,
            "openai sent its answer compressed, which it was asked not to.");
}

TEST(HttpBackend, AClientsOwnHeadersGoWithItsBytes) {
  auto call = wire_call(R"({"model":"claude","max_tokens":1,"messages":[]})", false);
  call.wire.dialect = llm::Dialect::anthropic;
  call.wire.headers = {{"anthropic-version", "2026-10-21"}, {"anthropic-beta", "a,b"}};
  auto config = config_for("anthropic");
  config.dialect = llm::Dialect::none;
  const auto tried = try_once({.type = "application/json", .pieces = {{"{}"}}}, call, config);
  EXPECT_EQ(tried.requests[0].url.target, "/v1/messages");
  EXPECT_EQ(header(tried.requests[0], "anthropic-version"), "2026-10-21");
  EXPECT_EQ(header(tried.requests[0], "anthropic-beta"), "a,b");
  EXPECT_EQ(header(tried.requests[0], "x-api-key"), "sk-right");
}

TEST(HttpBackend, LimitsAndTheNameOfTheRequestAreHandedOn) {
  const auto notes = testkit::run([](async::Loop& loop) -> Task<llm::Notes> {
    FakeClient client{loop,
                      {{.type = "application/json",
                        .pieces = {{kWhole}},
                        .headers = {{"X-RateLimit-Remaining-Requests", "9"},
                                    {"anthropic-ratelimit-tokens-reset", "later"},
                                    {"Request-Id", "req_1"},
                                    {"Set-Cookie", "a=b"}}}}};
    const Asked asked{loop, client, config_for("openai")};
    auto call = chat_call();
    auto stream = co_await asked.backend->open(std::move(call), {});
    co_return (*stream)->notes();
  });
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(notes.headers, (Pairs{{"x-ratelimit-remaining-requests", "9"},
                                  {"anthropic-ratelimit-tokens-reset", "later"},
                                  {"x-quorum-provider-request-id", "req_1"}}));
  EXPECT_EQ(notes.provider, "openai");
}

TEST(HttpBackend, AStreamForgetsItsNotesWhenAskedTo) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    FakeClient client{loop, {{.pieces = {{chunk("a") + kStop + kDone}}}}};
    const Asked asked{loop, client, config_for("openai")};
    auto call = chat_call();
    auto stream = co_await asked.backend->open(std::move(call), {});
    EXPECT_EQ((*stream)->notes().provider, "openai");
    (*stream)->forget_notes();
    EXPECT_EQ((*stream)->notes().provider, "");
    EXPECT_TRUE((*stream)->ready());
    EXPECT_FALSE((*stream)->ready());
    co_return 0;
  });
}

TEST(HttpBackend, AWholeAnswerIsToldAtOnce) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    FakeClient client{loop, {{.type = "application/json", .pieces = {{kWhole}}}}};
    const Asked asked{loop, client, config_for("openai")};
    auto call = chat_call();
    auto stream = co_await asked.backend->open(std::move(call), {});
    EXPECT_FALSE((*stream)->is_told());
    EXPECT_TRUE((*stream)->ready());
    EXPECT_TRUE((*stream)->is_told());
    const auto more = co_await (*stream)->next();
    EXPECT_TRUE(more && !*more);
    co_return 0;
  });
}

}  // namespace
}  // namespace quorum::providers
