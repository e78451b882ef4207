#pragma once
/// A whole answer, read: the response object and the items of its output.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_responses {

/// Who a provider's sealed thoughts go back to.
llm::Maker maker_of(std::string_view provider);

/// Finds what the seals that our own answers carry belong to.
class CarriedSeals {
 public:
  /// Puts `seal` where it belongs: to thoughts, a text, or a call. One of a call that has not begun
  /// waits for it.
  void tell(llm::Seal seal, llm::Delta& delta);

  /// Gives a call that begins the seal that has waited for it.
  void begin(llm::ToolCallDelta& call);

 private:
  std::map<std::string, std::size_t, std::less<>> calls_{};  ///< Numbers, by `call_seal_id`.
  std::map<std::string, llm::Seal, std::less<>> waiting_{};
};

/// Turns output items, one after the other, into the deltas that would have told them.
class ItemReader {
 public:
  explicit ItemReader(llm::Maker maker) : maker_(maker) {}

  /// One delta, or none of an item that says nothing. Items that only this dialect knows become
  /// `Delta::opaque`.
  void read(json::Value item, std::vector<llm::Delta>& deltas);

  bool has_calls() const { return calls_ > 0; }

 private:
  void read_message(json::Value item, llm::Delta& delta);
  void read_call(json::Value item, llm::ToolCall::Kind kind, llm::Delta& delta);

  llm::Maker maker_;
  CarriedSeals carried_{};
  std::size_t calls_ = 0;
  std::int64_t characters_ = 0;  ///< Of text, told so far.
};

// Pieces that whole and streamed answers share.
std::string joined_texts(json::Value parts);
std::optional<llm::Seal> sealed_thoughts(json::Value item, llm::Maker maker);
std::optional<llm::Image> made_image(json::Value item);
std::vector<llm::TokenLogprob> read_logprobs(json::Value logprobs);

/// What the response object says beside its output: id, model, tier, usage and finish. `has_calls`:
/// it asks for calls of the client's tools. An answer that failed is an error.
Result<llm::Delta> read_response(std::string_view provider, json::Value response, bool has_calls);

/// An answer that its provider gave up, without saying why.
Error broken(std::string_view provider, json::Value response);

/// What an answer is to a client that has still to come back for it: fine where it can (its own
/// dialect's), no answer at all to everybody else's.
enum class Unfinished : bool { refused, taken };

Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body,
                                           Unfinished unfinished = Unfinished::refused);

}  // namespace quorum::openai_responses
