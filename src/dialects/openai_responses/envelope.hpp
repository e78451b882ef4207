#pragma once
/// The response object around an answer's output: it repeats the request.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_responses {

/// What becomes of an answer.
struct Outcome {
  std::string_view status = "in_progress";
  std::string_view incomplete_reason{};  ///< `max_output_tokens`, `content_filter`; else empty.
  const Error* error = nullptr;
  const llm::Usage* usage = nullptr;
};

class Envelope {
 public:
  explicit Envelope(const dialects::ReplyHead& head);

  const std::string& id() const { return id_; }
  void set_service_tier(std::string_view tier);

  /// Members for the answer's `quorum` field: a later one of the same name replaces the earlier.
  void add_extension(std::string_view json);

  /// Writes the whole object; `output` is the JSON array of its items.
  void write(json::Writer& writer, const Outcome& outcome, std::string_view output) const;

 private:
  struct Member {
    std::string name;
    std::string json;
  };

  std::string id_;
  std::string model_;
  std::int64_t created_s_;
  const Clock* clock_;
  std::vector<Member> echo_;  ///< What the request said, as the schema wants it repeated.
  std::string service_tier_;
  std::vector<Member> extension_;
};

}  // namespace quorum::openai_responses
