#pragma once
/// Vectors as JSON, in every dialect an array of numbers.

#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::dialects {

/// Each number in the shortest form that reads back as the same 32 bits.
void write_vector(json::Writer& writer, const std::vector<float>& vector);

/// The vectors of an array of arrays; `provider` is named in the error where it is none.
Result<std::vector<std::vector<float>>> read_vectors(std::string_view provider, json::Value value);

}  // namespace quorum::dialects
