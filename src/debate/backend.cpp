#include "debate/backend.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/try.hpp"
#include "debate/format/prompt.hpp"
#include "debate/record/read.hpp"
#include "debate/view/narrator.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::debate {
namespace {

constexpr std::string_view kPrefix = "debate/";

std::string extension(const std::string& id, std::string_view verdict) {
  std::string text;
  json::Writer out(text);
  out.object().key("debate_id").string(id);
  if (!verdict.empty()) out.key("verdict").raw(verdict);
  out.end();
  return text;
}

Error failure(const std::string& reason) {
  if (reason == "budget") {
    return {.code = Errc::budget_exceeded, .message = "The debate's budget does not suffice."};
  }
  return {.code = Errc::upstream_failed, .message = "The debate has failed: " + reason + "."};
}

/// Reads the log and tells it.
class Stream final : public llm::ChatStream {
 public:
  Stream(Host& host, std::string id) : host_(host), id_(std::move(id)) {}
  ~Stream() override {
    if (!state_.is_over()) host_.abandon(id_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  void follow(std::unique_ptr<EventReader> reader) { reader_ = std::move(reader); }

  Task<Result<std::optional<llm::Batch>>> next() override {
    if (!std::exchange(has_begun_, true)) {
      llm::Batch first;
      first.deltas.push_back({.extension = extension(id_, "")});
      co_return std::optional(std::move(first));
    }
    while (!state_.is_over()) {
      QUORUM_CO_TRY(const auto lines, co_await reader_->next());
      if (!lines) break;
      QUORUM_CO_TRY(auto batch, tell(*lines));
      if (!batch.deltas.empty()) co_return std::optional(std::move(batch));
    }
    co_return std::optional<llm::Batch>();
  }

 private:
  Result<llm::Batch> tell(const std::vector<store::LogEvent>& lines) {
    llm::Batch batch;
    std::string told;
    for (const auto& line : lines) {
      QUORUM_TRY(const auto event, read(line.name, line.data));
      apply(state_, event, line.seq, line.at_ms);
      told += narrator_.tell(state_, event);
    }
    if (!told.empty()) batch.deltas.push_back({.reasoning = std::move(told)});
    if (state_.status == Status::completed) {
      QUORUM_TRY(auto answer, conclusion());
      batch.deltas.push_back(std::move(answer));
    }
    if (state_.status == Status::failed) return failure(state_.reason);
    if (state_.status == Status::cancelled) {
      return Error{.code = Errc::cancelled, .message = "The debate was cancelled."};
    }
    return batch;
  }

  Result<llm::Delta> conclusion() const {
    QUORUM_TRY(const auto document, json::Document::parse(state_.verdict));
    return llm::Delta{.text = std::string(document.root()["answer"].string().value_or("")),
                      .finish = llm::Finish::stop,
                      .usage = state_.usage,
                      .extension = extension(id_, state_.verdict)};
  }

  Host& host_;
  const std::string id_;
  std::unique_ptr<EventReader> reader_{};
  Narrator narrator_{};
  State state_{};
  bool has_begun_ = false;
};

Result<std::string> question_of(const llm::Chat& chat) {
  if (chat.answers.value_or(1) > 1) {
    return Error{.code = Errc::invalid_request,
                 .message = "A debate has one outcome: ask for one answer.",
                 .field = "n"};
  }
  const auto last =
      std::find_if(chat.messages.rbegin(), chat.messages.rend(),
                   [](const llm::Message& message) { return message.role == llm::Role::user; });
  if (last == chat.messages.rend() || last->text().empty()) {
    return Error{.code = Errc::invalid_request,
                 .message = "A debate needs a question: the last message of the user.",
                 .field = "messages"};
  }
  return last->text();
}

}  // namespace

DebateBackend::DebateBackend(async::Loop& home, Host& host, BackendConfig config)
    : home_(home), host_(host), config_(std::move(config)) {}

Task<Result<std::unique_ptr<llm::ChatStream>>> DebateBackend::open(llm::Shared<llm::Call> call,
                                                                   llm::CallContext) {
  auto request = config_.defaults;
  const std::string_view model = call->model;
  request.format = model.starts_with(kPrefix) ? model.substr(kPrefix.size()) : model;
  if (!is_format(request.format)) {
    co_return Error{
        .code = Errc::not_found,
        .message = "There is no debate format \"" + request.format + "\": ask for debate/default.",
        .field = "model",
        .reason = "model_not_found"};
  }
  QUORUM_CO_TRY(const auto chat, call->words());
  QUORUM_CO_TRY(request.question, question_of(chat));
  QUORUM_CO_TRY(const auto begun, co_await host_.start(home_, std::move(request)));
  // From here on the stream answers for the debate: a caller that leaves takes it along.
  auto stream = std::make_unique<Stream>(host_, begun.id);
  QUORUM_CO_TRY(auto reader, co_await host_.watch(home_, begun.id, 0));
  stream->follow(std::move(reader));
  co_return std::unique_ptr<llm::ChatStream>(std::move(stream));
}

std::vector<llm::ModelInfo> debate_models() {
  return {{.id = "debate/default", .provider = "debate"}};
}

}  // namespace quorum::debate
