#pragma once
/// The dialects that load and fake provider can speak, in the spelling of the dialects' own rooms.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "dialects/target.hpp"

namespace quorum::bench {

struct Wording {
  std::string_view name;           ///< As on the command line: `openai`, `anthropic` …
  const dialects::Face& face;      ///< How the fake provider hears and answers.
  const dialects::Target& target;  ///< How the load asks and hears.
  std::string_view path;           ///< Of requests; Gemini's holds the model besides.
};

std::span<const Wording> wordings();

/// Null where there is none of that name; `wording_names` says which there are.
const Wording* find_wording(std::string_view name);
std::string wording_names();

/// What a request says about itself, wherever its dialect says it.
struct Heard {
  const Wording* wording = nullptr;
  std::string model{};
  dialects::Delivery delivery = dialects::Delivery::whole;
};

/// By how the path ends, so that any base address will do. `not_found` where no dialect is spoken
/// there.
Result<Heard> hear(std::string_view path, std::string_view body);

struct Question {
  std::string model = "gpt-4";
  dialects::Delivery delivery = dialects::Delivery::whole;
  std::size_t body_bytes = 1024;  ///< Reached as nearly as the dialect allows.
};

std::string target_of(const Wording& wording, const Question& question);

/// The request's body and the headers that its dialect asks for. The prompt bears the mark of
/// request 0 (see `stamp.hpp`).
Result<dialects::Outgoing> ask(const Wording& wording, const Question& question);

}  // namespace quorum::bench
