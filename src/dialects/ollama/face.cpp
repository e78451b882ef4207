#include "dialects/ollama/face.hpp"

#include <utility>

#include "core/try.hpp"
#include "dialects/members.hpp"
#include "dialects/ollama/error.hpp"
#include "dialects/ollama/request.hpp"
#include "dialects/ollama/writer.hpp"
#include "dialects/status.hpp"

namespace quorum::ollama {
namespace {

class Face final : public dialects::Face {
 public:
  explicit Face(Endpoint endpoint) : endpoint_(endpoint) {}

  llm::Dialect dialect() const override {
    return endpoint_ == Endpoint::chat ? llm::Dialect::ollama_chat : llm::Dialect::ollama_generate;
  }

  Result<dialects::Head> scan(std::string_view body) const override {
    return dialects::scan_model_and_stream(body, dialects::Unsaid::streamed);
  }

  Result<> check(std::string_view body) const override {
    QUORUM_CHECK(reader()(body));
    return {};
  }

  Read reader() const override { return endpoint_ == Endpoint::chat ? &read_chat : &read_generate; }

  std::unique_ptr<dialects::StreamWriter> stream_writer(dialects::ReplyHead head) const override {
    return std::make_unique<StreamWriter>(endpoint_, std::move(head));
  }
  std::unique_ptr<dialects::ReplyWriter> reply_writer(dialects::ReplyHead head) const override {
    return std::make_unique<ReplyWriter>(endpoint_, std::move(head));
  }
  std::string_view stream_type() const override { return "application/x-ndjson"; }

  /// A line that means nothing does not exist: clients parse every one.
  std::string_view ping() const override { return {}; }

  int status_of(const Error& error) const override { return dialects::status_of(error.code); }
  std::string write_error(const Error& error, std::string_view) const override {
    return ollama::write_error(error);
  }

 private:
  Endpoint endpoint_;
};

}  // namespace

const dialects::Face& chat_face() {
  static const Face kFace{Endpoint::chat};
  return kFace;
}

const dialects::Face& generate_face() {
  static const Face kFace{Endpoint::generate};
  return kFace;
}

}  // namespace quorum::ollama
