#include "dialects/gemini/partial_args.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "dialects/gemini/fields.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {

struct PartialArgs::Node {
  enum class Kind : std::uint8_t { empty, plain, text, object, array };
  Kind kind = Kind::empty;
  std::string value{};  ///< Of `plain` its JSON, of `text` the text.
  std::vector<std::pair<std::string, Node>> members{};  ///< An array's have no names.
};

namespace {

using Node = PartialArgs::Node;

// A provider gone mad must not cost us more than it sends.
constexpr std::size_t kDepthMax = 32;
constexpr std::size_t kNodesMax = 10'000;

/// One step of a path: a member's name, or a place in an array.
struct Step {
  std::string_view name{};
  std::optional<std::size_t> index{};
};

/// `.name`, `[0]`, `['name']` or `["name"]` at the front of `path`, which is taken off.
std::optional<Step> take_step(std::string_view& path) {
  if (path.starts_with('.')) {
    path.remove_prefix(1);
    const auto size = std::min(path.find_first_of(".["), path.size());
    const Step step{.name = path.substr(0, size)};
    path.remove_prefix(size);
    return step.name.empty() ? std::nullopt : std::optional{step};
  }
  if (!path.starts_with('[') || path.size() < 3) return std::nullopt;
  const char quote = path[1];
  if (quote == '\'' || quote == '"') {
    const auto end = path.find(quote, 2);
    if (end == path.npos || end + 1 >= path.size() || path[end + 1] != ']') return std::nullopt;
    const Step step{.name = path.substr(2, end - 2)};
    path.remove_prefix(end + 2);
    return step;
  }
  Step step{.index = 0};
  const auto* end = path.data() + path.size();
  const auto read = std::from_chars(path.data() + 1, end, *step.index);
  if (read.ec != std::errc{} || read.ptr == end || *read.ptr != ']') return std::nullopt;
  path.remove_prefix(static_cast<std::size_t>(read.ptr - path.data()) + 1);
  return step;
}

void write(const Node& node, json::Writer& writer) {
  switch (node.kind) {
    case Node::Kind::empty: writer.null(); return;
    case Node::Kind::plain: writer.raw(node.value); return;
    case Node::Kind::text: writer.string(node.value); return;
    case Node::Kind::object: writer.object(); break;
    case Node::Kind::array: writer.array(); break;
  }
  for (const auto& [name, member] : node.members) {
    if (node.kind == Node::Kind::object) writer.key(name);
    write(member, writer);
  }
  writer.end();
}

}  // namespace

PartialArgs::PartialArgs() : root_(std::make_unique<Node>()) { root_->kind = Node::Kind::object; }
PartialArgs::PartialArgs(PartialArgs&&) noexcept = default;
PartialArgs& PartialArgs::operator=(PartialArgs&&) noexcept = default;
PartialArgs::~PartialArgs() = default;

Node* PartialArgs::place(std::string_view path) {
  if (path.starts_with('$')) path.remove_prefix(1);
  auto* node = root_.get();
  for (std::size_t depth = 0; !path.empty(); ++depth) {
    const auto step = take_step(path);
    if (!step || depth == kDepthMax) return nullptr;
    const auto kind = step->index ? Node::Kind::array : Node::Kind::object;
    if (node->kind == Node::Kind::empty) node->kind = kind;
    if (node->kind != kind) return nullptr;
    auto& members = node->members;
    const auto found =
        step->index
            ? members.begin() + static_cast<std::ptrdiff_t>(std::min(*step->index, members.size()))
            : std::ranges::find(members, step->name, &std::pair<std::string, Node>::first);
    if (found != members.end()) {
      node = &found->second;
      continue;
    }
    // Places come in their order; one far behind the last is none.
    const bool has_gap = step->index && *step->index > members.size();
    if (has_gap || ++nodes_ > kNodesMax) return nullptr;
    node = &members.emplace_back(std::string{step->name}, Node{}).second;
  }
  return node == root_.get() ? nullptr : node;
}

void PartialArgs::add(json::Value pieces) {
  for (const auto piece : pieces) {
    auto* node = place(member(piece, "jsonPath").string().value_or(""));
    if (node == nullptr || !node->members.empty()) continue;
    if (const auto text = member(piece, "stringValue").string()) {
      if (node->kind != Node::Kind::text) node->value.clear();
      node->kind = Node::Kind::text;
      node->value += *text;
      continue;
    }
    for (const std::string_view name : {"numberValue", "boolValue"}) {
      const auto value = member(piece, name);
      if (!value.exists()) continue;
      node->kind = Node::Kind::plain;
      node->value = value.raw();
    }
    if (member(piece, "nullValue").exists()) *node = Node{};
  }
}

std::string PartialArgs::str() const {
  std::string out;
  json::Writer writer{out};
  write(*root_, writer);
  return out;
}

}  // namespace quorum::gemini
