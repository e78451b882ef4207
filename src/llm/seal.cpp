#include "llm/seal.hpp"

#include <array>
#include <utility>

namespace quorum::llm {
namespace {

// `quorum.google.s.<id>.<data>`: no vendor's own strings, which are Base64, begin so.
constexpr std::string_view kMark = "quorum.";

constexpr std::array kMakers{Maker::openai,  Maker::anthropic, Maker::google,
                             Maker::mistral, Maker::amazon,    Maker::xai};

/// Cuts off what stands before the next dot.
std::string_view take_word(std::string_view& text) {
  const auto dot = text.find('.');
  const auto word = text.substr(0, dot);
  text = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
  return word;
}

}  // namespace

std::string_view name(Maker maker) {
  switch (maker) {
    case Maker::unknown: return "unknown";
    case Maker::openai: return "openai";
    case Maker::anthropic: return "anthropic";
    case Maker::google: return "google";
    case Maker::mistral: return "mistral";
    case Maker::amazon: return "amazon";
    case Maker::xai: return "xai";
  }
  return "unknown";
}

std::string carried(const Seal& seal, Maker native) {
  const bool is_native = seal.maker == native && seal.form == Seal::Form::signature;
  if (is_native && seal.id.empty()) return seal.data;
  std::string text{kMark};
  text.append(name(seal.maker)).append(seal.form == Seal::Form::signature ? ".s." : ".e.");
  return text.append(seal.id).append(".").append(seal.data);
}

Seal carried_back(std::string_view text, Maker native) {
  if (!text.starts_with(kMark)) return {.maker = native, .data = std::string{text}};
  text.remove_prefix(kMark.size());
  Seal seal;
  const auto origin = take_word(text);
  for (const auto maker : kMakers) {
    if (name(maker) == origin) seal.maker = maker;
  }
  seal.form = take_word(text) == "e" ? Seal::Form::encrypted : Seal::Form::signature;
  seal.id = take_word(text);
  seal.data = text;
  return seal;
}

}  // namespace quorum::llm
