#include "dialects/openai_responses/face.hpp"

#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_responses/error.hpp"
#include "dialects/openai_responses/head.hpp"
#include "dialects/openai_responses/request.hpp"
#include "dialects/openai_responses/writer.hpp"

namespace quorum::openai_responses {
namespace {

class Face final : public dialects::Face {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::openai_responses; }

  Result<dialects::Head> scan(std::string_view body) const override { return scan_head(body); }
  Result<> check(std::string_view body) const override { return check_request(body); }
  Read reader() const override { return &read_request; }

  std::unique_ptr<dialects::StreamWriter> stream_writer(ReplyHead head) const override {
    return std::make_unique<StreamWriter>(head);
  }
  std::unique_ptr<dialects::ReplyWriter> reply_writer(ReplyHead head) const override {
    return std::make_unique<ReplyWriter>(head);
  }

  int status_of(const Error& error) const override { return openai_responses::status_of(error); }
  std::string write_error(const Error& error, std::string_view) const override {
    return openai_chat::write_error(error);
  }
};

}  // namespace

const dialects::Face& face() {
  static const Face kFace;
  return kFace;
}

}  // namespace quorum::openai_responses
