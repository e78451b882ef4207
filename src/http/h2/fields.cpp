#include "http/h2/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "http/syntax.hpp"

namespace quorum::h2 {
namespace {

constexpr std::size_t kTextUsual = 768;
constexpr std::size_t kFieldsUsual = 24;
constexpr std::size_t kMethodBytesMax = 32;

// What a field counts beside its bytes (RFC 9113 §6.5.2).
constexpr std::size_t kFieldOverhead = 32;

// A head so many times too large is no mistake.
constexpr std::size_t kPatience = 4;

constexpr http::Refusal kTooLarge{.status = 431, .message = "The header fields are too large."};

std::unexpected<http::Refusal> refuse(int status, std::string_view message) {
  return std::unexpected(http::Refusal{.status = status, .message = message});
}

class Decimal {
 public:
  explicit Decimal(std::uint64_t number) {
    end_ = std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr;
  }
  std::string_view view() const { return {digits_.data(), end_}; }

 private:
  std::array<char, 20> digits_{};
  char* end_;
};

/// Fields of an HTTP/1 connection, which HTTP/2 forbids, and those that the sender writes itself.
bool is_of_connection(std::string_view name) {
  const auto is = [&](std::string_view known) { return http::equals_ignoring_case(name, known); };
  switch (name.size()) {
    case 2: return is("te");
    case 4: return is("host");
    case 7: return is("trailer") || is("upgrade");
    case 10: return is("connection") || is("keep-alive");
    case 14: return is("content-length");
    case 16: return is("proxy-connection");
    case 17: return is("transfer-encoding");
    default: return false;
  }
}

bool is_target_byte(char byte) { return byte > 0x20 && byte < 0x7F && byte != '#'; }

}  // namespace

Fields::Fields() {
  text_.reserve(kTextUsual);
  spans_.reserve(kFieldsUsual);
}

void Fields::add(std::string_view name, std::string_view value) {
  value = http::trim(value);
  const auto name_at = text_.size();
  for (const char byte : name) text_ += http::to_lower(byte);
  const auto value_at = text_.size();
  text_ += value;
  if (!http::is_field_value(value)) {
    const auto is_control = [](char byte) { return (byte >= 0 && byte < 0x20) || byte == 0x7F; };
    std::replace_if(text_.begin() + static_cast<std::ptrdiff_t>(value_at), text_.end(), is_control,
                    ' ');
    while (text_.size() > value_at && text_.back() == ' ') text_.pop_back();
  }
  spans_.push_back({.name_at = static_cast<std::uint32_t>(name_at),
                    .value_at = static_cast<std::uint32_t>(value_at),
                    .value_size = static_cast<std::uint32_t>(text_.size() - value_at),
                    .name_size = static_cast<std::uint16_t>(name.size())});
}

void Fields::add_all(const http::Headers& headers, std::string_view except) {
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    if (!http::is_token(field.name) || is_of_connection(field.name)) continue;
    if (!except.empty() && http::equals_ignoring_case(field.name, except)) continue;
    add(field.name, field.value);
  }
}

http::Headers::Field Fields::operator[](std::size_t index) const {
  const auto& span = spans_[index];
  return {.name = {text_.data() + span.name_at, span.name_size},
          .value = {text_.data() + span.value_at, span.value_size}};
}

bool Fields::has(std::string_view name) const {
  for (std::size_t index = 0; index < size(); ++index) {
    if ((*this)[index].name == name) return true;
  }
  return false;
}

Fields answer_fields(const http::ResponseHead& head, std::string_view date,
                     std::optional<std::uint64_t> length) {
  Fields fields;
  fields.add(":status", Decimal(static_cast<std::uint64_t>(head.status)).view());
  fields.add_all(head.headers);
  if (!date.empty() && !fields.has("date")) fields.add("date", date);
  if (length) fields.add("content-length", Decimal(*length).view());
  return fields;
}

Fields request_fields(const Asked& asked, const http::Headers& headers) {
  Fields fields;
  fields.add(":method", asked.method);
  fields.add(":scheme", asked.scheme);
  fields.add(":authority", asked.authority);
  fields.add(":path", asked.target);
  fields.add_all(headers);
  // What we relay we also read, and we read no compression.
  if (!fields.has("accept-encoding")) fields.add("accept-encoding", "identity");
  const bool may_have_body = asked.method != "GET" && asked.method != "HEAD";
  if (asked.body_bytes > 0 || may_have_body) {
    fields.add("content-length", Decimal(asked.body_bytes).view());
  }
  return fields;
}

