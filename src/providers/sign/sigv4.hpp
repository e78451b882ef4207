#pragma once
/// Amazon's Signature Version 4 over a request.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/secret.hpp"

namespace quorum::sign {

struct AwsKeys {
  Secret access_key_id{};
  Secret secret_access_key{};
  Secret session_token{};  ///< Of borrowed keys; empty for one's own.
};

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// What is signed. Of the headers those that are given here and no others.
struct AwsRequest {
  std::string_view method{};
  std::string_view host{};
  std::string_view target{};  ///< Path and query as they are sent, encoded.
  HeaderList headers{};
  std::string_view body{};
};

struct AwsScope {
  std::string_view region{};
  std::string_view service{};
  UnixMs now_ms = 0;
};

/// The headers that the request needs beside its own: `X-Amz-Date`, with borrowed keys
/// `X-Amz-Security-Token`, and `Authorization`.
HeaderList sign_aws(const AwsRequest& request, const AwsKeys& keys, const AwsScope& scope);

}  // namespace quorum::sign
