#pragma once
/// The door as HTTP knows it: where clients of all dialects put their keys, and in which headers
/// they read what is left of their limits.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "api/audience.hpp"
#include "api/cors.hpp"
#include "core/clock.hpp"
#include "govern/door.hpp"
#include "http/message.hpp"

namespace quorum::api {

/// What a request shows as keys: `Authorization: Bearer`, `x-api-key` (Anthropic's clients),
/// `x-goog-api-key` and `?key=` (Google's), `api-key` (Azure's), and, for browsers, which can set
/// no header of a WebSocket, the subprotocol `openai-insecure-api-key.KEY`. Views into `head`.
class ShownKeys {
 public:
  explicit ShownKeys(const http::RequestHead& head);
  std::span<const std::string_view> all() const { return {keys_.data(), count_}; }

 private:
  void add(std::string_view key);

  std::array<std::string_view, 6> keys_{};
  std::size_t count_ = 0;
};

/// Whether `request` comes from our own machine, and not through a page of somewhere else whose
/// name was pointed at us (DNS rebinding): then its `Origin` is our own address by a strange name.
bool is_at_home(const http::Request& request, const Cors& cors);

/// Takes the place of what a provider says about its own limit on requests.
void set_quota(http::Headers& headers, const govern::Quota& quota, Audience audience,
               const Clock& clock);

}  // namespace quorum::api
