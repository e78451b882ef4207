#include "http/head_memory.hpp"

#include <algorithm>
#include <cstring>

namespace quorum::http {
namespace {

// Longer ones are rare, and none of them is to be kept for long.
constexpr std::size_t kTextBytesMax = 4 << 10;

constexpr auto kSecrets = KnownSet::of("api-key", "authorization", "cookie", "proxy-authorization",
                                       "sec-websocket-protocol", "x-api-key", "x-goog-api-key");

void take(const RequestHead& from, RequestHead& to) {
  to.method = from.method;
  to.target = from.target;
  to.minor_version = from.minor_version;
}

void take(const ResponseHead& from, ResponseHead& to) {
  to.status = from.status;
  to.minor_version = from.minor_version;
}

}  // namespace

template <typename Head>
std::size_t HeadMemory<Head>::take_start_line(std::string_view text, Head& head) const {
  if (start_size_ == 0 || !text.starts_with({text_.data(), start_size_})) return 0;
  take(start_, head);
  return start_size_;
}

template <typename Head>
std::size_t HeadMemory<Head>::take_field_lines(std::string_view text, std::size_t at,
                                               std::size_t count_max,
                                               std::vector<Headers::Span>& spans) const {
  const auto count = std::min(lines_.size(), count_max);
  for (auto index = spans.size(); index < count; ++index) {
    const Line& line = lines_[index];
    const bool is_same = line.size > 0 && line.size <= text.size() - at &&
                         std::memcmp(text.data() + at, text_.data() + line.at, line.size) == 0;
    if (!is_same) break;
    auto& span = spans.emplace_back(line.span);
    span.name_at = static_cast<std::uint32_t>(at);
    span.value_at += static_cast<std::uint32_t>(at);
    at += line.size;
  }
  return at;
}

template <typename Head>
void HeadMemory<Head>::learn(std::string_view text, std::size_t start_at,
                             const std::vector<Headers::Span>& spans, const Head& start) {
  if (text.size() > kTextBytesMax || spans.empty()) return;
  take(start, start_);
  start_size_ = spans.front().name_at - start_at;
  text_.assign(text.substr(start_at, start_size_));
  lines_.clear();
  for (std::size_t index = 0; index < spans.size(); ++index) {
    auto span = spans[index];
    const auto at = span.name_at;
    // The empty line is two bytes.
    const auto end = index + 1 < spans.size() ? spans[index + 1].name_at : text.size() - 2;
    const bool is_kept = !kSecrets.has(span.known);
    span.name_at = 0;
    span.value_at -= at;
    lines_.push_back({.at = static_cast<std::uint32_t>(text_.size()),
                      .size = is_kept ? static_cast<std::uint32_t>(end - at) : 0,
                      .span = span});
    if (is_kept) text_ += text.substr(at, end - at);
  }
}

template <typename Head>
void HeadMemory<Head>::forget() {
  start_size_ = 0;
  lines_.clear();
}

template class HeadMemory<RequestHead>;
template class HeadMemory<ResponseHead>;

}  // namespace quorum::http
