#pragma once
/// A streamed answer, read event by event.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/openai_responses/reply.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_responses {

/// Reads one streamed answer. What an item's pieces have not told, the item itself tells when it is
/// done; items that were never announced are taken from the response at the end. Events that are
/// unknown, and progress reports of the vendor's own tools, are passed over.
class StreamReader final : public dialects::StreamReader {
 public:
  /// `provider` is named in errors.
  explicit StreamReader(std::string provider);

  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override;

  /// The response is over. Those who send no event names send `[DONE]` behind it, which a client of
  /// theirs may wait for.
  bool is_done() const override { return has_finish_ && (has_names_ || has_mark_); }

  /// After `response.completed` or `response.incomplete`; any other end is a cut.
  Result<> end(std::vector<llm::Delta>& deltas) override;

  /// Not the pieces of words, nearly all of a stream, which say nothing about its end.
  dialects::Outline outline(std::string_view raw) const override;

 private:
  using Deltas = std::vector<llm::Delta>;
  enum class Kind : std::uint8_t { text, refusal, thoughts, summary, arguments };

  /// What has been told of one part of an item.
  struct Part {
    std::size_t bytes = 0;
    std::size_t citations = 0;
    std::size_t logprobs = 0;
    std::int64_t base = 0;  ///< Characters of the answer before this part.
  };
  struct Item {
    std::map<std::pair<Kind, std::int64_t>, Part> parts{};
    std::size_t call = 0;  ///< Its number among the calls.
    llm::ToolCall::Kind call_kind = llm::ToolCall::Kind::function;
    bool is_call = false;
    bool is_done = false;
  };

  /// How the events of one part spell it: `index` counts the parts, `whole` is the member that has
  /// all of it at its end.
  struct Rule {
    std::string_view piece;
    std::string_view done;
    Kind kind;
    std::string_view index;
    std::string_view whole;
  };
  static const std::array<Rule, 6> kRules;

  Result<> read_event(std::string_view type, json::Value event, Deltas& deltas);
  bool read_part_event(std::string_view type, json::Value event, Deltas& deltas);
  Item& item_of(json::Value event) { return items_[event["output_index"].integer().value_or(-1)]; }
  Part& part_of(Item& item, Kind kind, std::int64_t index);
  void tell(Item& item, Kind kind, std::int64_t index, std::string_view piece, Deltas& deltas);
  void tell_rest(Item& item, Kind kind, std::int64_t index, std::string_view whole, Deltas& deltas);
  void tell_annotations(Part& part, json::Value annotations, Deltas& deltas);
  void begin_call(Item& state, json::Value item, Deltas& deltas);
  void begin_item(Item& state, json::Value item, Deltas& deltas);
  void end_item(Item& state, json::Value item, Deltas& deltas);
  void end_message(Item& state, json::Value item, Deltas& deltas);
  void end_reasoning(Item& state, json::Value item, Deltas& deltas);
  void name_answer(json::Value response, Deltas& deltas);
  Result<> finish(std::string_view type, json::Value response, Deltas& deltas);

  std::string provider_;
  llm::Maker maker_;
  CarriedSeals carried_{};
  std::map<std::int64_t, Item> items_;
  std::size_t calls_ = 0;
  std::int64_t characters_ = 0;  ///< Of text, told so far.
  bool is_named_ = false;        ///< Id and model have been told.
  bool has_names_ = false;       ///< Events bear names, as OpenAI's do.
  bool has_mark_ = false;        ///< `[DONE]` has come.
  bool has_finish_ = false;
};

}  // namespace quorum::openai_responses
