#include "dialects/anthropic/face.hpp"

#include <utility>

#include "dialects/anthropic/error.hpp"
#include "dialects/anthropic/head.hpp"
#include "dialects/anthropic/reply_writer.hpp"
#include "dialects/anthropic/request.hpp"
#include "dialects/anthropic/writer.hpp"

namespace quorum::anthropic {
namespace {

class Face final : public dialects::Face {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::anthropic; }

  Result<dialects::Head> scan(std::string_view body) const override { return scan_head(body); }
  Result<> check(std::string_view body) const override { return check_request(body); }
  Read reader() const override { return &read_request; }

  std::unique_ptr<dialects::StreamWriter> stream_writer(dialects::ReplyHead head) const override {
    return std::make_unique<StreamWriter>(std::move(head));
  }
  std::unique_ptr<dialects::ReplyWriter> reply_writer(dialects::ReplyHead head) const override {
    return std::make_unique<ReplyWriter>(std::move(head));
  }

  std::string_view ping() const override { return "event: ping\ndata: {\"type\":\"ping\"}\n\n"; }

  int status_of(const Error& error) const override { return anthropic::status_of(error); }
  std::string write_error(const Error& error, std::string_view request_id) const override {
    return anthropic::write_error(error, request_id);
  }
};

}  // namespace

const dialects::Face& face() {
  static const Face kFace;
  return kFace;
}

}  // namespace quorum::anthropic
