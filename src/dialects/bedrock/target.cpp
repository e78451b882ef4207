#include "dialects/bedrock/target.hpp"

#include "dialects/bedrock/error.hpp"
#include "dialects/bedrock/reply.hpp"
#include "dialects/bedrock/spelling.hpp"
#include "dialects/bedrock/stream.hpp"

namespace quorum::bedrock {
namespace {

class Target final : public dialects::Target {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::bedrock; }
  dialects::Framing framing() const override { return dialects::Framing::aws_event_stream; }

  Result<dialects::Outgoing> write(const llm::Chat& chat, const dialects::Ask& ask) const override {
    return write_request(chat, ask);
  }

  Result<dialects::Outgoing> splice(std::string_view body, const dialects::Ask&) const override {
    return dialects::Outgoing{.body = std::string{body}};
  }

  Result<std::vector<llm::Delta>> read_reply(std::string_view provider,
                                             std::string_view body) const override {
    return bedrock::read_reply(provider, body);
  }

  std::unique_ptr<dialects::StreamReader> stream_reader(std::string_view provider) const override {
    return std::make_unique<StreamReader>(std::string{provider});
  }

  Error explain(const dialects::Refusal& refusal) const override {
    return bedrock::explain(refusal);
  }
};

}  // namespace

const dialects::Target& target() {
  static const Target kTarget;
  return kTarget;
}

}  // namespace quorum::bedrock
