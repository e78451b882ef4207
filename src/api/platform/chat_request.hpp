#pragma once
/// What `POST /api/v1/chat/completions` takes, with the platform's defaults and bounds.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/platform/fields.hpp"
#include "llm/chat.hpp"

namespace quorum::api::platform {

/// Unless the limit is lower.
inline constexpr std::int64_t kTokensDefault = 2048;

/// The platform's part of the configuration.
struct Config {
  std::string version = "0.1.0";
  std::string default_model = "gpt-3.5-turbo";
  std::int64_t tokens_max_limit = 4096;  ///< `MAX_TOKENS_LIMIT`
  bool is_openai_configured = false;

  /// Whether requests leave their records, as they should; asked on any loop. Without it they do.
  std::function<bool()> keeps_records{};
};

struct ChatRequest {
  std::string model;
  bool stream = true;
  llm::Chat chat{};
};

/// Worth nothing once `issues` has one.
ChatRequest read_chat_request(std::string_view body, const Config& config, Issues& issues);

/// The `messages` of a request, which both chat routes share.
std::vector<llm::Message> read_messages(Fields& fields, Issues& issues);

}  // namespace quorum::api::platform
