#include "providers/embeddings.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstdint>
#include <utility>

#include "core/try.hpp"
#include "dialects/cohere/embed.hpp"
#include "dialects/gemini/embed.hpp"
#include "dialects/ollama/embed.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::providers {
namespace {

using Vector = std::vector<float>;

/// `search_query` as Google says it.
std::string google_purpose(std::string_view purpose) {
  if (purpose == "search_query") return "RETRIEVAL_QUERY";
  if (purpose == "search_document") return "RETRIEVAL_DOCUMENT";
  std::string upper{purpose};
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

void write_texts(json::Writer& w, std::string_view name, const std::vector<std::string>& texts) {
  w.key(name).array();
  for (const auto& text : texts) w.string(text);
  w.end();
}

void write_openai(json::Writer& w, const llm::EmbedCall& call, std::string_view model) {
  w.key("model").string(model);
  write_texts(w, "input", call.texts);
  if (call.dimensions) w.key("dimensions").number(*call.dimensions);
  if (!call.user_id.empty()) w.key("user").string(call.user_id);
  w.key("encoding_format").string("float");
}

void write_vertex(json::Writer& w, const llm::EmbedCall& call) {
  w.key("instances").array();
  for (const auto& text : call.texts) {
    w.object().key("content").string(text);
    if (!call.purpose.empty()) w.key("task_type").string(google_purpose(call.purpose));
    w.end();
  }
  w.end();
  if (!call.dimensions) return;
  w.key("parameters").object().key("outputDimensionality").number(*call.dimensions).end();
}

std::optional<Vector> numbers(json::Value value) {
  if (!value.is(json::Kind::array)) return std::nullopt;
  Vector vector;
  vector.reserve(value.size());
  for (const auto item : value) {
    const auto number = item.number();
    if (!number) return std::nullopt;
    vector.push_back(static_cast<float>(*number));
  }
  return vector;
}

std::uint32_t sextet(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == '+') return 62;
  return c == '/' ? 63 : 64;
}

/// Little-endian 32-bit floats in Base64.
std::optional<Vector> packed(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = sextet(c);
    if (value > 63) return std::nullopt;
    bits = bits << 6 | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> count & 0xFFU));
  }
  if (bytes.size() % 4 != 0) return std::nullopt;
  Vector vector;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const auto word = static_cast<std::uint32_t>(bytes[i]) |
                      static_cast<std::uint32_t>(bytes[i + 1]) << 8 |
                      static_cast<std::uint32_t>(bytes[i + 2]) << 16 |
                      static_cast<std::uint32_t>(bytes[i + 3]) << 24;
    vector.push_back(std::bit_cast<float>(word));
  }
  return vector;
}

std::optional<llm::Usage> usage_of(json::Value tokens) {
  const auto count = tokens.integer();
  if (!count) return std::nullopt;
  return llm::Usage{.prompt = *count};
}

/// Where the vectors stand in an answer, and where in each of its elements.
struct Shape {
  json::Value items{};
  std::string_view member{};
  std::string_view inner{};
};

Shape shape_of(Embedding spelling, json::Value root) {
  if (spelling == Embedding::vertex) {
    return {.items = root["predictions"], .member = "embeddings", .inner = "values"};
  }
  return {.items = root["data"], .member = "embedding"};
}

std::optional<Vector> vector_of(json::Value item, const Shape& shape) {
  item = item[shape.member];
  if (!shape.inner.empty()) item = item[shape.inner];
  if (const auto text = item.string()) return packed(*text);
  return numbers(item);
}

std::optional<llm::Usage> told_usage(Embedding spelling, json::Value root) {
  if (spelling != Embedding::vertex) return usage_of(root["usage"]["prompt_tokens"]);
  std::optional<llm::Usage> sum;
  for (const auto item : root["predictions"]) {
    const auto one = usage_of(item["embeddings"]["statistics"]["token_count"]);
    if (!one) return std::nullopt;
    sum = sum.value_or(llm::Usage{});
    *sum += *one;
  }
  return sum;
}

/// The place of an element that says so itself; else the next.
std::size_t place_of(json::Value item, std::size_t next) {
  const auto index = item["index"].integer();
  return index && *index >= 0 ? static_cast<std::size_t>(*index) : next;
}

Error miscounted(std::string_view provider, std::size_t told, std::size_t asked,
                 std::string_view body) {
  return dialects::unreadable(provider, fmt::format("{} vectors for {} texts", told, asked), body);
}

/// In OpenAI's spelling and Vertex's.
Result<llm::Embeddings> read_places(Embedding spelling, std::string_view provider,
                                    std::string_view body, std::size_t texts_count) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  const auto shape = shape_of(spelling, root);
  llm::Embeddings told{.vectors = std::vector<Vector>(texts_count),
                       .usage = told_usage(spelling, root),
                       .model = std::string{root["model"].string().value_or("")}};
  std::size_t count = 0;
  for (const auto item : shape.items) {
    auto vector = vector_of(item, shape);
    const auto place = place_of(item, count++);
    if (!vector || vector->empty() || place >= texts_count || !told.vectors[place].empty()) {
      return dialects::unreadable(provider, "no vector where one should be", body);
    }
    told.vectors[place] = std::move(*vector);
  }
  if (count == texts_count) return told;
  return miscounted(provider, count, texts_count, body);
}

Result<llm::Embeddings> read_spelled(Embedding spelling, std::string_view provider,
                                     std::string_view body) {
  switch (spelling) {
    case Embedding::gemini: return gemini::read_embeddings(provider, body);
    case Embedding::cohere: return cohere::read_embeddings(provider, body);
    default: return ollama::read_embeddings(provider, body);
  }
}

}  // namespace

std::string write_embedding(Embedding spelling, const llm::EmbedCall& call,
                            std::string_view model) {
  switch (spelling) {
    case Embedding::gemini: return gemini::write_embed(call, model).body;
    case Embedding::cohere: return cohere::write_embed(call, model).body;
    case Embedding::ollama: return ollama::write_embed(call, model).body;
    default: break;
  }
  std::string body;
  json::Writer w(body);
  w.object();
  if (spelling == Embedding::vertex) {
    write_vertex(w, call);
  } else {
    write_openai(w, call, model);
  }
  w.end();
  return body;
}

Result<llm::Embeddings> read_embedding(Embedding spelling, std::string_view provider,
                                       std::string_view body, std::size_t texts_count) {
  if (spelling == Embedding::openai || spelling == Embedding::vertex) {
    return read_places(spelling, provider, body, texts_count);
  }
  QUORUM_TRY(auto told, read_spelled(spelling, provider, body));
  if (told.vectors.size() == texts_count) return told;
  return miscounted(provider, told.vectors.size(), texts_count, body);
}

std::optional<llm::Usage> embedding_usage(Embedding spelling, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return std::nullopt;
  if (spelling == Embedding::cohere) return cohere::read_embed_usage(document->root());
  return told_usage(spelling, document->root());
}

}  // namespace quorum::providers
