#include "sse/lines.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/try.hpp"

namespace quorum::sse {

Result<> Lines::push(std::string_view chunk, std::vector<std::string>& lines) {
  for (auto end = chunk.find('\n'); end != chunk.npos; end = chunk.find('\n')) {
    QUORUM_CHECK(keep(chunk.substr(0, end)));
    take(lines);
    chunk.remove_prefix(end + 1);
  }
  return keep(chunk);
}

void Lines::finish(std::vector<std::string>& lines) { take(lines); }

Result<> Lines::keep(std::string_view part) {
  if (line_.size() + part.size() > line_bytes_max_) {
    return Error{
        .code = Errc::upstream_failed,
        .message = fmt::format("A line of the stream has more than {} bytes.", line_bytes_max_)};
  }
  line_ += part;
  return {};
}

void Lines::take(std::vector<std::string>& lines) {
  if (line_.ends_with('\r')) line_.pop_back();
  if (!line_.empty()) lines.push_back(std::exchange(line_, {}));
}

}  // namespace quorum::sse
