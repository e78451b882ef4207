#include "mutations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "json/text.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::translation {
namespace {

using json::Kind;
using json::Value;

constexpr std::array kAll{Mutation::unknown_members, Mutation::other_order, Mutation::no_nulls,
                          Mutation::escaped_letters, Mutation::other_lines, Mutation::no_last_line};

/// Their members are a tool's or a schema's own: every one of them has a meaning.
bool is_somebodys_own(std::string_view key) {
  constexpr std::array<std::string_view, 6> kOwn{"args",       "input",        "arguments",
                                                 "parameters", "input_schema", "schema"};
  return std::ranges::find(kOwn, key) != kOwn.end();
}

class Respelling {
 public:
  Respelling(std::string& out, Mutation mutation) : writer_(out), mutation_(mutation) {}

  void write(Value value) {
    if (value.is(Kind::array)) {
      writer_.array();
      for (const auto element : value) write(element);
      writer_.end();
    } else if (value.is(Kind::object)) {
      write_object(value);
    } else {
      writer_.raw(value.raw());
    }
  }

 private:
  void write_object(Value object) {
    std::vector<Value> members;
    for (const auto member : object) {
      const bool is_left_out = mutation_ == Mutation::no_nulls && member.is(Kind::null);
      if (!is_left_out) members.push_back(member);
    }
    if (mutation_ == Mutation::other_order) std::ranges::reverse(members);
    const bool is_adding = mutation_ == Mutation::unknown_members;
    writer_.object();
    if (is_adding) {
      writer_.key("x_first").raw(
          R"({"finish_reason":"length","text":"no","content":[{"a":null}]})");
    }
    for (const auto member : members) {
      writer_.key(member.key());
      if (is_somebodys_own(member.key()) && member.is(Kind::object)) {
        writer_.raw(member.raw());
      } else {
        write(member);
      }
    }
    if (is_adding) writer_.key("x_last").raw(R"([["usage"],-3.5,"\"}{"])");
    writer_.end();
  }

  json::Writer writer_;
  Mutation mutation_;
};

/// In JSON only strings hold anything but ASCII.
std::string escaped(std::string_view text) {
  constexpr char32_t kFirstBeyond = 0x10000;
  std::string out;
  for (const char32_t point : json::code_points(text)) {
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (point < kFirstBeyond) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(point));
    } else {
      const auto rest = static_cast<unsigned>(point - kFirstBeyond);
      out += fmt::format("\\u{:04X}\\u{:04X}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
    }
  }
  return out;
}

std::string respelled(std::string_view text, Mutation mutation) {
  const auto document = json::Document::parse(text);
  if (!document) return std::string{text};
  if (mutation == Mutation::escaped_letters) return escaped(text);
  std::string out;
  Respelling{out, mutation}.write(document->root());
  return out;
}

bool changes_lines(Mutation mutation) {
  return mutation == Mutation::other_lines || mutation == Mutation::no_last_line;
}

/// A line of a stream of events, without its end.
std::string respelled_line(std::string_view line, Mutation mutation) {
  constexpr std::string_view kData = "data:";
  if (!line.starts_with(kData)) return std::string{line};
  auto data = line.substr(kData.size());
  if (data.starts_with(' ')) data.remove_prefix(1);
  if (changes_lines(mutation)) return std::string{kData}.append(data);
  return std::string{"data: "}.append(respelled(data, mutation));
}

}  // namespace

std::span<const Mutation> mutations() { return kAll; }

std::string_view name(Mutation mutation) {
  switch (mutation) {
    case Mutation::unknown_members: return "unknown members";
    case Mutation::other_order: return "members in another order";
    case Mutation::no_nulls: return "nulls left out";
    case Mutation::escaped_letters: return "escaped letters";
    case Mutation::other_lines: return "other lines";
    case Mutation::no_last_line: return "the last line without an end";
  }
  return "";
}

std::string mutated(std::string_view answer, Shape shape, dialects::Framing framing,
                    Mutation mutation) {
  if (shape == Shape::whole) {
    return changes_lines(mutation) ? std::string{answer} : respelled(answer, mutation);
  }
  const bool is_sse = framing == dialects::Framing::sse;
  const bool is_other = is_sse && mutation == Mutation::other_lines;
  std::string out;
  bool is_new_event = true;
  while (!answer.empty()) {
    const auto end = std::min(answer.find('\n'), answer.size());
    auto line = answer.substr(0, end);
    answer.remove_prefix(std::min(end + 1, answer.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (is_other && is_new_event) out += ": awake\r\n\r\nid: 7\r\nretry: 10\r\n";
    is_new_event = line.empty();
    if (is_sse) {
      out += respelled_line(line, mutation);
    } else {
      out += changes_lines(mutation) ? std::string{line} : respelled(line, mutation);
    }
    out += is_other ? "\r\n" : "\n";
  }
  if (mutation == Mutation::no_last_line) out.erase(out.find_last_not_of("\r\n") + 1);
  return out;
}

}  // namespace quorum::translation
