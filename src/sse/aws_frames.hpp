#pragma once
/// Amazon's binary event stream (`application/vnd.amazon.eventstream`) from bytes, in whatever
/// pieces they arrive.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "sse/parser.hpp"

namespace quorum::sse {

/// Turns chunks into events. A frame is its length, the length of its headers, their checksum, the
/// headers, the payload and the checksum of all that.
///
/// An event is named by `:event-type`, an exception by `:exception-type`; an error without a type
/// is named `error` and bears its `:error-message`.
class AwsFrames {
 public:
  /// A server that sends without end must not eat our memory.
  explicit AwsFrames(std::size_t frame_bytes_max) : frame_bytes_max_(frame_bytes_max) {}

  /// Appends to `events` every frame that `chunk` completes. Whatever does not add up, a length, a
  /// checksum or a header, is an error, after which only `events` is of use.
  Result<> push(std::string_view chunk, std::vector<Event>& events);

  /// Whether a frame has begun and not ended: a stream that ends here was cut.
  bool is_inside_frame() const { return !rest_.empty(); }

 private:
  std::size_t frame_bytes_max_;
  std::string rest_;  ///< The start of a frame whose end has not come.
};

using AwsHeaders = std::vector<std::pair<std::string, std::string>>;

/// Appends one frame, its headers all text.
void append_aws_frame(std::string& out, const AwsHeaders& headers, std::string_view payload);

/// Appends an event as Amazon's servers frame it.
void append_aws_event(std::string& out, std::string_view name, std::string_view payload);

/// The checksum of gzip, Ethernet and Amazon's frames.
std::uint32_t crc32(std::string_view bytes);

}  // namespace quorum::sse
