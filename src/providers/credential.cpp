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
    if (!key_.empty()) {
      const std::string scheme = header_ == "Authorization" ? "Bearer " : "";
      request.headers.add(header_, scheme + std::string{key_.reveal()});
    }
    co_return request;
  }

 private:
  std::string_view header_;
  Secret key_;
};

}  // namespace

std::unique_ptr<Credential> key_credential(Auth auth, Secret key) {
  return std::make_unique<KeyCredential>(auth, std::move(key));
}

}  // namespace quorum::providers
