#include "http/head_parser.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

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

/// Up to the last line feed. The body may stand behind the head: it is searched at memory's speed.
std::size_t whole_lines_size(std::string_view text) {
  const void* const last = ::memrchr(text.data(), '\n', text.size());
  return last == nullptr
             ? 0
             : static_cast<std::size_t>(static_cast<const char*>(last) - text.data()) + 1;
}

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
    if (!equals_ignoring_case(field.name, "host")) continue;
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

/// What is wrong with the line that begins at `at`, or null. The line feed at the text's end stops
/// every one of these loops.
const Refusal* read_field_line(std::string_view text, std::size_t at, FieldLine& line) {
  const auto name_size = token_size(text.substr(at));
  const auto name_end = at + name_size;
  if (text[name_end] != ':' || name_size == 0) {
    return text[at] == ' ' || text[at] == '\t' ? &kFolded : &kNotAName;
  }
  auto value_at = name_end + 1;
  while (text[value_at] == ' ' || text[value_at] == '\t') ++value_at;
  const auto line_end = value_at + field_value_size(text.substr(value_at));
  if (text[line_end] != '\r' || text[line_end + 1] != '\n') {
    return text[line_end] == '\n' ? &kBareLineFeed : &kControlByte;
  }
  auto value_end = line_end;
  while (value_end > value_at && (text[value_end - 1] == ' ' || text[value_end - 1] == '\t')) {
    --value_end;
  }
  line = {.span = {.name_at = static_cast<std::uint32_t>(at),
                   .name_size = static_cast<std::uint32_t>(name_size),
                   .value_at = static_cast<std::uint32_t>(value_at),
                   .value_size = static_cast<std::uint32_t>(value_end - value_at)},
          .next = line_end + 2};
  return nullptr;
}

}  // namespace

std::expected<FieldLine, Refusal> parse_field_line(std::string_view text, std::size_t at) {
  FieldLine line;
  if (const auto* const fault = read_field_line(text, at, line)) return std::unexpected(*fault);
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
  // Only whole lines are read, so that the answer cannot depend on where the bytes were cut.
  const auto lines = text.substr(0, whole_lines_size(text));
  while (!has_start_line_ && line_at_ < lines.size()) {
    if (auto taken = take_start_line(lines); !taken) return taken;
  }
  return take_field_lines(lines);
}

template <typename Head>
std::expected<void, Refusal> HeadParser<Head>::take_start_line(std::string_view text) {
  const auto line_end = text.find('\n', line_at_);
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
  while (line.next < text.size()) {
    line_at_ = line.next;
    if (text[line_at_] == '\r' && text[line_at_ + 1] == '\n') {
      is_done_ = true;
      line.next += 2;
      break;
    }
    if (text[line_at_] == '\n') return std::unexpected(kBareLineFeed);
    if (spans_.size() == limits_.headers_max) return std::unexpected(too_large());
    if (const auto* const fault = read_field_line(text, line_at_, line)) {
      return std::unexpected(*fault);
    }
    spans_.push_back(line.span);
  }
  line_at_ = line.next;
  return {};
}

template <typename Head>
Refusal HeadParser<Head>::too_large() const {
  if (has_start_line_) return {.status = 431, .message = "The header fields are too large."};
  return {.status = 414, .message = "The request target is too long."};
}

template class HeadParser<RequestHead>;
template class HeadParser<ResponseHead>;

}  // namespace quorum::http
