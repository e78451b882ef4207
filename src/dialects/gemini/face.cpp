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
  explicit Face(Form form) : form_(form) {}

  llm::Dialect dialect() const override { return llm::Dialect::gemini; }

  Result<dialects::Head> scan(std::string_view body) const override {
    QUORUM_CHECK(json::scan_object(body));
    return dialects::Head{.include_usage = true};
  }
  Result<> check(std::string_view body) const override { return check_request(body); }
  Read reader() const override { return &read_request; }

  std::unique_ptr<dialects::StreamWriter> stream_writer(ReplyHead head) const override {
    return std::make_unique<StreamWriter>(std::move(head), form_);
  }
  std::unique_ptr<dialects::ReplyWriter> reply_writer(ReplyHead head) const override {
    return std::make_unique<ReplyWriter>(std::move(head));
  }

  std::string_view stream_type() const override {
    return form_ == Form::sse ? dialects::Face::stream_type()
                              : std::string_view{"application/json; charset=utf-8"};
  }
  std::string_view ping() const override {
    return form_ == Form::sse ? dialects::Face::ping() : std::string_view{"\n"};
  }

  int status_of(const Error& error) const override { return gemini::status_of(error); }
  std::string write_error(const Error& error, std::string_view request_id) const override {
    return gemini::write_error(error, request_id);
  }

 private:
  Form form_;
};

}  // namespace

const dialects::Face& face() {
  static const Face kFace{Form::sse};
  return kFace;
}

const dialects::Face& array_face() {
  static const Face kFace{Form::array};
  return kFace;
}

}  // namespace quorum::gemini
