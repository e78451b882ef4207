#include "api/platform/chat_request.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace quorum::api::platform {
namespace {

constexpr std::array<std::string_view, 3> kRoles{"user", "assistant", "system"};

llm::Role role_of(std::string_view name) {
  if (name == "assistant") return llm::Role::assistant;
  return name == "system" ? llm::Role::system : llm::Role::user;
}

}  // namespace

std::vector<llm::Message> read_messages(Fields& fields, Issues& issues) {
  std::vector<llm::Message> messages;
  const auto list =
      fields.required_list("messages", {.min = 1, .max = std::numeric_limits<std::size_t>::max()});
  for (const auto message : list) {
    Fields one(message, fields.at("messages").child(messages.size()), issues);
    const auto role = one.required_choice("role", kRoles);
    messages.push_back(llm::message(role_of(role), one.required_text("content")));
  }
  return messages;
}

ChatRequest read_chat_request(std::string_view body, const Config& config, Issues& issues) {
  ChatRequest request;
  const auto document = read_body(body, issues);
  if (!document) return request;

  Fields fields(document->root(), Place("body"), issues);
  request.chat.messages = read_messages(fields, issues);
  request.model = fields.text_or("model", config.default_model);
  request.chat.temperature = fields.number_or("temperature", 0.7, {.min = 0, .max = 2});
  request.chat.tokens_max =
      fields.integer_or("max_tokens", std::min(kTokensDefault, config.tokens_max_limit),
                        {.min = 1, .max = config.tokens_max_limit});
  request.stream = fields.boolean_or("stream", true);
  request.chat.include_usage = request.stream;
  return request;
}

}  // namespace quorum::api::platform
