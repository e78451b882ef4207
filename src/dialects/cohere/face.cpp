#include "dialects/cohere/face.hpp"

#include <utility>

#include "core/try.hpp"
#include "dialects/cohere/error.hpp"
#include "dialects/cohere/request.hpp"
#include "dialects/cohere/writer.hpp"
#include "dialects/members.hpp"

namespace quorum::cohere {
namespace {

class Face final : public dialects::Face {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::cohere; }

  Result<dialects::Head> scan(std::string_view body) const override {
    return dialects::scan_model_and_stream(body, dialects::Unsaid::whole);
  }

  Result<> check(std::string_view body) const override {
    QUORUM_CHECK(read_request(body));
    return {};
  }

  Read reader() const override { return &read_request; }

  std::unique_ptr<dialects::StreamWriter> stream_writer(dialects::ReplyHead head) const override {
    return std::make_unique<StreamWriter>(std::move(head));
  }
  std::unique_ptr<dialects::ReplyWriter> reply_writer(dialects::ReplyHead head) const override {
    return std::make_unique<ReplyWriter>(std::move(head));
  }

  int status_of(const Error& error) const override { return cohere::status_of(error); }
  std::string write_error(const Error& error, std::string_view request_id) const override {
    return cohere::write_error(error, request_id);
  }
};

}  // namespace

const dialects::Face& face() {
  static const Face kFace;
  return kFace;
}

}  // namespace quorum::cohere
