#include "providers/embedder.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/try.hpp"
#include "llm/another.hpp"
#include "providers/body_model.hpp"
#include "providers/embeddings.hpp"

namespace quorum::providers {
namespace {

Error gives_no_vectors(const Placed& placed) {
  return {
      .code = Errc::invalid_request,
      .message = fmt::format("{} gives no embeddings; ask a provider that does.", placed.provider),
      .field = "model",
      .reason = "unsupported_value"};
}

/// Only OpenAI's own spelling has a place for texts that are tokens already.
Error takes_no_tokens(const Placed& placed) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("{} takes texts, not tokens: send `input` as a text or a list of "
                                 "texts.",
                                 placed.provider),
          .field = "input",
          .reason = "unsupported_value"};
}

Error takes_only_texts(const Placed& placed, const std::string& member) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("{} cannot be asked for `{}`: send texts, and take `float`.",
                                 placed.provider, member),
          .field = member,
          .reason = "unsupported_value"};
}

/// Whether the client's own bytes are what the provider reads.
bool shares_dialect(Embedding embedding, llm::Dialect dialect) {
  return (embedding == Embedding::openai && dialect == llm::Dialect::openai_chat) ||
         (embedding == Embedding::cohere && dialect == llm::Dialect::cohere);
}

class Embedder final : public llm::Embedder {
 public:
  explicit Embedder(Places places) : places_(std::move(places)) {}

  Task<Result<llm::Embeddings>> embed(llm::EmbedCall call, llm::CallContext context) override {
    QUORUM_CO_TRY(auto placed, places_.place(call.model));
    const auto others = std::move(placed.others);
    auto made = co_await embed_at(std::move(placed), call, context);
    for (const auto& other : others) {
      if (made || !llm::may_another(made.error())) break;
      made = co_await embed_at(other, call, context);
    }
    co_return made;
  }

 private:
  static Task<Result<llm::Embeddings>> embed_at(Placed placed, llm::EmbedCall call,
                                                llm::CallContext context) {
    if (placed.site == nullptr) co_return gives_no_vectors(placed);
    const auto& vendor = placed.site->vendor();
    auto url = placed.site->address(vendor.embed_path, placed.model);
    if (vendor.embedding == Embedding::none || !url) co_return gives_no_vectors(placed);

    const bool is_spliced = shares_dialect(vendor.embedding, call.wire.dialect);
    if (!is_spliced && !call.only_as_spelled.empty()) {
      co_return takes_only_texts(placed, call.only_as_spelled);
    }
    if (!is_spliced && call.texts.empty()) co_return takes_no_tokens(placed);
    auto* const trace = context.trace;
    if (trace != nullptr) trace->asks(placed.site->name(), placed.model);
    SiteRequest request{.url = std::move(*url), .deadline = context.deadline, .trace = trace};
    request.body = is_spliced ? spliced(*call.wire.body, placed.model)
                              : write_embedding(vendor.embedding, call, placed.model);
    // Whose errors are spelled as its chats' are.
    QUORUM_CO_TRY(const auto way, placed.site->best_way(placed.model, dialects::Delivery::whole));
    QUORUM_CO_TRY(auto body, co_await placed.site->ask(std::move(request), way.target));
    if (is_spliced) {
      auto usage = embedding_usage(vendor.embedding, body);
      if (trace != nullptr) trace->usage = usage;
      co_return llm::Embeddings{.bytes = std::move(body), .usage = usage};
    }
    auto read = read_embedding(vendor.embedding, placed.provider, body, call.texts.size());
    if (read && trace != nullptr) trace->usage = read->usage;
    co_return read;
  }

  static std::string spliced(const std::string& body, std::string_view model) {
    const auto named = body_model("application/json", body);
    return named && named->name != model ? with_model(body, *named, model) : body;
  }

  Places places_;
};

}  // namespace

std::unique_ptr<llm::Embedder> embedder(Places places) {
  return std::make_unique<Embedder>(std::move(places));
}

}  // namespace quorum::providers
