#include "http/head_parser.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "http/scan.hpp"
#include "http/syntax.hpp"

namespace quorum::http {
namespace {

constexpr std::size_t kMethodBytesMax = 32;
constexpr std::size_t kLineEndSize = 2;
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
  const auto method_end = detail::scan_token(line);
  const bool has_target = method_end < line.size();
  if (method_end == 0 || (has_target && line[method_end] != ' ')) {
    return refuse(400, "The request line does not begin with a method.");
  }
  if (method_end > kMethodBytesMax) return refuse(501, "The method is not known.");
  if (!has_target) return refuse(400, "The request line is incomplete.");
  head.method = line.substr(0, method_end);
  line.remove_prefix(method_end + 1);

  const auto target_end = detail::scan_target(line);
  const bool has_version = target_end < line.size();
  if (target_end == 0 || (has_version && line[target_end] != ' ')) {
    return refuse(400, "The request target is empty or holds a byte that must be encoded.");
  }
  const auto target = line.substr(0, target_end);
  head.target = target;
  if (!has_version) return refuse(400, "The HTTP version is missing.");
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

/// Whether what the start line says is what the head says in the end, and bears no secret: Gemini's
/// clients may write their key into the query.
bool may_be_remembered(const RequestHead& head) {
  return head.target.front() == '/' && !head.target.contains('?');
}
bool may_be_remembered(const ResponseHead&) { return true; }

/// `read` are the names on lines that were not remembered: a Host that was is one.
std::expected<void, Refusal> check_fields(RequestHead& head, KnownSet read) {
  int hosts = 0;
  for (std::size_t index = 0; index < head.headers.size(); ++index) {
    const auto field = head.headers[index];
    if (field.known != known("host")) continue;
    hosts += 1;
    if (read.has(known("host")) && !is_authority(field.value)) {
      return refuse(400, "The Host field is not a host.");
    }
  }
  if (hosts > 1) return refuse(400, "There is more than one Host field.");
  if (hosts == 0 && head.minor_version > 0) return refuse(400, "The Host field is missing.");
  if (head.target.front() != '/' && head.target != "*") take_absolute_form(head);
  return {};
}

std::expected<void, Refusal> check_fields(ResponseHead&, KnownSet) { return {}; }

constexpr Refusal kFolded{.status = 400, .message = "A header field is folded over several lines."};
constexpr Refusal kNotAName{
    .status = 400,
    .message = "A header field's name is empty, not a token, or has no colon after it."};
constexpr Refusal kControlByte{.status = 400,
                               .message = "A header field's value holds a control byte."};

constexpr Refusal kLongName{.status = 431, .message = "A header field's name is too long."};

/// Where a line is that has been read, has no end yet, or has a fault.
enum class Reading : std::uint8_t { line, unfinished, fault };

constexpr bool is_blank(char byte) { return byte == ' ' || byte == '\t'; }

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
    return refused(is_blank(text[at]) ? kFolded : kNotAName);
  }
  if (name_size > Headers::kNameBytesMax) return refused(kLongName);
  auto value_at = name_end + 1;
  while (value_at < text.size() && is_blank(text[value_at])) ++value_at;
  const auto line_end = value_at + detail::scan_field_value(text.substr(value_at));
  if (!text.substr(line_end).starts_with("\r\n")) {
    if (line_end == text.size()) return Reading::unfinished;
    if (text[line_end] == '\n') return refused(kBareLineFeed);
    // What follows a carriage return may be still to come.
    return line_end + 1 == text.size() ? Reading::unfinished : refused(kControlByte);
  }
  auto value_end = line_end;
  while (value_end > value_at && is_blank(text[value_end - 1])) --value_end;
  line = {.span = {.name_at = static_cast<std::uint32_t>(at),
                   .value_at = static_cast<std::uint32_t>(value_at),
                   .value_size = static_cast<std::uint32_t>(value_end - value_at),
                   .name_size = static_cast<std::uint16_t>(name_size),
                   .known = known_of(text.substr(at, name_size))},
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
  if (auto finished = finish(); !finished) return std::unexpected(finished.error());
  return head_size - kept;
}

template <typename Head>
std::expected<void, Refusal> HeadParser<Head>::finish() {
  // What was mostly known is not learnt anew for a date or a length.
  const bool is_new = memory_ != nullptr && 2 * lines_read_ > spans_.size();
  if (is_new && may_be_remembered(head_)) memory_->learn(text_, start_at_, spans_, head_);
  head_.headers.adopt(std::exchange(text_, {}), std::exchange(spans_, {}));
  auto checked = check_fields(head_, read_);
  if (!checked && memory_ != nullptr) memory_->forget();
  return checked;
}

template <typename Head>
std::expected<void, Refusal> HeadParser<Head>::parse_lines(std::string_view text) {
  if (!text.empty() && !may_begin_head(text.front())) {
    return refuse(400, "This is not HTTP: its first byte cannot begin a message.");
  }
  while (!has_start_line_) {
    if (take_remembered_start_line(text)) break;
    const auto line_end = text.find('\n', line_at_);
    if (line_end == text.npos) return {};
    if (auto taken = read_start_line(text, line_end); !taken) return taken;
  }
  return take_field_lines(text);
}

template <typename Head>
bool HeadParser<Head>::take_remembered_start_line(std::string_view text) {
  const auto size = memory_ == nullptr ? 0 : memory_->take_start_line(text.substr(line_at_), head_);
  if (size > 0) begin_fields(size);
  return size > 0;
}

/// Behind a start line of `size` bytes.
template <typename Head>
void HeadParser<Head>::begin_fields(std::size_t size) {
  has_start_line_ = true;
  start_at_ = line_at_;
  line_at_ += size;
  const auto remembered = memory_ == nullptr ? 0 : memory_->field_count();
  spans_.reserve(remembered > 0 ? remembered : kSpansUsual<Head>);
}

template <typename Head>
std::expected<void, Refusal> HeadParser<Head>::read_start_line(std::string_view text,
                                                               std::size_t line_end) {
  if (line_end == line_at_ || text[line_end - 1] != '\r') return std::unexpected(kBareLineFeed);
  const auto line = text.substr(line_at_, line_end - 1 - line_at_);
  if (line.empty()) {
    // Line ends may be left over from the message before (RFC 9112 §2.2).
    line_at_ = line_end + 1;
    return {};
  }
  begin_fields(line.size() + kLineEndSize);
  return parse_start_line(line, head_);
}

template <typename Head>
std::expected<void, Refusal> HeadParser<Head>::take_field_lines(std::string_view text) {
  while (true) {
    if (memory_ != nullptr) {
      line_at_ = memory_->take_field_lines(text, line_at_, limits_.headers_max, spans_);
    }
    const auto rest = text.substr(line_at_);
    if (rest.starts_with("\r\n")) {
      is_done_ = true;
      line_at_ += kLineEndSize;
      return {};
    }
    if (rest.starts_with('\n')) return std::unexpected(kBareLineFeed);
    if (spans_.size() == limits_.headers_max && rest.contains('\n')) {
      return std::unexpected(too_large());
    }
    FieldLine line;
    const Refusal* fault = nullptr;
    switch (read_field_line(text, line_at_, line, fault)) {
      case Reading::line: break;
      case Reading::unfinished: return {};
      case Reading::fault: return std::unexpected(*fault);
    }
    read_.add(line.span.known);
    lines_read_ += 1;
    spans_.push_back(line.span);
    line_at_ = line.next;
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
