#pragma once
/// The pieces that a message is made of.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "llm/dialect.hpp"
#include "llm/seal.hpp"

namespace quorum::llm {

/// What stands up to here is asked again soon and worth remembering at the vendor's.
struct CacheHint {
  std::optional<std::int64_t> ttl_s{};  ///< Seconds; nothing: as long as the vendor does.
  bool operator==(const CacheHint&) const = default;
};

/// Something that only one dialect can say, as it says it.
struct Opaque {
  Dialect dialect = Dialect::none;
  std::string json{};
  bool operator==(const Opaque&) const = default;
};

/// Where a statement comes from.
struct Citation {
  std::string url{};
  std::string title{};
  std::string quote{};  ///< The words of the source.

  // The characters (Unicode code points) of the answer's text that it supports.
  std::optional<std::int64_t> begin{};
  std::optional<std::int64_t> end{};
  Opaque raw{};
  bool operator==(const Citation&) const = default;
};

struct Text {
  std::string text{};
  std::vector<Citation> citations{};
  std::optional<Seal> seal{};
  bool operator==(const Text&) const = default;
};

/// A file's bytes, or where they are: one of the three is given.
struct Source {
  std::string url{};
  std::string data{};        ///< Base64.
  std::string file_id{};     ///< As the vendor that has it calls it.
  std::string media_type{};  ///< `image/png`, `application/pdf`; empty if unknown.
  bool operator==(const Source&) const = default;
};

struct Image {
  Source source{};
  std::string detail{};  ///< `auto`, `low`, `high`, `original`.
  std::optional<Seal> seal{};
  bool operator==(const Image&) const = default;
};

struct Audio {
  Source source{};
  bool operator==(const Audio&) const = default;
};

/// A document to be read, as a PDF.
struct File {
  Source source{};
  std::string name{};
  std::string text{};     ///< A document given as plain text has this instead of a source.
  std::string context{};  ///< What the author says about it.
  bool wants_citations = false;
  bool operator==(const File&) const = default;
};

/// Thoughts of the model. Those that bear a seal go back to its maker unchanged.
struct Reasoning {
  std::string text{};
  std::optional<Seal> seal{};
  bool operator==(const Reasoning&) const = default;
};

struct Refusal {
  std::string text{};
  bool operator==(const Refusal&) const = default;
};

struct ToolCall {
  enum class Kind : std::uint8_t { function, custom };
  std::string id{};
  std::string name{};
  std::string arguments{};  ///< JSON text exactly as written; of a custom tool, plain text.
  Kind kind = Kind::function;
  std::optional<Seal> seal{};
  bool operator==(const ToolCall&) const = default;
};

struct Part {
  std::variant<Text, Image, Audio, File, Reasoning, Refusal, ToolCall, Opaque> content{};
  std::optional<CacheHint> cache{};

  template <typename Content>
  const Content* as() const {
    return std::get_if<Content>(&content);
  }
  bool operator==(const Part&) const = default;
};

Part text_part(std::string text);

/// The bytes as `data:MEDIA_TYPE;base64,DATA`, or the address.
std::string url_of(const Source& source);

/// Of such an address: a `data:` URL in Base64 is taken apart, another is kept as it is.
Source source_of(std::string url);

}  // namespace quorum::llm
