#include "api/openai/embeddings_endpoint.hpp"

#include <bit>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "api/openai/deployment.hpp"
#include "core/base64.hpp"
#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "dialects/vectors.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/estimate.hpp"

namespace quorum::api::openai {
namespace {

constexpr std::chrono::minutes kAnswerMax{10};
constexpr std::string_view kInput =
    "a string, a list of strings, or tokens: a list of whole numbers or of such lists";

bool is_tokens(json::Value value) {
  if (!value.is(json::Kind::array) || value.size() == 0) return false;
  for (const auto token : value) {
    if (!token.integer()) return false;
  }
  return true;
}

/// The texts of `input`, or none where it is tokens: those go on in the client's own bytes alone.
Result<std::vector<std::string>> read_input(json::Value input) {
  std::vector<std::string> texts;
  if (!dialects::is_given(input)) return dialects::missing("input", kInput);
  if (const auto text = input.string()) {
    texts.emplace_back(*text);
    return texts;
  }
  if (is_tokens(input)) return texts;
  if (!input.is(json::Kind::array) || input.size() == 0) return dialects::wrong("input", kInput);
  const bool is_text = input[0].is(json::Kind::string);
  for (const auto item : input) {
    const auto text = item.string();
    if (is_text ? !text : !is_tokens(item)) return dialects::wrong("input", kInput);
    if (text) texts.emplace_back(*text);
  }
  return texts;
}

Result<llm::EmbedCall> read_call(std::string body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(const auto root, dialects::root_object(document));
  llm::EmbedCall call{.model = {}};
  QUORUM_TRY(call.model, root.needed_text("model", "the name of an embedding model"));
  QUORUM_TRY(call.texts, read_input(root.value["input"]));
  QUORUM_TRY(call.dimensions, root.integer("dimensions", 1, INT64_MAX));
  QUORUM_TRY(call.user_id, root.text("user"));
  QUORUM_TRY(const auto format, root.text("encoding_format"));
  if (!format.empty() && format != "float" && format != "base64") {
    return dialects::wrong("encoding_format", "float or base64");
  }
  call.is_base64 = format == "base64";
  call.wire = {.dialect = llm::Dialect::openai_chat, .body = std::move(body)};
  return call;
}

/// Little-endian 32-bit floats, as OpenAI's clients unpack them.
std::string packed(const std::vector<float>& vector) {
  std::string bytes;
  bytes.reserve(vector.size() * sizeof(float));
  for (const float number : vector) {
    const auto bits = std::bit_cast<std::uint32_t>(number);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      bytes += static_cast<char>((bits >> shift) & 0xffU);
    }
  }
  return bytes;
}

void write_vector(json::Writer& writer, const std::vector<float>& vector, bool is_base64) {
  if (is_base64) {
    writer.string(base64::encode(packed(vector)));
    return;
  }
  dialects::write_vector(writer, vector);
}

std::int64_t tokens_of(const llm::Embeddings& embeddings, std::int64_t estimate) {
  return embeddings.usage ? embeddings.usage->prompt : estimate;
}

std::string write_reply(const llm::Embeddings& embeddings, const llm::EmbedCall& asked) {
  std::string body;
  json::Writer writer(body);
  writer.object().key("object").string("list").key("data").array();
  for (std::size_t i = 0; i < embeddings.vectors.size(); ++i) {
    writer.object().key("object").string("embedding").key("index").number(std::uint64_t{i});
    write_vector(writer.key("embedding"), embeddings.vectors[i], asked.is_base64);
    writer.end();
  }
  writer.end().key("model").string(asked.model);
  std::int64_t estimate = 0;
  for (const auto& text : asked.texts) estimate += llm::estimate_tokens(text);
  const auto tokens = tokens_of(embeddings, estimate);
  writer.key("usage").object().key("prompt_tokens").number(tokens);
  writer.key("total_tokens").number(tokens).end();
  writer.end();
  return body;
}

}  // namespace

Task<Result<>> EmbeddingsEndpoint::answer(Exchange exchange) {
  auto body = std::move(exchange.request.body);
  const auto model = exchange.path_value("model");
  if (!model.empty()) body = with_model(std::move(body), model);
  QUORUM_CO_TRY(const auto asked, read_call(std::move(body)));
  const auto context = exchange.context(loop_.now() + kAnswerMax);
  auto call = asked;
  QUORUM_CO_TRY(auto made, co_await embedder_.embed(std::move(call), context));
  auto reply = made.bytes.empty() ? write_reply(made, asked) : std::move(made.bytes);
  co_return co_await send_json(exchange.responder, 200, std::move(reply));
}

}  // namespace quorum::api::openai
