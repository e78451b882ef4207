#include "http/head_parser.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "http/scan.hpp"
#include "http/syntax.hpp"

namespace quorum::http {
namespace {

constexpr std::size_t kMethodBytesMax = 32;
// An SDK sends 12 to 15 fields; an answer's head is kept while its body streams.
template <typename Head>
constexpr std::size_t kSpansUsual = std::is_same_v<Head, RequestHead> ? 16 : 8;

constexpr Refusal kBareLineFeed{
    .status = 400, .message = "A line ends in a line feed without a carriage return before it."};

std::unexpected<Refusal> refuse(int status, std::string_view message) {
  return std::unexpected(Refusal{.status = status, .message = message});
}

/// `HTTP/1.1` or `HTTP/1.0`; gives the minor version.
std::expected<int, Refusal> parse_version(std::string_view text) {
  if (text == "HTTP/1.1") return 1;
  if (text == "HTTP/1.0") return 0;
  const bool is_version = text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) &&
                          text[6] == '.' && is_digit(text[7]);
  if (is_version) return refuse(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
  return refuse(400, "The request line does not end in an HTTP version.");
}

/// Whether an absolute target is one that we serve.
std::expected<void, Refusal> check_absolute_form(std::string_view target) {
  const auto scheme = target.substr(0, target.find("://"));
  if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) {
    return refuse(400, "The request target is neither a path nor an http URL.");
  }
  target.remove_prefix(scheme.size() + 3);
  const auto authority = target.substr(0, target.find_first_of("/?"));
  if (authority.empty() || !is_authority(authority)) {
    return refuse(400, "The request target's host is not one.");
  }
  return {};
}

std::expected<void, Refusal> parse_start_line(std::string_view line, RequestHead& head) {
  const auto method_end = line.find(' ');
  const auto method = line.substr(0, method_end);
  if (!is_token(method)) return refuse(400, "The request line does not begin with a method.");
  if (method.size() > kMethodBytesMax) return refuse(501, "The method is not known.");
  if (method_end == std::string_view::npos) return refuse(400, "The request line is incomplete.");
  head.method = std::string(method);
  line.remove_prefix(method_end + 1);

  const auto target_end = line.find(' ');
  const auto target = line.substr(0, target_end);
  if (target.empty() || !is_target(target)) {
    return refuse(400, "The request target is empty or holds a byte that must be encoded.");
  }
  head.target = std::string(target);
  if (target_end == std::string_view::npos) return refuse(400, "The HTTP version is missing.");
  const auto version = parse_version(line.substr(target_end + 1));
  if (!version) return std::unexpected(version.error());
  head.minor_version = *version;

  if (head.method == "CONNECT") return refuse(501, "CONNECT is not served: this is no proxy.");
  if (target.front() == '/') return {};
  if (target == "*") {
    if (head.method == "OPTIONS") return {};
    return refuse(400, "Only OPTIONS may ask for *.");
  }
  if (target.find("://") != std::string_view::npos) return check_absolute_form(target);
  return refuse(400, "The request target does not begin with a slash.");
}

std::expected<void, Refusal> parse_start_line(std::string_view line, ResponseHead& head) {
  const auto version = parse_version(line.substr(0, 8));
  if (!version) return std::unexpected(version.error());
  head.minor_version = *version;
  line.remove_prefix(8);
  const bool has_code = line.size() >= 4 && line[0] == ' ' && line[1] >= '1' && line[1] <= '5' &&
                        is_digit(line[2]) && is_digit(line[3]);
  // Some servers leave out the space before an empty reason.
  if (!has_code || (line.size() > 4 && line[4] != ' ')) {
    return refuse(400, "The status line has no status code.");
  }
  if (!is_field_value(line)) return refuse(400, "The status line holds a control byte.");
  head.status = (line[1] - '0') * 100 + (line[2] - '0') * 10 + (line[3] - '0');
  return {};
}

/// Before the first line's end: enough to send garbage (a TLS hello, say) away at once.
bool may_begin_head(char byte) { return is_token_byte(byte) || byte == '\r'; }

/// `http://host/path` becomes `/path`, and its host is the one that counts (RFC 9112 §3.2.2).
void take_absolute_form(RequestHead& head) {
  std::string_view rest = head.target;
  rest.remove_prefix(rest.find("://") + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  rest.remove_prefix(authority.size());
  head.headers.set("Host", authority);
  std::string path = rest.starts_with('/') ? "" : "/";
  path += rest;
  if (rest.empty() && head.method == "OPTIONS") path = "*";
  head.target = std::move(path);
}

std::expected<void, Refusal> check_fields(RequestHead& head) {
  int hosts = 0;
  for (std::size_t index = 0; index < head.headers.size(); ++index) {
    const auto field = head.headers[index];
    if (field.known != known("host")) continue;
    hosts += 1;
    if (!is_authority(field.value)) return refuse(400, "The Host field is not a host.");
  }
  if (hosts > 1) return refuse(400, "There is more than one Host field.");
  if (hosts == 0 && head.minor_version > 0) return refuse(400, "The Host field is missing.");
  if (head.target.front() != '/' && head.target != "*") take_absolute_form(head);
  return {};
}

std::expected<void, Refusal> check_fields(ResponseHead&) { return {}; }

constexpr Refusal kFolded{.status = 400, .message = "A header field is folded over several lines."};
constexpr Refusal kNotAName{
    .status = 400,
    .message = "A header field's name is empty, not a token, or has no colon after it."};
constexpr Refusal kControlByte{.status = 400,
                               .message = "A header field's value holds a control byte."};

constexpr Refusal kLongName{.status = 431, .message = "A header field's name is too long."};

/// Where a line is that has been read, has no end yet, or has a fault.
enum class Reading : std::uint8_t { line, unfinished, fault };

/// Reads the field line that begins at `at`. Nothing is said of a line before its end has come, so
/// that the answer cannot depend on where the bytes were cut.
Reading read_field_line(std::string_view text, std::size_t at, FieldLine& line,
                        const Refusal*& fault) {
  const auto refused = [&](const Refusal& why) {
    fault = &why;
    return text.find('\n', at) == text.npos ? Reading::unfinished : Reading::fault;
  };
  const auto name_size = detail::scan_token(text.substr(at));
  const auto name_end = at + name_size;
  if (name_end == text.size()) return Reading::unfinished;
  if (text[name_end] != ':' || name_size == 0) {
    return refused(text[at] == ' ' || text[at] == '\t' ? kFolded : kNotAName);
  }
  if (name_size > Headers::kNameBytesMax) return refused(kLongName);
  auto value_at = name_end + 1;
  while (value_at < text.size() && (text[value_at] == ' ' || text[value_at] == '\t')) ++value_at;
  const auto line_end = value_at + detail::scan_field_value(text.substr(value_at));
  if (text.size() - line_end < 2) {
    return line_end < text.size() && text[line_end] == '\n' ? refused(kBareLineFeed)
                                                            : Reading::unfinished;
  }
  if (text[line_end] != '\r' || text[line_end + 1] != '\n') {
    return refused(text[line_end] == '\n' ? kBareLineFeed : kControlByte);
  }
  auto value_end = line_end;
  while (value_end > value_at && (text[value_end - 1] == ' ' || text[value_end - 1] == '\t')) {
    --value_end;
  }
  line = {.span = {.name_at = static_cast<std::uint32_t>(at),
                   .value_at = static_cast<std::uint32_t>(value_at),
                   .value_size = static_cast<std::uint32_t>(value_end - value_at),
                   .name_size = static_cast<std::uint16_t>(name_size)},
          .next = line_end + 2};
  return Reading::line;
}

}  // namespace

std::expected<FieldLine, Refusal> parse_field_line(std::string_view text, std::size_t at) {
  FieldLine line;
  const Refusal* fault = &kNotAName;
  if (read_field_line(text, at, line, fault) != Reading::line) return std::unexpected(*fault);
  return line;
}

template <typename Head>
std::expected<std::size_t, Refusal> HeadParser<Head>::push(std::string_view bytes) {
  const auto kept = text_.size();
  // What is kept is at most `bytes_max`, so this bounds it again; the line end may lie beyond.
  const auto taken = bytes.substr(0, limits_.bytes_max + 1 - kept);
  if (kept > 0) {
    text_ += taken;
    // Without a line end among the new bytes no line has been completed.
    if (taken.find('\n') != std::string_view::npos) {
      if (auto parsed = parse_lines(text_); !parsed) return std::unexpected(parsed.error());
    }
  } else if (auto parsed = parse_lines(taken); !parsed) {
    return std::unexpected(parsed.error());
  }
  if (!is_done_) {
    if (kept == 0) text_ = std::string(taken);
    if (text_.size() > limits_.bytes_max) return std::unexpected(too_large());
    return taken.size();
  }
  const auto head_size = line_at_;
  if (head_size > limits_.bytes_max) return std::unexpected(too_large());
  if (kept == 0) text_ = std::string(taken.substr(0, head_size));
  head_.headers.adopt(std::exchange(text_, {}), std::exchange(spans_, {}));
  if (auto checked = check_fields(head_); !checked) return std::unexpected(checked.error());
  return head_size - kept;
}

template <typename Head>
std::expected<void, Refusal> HeadParser<Head>::parse_lines(std::string_view text) {
  if (!text.empty() && !may_begin_head(text.front())) {
    return refuse(400, "This is not HTTP: its first byte cannot begin a message.");
  }
  while (!has_start_line_) {
    const auto line_end = text.find('\n', line_at_);
    if (line_end == text.npos) return {};
    if (auto taken = take_start_line(text, line_end); !taken) return taken;
  }
  return take_field_lines(text);
}

template <typename Head>
std::expected<void, Refusal> HeadParser<Head>::take_start_line(std::string_view text,
                                                               std::size_t line_end) {
  if (line_end == line_at_ || text[line_end - 1] != '\r') return std::unexpected(kBareLineFeed);
  const auto line = text.substr(line_at_, line_end - 1 - line_at_);
  line_at_ = line_end + 1;
  // Line ends may be left over from the message before (RFC 9112 §2.2).
  if (line.empty()) return {};
  has_start_line_ = true;
  spans_.reserve(kSpansUsual<Head>);
  return parse_start_line(line, head_);
}

template <typename Head>
std::expected<void, Refusal> HeadParser<Head>::take_field_lines(std::string_view text) {
  FieldLine line{.span = {}, .next = line_at_};
  const Refusal* fault = nullptr;
  while (true) {
    line_at_ = line.next;
    const auto rest = text.substr(line_at_);
    if (rest.starts_with("\r\n")) {
      is_done_ = true;
      line_at_ += 2;
      return {};
    }
    if (rest.starts_with('\n')) return std::unexpected(kBareLineFeed);
    if (spans_.size() == limits_.headers_max && rest.contains('\n')) {
      return std::unexpected(too_large());
    }
    switch (read_field_line(text, line_at_, line, fault)) {
      case Reading::line: break;
      case Reading::unfinished: return {};
      case Reading::fault: return std::unexpected(*fault);
    }
    spans_.push_back(line.span);
  }
}

template <typename Head>
Refusal HeadParser<Head>::too_large() const {
  if (has_start_line_) return {.status = 431, .message = "The header fields are too large."};
  return {.status = 414, .message = "The request target is too long."};
}

template class HeadParser<RequestHead>;
template class HeadParser<ResponseHead>;

}  // namespace quorum::http
