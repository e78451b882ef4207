#include "providers/cli/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/try.hpp"
#include "dialects/shown.hpp"

namespace quorum::providers {
namespace {

using json::Value;

constexpr std::size_t kDetailBytesMax = 2000;

std::string_view text(Value value) { return value.string().value_or(""); }

std::int64_t count(Value value) {
  return std::clamp<std::int64_t>(value.integer().value_or(0), 0, std::int64_t{1} << 40);
}

std::optional<std::int64_t> count_if_given(Value value) {
  if (!value.integer()) return std::nullopt;
  return count(value);
}

Error said_error(std::string_view agent, std::string_view words) {
  Error error{.code = Errc::upstream_failed, .detail = fmt::format("{}: {}", agent, words)};
  error.message = words.empty() ? fmt::format("{} failed to answer.", agent)
                                : fmt::format("{} failed: {}", agent, dialects::shown(words));
  return error;
}

/// Anthropic's arithmetic: what was read from the cache or written to it comes on top.
llm::Usage anthropic_usage(Value usage) {
  const auto cached = count_if_given(usage["cache_read_input_tokens"]);
  const auto written = count_if_given(usage["cache_creation_input_tokens"]);
  return {.prompt = count(usage["input_tokens"]) + cached.value_or(0) + written.value_or(0),
          .completion = count(usage["output_tokens"]),
          .cached_read = cached,
          .cache_write = written};
}

class ClaudeReader final : public AgentReader {
  Result<> read_line(Value line, std::vector<llm::Delta>& deltas) override {
    const auto type = text(line["type"]);
    if (type == "system" && text(line["subtype"]) == "init") {
      deltas.push_back(
          {.id = std::string{text(line["session_id"])}, .model = std::string{text(line["model"])}});
    } else if (type == "stream_event") {
      read_piece(line["event"]["delta"], deltas);
    } else if (type == "assistant") {
      for (const auto block : line["message"]["content"]) {
        if (text(block["type"]) == "text") tell_whole(text(block["text"]), deltas);
      }
    } else if (type == "result") {
      return read_result(line, deltas);
    }
    return {};
  }

  void read_piece(Value delta, std::vector<llm::Delta>& deltas) {
    const auto thought = text(delta["thinking"]);
    if (!thought.empty()) deltas.push_back({.reasoning = std::string{thought}});
    tell_piece(text(delta["text"]), deltas);
  }

  Result<> read_result(Value line, std::vector<llm::Delta>& deltas) {
    const bool is_error = line["is_error"].boolean().value_or(false);
    const auto subtype = text(line["subtype"]);
    // It is told to take one turn; who wanted a tool after its words has still said them.
    const bool is_cut_short = subtype == "error_max_turns" && has_text();
    if ((is_error || subtype != "success") && !is_cut_short) {
      const auto words = text(line["result"]);
      return said_error("claude", words.empty() ? text(line["errors"][0]) : words);
    }
    if (!has_text()) tell_whole(text(line["result"]), deltas);
    const auto reason = text(line["stop_reason"]);
    finish(anthropic_usage(line["usage"]),
           reason == "max_tokens" ? llm::Finish::length
           : reason == "refusal"  ? llm::Finish::content_filter
                                  : llm::Finish::stop,
           deltas);
    return {};
  }
};

class CodexReader final : public AgentReader {
  Result<> read_line(Value line, std::vector<llm::Delta>& deltas) override {
    const auto type = text(line["type"]);
    const auto item = line["item"];
    if (type == "thread.started") {
      deltas.push_back({.id = std::string{text(line["thread_id"])}});
    } else if (type == "item.completed" && text(item["type"]) == "reasoning") {
      deltas.push_back({.reasoning = std::string{text(item["text"])}});
    } else if (type == "item.completed" && text(item["type"]) == "agent_message") {
      tell_whole(text(item["text"]), deltas);
    } else if (type == "turn.failed") {
      return said_error("codex", text(line["error"]["message"]));
    } else if (type == "error") {
      return said_error("codex", text(line["message"]));
    } else if (type == "turn.completed") {
      const auto usage = line["usage"];
      finish(llm::Usage{.prompt = count(usage["input_tokens"]),
                        .completion = count(usage["output_tokens"]),
                        .cached_read = count_if_given(usage["cached_input_tokens"]),
                        .cache_write = count_if_given(usage["cache_write_input_tokens"]),
                        .reasoning = count_if_given(usage["reasoning_output_tokens"])},
             llm::Finish::stop, deltas);
    }
    return {};
  }
};

class CursorReader final : public AgentReader {
  Result<> read_line(Value line, std::vector<llm::Delta>& deltas) override {
    const auto type = text(line["type"]);
    if (type == "system" && text(line["subtype"]) == "init") {
      deltas.push_back(
          {.id = std::string{text(line["session_id"])}, .model = std::string{text(line["model"])}});
    } else if (type == "thinking") {
      const auto thought = text(line["text"]);
      if (!thought.empty()) deltas.push_back({.reasoning = std::string{thought}});
    } else if (type == "assistant") {
      read_assistant(line, deltas);
    } else if (type == "result") {
      return read_result(line, deltas);
    }
    return {};
  }

  /// A line with a time is a piece; the one without that follows repeats the whole.
  void read_assistant(Value line, std::vector<llm::Delta>& deltas) {
    const bool is_piece = line["timestamp_ms"].exists();
    for (const auto block : line["message"]["content"]) {
      if (text(block["type"]) != "text") continue;
      is_piece ? tell_piece(text(block["text"]), deltas) : tell_whole(text(block["text"]), deltas);
    }
  }

