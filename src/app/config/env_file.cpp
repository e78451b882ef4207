#include "app/config/env_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/try.hpp"

namespace quorum::app {
namespace {

bool is_name(std::string_view text) {
  const auto is_part = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::ranges::all_of(text, is_part);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

char unescaped(char c) {
  if (c == 'n') return '\n';
  if (c == 't') return '\t';
  return c == 'r' ? '\r' : c;
}

class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
  }

  bool done() const { return rest_.empty(); }

  /// One line, or one that a quoted value makes longer.
  Result<> take(std::map<std::string, std::string>& values) {
    ++number_;
    const auto line = trimmed(rest_.substr(0, rest_.find('\n')));
    if (line.empty() || line.starts_with('#')) {
      skip_line();
      return {};
    }
    auto name = trimmed(rest_.substr(0, rest_.find_first_of("=\n")));
    const auto is_assigned = rest_.find('=') < rest_.find('\n');
    if (name.starts_with("export ")) name = trimmed(name.substr(7));
    if (!is_assigned || !is_name(name)) return fault("is not NAME=value");

    rest_.remove_prefix(rest_.find('=') + 1);
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
    const bool is_quoted = rest_.starts_with('"') || rest_.starts_with('\'');
    QUORUM_TRY(values[std::string(name)], is_quoted ? take_quoted() : Result<std::string>(plain()));
    skip_line();
    return {};
  }

 private:
  Error fault(std::string_view what) const {
    return {.code = Errc::invalid_request,
            .message = fmt::format(".env line {} {}.", number_, what)};
  }

  void skip_line() { rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size() - 1) + 1); }

  std::string plain() const {
    auto value = rest_.substr(0, rest_.find('\n'));
    // A `#` begins a comment only behind a space: keys and URLs may hold one.
    value = value.starts_with('#') ? std::string_view() : value.substr(0, value.find(" #"));
    return std::string(trimmed(value));
  }

  Result<std::string> take_quoted() {
    const char quote = rest_[0];
    std::string value;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == quote) {
        number_ += static_cast<std::size_t>(std::ranges::count(rest_.substr(0, i), '\n'));
        rest_.remove_prefix(i + 1);
        const auto after = trimmed(rest_.substr(0, rest_.find('\n')));
        if (!after.empty() && !after.starts_with('#')) return fault("goes on behind its quote");
        return value;
      }
      const bool is_escape = quote == '"' && rest_[i] == '\\' && i + 1 < rest_.size();
      value += is_escape ? unescaped(rest_[++i]) : rest_[i];
    }
    return fault("has a quote that does not end");
  }

  std::string_view rest_;
  std::size_t number_ = 0;
};

}  // namespace

Result<std::map<std::string, std::string>> read_env_file(std::string_view text) {
  std::map<std::string, std::string> values;
  Lines lines(text);
  while (!lines.done()) QUORUM_CHECK(lines.take(values));
  return values;
}

}  // namespace quorum::app
