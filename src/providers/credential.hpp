#pragma once
/// What shows a provider who asks.

#include <memory>
#include <string>

#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/secret.hpp"
#include "http/client.hpp"
#include "providers/sign/sigv4.hpp"
#include "providers/vendors.hpp"

namespace quorum::providers {

class Credential {
 public:
  virtual ~Credential() = default;

  /// The request with what shows who asks; its address, its other headers and its body are final.
  virtual Task<Result<http::ClientRequest>> show(http::ClientRequest request) = 0;

  /// Adds the same where it is the same for every request; false where it is not.
  virtual bool show_always(http::Headers&) const { return false; }
};

/// A key in a header, as `auth` says; an empty one is not sent.
std::unique_ptr<Credential> key_credential(Auth auth, Secret key);

/// Amazon's signature for one region of its Bedrock. `clock` outlives it.
std::unique_ptr<Credential> aws_credential(const Clock& clock, sign::AwsKeys keys,
                                           std::string region);

}  // namespace quorum::providers
