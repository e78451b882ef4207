#pragma once
/// Refusals: Google's, read into our words, and ours, written as Google writes them.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"

namespace quorum::gemini {

/// What Google meant. How long to wait stands in the body.
Error explain(const dialects::Refusal& refusal);

/// The same of an error object in the middle of a stream.
Error explain_object(std::string_view provider, json::Value error);

/// Google's clients want in the body what the status line says.
int status_of(const Error& error);

/// `{"error":{"code":…,"message":…,"status":…,"details":[…]}}` on one line.
std::string write_error(const Error& error, std::string_view request_id);

}  // namespace quorum::gemini
