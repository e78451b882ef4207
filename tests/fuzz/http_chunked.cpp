// The chunked coding means the same wherever it is cut, and undoes what our writer does.

#include <string>

#include "fuzz.hpp"
#include "http/body_decoder.hpp"
#include "http/head_writer.hpp"

namespace {

using namespace quorum;

void undo_our_own(std::string_view body, std::uint8_t seed) {
  std::string coded;
  fuzz::in_pieces(body, seed, [&](std::string_view piece) {
    coded.append(http::ChunkHead(piece.size()).view()).append(piece).append(http::kChunkEnd);
    return true;
  });
  coded += http::kLastChunk;
  http::ChunkedDecoder decoder;
  std::string decoded;
  fuzz::require(decoder.push(coded + "next", decoded) == coded.size());
  fuzz::require(decoder.is_done() && decoded == body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto text = fuzz::text_of(data + 1, size - 1);
  undo_our_own(text, data[0]);

  http::ChunkedDecoder whole;
  std::string all;
  const auto taken = whole.push(text, all);

  http::ChunkedDecoder cut;
  std::string pieces;
  std::size_t sum = 0;
  bool is_refused = false;
  fuzz::in_pieces(text, data[0], [&](std::string_view piece) {
    const auto some = cut.push(piece, pieces);
    is_refused = !some;
    sum += some.value_or(0);
    return some && !cut.is_done();
  });
  fuzz::require(is_refused == !taken);
  if (taken) fuzz::require(sum == *taken && pieces == all && cut.is_done() == whole.is_done());
  return 0;
}
