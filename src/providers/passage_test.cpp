#include "providers/passage.hpp"

#include <gtest/gtest.h>

#include "providers/fake_site.hpp"
#include "testkit/fake_upstream.hpp"
#include "testkit/run.hpp"

namespace quorum::providers {
namespace {

using llm::PassageCall;

/// What came of one request handed through.
struct Told {
  std::optional<Error> error{};
  llm::PassageHead head{};
  std::string body{};
  testkit::SeenRequest seen{};
};

Told tell(std::string_view vendor, PassageCall call, testkit::Play play,
          std::string_view path = "") {
  return testkit::run([&](async::Loop& loop) -> Task<Told> {
    FakeSite<testkit::FakeUpstream> fake{loop, vendor};
    fake.upstream.on(std::string{path.empty() ? std::string_view{call.path} : path},
                     std::move(play));
    const auto way = passage(fake.places());
    Told told;
    auto reply = co_await way->open(std::move(call), {});
    if (!fake.upstream.requests().empty()) told.seen = fake.seen();
    if (!reply) {
      told.error = reply.error();
      co_return told;
    }
    told.head = (*reply)->head();
    while (true) {
      auto read = co_await (*reply)->read();
      if (!read) told.error = read.error();
      if (!read || read->empty()) co_return told;
      told.body += *read;
    }
  });
}

std::string sent(const Told& told, std::string_view name) {
  return std::string{told.seen.head.headers.get(name).value_or("none")};
}

TEST(Passage, CarriesARequestAsItIsAndItsAnswerBack) {
  auto play = testkit::answers_json(201, "{ \"id\":\"file-1\" }");
  play.headers.add("X-Request-Id", "req_1");
  play.headers.add("Set-Cookie", "a=b");
  const auto told = tell(
      "openai",
      {.method = "PUT",
       .provider = "openai",
       .path = "/v1/files",
       .query = "purpose=batch&key=sk-client&limit=2",
       .headers = {{"Content-Type", "application/octet-stream"}, {"OpenAI-Beta", "assistants=v2"}},
       .body = std::string("\0\xff raw", 6)},
      std::move(play));
  EXPECT_FALSE(told.error);
  EXPECT_EQ(told.seen.head.method, "PUT");
  EXPECT_EQ(told.seen.head.target, "/v1/files?purpose=batch&limit=2");
  EXPECT_EQ(told.seen.body, std::string("\0\xff raw", 6));
  EXPECT_EQ(sent(told, "Authorization"), "Bearer sk-secret-of-the-house");
  EXPECT_EQ(sent(told, "Content-Type"), "application/octet-stream");
  EXPECT_EQ(sent(told, "OpenAI-Beta"), "assistants=v2");
  EXPECT_EQ(told.head.status, 201);
  EXPECT_EQ(told.body, "{ \"id\":\"file-1\" }");
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(told.head.headers, (Pairs{{"content-type", "application/json"},
                                      {"x-quorum-provider-request-id", "req_1"}}));
}

TEST(Passage, TheClientsOwnCredentialsAndItsConnectionStayHere) {
  const auto told = tell("anthropic",
                         {.method = "GET",
                          .provider = "anthropic",
                          .path = "/v1/models",
                          .headers = {{"authorization", "Bearer sk-quorum"},
                                      {"X-Api-Key", "sk-quorum"},
                                      {"x-goog-api-key", "sk-quorum"},
                                      {"Cookie", "session=sk-quorum"},
                                      {"Connection", "close, X-Hop"},
                                      {"X-Hop", "sk-quorum"},
                                      {"Host", "quorum.example"},
                                      {"Transfer-Encoding", "chunked"},
                                      {"Content-Length", "99"},
                                      {"X-Forwarded-For", "sk-quorum"},
                                      {"anthropic-beta", "files-api-2025-04-14"}}},
                         testkit::answers_json(200, "{}"));
  EXPECT_FALSE(told.error);
  EXPECT_EQ(told.seen.bytes.find("sk-quorum"), std::string::npos) << told.seen.bytes;
  EXPECT_EQ(sent(told, "x-api-key"), "sk-secret-of-the-house");
  EXPECT_EQ(sent(told, "Host"), "10.1.2.3");
  EXPECT_EQ(sent(told, "anthropic-beta"), "files-api-2025-04-14");
  EXPECT_EQ(sent(told, "Transfer-Encoding"), "none");
}

TEST(Passage, FindsTheProviderByTheModelInTheBody) {
  const auto told = tell("groq",
                         {.root = PassageCall::Root::openai,
                          .path = "/audio/speech",
                          .headers = {{"Content-Type", "application/json"}},
                          .body = R"({"model": "groq/playai-tts", "input":"x"})"},
                         testkit::answers_json(200, "RIFF"), "/openai/v1/audio/speech");
  EXPECT_FALSE(told.error);
  EXPECT_EQ(told.seen.body, R"({"model": "playai-tts", "input":"x"})");
  EXPECT_EQ(told.body, "RIFF");
}

TEST(Passage, ARefusalComesBackAsItIs) {
  const auto told = tell("openai", {.provider = "openai", .path = "/v1/moderations", .body = "{}"},
                         testkit::answers_json(429, "{\"error\":1}"));
  EXPECT_FALSE(told.error);
  EXPECT_EQ(told.head.status, 429);
  EXPECT_EQ(told.body, "{\"error\":1}");
}

TEST(Passage, AnAnswerThatIsCutIsAnErrorWithoutAHost) {
  const auto told = tell("openai", {.provider = "openai", .path = "/v1/x", .body = "{}"},
                         testkit::streams({"part"}).then(testkit::Play::End::close));
  EXPECT_EQ(told.body, "part");
  ASSERT_TRUE(told.error);
  EXPECT_EQ(told.error->code, Errc::upstream_failed);
  EXPECT_EQ(told.error->message.find("10.1.2.3"), std::string::npos);
}

TEST(Passage, APathThatClimbsIsRefusedHoweverItIsWritten) {
  for (const auto* path : {"/../x", "/v1/../../x", "/v1/%2e%2e/x", "/v1/.%2E", "/v1/..%2fx", "/a/.",
                           "x", "", "/v1\\..\\x"}) {
    const auto told = tell("openai", {.provider = "openai", .path = path},
                           testkit::answers_json(200, "{}"), "/x");
    ASSERT_TRUE(told.error) << path;
    EXPECT_EQ(told.error->code, Errc::invalid_request) << path;
    EXPECT_EQ(told.seen.bytes, "") << path;
  }
  EXPECT_FALSE(tell("openai", {.provider = "openai", .path = "/v1/files/a..b"},
                    testkit::answers_json(200, "{}"))
                   .error);
}

TEST(Passage, AProviderThatIsNotThereIsNamed) {
  const auto code_of = [](std::string_view provider) {
    return tell("openai", {.provider = std::string{provider}, .path = "/x"},
                testkit::answers_json(200, "{}"))
        .error.value_or(Error{})
        .code;
  };
  EXPECT_EQ(code_of("anthropic"), Errc::unauthenticated);
  EXPECT_EQ(code_of("no-such"), Errc::not_found);
  const auto local = tell("openai", {.path = "/x", .body = R"({"model":"local/x"})"},
                          testkit::answers_json(200, "{}"));
  EXPECT_EQ(local.error.value_or(Error{}).code, Errc::invalid_request);
}

}  // namespace
}  // namespace quorum::providers
