#pragma once
/// An answer as Cohere's `/v1/chat` sends it, which its old models still do: whole, or in lines.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "llm/delta.hpp"

namespace quorum::cohere {

/// Also of `/v1/generate`, whose answer is the first of its `generations`.
Result<llm::Delta> read_v1_reply(std::string_view provider, std::string_view body);

/// Reads one streamed answer, line by line. `stream-end` completes it.
class V1StreamReader final : public dialects::StreamReader {
 public:
  explicit V1StreamReader(std::string provider) : provider_(std::move(provider)) {}

  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override;
  bool is_done() const override { return is_done_; }
  Result<> end(std::vector<llm::Delta>& deltas) override;

 private:
  std::string provider_;
  bool is_done_ = false;
};

}  // namespace quorum::cohere
