#pragma once
/// One vendor's endpoint as a backend: a dialect, an address and a key over the HTTP client.

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>

#include "async/loop.hpp"
#include "core/secret.hpp"
#include "dialects/target.hpp"
#include "http/client.hpp"
#include "llm/backend.hpp"
#include "providers/vendors.hpp"

namespace quorum::providers {

struct HttpBackendConfig {
  const Vendor* vendor = nullptr;            ///< One of `vendors()`.
  const dialects::Target* target = nullptr;  ///< How it is asked.
  http::Url url{};                           ///< Chats are posted there; see `chat_url`.
  Secret key{};                              ///< Empty: none is sent.
  std::string key_variable{};                ///< Where the key was read from, for messages.

  /// Asked for → sent on, by the names that the vendor would see.
  std::map<std::string, std::string, std::less<>> aliases{};

  /// How long nothing may come: until the head, between two pieces of a stream; and, where the
  /// answer is not streamed, until it is whole.
  std::chrono::milliseconds wait_max{60'000};
  std::size_t reply_bytes_max = 64 << 20;
};

/// `Call::model` is the vendor's own name for the model. A client's bytes in the vendor's dialect
/// are sent as they are but for the model, and its answer's bytes given back as they are;
/// everything else goes through our words.
///
/// `loop` and `client` outlive the backend, which outlives the streams it opened.
std::unique_ptr<llm::ChatBackend> http_backend(async::Loop& loop, http::Client& client,
                                               HttpBackendConfig config);

}  // namespace quorum::providers
