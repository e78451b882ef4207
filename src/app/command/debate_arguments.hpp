#pragma once
/// What `quorum debate …` and `quorum debates …` were asked to do. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "debate/request.hpp"

namespace quorum::app {

/// How a debate is shown: panels where a person watches, else lines, or the events themselves.
enum class Look : std::uint8_t { automatic, json };

struct DebateArguments {
  debate::DebateRequest request{};
  Look look = Look::automatic;
  std::string server{};  ///< `--server`; empty: look for one, else debate in this process.
  bool is_help = false;
};

/// Says which argument is wrong and what would be right.
Result<DebateArguments> read_debate_arguments(const std::vector<std::string>& arguments);
std::string_view debate_usage();

enum class DebatesAction : std::uint8_t { help, list, show, watch, resume, cancel, export_log };
enum class ExportFormat : std::uint8_t { markdown, json };

struct DebatesArguments {
  DebatesAction action = DebatesAction::help;
  std::string id{};
  Look look = Look::automatic;
  ExportFormat format = ExportFormat::markdown;
  std::size_t limit = 20;
  std::string server{};
};

Result<DebatesArguments> read_debates_arguments(const std::vector<std::string>& arguments);
std::string_view debates_usage();

}  // namespace quorum::app
