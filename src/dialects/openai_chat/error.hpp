#pragma once
/// Refusals: a provider's, read into our words, and ours, written as OpenAI writes them.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"

namespace quorum::openai_chat {

/// What the provider meant.
Error explain(const dialects::Refusal& refusal);

/// The same of an error object in the middle of a stream, where no status says what it is.
Error explain_object(std::string_view provider, json::Value error);

/// `{"error":{"message":…,"type":…,"param":…,"code":…}}`.
std::string write_error(const Error& error);

}  // namespace quorum::openai_chat
