#include "canonical.hpp"

#include <map>

#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::translation {
namespace {

void write(json::Value value, json::Writer& writer) {
  switch (value.kind()) {
    case json::Kind::array:
      writer.array();
      for (const auto element : value) write(element, writer);
      writer.end();
      break;
    case json::Kind::object: {
      std::map<std::string, json::Value, std::less<>> members;
      for (const auto member : value) members[std::string{member.key()}] = member;
      writer.object();
      for (const auto& [key, member] : members) write(member, writer.key(key));
      writer.end();
      break;
    }
    case json::Kind::string: writer.string(value.string().value_or("")); break;
    case json::Kind::number: writer.number(value.number().value_or(0)); break;
    default: writer.raw(value.raw());
  }
}

}  // namespace

std::string canonical(std::string_view json) {
  const auto document = json::Document::parse(json);
  if (!document) return std::string{json};
  std::string out;
  json::Writer writer{out};
  write(document->root(), writer);
  return out;
}

}  // namespace quorum::translation
