#pragma once
/// Our messages, written as Google's turns: `systemInstruction` and `contents`.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dialects/gemini/model.hpp"
#include "dialects/target.hpp"
#include "dialects/untaken.hpp"
#include "json/writer.hpp"
#include "llm/chat.hpp"

namespace quorum::gemini {

/// Who speaks one after another without a change of role speaks in one turn, and all answers to a
/// turn's calls stand in one. Google has no system messages among the turns: all of them go into
/// the instruction.
class TurnsWriter {
 public:
  TurnsWriter(const Model& model, dialects::Dropped& dropped, std::vector<std::string>& emulated)
      : model_(model), dropped_(dropped), emulated_(emulated) {}

  /// Writes the two members into the object that is open. `instruction` is one more.
  void write(json::Writer& writer, const llm::Chat& chat, std::string_view instruction);

 private:
  void read_system(const llm::Chat& chat, std::string_view instruction);
  void write_system(json::Writer& writer) const;
  void write_message(const llm::Message& message);
  void write_parts(const llm::Message& message);
  void write_response(const llm::Message& message);
  void write_media_of(const llm::Message& message, json::Writer& writer);
  void speak_as(std::string_view role);
  void write_silence(std::string_view role);
  void close_turn();
  void write_media();
  void note_lost_of(const llm::Part& part);
  void note_foreign(const llm::Part& part);

  const Model& model_;
  dialects::Dropped& dropped_;
  std::vector<std::string>& emulated_;
  std::vector<std::string_view> system_;
  std::unordered_map<std::string_view, std::string_view> names_;  ///< Of tools, by call id.
  std::string contents_;
  json::Writer turns_{contents_};
  std::string_view role_;
  std::vector<const llm::Part*> media_;  ///< Of tools' answers that cannot hold them.
};

}  // namespace quorum::gemini
