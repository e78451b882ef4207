#pragma once
/// Answers that a client goes on from by name: what was said before goes in front of its request.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::openai_responses {

/// One request and its answer, as they were kept.
struct Turn {
  std::string input;     ///< JSON array of items, as `own_items` made it.
  std::string response;  ///< The response object.
};

/// The items of a request's `input` as an array; a string becomes the message that it stands for.
Result<std::string> own_items(std::string_view body);

/// The response whose item that is, by the name that our writers give it: `resp_x` of `msg_x_0`.
std::optional<std::string> response_of_item(std::string_view item_id);

/// The responses whose items the request's input only refers to (`item_reference`), each once.
std::vector<std::string> referred_responses(std::string_view body);

/// Whether our writers gave a response that name; providers name theirs otherwise.
bool is_own_id(std::string_view response_id);

/// `body` with what its input refers to in the responses `known` put in its place.
Result<std::string> resolved(std::string_view body, std::span<const std::string> known);

/// `body` with `turns` in front of its input and without `previous_response_id`. Sealed thoughts of
/// earlier turns stay; thoughts that nobody sealed, which no provider takes, and the names of
/// items, which only their maker knows, do not.
Result<std::string> continued(std::string_view body, std::span<const Turn> turns);

/// All that the last turn's answer was given, as a list of items that each have an id.
std::vector<std::string> listed_items(std::span<const Turn> turns);

/// The response object of an answer that has come to its proper end in `events`, whole events in
/// the bytes that a client gets.
std::optional<std::string> finished_response(std::string_view events);

}  // namespace quorum::openai_responses
