#pragma once
/// Answers of a given JSON Schema from models that cannot promise them.

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "llm/backend.hpp"

namespace quorum::gateway {

/// What a model can be made to keep to.
enum class Promise : std::uint8_t {
  json_schema,  ///< Schemas; nothing is to be done.
  json_object,  ///< Only that its answer is JSON.
  nothing,
};

using FindPromise = std::function<Promise(std::string_view model)>;

/// Where `inner`'s model cannot keep to a schema that the caller asks for, the schema goes into the
/// prompt, the answer is checked, and asked for once more where it does not fit, with what is wrong
/// with it. The caller gets the JSON alone, in one piece, the usage of both calls, and
/// `Notes::emulated` says `response_format`. An answer that still does not fit is
/// `upstream_failed`, reason `schema_mismatch`. An answer that calls tools passes as it is.
///
/// `inner` outlives the result.
std::unique_ptr<llm::ChatBackend> structured(llm::ChatBackend& inner, FindPromise find);

}  // namespace quorum::gateway
