// A request means the same wherever it is cut, and what is served is what it says.

#include <string>
#include <vector>

#include "fuzz.hpp"
#include "http/request_reader.hpp"

namespace {

using namespace quorum;

constexpr http::RequestLimits kLimits{.head = {.bytes_max = 2048, .headers_max = 16},
                                      .body_bytes_max = 4096};

struct Outcome {
  int status = 0;
  http::RequestReader::Phase phase{};
  std::size_t taken = 0;
  std::string method{};
  std::string target{};
  std::string body{};
  std::vector<std::string> fields{};

  bool operator==(const Outcome&) const = default;
};

Outcome outcome_of(http::RequestReader& reader, std::size_t taken, int status) {
  Outcome outcome{.status = status, .phase = reader.phase(), .taken = taken};
  if (status != 0 || reader.phase() != http::RequestReader::Phase::done) {
    // How far a refused reader came depends on how much it was given.
    if (status != 0) outcome.taken = 0, outcome.phase = {};
    return outcome;
  }
  auto head = reader.take_head();
  outcome.method = head.method;
  outcome.target = head.target;
  for (std::size_t index = 0; index < head.headers.size(); ++index) {
    const auto [name, value, known] = head.headers[index];
    fuzz::require(!name.empty());
    fuzz::require(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
    outcome.fields.push_back(std::string(name) + ":" + std::string(value));
  }
  outcome.body = reader.take_body();
  fuzz::require(outcome.body.size() <= kLimits.body_bytes_max);
  // An absolute target brings a Host of its own.
  fuzz::require(outcome.fields.size() <= kLimits.head.headers_max + 1);
  fuzz::require(outcome.target.starts_with('/') || outcome.target == "*");
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto text = fuzz::text_of(data + 1, size - 1);

  http::RequestReader whole(kLimits);
  const auto all = whole.push(text);
  const auto expected = outcome_of(whole, all.value_or(0), all ? 0 : all.error().status);

  http::RequestReader cut(kLimits);
  std::size_t taken = 0;
  int status = 0;
  fuzz::in_pieces(text, data[0], [&](std::string_view piece) {
    const auto some = cut.push(piece);
    status = some ? 0 : some.error().status;
    taken += some.value_or(0);
    return some && cut.phase() != http::RequestReader::Phase::done;
  });
  fuzz::require(outcome_of(cut, taken, status) == expected);
  return 0;
}
