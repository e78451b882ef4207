#pragma once
/// JSON written straight to the end of a string: no tree in between.

#include <cstdint>
#include <string>
#include <string_view>

namespace quorum::json {

/// Appends `text` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD.
void append_string(std::string& out, std::string_view text);

/// Commas and colons are its business; the order of calls is yours (checked by assert).
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
  Writer& number(double value);  ///< Shortest form that reads back the same; NaN and infinity: null.
  Writer& boolean(bool value);
  Writer& null();
  Writer& raw(std::string_view json);  ///< Trusted, as it stands.

 private:
  std::string& out_;
  // The implementer adds the nesting state.
};

}  // namespace quorum::json
