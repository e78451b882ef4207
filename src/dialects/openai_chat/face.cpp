#include "dialects/openai_chat/face.hpp"

#include <utility>

#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/glance.hpp"
#include "dialects/openai_chat/head.hpp"
#include "dialects/openai_chat/reply_writer.hpp"
#include "dialects/openai_chat/request.hpp"
#include "dialects/openai_chat/writer.hpp"
#include "dialects/status.hpp"

namespace quorum::openai_chat {
namespace {

class Face final : public dialects::Face {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::openai_chat; }

  Result<dialects::Head> scan(std::string_view body) const override {
    if (auto head = glance(body)) return std::move(*head);
    return scan_head(body);
  }
  Result<> check(std::string_view body) const override { return check_request(body); }
  Read reader() const override { return &read_request; }

  std::unique_ptr<dialects::StreamWriter> stream_writer(ReplyHead head) const override {
    return std::make_unique<StreamWriter>(std::move(head));
  }
  std::unique_ptr<dialects::ReplyWriter> reply_writer(ReplyHead head) const override {
    return std::make_unique<ReplyWriter>(std::move(head));
  }

  int status_of(const Error& error) const override { return dialects::status_of(error.code); }
  std::string write_error(const Error& error, std::string_view) const override {
    return openai_chat::write_error(error);
  }
};

}  // namespace

const dialects::Face& face() {
  static const Face kFace;
  return kFace;
}

}  // namespace quorum::openai_chat
