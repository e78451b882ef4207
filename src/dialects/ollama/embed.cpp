#include "dialects/ollama/embed.hpp"

#include "core/try.hpp"
#include "dialects/count.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "dialects/ollama/error.hpp"
#include "dialects/untaken.hpp"
#include "dialects/vectors.hpp"
#include "json/writer.hpp"

namespace quorum::ollama {
namespace {

Result<> read_input(const dialects::Object& root, llm::EmbedCall& call) {
  constexpr std::string_view kExpected = "a text or an array of texts";
  const auto input = root.value["input"];
  if (const auto text = input.string()) {
    call.texts.emplace_back(*text);
    return {};
  }
  if (!dialects::is_given(input)) return dialects::missing("input", kExpected);
  if (!input.is(json::Kind::array)) return dialects::wrong("input", kExpected);
  std::size_t index = 0;
  for (const auto value : input) {
    const auto text = value.string();
    if (!text) return dialects::wrong(dialects::join("input", index), "a text");
    call.texts.emplace_back(*text);
    ++index;
  }
  return {};
}

}  // namespace

Result<llm::EmbedCall> read_embed(EmbedEndpoint endpoint, std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(const auto root, dialects::root_object(document));
  llm::EmbedCall call;
  QUORUM_TRY(call.model, root.needed_text("model", "a model's name"));
  if (endpoint == EmbedEndpoint::embeddings) {
    QUORUM_TRY(auto prompt, root.text("prompt"));
    call.texts.push_back(std::move(prompt));
    return call;
  }
  QUORUM_CHECK(read_input(root, call));
  QUORUM_TRY(call.dimensions, root.integer("dimensions", 1, INT64_MAX));
  return call;
}

std::string write_embeddings(EmbedEndpoint endpoint, const llm::Embeddings& embeddings,
                             std::string_view model) {
  std::string out;
  json::Writer writer{out};
  writer.object();
  if (endpoint == EmbedEndpoint::embeddings) {
    writer.key("embedding");
    dialects::write_vector(
        writer, embeddings.vectors.empty() ? std::vector<float>{} : embeddings.vectors.front());
  } else {
    writer.key("model").string(model).key("embeddings").array();
    for (const auto& vector : embeddings.vectors) dialects::write_vector(writer, vector);
    writer.end();
    if (embeddings.usage) writer.key("prompt_eval_count").number(embeddings.usage->prompt);
  }
  writer.end();
  return out;
}

dialects::Outgoing write_embed(const llm::EmbedCall& call, std::string_view model) {
  dialects::Outgoing outgoing;
  dialects::Dropped dropped;
  dropped.add_if(!call.purpose.empty(), "input_type");
  dropped.add_if(!call.user_id.empty(), "user");
  json::Writer writer{outgoing.body};
  writer.object().key("model").string(model).key("input").array();
  for (const auto& text : call.texts) writer.string(text);
  writer.end();
  if (call.dimensions) writer.key("dimensions").number(*call.dimensions);
  writer.end();
  outgoing.dropped = dropped.take();
  return outgoing;
}

Result<llm::Embeddings> read_embeddings(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (root["error"]) return explain_line(provider, root);
  llm::Embeddings read{.model = std::string{root["model"].string().value_or("")}};
  QUORUM_TRY(read.vectors, dialects::read_vectors(provider, root["embeddings"]));
  if (const auto count = dialects::count_of(root["prompt_eval_count"])) {
    read.usage = llm::Usage{.prompt = *count};
  }
  return read;
}

}  // namespace quorum::ollama
