#include "dialects/anthropic/turns.hpp"

#include <algorithm>
#include <utility>

#include "dialects/anthropic/tool_id.hpp"
#include "json/value.hpp"

namespace quorum::anthropic {
namespace {

using llm::Part;
using llm::Role;

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\v\f") == text.npos; }

/// Ids of calls as they are written: fit for Anthropic, each once in its turn (in another it may be
/// used again), and known to its result.
class Ids {
 public:
  std::string of_call(const std::string& id) {
    auto written = id.empty() ? "call_" + std::to_string(nameless_++) : disguised_id(id);
    const auto uses = uses_[written]++;
    if (uses > 0) written += "_" + std::to_string(uses);
    latest_[id] = written;
    if (id.empty()) unanswered_.push_back(written);
    return written;
  }

  std::string of_result(const std::string& id) {
    uses_.clear();
    // Those who name no calls answer them in their order.
    if (id.empty() && answered_ < unanswered_.size()) return unanswered_[answered_++];
    const auto call = latest_.find(id);
    return call != latest_.end() ? call->second : disguised_id(id);
  }

 private:
  std::map<std::string, std::string> latest_;
  std::map<std::string, int> uses_;
  std::vector<std::string> unanswered_;
  std::size_t answered_ = 0;
  int nameless_ = 0;
};

/// Whether a part can be said in a turn of `role`; if not, what is lost is named.
class Censor {
 public:
  explicit Censor(Losses& losses) : losses_(losses) {}

  bool can_say(const Part& part, Role role) {
    return std::visit([&](const auto& content) { return can(content, role); }, part.content);
  }

 private:
  // An empty text is refused, and one of spaces where it is not the assistant's.
  bool can(const llm::Text& text, Role role) { return can_say(text.text, role); }
  bool can(const llm::Refusal& refusal, Role role) { return can_say(refusal.text, role); }
  static bool can_say(std::string_view text, Role role) {
    return role == Role::assistant ? !text.empty() : !is_blank(text);
  }
  bool can(const llm::Audio&, Role) { return lost("messages.audio"); }
  bool can(const llm::Image& image, Role role) {
    if (role == Role::assistant || role == Role::system) return lost("messages.image");
    const auto& detail = image.detail;
    if (!detail.empty() && detail != "auto") lost("messages.image.detail");
    return true;
  }
  bool can(const llm::File&, Role role) { return role != Role::system || lost("messages.file"); }
  bool can(const llm::Reasoning& thought, Role role) {
    const bool is_own = thought.seal && thought.seal->maker == llm::Maker::anthropic;
    if (is_own && role == Role::assistant) return true;
    return !thought.text.empty() && lost("messages.reasoning");
  }
  bool can(const llm::ToolCall&, Role role) {
    return role == Role::assistant || lost("messages.tool_calls");
  }
  bool can(const llm::Opaque& opaque, Role) {
    if (opaque.dialect == llm::Dialect::anthropic) return true;
    const auto document = json::Document::parse(opaque.json);
    const auto type = document ? document->root()["type"].string().value_or("content") : "content";
    return lost("messages." + std::string{type});
  }

  bool lost(std::string_view name) {
    losses_.dropped.add(name);
    return false;
  }

  Losses& losses_;
};

class Builder {
 public:
  Builder(const Traits& traits, Losses& losses)
      : traits_(traits), losses_(losses), censor_(losses) {}

  Turns build(const llm::Chat& chat) {
    for (const auto& message : chat.messages) {
      if (!message.name.empty()) losses_.dropped.add("messages.name");
      if (message.role == Role::system || message.role == Role::developer) {
        add_system(message);
      } else {
        is_begun_ = true;
        add(message);
      }
    }
    for (auto& turn : turns_.turns) put_results_first(turn.blocks);
    cut_blank_end();
    return std::move(turns_);
  }

 private:
  static void put_results_first(std::vector<Block>& blocks) {
    std::vector<Block> ordered;
    for (const bool is_result : {true, false}) {
      for (auto& block : blocks) {
        if ((block.result != nullptr) == is_result) ordered.push_back(std::move(block));
      }
    }
    blocks = std::move(ordered);
  }

  /// A prefill must not end in space, so one of nothing else is none.
  void cut_blank_end() {
    auto& turns = turns_.turns;
    while (!turns.empty() && turns.back().role == Role::assistant) {
      auto& blocks = turns.back().blocks;
      const auto* text = blocks.empty() ? nullptr : blocks.back().part->as<llm::Text>();
      if (!blocks.empty() && (text == nullptr || !is_blank(text->text))) return;
      if (blocks.empty()) {
        turns.pop_back();
      } else {
        blocks.pop_back();
      }
    }
  }

  void add_system(const llm::Message& message) {
    const bool is_inline = is_begun_ && traits_.takes_inline_system;
    for (const auto& part : message.parts) {
      if (!censor_.can_say(part, Role::system)) continue;
      if (is_inline) {
        put(Role::system, {.part = &part});
        continue;
      }
      // It still says what it says, only to the whole conversation.
      if (is_begun_) losses_.emulated.add("messages.system");
      turns_.system.push_back(&part);
    }
  }

  void add(const llm::Message& message) {
    if (message.role == Role::tool) {
      for (const auto& part : message.parts) censor_.can_say(part, Role::tool);
      put(Role::user, {.result = &message, .id = ids_.of_result(message.tool_call_id)});
      return;
    }
    for (const auto& part : message.parts) {
      if (!censor_.can_say(part, message.role)) continue;
      const auto* call = part.as<llm::ToolCall>();
      put(message.role, {.part = &part, .id = call != nullptr ? ids_.of_call(call->id) : ""});
    }
  }

  void put(Role role, Block block) {
    if (turns_.turns.empty() || turns_.turns.back().role != role) {
      turns_.turns.push_back({.role = role});
    }
    turns_.turns.back().blocks.push_back(std::move(block));
  }

  const Traits& traits_;
  Losses& losses_;
  Censor censor_;
  Ids ids_;
  Turns turns_;
  bool is_begun_ = false;  ///< Somebody but the system has spoken.
};

}  // namespace

Turns turns_of(const llm::Chat& chat, const Traits& traits, Losses& losses) {
  return Builder{traits, losses}.build(chat);
}

bool has_unsealed_calls(const Turns& turns) {
  const auto last =
      std::ranges::find(turns.turns.rbegin(), turns.turns.rend(), Role::assistant, &Turn::role);
  if (last == turns.turns.rend()) return false;
  const auto has = [&](auto is_such) { return std::ranges::any_of(last->blocks, is_such); };
  const bool has_calls =
      has([](const Block& block) { return block.part->as<llm::ToolCall>() != nullptr; });
  const bool has_thoughts =
      has([](const Block& block) { return block.part->as<llm::Reasoning>() != nullptr; });
  return has_calls && !has_thoughts;
}

}  // namespace quorum::anthropic
