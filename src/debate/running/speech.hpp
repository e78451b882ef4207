#pragma once
/// A turn as it is spoken: its text, written to the journal in small batches.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "debate/running/journal.hpp"
#include "debate/running/listen.hpp"

namespace quorum::debate {

/// The first piece is written at once, and from then on one batch every `pause` at most.
class Speech final : public Listener {
 public:
  /// `prefill` stands before the first piece. The turn begins now.
  Speech(async::Loop& loop, Journal& journal, std::string turn_id, std::string prefill);

  void on_text(std::string_view text) override;

  /// Writes batches as text comes, for ever: in a scope that ends with the turn.
  Task<> write_regularly(std::chrono::milliseconds pause);

  /// Writes what is left.
  void finish();

  const std::string& text() const { return text_; }  ///< The prefill included; valid UTF-8.
  std::int64_t first_token_ms() const { return first_token_ms_.value_or(0); }
  std::int64_t ms() const;  ///< Since the turn began.
  bool is_silent() const { return !first_token_ms_; }

 private:
  void write_batch();

  async::Loop& loop_;
  Journal& journal_;
  const std::string turn_id_;
  std::string prefill_;
  const TimePoint begun_;
  std::optional<std::int64_t> first_token_ms_{};
  std::string text_{};
  std::string tail_{};  ///< The first bytes of a character whose last have not come yet.
  std::size_t written_ = 0;
  async::Event has_text_;
};

/// `text` with U+FFFD where it is no UTF-8. Bytes at its end that may yet become a character are
/// left in `tail`.
std::string sound_utf8(std::string_view text, std::string& tail);

}  // namespace quorum::debate
