#include "providers/credential.hpp"

#include <string_view>
#include <utility>

namespace quorum::providers {
namespace {

std::string_view header_of(Auth auth) {
  switch (auth) {
    case Auth::api_key: return "api-key";
    case Auth::x_api_key: return "x-api-key";
    case Auth::x_goog_api_key: return "x-goog-api-key";
    default: return "Authorization";
  }
}

class KeyCredential final : public Credential {
 public:
  KeyCredential(Auth auth, Secret key) : header_(header_of(auth)), key_(std::move(key)) {}

  Task<Result<http::ClientRequest>> show(http::ClientRequest request) override {
    show_always(request.headers);
    co_return request;
  }

  bool show_always(http::Headers& headers) const override {
    if (key_.empty()) return true;
    const std::string scheme = header_ == "Authorization" ? "Bearer " : "";
    headers.add(header_, scheme + std::string{key_.reveal()});
    return true;
  }

 private:
  std::string_view header_;
  Secret key_;
};

class AwsCredential final : public Credential {
 public:
  AwsCredential(const Clock& clock, sign::AwsKeys keys, std::string region)
      : clock_(clock), keys_(std::move(keys)), region_(std::move(region)) {}

  Task<Result<http::ClientRequest>> show(http::ClientRequest request) override {
    const auto host = request.url.authority();
    sign::AwsRequest asked{
        .method = request.method, .host = host, .target = request.url.target, .body = request.body};
    // What a proxy on the way may change is not signed.
    for (const std::string_view name : {"Content-Type", "Accept"}) {
      if (const auto value = request.headers.get(name)) asked.headers.emplace_back(name, *value);
    }
    const auto added = sign::sign_aws(
        asked, keys_, {.region = region_, .service = "bedrock", .now_ms = clock_.unix_ms()});
    for (const auto& [name, value] : added) request.headers.set(name, value);
    co_return request;
  }

 private:
  const Clock& clock_;
  sign::AwsKeys keys_;
  std::string region_;
};

}  // namespace

std::unique_ptr<Credential> aws_credential(const Clock& clock, sign::AwsKeys keys,
                                           std::string region) {
  return std::make_unique<AwsCredential>(clock, std::move(keys), std::move(region));
}

std::unique_ptr<Credential> key_credential(Auth auth, Secret key) {
  return std::make_unique<KeyCredential>(auth, std::move(key));
}

}  // namespace quorum::providers
