#include "dialects/ollama/catalog.hpp"

#include "core/clock.hpp"
#include "core/sha256.hpp"
#include "core/try.hpp"
#include "dialects/fields.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::ollama {
namespace {

/// What a model is built like; clients want a word even where nobody knows one.
std::string_view family_of(const llm::ModelInfo& model) {
  return model.family.empty() ? std::string_view{model.provider} : std::string_view{model.family};
}

void write_details(json::Writer& writer, const llm::ModelInfo& model) {
  const auto family = family_of(model);
  writer.key("details").object().key("parent_model").string("");
  writer.key("format").string(model.is_local ? "gguf" : "");
  writer.key("family").string(family).key("families").array().string(family).end();
  writer.key("parameter_size").string("").key("quantization_level").string("").end();
}

std::string digest_of(std::string_view text) {
  Sha256 hash;
  hash.add(text);
  return hash.finish();
}

/// The digest is that of the name: the program `ollama` cuts twelve characters from it, unasked.
void write_name(json::Writer& writer, const llm::ModelInfo& model) {
  writer.key("name").string(model.id).key("model").string(model.id);
  writer.key("size").number(0).key("digest").string(digest_of(model.id));
  write_details(writer, model);
}

void write_capabilities(json::Writer& writer, const llm::Capabilities& capabilities) {
  writer.key("capabilities").array().string("completion");
  if (capabilities.tools == true) writer.string("tools");
  if (capabilities.images == true) writer.string("vision");
  if (capabilities.reasoning == true) writer.string("thinking");
  writer.end();
}

}  // namespace

std::string write_version() {
  std::string out;
  json::Writer{out}.object().key("version").string(kVersion).end();
  return out;
}

std::string write_tags(std::span<const llm::ModelInfo> models) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("models").array();
  for (const auto& model : models) {
    writer.object();
    write_name(writer, model);
    writer.key("modified_at").string(rfc3339(model.created_ms)).end();
  }
  writer.end().end();
  return out;
}

std::string write_running(std::span<const llm::ModelInfo> models) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("models").array();
  for (const auto& model : models) {
    writer.object();
    write_name(writer, model);
    writer.key("size_vram").number(0);
    if (model.context_tokens) writer.key("context_length").number(*model.context_tokens);
    writer.end();
  }
  writer.end().end();
  return out;
}

Result<std::string> read_show(std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(const auto root, dialects::root_object(document));
  // `name` was the word before `model`.
  const auto* member = dialects::is_given(root.value["model"]) ? "model" : "name";
  if (!dialects::is_given(root.value[member])) member = "model";
  return root.needed_text(member, "a model's name, as GET /api/tags lists it");
}

std::string write_show(const llm::ModelInfo& model) {
  const std::string family{family_of(model)};
  std::string out;
  json::Writer writer{out};
  writer.object().key("modelfile").string("").key("parameters").string("");
  writer.key("template").string("");
  write_details(writer, model);
  writer.key("model_info").object().key("general.architecture").string(family);
  writer.key("general.basename").string(model.id);
  if (model.context_tokens) {
    writer.key(family + ".context_length").number(*model.context_tokens);
  }
  writer.end();
  write_capabilities(writer, model.capabilities);
  writer.key("modified_at").string(rfc3339(model.created_ms)).end();
  return out;
}

}  // namespace quorum::ollama
