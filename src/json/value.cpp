#include "json/value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include "json/text.hpp"
#include "json/walk.hpp"

namespace quorum::json {

/// A value, or a member's name, which stands directly before its value. Children follow their
/// parent. The kind is the first byte's, so none is kept: most of a hostile text is `[1,1,1,1…`.
struct Node {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t a = 0;  ///< Containers: number of children. Strings: where in `unescaped`, plus 1.
  std::uint32_t b = 0;  ///< Containers: nodes in all, itself included. Strings: unescaped size.
};

struct Tree {
  std::string text;
  std::string unescaped;  ///< What the strings with escapes spell, end to end.
  std::vector<Node> nodes;

  /// A bit for each name that stands anywhere, others' bits as well: most questions are for members
  /// that are nowhere.
  std::uint64_t names_met = 0;
  static std::uint64_t bit_of(std::string_view name) {
    const auto ends = name.empty() ? 0U
                                   : static_cast<unsigned char>(name.front()) * 5U +
                                         static_cast<unsigned char>(name.back());
    return std::uint64_t{1} << ((ends + name.size() * 11U) & 63U);
  }

  /// Of each large object, by its place among the nodes: the places of its members' names, in the
  /// order of what they spell and then of the text.
  std::map<std::uint32_t, std::vector<std::uint32_t>> names;

  std::string_view spelled(const Node& string) const {
    if (string.a != 0) return {unescaped.data() + string.a - 1, string.b};
    return {text.data() + string.begin + 1, string.end - string.begin - 2};
  }
};

namespace {

/// Objects of more members than that are not searched from one end to the other.
constexpr std::uint32_t kSearchedMax = 32;

Kind kind_of(char first) {
  switch (first) {
    case '{': return Kind::object;
    case '[': return Kind::array;
    case '"': return Kind::string;
    case 't':
    case 'f': return Kind::boolean;
    case 'n': return Kind::null;
    default: return Kind::number;
  }
}

bool is_container(const Tree& tree, const Node& node) {
  const char first = tree.text[node.begin];
  return first == '{' || first == '[';
}

/// The first node that is not inside `node`.
const Node* after(const Tree& tree, const Node* node) {
  return node + (is_container(tree, *node) ? node->b : 1);
}

/// Builds the tree while the text is walked.
class Builder {
 public:
  explicit Builder(Tree& tree) : tree_(tree) {
    constexpr std::size_t kUsualNodes = 64;
    constexpr std::size_t kUsualDepth = 8;
    tree.nodes.reserve(std::min(kUsualNodes, tree.text.size() / 2 + 1));
    open_.reserve(kUsualDepth);
  }

  void open(std::size_t at) {
    add(at, at);
    open_.push_back(tree_.nodes.size() - 1);
  }
  void close(std::size_t end) {
    Node& node = tree_.nodes[open_.back()];
    node.end = narrow(end);
    node.b = narrow(tree_.nodes.size() - open_.back());
    if (node.a > kSearchedMax && tree_.text[node.begin] == '{') sort_names(open_.back());
    open_.pop_back();
  }
  void key(RawString name) {
    const auto begin = static_cast<std::size_t>(name.inner.data() - tree_.text.data()) - 1;
    add_string(begin, name);
    tree_.names_met |= Tree::bit_of(tree_.spelled(tree_.nodes.back()));
  }
  void string(std::size_t at, RawString text) {
    count();
    add_string(at, text);
  }
  void other(std::size_t at, std::size_t end) { add(at, end); }

 private:
  static std::uint32_t narrow(std::size_t value) { return static_cast<std::uint32_t>(value); }

  void count() {
    if (!open_.empty()) ++tree_.nodes[open_.back()].a;
  }
  void add(std::size_t begin, std::size_t end) {
    count();
    tree_.nodes.push_back({.begin = narrow(begin), .end = narrow(end)});
  }
  void sort_names(std::size_t object) {
    std::vector<std::uint32_t> names;
    const Node* const nodes = tree_.nodes.data();
    const Node* const end = nodes + object + nodes[object].b;
    for (const Node* name = nodes + object + 1; name != end; name = after(tree_, name + 1)) {
      names.push_back(narrow(static_cast<std::size_t>(name - nodes)));
    }
    std::ranges::sort(names, {}, [this, nodes](std::uint32_t name) {
      return std::pair(tree_.spelled(nodes[name]), name);
    });
    tree_.names.emplace(narrow(object), std::move(names));
  }
  void add_string(std::size_t begin, RawString text) {
    Node node{.begin = narrow(begin), .end = narrow(begin + text.inner.size() + 2)};
    if (text.has_escape) {
      const auto start = tree_.unescaped.size();
      unescape(tree_.unescaped, text.inner);
      node.a = narrow(start + 1);
      node.b = narrow(tree_.unescaped.size() - start);
    }
    tree_.nodes.push_back(node);
  }

