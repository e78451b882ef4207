#include "dialects/gemini/target.hpp"

#include "core/try.hpp"
#include "dialects/gemini/error.hpp"
#include "dialects/gemini/reply.hpp"
#include "dialects/gemini/spelling.hpp"
#include "dialects/members.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {
namespace {

void name_model(const dialects::Members& members, std::string_view model,
                std::vector<json::Edit>& edits) {
  const auto* named = json::find(members, "model");
  const auto old = named == nullptr ? std::nullopt : named->string();
  if (!old) return;
  const auto name = std::string{old->starts_with("models/") ? "models/" : ""}.append(model);
  if (*old != name) dialects::replace_all(members, "model", json::quote(name), edits);
}

class Target final : public dialects::Target {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::gemini; }

  Result<dialects::Outgoing> write(const llm::Chat& chat, const dialects::Ask& ask) const override {
    return write_request(chat, ask.model);
  }

  /// Some clients name the model in the body too, and then it must be the address's: of a request,
  /// and of one that is to be counted.
  Result<dialects::Outgoing> splice(std::string_view body,
                                    const dialects::Ask& ask) const override {
    QUORUM_TRY(const auto members, json::scan_object(body));
    std::vector<json::Edit> edits;
    name_model(members, ask.model, edits);
    const auto* counted = json::find(members, "generateContentRequest");
    if (counted != nullptr && counted->value.starts_with('{')) {
      QUORUM_TRY(const auto inside, json::scan_object(counted->value));
      name_model(inside, ask.model, edits);
    }
    return dialects::Outgoing{.body = json::splice(body, edits)};
  }

  Result<std::vector<llm::Delta>> read_reply(std::string_view provider,
                                             std::string_view body) const override {
    return gemini::read_reply(provider, body);
  }

  std::unique_ptr<dialects::StreamReader> stream_reader(std::string_view provider) const override {
    return std::make_unique<StreamReader>(std::string{provider});
  }

  Error explain(const dialects::Refusal& refusal) const override {
    return gemini::explain(refusal);
  }
};

}  // namespace

const dialects::Target& target() {
  static const Target kTarget;
  return kTarget;
}

}  // namespace quorum::gemini
