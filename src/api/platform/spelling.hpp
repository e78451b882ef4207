#pragma once
/// How the platform writes a model's answer: whole, or as events.

#include <optional>
#include <string>
#include <string_view>

#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::api::platform {

/// An answer, or as much of it as has come.
struct Gathered {
  std::string text{};
  llm::Finish finish = llm::Finish::stop;
  std::optional<llm::Usage> usage{};

  /// Takes in one more piece. `KeepText::no` leaves the text out, for streams.
  enum class KeepText : std::uint8_t { yes, no };
  void add(const llm::Delta& delta, KeepText keep);
};

/// The events of one kind of stream.
class Spelling {
 public:
  virtual ~Spelling() = default;
  virtual std::string piece(std::string_view text) const = 0;
  virtual std::string end(const Gathered& answer) const = 0;
  virtual std::string failure(std::string_view message) const = 0;
};

/// `event: message`, `event: done`, `event: error`: `POST /api/v1/chat/completions`.
class NamedEvents final : public Spelling {
 public:
  explicit NamedEvents(std::string model) : model_(std::move(model)) {}
  std::string piece(std::string_view text) const override;
  std::string end(const Gathered& answer) const override;
  std::string failure(std::string_view message) const override;

 private:
  std::string model_;
};

/// `data: {"content": …}` and at last `data: [DONE]`: `POST /debate/stream`.
class PlainEvents final : public Spelling {
 public:
  std::string piece(std::string_view text) const override;
  std::string end(const Gathered& answer) const override;
  std::string failure(std::string_view message) const override;
};

/// `{prompt_tokens, completion_tokens, total_tokens}`
void write_usage(json::Writer& writer, const llm::Usage& usage);

/// `{content, finish_reason, model, usage}`
std::string write_answer(const Gathered& answer, std::string_view model);

}  // namespace quorum::api::platform
