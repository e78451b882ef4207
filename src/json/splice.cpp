#include "json/splice.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <functional>
#include <vector>

#include "json/writer.hpp"

namespace quorum::json {
namespace {

std::size_t offset(std::string_view text, std::string_view part) {
  assert(!std::less<>{}(part.data(), text.data()) && "an edit outside the text");
  const auto at = static_cast<std::size_t>(part.data() - text.data());
  assert(at + part.size() <= text.size() && "an edit outside the text");
  return at;
}

}  // namespace

Edit add_member(std::string_view text, std::string_view name, std::string_view value) {
  const auto inside = text.find('{') + 1;
  const auto next = text.find_first_not_of(" \t\r\n", inside);
  Edit edit{.at = text.substr(inside, 0), .with = quote(name)};
  edit.with += ':';
  edit.with += value;
  if (text[next] != '}') edit.with += ',';
  return edit;
}

std::string splice(std::string_view text, std::span<const Edit> edits) {
  std::vector<const Edit*> ordered;
  std::size_t size = text.size();
  for (const Edit& edit : edits) {
    ordered.push_back(&edit);
    size += edit.with.size();
  }
  // By their own order at last, so that two insertions at one place keep it.
  std::ranges::sort(ordered, [](const Edit* a, const Edit* b) {
    return a->at.data() != b->at.data() ? a->at.data() < b->at.data() : a < b;
  });

  std::string out;
  out.reserve(size);
  std::size_t done = 0;
  for (const Edit* edit : ordered) {
    const auto at = offset(text, edit->at);
    assert(at >= done && "edits overlap");
    out.append(text.substr(done, at - done));
    out.append(edit->with);
    done = at + edit->at.size();
  }
  out.append(text.substr(done));
  return out;
}

}  // namespace quorum::json
