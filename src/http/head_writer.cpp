#include "http/head_writer.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <ctime>

#include "http/put.hpp"
#include "http/syntax.hpp"

namespace quorum::http {
namespace {

/// Appends pieces where there is room for all of them.
class Appending {
 public:
  explicit Appending(char* end) : end_(end) {}

  Appending& operator<<(std::string_view text) {
    end_ = detail::put(end_, text);
    return *this;
  }
  Appending& operator<<(std::uint64_t number) {
    end_ = std::to_chars(end_, end_ + kDecimalDigitsMax, number).ptr;
    return *this;
  }
  char* end() const { return end_; }

  static constexpr std::size_t kDecimalDigitsMax = 20;

 private:
  char* end_;
};

/// Fields that are the writer's to say: how the message is framed.
constexpr auto kFraming =
    KnownSet::of("connection", "content-length", "keep-alive", "trailer", "transfer-encoding");

/// A request says itself whom it is for.
constexpr auto kFramingAndHost = KnownSet::of("connection", "content-length", "host", "keep-alive",
                                              "trailer", "transfer-encoding");

/// How much room they take at most.
std::size_t size_of(const Headers& headers) {
  if (const auto lines = headers.lines()) return lines->size();
  std::size_t size = 0;
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    size += field.name.size() + field.value.size() + 4;
  }
  return size;
}

/// All at once, where none is to be left out and they are lines as they lie.
void append_fields(Appending& out, const Headers& headers, KnownSet left_out) {
  const auto lines = headers.lines();
  if (lines && !headers.may_have_any(left_out)) {
    out << *lines;
    return;
  }
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    if (!left_out.has(field.known)) out << field.name << ": " << field.value << "\r\n";
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
  constexpr std::size_t kOwnBytesMax = 256;  // All but the fields that are given.
  const auto at = out.size();
  const auto reason = reason_phrase(head.status);
  const auto room = size_of(head.headers) + reason.size() + frame.date.size() + kOwnBytesMax;
  out.resize_and_overwrite(at + room, [&](char* text, std::size_t) {
    Appending line(text + at);
    line << "HTTP/1.1 " << static_cast<std::uint64_t>(head.status) << " " << reason << "\r\n";
    append_fields(line, head.headers, kFraming);
    if (!head.headers.get("date")) line << "Date: " << frame.date << "\r\n";
    if (frame.is_last) {
      line << "Connection: close\r\n";
    } else if (frame.is_to_1_0 || head.headers.get("connection")) {
      line << "Connection: keep-alive\r\n";
    }
    if (frame.body == AnswerFrame::Body::chunked) {
      line << "Transfer-Encoding: chunked\r\n";
    } else if (frame.body == AnswerFrame::Body::length) {
      line << "Content-Length: " << frame.length << "\r\n";
    }
    line << "\r\n";
    return static_cast<std::size_t>(line.end() - text);
  });
}

void append_request_head(std::string& out, const RequestFrame& frame, const Headers& headers) {
  constexpr std::size_t kOwnBytesMax = 128;
  const auto at = out.size();
  const auto room = size_of(headers) + frame.method.size() + frame.target.size() +
                    frame.host.size() + kOwnBytesMax;
  out.resize_and_overwrite(at + room, [&](char* text, std::size_t) {
    Appending line(text + at);
    line << frame.method << " " << frame.target << " HTTP/1.1\r\nHost: " << frame.host << "\r\n";
    append_fields(line, headers, kFramingAndHost);
    // What we relay we also read, and we read no compression.
    if (!headers.get("accept-encoding")) line << "Accept-Encoding: identity\r\n";
    return static_cast<std::size_t>(line.end() - text);
  });
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
