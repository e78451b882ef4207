#include "dialects/openai_responses/target.hpp"

#include "core/try.hpp"
#include "dialects/members.hpp"
#include "dialects/openai_responses/error.hpp"
#include "dialects/openai_responses/reply.hpp"
#include "dialects/openai_responses/sealing.hpp"
#include "dialects/openai_responses/spelling.hpp"
#include "dialects/openai_responses/stream.hpp"

namespace quorum::openai_responses {
namespace {

class Target final : public dialects::Target {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::openai_responses; }

  Result<dialects::Outgoing> write(const llm::Chat& chat, const dialects::Ask& ask) const override {
    return write_request(chat, ask);
  }

  /// `store` stays as the client spelled it: left out, OpenAI keeps the answer. Thoughts that
  /// others sealed, which our own answers have given the client, stay behind.
  Result<dialects::Outgoing> splice(std::string_view body,
                                    const dialects::Ask& ask) const override {
    QUORUM_TRY(const auto spliced, dialects::with_model(body, ask.model));
    QUORUM_TRY(auto own, without_carried(spliced));
    return dialects::Outgoing{.body = std::move(own)};
  }

  Result<std::vector<llm::Delta>> read_reply(std::string_view provider,
                                             std::string_view body) const override {
    return openai_responses::read_reply(provider, body);
  }

  Result<dialects::Meters> read_meters(std::string_view provider, std::string_view body,
                                       dialects::AnswerMemory& /*memory*/) const override {
    QUORUM_TRY(const auto deltas, openai_responses::read_reply(provider, body, Unfinished::taken));
    dialects::Meters meters;
    for (const auto& delta : deltas) meters.add(delta);
    return meters;
  }

  std::unique_ptr<dialects::StreamReader> stream_reader(std::string_view provider) const override {
    return std::make_unique<StreamReader>(std::string{provider});
  }

  Error explain(const dialects::Refusal& refusal) const override {
    return openai_responses::explain(refusal);
  }
};

}  // namespace

const dialects::Target& target() {
  static const Target kTarget;
  return kTarget;
}

}  // namespace quorum::openai_responses
