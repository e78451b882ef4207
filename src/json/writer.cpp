#include "json/writer.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "json/text.hpp"

namespace quorum::json {
namespace {

void append_escape(std::string& out, char byte) {
  switch (byte) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(byte);
  out += "\\u00";
  out += kDigits[code >> 4];
  out += kDigits[code & 0xF];
}

void append_inner(std::string& out, std::string_view text) {
  while (true) {
    const auto plain = plain_prefix(text);
    out.append(text.substr(0, plain));
    if (plain == text.size()) return;
    append_escape(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
}

void append_repaired(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto sound = utf8_fault(text);
    append_inner(out, text.substr(0, sound));
    if (sound == text.size()) return;
    out += "\uFFFD";
    text.remove_prefix(sound + 1);
  }
}

template <typename Number>
void append_number(std::string& out, Number value) {
  std::array<char, 32> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), written.ptr);
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  const auto* const begin = text.data();
  const auto* const end = begin + text.size();
  const auto* const odd = find_odd(begin, end);
  out += '"';
  out.append(begin, odd);
  if (odd != end) {
    const std::string_view rest(odd, end);
    is_utf8(rest) ? append_inner(out, rest) : append_repaired(out, rest);
  }
  out += '"';
}

std::string quote(std::string_view text) {
  std::string out;
  append_string(out, text);
  return out;
}

void Writer::before_value() {
  assert((depth_ > 0 || !has_items_[0]) && "a second value at the top");
  assert((!is_object_[depth_] || has_key_) && "a member without a name");
  if (!has_key_ && has_items_[depth_]) out_ += ',';
  has_items_[depth_] = true;
  has_key_ = false;
}

Writer& Writer::open(char opener) {
  before_value();
  assert(depth_ < kDepthMax && "nested too deep");
  out_ += opener;
  ++depth_;
  is_object_[depth_] = opener == '{';
  has_items_[depth_] = false;
  return *this;
}

Writer& Writer::object() { return open('{'); }
Writer& Writer::array() { return open('['); }

Writer& Writer::end() {
  assert(depth_ > 0 && !has_key_ && "nothing to end, or a name without its value");
  out_ += is_object_[depth_] ? '}' : ']';
  --depth_;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  assert(is_object_[depth_] && !has_key_ && "a name outside an object, or two in a row");
  if (has_items_[depth_]) out_ += ',';
  append_string(out_, name);
  out_ += ':';
  has_key_ = true;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  before_value();
  append_string(out_, text);
  return *this;
}

Writer& Writer::number(std::int64_t value) {
  before_value();
  append_number(out_, value);
  return *this;
}

Writer& Writer::number(std::uint64_t value) {
  before_value();
  append_number(out_, value);
  return *this;
}

Writer& Writer::number(double value) {
  if (!std::isfinite(value)) return null();
  before_value();
  append_number(out_, value);
  return *this;
}

Writer& Writer::boolean(bool value) { return raw(value ? "true" : "false"); }
Writer& Writer::null() { return raw("null"); }

Writer& Writer::raw(std::string_view json) {
  assert(!json.empty() && "nothing is no JSON");
  before_value();
  out_ += json;
  return *this;
}

}  // namespace quorum::json
