// What we take for JSON is what simdjson takes for it, but for what we say we read otherwise; and
// what was read and written again is the same.

#include <simdjson.h>

#include <string>

#include "fuzz.hpp"
#include "json/scan.hpp"
#include "json/schema.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

using namespace quorum;

namespace {

void write(json::Writer& writer, json::Value value) {
  switch (value.kind()) {
    case json::Kind::object:
      writer.object();
      for (const auto member : value) write(writer.key(member.key()), member);
      writer.end();
      return;
    case json::Kind::array:
      writer.array();
      for (const auto item : value) write(writer, item);
      writer.end();
      return;
    case json::Kind::string: writer.string(*value.string()); return;
    case json::Kind::boolean: writer.boolean(*value.boolean()); return;
    case json::Kind::null: writer.null(); return;
    case json::Kind::number: writer.raw(value.raw()); return;
  }
}

/// Every value's bytes are a text of their own, and its names find it.
void check(json::Value value) {
  const auto alone = json::Document::parse(value.raw());
  fuzz::require(alone.has_value() && alone->root().raw() == value.raw());
  std::size_t children = 0;
  for (const auto child : value) {
    ++children;
    fuzz::require(child.raw().data() > value.raw().data());
    fuzz::require(child.raw().data() + child.raw().size() <
                  value.raw().data() + value.raw().size());
    if (value.is(json::Kind::object)) fuzz::require(value[child.key()].exists());
  }
  fuzz::require(children == value.size());
}

/// Whether simdjson refuses for a reason that is not ours: it reads numbers at once, and half a
/// surrogate pair never.
bool is_its_own_reason(simdjson::error_code code) {
  return code == simdjson::NUMBER_ERROR || code == simdjson::STRING_ERROR;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto document = json::Document::parse(text);
  const auto members = json::scan_object(text);
  simdjson::dom::parser parser;
  const auto code = parser.parse(simdjson::padded_string(text)).error();

  if (!document) {
    const bool is_deep = document.error().message.find("128 levels") != std::string::npos;
    fuzz::require(code != simdjson::SUCCESS || is_deep);
    fuzz::require(!members);
    return 0;
  }
  fuzz::require(code == simdjson::SUCCESS || is_its_own_reason(code));
  const auto root = document->root();
  fuzz::require(members.has_value() == root.is(json::Kind::object));
  if (members) fuzz::require(members->size() == root.size());
  check(root);
  for (const auto child : root) check(child);

  std::string written;
  json::Writer writer(written);
  write(writer, root);
  const auto again = json::Document::parse(written);
  fuzz::require(again.has_value() && json::is_equal(root, again->root()));
  return 0;
}
