#include "dialects/gemini/turns.hpp"

#include <algorithm>

#include "dialects/gemini/parts.hpp"

namespace quorum::gemini {
namespace {

/// What Google's documents give for calls that come from another model, in Base64:
/// `skip_thought_signature_validator`.
constexpr std::string_view kNoSeal = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

bool is_system(const llm::Message& message) {
  return message.role == llm::Role::system || message.role == llm::Role::developer;
}

bool has_googles_seal(const llm::ToolCall& call) {
  return call.seal && call.seal->maker == llm::Maker::google;
}

}  // namespace

void TurnsWriter::write(json::Writer& writer, const llm::Chat& chat, std::string_view instruction) {
  for (const auto& message : chat.messages) {
    for (const auto* call : message.tool_calls()) names_.try_emplace(call->id, call->name);
  }
  read_system(chat, instruction);
  turns_.array();
  for (const auto& message : chat.messages) {
    if (!is_system(message)) write_message(message);
  }
  // Google wants somebody to have spoken, and takes it that nothing was said.
  if (role_.empty()) write_silence("user");
  close_turn();
  turns_.end();
  write_system(writer);
  writer.key("contents").raw(contents_);
}

void TurnsWriter::read_system(const llm::Chat& chat, std::string_view instruction) {
  bool has_begun = false;
  for (const auto& message : chat.messages) {
    has_begun = has_begun || !is_system(message);
    if (!is_system(message)) continue;
    if (has_begun && std::ranges::find(emulated_, "messages.system") == emulated_.end()) {
      emulated_.emplace_back("messages.system");
    }
    dropped_.add_if(!message.name.empty(), "messages.name");
    for (const auto& part : message.parts) {
      dropped_.add_if(part.cache.has_value(), "messages.prompt_cache_breakpoint");
      if (const auto* text = part.as<llm::Text>()) {
        if (!text->text.empty()) system_.push_back(text->text);
      } else {
        note_foreign(part);
      }
    }
  }
  if (!instruction.empty()) system_.push_back(instruction);
}

void TurnsWriter::write_system(json::Writer& writer) const {
  if (system_.empty()) return;
  writer.key("systemInstruction").object().key("parts").array();
  for (const auto text : system_) writer.object().key("text").string(text).end();
  writer.end().end();
}

void TurnsWriter::speak_as(std::string_view role) {
  if (role_ == role) return;
  close_turn();
  role_ = role;
  turns_.object().key("role").string(role).key("parts").array();
}

void TurnsWriter::write_silence(std::string_view role) {
  speak_as(role);
  turns_.object().key("text").string("").end();
}

void TurnsWriter::close_turn() {
  if (role_.empty()) return;
  write_media();
  turns_.end().end();
}

void TurnsWriter::write_media() {
  for (const auto* part : media_) write_part(turns_, *part, Seals::googles);
  media_.clear();
}

void TurnsWriter::write_message(const llm::Message& message) {
  if (message.role == llm::Role::tool) {
    write_response(message);
    return;
  }
  dropped_.add_if(!message.name.empty(), "messages.name");
  write_parts(message);
}

void TurnsWriter::write_parts(const llm::Message& message) {
  write_media();
  const auto calls = message.tool_calls();
  bool needs_seal =
      model_.demands_seals && !calls.empty() &&
      std::ranges::none_of(calls, [](const auto* call) { return has_googles_seal(*call); });
  const auto role = std::string_view{message.role == llm::Role::assistant ? "model" : "user"};
  bool is_silent = true;
  bool has_silence = false;
  for (const auto& part : message.parts) {
    dropped_.add_if(part.cache.has_value(), "messages.prompt_cache_breakpoint");
    switch (fit_of(part, Seals::googles)) {
      case Fit::empty: has_silence = has_silence || part.as<llm::Text>() != nullptr; continue;
      case Fit::foreign: note_foreign(part); continue;
      case Fit::fits: break;
    }
    note_lost_of(part);
    speak_as(role);
    is_silent = false;
    const bool is_first_call = needs_seal && part.as<llm::ToolCall>() != nullptr;
    write_part(turns_, part, Seals::googles, is_first_call ? kNoSeal : std::string_view{});
    needs_seal = needs_seal && !is_first_call;
  }
  if (is_silent && has_silence) write_silence(role);
}

void TurnsWriter::write_response(const llm::Message& message) {
  speak_as("user");
  const auto found = names_.find(message.tool_call_id);
  const auto name = found == names_.end() ? std::string_view{message.name} : found->second;
  turns_.object().key("functionResponse").object();
  if (!message.tool_call_id.empty()) turns_.key("id").string(message.tool_call_id);
  turns_.key("name").string(name).key("response");
  write_outcome(turns_, message.text(), message.is_tool_error);
  write_media_of(message, turns_);
  turns_.end().end();
}

void TurnsWriter::write_media_of(const llm::Message& message, json::Writer& writer) {
  bool is_open = false;
  for (const auto& part : message.parts) {
    dropped_.add_if(part.cache.has_value(), "messages.prompt_cache_breakpoint");
    if (part.as<llm::Text>() != nullptr) continue;
    const auto fit = fit_of(part, Seals::googles);
    if (fit == Fit::foreign) note_foreign(part);
    if (fit != Fit::fits) continue;
    if (!model_.takes_media_in_responses) {
      media_.push_back(&part);
      continue;
    }
    if (!is_open) writer.key("parts").array();
    is_open = true;
    write_part(writer, part, Seals::googles);
  }
  if (is_open) writer.end();
}

void TurnsWriter::note_lost_of(const llm::Part& part) {
  if (const auto* file = part.as<llm::File>()) {
    dropped_.add_if(file->wants_citations, "messages.file.citations");
    dropped_.add_if(file->text.empty() && !file->context.empty(), "messages.file.context");
  }
}

void TurnsWriter::note_foreign(const llm::Part& part) {
  if (part.as<llm::Image>() != nullptr) {
    dropped_.add("messages.image");
  } else if (part.as<llm::Audio>() != nullptr) {
    dropped_.add("messages.input_audio");
  } else if (part.as<llm::File>() != nullptr) {
    dropped_.add("messages.file");
  } else {
    dropped_.add("messages.content");
  }
}

}  // namespace quorum::gemini
