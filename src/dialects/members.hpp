#pragma once
/// The few members that most dialects' heads share, found in a client's bytes without a tree.

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "json/scan.hpp"
#include "json/splice.hpp"

namespace quorum::dialects {

using Members = std::vector<json::Member>;

/// What a request that does not mention `stream` asks for.
enum class Unsaid : bool { whole, streamed };

/// `model` and `stream` of a body that has both.
Result<Head> scan_model_and_stream(std::string_view body, Unsaid unsaid);

/// `body` for another server: only the model's bytes differ.
Result<std::string> with_model(std::string_view body, std::string_view model);

/// Every mention of `name` gets the new value, so that it does not matter which one a server takes.
/// False where there is none.
bool replace_all(const Members& members, std::string_view name, const std::string& value,
                 std::vector<json::Edit>& edits);

}  // namespace quorum::dialects
