// An answer means the same wherever it is cut.

#include <string>

#include "fuzz.hpp"
#include "http/body_decoder.hpp"
#include "http/framing.hpp"
#include "http/head_parser.hpp"

namespace {

using namespace quorum;

struct Outcome {
  bool is_refused = false;
  bool is_done = false;
  std::size_t taken = 0;
  int answer = 0;
  std::string body{};

  bool operator==(const Outcome&) const = default;
};

class Reader {
 public:
  explicit Reader(std::string_view method) : method_(method) {}

  /// False where no more is wanted.
  bool push(std::string_view bytes) {
    if (!head_.is_done()) {
      const auto taken = head_.push(bytes);
      if (!taken) return refuse();
      outcome.taken += *taken;
      bytes.remove_prefix(*taken);
      if (!head_.is_done()) return true;
      const auto framing = http::response_framing(head_.head(), method_);
      if (!framing) return refuse();
      outcome.answer = head_.head().status;
      decoder_ = http::BodyDecoder(*framing);
    }
    const auto taken = decoder_.push(bytes, outcome.body);
    if (!taken) return refuse();
    outcome.taken += *taken;
    outcome.is_done = decoder_.is_done();
    return !outcome.is_done;
  }

  Outcome outcome;

 private:
  bool refuse() {
    // What was understood before the fault depends on how much was given at once.
    outcome = {.is_refused = true};
    return false;
  }

  std::string_view method_;
  http::ResponseHeadParser head_{{.bytes_max = 2048, .headers_max = 16}};
  http::BodyDecoder decoder_{http::Framing{}};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto text = fuzz::text_of(data + 1, size - 1);
  const auto* const method = data[0] >= 128 ? "HEAD" : "GET";
  Reader whole(method);
  if (!text.empty()) whole.push(text);
  Reader cut(method);
  fuzz::in_pieces(text, data[0], [&](std::string_view piece) { return cut.push(piece); });
  fuzz::require(cut.outcome == whole.outcome);
  return 0;
}
