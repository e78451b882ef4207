#include "providers/google_account.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "async/combine.hpp"
#include "json/writer.hpp"
#include "providers/sign/test_key.hpp"
#include "testkit/fake_upstream.hpp"
#include "testkit/run.hpp"

namespace quorum::providers {
namespace {

using namespace std::chrono_literals;

const std::string& pem() {
  static const auto kPem = sign::pem_of(sign::test_rsa_key().get());
  return kPem;
}

std::string account_json(std::string_view key = pem()) {
  std::string out;
  json::Writer w(out);
  w.object().key("type").string("service_account").key("project_id").string("my-project");
  w.key("private_key_id").string("k1").key("private_key").string(key);
  w.key("client_email").string("bot@my-project.iam.gserviceaccount.com");
  w.key("token_uri").string("http://10.9.9.9/token").end();
  return out;
}

testkit::Play token(std::string_view name, int seconds) {
  return testkit::answers_json(200, R"({"access_token":")" + std::string{name} +
                                        R"(","expires_in":)" + std::to_string(seconds) +
                                        R"(,"token_type":"Bearer"})");
}

/// An account before a scripted exchange.
struct Scene {
  Scene(async::Loop& loop, std::vector<testkit::Play> plays)
      : upstream(loop), client(http::Client::create(loop, {}, upstream)) {
    upstream.on("/token", std::move(plays));
    credential = std::move(*google_credential(loop, *client, *read_google_account(account_json())));
  }
  testkit::FakeUpstream upstream;
  std::unique_ptr<http::Client> client;
  std::unique_ptr<Credential> credential;
};

Task<std::string> shown(Scene* scene) {
  auto request = co_await scene->credential->show({});
  if (!request) co_return std::string{name(request.error().code)};
  co_return std::string{request->headers.get("Authorization").value_or("none")};
}

TEST(GoogleAccount, AFileIsReadOrItsFaultNamedWithoutItsWords) {
  const auto account = read_google_account(account_json());
  ASSERT_TRUE(account);
  EXPECT_EQ(account->project_id, "my-project");
  EXPECT_EQ(account->email, "bot@my-project.iam.gserviceaccount.com");
  const auto user = read_google_account(
      R"({"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"r/1"})");
  ASSERT_TRUE(user);
  EXPECT_EQ(*token_request(*user, 0),
            "grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r%2F1");
  for (const auto* text : {"", "[]", "secret-words", R"({"type":"secret-words"})",
                           R"({"type":"service_account","private_key":"secret-words"})",
                           R"({"type":"authorized_user","client_secret":"secret-words"})"}) {
    const auto fault = read_google_account(text);
    ASSERT_FALSE(fault) << text;
    EXPECT_EQ(fault.error().code, Errc::invalid_request);
    EXPECT_EQ((fault.error().message + fault.error().detail).find("secret-words"),
              std::string::npos);
  }
}

TEST(GoogleAccount, AKeyThatCannotSignShowsAtOnce) {
  const auto loop = async::Loop::simulated(1);
  const auto client = http::Client::create(*loop, {});
  const auto made =
      google_credential(*loop, *client, *read_google_account(account_json("secret-words")));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message.find("secret-words"), std::string::npos);
}

TEST(GoogleAccount, ATokenIsAskedForOnceAndUsedUntilShortlyBeforeItsEnd) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Scene scene{loop, {token("one", 3600), token("two", 3600)}};
    EXPECT_EQ(co_await shown(&scene), "Bearer one");
    EXPECT_EQ(co_await shown(&scene), "Bearer one");
    co_await loop.sleep(3539s);
    EXPECT_EQ(co_await shown(&scene), "Bearer one");
    co_await loop.sleep(2s);
    EXPECT_EQ(co_await shown(&scene), "Bearer two");
    EXPECT_EQ(scene.upstream.requests().size(), 2U);
    const auto& seen = scene.upstream.requests().front();
    EXPECT_EQ(seen.head.headers.get("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_TRUE(seen.body.starts_with(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=eyJ"))
        << seen.body;
  });
}

TEST(GoogleAccount, WhoeverComesMeanwhileGetsTheSameToken) {
  testkit::run([](async::Loop& loop) -> Task<> {
    auto slow = token("one", 3600);
    slow.head_wait = 100ms;
    Scene scene{loop, {slow}};
    std::vector<Task<std::string>> tasks;
    for (int i = 0; i < 5; ++i) tasks.push_back(shown(&scene));
    for (const auto& text : co_await async::all(loop, std::move(tasks))) {
      EXPECT_EQ(text, "Bearer one");
    }
    EXPECT_EQ(scene.upstream.requests().size(), 1U);
  });
}

TEST(GoogleAccount, ARefusalIsOursToPutRightAndTriedAnewNextTime) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Scene scene{loop,
                {testkit::answers_json(400, R"({"error":"invalid_grant"})"),
                 testkit::answers_json(200, "nonsense"), token("one", 3600)}};
    EXPECT_EQ(co_await shown(&scene), "unauthenticated");
    EXPECT_EQ(co_await shown(&scene), "unauthenticated");
    EXPECT_EQ(co_await shown(&scene), "Bearer one");
  });
}

}  // namespace
}  // namespace quorum::providers
