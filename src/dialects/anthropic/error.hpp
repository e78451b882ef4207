#pragma once
/// Refusals: a provider's, read into our words, and ours, written as Anthropic writes them.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"

namespace quorum::anthropic {

/// What the provider meant: Anthropic itself, or Google and Amazon, who serve its models and answer
/// in their own way where the request never reached them.
Error explain(const dialects::Refusal& refusal);

/// The same of an error event in the middle of a stream, or of an error sent as an answer.
Error explain_object(std::string_view provider, json::Value body);

int status_of(const Error& error);

/// `{"type":"error","error":{"type":…,"message":…},"request_id":…}`.
std::string write_error(const Error& error, std::string_view request_id);

}  // namespace quorum::anthropic
