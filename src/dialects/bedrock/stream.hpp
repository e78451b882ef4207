#pragma once
/// An answer as ConverseStream sends it, event by event.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::bedrock {

/// Reads one streamed answer. `messageStop` ends it, `metadata` with the usage completes it.
class StreamReader final : public dialects::StreamReader {
 public:
  explicit StreamReader(std::string provider) : provider_(std::move(provider)) {}

  /// `name` is the event's type, as the framing tells it.
  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override;
  bool is_done() const override { return is_done_; }
  Result<> end(std::vector<llm::Delta>& deltas) override;

 private:
  /// A block that has begun.
  struct Block {
    bool is_call = false;
    std::size_t call = 0;  ///< Our number of the call that it is.
    bool has_arguments = false;
    std::string signature{};  ///< Its pieces so far.
    std::string image_format{};
    std::int64_t begin = 0;  ///< Where in the answer's text it begins, in characters.
  };

  void start(json::Value event, llm::Delta& delta);
  void add(json::Value event, llm::Delta& delta);
  void stop(json::Value event, llm::Delta& delta);
  void add_thought(json::Value thought, Block& block, llm::Delta& delta);
  Block& block_of(json::Value event);

  std::string provider_;
  std::map<std::int64_t, Block> blocks_;
  std::size_t calls_ = 0;
  std::int64_t characters_ = 0;  ///< Of the answer's text so far.
  bool has_finish_ = false;
  bool is_done_ = false;
};

}  // namespace quorum::bedrock
