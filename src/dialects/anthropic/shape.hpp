#pragma once
/// JSON Schemas as Anthropic's structured output takes them: closed objects, and few of the words.

#include <optional>
#include <string>
#include <string_view>

namespace quorum::anthropic {

struct Shape {
  std::string schema{};
  bool is_softened = false;  ///< Some of its bounds are only told to the model, as descriptions.
};

/// `schema` as the official clients rewrite it: objects closed, `oneOf` as `anyOf`, what is not
/// taken (`minimum`, `pattern` …) moved into the description. One that needs none of it stays as it
/// is, to the byte. Nothing where it allows what a closed object cannot: members of any name.
std::optional<Shape> shape_of(std::string_view schema);

}  // namespace quorum::anthropic
