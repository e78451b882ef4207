#include "dialects/gemini/candidate.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "dialects/gemini/contents.hpp"
#include "dialects/gemini/fields.hpp"
#include "dialects/gemini/seals.hpp"
#include "dialects/gemini/words.hpp"
#include "json/text.hpp"

namespace quorum::gemini {
namespace {

using json::Kind;
using json::Value;

// Nobody calls so many tools or names so many sources; a provider gone mad must not cost us the
// square of it.
constexpr std::size_t kCallsMax = 512;
constexpr std::size_t kCitationsMax = 512;

std::string_view text_of(Value value) { return value.string().value_or(""); }

/// The order in which a delta says its members.
enum class Step : std::uint8_t {
  begin,
  thought,
  thought_seal,
  text,
  text_seal,
  cited,
  called,
  drawn,
  opaque
};

class PieceReader {
 public:
  PieceReader(std::size_t index, Candidate& candidate, std::vector<llm::Delta>& deltas)
      : index_(index), candidate_(candidate), deltas_(deltas) {}

  void read(Value piece) {
    for (const auto part : member(piece, "content")["parts"]) read_part(part);
    read_grounding(member(piece, "groundingMetadata"));
    read_citations(member(piece, "citationMetadata"));
    read_logprobs(member(piece, "logprobsResult"));
    read_end(piece);
  }

 private:
  /// The delta that may still say `step`: the last one, or the next.
  llm::Delta& at(Step step) {
    const bool is_second_seal =
        step == step_ && (step == Step::thought_seal || step == Step::text_seal);
    if (delta_ == kNone || step < step_ || is_second_seal) {
      delta_ = deltas_.size();
      deltas_.push_back({.choice = index_});
    }
    step_ = step;
    return deltas_[delta_];
  }

  void read_part(Value part) {
    const auto text = member(part, "text");
    const auto call = member(part, "functionCall");
    const bool is_thought = part["thought"].boolean() == true;
    const auto signature = text_of(member(part, "thoughtSignature"));
    const bool is_bare = !signature.empty() && part.size() == 1 + part["thought"].exists();
    if (text.is(Kind::string) || is_bare) {
      is_thought ? read_thought(text_of(text), signature) : read_text(text_of(text), signature);
    } else if (call.is(Kind::object)) {
      read_call(call, signature);
    } else if (const auto type = text_of(member(member(part, "inlineData"), "mimeType"));
               !is_thought && type.starts_with("image/")) {
      auto image = media_part(part);
      at(Step::drawn).images.push_back(std::get<llm::Image>(std::move(image.content)));
    } else if (part.is(Kind::object) && part.size() > 0) {
      at(Step::opaque)
          .opaque.push_back({.dialect = llm::Dialect::gemini, .json = std::string{part.raw()}});
    }
  }

  void read_thought(std::string_view text, std::string_view signature) {
    if (!text.empty()) at(Step::thought).reasoning += text;
    if (!signature.empty()) at(Step::thought_seal).reasoning_seal = seal_of(signature);
  }

  /// Words that are sealed stand alone: the seal is theirs.
  void read_text(std::string_view text, std::string_view signature) {
    if (!signature.empty() && step_ == Step::text && !text.empty()) delta_ = kNone;
    if (!text.empty()) at(Step::text).text += text;
    if (!signature.empty()) at(Step::text_seal).text_seal = seal_of(signature);
    candidate_.text += text;
  }

  /// A call comes whole, or (from Vertex, where somebody asked for it) as a name, pieces of its
  /// arguments, and an empty call that ends it.
  void read_call(Value call, std::string_view signature) {
    const auto name = text_of(call["name"]);
    const bool is_going_on = member(call, "willContinue").boolean() == true;
    const auto pieces = member(call, "partialArgs");
    if (!name.empty()) {
      end_call();
      if (candidate_.calls == kCallsMax) return;
      candidate_.open_call = OpenCall{};
      auto& begun = candidate_.open_call->call;
      begun = {.index = candidate_.calls++,
               .id = std::string{text_of(call["id"])},
               .name = std::string{name}};
      if (call["args"].exists() || !pieces.exists()) begun.arguments = arguments_of(call["args"]);
    }
    if (!candidate_.open_call) return;
    auto& [open, args] = *candidate_.open_call;
    if (!signature.empty()) open.seal = seal_of(signature);
    if (name.empty() && call["args"].exists()) open.arguments = arguments_of(call["args"]);
    if (pieces.exists()) open.arguments.clear();
    args.add(pieces);
    if (!is_going_on) end_call();
  }

