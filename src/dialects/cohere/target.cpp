#include "dialects/cohere/target.hpp"

#include <utility>

#include "core/try.hpp"
#include "dialects/cohere/error.hpp"
#include "dialects/cohere/reply.hpp"
#include "dialects/cohere/spelling.hpp"
#include "dialects/members.hpp"

namespace quorum::cohere {
namespace {

class Target final : public dialects::Target {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::cohere; }

  Result<dialects::Outgoing> write(const llm::Chat& chat, const dialects::Ask& ask) const override {
    return write_request(chat, ask);
  }

  Result<dialects::Outgoing> splice(std::string_view body,
                                    const dialects::Ask& ask) const override {
    QUORUM_TRY(auto spliced, dialects::with_model(body, ask.model));
    return dialects::Outgoing{.body = std::move(spliced)};
  }

  Result<std::vector<llm::Delta>> read_reply(std::string_view provider,
                                             std::string_view body) const override {
    return cohere::read_reply(provider, body);
  }

  std::unique_ptr<dialects::StreamReader> stream_reader(std::string_view provider) const override {
    return std::make_unique<StreamReader>(std::string{provider});
  }

  Error explain(const dialects::Refusal& refusal) const override {
    return cohere::explain(refusal);
  }
};

}  // namespace

const dialects::Target& target() {
  static const Target kTarget;
  return kTarget;
}

}  // namespace quorum::cohere
