#pragma once
/// Refusals: the Responses API shares OpenAI's error object, but not all of its statuses.

#include <string_view>

#include "core/error.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"

namespace quorum::openai_responses {

/// What the provider meant. An unknown model, which is refused with a 400 here, is `not_found`.
Error explain(const dialects::Refusal& refusal);

/// The same of an event or object in the middle of an answer: `error` flat or nested, or the
/// `error` of a failed response.
Error explain_object(std::string_view provider, json::Value error);

/// The status that OpenAI answers `error` with: as everywhere, but 400 for an unknown model.
int status_of(const Error& error);

/// The word of a `response.error` that comes nearest, of the few that the schema has.
std::string_view failure_code(const Error& error);

}  // namespace quorum::openai_responses