  void end_call() {
    if (!candidate_.open_call) return;
    auto [call, args] = *std::exchange(candidate_.open_call, std::nullopt);
    if (call.arguments.empty()) call.arguments = args.str();
    at(Step::called).tool_calls.push_back(std::move(call));
  }

  /// A place in the text's bytes, as one in its characters.
  std::optional<std::int64_t> place(Value value) const {
    const auto byte = integer_of(value);
    if (!byte || *byte < 0) return std::nullopt;
    const std::string_view text = candidate_.text;
    auto end = std::min(static_cast<std::size_t>(*byte), text.size());
    while (end > 0 && end < text.size() && (text[end] & '\xC0') == '\x80') --end;
    return static_cast<std::int64_t>(json::count_code_points(text.substr(0, end)));
  }

  void cite(llm::Citation citation) {
    // The sources may be told again with every event.
    auto& told = candidate_.citations;
    if (is_full() || std::ranges::find(told, citation) != told.end()) return;
    told.push_back(citation);
    at(Step::cited).citations.push_back(std::move(citation));
  }

  bool is_full() const { return candidate_.citations.size() == kCitationsMax; }

  static llm::Citation citation_of(Value chunk) {
    llm::Citation citation{
        .raw = {.dialect = llm::Dialect::gemini, .json = std::string{chunk.raw()}}};
    for (const auto source : chunk) {
      citation.url = text_of(source["uri"]);
      citation.title = text_of(source["title"]);
      citation.quote = text_of(source["text"]);
    }
    return citation;
  }

  /// The characters from `startIndex`, which Google leaves out where it is 0, to `endIndex`.
  void put_place(Value segment, llm::Citation& citation) const {
    citation.end = place(member(segment, "endIndex"));
    if (citation.end) citation.begin = place(member(segment, "startIndex")).value_or(0);
  }

  /// Each of the answer's pieces names the sources that support it.
  void read_grounding(Value grounding) {
    const auto supports = member(grounding, "groundingSupports");
    std::vector<Value> sources;
    for (const auto chunk : member(grounding, "groundingChunks")) sources.push_back(chunk);
    if (supports.size() == 0) {
      for (const auto source : sources) cite(citation_of(source));
    }
    for (const auto support : supports) {
      if (is_full()) return;
      llm::Citation where;
      put_place(support["segment"], where);
      for (const auto number : member(support, "groundingChunkIndices")) {
        const auto at = number.integer().value_or(-1);
        if (at < 0 || static_cast<std::size_t>(at) >= sources.size() || is_full()) continue;
        auto citation = citation_of(sources[static_cast<std::size_t>(at)]);
        citation.begin = where.begin;
        citation.end = where.end;
        cite(std::move(citation));
      }
    }
  }

  void read_citations(Value metadata) {
    auto sources = metadata["citations"];
    if (!sources.exists()) sources = member(metadata, "citationSources");
    for (const auto source : sources) {
      if (is_full()) return;
      llm::Citation citation{
          .url = std::string{text_of(source["uri"])},
          .title = std::string{text_of(source["title"])},
          .raw = {.dialect = llm::Dialect::gemini, .json = std::string{source.raw()}}};
      put_place(source, citation);
      cite(std::move(citation));
    }
  }

  static llm::TokenLogprob logprob_of(Value token) {
    return {.token = std::string{text_of(token["token"])},
            .logprob = member(token, "logProbability").number().value_or(0)};
  }

  void read_logprobs(Value result) {
    const auto tops = member(result, "topCandidates");
    auto top = tops.begin();
    for (const auto chosen : member(result, "chosenCandidates")) {
      auto read = logprob_of(chosen);
      if (top != tops.end()) {
        for (const auto token : (*top)["candidates"]) read.top.push_back(logprob_of(token));
        ++top;
      }
      last().logprobs.push_back(std::move(read));
    }
  }

  void read_end(Value piece) {
    auto finish = read_finish(member(piece, "finishReason"));
    if (!finish || candidate_.has_finish) return;
    end_call();
    if (finish == llm::Finish::stop && candidate_.calls > 0) finish = llm::Finish::tool_calls;
    candidate_.has_finish = true;
    last().finish = finish;
  }

  llm::Delta& last() { return delta_ == kNone ? at(Step::begin) : deltas_[delta_]; }

  static constexpr std::size_t kNone = SIZE_MAX;

  std::size_t index_;
  Candidate& candidate_;
  std::vector<llm::Delta>& deltas_;
  std::size_t delta_ = kNone;  ///< The one that is being filled.
  Step step_ = Step::begin;
};

}  // namespace

void read_candidate(json::Value piece, std::size_t index, Candidate& candidate,
                    std::vector<llm::Delta>& deltas) {
  PieceReader{index, candidate, deltas}.read(piece);
}

}  // namespace quorum::gemini
