#include "llm/part.hpp"

#include <string_view>

namespace quorum::llm {

Part text_part(std::string text) { return {.content = Text{.text = std::move(text)}}; }

std::string url_of(const Source& source) {
  if (source.data.empty()) return source.url;
  const std::string_view type =
      source.media_type.empty() ? "application/octet-stream" : std::string_view{source.media_type};
  return std::string{"data:"}.append(type).append(";base64,").append(source.data);
}

Source source_of(std::string url) {
  constexpr std::string_view kScheme = "data:";
  constexpr std::string_view kEncoding = ";base64,";
  const std::string_view text{url};
  const auto encoding = text.find(kEncoding);
  const auto comma = text.find(',');
  if (!text.starts_with(kScheme) || encoding == text.npos || comma < encoding) {
    return {.url = std::move(url)};
  }
  // Parameters behind the type, as `;charset=utf-8`, say nothing about bytes.
  auto type = text.substr(kScheme.size(), encoding - kScheme.size());
  type = type.substr(0, type.find(';'));
  return {.data = std::string{text.substr(encoding + kEncoding.size())},
          .media_type = std::string{type}};
}

}  // namespace quorum::llm
