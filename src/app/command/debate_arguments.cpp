#include "app/command/debate_arguments.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "core/money.hpp"
#include "core/try.hpp"

namespace quorum::app {
namespace {

constexpr std::string_view kDebateUsage =
    R"(usage: quorum debate "QUESTION" [options]

  --seat MODEL[=POSITION]   who debates, 2 to 8 times; without it two small local models
  --rounds N                1 to 10 (default 2)
  --judge MODEL             who judges, any number of times
  --format F                the debate's format (default: default)
  --budget USD              never spend more than this
  --json                    print the debate's events, one JSON object a line
  --server URL              a running Quorum server (default: $QUORUM_SERVER, or one that answers
                            on $HOST:$PORT, else the debate runs in this process)

exit codes: 0 verdict, 2 usage, 3 model or key missing, 4 budget, 5 degraded verdict,
            6 no decision or too close to call, 130 interrupted
)";

constexpr std::string_view kDebatesUsage =
    R"(usage: quorum debates list [--limit N]
       quorum debates show ID
       quorum debates watch ID [--json]
       quorum debates resume ID [--json]
       quorum debates cancel ID
       quorum debates export ID [--format md|json]

  --server URL   a running Quorum server (default: as for `quorum debate`)
)";

Error wrong(std::string message) {
  return {.code = Errc::invalid_request, .message = std::move(message)};
}

/// The arguments one by one; `--name=value` is `--name value`.
class Words {
 public:
  explicit Words(const std::vector<std::string>& arguments) : arguments_(arguments) {}

  bool next() {
    if (at_ == arguments_.size()) return false;
    word_ = arguments_[at_++];
    value_.reset();
    const auto equals = word_.find('=');
    if (is_options_over_ || !word_.starts_with("--") || equals == std::string::npos) return true;
    value_ = word_.substr(equals + 1);
    word_.resize(equals);
    return true;
  }

  bool is_option() {
    if (!is_options_over_ && word_ == "--" && !value_) {
      is_options_over_ = true;
      if (!next()) word_.clear();
      return false;
    }
    return !is_options_over_ && word_.size() > 1 && word_.front() == '-';
  }

  const std::string& word() const { return word_; }

  Result<std::string> value() {
    if (value_) return std::move(*value_);
    if (at_ == arguments_.size()) return wrong(fmt::format("{} needs a value", word_));
    return arguments_[at_++];
  }

  Result<std::int64_t> number(std::int64_t min, std::int64_t max) {
    QUORUM_TRY(const auto text, value());
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault == std::errc() && end == text.data() + text.size() && number >= min &&
        number <= max) {
      return number;
    }
    return wrong(
        fmt::format("{} takes a whole number from {} to {}, not \"{}\"", word_, min, max, text));
  }

 private:
  const std::vector<std::string>& arguments_;
  std::size_t at_ = 0;
  std::string word_{};
  std::optional<std::string> value_{};
  bool is_options_over_ = false;
};

/// `MODEL=POSITION`; a position may hold `=` itself.
debate::SeatRequest read_seat(std::string_view text) {
  const auto equals = text.find('=');
  debate::SeatRequest seat{.model = std::string(text.substr(0, equals))};
  if (equals != std::string_view::npos) seat.position = text.substr(equals + 1);
  return seat;
}

Result<> read_debate_option(Words& words, DebateArguments& read) {
  const auto option = words.word();
  auto& request = read.request;
  if (option == "--seat") {
    QUORUM_TRY(const auto text, words.value());
    request.seats.push_back(read_seat(text));
    if (request.seats.back().model.empty()) return wrong("--seat takes MODEL or MODEL=POSITION");
  } else if (option == "--rounds") {
    QUORUM_TRY(request.rounds, words.number(1, 10));
  } else if (option == "--judge") {
    QUORUM_TRY(auto model, words.value());
    request.judges.push_back(std::move(model));
  } else if (option == "--format") {
    QUORUM_TRY(request.format, words.value());
  } else if (option == "--budget") {
    QUORUM_TRY(const auto text, words.value());
    auto usd = Money::parse_usd(text);
    if (!usd) return wrong(fmt::format("--budget takes US dollars, as 0.50, not \"{}\"", text));
    request.budget.usd = *usd;
  } else if (option == "--server") {
    QUORUM_TRY(read.server, words.value());
  } else if (option == "--json") {
    read.look = Look::json;
  } else if (option == "--help" || option == "-h") {
    read.is_help = true;
  } else {
    return wrong(fmt::format("there is no option {}", option));
  }
  return {};
}

