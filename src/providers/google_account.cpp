#include "providers/google_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "async/event.hpp"
#include "async/scope.hpp"
#include "core/try.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "providers/address.hpp"
#include "providers/sign/jwt.hpp"

namespace quorum::providers {
namespace {

constexpr std::string_view kScope = "https://www.googleapis.com/auth/cloud-platform";
constexpr std::string_view kTokenUrl = "https://oauth2.googleapis.com/token";
constexpr std::int64_t kAssertionSeconds = 3'600;
constexpr std::size_t kTokenBytesMax = 64 << 10;
constexpr std::chrono::seconds kWaitMax{20};

/// A token is not used in its last moments: a request takes a while to get there.
constexpr std::chrono::seconds kSpare{60};

std::string text_of(json::Value value) { return std::string{value.string().value_or("")}; }

Error bad_account(std::string_view what) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("The file that GOOGLE_APPLICATION_CREDENTIALS names {}.", what)};
}

Error no_token(std::string detail) {
  return {.code = Errc::unauthenticated,
          .message = "Google gave no access token for this account.",
          .detail = std::move(detail)};
}

class GoogleCredential final : public Credential {
 public:
  GoogleCredential(async::Loop& loop, http::Client& client, GoogleAccount account, http::Url url)
      : loop_(loop),
        client_(client),
        account_(std::move(account)),
        url_(std::move(url)),
        has_answered_(loop),
        asking_(loop) {}

  Task<Result<http::ClientRequest>> show(http::ClientRequest request) override {
    if (loop_.now() >= until_) QUORUM_CO_CHECK(co_await renew());
    request.headers.set("Authorization", "Bearer " + std::string{token_.reveal()});
    co_return request;
  }

 private:
  /// The asking belongs to nobody in particular: whoever leaves, the others get their token.
  Task<Result<>> renew() {
    if (asking_.size() == 0) {
      has_answered_.reset();
      asking_.spawn(ask());
    }
    co_await has_answered_.wait();
    if (failure_) co_return *failure_;
    co_return {};
  }

  Task<> ask() {
    auto fetched = co_await fetch();
    failure_.reset();
    if (!fetched) failure_ = std::move(fetched.error());
    has_answered_.set();
  }

  Task<Result<>> fetch() {
    QUORUM_CO_TRY(auto body, token_request(account_, loop_.unix_ms()));
    http::ClientRequest request{.url = url_, .body = std::move(body)};
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.headers.add("Accept", "application/json");
    request.waits = {.connect_max = kWaitMax,
                     .head_max = kWaitMax,
                     .chunk_max = kWaitMax,
                     .deadline = loop_.now() + kWaitMax};
    auto sent = co_await client_.send(std::move(request));
    if (!sent) {
      co_return Error{.code = Errc::unavailable,
                      .message = "Google cannot be reached for an access token.",
                      .detail = sent.error().message + " " + sent.error().detail};
    }
    const auto status = (*sent)->head().status;
    QUORUM_CO_TRY(const auto answer, co_await (*sent)->read_all(kTokenBytesMax));
    if (status != 200) co_return no_token(refusal_of(status, answer));
    co_return take(answer);
  }

  /// Google's two words for what is wrong; they hold no secret, the rest of the answer might.
  static std::string refusal_of(int status, std::string_view answer) {
    const auto document = json::Document::parse(answer);
    if (!document) return fmt::format("status {}", status);
    const auto root = document->root();
    return fmt::format("status {}: {} {}", status, text_of(root["error"]),
                       text_of(root["error_description"]));
  }

  Result<> take(std::string_view answer) {
    const auto document = json::Document::parse(answer);
    if (!document) return no_token("its answer is no JSON");
    const auto token = text_of(document->root()["access_token"]);
    const auto seconds = document->root()["expires_in"].integer().value_or(0);
    if (token.empty()) return no_token("its answer has no access_token");
    token_ = Secret{token};
    const auto lasts = std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, 86'400)};
    until_ = loop_.now() + std::max<Duration>(lasts - kSpare, std::chrono::seconds{1});
    return {};
  }

  async::Loop& loop_;
  http::Client& client_;
  GoogleAccount account_;
  http::Url url_;
  Secret token_{};
  TimePoint until_ = TimePoint::min();
  std::optional<Error> failure_{};
  async::Event has_answered_;
  async::Scope asking_;  ///< Last: it uses what is above.
};

}  // namespace

Result<GoogleAccount> read_google_account(std::string_view json) {
  const auto document = json::Document::parse(json);
  if (!document || !document->root().is(json::Kind::object))
    return bad_account("is no JSON object");
  const auto root = document->root();
  const auto type = text_of(root["type"]);
  GoogleAccount account{.token_url = text_of(root["token_uri"]),
                        .project_id = text_of(root["project_id"])};
  if (account.token_url.empty()) account.token_url = kTokenUrl;
  if (type == "service_account") {
    account.email = text_of(root["client_email"]);
    account.private_key = Secret{text_of(root["private_key"])};
    account.key_id = text_of(root["private_key_id"]);
    if (!account.email.empty() && !account.private_key.empty()) return account;
    return bad_account("lacks `client_email` or `private_key`");
  }
  if (type == "authorized_user") {
    account.client_id = text_of(root["client_id"]);
    account.client_secret = Secret{text_of(root["client_secret"])};
    account.refresh_token = Secret{text_of(root["refresh_token"])};
    if (account.project_id.empty()) account.project_id = text_of(root["quota_project_id"]);
    if (!account.client_id.empty() && !account.refresh_token.empty()) return account;
    return bad_account("lacks `client_id` or `refresh_token`");
  }
  return bad_account("has another `type` than service_account and authorized_user");
}

Result<std::string> token_request(const GoogleAccount& account, UnixMs now_ms) {
  if (!account.refresh_token.empty()) {
    return fmt::format("grant_type=refresh_token&client_id={}&client_secret={}&refresh_token={}",
                       url_part(account.client_id), url_part(account.client_secret.reveal()),
                       url_part(account.refresh_token.reveal()));
  }
  const auto now = now_ms / 1'000;
  std::string claims;
  json::Writer w(claims);
  w.object().key("iss").string(account.email).key("scope").string(kScope);
  w.key("aud").string(account.token_url).key("iat").number(now);
  w.key("exp").number(now + kAssertionSeconds).end();
  QUORUM_TRY(const auto token, sign::signed_jwt(claims, account.private_key, account.key_id));
  return fmt::format("grant_type={}&assertion={}",
                     url_part("urn:ietf:params:oauth:grant-type:jwt-bearer"), token);
}

Result<std::unique_ptr<Credential>> google_credential(async::Loop& loop, http::Client& client,
                                                      GoogleAccount account) {
  auto url = http::Url::parse(account.token_url);
  if (!url) return bad_account("has a `token_uri` that is no address");
  // A key that cannot sign shows now and not in the first call.
  if (auto tried = token_request(account, 0); !tried) return std::move(tried.error());
  return std::make_unique<GoogleCredential>(loop, client, std::move(account), std::move(*url));
}

}  // namespace quorum::providers
