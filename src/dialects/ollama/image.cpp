#include "dialects/ollama/image.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace quorum::ollama {
namespace {

/// How the formats' first bytes look in Base64, as far as these alone decide it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kBeginnings{{
    {"iVBORw0KGgo", "image/png"},
    {"/9j/", "image/jpeg"},
    {"R0lGOD", "image/gif"},
    {"UklGR", "image/webp"},
    {"Qk", "image/bmp"},
}};

bool is_base64(std::string_view text) {
  const auto padding = text.find('=');
  const auto body = text.substr(0, padding);
  const auto tail = padding == text.npos ? std::string_view{} : text.substr(padding);
  const auto is_letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
  };
  return !body.empty() && text.size() % 4 == 0 && tail.size() <= 2 &&
         std::ranges::all_of(body, is_letter) &&
         std::ranges::all_of(tail, [](char c) { return c == '='; });
}

}  // namespace

std::string_view image_type(std::string_view base64) {
  for (const auto& [beginning, type] : kBeginnings) {
    if (base64.starts_with(beginning)) return type;
  }
  return {};
}

std::optional<llm::Image> image_of(std::string_view text) {
  auto source = text.starts_with("data:") ? llm::source_of(std::string{text})
                                          : llm::Source{.data = std::string{text}};
  if (!is_base64(source.data)) return std::nullopt;
  if (source.media_type.empty()) source.media_type = image_type(source.data);
  return llm::Image{.source = std::move(source)};
}

}  // namespace quorum::ollama
