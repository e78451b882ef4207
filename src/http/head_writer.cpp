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
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
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

/// What the fields that were given say of what the writer decides.
struct Given {
  bool has_date = false;
  bool has_encoding = false;
  bool says_kept = false;
};

/// Whether it is the writer's to say: how the message is framed. Notes what else matters to it.
bool is_writers_own(std::string_view name, Given& given) {
  const auto is = [&](std::string_view other) { return equals_ignoring_case(name, other); };
  switch (name.size()) {
    case 4: given.has_date |= is("date"); return false;
    case 7: return is("trailer");
    case 10:
      if (!is("connection")) return is("keep-alive");
      given.says_kept = true;
      return true;
    case 14: return is("content-length");
    case 15: given.has_encoding |= is("accept-encoding"); return false;
    case 17: return is("transfer-encoding");
    default: return false;
  }
}

/// A request says itself whom it is for.
enum class Host : std::uint8_t { keep, omit };

/// All at once, where none is the writer's own and they are lines as they lie.
Given append_fields(std::string& out, const Headers& headers, Host host) {
  Given given;
  const auto is_left_out = [&](std::string_view name) {
    return is_writers_own(name, given) ||
           (host == Host::omit && name.size() == 4 && equals_ignoring_case(name, "host"));
  };
  const auto lines = headers.lines();
  std::size_t left_out = 0;
  for (std::size_t index = 0; index < headers.size(); ++index) {
    left_out += is_left_out(headers[index].name) ? 1 : 0;
  }
  if (lines && left_out == 0) {
    out += *lines;
    return given;
  }
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    if (!is_left_out(field.name)) append_field(out, field.name, field.value);
  }
  return given;
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
  const auto given = append_fields(out, head.headers, Host::keep);
  if (!given.has_date) append_field(out, "Date", frame.date);
  if (frame.is_last) {
    out += "Connection: close\r\n";
  } else if (given.says_kept || frame.is_to_1_0) {
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
  const auto given = append_fields(out, headers, Host::omit);
  // What we relay we also read, and we read no compression.
  if (!given.has_encoding) append_field(out, "Accept-Encoding", "identity");
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
