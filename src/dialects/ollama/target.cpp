#include "dialects/ollama/target.hpp"

#include <utility>

#include "core/try.hpp"
#include "dialects/members.hpp"
#include "dialects/ollama/error.hpp"
#include "dialects/ollama/reply.hpp"
#include "dialects/ollama/spelling.hpp"

namespace quorum::ollama {
namespace {

class Target final : public dialects::Target {
 public:
  explicit Target(llm::Dialect dialect) : dialect_(dialect) {}

  llm::Dialect dialect() const override { return dialect_; }
  dialects::Framing framing() const override { return dialects::Framing::ndjson; }

  Result<dialects::Outgoing> write(const llm::Chat& chat, const dialects::Ask& ask) const override {
    if (dialect_ == llm::Dialect::ollama_generate) return write_generate(chat, ask);
    return write_request(chat, ask);
  }

  Result<dialects::Outgoing> splice(std::string_view body,
                                    const dialects::Ask& ask) const override {
    QUORUM_TRY(auto spliced, dialects::with_model(body, ask.model));
    return dialects::Outgoing{.body = std::move(spliced)};
  }

  Result<std::vector<llm::Delta>> read_reply(std::string_view provider,
                                             std::string_view body) const override {
    std::vector<llm::Delta> deltas;
    QUORUM_TRY(auto reply, ollama::read_reply(provider, body));
    deltas.push_back(std::move(reply));
    return deltas;
  }

  std::unique_ptr<dialects::StreamReader> stream_reader(std::string_view provider) const override {
    return std::make_unique<StreamReader>(std::string{provider});
  }

  Error explain(const dialects::Refusal& refusal) const override {
    return ollama::explain(refusal);
  }

 private:
  llm::Dialect dialect_;
};

}  // namespace

const dialects::Target& target() {
  static const Target kTarget{llm::Dialect::ollama_chat};
  return kTarget;
}

const dialects::Target& generate_target() {
  static const Target kTarget{llm::Dialect::ollama_generate};
  return kTarget;
}

}  // namespace quorum::ollama
