#include "api/debates/socket_endpoint.hpp"

#include <array>
#include <memory>
#include <utility>

#include "api/debates/events_endpoint.hpp"
#include "api/error_map.hpp"
#include "core/try.hpp"
#include "http/websocket/session.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::api::debates {
namespace {

namespace websocket = http::websocket;

// A browser that offers any (its key among them) wants one taken.
constexpr std::array<std::string_view, 1> kProtocols{"quorum.v1"};

constexpr websocket::SessionConfig kConfig{
    .limits = {.frame_bytes_max = 16 << 10, .message_bytes_max = 16 << 10}};

struct Spelled {
  std::string_view name;
  debate::Command command;
};
constexpr std::array<Spelled, 3> kCommands{{{"cancel", debate::Command::cancel},
                                            {"pause", debate::Command::pause},
                                            {"resume", debate::Command::resume}}};

/// What the client asks for. `ref` is its own name for that, and comes back with the answer.
struct Asked {
  std::string name{};
  std::string ref{};
};

Error misspelled(std::string message, std::string field) {
  return {.code = Errc::invalid_request, .message = std::move(message), .field = std::move(field)};
}

/// Fills `asked` as far as it can be understood, also where it holds no command.
Result<debate::Command> read_command(std::string_view text, Asked& asked) {
  const auto parsed = json::Document::parse(text);
  if (!parsed) return misspelled("A message must be a JSON object.", "");
  const auto ref = parsed->root()["ref"].string();
  if (ref) asked.ref = *ref;
  const auto name = parsed->root()["command"].string();
  if (name) asked.name = *name;
  for (const auto& known : kCommands) {
    if (name == known.name) return known.command;
  }
  return misspelled("`command` must be one of cancel, pause, resume.", "command");
}

/// What the same command would have been answered over HTTP.
std::string reply(const Asked& asked, const Result<std::string>& done) {
  std::string text;
  json::Writer writer(text);
  writer.object().key("reply_to");
  asked.name.empty() ? writer.null() : writer.string(asked.name);
  if (!asked.ref.empty()) writer.key("ref").string(asked.ref);
  writer.key("status");
  if (done) {
    writer.number(200).key("body").raw(*done);
  } else {
    const auto refused = error_response(done.error(), Audience::debates);
    writer.number(refused.head.status).key("body").raw(refused.body);
  }
  writer.end();
  return text;
}

std::string spelled(const store::LogEvent& event) {
  std::string text;
  json::Writer writer(text);
  writer.object().key("id").number(event.seq).key("event").string(event.name);
  writer.key("data").raw(event.data).end();
  return text;
}

/// The log goes out; commands come in.
class Watching final : public websocket::Conversation {
 public:
  Watching(async::Loop& loop, debate::Service& debates, std::string id,
           std::unique_ptr<debate::EventReader> reader)
      : loop_(loop), debates_(debates), id_(std::move(id)), reader_(std::move(reader)) {}

  Task<Result<>> speak(websocket::Outbox* outbox) override {
    while (true) {
      QUORUM_CO_TRY(auto events, co_await reader_->next());
      if (!events) co_return Result<>{};
      for (const auto& event : *events) {
        auto text = spelled(event);
        QUORUM_CO_CHECK(co_await outbox->text(std::move(text)));
      }
    }
  }

  Task<Result<>> hear(websocket::Message message, websocket::Outbox* outbox) override {
    if (message.kind != websocket::Message::Kind::text) {
      co_return misspelled("Messages are text: JSON objects.", "");
    }
    Asked asked;
    auto done = Result<std::string>(std::string());
    if (auto command = read_command(message.payload, asked); !command) {
      done = std::move(command.error());
    } else {
      auto id = id_;
      done = co_await debates_.command(loop_, std::move(id), *command);
    }
    auto text = reply(asked, done);
    co_return co_await outbox->text(std::move(text));
  }

 private:
  async::Loop& loop_;
  debate::Service& debates_;
  std::string id_;
  std::unique_ptr<debate::EventReader> reader_;
};

http::Response no_handshake(const websocket::NoHandshake& why, std::string_view request_id) {
  auto response = refusal(why.status, why.message, Audience::debates, request_id);
  if (why.status == 426) {
    response.head.headers.add("upgrade", "websocket");
    response.head.headers.add("sec-websocket-version", "13");
  }
  return response;
}

}  // namespace

Task<Result<>> SocketEndpoint::answer(Exchange exchange) {
  const auto shaken = websocket::shake_hands(
      exchange.request.head, {.protocols = kProtocols, .compression = compression_});
  if (!shaken) {
    auto response = no_handshake(shaken.error(), exchange.request_id);
    co_return co_await exchange.responder.send(std::move(response));
  }
  QUORUM_CO_TRY(auto after, read_position(exchange));
  std::string id(exchange.path_value("id"));
  auto asked_id = id;
  QUORUM_CO_TRY(auto reader, co_await debates_.watch(loop_, std::move(asked_id), after));
  auto watching = std::make_unique<Watching>(loop_, debates_, std::move(id), std::move(reader));
  auto session = std::make_unique<websocket::Session>(loop_, *shaken, std::move(watching), kConfig);
  auto head = shaken->head;
  co_return co_await exchange.responder.switch_to(std::move(head), std::move(session));
}

}  // namespace quorum::api::debates
