#include "app/command/remote_debates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "async/combine.hpp"
#include "core/try.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kAnswerBytesMax = 64U << 20;
constexpr std::size_t kEventBytesMax = 16U << 20;
constexpr auto kSilenceMax = 45s;  // The server sends a comment every 15 s.
constexpr auto kReconnectFirst = 250ms;
constexpr auto kReconnectMax = 5s;
constexpr int kReconnectsMax = 12;  // Without a single event in between: about 45 s.

/// So that any id stays one part of a path.
std::string escaped(std::string_view text) {
  std::string safe;
  for (const char byte : text) {
    const bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
    if (is_plain) {
      safe += byte;
    } else {
      safe += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
  }
  return safe;
}

Errc code_of(int status, std::string_view code) {
  if (code == "insufficient_quota" || code == name(Errc::budget_exceeded)) {
    return Errc::budget_exceeded;
  }
  switch (status) {
    case 400:
    case 422: return Errc::invalid_request;
    case 401: return Errc::unauthenticated;
    case 403: return Errc::permission_denied;
    case 404: return Errc::not_found;
    case 409: return Errc::conflict;
    case 413: return Errc::too_large;
    case 429: return Errc::rate_limited;
    case 503: return Errc::unavailable;
    case 504: return Errc::deadline_exceeded;
    default: return Errc::upstream_failed;
  }
}

void show_key(http::Headers& headers, const Secret& key) {
  if (!key.empty()) headers.add("authorization", fmt::format("Bearer {}", key.reveal()));
}

bool is_last(std::string_view event) {
  return event == "debate.completed" || event == "debate.failed" || event == "debate.cancelled";
}

class RemoteReader final : public debate::EventReader {
 public:
  RemoteReader(async::Loop& loop, http::Client& client, http::Url url, Secret key,
               std::uint64_t after_seq)
      : loop_(loop),
        client_(client),
        url_(std::move(url)),
        key_(std::move(key)),
        last_seq_(after_seq) {}

  Task<Result<std::optional<std::vector<store::LogEvent>>>> next() override {
    while (!is_over_) {
      auto events = co_await receive();
      if (events && !events->empty()) {
        failures_ = 0;
        co_return std::optional(std::move(*events));
      }
      if (!events && !may_reconnect(events.error())) co_return std::move(events.error());
      if (!response_ && !is_over_) co_await pause();
    }
    co_return std::optional<std::vector<store::LogEvent>>{};
  }

  /// So that a debate which does not exist is refused before anybody waits for its events.
  Task<Result<>> connect() {
    http::ClientRequest request{.method = "GET", .url = url_, .waits = {.chunk_max = kSilenceMax}};
    request.headers.add("accept", "text/event-stream");
    show_key(request.headers, key_);
    if (last_seq_ > 0) request.headers.add("last-event-id", std::to_string(last_seq_));
    QUORUM_CO_TRY(auto response, co_await client_.send(std::move(request)));
    const auto status = response->head().status;
    if (status != 200) {
      QUORUM_CO_TRY(const auto body, co_await response->read_all(kAnswerBytesMax));
      co_return read_refusal(status, body);
    }
    response_ = std::move(response);
    parser_ = sse::Parser(kEventBytesMax);
    co_return Result<>{};
  }

 private:
  /// What arrives next; nothing after a clean end, or where nothing was new.
  Task<Result<std::vector<store::LogEvent>>> receive() {
    if (!response_) QUORUM_CO_CHECK(co_await connect());
    auto bytes = co_await response_->read();
    if (!bytes || bytes->empty()) response_.reset();
    if (!bytes) co_return std::move(bytes.error());

    std::vector<sse::Event> events;
    QUORUM_CO_CHECK(parser_.push(*bytes, events));
    std::vector<store::LogEvent> fresh;
    for (auto& event : events) {
      std::uint64_t seq = 0;
      std::from_chars(event.id.data(), event.id.data() + event.id.size(), seq);
      if (seq <= last_seq_) continue;
      last_seq_ = seq;
      is_over_ = is_over_ || is_last(event.name);
      fresh.push_back({.seq = seq, .name = std::move(event.name), .data = std::move(event.data)});
    }
    co_return fresh;
  }

  /// A cut or a server that is away for a moment is waited out; a refusal is final.
  bool may_reconnect(const Error& error) {
    response_.reset();
    const bool is_passing =
        error.code == Errc::unavailable || error.code == Errc::upstream_failed ||
        error.code == Errc::deadline_exceeded || error.code == Errc::rate_limited;
    return is_passing && ++failures_ < kReconnectsMax;
  }

  async::Loop::Sleep pause() {
    const auto factor = 1 << std::min(failures_, 6);
    return loop_.sleep(std::min<Duration>(kReconnectFirst * factor, kReconnectMax));
  }

  async::Loop& loop_;
  http::Client& client_;
  http::Url url_;
  Secret key_;
  std::uint64_t last_seq_;
  std::unique_ptr<http::ClientResponse> response_{};
  sse::Parser parser_{kEventBytesMax};
  int failures_ = 0;
  bool is_over_ = false;
};

std::string_view word(debate::Command what) {
  switch (what) {
    case debate::Command::cancel: return "cancel";
    case debate::Command::pause: return "pause";
    case debate::Command::resume: return "resume";
  }
  return {};
}

std::string path_of(std::string_view id) { return "/v1/debates/" + escaped(id); }

}  // namespace