bool FieldReader::add(std::string_view name, std::string_view value) {
  bytes_ += name.size() + value.size() + kFieldOverhead;
  count_ += 1;
  if (name.size() > http::Headers::kNameBytesMax) return false;
  if (bytes_ > limits_.bytes_max || count_ > limits_.headers_max) {
    return bytes_ <= kPatience * limits_.bytes_max && count_ <= kPatience * limits_.headers_max;
  }
  if (name.starts_with(':')) {
    count_ -= 1;
    add_pseudo(name, value);
  } else if (name == "cookie") {
    cookies_.append(cookies_.empty() ? "" : "; ").append(value);
  } else if (name == "host") {
    hosts_ += 1;
    host_ = value;
  } else {
    append(name, value);
  }
  return true;
}

void FieldReader::add_pseudo(std::string_view name, std::string_view value) {
  if (name == ":method") method_ = value;
  if (name == ":path") target_ = value;
  if (name == ":scheme") scheme_ = value;
  if (name == ":authority") authority_ = value;
  if (name == ":status") status_ = value;
}

void FieldReader::append(std::string_view name, std::string_view value) {
  if (spans_.empty()) {
    text_.reserve(kTextUsual);
    spans_.reserve(kFieldsUsual);
  }
  const auto name_at = static_cast<std::uint32_t>(text_.size());
  text_.append(name).append(value);
  spans_.push_back({.name_at = name_at,
                    .value_at = static_cast<std::uint32_t>(name_at + name.size()),
                    .value_size = static_cast<std::uint32_t>(value.size()),
                    .name_size = static_cast<std::uint16_t>(name.size()),
                    .known = http::known_of(name)});
}

http::Headers FieldReader::take_headers() {
  if (!cookies_.empty()) append("cookie", cookies_);
  http::Headers headers;
  headers.adopt(std::exchange(text_, {}), std::exchange(spans_, {}));
  return headers;
}

std::expected<void, http::Refusal> FieldReader::take_request(http::RequestHead& head) {
  // The same refusals in the same order as HTTP/1's; what nghttp2 has checked already stays checked
  // here, since this is what the router relies on.
  head.method = std::move(method_);
  head.target = std::move(target_);
  if (bytes_ > limits_.bytes_max || count_ > limits_.headers_max) {
    return std::unexpected(kTooLarge);
  }
  if (!http::is_token(head.method)) return refuse(400, "The method is not one.");
  if (head.method.size() > kMethodBytesMax) return refuse(501, "The method is not known.");
  if (head.method == "CONNECT") return refuse(501, "CONNECT is not served: this is no proxy.");
  if (head.target.empty() || !std::ranges::all_of(head.target, is_target_byte)) {
    return refuse(400, "The request target is empty or holds a byte that must be encoded.");
  }
  if (head.target == "*" && head.method != "OPTIONS") {
    return refuse(400, "Only OPTIONS may ask for *.");
  }
  if (head.target != "*" && !head.target.starts_with('/')) {
    return refuse(400, "The request target does not begin with a slash.");
  }
  if (scheme_ != "http" && scheme_ != "https") return refuse(400, "The scheme is not HTTP's.");
  if (hosts_ > 1) return refuse(400, "There is more than one Host field.");
  if (authority_ && host_ && !http::equals_ignoring_case(*authority_, *host_)) {
    return refuse(400, "The Host field is another than :authority.");
  }
  const auto& host = authority_ ? authority_ : host_;
  if (!host) return refuse(400, "The Host field is missing.");
  if (!http::is_authority(*host)) return refuse(400, "The Host field is not a host.");
  append("host", *host);
  head.headers = take_headers();
  return {};
}

std::expected<void, http::Refusal> FieldReader::take_response(http::ResponseHead& head) {
  if (bytes_ > limits_.bytes_max || count_ > limits_.headers_max) {
    return std::unexpected(kTooLarge);
  }
  const auto status = http::parse_decimal(status_);
  if (status_.size() != 3 || !status || *status < 100 || *status > 599) {
    return refuse(502, "The answer has no status.");
  }
  head.status = static_cast<int>(*status);
  head.headers = take_headers();
  return {};
}

}  // namespace quorum::h2
