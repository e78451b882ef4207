#include "json/scan.hpp"

#include <charconv>
#include <cstddef>

#include "json/text.hpp"
#include "json/walk.hpp"

namespace quorum::json {
namespace {

/// Remembers where the members of the top level stand.
class Collector {
 public:
  explicit Collector(std::string_view text) : text_(text) { members.reserve(16); }

  void open(std::size_t at) {
    if (depth_++ == 1) begin_ = at;
  }
  void close(std::size_t end) {
    if (--depth_ == 1) found(begin_, end);
  }
  void key(RawString name) {
    if (depth_ == 1) members.push_back({.key = name.inner, .value = {}});
  }
  void string(std::size_t at, RawString text) { other(at, at + text.inner.size() + 2); }
  void other(std::size_t at, std::size_t end) {
    if (depth_ == 1) found(at, end);
  }

  std::vector<Member> members;

 private:
  void found(std::size_t begin, std::size_t end) {
    if (!members.empty()) members.back().value = text_.substr(begin, end - begin);
  }

  std::string_view text_;
  std::size_t depth_ = 0;
  std::size_t begin_ = 0;  ///< Of the container that is a value of the top level.
};

}  // namespace

bool Member::is(std::string_view name) const {
  if (key.find('\\') == std::string_view::npos) return key == name;
  std::string unescaped;
  unescape(unescaped, key);
  return unescaped == name;
}

std::optional<std::string> Member::string() const {
  if (!value.starts_with('"')) return std::nullopt;
  std::string text;
  unescape(text, value.substr(1, value.size() - 2));
  return text;
}

std::optional<std::int64_t> Member::integer() const {
  std::int64_t number = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
  if (read.ec != std::errc{} || read.ptr != value.data() + value.size()) return std::nullopt;
  return number;
}

std::optional<bool> Member::boolean() const {
  if (value == "true") return true;
  if (value == "false") return false;
  return std::nullopt;
}

Result<std::vector<Member>> scan_object(std::string_view text) {
  Collector collector(text);
  if (auto walked = walk(text, collector); !walked) return std::move(walked.error());
  if (text[text.find_first_not_of(" \t\r\n")] != '{') {
    return Error{.code = Errc::invalid_request, .message = "Expected a JSON object."};
  }
  return std::move(collector.members);
}

const Member* find(const std::vector<Member>& members, std::string_view name) {
  const Member* found = nullptr;
  for (const Member& member : members) {
    if (member.is(name)) found = &member;
  }
  return found;
}

}  // namespace quorum::json
