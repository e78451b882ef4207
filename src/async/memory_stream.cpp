#include "async/memory_stream.hpp"

#include <algorithm>
#include <string>

#include "async/readiness.hpp"
#include "core/try.hpp"

namespace quorum::async {
namespace {

Error connection_lost() {
  return {.code = Errc::unavailable,
          .message = "The other side closed the connection.",
          .reason = "connection_lost"};
}

/// One end: what has arrived for it, and its waits.
struct End {
  End(Loop& loop, std::size_t room) : bytes_max(room), readiness(loop) {
    readiness.open(Way::write);
  }

  const std::size_t bytes_max;
  std::string arrived{};
  bool is_finished = false;  ///< By the other end: no more will arrive.
  bool is_reset = false;     ///< By the other end: what has arrived is lost.
  bool is_closed = false;    ///< This end is no more.
  Readiness readiness;
};

/// Shared by the two ends, either of which may be destroyed first.
struct Pair {
  Pair(Loop& loop, std::size_t bytes_max) : first(loop, bytes_max), second(loop, bytes_max) {}
  End first;
  End second;
};

class MemoryStream final : public ByteStream {
 public:
  MemoryStream(std::shared_ptr<Pair> pair, End& mine, End& other)
      : pair_(std::move(pair)), mine_(mine), other_(other) {}

  ~MemoryStream() override {
    other_.is_reset = resets_on_close_;
    mine_.is_closed = true;
    end_writing();
    other_.readiness.open(Way::write);
  }

  Task<Result<>> readable() override { co_return co_await mine_.readiness.wait(Way::read); }
  Readiness* plain_readiness() override { return &mine_.readiness; }

  Task<Result<std::size_t>> read(std::span<char> into) override {
    QUORUM_CO_CHECK(co_await mine_.readiness.wait(Way::read));
    if (mine_.is_reset) co_return connection_lost();
    const std::size_t size = std::min(into.size(), mine_.arrived.size());
    std::copy_n(mine_.arrived.begin(), size, into.begin());
    mine_.arrived.erase(0, size);
    if (mine_.arrived.empty() && !mine_.is_finished) mine_.readiness.close(Way::read);
    if (size > 0) other_.readiness.open(Way::write);
    co_return size;
  }

  Task<Result<>> write(std::span<const std::string_view> pieces) override {
    for (std::string_view piece : pieces) {
      while (!piece.empty()) {
        QUORUM_CO_CHECK(co_await mine_.readiness.wait(Way::write));
        if (other_.is_closed || other_.is_finished) co_return connection_lost();
        piece.remove_prefix(deliver(piece));
      }
    }
    co_return {};
  }

  Task<Result<>> finish() override {
    end_writing();
    co_return {};
  }

  void reset_on_close() override { resets_on_close_ = true; }
  Event& ending() override { return mine_.readiness.ending(); }
  void set_deadline(TimePoint moment) override { mine_.readiness.set_deadline(moment); }

 private:
  /// As much as the other end has room for.
  std::size_t deliver(std::string_view bytes) {
    const std::size_t size = std::min(bytes.size(), other_.bytes_max - other_.arrived.size());
    other_.arrived.append(bytes.substr(0, size));
    if (size > 0) other_.readiness.open(Way::read);
    if (other_.arrived.size() == other_.bytes_max) mine_.readiness.close(Way::write);
    return size;
  }

  void end_writing() {
    other_.is_finished = true;
    other_.readiness.open(Way::read);
    other_.readiness.set_ended();
  }

  std::shared_ptr<Pair> pair_;
  End& mine_;
  End& other_;
  bool resets_on_close_ = false;
};

}  // namespace

std::pair<std::unique_ptr<ByteStream>, std::unique_ptr<ByteStream>> memory_pair(
    Loop& loop, std::size_t bytes_max) {
  auto pair = std::make_shared<Pair>(loop, bytes_max);
  auto first = std::make_unique<MemoryStream>(pair, pair->first, pair->second);
  auto second = std::make_unique<MemoryStream>(pair, pair->second, pair->first);
  return {std::move(first), std::move(second)};
}

}  // namespace quorum::async
