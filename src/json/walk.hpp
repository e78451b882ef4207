#pragma once
/// The grammar of RFC 8259, once, for everything in this room that reads JSON.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "json/lexer.hpp"

namespace quorum::json {

constexpr std::size_t kDepthMax = 128;

/// Walks `text`, which must be one JSON value and valid UTF-8, and tells `sink` what is there, in
/// order: `open(at)`, `close(end)`, `key(RawString)`, `string(at, RawString)`, `other(at, end)` for
/// numbers and literals. Positions are byte offsets into `text`.
template <typename Sink>
class Walker {
 public:
  Walker(std::string_view text, Sink& sink) : lexer_(text), sink_(sink) {}

  Result<> run() {
    lexer_.space();
    if (!value()) return lexer_.error();
    while (depth_ > 0) {
      if (!(is_after_value_ ? after_value() : next_item())) return lexer_.error();
    }
    lexer_.space();
    if (!lexer_.at_end()) {
      lexer_.fail("there is something after the value");
      return lexer_.error();
    }
    return {};
  }

 private:
  bool next_item() {
    if (is_object_[depth_ - 1]) {
      RawString name;
      if (lexer_.peek() != '"') return lexer_.fail("expected a member's name in quotes");
      if (!lexer_.string(name)) return false;
      sink_.key(name);
      lexer_.space();
      if (!lexer_.take(':')) return lexer_.fail("expected ':'");
      lexer_.space();
    }
    return value();
  }

  bool value() {
    is_after_value_ = true;
    const auto at = lexer_.position();
    switch (lexer_.peek()) {
      case '{': return open(at, '}');
      case '[': return open(at, ']');
      case '"': {
        RawString text;
        if (!lexer_.string(text)) return false;
        sink_.string(at, text);
        return true;
      }
      case 't': return other(at, lexer_.literal("true"));
      case 'f': return other(at, lexer_.literal("false"));
      case 'n': return other(at, lexer_.literal("null"));
      default: return other(at, lexer_.number());
    }
  }

  bool other(std::size_t at, bool is_sound) {
    if (is_sound) sink_.other(at, lexer_.position());
    return is_sound;
  }

  bool open(std::size_t at, char closer) {
    if (depth_ == kDepthMax) return lexer_.fail("nested more than 128 levels deep");
    is_object_[depth_++] = closer == '}';
    sink_.open(at);
    lexer_.step();
    lexer_.space();
    if (lexer_.peek() == closer) return close();
    is_after_value_ = false;
    return true;
  }

  bool close() {
    lexer_.step();
    --depth_;
    sink_.close(lexer_.position());
    is_after_value_ = true;
    return true;
  }

  bool after_value() {
    lexer_.space();
    const bool in_object = is_object_[depth_ - 1];
    if (lexer_.peek() == (in_object ? '}' : ']')) return close();
    if (!lexer_.take(','))
      return lexer_.fail(in_object ? "expected ',' or '}'" : "expected ',' or ']'");
    lexer_.space();
    is_after_value_ = false;
    return true;
  }

  Lexer lexer_;
  Sink& sink_;
  std::bitset<kDepthMax> is_object_;
  std::size_t depth_ = 0;
  bool is_after_value_ = false;
};

/// Whether a text is short enough to be read: less than 4 GiB.
Result<> check_size(std::string_view text);

/// The fault that counts in a text that could not be walked: broken UTF-8 before all others.
Error fault_of(std::string_view text, Error found);

template <typename Sink>
Result<> walk(std::string_view text, Sink& sink) {
  if (auto sound = check_size(text); !sound) return sound;
  auto walked = Walker<Sink>(text, sink).run();
  if (!walked) return fault_of(text, std::move(walked.error()));
  return walked;
}

}  // namespace quorum::json