Result<DebatesAction> read_action(std::string_view word) {
  constexpr auto kActions = std::to_array<std::pair<std::string_view, DebatesAction>>({
      {"help", DebatesAction::help},
      {"list", DebatesAction::list},
      {"show", DebatesAction::show},
      {"watch", DebatesAction::watch},
      {"resume", DebatesAction::resume},
      {"cancel", DebatesAction::cancel},
      {"export", DebatesAction::export_log},
  });
  for (const auto& [name, action] : kActions) {
    if (name == word) return action;
  }
  return wrong(fmt::format("there is no `quorum debates {}`", word));
}

Result<> read_debates_option(Words& words, DebatesArguments& read) {
  const auto option = words.word();
  if (option == "--limit" && read.action == DebatesAction::list) {
    QUORUM_TRY(const auto limit, words.number(1, 100));
    read.limit = static_cast<std::size_t>(limit);
  } else if (option == "--format" && read.action == DebatesAction::export_log) {
    QUORUM_TRY(const auto format, words.value());
    if (format != "md" && format != "json") {
      return wrong(fmt::format("--format takes md or json, not \"{}\"", format));
    }
    read.format = format == "md" ? ExportFormat::markdown : ExportFormat::json;
  } else if (option == "--json") {
    read.look = Look::json;
  } else if (option == "--server") {
    QUORUM_TRY(read.server, words.value());
  } else if (option == "--help" || option == "-h") {
    read.action = DebatesAction::help;
  } else {
    return wrong(fmt::format("there is no option {} here", option));
  }
  return {};
}

}  // namespace

Result<DebateArguments> read_debate_arguments(const std::vector<std::string>& arguments) {
  DebateArguments read;
  auto& question = read.request.question;
  Words words(arguments);
  while (words.next()) {
    if (words.is_option()) {
      QUORUM_CHECK(read_debate_option(words, read));
    } else if (question.empty()) {
      question = words.word();
    } else {
      return wrong(
          fmt::format("\"{}\" is one word too many: put the question in quotes", words.word()));
    }
  }
  if (read.is_help) return read;
  if (question.find_first_not_of(" \t\n") == std::string::npos) {
    return wrong(R"(there is no question: quorum debate "Tea or coffee?")");
  }
  const auto seats = read.request.seats.size();
  if (seats == 1 || seats > 8) return wrong("a debate has 2 to 8 seats: say --seat for each");
  return read;
}

std::string_view debate_usage() { return kDebateUsage; }

Result<DebatesArguments> read_debates_arguments(const std::vector<std::string>& arguments) {
  DebatesArguments read;
  Words words(arguments);
  if (!words.next()) return wrong("say what to do with debates: list, show, watch …");
  if (words.word() == "--help" || words.word() == "-h") return read;
  QUORUM_TRY(read.action, read_action(words.word()));
  const auto action = read.action;
  while (words.next()) {
    if (words.is_option()) {
      QUORUM_CHECK(read_debates_option(words, read));
    } else if (read.id.empty() && action != DebatesAction::list) {
      read.id = words.word();
    } else {
      return wrong(fmt::format("\"{}\" is one word too many", words.word()));
    }
  }
  const bool needs_id = action != DebatesAction::list && read.action != DebatesAction::help;
  if (needs_id && read.id.empty()) {
    return wrong(fmt::format("say which debate: quorum debates {} ID", arguments.front()));
  }
  return read;
}

std::string_view debates_usage() { return kDebatesUsage; }

}  // namespace quorum::app
