#include "debate/running/speech.hpp"

#include <utility>

#include "json/text.hpp"

namespace quorum::debate {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// How many bytes a character that begins with `first` has, or 1 where none does.
std::size_t length_of(unsigned char first) {
  if (first >= 0xF0U && first < 0xF5U) return 4;
  if (first >= 0xE0U) return first < 0xF0U ? 3 : 1;
  return first >= 0xC2U ? 2 : 1;
}

/// How many bytes at the end may be the beginning of a character.
std::size_t open_bytes(std::string_view text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xC0U) == 0x80U) continue;
    return length_of(byte) > back ? back : 0;
  }
  return 0;
}

}  // namespace

std::string sound_utf8(std::string_view text, std::string& tail) {
  auto bytes = std::exchange(tail, {});
  bytes += text;
  const auto open = open_bytes(bytes);
  tail = bytes.substr(bytes.size() - open);
  bytes.resize(bytes.size() - open);

  std::string sound;
  std::string_view rest = bytes;
  while (true) {
    const auto fault = json::utf8_fault(rest);
    sound += rest.substr(0, fault);
    if (fault == rest.size()) return sound;
    sound += kReplacement;
    rest.remove_prefix(fault + 1);
  }
}

Speech::Speech(async::Loop& loop, Journal& journal, std::string turn_id, std::string prefill)
    : loop_(loop),
      journal_(journal),
      turn_id_(std::move(turn_id)),
      prefill_(std::move(prefill)),
      begun_(loop.now()),
      has_text_(loop) {}

void Speech::on_text(std::string_view text) {
  if (!first_token_ms_) {
    first_token_ms_ = ms();
    text_ = prefill_;
  }
  text_ += sound_utf8(text, tail_);
  has_text_.set();
}

Task<> Speech::write_regularly(std::chrono::milliseconds pause) {
  while (true) {
    co_await has_text_.wait();
    has_text_.reset();
    write_batch();
    co_await loop_.sleep(pause);
  }
}

void Speech::finish() {
  if (!tail_.empty()) text_ += kReplacement;
  tail_.clear();
  write_batch();
}

std::int64_t Speech::ms() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(loop_.now() - begun_).count();
}

void Speech::write_batch() {
  if (written_ == text_.size()) return;
  journal_.add(TurnDelta{.turn_id = turn_id_,
                         .offset = static_cast<std::int64_t>(written_),
                         .text = text_.substr(written_),
                         .ms = ms()});
  written_ = text_.size();
}

}  // namespace quorum::debate
