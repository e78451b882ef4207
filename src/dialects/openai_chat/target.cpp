#include "dialects/openai_chat/target.hpp"

#include "core/try.hpp"
#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/head.hpp"
#include "dialects/openai_chat/meters.hpp"
#include "dialects/openai_chat/reply.hpp"
#include "dialects/openai_chat/spelling.hpp"
#include "dialects/openai_chat/trim.hpp"

namespace quorum::openai_chat {
namespace {

class Target final : public dialects::Target {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::openai_chat; }

  Result<dialects::Outgoing> write(const llm::Chat& chat, const dialects::Ask& ask) const override {
    return write_request(chat, ask.model, ask.delivery, ask.quirks.openai);
  }

  Result<dialects::Outgoing> splice(std::string_view body,
                                    const dialects::Ask& ask) const override {
    const auto& quirks = ask.quirks.openai;
    if (!refuses_anything(quirks)) return pass(body, ask.glance, ask, {});
    QUORUM_TRY(auto trimmed, trim(body, quirks));
    // Its bytes are other ones now.
    return pass(trimmed.body, {}, ask, std::move(trimmed.dropped));
  }

  Result<std::vector<llm::Delta>> read_reply(std::string_view provider,
                                             std::string_view body) const override {
    return openai_chat::read_reply(provider, body);
  }

  Result<dialects::Meters> read_meters(std::string_view provider, std::string_view body,
                                       dialects::AnswerMemory& memory) const override {
    if (const auto meters = openai_chat::read_meters(body, memory)) return *meters;
    return dialects::Target::read_meters(provider, body, memory);
  }

  std::unique_ptr<dialects::StreamReader> stream_reader(std::string_view provider) const override {
    return std::make_unique<StreamReader>(std::string{provider});
  }

  Error explain(const dialects::Refusal& refusal) const override {
    return openai_chat::explain(refusal);
  }

 private:
  static Result<dialects::Outgoing> pass(std::string_view body, const llm::Glance& glance,
                                         const dialects::Ask& ask,
                                         std::vector<std::string> dropped) {
    const auto metering =
        ask.quirks.openai.takes_stream_options ? Metering::forced : Metering::as_asked;
    if (ask.may_borrow && passes_untouched(body, glance, ask.model, metering, ask.delivery)) {
      return dialects::Outgoing{.is_untouched = true, .dropped = std::move(dropped)};
    }
    auto spliced = openai_chat::splice(body, glance, ask.model, metering, ask.delivery);
    if (!spliced) {
      QUORUM_TRY(spliced, openai_chat::splice(body, ask.model, metering));
    }
    return dialects::Outgoing{.body = std::move(spliced->body),
                              .dropped = std::move(dropped),
                              .hides_usage = spliced->is_usage_forced};
  }
};

}  // namespace

const dialects::Target& target() {
  static const Target kTarget;
  return kTarget;
}

}  // namespace quorum::openai_chat
