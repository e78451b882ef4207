#pragma once
/// Refusals as Cohere spells them: `{"id":…,"message":…}`, sometimes with an `error_type`.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"

namespace quorum::cohere {

/// What the server meant.
Error explain(const dialects::Refusal& refusal);

/// The same of an answer that ended in an error: its `finish_reason` and what was said of it.
Error explain_finish(std::string_view provider, std::string_view reason, json::Value said);

/// Ours, as a client of this dialect is told it.
int status_of(const Error& error);
std::string write_error(const Error& error, std::string_view request_id);

}  // namespace quorum::cohere
