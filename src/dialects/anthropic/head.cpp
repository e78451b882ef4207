#include "dialects/anthropic/head.hpp"

#include <vector>

#include "core/try.hpp"
#include "dialects/members.hpp"
#include "json/scan.hpp"
#include "json/splice.hpp"
#include "json/writer.hpp"

namespace quorum::anthropic {
namespace {

using dialects::Members;
using Edits = std::vector<json::Edit>;

/// The bytes from the front of one to the front of the other; both point into one text.
std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

const char* front(const json::Member& member) { return member.key.data() - 1; }  // The quote.
const char* back(const json::Member& member) { return member.value.data() + member.value.size(); }

/// Takes the members that `is_unwanted` names out of the object, with one comma each.
template <typename IsUnwanted>
void remove(const Members& members, IsUnwanted is_unwanted, Edits& edits) {
  const char* kept_end = nullptr;  // Of the last member that stays.
  std::size_t removed = 0;         // Those behind it so far.
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto& member = members[i];
    if (!is_unwanted(member)) {
      if (removed > 0 && kept_end != nullptr) {
        edits.push_back({.at = between(kept_end, back(members[i - 1])), .with = ""});
      } else if (removed > 0) {
        edits.push_back({.at = between(front(members[0]), front(member)), .with = ""});
      }
      kept_end = back(member);
      removed = 0;
      continue;
    }
    ++removed;
  }
  if (removed == 0) return;
  const auto* begin = kept_end != nullptr ? kept_end : front(members[0]);
  edits.push_back({.at = between(begin, back(members.back())), .with = ""});
}

}  // namespace

Result<dialects::Head> scan_head(std::string_view body) {
  QUORUM_TRY(auto head, dialects::scan_model_and_stream(body, dialects::Unsaid::whole));
  head.include_usage = true;  // This dialect always tells it.
  return head;
}

Result<std::string> splice(std::string_view body, const dialects::Ask& ask) {
  const auto& quirks = ask.quirks.anthropic;
  if (quirks.version_in_body.empty()) return dialects::with_model(body, ask.model);
  QUORUM_TRY(const auto members, json::scan_object(body));
  Edits edits;
  const auto is_unwanted = [&](const json::Member& member) {
    return member.is("model") || (quirks.omits_stream && member.is("stream"));
  };
  remove(members, is_unwanted, edits);
  const auto version = json::quote(quirks.version_in_body);
  if (dialects::replace_all(members, "anthropic_version", version, edits)) {
    return json::splice(body, edits);
  }
  // Added once the others are gone: what stands behind it may have been one of them.
  const auto rest = json::splice(body, edits);
  const std::vector<json::Edit> added{json::add_member(rest, "anthropic_version", version)};
  return json::splice(rest, added);
}

}  // namespace quorum::anthropic
