#pragma once
/// gzip, and its undoing within a bound. Pure.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "http/coding/negotiation.hpp"

struct z_stream_s;

namespace quorum::http {

/// Compresses one body after another; keeps its 260 KB of tables for the next.
class Compressor {
 public:
  enum class Effort : std::uint8_t { fast, best };

  explicit Compressor(Effort effort);
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  ~Compressor();

  /// Empty where it would not become smaller.
  std::string gzip(std::string_view body);

 private:
  std::unique_ptr<z_stream_s> stream_;
};

/// Expands a body, a piece at a time so that others have their turn in between.
class Decompressor {
 public:
  enum class State : std::uint8_t { more, done, broken, too_large };

  /// Of gzip or deflate. `body` stays in place; it may not become larger than `bytes_max`.
  Decompressor(Coding coding, std::string_view body, std::size_t bytes_max);
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
  ~Decompressor();

  /// Expands up to a megabyte more.
  State step();

  std::string take() { return std::move(expanded_); }

 private:
  State end_of_member();

  std::unique_ptr<z_stream_s> stream_;
  Coding coding_;
  std::size_t bytes_max_;
  std::string expanded_;
};

}  // namespace quorum::http
