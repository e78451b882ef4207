#pragma once
/// Pieces of an answer as Anthropic spells them, wherever they stand: in an event or in a message.

#include <cstddef>
#include <string>
#include <string_view>

#include "dialects/face.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::anthropic {

// The key under which Anthropic's documentation tells to wrap arguments that are no JSON object.
inline constexpr std::string_view kBrokenInput = "INVALID_JSON";

/// A call's arguments as the object that this dialect asks for; what is none stands whole under
/// `INVALID_JSON`.
std::string input_of(std::string_view arguments);

/// The reverse: the object's own bytes, or what was wrapped.
std::string arguments_of(json::Value input);

/// The id that its maker gave a call, fit for this dialect, or one that we make.
std::string call_id_of(const dialects::ReplyHead& head, const llm::ToolCallDelta& call);

/// As an object: the citation's own bytes where they are Anthropic's, else the kind that says where
/// a page was found.
std::string citation_json(const llm::Citation& citation);
llm::Citation read_citation(json::Value citation);

/// This dialect's answers hold no images: a text that says one in Markdown.
std::string image_text(const llm::Image& image);

/// Follows a JSON text as it comes and says when its object is complete.
class ObjectEnd {
 public:
  void take(std::string_view text);
  bool is_reached() const { return is_reached_; }

 private:
  std::size_t depth_ = 0;
  bool is_in_string_ = false;
  bool is_escaped_ = false;
  bool is_reached_ = false;
};

}  // namespace quorum::anthropic
