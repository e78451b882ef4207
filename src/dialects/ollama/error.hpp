#pragma once
/// Refusals as Ollama spells them: `{"error":"text"}`, in a body or in the middle of a stream.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"

namespace quorum::ollama {

/// What the server meant.
Error explain(const dialects::Refusal& refusal);

/// The same of a line that bears an error, where no status says what it is.
Error explain_line(std::string_view provider, json::Value line);

std::string write_error(const Error& error);

}  // namespace quorum::ollama
