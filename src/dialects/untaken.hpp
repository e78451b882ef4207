#pragma once
/// What a target leaves out of a request, told in OpenAI's words.

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "llm/chat.hpp"

namespace quorum::dialects {

/// Names, each once, in the order in which they were met.
class Dropped {
 public:
  void add(std::string_view name);
  void add_if(bool is_asked, std::string_view name) {
    if (is_asked) add(name);
  }
  std::vector<std::string> take() { return std::move(names_); }

 private:
  std::vector<std::string> names_;
  std::unordered_set<std::string> known_;  ///< The same: a client may send any number of them.
};

/// The members of a request, beside its messages and tools, that a dialect has a word for.
struct Takes {
  bool temperature = false;
  bool top_p = false;
  bool top_k = false;
  bool min_p = false;
  bool frequency_penalty = false;
  bool presence_penalty = false;
  bool repeat_penalty = false;
  bool seed = false;
  bool answers = false;
  bool stop = false;
  bool parallel_tool_calls = false;  ///< To forbid them: allowed they are by default.
  bool thinking = false;
  bool verbosity = false;
  bool logprobs = false;
  bool logit_bias = false;
  bool metadata = false;
  bool user_id = false;
  bool service_tier = false;
  bool cache_key = false;
  bool cache = false;
  bool store = false;
  bool outputs = false;
  bool audio = false;
};

/// Adds what `chat` asks for beyond what is taken. A request for what is so anyhow (one answer,
/// text, parallel calls) is none. Extras of other dialects than `dialect` are named as they stand.
void note_untaken(const llm::Chat& chat, const Takes& takes, llm::Dialect dialect,
                  Dropped& dropped);

/// The name of a tool that a target without tools of its kind leaves out: `tools.custom`, or
/// `tools.web_search` as its definition says.
std::string name_of_untaken(const llm::Tool& tool);

/// That of a picture: `messages.image_url` where it is behind an address, which a target that takes
/// bytes cannot follow; else `messages.image`.
std::string_view name_of_untaken(const llm::Image& image);

}  // namespace quorum::dialects
