#pragma once
/// The model that a request's body names, in JSON or in a form, and where it stands. Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace quorum::providers {

struct BodyModel {
  enum class Spelling : bool { json, form };
  std::string name{};
  std::string_view at{};  ///< Its bytes in the body: a JSON string, or a form field's value.
  Spelling spelling = Spelling::json;
};

/// Nothing where the body names none, or is neither.
std::optional<BodyModel> body_model(std::string_view content_type, std::string_view body);

/// `body` with another name in the place of `model`'s; every other byte stays as it is.
std::string with_model(const std::string& body, const BodyModel& model, std::string_view name);

}  // namespace quorum::providers
