#include "http/head_writer.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <ctime>

#include "http/syntax.hpp"

namespace quorum::http {
namespace {

constexpr std::size_t kHeadBytesUsual = 512;
constexpr std::size_t kDecimalDigitsMax = 20;

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, kDecimalDigitsMax> digits{};
  auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  const auto begin = out.size();
  const auto size = begin + name.size() + value.size() + 4;
  out.resize_and_overwrite(size, [&](char* text, std::size_t) {
    char* const value_at = text + begin + name.size() + 2;
    std::memcpy(text + begin, name.data(), name.size());
    std::memcpy(value_at - 2, ": ", 2);
    std::memcpy(value_at, value.data(), value.size());
    std::memcpy(value_at + value.size(), "\r\n", 2);
    return size;
  });
}

void append_untrusted_field(std::string& out, Headers::Field field) {
  if (!is_token(field.name)) return;
  const auto value_at = out.size() + field.name.size() + 2;
  append_field(out, field.name, field.value);
  if (is_field_value(field.value)) return;
  const auto is_control = [](char byte) { return (byte >= 0 && byte < 0x20) || byte == 0x7F; };
  std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(value_at), out.end() - 2, is_control,
                  ' ');
}

/// Fields that say how the message is framed: only the writer knows that.
bool is_framing(std::string_view name) {
  switch (name.size()) {
    case 7: return equals_ignoring_case(name, "trailer");
    case 10:
      return equals_ignoring_case(name, "connection") || equals_ignoring_case(name, "keep-alive");
    case 14: return equals_ignoring_case(name, "content-length");
    case 17: return equals_ignoring_case(name, "transfer-encoding");
    default: return false;
  }
}

}  // namespace

std::string http_date(UnixMs moment) {
  static constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed",
                                                         "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto time = fmt::gmtime(static_cast<std::time_t>(moment / 1000));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     kDays[static_cast<std::size_t>(time.tm_wday)], time.tm_mday,
                     kMonths[static_cast<std::size_t>(time.tm_mon)], time.tm_year + 1900,
                     time.tm_hour, time.tm_min, time.tm_sec);
}

void append_answer_head(std::string& out, const ResponseHead& head, const AnswerFrame& frame) {
  out.reserve(out.size() + kHeadBytesUsual);
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(head.status));
  out.append(" ").append(reason_phrase(head.status)).append("\r\n");
  bool has_date = false;
  bool says_kept = false;
  for (std::size_t index = 0; index < head.headers.size(); ++index) {
    const auto field = head.headers[index];
    if (is_framing(field.name)) {
      says_kept |= equals_ignoring_case(field.name, "connection");
      continue;
    }
    has_date |= equals_ignoring_case(field.name, "date");
    append_untrusted_field(out, field);
  }
  if (!has_date) append_field(out, "Date", frame.date);
  if (frame.is_last) {
    out += "Connection: close\r\n";
  } else if (says_kept || frame.is_to_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  if (frame.body == AnswerFrame::Body::chunked) {
    out += "Transfer-Encoding: chunked\r\n";
  } else if (frame.body == AnswerFrame::Body::length) {
    out += "Content-Length: ";
    append_number(out, frame.length);
    out += "\r\n";
  }
  out += "\r\n";
}

void append_request_head(std::string& out, const RequestFrame& frame, const Headers& headers) {
  out.reserve(out.size() + kHeadBytesUsual);
  out.append(frame.method).append(" ").append(frame.target).append(" HTTP/1.1\r\n");
  append_field(out, "Host", frame.host);
  bool has_encoding = false;
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    if (is_framing(field.name) || equals_ignoring_case(field.name, "host")) continue;
    has_encoding |= equals_ignoring_case(field.name, "accept-encoding");
    append_untrusted_field(out, field);
  }
  // What we relay we also read, and we read no compression.
  if (!has_encoding) append_field(out, "Accept-Encoding", "identity");
  const bool may_have_body = frame.method != "GET" && frame.method != "HEAD";
  if (frame.body_bytes > 0 || may_have_body) {
    out += "Content-Length: ";
    append_number(out, frame.body_bytes);
    out += "\r\n";
  }
  out += "\r\n";
}

ChunkHead::ChunkHead(std::size_t chunk_bytes) {
  begin_ = text_.size();
  text_[--begin_] = '\n';
  text_[--begin_] = '\r';
  do {
    text_[--begin_] = "0123456789abcdef"[chunk_bytes % 16];
    chunk_bytes /= 16;
  } while (chunk_bytes > 0);
}

}  // namespace quorum::http