  Tree& tree_;
  std::vector<std::size_t> open_;
};

}  // namespace

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "boolean";
    case Kind::number: return "number";
    case Kind::string: return "string";
    case Kind::array: return "array";
    case Kind::object: return "object";
  }
  return "null";
}

Kind Value::kind() const { return exists() ? kind_of(tree_->text[node_->begin]) : Kind::null; }

std::string_view Value::raw() const {
  if (!exists()) return {};
  return std::string_view(tree_->text).substr(node_->begin, node_->end - node_->begin);
}

std::optional<bool> Value::boolean() const {
  if (!is(Kind::boolean)) return std::nullopt;
  return raw() == "true";
}

std::optional<double> Value::number() const {
  if (!is(Kind::number)) return std::nullopt;
  const auto digits = raw();
  double value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  // from_chars does not say which way it is out of range. Too small is as good as zero; too large
  // is not as good as anything.
  if (read.ec == std::errc::result_out_of_range)
    value = std::strtod(std::string(digits).c_str(), nullptr);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> Value::integer() const {
  if (!is(Kind::number)) return std::nullopt;
  const auto digits = raw();
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc{}) return std::nullopt;
  if (read.ptr == digits.data() + digits.size()) return value;

  // A point or an exponent: whole only if the double is, and sure only up to 2^53.
  const auto exact = number();
  if (!exact || std::trunc(*exact) != *exact || std::abs(*exact) > 9007199254740992.0) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*exact);
}

std::optional<std::string_view> Value::string() const {
  if (!is(Kind::string)) return std::nullopt;
  return tree_->spelled(*node_);
}

std::string_view Value::key() const {
  return key_ != nullptr ? tree_->spelled(*key_) : std::string_view{};
}

std::size_t Value::size() const { return exists() && is_container(*tree_, *node_) ? node_->a : 0; }

Value Value::operator[](std::string_view key) const {
  if (!exists() || (tree_->names_met & Tree::bit_of(key)) == 0) return {};
  if (tree_->text[node_->begin] != '{') return {};
  if (node_->a > kSearchedMax) return find_sorted(key);
  const Node* found = nullptr;
  const Node* const end = node_ + node_->b;
  for (const Node* name = node_ + 1; name != end; name = after(*tree_, name + 1)) {
    if (tree_->spelled(*name) == key) found = name;
  }
  return found == nullptr ? Value{} : Value{tree_, found + 1, found};
}

Value Value::find_sorted(std::string_view key) const {
  const auto& names = tree_->names.at(static_cast<std::uint32_t>(node_ - tree_->nodes.data()));
  const auto spelled = [this](std::uint32_t name) { return tree_->spelled(tree_->nodes[name]); };
  const auto behind = std::ranges::upper_bound(names, key, {}, spelled);
  if (behind == names.begin() || spelled(*std::prev(behind)) != key) return {};
  const Node* const name = tree_->nodes.data() + *std::prev(behind);
  return {tree_, name + 1, name};
}

Value Value::operator[](std::size_t index) const {
  if (!is(Kind::array) || index >= size()) return {};
  auto element = begin();
  while (index-- > 0) ++element;
  return *element;
}

Value::Iterator Value::begin() const {
  Iterator first;
  if (size() == 0) return first;
  first.tree_ = tree_;
  first.at_ = node_ + 1;
  first.is_object_ = tree_->text[node_->begin] == '{';
  return first;
}

Value::Iterator Value::end() const {
  Iterator last;
  if (size() > 0) last.at_ = node_ + node_->b;
  return last;
}

Value Value::Iterator::operator*() const {
  return is_object_ ? Value{tree_, at_ + 1, at_} : Value{tree_, at_, nullptr};
}

Value::Iterator& Value::Iterator::operator++() {
  at_ = after(*tree_, is_object_ ? at_ + 1 : at_);
  return *this;
}

Result<Document> Document::parse(std::string_view text) { return adopt(std::string(text)); }

Result<Document> Document::adopt(std::string text) {
  auto tree = std::make_unique<Tree>();
  tree->text = std::move(text);
  Builder builder(*tree);
  if (auto walked = walk(tree->text, builder); !walked) return std::move(walked.error());
  return Document(std::move(tree));
}

Document::Document(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Value Document::root() const { return {tree_.get(), tree_->nodes.data(), nullptr}; }
std::string_view Document::text() const { return tree_->text; }

}  // namespace quorum::json
