#include "api/route.hpp"

namespace quorum::api {
namespace {

/// A broken escape stands for itself.
std::string decoded(std::string_view text) {
  return http::percent_decode(text).value_or(std::string(text));
}

/// Cuts the first segment off `path`, which begins with a slash.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

/// Where the `*}` of a `/{name*}` at the pattern's beginning stands, or `npos`.
std::size_t star_of(std::string_view pattern) {
  if (!pattern.starts_with("/{")) return pattern.npos;
  const auto end = pattern.find('}');
  return end != pattern.npos && pattern[end - 1] == '*' ? end - 1 : pattern.npos;
}

}  // namespace

std::string_view Exchange::path_value(std::string_view name) const {
  for (const auto& [key, value] : path_values) {
    if (key == name) return value;
  }
  return {};
}

std::optional<std::string> Exchange::query_value(std::string_view name) const {
  return http::query_value(request.head.query(), name);
}

llm::CallContext Exchange::context(TimePoint deadline) const {
  return {.deadline = deadline, .call_id = request_id, .trace = &record.call};
}

std::optional<std::vector<std::pair<std::string_view, std::string>>> match(std::string_view pattern,
                                                                           std::string_view path) {
  std::vector<std::pair<std::string_view, std::string>> values;
  while (!pattern.empty()) {
    if (!path.starts_with('/')) return std::nullopt;
    if (const auto star = star_of(pattern); star != pattern.npos) {
      auto rest = decoded(path.substr(1));
      const auto tail = pattern.substr(star + 2);
      if (!rest.ends_with(tail) || rest.size() == tail.size()) return std::nullopt;
      rest.resize(rest.size() - tail.size());
      values.emplace_back(pattern.substr(2, star - 2), std::move(rest));
      return values;
    }
    const auto expected = take_segment(pattern);
    const auto segment = take_segment(path);
    if (expected.starts_with('{')) {
      if (segment.empty()) return std::nullopt;
      values.emplace_back(expected.substr(1, expected.size() - 2), decoded(segment));
    } else if (expected != segment) {
      return std::nullopt;
    }
  }
  if (!path.empty()) return std::nullopt;
  return values;
}

http::Response json_response(int status, std::string json) {
  http::Response response;
  response.head.status = status;
  response.head.headers.add("content-type", "application/json");
  response.body = std::move(json);
  return response;
}

Task<Result<>> send_json(http::Responder& responder, int status, std::string json) {
  return responder.send(json_response(status, std::move(json)));
}

}  // namespace quorum::api