  Result<> read_result(Value line, std::vector<llm::Delta>& deltas) {
    if (line["is_error"].boolean().value_or(false)) {
      return said_error("cursor-agent", text(line["result"]));
    }
    if (!has_text()) tell_whole(text(line["result"]), deltas);
    const auto usage = line["usage"];
    std::optional<llm::Usage> read;
    if (usage.exists()) {
      const auto cached = count_if_given(usage["cacheReadTokens"]);
      const auto written = count_if_given(usage["cacheWriteTokens"]);
      read = llm::Usage{
          .prompt = count(usage["inputTokens"]) + cached.value_or(0) + written.value_or(0),
          .completion = count(usage["outputTokens"]),
          .cached_read = cached,
          .cache_write = written};
    }
    finish(read, llm::Finish::stop, deltas);
    return {};
  }
};

class GeminiReader final : public AgentReader {
  Result<> read_line(Value line, std::vector<llm::Delta>& deltas) override {
    const auto type = text(line["type"]);
    if (type == "init") {
      deltas.push_back(
          {.id = std::string{text(line["session_id"])}, .model = std::string{text(line["model"])}});
    } else if (type == "message" && text(line["role"]) != "user") {
      const bool is_piece = line["delta"].boolean().value_or(false);
      is_piece ? tell_piece(text(line["content"]), deltas)
               : tell_whole(text(line["content"]), deltas);
    } else if (type == "error" && text(line["severity"]) != "warning") {
      return said_error("gemini", text(line["message"]));
    } else if (type == "result") {
      return read_result(line, deltas);
    }
    return {};
  }

  Result<> read_result(Value line, std::vector<llm::Delta>& deltas) {
    if (text(line["status"]) == "error")
      return said_error("gemini", text(line["error"]["message"]));
    const auto stats = line["stats"];
    std::optional<llm::Usage> usage;
    if (stats["input_tokens"].exists()) {
      usage = llm::Usage{.prompt = count(stats["input_tokens"]),
                         .completion = count(stats["output_tokens"]),
                         .cached_read = count_if_given(stats["cached"])};
    }
    finish(usage, llm::Finish::stop, deltas);
    return {};
  }
};

/// The last line that says something: what stands before it tells how the program got there.
std::string_view last_line(std::string_view said) {
  while (!said.empty() && (said.back() == '\n' || said.back() == '\r' || said.back() == ' ')) {
    said.remove_suffix(1);
  }
  const auto end = said.rfind('\n');
  return end == said.npos ? said : said.substr(end + 1);
}

bool asks_for_key(std::string_view errors) {
  constexpr std::array<std::string_view, 8> kWords{"API key",      "api key",       "API_KEY",
                                                   "log in",       "login",         "Not logged in",
                                                   "Unauthorized", "authentication"};
  return std::ranges::any_of(kWords, [&](auto word) { return errors.contains(word); });
}

}  // namespace

Result<> AgentReader::read(std::string_view line, std::vector<llm::Delta>& deltas) {
  if (is_done_ || line.empty()) return {};
  // Some write a warning or a banner between their lines.
  const auto document = json::Document::parse(line);
  if (!document || !document->root().is(json::Kind::object)) return {};
  return read_line(document->root(), deltas);
}

void AgentReader::tell_piece(std::string_view text, std::vector<llm::Delta>& deltas) {
  if (text.empty()) return;
  has_pieces_ = true;
  has_text_ = true;
  deltas.push_back({.text = std::string{text}});
}

void AgentReader::tell_whole(std::string_view text, std::vector<llm::Delta>& deltas) {
  if (std::exchange(has_pieces_, false) || text.empty()) return;
  // One message after another: they are paragraphs of one answer.
  deltas.push_back({.text = std::string{has_text_ ? "\n\n" : ""}.append(text)});
  has_text_ = true;
}

void AgentReader::finish(std::optional<llm::Usage> usage, llm::Finish how,
                         std::vector<llm::Delta>& deltas) {
  is_done_ = true;
  deltas.push_back({.finish = how, .usage = usage});
}

std::unique_ptr<AgentReader> agent_reader(const Agent& agent) {
  switch (agent.talk) {
    case AgentTalk::claude: return std::make_unique<ClaudeReader>();
    case AgentTalk::codex: return std::make_unique<CodexReader>();
    case AgentTalk::cursor: return std::make_unique<CursorReader>();
    case AgentTalk::gemini: return std::make_unique<GeminiReader>();
  }
  return std::make_unique<ClaudeReader>();
}

Error agent_failed(const Agent& agent, int code, int signal, std::string_view errors) {
  const auto how = signal != 0 ? fmt::format("was ended by signal {}", signal)
                   : code != 0 ? fmt::format("ended with code {}", code)
                               : std::string{"ended without an answer"};
  const auto words = dialects::shown(last_line(errors));
  Error error{
      .code = Errc::upstream_failed,
      .detail = fmt::format("{} {}: {}", agent.name, how, errors.substr(0, kDetailBytesMax))};
  error.message = words.empty() ? fmt::format("{} {}.", agent.name, how)
                                : fmt::format("{} {}: {}", agent.name, how, words);
  if (asks_for_key(errors)) error.code = Errc::unauthenticated;
  return error;
}

}  // namespace quorum::providers
