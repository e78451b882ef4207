#pragma once
/// What a local model's worker and its owner say to each other: one JSON object a line.
///
///   owner → worker   {"ask":1,"messages":[{"role":"user","text":"…"}],"temperature":0.5,…}
///                    {"cancel":1}
///   worker → owner   {"ready":{"context_tokens":4096,…}}           once, first
///                    {"piece":1,"text":"…"}                        any number
///                    {"piece":1,"finish":"stop","usage":{…},…}     the last of its answer
///                    {"failed":1,"code":"invalid_request",…}       or this; 0: the worker itself
///
/// Every ask ends in one finish or failure, a cancelled one too.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "llm/chat.hpp"
#include "llm/delta.hpp"

namespace quorum::providers {

struct LocalAsk {
  std::int64_t id = 0;  ///< From 1, never used twice.
  /// Texts only. Tools, pictures and names do not cross.
  llm::Chat chat{};
  bool operator==(const LocalAsk&) const = default;
};

struct LocalCancel {
  std::int64_t id = 0;
  bool operator==(const LocalCancel&) const = default;
};

using LocalOrder = std::variant<LocalAsk, LocalCancel>;

struct LocalReady {
  std::int64_t context_tokens = 0;  ///< Of each conversation.
  std::int64_t conversations_max = 0;
  std::string description{};  ///< As `qwen2 1B Q4_K - Medium`.
  double load_ms = 0;
  bool operator==(const LocalReady&) const = default;
};

struct LocalTimes {
  double waited_ms = 0;  ///< For a free conversation.
  double prompt_ms = 0;
  double write_ms = 0;
  double choose_ms = 0;  ///< Of it, choosing tokens: sampling and the grammar.
  bool operator==(const LocalTimes&) const = default;
};

struct LocalPiece {
  std::int64_t id = 0;
  llm::Delta delta{};                 ///< Text, log-probabilities, finish and usage; nothing else.
  std::optional<LocalTimes> times{};  ///< With the finish.
  bool operator==(const LocalPiece&) const = default;
};

struct LocalFailure {
  std::int64_t id = 0;  ///< 0: the worker cannot go on at all.
  Error error{};
};

using LocalNews = std::variant<LocalReady, LocalPiece, LocalFailure>;

/// One line each, its newline included.
std::string encode(const LocalOrder& order);
std::string encode(const LocalNews& news);

/// `frame` is a line without its newline. What they cannot read is `upstream_failed`.
Result<LocalOrder> decode_order(std::string_view frame);
Result<LocalNews> decode_news(std::string_view frame);

/// Cuts a stream of bytes, in whatever pieces it arrives, into lines.
class LocalFrames {
 public:
  explicit LocalFrames(std::size_t frame_bytes_max) : frame_bytes_max_(frame_bytes_max) {}

  /// Appends every line that `bytes` completes. `too_large` where one exceeds the limit.
  Result<> push(std::string_view bytes, std::vector<std::string>& frames);

  /// Whether the stream may end here.
  bool is_between_frames() const { return pending_.empty(); }

 private:
  std::size_t frame_bytes_max_;
  std::string pending_;
};

/// Of a continuation that the model rules out: JSON has no infinity.
inline constexpr double kImpossibleLogprob = -1e9;

/// A debate's whole transcript in one ask is far below it.
inline constexpr std::size_t kLocalFrameBytesMax = 16 << 20;

}  // namespace quorum::providers