Error read_refusal(int status, std::string_view body) {
  const auto document = json::Document::parse(body);
  const auto told = document ? document->root()["error"] : json::Value{};
  const auto message = told["message"].string();
  const auto code = told["code"].string().value_or("");
  return {.code = code_of(status, code),
          .message = message ? std::string(*message)
                             : fmt::format("The server answered {} without saying why.", status),
          .field = std::string(told["param"].string().value_or("")),
          .reason = std::string(code)};
}

Task<Result<std::string>> RemoteDebates::call(std::string method, std::string target,
                                              std::string body) {
  auto url = server_;
  url.target = std::move(target);
  http::ClientRequest request{
      .method = std::move(method), .url = std::move(url), .body = std::move(body)};
  if (!request.body.empty()) request.headers.add("content-type", "application/json");
  show_key(request.headers, key_);
  QUORUM_CO_TRY(const auto response, co_await client_.send(std::move(request)));
  QUORUM_CO_TRY(auto text, co_await response->read_all(kAnswerBytesMax));
  const auto status = response->head().status;
  if (status < 200 || status > 299) co_return read_refusal(status, text);
  co_return text;
}

// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters): the interface's own.
Task<Result<debate::Started>> RemoteDebates::start(async::Loop&, debate::DebateRequest request) {
  auto body = debate::write_request(request);
  QUORUM_CO_TRY(const auto text, co_await call("POST", "/v1/debates", std::move(body)));
  QUORUM_CO_TRY(const auto document, json::Document::parse(text));
  const auto root = document.root();
  debate::Started started{.id = std::string(root["id"].string().value_or("")),
                          .status = std::string(root["status"].string().value_or(""))};
  if (started.id.empty()) {
    co_return Error{.code = Errc::upstream_failed, .message = "The server named no debate."};
  }
  co_return started;
}

Task<Result<std::unique_ptr<debate::EventReader>>> RemoteDebates::watch(async::Loop& home,
                                                                        std::string id,
                                                                        std::uint64_t after_seq) {
  auto url = server_;
  url.target = path_of(id) + "/events";
  auto reader = std::make_unique<RemoteReader>(home, client_, std::move(url), key_, after_seq);
  QUORUM_CO_CHECK(co_await reader->connect());
  co_return std::unique_ptr<debate::EventReader>(std::move(reader));
}

Task<Result<std::string>> RemoteDebates::show(async::Loop&, std::string id) {
  co_return co_await call("GET", path_of(id), "");
}

Task<Result<std::string>> RemoteDebates::list(async::Loop&, store::DebateQuery query) {
  auto target = fmt::format("/v1/debates?limit={}", query.limit);
  if (!query.after.empty()) target += "&after=" + escaped(query.after);
  if (!query.status.empty()) target += "&status=" + escaped(query.status);
  if (!query.text.empty()) target += "&q=" + escaped(query.text);
  co_return co_await call("GET", std::move(target), "");
}

Task<Result<std::string>> RemoteDebates::command(async::Loop&, std::string id,
                                                 debate::Command what) {
  auto target = fmt::format("{}/{}", path_of(id), word(what));
  co_return co_await call("POST", std::move(target), "{}");
}
// NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)

Task<bool> RemoteDebates::is_there() {
  auto url = server_;
  url.target = "/health";
  http::ClientRequest request{.method = "GET",
                              .url = std::move(url),
                              .waits = {.connect_max = 300ms, .head_max = 1s, .chunk_max = 1s}};
  const auto response = co_await client_.send(std::move(request));
  if (!response) co_return false;
  const auto text = co_await (*response)->read_all(kAnswerBytesMax);
  const auto document = text ? json::Document::parse(*text) : Result<json::Document>(Error{});
  // Another program may sit on that port; only ours says this.
  co_return document && document->root()["openai_configured"].boolean() &&
      document->root()["status"].string() == "healthy";
}

}  // namespace quorum::app
