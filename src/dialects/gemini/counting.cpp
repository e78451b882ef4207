#include "dialects/gemini/counting.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "json/scan.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {
namespace {

using Members = std::vector<json::Member>;

std::string without_model(const Members& members) {
  std::string out = "{";
  for (const auto& member : members) {
    if (member.is("model")) continue;
    if (out.size() > 1) out += ',';
    out.append("\"").append(member.key).append("\":").append(member.value);
  }
  return out + "}";
}

const json::Member* find_inner(const Members& members) {
  const auto* inner = json::find(members, "generateContentRequest");
  return inner != nullptr ? inner : json::find(members, "generate_content_request");
}

}  // namespace

Result<std::string> read_count(std::string_view body) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  if (const auto* inner = find_inner(members); inner != nullptr && inner->value != "null") {
    if (!inner->value.starts_with('{'))
      return dialects::wrong("generateContentRequest", "an object");
    QUORUM_TRY(const auto inside, json::scan_object(inner->value));
    return without_model(inside);
  }
  if (json::find(members, "contents") == nullptr) {
    return dialects::missing("contents", "an array of contents, or `generateContentRequest`");
  }
  return without_model(members);
}

std::string write_count(const llm::TokenCount& count) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("totalTokens").number(count.tokens);
  if (count.cached) writer.key("cachedContentTokenCount").number(*count.cached);
  writer.end();
  return out;
}

}  // namespace quorum::gemini
