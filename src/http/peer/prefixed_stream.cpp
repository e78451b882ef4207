#include "http/peer/prefixed_stream.hpp"

#include <algorithm>
#include <utility>

namespace quorum::http {
namespace {

using async::ByteStream;

class PrefixedStream final : public ByteStream {
 public:
  PrefixedStream(std::string read_already, std::unique_ptr<ByteStream> inner)
      : kept_(std::move(read_already)), inner_(std::move(inner)) {}

  Task<Result<>> readable() override { return kept_.empty() ? inner_->readable() : at_once(); }
  Task<Result<std::size_t>> read(std::span<char> into) override {
    return kept_.empty() ? inner_->read(into) : read_kept(into);
  }
  Task<Result<>> write(std::span<const std::string_view> pieces) override {
    return inner_->write(pieces);
  }
  Task<Result<>> finish() override { return inner_->finish(); }
  void reset_on_close() override { inner_->reset_on_close(); }
  async::Event& ending() override { return inner_->ending(); }
  void set_deadline(TimePoint moment) override { inner_->set_deadline(moment); }

 private:
  static Task<Result<>> at_once() { co_return Result<>{}; }
  Task<Result<std::size_t>> read_kept(std::span<char> into) {
    const auto size = std::min(into.size(), kept_.size());
    std::copy_n(kept_.begin(), size, into.begin());
    kept_.erase(0, size);
    co_return size;
  }

  std::string kept_;
  std::unique_ptr<ByteStream> inner_;
};

}  // namespace

std::unique_ptr<ByteStream> prefixed_stream(std::string read_already,
                                            std::unique_ptr<ByteStream> inner) {
  if (read_already.empty()) return inner;
  return std::make_unique<PrefixedStream>(std::move(read_already), std::move(inner));
}

}  // namespace quorum::http
