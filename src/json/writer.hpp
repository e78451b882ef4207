#pragma once
/// JSON written straight to the end of a string: no tree in between.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace quorum::json {

/// Appends `text` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD.
void append_string(std::string& out, std::string_view text);

/// `text` as a JSON string with its quotes.
std::string quote(std::string_view text);

/// Commas and colons are its business; the order of calls is yours (checked by assert), and so is
/// the depth, at most 128.
///
///   Writer w(out);
///   w.object().key("id").string(id).key("n").number(3).key("raw").raw(bytes).end();
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  Writer& object();
  Writer& array();
  Writer& end();  ///< Of the innermost object or array.
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& number(std::int64_t value);
  Writer& number(int value) { return number(std::int64_t{value}); }
  Writer& number(std::uint64_t value);
  Writer& number(std::uint32_t value) { return number(std::uint64_t{value}); }
  Writer& number(
      double value);  ///< Shortest form that reads back the same; NaN and infinity: null.
  Writer& boolean(bool value);
  Writer& null();
  Writer& raw(std::string_view json);  ///< Trusted, as it stands.

  /// Whether one whole value has been written.
  bool is_complete() const { return depth_ == 0 && has_items_[0]; }

 private:
  static constexpr std::size_t kDepthMax = 128;

  void before_value();
  Writer& open(char opener);

  std::string& out_;
  std::bitset<kDepthMax + 1> is_object_;
  std::bitset<kDepthMax + 1> has_items_;  ///< At each level: the next item needs a comma.
  std::size_t depth_ = 0;
  bool has_key_ = false;
};

}  // namespace quorum::json
