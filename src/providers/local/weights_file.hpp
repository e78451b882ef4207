#pragma once
/// A model's file on its way into the folder: beside its place until it is whole and proven.

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "async/system.hpp"
#include "core/error.hpp"
#include "core/sha256.hpp"
#include "providers/local/weights.hpp"

namespace quorum::providers {

/// `FOLDER/.pull/NAME/`: what has been fetched so far stays there, so that the next try goes on.
class WeightsFile {
 public:
  enum class From : std::uint8_t { start, where_it_ended };

  /// Makes the folder where it is missing. `conflict` while another process pulls the same model.
  static Result<WeightsFile> open(const std::string& folder, std::string_view name, From from);

  /// Where packages and other half-done things of this model may lie.
  static std::string workshop(const std::string& folder, std::string_view name);

  std::uint64_t bytes() const { return bytes_; }

  /// `unavailable` when the disk is full.
  Result<> append(std::string_view bytes);

  /// Back to nothing: the source cannot be continued where we ended.
  Result<> restart();

  /// Puts the file and its papers in place, if it is what it should be: `expected_sha256` (any,
  /// where empty), and a GGUF file. Whether or not, the workshop is empty afterwards: what is wrong
  /// is not worth continuing.
  Result<Weights> finish(Weights papers, std::string_view expected_sha256);

 private:
  WeightsFile(std::string folder, std::string workshop);
  Result<> lock();
  Result<> take_up();

  std::string folder_;
  std::string workshop_;
  std::string partial_;
  async::Fd lock_;
  std::ofstream file_;
  Sha256 hash_;
  std::uint64_t bytes_ = 0;
};

/// Of the whole file.
Result<std::string> sha256_of_file(const std::string& path);

}  // namespace quorum::providers
