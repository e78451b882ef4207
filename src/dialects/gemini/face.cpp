#include "dialects/gemini/face.hpp"

#include <utility>

#include "core/try.hpp"
#include "dialects/gemini/error.hpp"
#include "dialects/gemini/request.hpp"
#include "dialects/gemini/writer.hpp"
#include "json/scan.hpp"

namespace quorum::gemini {
namespace {

class Face final : public dialects::Face {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::gemini; }

  Result<dialects::Head> scan(std::string_view body) const override {
    QUORUM_CHECK(json::scan_object(body));
    return dialects::Head{.include_usage = true};
  }
  Result<> check(std::string_view body) const override { return check_request(body); }
  Read reader() const override { return &read_request; }

  std::unique_ptr<dialects::StreamWriter> stream_writer(ReplyHead head) const override {
    return std::make_unique<StreamWriter>(std::move(head));
  }
  std::unique_ptr<dialects::ReplyWriter> reply_writer(ReplyHead head) const override {
    return std::make_unique<ReplyWriter>(std::move(head));
  }

  int status_of(const Error& error) const override { return gemini::status_of(error); }
  std::string write_error(const Error& error, std::string_view request_id) const override {
    return gemini::write_error(error, request_id);
  }
};

}  // namespace

const dialects::Face& face() {
  static const Face kFace;
  return kFace;
}

}  // namespace quorum::gemini
