#include "dialects/vectors.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "dialects/refusal.hpp"

namespace quorum::dialects {

void write_vector(json::Writer& writer, const std::vector<float>& vector) {
  writer.array();
  for (const float value : vector) {
    // JSON has no word for what is not finite.
    std::isfinite(value) ? writer.raw(fmt::format("{}", value)) : writer.number(0);
  }
  writer.end();
}

Result<std::vector<std::vector<float>>> read_vectors(std::string_view provider, json::Value value) {
  if (!value.is(json::Kind::array)) return unreadable(provider, "no vectors", value.raw());
  std::vector<std::vector<float>> vectors;
  for (const auto row : value) {
    if (!row.is(json::Kind::array)) return unreadable(provider, "no vector", row.raw());
    auto& vector = vectors.emplace_back();
    vector.reserve(row.size());
    for (const auto element : row) {
      const auto number = element.number();
      if (!number) return unreadable(provider, "no number in a vector", element.raw());
      vector.push_back(static_cast<float>(*number));
    }
  }
  return vectors;
}

}  // namespace quorum::dialects
