#pragma once
/// Whether a streamed answer is what the provider told: whole, in order, nobody else's. Pure.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/tally.hpp"
#include "bench/wording.hpp"
#include "sse/parser.hpp"

namespace quorum::bench {

class StreamCheck {
 public:
  /// `tally` outlives it. The answer is to the request of that number.
  StreamCheck(const Wording& wording, Tally& tally, std::uint64_t ask);

  /// Body that has arrived at `now_ns`. False after a flaw that ends the answer.
  bool push(std::string_view bytes, std::uint64_t now_ns);

  /// The body has ended properly. Whether the answer has, too.
  bool end();

  bool has_words() const { return events_ > 0; }
  std::uint64_t events() const { return events_; }

 private:
  /// The event before, which had words and no more. One that differs in its stamp only has no
  /// more either, and is not read: the load shares a core with the provider.
  struct Plain {
    std::string bytes{};
    std::size_t stamp_at = 0;
  };

  bool take_event(std::string_view raw, std::uint64_t now_ns);
  bool read(std::string_view raw, std::uint64_t now_ns);
  bool is_like_plain(std::string_view raw) const;
  void see_words(std::string_view text, std::uint64_t now_ns);
  void see_stamp(std::uint64_t ask, std::uint32_t event);
  std::size_t event_end(std::string_view bytes) const;

  const Wording& wording_;
  Tally& tally_;
  std::uint64_t ask_;
  std::unique_ptr<dialects::StreamReader> reader_;
  sse::Parser parser_;
  std::string pending_;  ///< The start of an event whose end has not come.
  Plain plain_;
  std::uint64_t events_ = 0;
  std::uint32_t next_ = 0;
};

}  // namespace quorum::bench
