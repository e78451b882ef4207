#pragma once
/// What a command-line agent writes, read line by line.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"
#include "providers/cli/agents.hpp"

namespace quorum::providers {

/// Of one answer. Pure: it starts nothing and waits for nothing.
class AgentReader {
 public:
  virtual ~AgentReader() = default;

  /// Appends what `line` says; lines of a kind we do not know say nothing. An agent's own error
  /// ends the answer.
  Result<> read(std::string_view line, std::vector<llm::Delta>& deltas);

  /// The agent's last word has come: nothing that follows counts.
  bool is_done() const { return is_done_; }

 protected:
  virtual Result<> read_line(json::Value line, std::vector<llm::Delta>& deltas) = 0;

  /// Tells text that may come twice, piece by piece and then whole: the whole only where no piece
  /// came before it.
  void tell_piece(std::string_view text, std::vector<llm::Delta>& deltas);
  void tell_whole(std::string_view text, std::vector<llm::Delta>& deltas);
  bool has_text() const { return has_text_; }
  void finish(std::optional<llm::Usage> usage, llm::Finish how, std::vector<llm::Delta>& deltas);

 private:
  bool has_text_ = false;
  bool has_pieces_ = false;  ///< Of the message that is being told.
  bool is_done_ = false;
};

std::unique_ptr<AgentReader> agent_reader(const Agent& agent);

/// How an agent ended that gave no whole answer. `errors` is what it wrote to its standard error.
Error agent_failed(const Agent& agent, int code, int signal, std::string_view errors);

}  // namespace quorum::providers
