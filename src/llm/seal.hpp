#pragma once
/// What a vendor puts around a piece of an answer and must get back unchanged with it.

#include <cstdint>
#include <string>
#include <string_view>

namespace quorum::llm {

/// Who made a seal: nobody else can open it.
enum class Maker : std::uint8_t { unknown, openai, anthropic, google, mistral, amazon, xai };
std::string_view name(Maker maker);

struct Seal {
  enum class Form : std::uint8_t {
    signature,  ///< Vouches for words that stand beside it.
    encrypted,  ///< Holds the words themselves, which nobody else is to read.
  };
  Maker maker = Maker::unknown;
  Form form = Form::signature;
  std::string data{};
  std::string id{};  ///< The vendor's name for what it sealed (`rs_…`), where it has one.
  bool operator==(const Seal&) const = default;
};

/// The seal as one opaque string for a client that keeps such strings in a field of `native`'s: the
/// data alone where that maker made it, otherwise with its origin before it.
std::string carried(const Seal& seal, Maker native);

/// What `carried` made, read back. A string without an origin is `native`'s own signature.
Seal carried_back(std::string_view text, Maker native);

}  // namespace quorum::llm
