#pragma once
/// For this room's tests: answers added up from their deltas, streams in any pieces, OpenAI's
/// published schemas, and the recorded exchanges.

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/openai_responses/stream.hpp"
#include "dialects/openai_responses/writer.hpp"
#include "json/schema.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"
#include "testkit/shared.hpp"

namespace quorum::openai_responses {

/// An answer added up from its deltas.
struct Answered {
  std::string text{}, reasoning{}, refusal{};
  std::vector<llm::Seal> seals{};
  std::vector<llm::Seal> text_seals{};
  std::vector<llm::ToolCall> calls{};
  std::vector<llm::Citation> citations{};
  std::vector<llm::TokenLogprob> logprobs{};
  std::vector<llm::Image> images{};
  std::vector<llm::Opaque> opaque{};
  std::vector<llm::Finish> finishes{};
  std::optional<llm::Usage> usage{};
  std::optional<Errc> error{};
  bool operator==(const Answered&) const = default;
};

inline void add_calls(const llm::Delta& delta, std::map<std::size_t, llm::ToolCall>& calls) {
  for (const auto& piece : delta.tool_calls) {
    auto& call = calls[piece.index];
    call.id += piece.id;
    call.name += piece.name;
    call.arguments += piece.arguments;
    if (!piece.id.empty()) call.kind = piece.kind;
    if (piece.seal) call.seal = piece.seal;
  }
}

template <typename T>
void append(std::vector<T>& all, const std::vector<T>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

inline Answered add_up(const std::vector<llm::Delta>& deltas) {
  Answered answer;
  std::map<std::size_t, llm::ToolCall> calls;
  for (const auto& delta : deltas) {
    answer.text += delta.text;
    answer.reasoning += delta.reasoning;
    answer.refusal += delta.refusal;
    if (delta.reasoning_seal) answer.seals.push_back(*delta.reasoning_seal);
    if (delta.text_seal) answer.text_seals.push_back(*delta.text_seal);
    append(answer.citations, delta.citations);
    append(answer.logprobs, delta.logprobs);
    append(answer.images, delta.images);
    append(answer.opaque, delta.opaque);
    if (delta.finish) answer.finishes.push_back(*delta.finish);
    if (delta.usage) answer.usage = delta.usage;
    add_calls(delta, calls);
  }
  for (auto& [index, call] : calls) answer.calls.push_back(std::move(call));
  return answer;
}

/// What the reader makes of a stream that comes in these pieces.
inline std::vector<llm::Delta> read_pieces(const std::vector<std::string_view>& pieces,
                                           std::optional<Error>& error) {
  sse::Parser parser{16 << 20};
  StreamReader reader{"acme"};
  std::vector<sse::Event> events;
  std::vector<llm::Delta> deltas;
  for (const auto piece : pieces) {
    if (!parser.push(piece, events)) error = Error{};
  }
  parser.finish(events);
  for (const auto& event : events) {
    if (error) return deltas;
    if (auto read = reader.read(event.name, event.data, deltas); !read) error = read.error();
  }
  if (error) return deltas;
  if (auto ended = reader.end(deltas); !ended) error = ended.error();
  return deltas;
}

inline Answered read_stream(const std::vector<std::string_view>& pieces) {
  std::optional<Error> error;
  auto answer = add_up(read_pieces(pieces, error));
  if (error) answer.error = error->code;
  return answer;
}

inline dialects::ReplyHead test_head() {
  return {.id = "1", .model = "debate/default", .created_ms = 1'800'000'000'000};
}

inline std::string streamed(const std::vector<llm::Delta>& deltas,
                            const dialects::ReplyHead& head = test_head()) {
  StreamWriter writer{head};
  std::string out;
  for (const auto& delta : deltas) writer.write(delta, out);
  writer.end(out);
  return out;
}

inline std::string whole(const std::vector<llm::Delta>& deltas,
                         const dialects::ReplyHead& head = test_head()) {
  ReplyWriter writer{head};
  for (const auto& delta : deltas) writer.add(delta);
  return writer.end();
}

inline std::vector<sse::Event> events_of(std::string_view stream) {
  sse::Parser parser{16 << 20};
  std::vector<sse::Event> events;
  EXPECT_TRUE(parser.push(stream, events));
  return events;
}

/// OpenAI's published schemas, which are part of the project.
class Schemas {
 public:
  Schemas()
      : document_(json::Document::adopt(testkit::read_file(
            std::filesystem::path{QUORUM_SOURCE_DIR} / "schemas" / "openai.schemas.json"))) {}

  /// What is wrong with `text` by the schema of that name; empty if nothing.
  std::string faults(std::string_view schema, std::string_view text) const {
    if (!document_) return document_.error().message;
    const auto document = json::Document::parse(text);
    if (!document) return document.error().message;
    const auto base = document_->root();
    std::string all;
    for (const auto& fault :
         json::validate(base["components"]["schemas"][schema], document->root(), base)) {
      all += fault.where + ": " + fault.what + "; ";
    }
    return all.empty() ? all : all + std::string{text.substr(0, 1500)};
  }

  /// The first fault of any event of a stream; of pieces, which are all alike, of the first few.
  std::string stream_faults(std::string_view stream) const {
    const auto events = events_of(stream);
    if (events.empty()) return "no events";
    std::map<std::string, int> pieces;
    for (const auto& event : events) {
      if (event.name.ends_with(".delta") && ++pieces[event.name] > 10) continue;
      auto found = faults("ResponseStreamEvent", event.data);
      if (!found.empty()) return found;
    }
    return {};
  }

 private:
  Result<json::Document> document_;
};

/// Visits the recorded exchanges one after the other; false where there are none.
template <typename Visit>
bool for_each_exchange(Visit visit) {
  const auto paths = testkit::recorded_exchanges(QUORUM_SOURCE_DIR, "openai.responses");
  for (const auto& path : paths) {
    const auto document = json::Document::parse(testkit::read_file(path));
    EXPECT_TRUE(document) << path;
    if (!document) continue;
    SCOPED_TRACE(path.string());
    visit(document->root());
  }
  return !paths.empty();
}

inline std::string body_of(json::Value exchange, const char* side) {
  const auto body = exchange[side]["body"];
  return std::string{body.string().value_or(body.raw())};
}

inline bool is_kind(json::Value exchange, std::string_view kind) {
  return exchange["kind"].string() == kind;
}

}  // namespace quorum::openai_responses
