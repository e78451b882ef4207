#pragma once
/// A provider's site as a backend: its dialects over the HTTP client.

#include <cstddef>
#include <memory>

#include "llm/backend.hpp"
#include "providers/plan.hpp"
#include "providers/site.hpp"

namespace quorum::providers {

struct HttpBackendConfig {
  Aliases aliases{};
  std::size_t reply_bytes_max = 64 << 20;
};

/// `Call::model` is the provider's own name for the model. A client's bytes in a dialect that the
/// provider speaks are sent as they are but for the model, and its answer's bytes given back as
/// they are; everything else goes through our words and the dialect it is best asked in.
///
/// `site` outlives the backend, which outlives the streams it opened.
std::unique_ptr<llm::ChatBackend> http_backend(Site& site, HttpBackendConfig config);

}  // namespace quorum::providers
