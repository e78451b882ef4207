#pragma once
/// The items of an answer's output as they grow, and the events that tell of them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_responses {

/// Events of one stream, numbered. Nothing is written while there is no place to write to, so that
/// an answer that is sent whole grows by the same rules.
class Events {
 public:
  /// Where they go until told otherwise; null for nowhere.
  void to(std::string* out) { out_ = out; }

  /// `fill(writer)` adds the event's own members.
  template <typename Fill>
  void send(std::string_view type, Fill fill) {
    if (out_ == nullptr) return;
    out_->append("event: ").append(type).append("\ndata: ");
    const auto begin = out_->size();
    json::Writer writer{*out_};
    writer.object().key("type").string(type);
    fill(writer);
    writer.key("sequence_number").number(next_++).end();
    // What others spelled may have line ends between its tokens, where they mean nothing.
    std::replace_if(
        out_->begin() + static_cast<std::ptrdiff_t>(begin), out_->end(),
        [](char byte) { return byte == '\n' || byte == '\r'; }, ' ');
    out_->append("\n\n");
  }

 private:
  std::string* out_ = nullptr;
  std::int64_t next_ = 0;
};

/// Each item is announced before anything is told of it and closed before the answer ends. Words
/// and thoughts come one after the other; calls stay open beside them, for their pieces may come in
/// any order.
class Output {
 public:
  /// `id` makes the items' ids unique and tells whose they are: `msg_<id>_0`.
  Output(std::string id, Events& events) : id_(std::move(id)), events_(events) {}

  /// All but the finish, the usage and what the answer says about itself.
  void add(const llm::Delta& delta);

  enum class Ending : std::uint8_t { complete, incomplete };

  /// Closes what is open. An answer that says nothing has an empty message. Where the answer is
  /// incomplete, so is its last item.
  void close(Ending ending);

  bool has_calls() const { return has_calls_; }

  /// The JSON array of all items.
  std::string json() const;

 private:
  enum class Kind : std::uint8_t { message, reasoning, function_call, custom_call, image, raw };

  struct Part {
    bool is_refusal = false;
    std::string text{};
    std::vector<std::string> annotations{};
    std::vector<llm::TokenLogprob> logprobs{};
    std::int64_t base = 0;  ///< Characters of the answer before this text.
  };
  struct Item {
    Kind kind = Kind::message;
    std::string id{};
    std::vector<Part> parts{};  ///< Of a message.
    std::string text{};         ///< Thoughts, arguments, an image's bytes, or the item's JSON.
    std::string sealed{};       ///< Of thoughts.
    std::string call_id{};
    std::string name{};
    std::size_t call = 0;  ///< `ToolCallDelta::index`.
    std::string_view status = "in_progress";
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t open(Kind kind, std::string_view prefix);
  void announce(std::size_t at);
  void finish(std::size_t at, std::string_view status);
  void close_talk(std::string_view status = "completed");
  void close_part();
  void close_thoughts(Item& item);
  void close_call(const Item& item, std::size_t at);

  void add_thoughts(std::string_view text);
  void add_seal(const llm::Seal& seal);
  void add_carried(const llm::Seal& seal, std::string id);
  Part& text_part(bool is_refusal);
  void add_text(const llm::Delta& delta);
  void add_refusal(std::string_view text);
  void add_citations(const std::vector<llm::Citation>& citations);
  void add_call(const llm::ToolCallDelta& piece);
  std::size_t call_of(const llm::ToolCallDelta& piece);
  void add_image(const llm::Image& image);
  void add_raw(const llm::Opaque& opaque);

  void write_item(json::Writer& writer, const Item& item) const;
  static void write_part(json::Writer& writer, const Part& part);
  void place(json::Writer& writer, std::size_t at) const;
  void place_part(json::Writer& writer) const;

  std::string id_;
  Events& events_;
  std::vector<Item> items_;
  std::size_t talk_ = kNone;  ///< The message or the thoughts that go on.
  bool has_part_ = false;     ///< The talk's last part goes on.
  bool has_calls_ = false;
  std::int64_t characters_ = 0;  ///< Of text, told so far.
};

}  // namespace quorum::openai_responses
