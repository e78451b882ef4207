#include "dialects/anthropic/target.hpp"

#include "core/try.hpp"
#include "dialects/anthropic/error.hpp"
#include "dialects/anthropic/head.hpp"
#include "dialects/anthropic/meters.hpp"
#include "dialects/anthropic/reply.hpp"
#include "dialects/anthropic/spelling.hpp"

namespace quorum::anthropic {
namespace {

class Target final : public dialects::Target {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::anthropic; }

  Result<dialects::Outgoing> write(const llm::Chat& chat, const dialects::Ask& ask) const override {
    return write_request(chat, ask);
  }

  Result<dialects::Outgoing> splice(std::string_view body,
                                    const dialects::Ask& ask) const override {
    dialects::Outgoing outgoing;
    QUORUM_TRY(outgoing.body, anthropic::splice(body, ask));
    if (ask.quirks.anthropic.version_in_body.empty()) {
      outgoing.headers.emplace_back("anthropic-version", kApiVersion);
    }
    return outgoing;
  }

  Result<std::vector<llm::Delta>> read_reply(std::string_view provider,
                                             std::string_view body) const override {
    return anthropic::read_reply(provider, body);
  }

  Result<dialects::Meters> read_meters(std::string_view provider, std::string_view body,
                                       dialects::AnswerMemory& memory) const override {
    if (const auto meters = anthropic::read_meters(body)) return *meters;
    return dialects::Target::read_meters(provider, body, memory);
  }

  std::unique_ptr<dialects::StreamReader> stream_reader(std::string_view provider) const override {
    return std::make_unique<StreamReader>(std::string{provider});
  }

  Error explain(const dialects::Refusal& refusal) const override {
    return anthropic::explain(refusal);
  }
};

}  // namespace

const dialects::Target& target() {
  static const Target kTarget;
  return kTarget;
}

}  // namespace quorum::anthropic
