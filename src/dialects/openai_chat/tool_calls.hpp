#pragma once
/// The calls in an answer or in a request's history.

#include <cstdint>
#include <string>
#include <vector>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

/// Which of a provider's tool calls a piece belongs to: some number them, some name them, some only
/// send them one after another.
class ToolCallMerger {
 public:
  /// The call that `piece` continues or begins, by our number; its id only the first time it is
  /// told.
  llm::ToolCallDelta place(json::Value piece);

  /// Takes out of a piece that was placed the name that its call has been given already: some say
  /// it with every piece.
  void drop_known_name(llm::ToolCallDelta& piece);

 private:
  struct Call {
    std::string id;
    std::int64_t index;  ///< The provider's; -1 where it says none.
    std::string name{};
  };
  std::vector<Call> calls_;
};

/// What a call, or a piece of one, says: all but its place and id.
void read_call(json::Value call, llm::ToolCallDelta& read);

/// The members of a call behind its place and id. Those of a `continued` call's next piece lack
/// what was said before.
enum class Piece : bool { first, continued };
void write_call(json::Writer& writer, const llm::ToolCallDelta& call, Piece piece);

/// The member `function_call`, which has a place for one call, for clients that know no other.
void write_old_call(json::Writer& writer, const llm::ToolCallDelta& call, Piece piece);

}  // namespace quorum::openai_chat
