#pragma once
/// Another maker's dialect inside Amazon's: InvokeModel takes and gives it as it is, and its stream
/// wraps each event in a frame.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/target.hpp"

namespace quorum::bedrock {

/// The event inside a frame's payload, `{"bytes":"…"}` in Base64.
Result<std::string> unwrap(std::string_view provider, std::string_view payload);

/// A dialect asked through InvokeModel: requests and answers are those of `inner`, frames and
/// refusals Amazon's.
class InvokeTarget final : public dialects::Target {
 public:
  /// `inner` must outlive this.
  explicit InvokeTarget(const dialects::Target& inner) : inner_(inner) {}

  llm::Dialect dialect() const override { return inner_.dialect(); }
  dialects::Framing framing() const override { return dialects::Framing::aws_event_stream; }
  Result<dialects::Outgoing> write(const llm::Chat& chat, const dialects::Ask& ask) const override;
  Result<dialects::Outgoing> splice(std::string_view body, const dialects::Ask& ask) const override;
  Result<std::vector<llm::Delta>> read_reply(std::string_view provider,
                                             std::string_view body) const override;
  std::unique_ptr<dialects::StreamReader> stream_reader(std::string_view provider) const override;
  Error explain(const dialects::Refusal& refusal) const override;

 private:
  const dialects::Target& inner_;
};

}  // namespace quorum::bedrock
